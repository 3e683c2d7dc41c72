"""How a group of guardians makes its key: whose turn it is, what each may see, and how to begin again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from budget_app.domain.edition import ElectionState
from budget_app.domain.errors import ConflictError, InvalidInputError
from budget_app.domain.guardian import ExchangeFault, ExchangeProgress, ExchangeTask, GuardianState
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.editions import load_edition, load_in_preparation
from budget_app.services.guardian_links import find_exchange, load_guardian_of_link, load_guardians
from budget_app.services.guardian_mail import send_restart
from budget_app.storage.board import ElectionRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.guardians import ExchangeRow, GuardianRow
from voting.pedersen import (
    Certificate,
    Context,
    Polynomial,
    compose_vinput,
    parse_certificate,
    parse_polynomial,
)

FAULTS_OF_A_GUARDIAN = ("certificate-invalid", "promise-broken", "polynomial-invalid", "secret-invalid")
FAULTS_OF_THE_SERVER = ("certificate-own", "certificate-count", "polynomial-own", "vinput-malformed")


def new_label() -> str:
    """Names one attempt at an exchange; no secret, and never the same twice."""
    return secrets.token_hex(8)


def group_of(rows: Sequence[GuardianRow]) -> list[GuardianRow]:
    """Those who make a key together, in the order of their indexes, which count from 1."""
    return [row for row in rows if row.grouped]


def _has_begun(row: GuardianRow) -> bool:
    return row.certificate_raw is not None and row.promise is not None


def _missing(group: Sequence[GuardianRow]) -> tuple[GuardianState, list[GuardianRow]]:
    """What the group does now, and those who have not done it; ``KEY_RECEIVED`` once all is done."""
    steps = (
        (GuardianState.CERTIFICATE_NEEDED, [row for row in group if not _has_begun(row)]),
        (GuardianState.POLYNOMIAL_NEEDED, [row for row in group if row.polynomial_raw is None]),
        (GuardianState.CHECK_NEEDED, [row for row in group if row.voutput_raw is None]),
    )
    return next(((state, waited) for state, waited in steps if waited), (GuardianState.KEY_RECEIVED, []))


_AFTERWARDS = {
    GuardianState.CERTIFICATE_NEEDED: GuardianState.CERTIFICATES_AWAITED,
    GuardianState.POLYNOMIAL_NEEDED: GuardianState.POLYNOMIALS_AWAITED,
}


def state_in_exchange(row: GuardianRow, group: Sequence[GuardianRow], exchange: ExchangeRow) -> GuardianState:
    """What ``row`` of the group has to do before the vote is set up."""
    if exchange.fault is not None:
        return GuardianState.EXCHANGE_STOPPED
    state, waited = _missing(group)
    return state if row in waited else _AFTERWARDS.get(state, GuardianState.KEY_RECEIVED)


def _fault(rows: Sequence[GuardianRow], exchange: ExchangeRow) -> ExchangeFault | None:
    if exchange.fault is None or exchange.faulted_at is None:
        return None
    names = {row.number: row.name for row in rows}
    about = names[exchange.fault_about] if exchange.fault_about else None
    return ExchangeFault(exchange.fault, names[exchange.fault_by or 0], about, exchange.faulted_at)


def _progress(rows: Sequence[GuardianRow], exchange: ExchangeRow) -> ExchangeProgress:
    group = group_of(rows)
    state, waited = _missing(group)
    fault = _fault(rows, exchange)
    return ExchangeProgress(
        threshold=exchange.threshold,
        size=len(group),
        state=GuardianState.EXCHANGE_STOPPED if fault else state,
        waited=() if fault else tuple(row.name for row in waited),
        fault=fault,
    )


def find_exchange_progress(slug: str) -> ExchangeProgress | None:
    """How far the group of an edition is; None where every guardian is needed. Public."""
    with read_session() as session:
        edition_id = load_edition(session, slug).id or 0
        exchange = find_exchange(session, edition_id)
        return _progress(load_guardians(session, edition_id), exchange) if exchange else None


def private_key_of(row: GuardianRow) -> str | None:
    """The guardian's private key, sealed for its owner, once the exchange is done."""
    return None if row.voutput_raw is None else str(json.loads(row.voutput_raw)["private_key"])


def certificates_of(group: Sequence[GuardianRow], exchange: ExchangeRow) -> list[Certificate]:
    """The group's certificates, parsed; every one must be there."""
    return [
        parse_certificate(row.certificate_raw or b"", Context(len(group), exchange.threshold, index))
        for index, row in enumerate(group, start=1)
    ]


def polynomials_of(group: Sequence[GuardianRow], certificates: Sequence[Certificate]) -> list[Polynomial]:
    """The group's polynomials, parsed; every one must be there."""
    return [
        parse_polynomial(row.polynomial_raw or b"", certificates, index) for index, row in enumerate(group, start=1)
    ]


