"""The messages by which a group of guardians makes its key: each checked when it arrives (specification, 4.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from budget_app.domain.errors import ConflictError, InvalidInputError
from budget_app.domain.guardian import GuardianState
from budget_app.services.guardian_exchange import (
    certificates_of,
    group_of,
    load_exchange_of_link,
    polynomials_of,
    state_in_exchange,
)
from budget_app.services.guardian_links import find_exchange, load_guardians
from budget_app.services.guardian_mail import send_check_turn, send_polynomial_turn
from budget_app.storage.database import write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.guardians import ExchangeRow, GuardianRow
from voting.errors import ProtocolError
from voting.pedersen import (
    Certificate,
    Context,
    check_certificates_distinct,
    parse_certificate,
    parse_polynomial,
    parse_voutput,
    polynomial_promise,
)
from voting.strict_json import canonical
from voting.threshold import compose_threshold_parameters
from voting.trustee import compose_trustees

_PROMISE = re.compile(r"[0-9a-f]{64}")


@contextmanager
def _refusing() -> Iterator[None]:
    """Makes what the protocol refuses InvalidInputError ``exchange-message-invalid``, whose fact ``check`` says why."""
    try:
        yield
    except ProtocolError as error:
        raise InvalidInputError("exchange-message-invalid", check=error.code) from error


def _check_turn(row: GuardianRow, group: Sequence[GuardianRow], exchange: ExchangeRow, turn: GuardianState) -> None:
    """Raises ConflictError ``exchange-not-yet`` before the guardian's turn, ``exchange-message-already`` after it."""
    order = list(GuardianState)
    state = state_in_exchange(row, group, exchange)
    if order.index(state) < order.index(turn):
        raise ConflictError("exchange-not-yet")
    if state is not turn:
        raise ConflictError("exchange-message-already")


def _tell_when_all_began(session: Session, edition: EditionRow, group: Sequence[GuardianRow], now: datetime) -> None:
    if all(row.certificate_raw is not None and row.promise is not None for row in group):
        send_polynomial_turn(session, edition, group, now)


def submit_certificate(uuid: str, token: str, raw: bytes, now: datetime) -> None:
    """Takes a guardian's certificate, once.

    Raises as ``load_exchange_of_link``, ConflictError ``exchange-message-already``, InvalidInputError
    ``exchange-message-invalid``.
    """
    with write_session() as session:
        row, group, edition, exchange = load_exchange_of_link(session, uuid, token)
        if row.certificate_raw is not None:
            raise ConflictError("exchange-message-already")
        with _refusing():
            mine = parse_certificate(raw, Context(len(group), exchange.threshold, group.index(row) + 1))
            _check_new(mine, row, group, exchange)
        row.certificate_raw, row.certificate_received_at = raw, now
        session.add(row)
        _tell_when_all_began(session, edition, group, now)


def _check_new(mine: Certificate, row: GuardianRow, group: Sequence[GuardianRow], exchange: ExchangeRow) -> None:
    """Raises TrusteeError ``certificate-repeated`` for keys that another of the group has."""
    theirs = [
        parse_certificate(other.certificate_raw, Context(len(group), exchange.threshold, index))
        for index, other in enumerate(group, start=1)
        if other is not row and other.certificate_raw is not None
    ]
    check_certificates_distinct([*theirs, mine])


def submit_promise(uuid: str, token: str, promise: str, now: datetime) -> None:
    """Takes the hash of what the guardian will show, once; it is public from then on.

    Raises as ``load_exchange_of_link``, ConflictError ``exchange-message-already``, InvalidInputError
    ``exchange-message-invalid``.
    """
    if not _PROMISE.fullmatch(promise):
        raise InvalidInputError("exchange-message-invalid", check="promise-malformed")
    with write_session() as session:
        row, group, edition, _ = load_exchange_of_link(session, uuid, token)
        if row.promise is not None:
            raise ConflictError("exchange-message-already")
        if promise in [other.promise for other in group]:
            raise InvalidInputError("exchange-message-invalid", check="promise-repeated")
        row.promise = promise
        session.add(row)
        _tell_when_all_began(session, edition, group, now)


def submit_polynomial(uuid: str, token: str, raw: bytes, now: datetime) -> None:
    """Takes a guardian's polynomial, once, when every certificate and promise is there; nobody sees it before all are.

    Raises as ``load_exchange_of_link``, ConflictError ``exchange-not-yet`` or ``exchange-message-already``,
    InvalidInputError ``exchange-message-invalid``.
    """
    with write_session() as session:
        row, group, edition, exchange = load_exchange_of_link(session, uuid, token)
        _check_turn(row, group, exchange, GuardianState.POLYNOMIAL_NEEDED)
        with _refusing():
            parse_polynomial(raw, certificates_of(group, exchange), group.index(row) + 1)
            kept = polynomial_promise(raw) == row.promise
        if not kept:
            raise InvalidInputError("exchange-message-invalid", check="promise-broken")
        row.polynomial_raw, row.polynomial_received_at = raw, now
        session.add(row)
        if all(member.polynomial_raw is not None for member in group):
            send_check_turn(session, edition, group, now)


def submit_voutput(uuid: str, token: str, raw: bytes, now: datetime) -> None:
    """Takes a guardian's last message, once: the public key, and the private one sealed for themselves.

    Raises as ``load_exchange_of_link``, ConflictError ``exchange-not-yet`` or ``exchange-message-already``,
    InvalidInputError ``exchange-message-invalid``.
    """
    with write_session() as session:
        row, group, _, exchange = load_exchange_of_link(session, uuid, token)
        _check_turn(row, group, exchange, GuardianState.CHECK_NEEDED)
        with _refusing():
            certificates = certificates_of(group, exchange)
            mine = parse_voutput(raw, certificates, polynomials_of(group, certificates), group.index(row) + 1)
        row.voutput_raw, row.key_received_at = raw, now
        row.public_key, row.public_key_raw = mine.public_key.public.text, canonical(mine.public_key.as_json())
        session.add(row)


def compose_trustees_of(session: Session, edition_id: int) -> bytes:
    """The trustees of an edition's vote: mandatory keys first, then the group's; every part must be there."""
    rows = load_guardians(session, edition_id)
    single = [row.public_key_raw or b"" for row in rows if not row.grouped]
    exchange, group = find_exchange(session, edition_id), group_of(rows)
    if exchange is None or not group:
        return compose_trustees(single)
    certificates = certificates_of(group, exchange)
    polynomials = polynomials_of(group, certificates)
    voutputs = [
        parse_voutput(row.voutput_raw or b"", certificates, polynomials, index)
        for index, row in enumerate(group, start=1)
    ]
    return compose_trustees(single, [compose_threshold_parameters(certificates, polynomials, voutputs)])
