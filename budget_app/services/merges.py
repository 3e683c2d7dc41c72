"""Merging proposals: a moderator asks, every author answers, and only when all agree do several become one.

What went into another stays readable at its address; its authors become co-authors of the one that is kept, and its
supports count there, one for each person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from budget_app.domain.proposal import Channel, ProposalState
from budget_app.domain.roles import ALLOWED, Action
from budget_app.locale import translate
from budget_app.services import mail
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.merging import merge_into
from budget_app.services.notices import author_addresses
from budget_app.services.proposals import co_authors_of, is_author, load_proposal
from budget_app.services.supports import require_account
from budget_app.settings import read_settings
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import MergeConsentRow, MergePartRow, MergeRow, ProposalRow
from budget_app.storage.reviews import DecisionRow

MOST_PARTS = 5


@dataclass(frozen=True)
class Named:
    """A proposal by its number and title; ``waits`` while one of its authors has not agreed."""

    number: int
    title: str
    waits: bool


@dataclass(frozen=True)
class Merge:
    """A merge that was asked for: ``parts`` would go into ``into``; ``on_paper`` are those an agent answers for."""

    id: int
    edition: str
    into: Named
    parts: tuple[Named, ...]
    on_paper: tuple[int, ...] = ()


def ask_merge(actor: Actor, slug: str, into: int, parts: tuple[int, ...], now: datetime) -> None:
    """Asks the authors of all these proposals, by number, whether ``parts`` may go into ``into``.

    Raises NotAllowedError, NotFoundError, InvalidInputError ``merge-numbers`` (none, too many, one twice), and
    ConflictError ``merge-state`` for a proposal that is not published, is decided, or is asked about already.
    """
    require_action(actor, Action.MODERATE)
    if not 0 < len(parts) <= MOST_PARTS or len({into, *parts}) != len(parts) + 1:
        raise InvalidInputError("merge-numbers", field="numbers", limit=MOST_PARTS)
    with write_session() as session:
        rows = [load_proposal(session, slug, number) for number in (into, *parts)]
        for row in rows:
            _check_free(session, row)
        merge = MergeRow(into_id=rows[0].id or 0, asked_by=actor.account_id, asked_at=now)
        session.add(merge)
        session.flush()
        for row in rows[1:]:
            session.add(MergePartRow(merge_id=merge.id or 0, proposal_id=row.id or 0))
        for row in rows:
            _tell(session, row, rows, now)
        note_action(session, actor, "ask-merge", f"merge/{merge.id}", now, into=into, parts=sorted(parts))


def _rows_of(session: Session, merge: MergeRow) -> list[ProposalRow]:
    """The proposal that is kept, then those that would go into it, by number."""
    parts = select(MergePartRow.proposal_id).where(MergePartRow.merge_id == merge.id)
    wanted = select(ProposalRow).where(col(ProposalRow.id).in_(parts)).order_by(col(ProposalRow.number))
    kept = session.get(ProposalRow, merge.into_id)
    if kept is None:
        raise RuntimeError("the merge's proposal is not there")
    return [kept, *session.exec(wanted)]


def _is_alive(session: Session, merge: MergeRow) -> bool:
    """Whether it waits for answers; a proposal that was withdrawn, hidden or decided meanwhile ends it."""
    if merge.done_at is not None or merge.refused_at is not None:
        return False
    rows = _rows_of(session, merge)
    return all(row.state == ProposalState.PUBLISHED and not _is_decided(session, row) for row in rows)


def _is_decided(session: Session, row: ProposalRow) -> bool:
    return session.exec(select(DecisionRow.id).where(DecisionRow.proposal_id == row.id)).first() is not None


def _check_free(session: Session, row: ProposalRow) -> None:
    part_of = select(MergePartRow.merge_id).where(MergePartRow.proposal_id == row.id)
    asked = select(MergeRow).where((col(MergeRow.into_id) == row.id) | col(MergeRow.id).in_(part_of))
    taken = any(_is_alive(session, merge) for merge in session.exec(asked))
    if row.state != ProposalState.PUBLISHED or taken or _is_decided(session, row):
        raise ConflictError("merge-state", field="numbers", number=row.number)


def _askable(session: Session, row: ProposalRow) -> set[int]:
    """The accounts whose agreement the proposal needs; none for a paper that nobody with an account wrote."""
    found = {row.author_id, *(each.account_id for each in co_authors_of(session, row))}
    return {account_id for account_id in found if account_id is not None}


def _agreed(session: Session, merge: MergeRow, row: ProposalRow) -> bool:
    """Whether all who are authors now have agreed; for a paper, an agent who asked the person."""
    answers = select(MergeConsentRow).where(
        MergeConsentRow.merge_id == merge.id,
        MergeConsentRow.proposal_id == row.id,
        col(MergeConsentRow.agrees).is_(True),
    )
    agreeing = {answer.account_id for answer in session.exec(answers)}
    needed = _askable(session, row)
    return bool(agreeing) if not needed else needed <= agreeing


def _answerable(session: Session, actor: Actor, row: ProposalRow) -> bool:
    """Whether the actor answers for the proposal: an author, or an agent for a paper whose author has no account."""
    at_counter = row.channel == Channel.COUNTER and not _askable(session, row)
    return is_author(session, actor, row) or (at_counter and bool(actor.roles & ALLOWED[Action.ENTER_PAPER_PROPOSAL]))


def _as_merge(session: Session, merge: MergeRow, actor: Actor) -> Merge:
    rows = _rows_of(session, merge)
    edition = session.get(EditionRow, rows[0].edition_id)
    named = [Named(row.number or 0, row.title, not _agreed(session, merge, row)) for row in rows]
    own = [row for row in rows if _answerable(session, actor, row) and not is_author(session, actor, row)]
    papers = tuple(row.number or 0 for row in own)
    return Merge(merge.id or 0, edition.slug if edition else "", named[0], tuple(named[1:]), papers)


def _alive(session: Session) -> list[MergeRow]:
    unended = select(MergeRow).where(col(MergeRow.done_at).is_(None), col(MergeRow.refused_at).is_(None))
    found = session.exec(unended.order_by(col(MergeRow.id))).all()
    return [merge for merge in found if _is_alive(session, merge)]


def list_open_merges(actor: Actor, slug: str) -> tuple[Merge, ...]:
    """The merges of an edition that wait for answers, for moderators; raises NotAllowedError."""
    require_action(actor, Action.MODERATE)
    with read_session() as session:
        found = (_as_merge(session, merge, actor) for merge in _alive(session))
        return tuple(merge for merge in found if merge.edition == slug)


def _waits_for(session: Session, merge: MergeRow, actor: Actor) -> bool:
    """Whether the actor has an answer to give and has not given it."""
    for row in _rows_of(session, merge):
        if _answerable(session, actor, row):
            given = session.get(MergeConsentRow, (merge.id, row.id, actor.account_id))
            if given is None and not _agreed(session, merge, row):
                return True
    return False


def list_my_merges(actor: Actor) -> tuple[Merge, ...]:
    """The merges that wait for this account's answer; none for nobody."""
    if actor.account_id is None:
        return ()
    with read_session() as session:
        mine = [merge for merge in _alive(session) if _waits_for(session, merge, actor)]
        return tuple(_as_merge(session, merge, actor) for merge in mine)


