"""Accounts of the town's staff: invited by mail, given roles, closed; by administrators, of whom one always stays."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from budget_app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from budget_app.domain.roles import Action, Role
from budget_app.locale import SOURCE_LANGUAGE, translate
from budget_app.services import mail
from budget_app.services.accounts import check_email, end_sessions, find_account, hash_token, store_account
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.passwords import hash_password
from budget_app.services.sign_in_limits import normal_email
from budget_app.services.sign_up import check_name
from budget_app.settings import read_settings
from budget_app.storage.accounts import AccountRow, PasswordResetRow
from budget_app.storage.database import read_session, write_session

INVITATION_LENGTH = timedelta(days=7)


@dataclass(frozen=True)
class StaffAccount:
    """An account with roles; ``waits`` until the person has chosen a password."""

    id: int
    name: str
    email: str
    roles: frozenset[Role]
    waits: bool


def list_staff(actor: Actor) -> tuple[StaffAccount, ...]:
    """The accounts that have a role, by name; raises NotAllowedError."""
    require_action(actor, Action.MANAGE_ACCOUNTS)
    with read_session() as session:
        staff = select(AccountRow).where(AccountRow.roles != "")
        rows = session.exec(staff.order_by(AccountRow.name, AccountRow.email))
        return tuple(
            StaffAccount(row.id or 0, row.name, row.email, _roles(row), row.confirmed_at is None) for row in rows
        )


def _roles(row: AccountRow) -> frozenset[Role]:
    return frozenset(Role(name) for name in row.roles.split())


def _check_roles(roles: frozenset[str]) -> None:
    if not roles or not roles <= frozenset(Role):
        raise InvalidInputError("role-unknown", field="roles")


def invite_staff(actor: Actor, name: str, email: str, roles: frozenset[str], now: datetime) -> int:
    """Makes an account whose person chooses a password by a mailed link, within a week; gives its id.

    A resident's account gets the roles, and its person is told. Raises NotAllowedError, InvalidInputError
    ``email-malformed``, ``role-unknown``, ``field-empty`` or ``field-too-long``, and ConflictError ``account-exists``
    for one that has roles already.
    """
    require_action(actor, Action.MANAGE_ACCOUNTS)
    tidy = check_name(name)
    check_email(email)
    _check_roles(roles)
    with write_session() as session:
        row = find_account(session, email)
        if row is not None and row.roles:
            raise ConflictError("account-exists", field="email")
        if row is None:
            row = AccountRow(email=normal_email(email), name=tidy, password_hash="", roles="", created_at=now)
            row.password_hash = hash_password(secrets.token_urlsafe(32))  # nobody knows it; the link sets another
            store_account(session, row, now)
        row.roles = " ".join(sorted(roles))
        session.add(row)
        _send_link(session, row, now)
        note_action(session, actor, "invite-staff", f"account/{row.id}", now, roles=row.roles)
        return row.id or 0


def _send_link(session: Session, row: AccountRow, now: datetime) -> None:
    """Mails a link that sets the password once; a person who has one is told only where to sign in."""
    base = read_settings().base_url
    if row.confirmed_at is None:
        token = secrets.token_urlsafe(32)
        ends = now + INVITATION_LENGTH
        session.add(PasswordResetRow(token_hash=hash_token(token), account_id=row.id or 0, expires_at=ends))
        said = translate("Choisissez votre mot de passe dans les sept jours :", SOURCE_LANGUAGE)
        link = f"{base}/password-reset/new#{token}"
    else:
        said, link = translate("Connectez-vous comme d’habitude :", SOURCE_LANGUAGE), f"{base}/sign-in"
    body = translate(
        "Bonjour,\n\nLa mairie vous donne un accès à son budget participatif. {said}\n\n{link}\n",
        SOURCE_LANGUAGE,
        said=said,
        link=link,
    )
    mail.queue(session, row.email, translate("Votre accès au budget participatif", SOURCE_LANGUAGE), body, now)


def _load(session: Session, account_id: int) -> AccountRow:
    row = session.exec(select(AccountRow).where(AccountRow.id == account_id).with_for_update()).first()
    if row is None or not row.roles:
        raise NotFoundError("account-unknown")
    return row


def _check_one_stays(session: Session, row: AccountRow, roles: frozenset[str]) -> None:
    """Raises ConflictError ``administrator-last`` when nobody could manage accounts any more."""
    if Role.ADMINISTRATOR in roles or Role.ADMINISTRATOR not in _roles(row):
        return
    others = select(AccountRow).where(AccountRow.id != row.id, col(AccountRow.confirmed_at).is_not(None))
    if not any(Role.ADMINISTRATOR in _roles(other) for other in session.exec(others.where(AccountRow.roles != ""))):
        raise ConflictError("administrator-last", field="roles")


def change_roles(actor: Actor, account_id: int, roles: frozenset[str], now: datetime) -> None:
    """Gives an account these roles and no others; its sessions end, so that they count at once.

    Raises NotAllowedError, NotFoundError ``account-unknown``, InvalidInputError ``role-unknown``, ConflictError
    ``administrator-last``.
    """
    require_action(actor, Action.MANAGE_ACCOUNTS)
    _check_roles(roles)
    with write_session() as session:
        row = _load(session, account_id)
        _check_one_stays(session, row, roles)
        row.roles = " ".join(sorted(roles))
        session.add(row)
        if account_id != actor.account_id:
            end_sessions(session, account_id, now)
        note_action(session, actor, "change-roles", f"account/{account_id}", now, roles=row.roles)


def close_staff(actor: Actor, account_id: int, now: datetime) -> None:
    """Takes all roles from an account and ends its sessions; what it wrote as a resident stays theirs.

    Raises as :func:`change_roles`.
    """
    require_action(actor, Action.MANAGE_ACCOUNTS)
    with write_session() as session:
        row = _load(session, account_id)
        _check_one_stays(session, row, frozenset())
        row.roles = ""
        session.add(row)
        end_sessions(session, account_id, now)
        note_action(session, actor, "close-staff", f"account/{account_id}", now)
