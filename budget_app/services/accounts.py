"""Accounts: signing in and out, who a browser's token stands for, and changing passwords."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select, update

from budget_app.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from budget_app.domain.roles import Action, Role
from budget_app.locale import SOURCE_LANGUAGE, translate
from budget_app.services import mail
from budget_app.services.actor import ANONYMOUS, Actor, require_action
from budget_app.services.passwords import check_new_password, check_password, hash_password, is_outdated
from budget_app.services.sign_in_limits import forget_tries, normal_email, note_event, take_try
from budget_app.settings import read_settings
from budget_app.storage.accounts import AccountRow, PasswordResetRow, SessionRow
from budget_app.storage.database import read_session, write_session

SESSION_LENGTH = timedelta(hours=12)
IDLE_LENGTH = timedelta(hours=2)
RESET_LENGTH = timedelta(hours=1)
RESETS_AT_ONCE = 3
ROLES: frozenset[str] = frozenset(Role)
_SEEN_STEP = timedelta(minutes=5)
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_MAX_EMAIL = 254


def hash_token(token: str) -> str:
    """What is kept of a secret token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_account(session: Session, email: str) -> AccountRow | None:
    """The account of an e-mail address, however it is written."""
    return session.exec(select(AccountRow).where(AccountRow.email == normal_email(email))).first()


def start_session(session: Session, account_id: int, now: datetime) -> str:
    """A new session of the account; forgets its sessions that have run out."""
    session.exec(delete(SessionRow).where(col(SessionRow.account_id) == account_id, col(SessionRow.expires_at) <= now))
    token = secrets.token_urlsafe(32)
    ends = now + SESSION_LENGTH
    session.add(
        SessionRow(token_hash=hash_token(token), account_id=account_id, created_at=now, seen_at=now, expires_at=ends)
    )
    return token


def end_sessions(session: Session, account_id: int, now: datetime) -> None:
    """Signs the account out everywhere, inside the caller's transaction."""
    ended = update(SessionRow).where(col(SessionRow.account_id) == account_id, col(SessionRow.ended_at).is_(None))
    session.exec(ended.values(ended_at=now))


def check_email(email: str) -> None:
    """Raises InvalidInputError ``email-malformed`` unless it can be an e-mail address."""
    if not _EMAIL.fullmatch(normal_email(email)) or len(email) > _MAX_EMAIL:
        raise InvalidInputError("email-malformed", field="email")


def create_account(actor: Actor, email: str, password: str, roles: frozenset[str], now: datetime) -> int:
    """A new account of someone who is known; gives its id.

    Raises NotAllowedError, InvalidInputError, or ConflictError ``account-exists``.
    """
    require_action(actor, Action.MANAGE_ACCOUNTS)
    check_email(email)
    if not roles <= ROLES:
        raise InvalidInputError("role-unknown", field="roles")
    check_new_password(password)
    row = AccountRow(
        email=normal_email(email),
        password_hash=hash_password(password),
        roles=" ".join(sorted(roles)),
        confirmed_at=now,
        created_at=now,
    )
    with write_session() as session:
        return store_account(session, row, now)


def store_account(session: Session, row: AccountRow, now: datetime) -> int:
    """Stores a new account inside the caller's transaction, and gives its id; ConflictError ``account-exists``."""
    if find_account(session, row.email):
        raise ConflictError("account-exists", field="email")
    session.add(row)
    note_event(session, "account-created", row.email, now)
    session.flush()
    if row.id is None:
        raise RuntimeError("the database gave the account no id")
    return row.id


def account_name(actor: Actor) -> str:
    """The name of the actor's account, else its e-mail address; empty for nobody."""
    with read_session() as session:
        account = session.get(AccountRow, actor.account_id) if actor.account_id else None
        return (account.name or account.email) if account else ""


def sign_in(email: str, password: str, address: str, now: datetime) -> str:
    """A new session's token, for the right password.

    Raises NotAllowedError ``sign-in-wrong`` after the same work whether or not there is such an account, and
    TooManyTriesError.
    """
    with write_session() as session:
        take_try(session, email, address, now)
        account = find_account(session, email)
    kept = account.password_hash if account and account.confirmed_at else None
    try:
        check_password(kept, password)
    except NotAllowedError:
        with write_session() as session:
            note_event(session, "sign-in-wrong", email, now)
        raise
    renewed = hash_password(password) if kept and is_outdated(kept) else None
    with write_session() as session:
        account = find_account(session, email)
        if account is None or account.id is None or account.password_hash != kept:
            raise NotAllowedError("sign-in-wrong")  # the password changed while this one was being checked
        if renewed:
            account.password_hash = renewed
            session.add(account)
        forget_tries(session, email, address, now)
        note_event(session, "signed-in", email, now)
        return start_session(session, account.id, now)


def sign_out(token: str | None, now: datetime) -> None:
    """Ends the session of ``token``, if there is one."""
    if not token:
        return
    with write_session() as session:
        row = session.get(SessionRow, hash_token(token))
        if row and row.ended_at is None:
            row.ended_at = now
            session.add(row)


def _live_session(session: Session, token: str | None, now: datetime) -> SessionRow | None:
    row = session.get(SessionRow, hash_token(token)) if token else None
    if row is None or row.ended_at is not None:
        return None
    return row if now < min(row.expires_at, row.seen_at + IDLE_LENGTH) else None


