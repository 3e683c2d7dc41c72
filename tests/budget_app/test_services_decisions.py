"""Decisions: made after a signed review, sent back, released all together and not before, final after an appeal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from budget_app.domain.proposal import ProposalState
from budget_app.domain.review import Verdict
from budget_app.domain.roles import Role
from budget_app.services.actor import ANONYMOUS
from budget_app.services.decisions import decide, find_decision, list_decisions, return_to_reviewers
from budget_app.services.editions import load_edition
from budget_app.services.reviews import list_notes, list_reviews, sign_review
from budget_app.storage.database import write_session
from tests.budget_app.mailbox import mails_to
from tests.budget_app.refusals import refused
from tests.budget_app.reviewed_call import ALL_MET, ESTIMATE, REFUSED, ReviewedCall, grid_of
from tests.budget_app.simulated_call import DECISIONS, DURING_APPEALS, DURING_CALL, DURING_REVIEW

pytestmark = pytest.mark.usefixtures("database")

SECOND = timedelta(seconds=1)


@pytest.fixture
def call() -> ReviewedCall:
    return ReviewedCall().create()


def test_the_chair_decides_after_a_signed_review_and_may_decide_otherwise_until_the_release(call: ReviewedCall) -> None:
    call.review(1, call.first)
    call.decide(1)
    call.decide(1, REFUSED)
    found = find_decision(call.organiser, call.slug, 1)
    assert found is not None
    assert (found.verdict, found.grid, found.estimate) == (Verdict.REFUSED, REFUSED, ESTIMATE)
    assert (found.round, found.number, found.released_at, found.final) == (1, None, None, False)


def test_nothing_is_decided_without_a_signed_review(call: ReviewedCall) -> None:
    call.assign(1, call.first)
    with refused("review-missing"):
        call.decide(1)


def test_the_chairs_own_review_is_not_enough(call: ReviewedCall) -> None:
    call.review(1, call.chair)
    with refused("chair-only-reviewer"):
        call.decide(1)
    call.review(1, call.first)
    call.decide(1)


def test_a_chair_does_not_decide_of_what_they_wrote(call: ReviewedCall) -> None:
    number = call.publish(call.chair)
    call.add_co_author(2, call.chair)
    for proposal in (number, 2):
        call.review(proposal, call.first)
        with refused("review-barred"):
            call.decide(proposal)
        with refused("review-barred"):
            return_to_reviewers(call.chair, call.slug, proposal, "À revoir.", DURING_REVIEW)


def test_a_decision_and_its_grid_say_the_same(call: ReviewedCall) -> None:
    call.review(1, call.first)
    for verdict, grid, code in (
        (Verdict.REFUSED, ALL_MET, "refusal-without-criterion"),
        (Verdict.ADMITTED, REFUSED, "admission-with-unmet"),
        (Verdict.REFUSED, grid_of({"cost": " "}), "grid-reason-missing"),
    ):
        with refused(code):
            decide(call.chair, call.slug, 1, verdict, grid, ESTIMATE, DURING_REVIEW)
    with refused("admission-without-cost"):
        decide(call.chair, call.slug, 1, Verdict.ADMITTED, ALL_MET, replace(ESTIMATE, investment=0), DURING_REVIEW)
    assert find_decision(call.chair, call.slug, 1) is None


def test_nothing_is_decided_during_the_call_nor_about_what_is_not_published(call: ReviewedCall) -> None:
    with refused("review-not-open"):
        call.decide(1, now=DURING_CALL)
    call.move(1, ProposalState.HIDDEN)
    with refused("proposal-not-reviewed"):
        call.decide(1)


def test_the_chair_returns_a_review_with_a_note_and_it_is_signed_anew(call: ReviewedCall) -> None:
    call.review(1, call.first)
    call.decide(1)
    return_to_reviewers(call.chair, call.slug, 1, "Le terrain est-il bien public ?", DURING_REVIEW)
    assert find_decision(call.chair, call.slug, 1) is None
    (review,) = list_reviews(call.first, call.slug, 1)
    assert review.signed_at is None
    assert [note.body for note in list_notes(call.first, call.slug, 1)] == ["Le terrain est-il bien public ?"]
    sign_review(call.first, call.slug, 1, REFUSED, ESTIMATE, review.revision, DURING_REVIEW)
    call.decide(1, REFUSED)


def test_a_window_that_was_open_before_the_return_cannot_overwrite(call: ReviewedCall) -> None:
    call.review(1, call.first)
    return_to_reviewers(call.chair, call.slug, 1, "À revoir.", DURING_REVIEW)
    with refused("review-changed-elsewhere"):
        sign_review(call.first, call.slug, 1, REFUSED, ESTIMATE, 1, DURING_REVIEW)


@pytest.mark.parametrize(("note", "code"), [(" ", "field-empty"), ("x" * 8001, "field-too-long")])
def test_a_review_is_returned_with_words(call: ReviewedCall, note: str, code: str) -> None:
    call.review(1, call.first)
    with refused(code):
        return_to_reviewers(call.chair, call.slug, 1, note, DURING_REVIEW)
    assert [review.signed_at for review in list_reviews(call.chair, call.slug, 1)] == [DURING_REVIEW]


def test_what_nobody_signed_cannot_be_returned(call: ReviewedCall) -> None:
    call.assign(1, call.first)
    with refused("review-missing"):
        return_to_reviewers(call.chair, call.slug, 1, "À revoir.", DURING_REVIEW)


def test_decisions_are_released_together_on_their_date_with_numbers(call: ReviewedCall) -> None:
    call.finish(REFUSED, ALL_MET, REFUSED)
    with refused("decisions-too-early"):
        call.release(DECISIONS - SECOND)
    assert call.release() == 3
    seen = list_decisions(ANONYMOUS, call.slug)
    assert [(it.proposal, it.number, it.verdict) for it in seen] == [
        (1, 1, Verdict.REFUSED),
        (2, 2, Verdict.ADMITTED),
        (3, 3, Verdict.REFUSED),
    ]
    assert {it.released_at for it in seen} == {DECISIONS}
    assert find_decision(ANONYMOUS, call.slug, 2) == seen[1]
    with refused("decisions-none"):
        call.release()


def test_every_author_is_told_of_the_release_and_nobody_before(call: ReviewedCall) -> None:
    call.finish(REFUSED, ALL_MET, REFUSED)
    assert mails_to("habitante.1@essai.example") == []
    call.release()
    for number in (1, 2, 3):
        (mail,) = mails_to(f"habitante.{number}@essai.example")
        assert f"n° {number}" in mail.subject


def test_an_edition_without_a_date_releases_nothing(call: ReviewedCall) -> None:
    call.finish(REFUSED, ALL_MET, REFUSED)
    with write_session() as session:
        edition = load_edition(session, call.slug)
        edition.decisions_at = None
        session.add(edition)
    with refused("decisions-too-early"):
        call.release()


def test_nothing_is_released_while_a_published_proposal_has_no_decision(call: ReviewedCall) -> None:
    call.finish(REFUSED)
    with refused("decisions-missing") as refusal:
        call.release()
    assert refusal.value.facts["numbers"] == "2, 3"
    assert list_decisions(ANONYMOUS, call.slug) == ()
    for number in (2, 3):
        call.move(number, ProposalState.WITHDRAWN)
    assert call.release() == 1


def test_before_the_release_nobody_outside_reads_anything_of_a_decision(call: ReviewedCall) -> None:
    call.add_co_author(1, call.second)
    call.finish(REFUSED, ALL_MET, REFUSED)
    outside = (ANONYMOUS, *call.people, call.staff[Role.AGENT], call.staff[Role.ADMINISTRATOR])
    for reader in outside:
        assert find_decision(reader, call.slug, 1) is None
        assert list_decisions(reader, call.slug) == ()
    for member in (call.first, call.chair, call.organiser, call.auditor):
        assert [it.proposal for it in list_decisions(member, call.slug)] == [1, 2, 3]
    assert [it.proposal for it in list_decisions(call.second, call.slug)] == [2, 3], "a member who is also an author"
    assert find_decision(call.second, call.slug, 1) is None
    call.release()
    for reader in (*outside, call.second):
        assert [it.proposal for it in list_decisions(reader, call.slug)] == [1, 2, 3]


def test_what_is_hidden_after_its_decision_is_not_released_and_can_be_later(call: ReviewedCall) -> None:
    call.finish(REFUSED, ALL_MET, REFUSED)
    call.move(1, ProposalState.HIDDEN)
    assert call.release() == 2
    assert [(it.proposal, it.number) for it in list_decisions(ANONYMOUS, call.slug)] == [(2, 1), (3, 2)]
    call.move(1, ProposalState.PUBLISHED)
    assert call.release(DURING_APPEALS) == 1
    assert [(it.proposal, it.number) for it in list_decisions(ANONYMOUS, call.slug)] == [(1, 3), (2, 1), (3, 2)]


def test_a_public_decision_does_not_change(call: ReviewedCall) -> None:
    call.finish(REFUSED, REFUSED, REFUSED)
    call.release()
    with refused("decision-released"):
        call.decide(1, ALL_MET, DURING_APPEALS)
    with refused("decision-released"):
        return_to_reviewers(call.chair, call.slug, 1, "À revoir.", DURING_APPEALS)


def test_after_an_appeal_other_people_review_and_decide_finally(call: ReviewedCall) -> None:
    call.finish(REFUSED, REFUSED, REFUSED)
    call.release()
    call.appeal(1, DURING_APPEALS)
    with refused("decisions-missing"):
        call.release(DURING_APPEALS)
    call.assign(1, call.second, None, DURING_APPEALS)
    sign_review(call.second, call.slug, 1, ALL_MET, ESTIMATE, 0, DURING_APPEALS)
    with refused("chair-same"):
        call.decide(1, ALL_MET, DURING_APPEALS)
    other = call.open_account("Autre présidence", Role.CHAIR)
    call.decide(1, ALL_MET, DURING_APPEALS, other)
    first = find_decision(ANONYMOUS, call.slug, 1)
    assert first is not None
    assert (first.verdict, first.final) == (Verdict.REFUSED, False), "the final one is not public yet"
    assert call.release(DURING_APPEALS) == 1
    final = find_decision(ANONYMOUS, call.slug, 1)
    assert final is not None
    assert (final.verdict, final.number, final.round, final.final) == (Verdict.ADMITTED, 4, 2, True)
    assert [(it.proposal, it.round) for it in list_decisions(ANONYMOUS, call.slug)] == [(1, 1), (1, 2), (2, 1), (3, 1)]


def test_a_reviewer_of_the_first_round_who_became_chair_does_not_decide_the_appeal(call: ReviewedCall) -> None:
    call.finish(REFUSED, REFUSED, REFUSED)
    call.release()
    call.appeal(1, DURING_APPEALS)
    call.assign(1, call.second, None, DURING_APPEALS)
    sign_review(call.second, call.slug, 1, ALL_MET, ESTIMATE, 0, DURING_APPEALS)
    promoted = replace(call.first, roles=frozenset({Role.CHAIR}))
    with refused("chair-same"):
        call.decide(1, ALL_MET, DURING_APPEALS, promoted)
