"""Supports, which bring a proposal to the vote where the edition asks for them, and favourites, which do nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from budget_app.domain.call_rules import read_call_rules
from budget_app.domain.errors import ConflictError, NotAllowedError, NotFoundError
from budget_app.domain.proposal import ProposalState
from budget_app.services.actor import Actor
from budget_app.services.editions import load_edition
from budget_app.services.proposals import check_call_open, is_author, load_proposal
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import FavouriteRow, ProposalRow, SupportRow


@dataclass(frozen=True)
class Backing:
    """A proposal's supports, of those ``needed`` (0: none); what this person gave and follows."""

    supports: int
    needed: int
    supported: bool
    followed: bool


@dataclass(frozen=True)
class Followed:
    """A proposal that somebody follows."""

    edition: str
    number: int
    title: str


def require_account(actor: Actor) -> int:
    """The id of the account; raises NotAllowedError ``sign-in-first`` without one."""
    if actor.account_id is None:
        raise NotAllowedError("sign-in-first")
    return actor.account_id


def load_published(session: Session, slug: str, number: int) -> ProposalRow:
    """The row of a published proposal; raises NotFoundError ``proposal-unknown`` for any other."""
    row = load_proposal(session, slug, number)
    if row.state != ProposalState.PUBLISHED:
        raise NotFoundError("proposal-unknown")
    return row


def find_backing(actor: Actor, slug: str, number: int) -> Backing:
    """The supports of a published proposal, and what this person did; raises NotFoundError."""
    with read_session() as session:
        row = load_published(session, slug, number)
        needed = read_call_rules(load_edition(session, slug).call_rules).supports_needed
        count = session.exec(select(func.count()).where(SupportRow.proposal_id == row.id)).one()
        mine = (row.id, actor.account_id)
        given = actor.account_id is not None and session.get(SupportRow, mine) is not None
        followed = actor.account_id is not None and session.get(FavouriteRow, mine) is not None
        return Backing(count, needed, given, followed)


def _load_supportable(session: Session, slug: str, number: int, now: datetime) -> ProposalRow:
    edition = load_edition(session, slug)
    if not read_call_rules(edition.call_rules).supports_needed:
        raise ConflictError("supports-not-asked")
    check_call_open(edition, now)
    return load_published(session, slug, number)


def give_support(actor: Actor, slug: str, number: int, now: datetime) -> None:
    """Supports a proposal, once; a second time changes nothing.

    Raises NotAllowedError ``sign-in-first``, ``support-own``, ConflictError ``supports-not-asked``, ``call-not-open``,
    ``call-closed``, NotFoundError.
    """
    account = require_account(actor)
    with write_session() as session:
        row = _load_supportable(session, slug, number, now)
        if is_author(session, actor, row):
            raise NotAllowedError("support-own")
        if session.get(SupportRow, (row.id, account)) is None:
            session.add(SupportRow(proposal_id=row.id or 0, account_id=account, given_at=now))


def take_support_back(actor: Actor, slug: str, number: int, now: datetime) -> None:
    """Takes one's support back while the call is open; raises as :func:`give_support`."""
    account = require_account(actor)
    with write_session() as session:
        row = _load_supportable(session, slug, number, now)
        given = session.get(SupportRow, (row.id, account))
        if given is not None:
            session.delete(given)


def follow(actor: Actor, slug: str, number: int, now: datetime) -> None:
    """Keeps a published proposal among one's favourites; raises NotAllowedError ``sign-in-first``, NotFoundError."""
    account = require_account(actor)
    with write_session() as session:
        row = load_published(session, slug, number)
        if session.get(FavouriteRow, (row.id, account)) is None:
            session.add(FavouriteRow(proposal_id=row.id or 0, account_id=account, added_at=now))


def unfollow(actor: Actor, slug: str, number: int) -> None:
    """Takes a proposal off one's favourites; raises NotAllowedError ``sign-in-first``, NotFoundError."""
    account = require_account(actor)
    with write_session() as session:
        kept = session.get(FavouriteRow, (load_proposal(session, slug, number).id, account))
        if kept is not None:
            session.delete(kept)


def list_favourites(actor: Actor) -> tuple[Followed, ...]:
    """The published proposals that this person follows, the newest first; raises NotAllowedError ``sign-in-first``."""
    account = require_account(actor)
    with read_session() as session:
        rows = session.exec(
            select(EditionRow.slug, ProposalRow.number, ProposalRow.title)
            .join(ProposalRow, col(ProposalRow.edition_id) == EditionRow.id)
            .join(FavouriteRow, col(FavouriteRow.proposal_id) == ProposalRow.id)
            .where(FavouriteRow.account_id == account, ProposalRow.state == ProposalState.PUBLISHED)
            .order_by(col(FavouriteRow.added_at).desc(), col(ProposalRow.id))
        )
        return tuple(Followed(slug, number or 0, title) for slug, number, title in rows)