def _vinput(row: GuardianRow, group: Sequence[GuardianRow], exchange: ExchangeRow) -> str | None:
    """What ``row`` has to check now; None when it is not the moment."""
    if state_in_exchange(row, group, exchange) is not GuardianState.CHECK_NEEDED:
        return None
    polynomials = polynomials_of(group, certificates_of(group, exchange))
    return compose_vinput(polynomials, group.index(row) + 1).decode()


def exchange_task(row: GuardianRow, rows: Sequence[GuardianRow], exchange: ExchangeRow) -> ExchangeTask:
    """What the desk of ``row`` is given.

    Certificates once all are there; promises once all are there; polynomials, each guardian's part of them, once all
    are there and theirs is to be checked: nobody can choose a message after having seen another's.
    """
    group = group_of(rows)
    certificates = [member.certificate_raw.decode() for member in group if member.certificate_raw is not None]
    promises = [member.promise for member in group if member.promise is not None]
    return ExchangeTask(
        index=group.index(row) + 1,
        names=tuple(member.name for member in group),
        progress=_progress(rows, exchange),
        label=exchange.label,
        certificate=row.certificate_raw.decode() if row.certificate_raw else None,
        certificates=tuple(certificates) if len(certificates) == len(group) else None,
        promises=tuple(promises) if len(promises) == len(group) else None,
        vinput=_vinput(row, group, exchange),
        encrypted_private_key=private_key_of(row),
    )


def load_exchange_of_link(
    session: Session, uuid: str, token: str
) -> tuple[GuardianRow, list[GuardianRow], EditionRow, ExchangeRow]:
    """The owner of the link, their group, and its exchange, to write to.

    Raises NotFoundError, NotAllowedError ``guardian-unknown``, ConflictError ``vote-already-set-up``,
    ``guardian-not-in-group`` or ``exchange-stopped``.
    """
    row, edition, election = load_guardian_of_link(session, uuid, token, for_update=True)
    _check_in_preparation(election)
    exchange = find_exchange(session, edition.id or 0)
    if exchange is None or not row.grouped:
        raise ConflictError("guardian-not-in-group")
    if exchange.fault is not None:
        raise ConflictError("exchange-stopped")
    return row, group_of(load_guardians(session, edition.id or 0)), edition, exchange


def _check_in_preparation(election: ElectionRow) -> None:
    if election.state != ElectionState.PREPARATION:
        raise ConflictError("vote-already-set-up")


def _blamed(code: str, about: int | None, group: Sequence[GuardianRow]) -> int | None:
    """The number of the guardian with the index ``about``, where the fault ``code`` is one of a guardian."""
    if code in FAULTS_OF_THE_SERVER and about is None:
        return None
    if code in FAULTS_OF_A_GUARDIAN and about is not None and 1 <= about <= len(group):
        return group[about - 1].number
    raise InvalidInputError("fault-malformed")


def report_fault(uuid: str, token: str, code: str, about: int | None, now: datetime) -> None:
    """Stops the exchange: the owner of the link found ``code`` in the message of the member ``about`` of the group.

    The server cannot see what was sealed for another: it says who found what, and the group begins again. Raises as
    :func:`load_exchange_of_link`, ConflictError ``exchange-not-yet`` before there is anything to check or
    ``exchange-finished`` afterwards, InvalidInputError ``fault-malformed``.
    """
    with write_session() as session:
        row, group, _, exchange = load_exchange_of_link(session, uuid, token)
        state = state_in_exchange(row, group, exchange)
        if state is GuardianState.KEY_RECEIVED:
            raise ConflictError("exchange-finished")
        if state not in (GuardianState.POLYNOMIAL_NEEDED, GuardianState.CHECK_NEEDED):
            raise ConflictError("exchange-not-yet")
        exchange.fault_about = _blamed(code, about, group)
        exchange.fault, exchange.fault_by, exchange.faulted_at = code, row.number, now
        session.add(exchange)


def _forget(row: GuardianRow) -> None:
    row.certificate_raw = row.promise = row.polynomial_raw = row.voutput_raw = None
    row.certificate_received_at = row.polynomial_received_at = row.key_received_at = None
    row.public_key = row.public_key_raw = None


def restart_exchange(actor: Actor, slug: str, now: datetime) -> None:
    """Has the whole group begin again, with the same links; each is told why by mail.

    Raises ConflictError ``vote-already-set-up`` or ``exchange-missing``.
    """
    require(actor, ORGANISER)
    with write_session() as session:
        edition = load_in_preparation(session, slug)
        exchange = find_exchange(session, edition.id or 0)
        if exchange is None:
            raise ConflictError("exchange-missing")
        rows = load_guardians(session, edition.id or 0)
        fault = _fault(rows, exchange)
        for row in group_of(rows):
            _forget(row)
            session.add(row)
        exchange.label = new_label()
        exchange.fault = exchange.fault_by = exchange.fault_about = exchange.faulted_at = None
        session.add(exchange)
        send_restart(session, edition, group_of(rows), fault, now)
