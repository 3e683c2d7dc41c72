"""What follows a released decision: its notice on paper for everyone, and the mail that tells the authors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlencode

from sqlmodel import Session, select

from budget_app.documents.notice import print_notice
from budget_app.domain.call_rules import CallRules, read_call_rules
from budget_app.domain.errors import InvalidInputError, NotFoundError
from budget_app.domain.notice import Decision, Notice, paper_path, reasons_of
from budget_app.domain.proposal import ProposalState
from budget_app.domain.review import FIRST_ROUND, CostEstimate, Verdict, read_grid
from budget_app.locale import SOURCE_LANGUAGE
from budget_app.services.accounts import check_email
from budget_app.services.decision_mail import send_decision
from budget_app.services.editions import load_edition
from budget_app.services.proposals import co_authors_of
from budget_app.settings import read_settings
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import read_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import ProposalRow
from budget_app.storage.reviews import DecisionRow

_MOST = 2**31


def as_decision(row: DecisionRow, rules: CallRules) -> Decision:
    """The decision of a row that was released."""
    if row.number is None or row.released_at is None:
        raise RuntimeError("the decision is not released")
    return Decision(
        number=row.number,
        round=row.round,
        verdict=Verdict(row.verdict),
        reasons=reasons_of(read_grid(row.grid), rules),
        cost=CostEstimate(row.investment, row.running, row.cost_explanation, row.cost_sources),
        decided_at=row.decided_at,
        released_at=row.released_at,
    )


def decision_address(slug: str, proposal: int) -> str:
    """The page of the decisions on one proposal, whole: also where an appeal is made."""
    return f"{read_settings().base_url}/decisions?{urlencode({'edition': slug, 'numero': proposal})}"


def public_title(proposal: ProposalRow) -> str:
    """The title under which everyone may read of the proposal; empty when moderators hid it."""
    return "" if proposal.state == ProposalState.HIDDEN else proposal.title


def _names(session: Session, proposal: ProposalRow) -> str:
    """The names under which the proposal is public."""
    names = [proposal.group_name, proposal.author_name, *(row.name for row in co_authors_of(session, proposal))]
    return ", ".join(dict.fromkeys(name.strip() for name in names if name.strip()))


def compose_notice(session: Session, edition: EditionRow, row: DecisionRow) -> Notice:
    """What the notice of a released decision says."""
    proposal = session.get(ProposalRow, row.proposal_id)
    if proposal is None or proposal.number is None:
        raise RuntimeError("the decision's proposal is not there")
    before = None
    if row.round != FIRST_ROUND:
        first = select(DecisionRow.number).where(
            DecisionRow.proposal_id == row.proposal_id, DecisionRow.round == FIRST_ROUND
        )
        before = session.exec(first).first()
    return Notice(
        town=edition.town,
        edition=edition.name,
        proposal=proposal.number,
        title=public_title(proposal),
        authors=_names(session, proposal),
        decision=as_decision(row, read_call_rules(edition.call_rules)),
        before=before,
        appeals_until=edition.appeals_until,
        address=decision_address(edition.slug, proposal.number),
        paper=read_settings().base_url + paper_path(edition.slug, row.number or 0),
    )


def load_notice(slug: str, number: int, now: datetime) -> Notice:
    """The notice of decision ``number``, public from its release.

    Raises NotFoundError ``edition-unknown``, or ``decision-unknown`` before the release as if there were none.
    """
    with read_session() as session:
        edition = load_edition(session, slug)
        wanted = select(DecisionRow).where(DecisionRow.edition_id == edition.id, DecisionRow.number == number)
        row = session.exec(wanted).first() if 0 < number < _MOST else None
        if row is None or row.released_at is None or row.released_at > now:
            raise NotFoundError("decision-unknown")
        return compose_notice(session, edition, row)


def print_notice_of(slug: str, number: int, language: str, now: datetime) -> bytes:
    """The notice as PDF; raises as :func:`load_notice`."""
    return print_notice(load_notice(slug, number, now), language)


def _is_email(contact: str) -> bool:
    try:
        check_email(contact)
    except InvalidInputError:
        return False
    return True


def _addresses(session: Session, proposal: ProposalRow) -> Iterator[tuple[str, str]]:
    """Address and language of each author; of a paper proposal the address that was given, where there is one."""
    co_authors = co_authors_of(session, proposal)
    for account_id in (proposal.author_id, *(row.account_id for row in co_authors)):
        account = session.get(AccountRow, account_id) if account_id is not None else None
        if account is not None:
            yield account.email, account.language
    for email in (proposal.contact, *(row.email for row in co_authors if row.account_id is None)):
        if _is_email(email):
            yield email.strip(), SOURCE_LANGUAGE


def author_addresses(session: Session, proposal: ProposalRow) -> dict[str, str]:
    """The language of each author who can be written to, by address; each address once."""
    found: dict[str, str] = {}
    for email, language in _addresses(session, proposal):
        found.setdefault(email, language)
    return found


def tell_authors(session: Session, edition: EditionRow, decisions: Iterable[DecisionRow], now: datetime) -> None:
    """Mails every author of each released decision its reasons and its notice, inside the caller's transaction."""
    mine = select(ProposalRow).where(ProposalRow.edition_id == edition.id)
    proposals = {row.id: row for row in session.exec(mine)}
    with session.no_autoflush:  # mail that is queued need not be written before each question that follows
        for row in decisions:
            notice = compose_notice(session, edition, row)
            for email, language in author_addresses(session, proposals[row.proposal_id]).items():
                send_decision(session, email, notice, language, now)
