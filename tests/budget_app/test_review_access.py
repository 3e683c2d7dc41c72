"""Who may do what in a review: each role times each action, allowed or refused; and the log of what was done."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlmodel import select

from budget_app.domain.errors import DomainError
from budget_app.domain.review import Grid, Verdict
from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.services import assignments, conflicts, decisions, reviews, workload
from budget_app.services.actor import ANONYMOUS, Actor
from budget_app.storage.action_log import ActionRow
from budget_app.storage.database import read_session
from tests.budget_app.refusals import refused
from tests.budget_app.reviewed_call import ALL_MET, DUE, ESTIMATE, NOT_PUBLIC, REFUSED, ReviewedCall
from tests.budget_app.simulated_call import DECISIONS, DURING_REVIEW

pytestmark = pytest.mark.usefixtures("database")

Door = Callable[[Actor, ReviewedCall], object]
_NOW = DURING_REVIEW
_NOBODY = {"Nature en ville": 999}

DOORS: dict[str, tuple[Action | None, Door]] = {
    "assign": (Action.ASSIGN_REVIEWS, lambda a, c: assignments.assign(a, c.slug, 1, 999, "", None, _NOW)),
    "assign_by_category": (
        Action.ASSIGN_REVIEWS,
        lambda a, c: assignments.assign_by_category(a, c.slug, _NOBODY, None, _NOW),
    ),
    "unassign": (Action.ASSIGN_REVIEWS, lambda a, c: assignments.unassign(a, c.slug, 1, 999, _NOW)),
    "remind": (Action.ASSIGN_REVIEWS, lambda a, c: workload.remind(a, c.slug, _NOW)),
    "workload": (Action.READ_REVIEWS, lambda a, c: workload.workload(a, c.slug, _NOW)),
    "save_review": (Action.REVIEW, lambda a, c: reviews.save_review(a, c.slug, 2, Grid(()), ESTIMATE, 0, _NOW)),
    "sign_review": (Action.REVIEW, lambda a, c: reviews.sign_review(a, c.slug, 2, ALL_MET, ESTIMATE, 0, _NOW)),
    "list_reviews": (Action.READ_REVIEWS, lambda a, c: reviews.list_reviews(a, c.slug, 1)),
    "add_note": (Action.REVIEW, lambda a, c: reviews.add_note(a, c.slug, 1, "Un mot.", _NOW)),
    "list_notes": (Action.READ_REVIEWS, lambda a, c: reviews.list_notes(a, c.slug, 1)),
    "declare_conflict": (Action.REVIEW, lambda a, c: conflicts.declare_conflict(a, c.slug, 2, "Ma rue.", _NOW)),
    "list_conflicts": (Action.READ_CONFLICTS, lambda a, c: conflicts.list_conflicts(a, c.slug)),
    "decide": (Action.DECIDE, lambda a, c: decisions.decide(a, c.slug, 1, Verdict.ADMITTED, ALL_MET, ESTIMATE, _NOW)),
    "return_to_reviewers": (
        Action.DECIDE,
        lambda a, c: decisions.return_to_reviewers(a, c.slug, 1, "À revoir.", _NOW),
    ),
    "release_decisions": (Action.RELEASE_DECISIONS, lambda a, c: decisions.release_decisions(a, c.slug, DECISIONS)),
    "list_decisions": (None, lambda a, c: decisions.list_decisions(a, c.slug)),
    "find_decision": (None, lambda a, c: decisions.find_decision(a, c.slug, 1)),
}
_GUARDED = {name: (action, door) for name, (action, door) in DOORS.items() if action is not None}


@pytest.fixture
def call() -> ReviewedCall:
    """A call with a signed review of its first proposal."""
    call = ReviewedCall(residents=2).create()
    call.review(1, call.first)
    return call


def _seen(call: ReviewedCall) -> object:
    return (
        workload.workload(call.auditor, call.slug, DUE),
        reviews.list_reviews(call.auditor, call.slug, 1),
        reviews.list_notes(call.auditor, call.slug, 1),
        conflicts.list_conflicts(call.auditor, call.slug),
        decisions.list_decisions(call.auditor, call.slug),
    )


def test_who_has_no_role_for_it_is_refused_and_changes_nothing(call: ReviewedCall) -> None:
    before = _seen(call)
    people = {"nobody": ANONYMOUS, "a resident": call.people[1], **call.staff}
    for name, (action, door) in _GUARDED.items():
        for who, person in people.items():
            if not person.roles & ALLOWED[action]:
                with refused("not-allowed"):
                    door(person, call)
                assert _seen(call) == before, f"{name} by {who}"


@pytest.mark.parametrize("role", Role)
def test_each_role_is_let_in_where_the_table_says_so(call: ReviewedCall, role: Role) -> None:
    """It may still be refused for another reason, as a member who does not exist is."""
    for name, (action, door) in _GUARDED.items():
        if role in ALLOWED[action]:
            code = ""
            try:
                door(call.staff[role], call)
            except DomainError as error:
                code = error.code
            assert code != "not-allowed", name


def test_every_service_of_the_review_that_asks_who_acts_is_in_the_table() -> None:
    asking = {
        name
        for module in (assignments, conflicts, decisions, reviews, workload)
        for name, function in vars(module).items()
        if getattr(function, "__module__", "") == module.__name__
        and list(getattr(function, "__annotations__", {}))[:1] == ["actor"]
    }
    assert asking == set(DOORS)


def test_what_is_done_is_logged_without_a_word_of_anybody(call: ReviewedCall) -> None:
    call.assign(2, call.second)
    reviews.save_review(call.second, call.slug, 2, REFUSED, ESTIMATE, 0, _NOW)
    reviews.add_note(call.second, call.slug, 2, "Le maire y tient.", _NOW)
    assignments.unassign(call.chair, call.slug, 2, call.second.account_id or 0, _NOW)
    member = {"Nature en ville": call.first.account_id or 0}
    assignments.assign_by_category(call.chair, call.slug, member, DUE, _NOW)
    workload.remind(call.chair, call.slug, DUE)
    conflicts.declare_conflict(call.second, call.slug, 2, "Ma rue.", _NOW)
    reviews.sign_review(call.first, call.slug, 2, REFUSED, ESTIMATE, 0, _NOW)
    decisions.return_to_reviewers(call.chair, call.slug, 2, "À revoir.", _NOW)
    reviews.sign_review(call.first, call.slug, 2, REFUSED, ESTIMATE, 2, _NOW)
    call.decide(1)
    call.decide(2, REFUSED)
    call.release()
    with read_session() as session:
        rows = session.exec(select(ActionRow)).all()
    expected = {name.replace("_", "-") for name in _GUARDED if not name.startswith(("list_", "workload"))}
    assert expected <= {row.action for row in rows}
    said = json.dumps([row.facts for row in rows], ensure_ascii=False)
    words = ("Le maire", "Ma rue", "À revoir", "Personnel", "Seconde", "@", ESTIMATE.explanation, *NOT_PUBLIC.values())
    assert [secret for secret in words if secret in said] == []
