"""Residents’ accounts: asked for on a page, made when the mailed link is followed with the password chosen with it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from budget_app.domain.errors import InvalidInputError, NotAllowedError, TooManyTriesError
from budget_app.domain.texts import check_line
from budget_app.locale import LANGUAGES, translate
from budget_app.services import mail
from budget_app.services.accounts import check_email, find_account, hash_token, start_session, store_account
from budget_app.services.attempts import (
    count_attempts,
    forget_attempts,
    network_of,
    record_attempt,
    seconds_to_wait,
)
from budget_app.services.passwords import check_new_password, check_password, hash_password
from budget_app.services.sign_in_limits import forget_tries, normal_email, note_event, subject_of, take_try
from budget_app.settings import read_settings
from budget_app.storage.accounts import AccountRow, SignUpRow
from budget_app.storage.database import write_session

LINK_LENGTH = timedelta(hours=48)
MAXIMUM_NAME = 80
ASKED_AN_HOUR, MAILED_A_DAY = 20, 3
_ASKED, _MAILED = "sign-up-address", "sign-up-account"
_HOUR, _DAY, _KEPT = timedelta(hours=1), timedelta(days=1), timedelta(days=30)


def check_name(name: str) -> str:
    """The name on one line; raises InvalidInputError ``field-empty`` or ``field-too-long``."""
    return check_line(name, "name", MAXIMUM_NAME)


def ask_account(name: str, email: str, password: str, language: str, address: str, now: datetime) -> None:
    """Mails a link that makes the account; an account that is there already is told so, and stays as it is.

    Does the same work and says nothing either way. Raises InvalidInputError, or TooManyTriesError
    ``sign-ups-too-many`` after twenty from one address within an hour.
    """
    tidy = check_name(name)
    check_email(email)
    if language not in LANGUAGES:
        raise InvalidInputError("language-unknown", field="language")
    check_new_password(password)
    with write_session() as session:
        _take_request(session, address, now)
    asked = SignUpRow(
        token_hash="",
        email=normal_email(email),
        name=tidy,
        language=language,
        password_hash=hash_password(password),
        asked_at=now,
        expires_at=now + LINK_LENGTH,
    )
    with write_session() as session:
        _answer(session, asked, now)


def ask_new_link(email: str, language: str, address: str, now: datetime) -> None:
    """Mails a new link to who asked for an account within the last month and did not confirm it; says nothing.

    Raises InvalidInputError ``email-malformed``, or TooManyTriesError ``sign-ups-too-many``.
    """
    check_email(email)
    with write_session() as session:
        _take_request(session, address, now)
        mine = select(SignUpRow).where(SignUpRow.email == normal_email(email))
        asked = session.exec(mine.order_by(col(SignUpRow.asked_at).desc())).first()
        if asked is not None:
            fresh = SignUpRow(**asked.model_dump() | {"asked_at": now, "expires_at": now + LINK_LENGTH})
            _answer(session, fresh, now)
        elif account := find_account(session, email):
            _tell_owner(session, account, language, now)


def _take_request(session: Session, address: str, now: datetime) -> None:
    forget_attempts(session, _ASKED, now - _HOUR)
    network = hash_token(network_of(address))
    if count_attempts(session, _ASKED, network, now - _HOUR) >= ASKED_AN_HOUR:
        wait = seconds_to_wait(session, _ASKED, network, ASKED_AN_HOUR, _HOUR, now)
        raise TooManyTriesError("sign-ups-too-many", retry_after=wait)
    record_attempt(session, _ASKED, network, now)


def _may_mail(session: Session, email: str, now: datetime) -> bool:
    """Counts a message to the address; False when it had three within a day, whoever asked for them."""
    forget_attempts(session, _MAILED, now - _DAY)
    key = subject_of(email)
    if count_attempts(session, _MAILED, key, now - _DAY) >= MAILED_A_DAY:
        return False
    record_attempt(session, _MAILED, key, now)
    return True


def _answer(session: Session, asked: SignUpRow, now: datetime) -> None:
    """Mails the link of ``asked``, or to the owner of the account that is there that there is one."""
    session.exec(delete(SignUpRow).where(col(SignUpRow.asked_at) < now - _KEPT))
    account = find_account(session, asked.email)
    if account is not None:
        _tell_owner(session, account, asked.language, now)
    elif _may_mail(session, asked.email, now):
        token = secrets.token_urlsafe(32)
        asked.token_hash = hash_token(token)
        session.add(asked)
        note_event(session, "sign-up-asked", asked.email, now)
        mail.queue(session, asked.email, *_link_message(token, asked.language), now)


def _tell_owner(session: Session, account: AccountRow, language: str, now: datetime) -> None:
    if _may_mail(session, account.email, now):
        mail.queue(session, account.email, *_owner_message(language), now)


def _link_message(token: str, language: str) -> tuple[str, str]:
    body = translate(
        "Bonjour,\n\nPour confirmer votre adresse et ouvrir votre compte, suivez ce lien dans les deux jours, puis "
        "donnez le mot de passe que vous avez choisi :\n\n{link}\n\nSi vous n’avez rien demandé, ne faites rien : "
        "aucun compte ne sera ouvert.\n",
        language,
        link=f"{read_settings().base_url}/inscription/confirmer#{token}",
    )
    return translate("Confirmez votre adresse", language), body


def _owner_message(language: str) -> tuple[str, str]:
    base = read_settings().base_url
    body = translate(
        "Bonjour,\n\nQuelqu’un a demandé un compte à cette adresse, où il y en a déjà un. Si c’est vous, "
        "connectez-vous :\n\n{sign_in}\n\nou choisissez un nouveau mot de passe :\n\n{reset}\n\nSi ce n’est pas vous, "
        "ne faites rien : rien n’a changé. Si votre compte a été fermé, adressez-vous à la mairie.\n",
        language,
        sign_in=f"{base}/sign-in",
        reset=f"{base}/password-reset",
    )
    return translate("Vous avez déjà un compte", language), body


def confirm_account(token: str, password: str, address: str, now: datetime) -> str:
    """Makes the account that the mailed ``token`` was sent for, and gives the token of a session.

    The password must be the one chosen with this link: else whoever asks for an account at another's address, just
    before its owner does, would have theirs confirmed. Raises NotAllowedError ``sign-up-link-invalid`` (unknown, used,
    older than two days) or ``sign-up-password-wrong``, ConflictError ``account-exists``, TooManyTriesError.
    """
    with write_session() as session:
        asked = _find_asked(session, token, now)
        take_try(session, asked.email, address, now)
    try:
        check_password(asked.password_hash, password)
    except NotAllowedError:
        raise NotAllowedError("sign-up-password-wrong", field="password") from None
    with write_session() as session:
        _find_asked(session, token, now)
        account_id = store_account(session, _account_of(asked, now), now)
        session.exec(delete(SignUpRow).where(col(SignUpRow.email) == asked.email))
        forget_tries(session, asked.email, address, now)
        return start_session(session, account_id, now)


def _account_of(asked: SignUpRow, now: datetime) -> AccountRow:
    return AccountRow(
        email=asked.email,
        name=asked.name,
        language=asked.language,
        password_hash=asked.password_hash,
        roles="",
        confirmed_at=now,
        created_at=now,
    )


def _find_asked(session: Session, token: str, now: datetime) -> SignUpRow:
    row = session.get(SignUpRow, hash_token(token))
    if row is None or row.expires_at <= now:
        raise NotAllowedError("sign-up-link-invalid")
    return row
