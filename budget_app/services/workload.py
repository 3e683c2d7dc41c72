"""What each member has to review, and the mail that reminds them of what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from budget_app.domain.dates import PARIS, format_moment
from budget_app.domain.proposal import ProposalState
from budget_app.domain.review import FIRST_ROUND, SECOND_ROUND
from budget_app.domain.roles import Action
from budget_app.locale import translate
from budget_app.services import mail
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.assignments import list_reviewers
from budget_app.services.editions import load_edition
from budget_app.services.review_access import second_rounds
from budget_app.services.reviews import name_of
from budget_app.settings import read_settings
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import ProposalRow
from budget_app.storage.reviews import AssignmentRow, DecisionRow, ReviewRow

REMINDED_BEFORE = timedelta(days=3)


@dataclass(frozen=True)
class Task:
    """A proposal that a member has to review, in its present round; ``review`` is what they wrote so far."""

    proposal: ProposalRow
    assignment: AssignmentRow
    review: ReviewRow | None
    decided: bool

    @property
    def signed(self) -> bool:
        """Whether nothing is left to do: signed, or decided without this review."""
        return self.decided or (self.review is not None and self.review.signed_at is not None)

    def is_due(self, moment: datetime) -> bool:
        """Whether it is unsigned and due at ``moment``."""
        return not self.signed and self.assignment.due_at is not None and self.assignment.due_at <= moment


@dataclass(frozen=True)
class MemberWorkload:
    """How many proposals a member has: ``begun`` and ``overdue`` ones are unsigned. ``name`` as in reviews."""

    account_id: int
    name: str
    assigned: int
    begun: int
    signed: int
    overdue: int


def load_tasks(session: Session, edition_id: int) -> list[Task]:
    """All assignments of the edition's published proposals in their present round, by number of proposal."""
    again = second_rounds(session, edition_id)
    wanted = (
        select(ProposalRow, AssignmentRow)
        .join(AssignmentRow, col(AssignmentRow.proposal_id) == ProposalRow.id)
        .where(ProposalRow.edition_id == edition_id, ProposalRow.state == ProposalState.PUBLISHED)
        .order_by(col(ProposalRow.number), col(AssignmentRow.id))
    )
    reviews = select(ReviewRow).join(ProposalRow, col(ReviewRow.proposal_id) == ProposalRow.id)
    begun = {
        (row.proposal_id, row.account_id, row.round): row
        for row in session.exec(reviews.where(ProposalRow.edition_id == edition_id))
    }
    decisions = select(DecisionRow.proposal_id, DecisionRow.round).where(DecisionRow.edition_id == edition_id)
    decided = set(session.exec(decisions))
    return [
        Task(row, it, begun.get((it.proposal_id, it.account_id, it.round)), (row.id, it.round) in decided)
        for row, it in session.exec(wanted)
        if it.round == (SECOND_ROUND if row.id in again else FIRST_ROUND)
    ]


def workload(actor: Actor, slug: str, now: datetime) -> tuple[MemberWorkload, ...]:
    """Each member of the committee with what they have to do, also those who have nothing.

    Raises NotAllowedError, NotFoundError ``edition-unknown``.
    """
    require_action(actor, Action.READ_REVIEWS)
    with read_session() as session:
        tasks = load_tasks(session, load_edition(session, slug).id or 0)
        members = [row.id or 0 for row in list_reviewers(session)]
        members += sorted({task.assignment.account_id for task in tasks} - set(members))
        return tuple(_sum_up(session, actor, account_id, tasks, now) for account_id in members)


def _sum_up(session: Session, actor: Actor, account_id: int, tasks: Sequence[Task], now: datetime) -> MemberWorkload:
    mine = [task for task in tasks if task.assignment.account_id == account_id]
    return MemberWorkload(
        account_id=account_id,
        name=name_of(session, actor, account_id),
        assigned=len(mine),
        begun=sum(task.review is not None and not task.signed for task in mine),
        signed=sum(task.signed for task in mine),
        overdue=sum(task.is_due(now) for task in mine),
    )


def _was_reminded_today(task: Task, now: datetime) -> bool:
    last = task.assignment.reminded_at
    return last is not None and last.astimezone(PARIS).date() >= now.astimezone(PARIS).date()


def remind(actor: Actor, slug: str, now: datetime) -> int:
    """Mails each member what is overdue or due within three days, once a day at most; gives how many were written to.

    Raises NotAllowedError, NotFoundError ``edition-unknown``.
    """
    require_action(actor, Action.ASSIGN_REVIEWS)
    with write_session() as session:
        edition = load_edition(session, slug)
        due = [task for task in load_tasks(session, edition.id or 0) if task.is_due(now + REMINDED_BEFORE)]
        by_member: dict[int, list[Task]] = {}
        for task in due:
            by_member.setdefault(task.assignment.account_id, []).append(task)
        written_to = 0
        for account_id, tasks in by_member.items():
            account = session.get(AccountRow, account_id)
            if account is None or any(_was_reminded_today(task, now) for task in tasks):
                continue
            mail.queue(session, account.email, *_reminder(edition, account, tasks), now)
            for task in tasks:
                task.assignment.reminded_at = now
                session.add(task.assignment)
            written_to += 1
        note_action(session, actor, "remind", f"edition/{slug}", now, members=written_to)
        return written_to


def _reminder(edition: EditionRow, account: AccountRow, tasks: Iterable[Task]) -> tuple[str, str]:
    """Subject and body, in the member's language."""
    language = account.language
    lines = [
        translate(
            "– n° {number}, {title} : pour le {day}",
            language,
            number=task.proposal.number,
            title=task.proposal.title,
            day=format_moment(task.assignment.due_at, language) if task.assignment.due_at else "",
        )
        for task in tasks
    ]
    body = translate(
        "Bonjour {name},\n\nIl vous reste à examiner et à signer, pour « {edition} » :\n\n{list}\n\n"
        "Votre bureau : {link}\n",
        language,
        name=account.name,
        edition=edition.name,
        list="\n".join(lines),
        link=f"{read_settings().base_url}/instruction?edition={edition.slug}",
    )
    return translate("Propositions à examiner : {town}", language, town=edition.town), body
