"""What the form in steps needs to know of a call and of a proposal that is being written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from budget_app.domain.authors import Authors
from budget_app.domain.call_rules import CallRules, read_call_rules
from budget_app.domain.edition import Edition
from budget_app.domain.errors import ConflictError, NotFoundError
from budget_app.domain.project import DistrictView
from budget_app.domain.proposal import ProposalContent, ProposalView
from budget_app.services.actor import Actor
from budget_app.services.authors import load_authors
from budget_app.services.editions import find_edition, list_editions
from budget_app.services.projects import load_districts
from budget_app.services.proposals import as_proposal, check_call_open, draft_of, edition_of, load_written
from budget_app.storage.database import read_session


@dataclass(frozen=True)
class WrittenView:
    """A proposal as its authors write it: ``content`` is its draft, ``closed`` the code of why it cannot be sent."""

    proposal: ProposalView
    content: ProposalContent
    revision: int
    rules: CallRules
    districts: tuple[DistrictView, ...]
    closed: str | None
    authors: Authors


def open_written(actor: Actor, proposal_id: int, now: datetime) -> WrittenView:
    """What is being written; raises NotFoundError ``proposal-unknown`` unless the actor may change it."""
    with read_session() as session:
        row = load_written(session, actor, proposal_id)
        edition = edition_of(session, row)
        content, revision = draft_of(session, row)
        closed = None
        try:
            check_call_open(edition, now)
        except ConflictError as error:
            closed = error.code
        return WrittenView(
            as_proposal(session, row),
            content,
            revision,
            read_call_rules(edition.call_rules),
            load_districts(session, row.edition_id),
            closed,
            load_authors(session, row),
        )


def find_call(slug: str | None, now: datetime) -> Edition | None:
    """The edition asked for, else the newest whose call is open; None when no call is.

    Raises NotFoundError ``edition-unknown`` for one that does not exist.
    """
    if slug is None:
        return next((each for each in list_editions(now) if each.takes_proposals_at(now)), None)
    edition = find_edition(slug, now)
    if edition is None:
        raise NotFoundError("edition-unknown")
    return edition
