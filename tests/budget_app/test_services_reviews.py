"""Reviews: drafts that two windows cannot overwrite, signatures that are final, notes, and conflicts of interest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from budget_app.domain.review import Grid, MarkedCriterion
from budget_app.services.actor import ANONYMOUS
from budget_app.services.conflicts import declare_conflict, list_conflicts
from budget_app.services.decisions import find_decision, list_decisions
from budget_app.services.proposals import find_proposal
from budget_app.services.reviews import add_note, list_notes, list_reviews, save_review, sign_review
from tests.budget_app.refusals import refused
from tests.budget_app.reviewed_call import ALL_MET, ESTIMATE, REFUSED, ReviewedCall
from tests.budget_app.simulated_call import CALL_CLOSES, DURING_APPEALS, DURING_CALL, DURING_REVIEW

pytestmark = pytest.mark.usefixtures("database")

BEGUN = Grid(ALL_MET.marks[:2])


@pytest.fixture
def call() -> ReviewedCall:
    """A call whose first proposal is given to the first reviewer."""
    call = ReviewedCall().create()
    call.assign(1, call.first)
    return call


def test_a_draft_is_saved_as_it_is_changed_and_read_by_the_other_members(call: ReviewedCall) -> None:
    empty = replace(ESTIMATE, investment=0, explanation="")
    assert save_review(call.first, call.slug, 1, BEGUN, empty, 0, DURING_REVIEW) == 1
    assert save_review(call.first, call.slug, 1, REFUSED, ESTIMATE, 1, DURING_REVIEW) == 2
    (review,) = list_reviews(call.second, call.slug, 1)
    assert (review.grid, review.estimate, review.revision, review.signed_at) == (REFUSED, ESTIMATE, 2, None)
    assert review.reviewer_name == "Personnel reviewer"


def test_two_windows_cannot_overwrite_each_other(call: ReviewedCall) -> None:
    save_review(call.first, call.slug, 1, BEGUN, ESTIMATE, 0, DURING_REVIEW)
    for revision in (0, 2):
        with refused("review-changed-elsewhere"):
            save_review(call.first, call.slug, 1, REFUSED, ESTIMATE, revision, DURING_REVIEW)
        with refused("review-changed-elsewhere"):
            sign_review(call.first, call.slug, 1, REFUSED, ESTIMATE, revision, DURING_REVIEW)
    assert [review.grid for review in list_reviews(call.first, call.slug, 1)] == [BEGUN]


def test_a_signed_review_is_final(call: ReviewedCall) -> None:
    sign_review(call.first, call.slug, 1, ALL_MET, ESTIMATE, 0, DURING_REVIEW)
    with refused("review-signed"):
        save_review(call.first, call.slug, 1, REFUSED, ESTIMATE, 1, DURING_REVIEW)
    with refused("review-signed"):
        sign_review(call.first, call.slug, 1, REFUSED, ESTIMATE, 1, DURING_REVIEW)
    (review,) = list_reviews(call.first, call.slug, 1)
    assert (review.grid, review.signed_at) == (ALL_MET, DURING_REVIEW)


def test_what_is_not_complete_is_not_signed_and_changes_nothing(call: ReviewedCall) -> None:
    with refused("grid-incomplete"):
        sign_review(call.first, call.slug, 1, BEGUN, ESTIMATE, 0, DURING_REVIEW)
    with refused("field-empty"):
        sign_review(call.first, call.slug, 1, ALL_MET, replace(ESTIMATE, explanation=" "), 0, DURING_REVIEW)
    assert list_reviews(call.first, call.slug, 1) == ()


def test_not_even_a_draft_holds_another_grid_or_a_cost_that_cannot_be(call: ReviewedCall) -> None:
    other = Grid((MarkedCriterion("elsewhere", ALL_MET.marks[0].mark, ""),))
    with refused("grid-unknown"):
        save_review(call.first, call.slug, 1, other, ESTIMATE, 0, DURING_REVIEW)
    with refused("cost-invalid"):
        save_review(call.first, call.slug, 1, BEGUN, replace(ESTIMATE, running=-1), 0, DURING_REVIEW)


def test_nothing_is_signed_before_the_call_has_ended(call: ReviewedCall) -> None:
    revision = save_review(call.first, call.slug, 1, ALL_MET, ESTIMATE, 0, DURING_CALL)
    with refused("review-not-open"):
        sign_review(call.first, call.slug, 1, ALL_MET, ESTIMATE, revision, DURING_CALL)
    sign_review(call.first, call.slug, 1, ALL_MET, ESTIMATE, revision, CALL_CLOSES)


def test_only_the_member_who_was_given_a_proposal_reviews_it(call: ReviewedCall) -> None:
    for person in (call.second, call.chair):
        with refused("review-not-assigned"):
            save_review(person, call.slug, 1, BEGUN, ESTIMATE, 0, DURING_REVIEW)


def test_who_became_an_author_later_has_no_part_in_the_review(call: ReviewedCall) -> None:
    call.add_co_author(1, call.first)
    with refused("review-barred"):
        save_review(call.first, call.slug, 1, BEGUN, ESTIMATE, 0, DURING_REVIEW)
    with refused("review-barred"):
        list_reviews(call.first, call.slug, 1)
    with refused("review-barred"):
        add_note(call.first, call.slug, 1, "Un mot.", DURING_REVIEW)


def test_what_is_decided_is_not_reviewed_any_more(call: ReviewedCall) -> None:
    call.review(1, call.second)
    call.decide(1)
    with refused("decision-made"):
        sign_review(call.first, call.slug, 1, REFUSED, ESTIMATE, 0, DURING_REVIEW)


def test_members_leave_notes_for_one_another(call: ReviewedCall) -> None:
    add_note(call.second, call.slug, 1, " Voir le cadastre. ", DURING_REVIEW)
    add_note(call.chair, call.slug, 1, "Merci.", DURING_REVIEW)
    notes = list_notes(call.organiser, call.slug, 1)
    assert [(note.name, note.body) for note in notes] == [
        ("Seconde Examinatrice", "Voir le cadastre."),
        ("Personnel chair", "Merci."),
    ]
    assert {note.name for note in list_notes(call.auditor, call.slug, 1)} == {""}


@pytest.mark.parametrize(("body", "code"), [(" \n", "field-empty"), ("x" * 8001, "field-too-long")])
def test_a_note_that_says_nothing_or_too_much_is_refused(call: ReviewedCall, body: str, code: str) -> None:
    with refused(code) as refusal:
        add_note(call.first, call.slug, 1, body, DURING_REVIEW)
    assert refusal.value.facts["field"] == "note"


def test_notes_and_reviews_are_never_published(call: ReviewedCall) -> None:
    secret = "Le maire y tient."
    add_note(call.second, call.slug, 1, secret, DURING_REVIEW)
    explained = replace(ESTIMATE, explanation="Un mot du brouillon.")
    sign_review(call.first, call.slug, 1, REFUSED, explained, 0, DURING_REVIEW)
    for number in (1, 2, 3):
        if number > 1:
            call.review(number, call.first, REFUSED)
        call.decide(number, REFUSED)
    call.release()
    for reader in (ANONYMOUS, call.people[0], call.people[1]):
        public = [
            find_proposal(reader, call.slug, 1),
            find_decision(reader, call.slug, 1),
            *list_decisions(reader, call.slug),
        ]
        assert secret not in repr(public)
        assert explained.explanation not in repr(public)
        for read in (list_notes, list_reviews):
            with refused("not-allowed"):
                read(reader, call.slug, 1)


def test_who_declares_a_conflict_has_no_part_any_more(call: ReviewedCall) -> None:
    save_review(call.first, call.slug, 1, BEGUN, ESTIMATE, 0, DURING_REVIEW)
    declare_conflict(call.first, call.slug, 1, "Ma sœur préside l’association.", DURING_REVIEW)
    assert list_reviews(call.chair, call.slug, 1) == (), "what was not signed is dropped"
    with refused("review-barred"):
        list_reviews(call.first, call.slug, 1)
    with refused("review-barred"):
        list_notes(call.first, call.slug, 1)
    with refused("review-barred"):
        save_review(call.first, call.slug, 1, BEGUN, ESTIMATE, 0, DURING_REVIEW)
    with refused("reviewer-barred"):
        call.assign(1, call.first)
    call.assign(2, call.first)


def test_a_review_signed_before_a_conflict_was_declared_is_kept_and_set_aside(call: ReviewedCall) -> None:
    call.review(1, call.first)
    declare_conflict(call.first, call.slug, 1, "Ma sœur préside l’association.", DURING_REVIEW)
    (review,) = list_reviews(call.chair, call.slug, 1)
    assert (review.set_aside, review.signed_at) == (True, DURING_REVIEW)
    with refused("review-missing"):
        call.decide(1)


def test_a_chair_with_a_conflict_decides_nothing_and_what_was_not_public_falls(call: ReviewedCall) -> None:
    call.review(1, call.first)
    call.decide(1)
    declare_conflict(call.chair, call.slug, 1, "Mon voisin.", DURING_REVIEW)
    assert find_decision(call.organiser, call.slug, 1) is None
    with refused("review-barred"):
        call.decide(1)


def test_a_public_decision_stands_when_its_chair_declares_a_conflict_later(call: ReviewedCall) -> None:
    call.finish(REFUSED, REFUSED, REFUSED)
    call.release()
    declare_conflict(call.chair, call.slug, 1, "Mon voisin.", DURING_APPEALS)
    assert find_decision(ANONYMOUS, call.slug, 1) is not None


def test_conflicts_are_shown_to_the_chair_and_without_names_to_the_auditor(call: ReviewedCall) -> None:
    declare_conflict(call.second, call.slug, 2, "Mon voisin.", DURING_REVIEW)
    declare_conflict(call.first, call.slug, 1, "Ma sœur.", DURING_REVIEW)
    declare_conflict(call.first, call.slug, 1, "Je le dis encore.", DURING_APPEALS)
    seen = list_conflicts(call.chair, call.slug)
    assert [(it.number, it.name, it.reason) for it in seen] == [
        (1, "Personnel reviewer", "Ma sœur."),
        (2, "Seconde Examinatrice", "Mon voisin."),
    ]
    seen = list_conflicts(call.auditor, call.slug)
    assert [(it.number, it.account_id, it.name, it.reason) for it in seen] == [
        (1, call.first.account_id, "", ""),
        (2, call.second.account_id, "", ""),
    ]


@pytest.mark.parametrize(("reason", "code"), [("  ", "field-empty"), ("x" * 401, "field-too-long")])
def test_a_conflict_is_declared_with_its_reason(call: ReviewedCall, reason: str, code: str) -> None:
    with refused(code) as refusal:
        declare_conflict(call.first, call.slug, 1, reason, DURING_REVIEW)
    assert refusal.value.facts["field"] == "reason"
    assert list_conflicts(call.chair, call.slug) == ()
