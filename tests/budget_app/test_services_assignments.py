"""Who reviews what: by hand and by category, never an author nor an interested person; workload and reminders."""

from __future__ import annotations

from datetime import timedelta

import pytest

from budget_app.domain.proposal import ProposalState
from budget_app.domain.review import Grid
from budget_app.domain.roles import Role
from budget_app.services.actor import Actor
from budget_app.services.assignments import Assigned, assign, assign_by_category, unassign
from budget_app.services.conflicts import declare_conflict
from budget_app.services.reviews import list_reviews, save_review
from budget_app.services.workload import MemberWorkload, remind, workload
from tests.budget_app.mailbox import mails_to
from tests.budget_app.refusals import refused
from tests.budget_app.reviewed_call import DUE, ESTIMATE, REFUSED, ReviewedCall
from tests.budget_app.simulated_call import DECISIONS, DURING_APPEALS, DURING_CALL, DURING_REVIEW

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)
REVIEWER_MAIL = "personnel.reviewer@essai.example"


@pytest.fixture
def call() -> ReviewedCall:
    return ReviewedCall().create()


def _load(call: ReviewedCall, person: Actor) -> MemberWorkload:
    return next(it for it in workload(call.chair, call.slug, DUE) if it.account_id == person.account_id)


def test_a_proposal_is_given_to_a_member_and_taken_back(call: ReviewedCall) -> None:
    call.assign(1, call.first)
    assert _load(call, call.first).assigned == 1
    unassign(call.organiser, call.slug, 1, call.first.account_id or 0, DURING_REVIEW)
    assert _load(call, call.first).assigned == 0
    with refused("assignment-unknown"):
        unassign(call.organiser, call.slug, 1, call.first.account_id or 0, DURING_REVIEW)


def test_given_again_only_the_department_and_the_date_change(call: ReviewedCall) -> None:
    call.assign(1, call.first)
    assert _load(call, call.first).overdue == 1
    call.assign(1, call.first, DUE + DAY)
    assert (_load(call, call.first).assigned, _load(call, call.first).overdue) == (1, 0)


def test_what_is_signed_is_not_taken_back(call: ReviewedCall) -> None:
    call.review(1, call.first)
    with refused("review-signed"):
        unassign(call.chair, call.slug, 1, call.first.account_id or 0, DURING_REVIEW)


def test_a_draft_waits_unseen_for_the_member_it_was_taken_from(call: ReviewedCall) -> None:
    call.assign(1, call.first)
    save_review(call.first, call.slug, 1, Grid(()), ESTIMATE, 0, DURING_REVIEW)
    unassign(call.chair, call.slug, 1, call.first.account_id or 0, DURING_REVIEW)
    assert list_reviews(call.chair, call.slug, 1) == ()
    call.assign(1, call.first)
    assert [review.estimate for review in list_reviews(call.chair, call.slug, 1)] == [ESTIMATE]


