"""What becomes of proposals that all their authors merged into one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.proposal import ProposalState
from budget_app.services.proposals import co_authors_of, load_proposal
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import read_session
from budget_app.storage.proposals import CoAuthorRow, FavouriteRow, ProposalRow, SupportRow


@dataclass(frozen=True)
class MergedHere:
    """A proposal that went into another."""

    number: int
    title: str


def list_merged_into(slug: str, number: int) -> tuple[MergedHere, ...]:
    """What was merged into a public proposal, by number; raises NotFoundError."""
    with read_session() as session:
        kept = load_proposal(session, slug, number)
        merged = select(ProposalRow).where(ProposalRow.merged_into == kept.id).order_by(col(ProposalRow.number))
        return tuple(MergedHere(row.number or 0, row.title) for row in session.exec(merged))


def merge_into(session: Session, kept: ProposalRow, parts: Iterable[ProposalRow], now: datetime) -> None:
    """Moves authors, supports and favourites of ``parts`` to ``kept``; each part stays, as merged into it."""
    for part in parts:
        _take_authors(session, kept, part, now)
        _take_backing(session, kept, part)
        part.state, part.merged_into = ProposalState.MERGED, kept.id
        part.changed_at, part.revision = now, part.revision + 1
        session.add(part)
    kept.revision += 1
    session.add(kept)


def _accounts_of(session: Session, row: ProposalRow) -> list[AccountRow]:
    ids = [row.author_id, *(each.account_id for each in co_authors_of(session, row))]
    found = [session.get(AccountRow, account_id) for account_id in ids if account_id is not None]
    return [account for account in found if account is not None]


def _take_authors(session: Session, kept: ProposalRow, part: ProposalRow, now: datetime) -> None:
    """The part's authors sign what is kept, under the names that they had."""
    present = {account.id for account in _accounts_of(session, kept)}
    for account in _accounts_of(session, part):
        if account.id in present:
            continue
        asked = select(CoAuthorRow).where(CoAuthorRow.proposal_id == kept.id, CoAuthorRow.email == account.email)
        row = session.exec(asked).first() or CoAuthorRow(proposal_id=kept.id or 0, email=account.email, asked_at=now)
        row.account_id, row.name, row.accepted_at, row.declined_at = account.id, account.name, now, None
        session.add(row)
        session.flush()
    if not _accounts_of(session, part) and part.contact not in {row.email for row in co_authors_of(session, kept)}:
        # Of a paper: reached at what they gave, named only when they asked for that.
        paper = CoAuthorRow(proposal_id=kept.id or 0, email=part.contact, name=part.author_name, asked_at=now)
        paper.accepted_at = now
        session.add(paper)
        session.flush()


def _take_backing(session: Session, kept: ProposalRow, part: ProposalRow) -> None:
    """Supports and favourites count once for each person, and none for an author."""
    authors = {account.id for account in _accounts_of(session, kept)}
    for own in session.exec(select(SupportRow).where(SupportRow.proposal_id == kept.id)).all():
        if own.account_id in authors:
            session.delete(own)
    for given in session.exec(select(SupportRow).where(SupportRow.proposal_id == part.id)).all():
        if given.account_id not in authors and session.get(SupportRow, (kept.id, given.account_id)) is None:
            session.add(SupportRow(proposal_id=kept.id or 0, account_id=given.account_id, given_at=given.given_at))
    for followed in session.exec(select(FavouriteRow).where(FavouriteRow.proposal_id == part.id)).all():
        if session.get(FavouriteRow, (kept.id, followed.account_id)) is None:
            since, who = followed.added_at, followed.account_id
            session.add(FavouriteRow(proposal_id=kept.id or 0, account_id=who, added_at=since))
    session.flush()
