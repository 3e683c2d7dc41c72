"""The counter: proposals that residents hand in on paper, keyed by staff. Whose they are stays with the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from budget_app.domain.call_rules import read_call_rules
from budget_app.domain.errors import ConflictError
from budget_app.domain.proposal import Channel, ProposalState, fold
from budget_app.domain.roles import ALLOWED, Action
from budget_app.domain.texts import check_line
from budget_app.services.accounts import find_account
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.editions import load_edition
from budget_app.services.proposals import FINAL, check_call_open, count_of_account, store_draft
from budget_app.services.sign_in_limits import normal_email
from budget_app.services.sign_up import check_name
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import ProposalRow

MAXIMUM_CONTACT = 254


@dataclass(frozen=True)
class PaperAuthor:
    """Who handed in a paper and how to reach them: personal. ``name_is_public`` when they asked for that."""

    name: str
    contact: str
    name_is_public: bool = False


@dataclass(frozen=True)
class PaperProposal:
    """A proposal of the counter, as staff find it again; ``number`` once it was sent."""

    id: int
    number: int | None
    state: ProposalState
    title: str
    person: str


def paper_reference(proposal_id: int) -> str:
    """What staff write on the paper, so that it can be found again: "P-12"."""
    return f"P-{proposal_id}"


def _check_contact(contact: str) -> str:
    """The contact on one line, an e-mail as accounts have it; raises InvalidInputError."""
    tidy = check_line(contact, "contact", MAXIMUM_CONTACT)
    return normal_email(tidy) if "@" in tidy else tidy


def _same_person(name: str, contact: str) -> tuple[str, str]:
    """What two papers of one person have in common, however they were typed."""
    return fold(name), fold(contact).replace(" ", "")


def _open_papers(edition: EditionRow) -> tuple[ColumnElement[bool], ...]:
    """The papers of an edition that were neither withdrawn nor merged."""
    return (
        col(ProposalRow.edition_id) == edition.id,
        col(ProposalRow.channel) == Channel.COUNTER,
        col(ProposalRow.state).not_in(FINAL),
    )


def _check_room(session: Session, edition: EditionRow, name: str, contact: str) -> None:
    """Raises ConflictError ``paper-proposals-too-many``: on paper and by an account of that address together."""
    limit = read_call_rules(edition.call_rules).proposals_each
    account = find_account(session, contact)
    wanted = _same_person(name, contact)
    papers = session.exec(select(ProposalRow.person_name, ProposalRow.contact).where(*_open_papers(edition)))
    on_paper = sum(_same_person(*each) == wanted for each in papers)
    held = max(on_paper, count_of_account(session, edition, account) if account else 0)
    if limit and held >= limit:
        raise ConflictError("paper-proposals-too-many", limit=limit)


def enter_paper_proposal(actor: Actor, slug: str, author: PaperAuthor, now: datetime) -> int:
    """Begins a proposal for someone who came to the counter, with an empty draft, and gives its id.

    It is then written and sent as any other, by staff. Raises NotAllowedError ``not-allowed``, InvalidInputError for
    the name or contact, ConflictError ``call-not-open``, ``call-closed``, ``paper-proposals-too-many``.
    """
    require_action(actor, Action.ENTER_PAPER_PROPOSAL)
    name, contact = check_name(author.name), _check_contact(author.contact)
    with write_session() as session:
        edition = load_edition(session, slug)
        check_call_open(edition, now)
        _check_room(session, edition, name, contact)
        row = ProposalRow(
            edition_id=edition.id or 0,
            state=ProposalState.DRAFT,
            channel=Channel.COUNTER,
            author_name=name if author.name_is_public else "",
            keyed_by=actor.account_id,
            person_name=name,
            contact=contact,
            created_at=now,
            changed_at=now,
        )
        proposal_id = store_draft(session, row, now)
        roles = " ".join(sorted(actor.roles & ALLOWED[Action.ENTER_PAPER_PROPOSAL]))
        note_action(session, actor, "enter-paper-proposal", f"proposal/{proposal_id}", now, role=roles)
        return proposal_id


def list_paper_proposals(actor: Actor, slug: str) -> tuple[PaperProposal, ...]:
    """The papers of an edition that can still be changed, the newest first.

    Raises NotAllowedError ``not-allowed``, NotFoundError ``edition-unknown``.
    """
    require_action(actor, Action.ENTER_PAPER_PROPOSAL)
    with read_session() as session:
        edition = load_edition(session, slug)
        papers = select(ProposalRow).where(*_open_papers(edition))
        rows = session.exec(papers.order_by(col(ProposalRow.id).desc()))
        return tuple(
            PaperProposal(row.id or 0, row.number, ProposalState(row.state), row.title, row.person_name) for row in rows
        )