def answer_merge(actor: Actor, merge_id: int, *, agrees: bool, now: datetime) -> bool:
    """Answers for what the actor wrote; the last agreement merges, which is told; one refusal ends it.

    Raises NotAllowedError ``sign-in-first``, NotFoundError ``merge-unknown`` unless an answer of theirs is waited for.
    """
    account = require_account(actor)
    with write_session() as session:
        merge = session.exec(select(MergeRow).where(MergeRow.id == merge_id).with_for_update()).first()
        if merge is None or not _is_alive(session, merge) or not _waits_for(session, merge, actor):
            raise NotFoundError("merge-unknown")
        rows = _rows_of(session, merge)
        for row in rows:
            if _answerable(session, actor, row):
                session.merge(
                    MergeConsentRow(
                        merge_id=merge_id, proposal_id=row.id or 0, account_id=account, agrees=agrees, answered_at=now
                    )
                )
        session.flush()
        done = agrees and all(_agreed(session, merge, row) for row in rows)
        note_action(session, actor, "answer-merge", f"merge/{merge_id}", now, agrees=agrees)
        if done:
            merge.done_at = now
            merge_into(session, rows[0], rows[1:], now)
            note_action(session, actor, "merge", f"merge/{merge_id}", now, into=rows[0].number)
        elif not agrees:
            merge.refused_at = now
        if done or not agrees:
            _tell_end(session, rows, done=done, now=now)
        session.add(merge)
        return done


def withdraw_merge(actor: Actor, merge_id: int, now: datetime) -> None:
    """Takes a question back, for moderators; raises NotAllowedError, NotFoundError ``merge-unknown``."""
    require_action(actor, Action.MODERATE)
    with write_session() as session:
        merge = session.get(MergeRow, merge_id)
        if merge is None or not _is_alive(session, merge):
            raise NotFoundError("merge-unknown")
        merge.refused_at = now
        session.add(merge)
        note_action(session, actor, "withdraw-merge", f"merge/{merge_id}", now)


def _listed(rows: list[ProposalRow]) -> str:
    return "\n".join(f"- n° {row.number} – {row.title}" for row in rows)


def _tell(session: Session, row: ProposalRow, rows: list[ProposalRow], now: datetime) -> None:
    """Asks the authors of one of the proposals by mail."""
    for address, language in author_addresses(session, row).items():
        body = translate(
            "Bonjour,\n\nLa mairie propose de réunir ces propositions en une seule :\n\n{listed}\n\nSi tous les "
            "auteurs sont d’accord, vous signerez ensemble la première, et les autres resteront lisibles. Pour "
            "répondre :\n\n{link}\n",
            language,
            listed=_listed(rows),
            link=f"{read_settings().base_url}/invitations",
        )
        mail.queue(session, address, translate("Réunir des propositions", language), body, now)


def _tell_end(session: Session, rows: list[ProposalRow], *, done: bool, now: datetime) -> None:
    """Tells the authors of all of them how it ended."""
    told = {address: language for row in rows for address, language in author_addresses(session, row).items()}
    for address, language in told.items():
        said = (
            translate("Tous les auteurs sont d’accord : les propositions sont réunies.", language)
            if done
            else translate("Ces propositions restent séparées : quelqu’un n’était pas d’accord.", language)
        )
        body = translate("Bonjour,\n\n{said}\n\n{listed}\n", language, said=said, listed=_listed(rows))
        mail.queue(session, address, translate("Réunir des propositions", language), body, now)