def find_actor(token: str | None, now: datetime) -> Actor:
    """Whom the token stands for now; nobody when its session has ended, run out, or lain idle for two hours."""
    with read_session() as session:
        row = _live_session(session, token, now)
        account = session.get(AccountRow, row.account_id) if row else None
        if row is None or account is None:
            return ANONYMOUS
    if now - row.seen_at >= _SEEN_STEP:
        with write_session() as session:
            seen = update(SessionRow).where(
                col(SessionRow.token_hash) == row.token_hash, col(SessionRow.ended_at).is_(None)
            )
            session.exec(seen.values(seen_at=now))
    return Actor(account.id, frozenset(account.roles.split()))


def request_reset(email: str, now: datetime, language: str = SOURCE_LANGUAGE) -> None:
    """Mails the account a link that sets a new password once, within an hour; says nothing when there is none.

    An account has at most three such links at a time.
    """
    token = secrets.token_urlsafe(32)
    with write_session() as session:
        account = find_account(session, email)
        if account is None or account.id is None:
            return
        mine = col(PasswordResetRow.account_id) == account.id
        session.exec(delete(PasswordResetRow).where(mine, col(PasswordResetRow.expires_at) <= now))
        usable = select(PasswordResetRow).where(mine, col(PasswordResetRow.used_at).is_(None))
        if len(session.exec(usable).all()) >= RESETS_AT_ONCE:
            return
        ends = now + RESET_LENGTH
        session.add(PasswordResetRow(token_hash=hash_token(token), account_id=account.id, expires_at=ends))
        note_event(session, "password-reset-asked", email, now)
        link = f"{read_settings().base_url}/password-reset/new#{token}"
        mail.queue(session, account.email, *_reset_message(link, language), now)


def _reset_message(link: str, language: str) -> tuple[str, str]:
    body = translate(
        "Bonjour,\n\nPour choisir un nouveau mot de passe, suivez ce lien dans l’heure qui vient :\n\n{link}\n\n"
        "Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même.\n",
        language,
        link=link,
    )
    return translate("Nouveau mot de passe", language), body


def _changed_message(language: str) -> tuple[str, str]:
    body = translate(
        "Bonjour,\n\nLe mot de passe de votre compte vient d’être changé, et toutes vos connexions sont fermées.\n\n"
        "Si ce n’était pas vous, prévenez la mairie.\n",
        language,
    )
    return translate("Votre mot de passe a changé", language), body


def _set_password(session: Session, account: AccountRow, password_hash: str, now: datetime, language: str) -> int:
    """Sets it, ends all sessions and links of the account, and tells its owner; gives the account's id."""
    if account.id is None:
        raise RuntimeError("the account has no id")
    account.password_hash = password_hash
    account.confirmed_at = account.confirmed_at or now  # of who was invited: the mailed link proves the address
    session.add(account)
    end_sessions(session, account.id, now)
    links = update(PasswordResetRow).where(col(PasswordResetRow.account_id) == account.id)
    session.exec(links.values(used_at=now))
    note_event(session, "password-changed", account.email, now)
    mail.queue(session, account.email, *_changed_message(language), now)
    return account.id


def reset_password(token: str, new: str, now: datetime, language: str = SOURCE_LANGUAGE) -> None:
    """Sets the password of the account that the mailed ``token`` was made for; ends its sessions.

    Raises InvalidInputError, or NotAllowedError ``reset-link-invalid`` for a link that is unknown, used or too old.
    """
    check_new_password(new)
    with read_session() as session:
        _find_reset(session, token, now)
    password_hash = hash_password(new)
    with write_session() as session:
        _set_password(session, _find_reset(session, token, now), password_hash, now, language)


def _find_reset(session: Session, token: str, now: datetime) -> AccountRow:
    row = session.get(PasswordResetRow, hash_token(token))
    account = session.get(AccountRow, row.account_id) if row else None
    if row is None or account is None or row.used_at is not None or row.expires_at <= now:
        raise NotAllowedError("reset-link-invalid")
    return account


def change_password(
    token: str | None, current: str, new: str, address: str, now: datetime, language: str = SOURCE_LANGUAGE
) -> str:
    """Sets the password of the signed-in account, ends all its sessions, and gives the token of a new one.

    Raises NotAllowedError ``not-allowed`` (nobody is signed in) or ``sign-in-wrong``, InvalidInputError, and
    TooManyTriesError: the current password is as hard to guess here as at the sign-in.
    """
    check_new_password(new)
    with write_session() as session:
        row = _live_session(session, token, now)
        account = session.get(AccountRow, row.account_id) if row else None
        if account is None:
            raise NotAllowedError("not-allowed")
        take_try(session, account.email, address, now)
    check_password(account.password_hash, current)
    password_hash = hash_password(new)
    with write_session() as session:
        fresh = session.get(AccountRow, account.id)
        if fresh is None or fresh.password_hash != account.password_hash:
            raise NotAllowedError("sign-in-wrong")
        forget_tries(session, fresh.email, address, now)
        return start_session(session, _set_password(session, fresh, password_hash, now, language), now)