@pytest.mark.parametrize("role", [Role.AGENT, Role.ORGANISER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_reviewers_and_chairs_are_given_proposals(call: ReviewedCall, role: Role) -> None:
    for account_id in (call.staff[role].account_id or 0, call.people[0].account_id or 0, 999_999):
        with refused("reviewer-unknown") as refusal:
            assign(call.chair, call.slug, 1, account_id, "", None, DURING_REVIEW)
        assert refusal.value.facts["field"] == "reviewer"
        with refused("reviewer-unknown"):
            assign_by_category(call.chair, call.slug, {"Nature en ville": account_id}, None, DURING_REVIEW)


def test_authors_and_interested_members_are_never_given_a_proposal(call: ReviewedCall) -> None:
    number = call.publish(call.second)
    call.add_co_author(1, call.first)
    declare_conflict(call.chair, call.slug, 2, "Ma rue.", DURING_REVIEW)
    for proposal, person in ((number, call.second), (1, call.first), (2, call.chair)):
        with refused("reviewer-barred"):
            call.assign(proposal, person)


def test_being_asked_to_be_an_author_bars_nobody_before_they_accept(call: ReviewedCall) -> None:
    call.add_co_author(1, call.first, accepted_at=None)
    call.assign(1, call.first)


@pytest.mark.parametrize("state", [it for it in ProposalState if it is not ProposalState.PUBLISHED])
def test_only_published_proposals_are_reviewed(call: ReviewedCall, state: ProposalState) -> None:
    call.move(1, state)
    with refused("proposal-not-reviewed"):
        call.assign(1, call.first)


def test_a_due_date_lies_ahead_and_a_department_is_short(call: ReviewedCall) -> None:
    with refused("due-date-past") as refusal:
        call.assign(1, call.first, DURING_REVIEW, DURING_REVIEW)
    assert refusal.value.facts["field"] == "due_at"
    with refused("field-too-long"):
        assign(call.chair, call.slug, 1, call.first.account_id or 0, "x" * 401, None, DURING_REVIEW)
    with refused("proposal-unknown"):
        call.assign(99, call.first)


def test_a_category_is_given_at_once_but_what_somebody_has_already(call: ReviewedCall) -> None:
    sport = call.publish(call.staff[Role.AGENT], category="Sport et santé")
    own = call.publish(call.second)
    call.assign(2, call.first)
    call.move(3, ProposalState.HIDDEN)
    members = {"Nature en ville": call.second.account_id or 0, "Sport et santé": call.first.account_id or 0}
    done = assign_by_category(call.organiser, call.slug, members, DUE, DURING_REVIEW)
    assert done == Assigned(done=(1, sport), barred=(own,))
    assert (_load(call, call.second).assigned, _load(call, call.first).assigned) == (1, 2)
    again = assign_by_category(call.organiser, call.slug, members, DUE, DURING_REVIEW)
    assert again == Assigned(done=(), barred=(own,))


def test_a_category_with_one_wrong_member_gives_nothing(call: ReviewedCall) -> None:
    members = {"Nature en ville": call.first.account_id or 0, "Mobilité": call.people[0].account_id or 0}
    with refused("reviewer-unknown"):
        assign_by_category(call.chair, call.slug, members, None, DURING_REVIEW)
    assert _load(call, call.first).assigned == 0


def test_the_workload_counts_what_each_member_has_begun_signed_and_left_too_long(call: ReviewedCall) -> None:
    for number in (1, 2, 3):
        call.assign(number, call.first)
    save_review(call.first, call.slug, 1, Grid(()), ESTIMATE, 0, DURING_REVIEW)
    call.review(2, call.first)
    assert _load(call, call.first) == MemberWorkload(call.first.account_id or 0, "Personnel reviewer", 3, 1, 1, 2)
    assert _load(call, call.second) == MemberWorkload(call.second.account_id or 0, "Seconde Examinatrice", 0, 0, 0, 0)


def test_an_auditor_reads_the_workload_without_names(call: ReviewedCall) -> None:
    call.assign(1, call.first)
    seen = workload(call.auditor, call.slug, DUE)
    assert {member.name for member in seen} == {""}
    assert [member.assigned for member in seen if member.account_id == call.first.account_id] == [1]


def test_what_was_decided_without_a_review_is_not_left_to_do(call: ReviewedCall) -> None:
    call.review(1, call.second)
    call.assign(1, call.first)
    call.decide(1)
    assert _load(call, call.first).overdue == 0
    with refused("decision-made"):
        call.assign(1, call.first)


def test_a_member_is_reminded_of_what_is_overdue_or_due_within_three_days_once_a_day(call: ReviewedCall) -> None:
    call.assign(1, call.first)
    call.assign(2, call.first, DUE + 30 * DAY)
    call.assign(3, call.first, None)
    assert remind(call.organiser, call.slug, DUE - 4 * DAY) == 0
    assert remind(call.organiser, call.slug, DUE - 3 * DAY) == 1
    assert remind(call.chair, call.slug, DUE - 3 * DAY + timedelta(hours=8)) == 0
    assert remind(call.chair, call.slug, DUE + DAY) == 1
    first, second = mails_to(REVIEWER_MAIL)
    assert first.subject == "Propositions à examiner : Essai-sur-Test"
    assert "n° 1, Des bancs à l’ombre" in first.body
    assert "n° 2" not in first.body + second.body
    assert f"/instruction?edition={call.slug}" in first.body


def test_nobody_is_reminded_of_what_they_signed(call: ReviewedCall) -> None:
    call.assign(1, call.first)
    call.review(1, call.first)
    assert remind(call.chair, call.slug, DUE) == 0
    assert mails_to(REVIEWER_MAIL) == []


def test_after_an_appeal_somebody_else_is_given_the_proposal(call: ReviewedCall) -> None:
    call.finish(REFUSED, REFUSED, REFUSED)
    call.release()
    call.appeal(1, DURING_APPEALS)
    for person in (call.first, call.chair):
        with refused("reviewer-same"):
            call.assign(1, person, None, DURING_APPEALS)
    call.assign(1, call.second, None, DURING_APPEALS)
    with refused("decision-made"):
        call.assign(2, call.second, None, DURING_APPEALS)
    assert _load(call, call.first).assigned == 2


def test_a_category_gives_an_appeal_to_somebody_else_too(call: ReviewedCall) -> None:
    call.finish(REFUSED, REFUSED, REFUSED)
    call.release()
    call.appeal(1, DURING_APPEALS)
    for person, expected in ((call.first, Assigned((), (1,))), (call.second, Assigned((1,), ()))):
        members = {"Nature en ville": person.account_id or 0}
        assert assign_by_category(call.chair, call.slug, members, None, DURING_APPEALS) == expected


def test_assigning_may_begin_during_the_call(call: ReviewedCall) -> None:
    call.assign(1, call.first, DECISIONS, DURING_CALL)
