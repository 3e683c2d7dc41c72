"""The review desk: assigning, a grid that is kept and signed, the chair's decision, the release, and who may not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.call_rules import USUAL_CRITERIA
from budget_app.domain.review import Mark, Verdict
from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.services.actor import ANONYMOUS, Actor
from budget_app.services.assignments import assign
from budget_app.services.decisions import find_decision
from budget_app.services.moderation import publish
from budget_app.services.reviews import list_notes, list_reviews, save_review
from tests.budget_app.decided_call import ESTIMATE, open_session
from tests.budget_app.simulated_call import SimulatedCall, calendar_around
from tests.pages.conftest import Open, words_of

NUMBER = 1


def _call(days: int) -> SimulatedCall:
    """A published proposal that was assigned, ``days`` after it was sent."""
    now = datetime.now(UTC)
    sent = now - timedelta(days=days)
    call = SimulatedCall(calendar=calendar_around(sent)).create()
    publish(call.staff[Role.AGENT], call.slug, call.propose(call.people[0], now=sent), sent)
    reviewer = call.staff[Role.REVIEWER]
    assign(call.staff[Role.CHAIR], call.slug, NUMBER, reviewer.account_id or 0, "", now + timedelta(days=5), now)
    return call


@pytest.fixture
def call() -> SimulatedCall:
    """The call has ended, the decisions are not due."""
    return _call(45)


def _press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def _fill(app: AppTest, name: str, failed: str = "") -> None:
    for item in USUAL_CRITERIA:
        mark = Mark.NOT_MET if item.code == failed else Mark.MET
        app.radio(key=f"{name}-criterion-{item.code}").set_value(mark)
    app.text_input(key=f"{name}-investment").input("7 250,50")
    app.text_input(key=f"{name}-running").input("120")
    app.text_area(key=f"{name}-explanation").input("Six bancs à 1 200 €.")


def _file(open_page: Open, person: Actor) -> AppTest:
    return open_page("review", token=open_session(person), numero=str(NUMBER))


def test_a_reviewer_finds_what_awaits_them_keeps_a_draft_and_signs(open_page: Open, call: SimulatedCall) -> None:
    reviewer = call.staff[Role.REVIEWER]
    token = open_session(reviewer)
    desk = words_of(open_page("review", token=token))
    assert "À examiner" in desk
    assert "1. Des bancs à l’ombre" in desk
    page = open_page("review", token=token, numero=str(NUMBER))
    page.text_input(key="review-1-investment").input("7 250,50")
    _press(page, "Enregistrer le brouillon")
    assert "Votre brouillon est enregistré." in words_of(page)
    _fill(page, "review-1", failed="public-land")
    _press(page, "Signer mon examen")
    said = [error.value for error in page.error]
    assert said == ["Dites pourquoi ce critère n’est pas rempli, ou pourquoi il ne s’applique pas."]
    assert page.text_area(key="review-1-explanation").value == "Six bancs à 1 200 €."
    page.text_area(key="review-1-criterion-public-land-reason").input("Au diocèse.")
    _press(page, "Signer mon examen")
    assert "Votre examen est signé : il ne change plus." in words_of(page)
    (review,) = list_reviews(reviewer, call.slug, NUMBER)
    assert (review.signed_at is not None, review.estimate.investment) == (True, 7_250_50)
    assert review.grid.verdict is Verdict.REFUSED


def test_what_another_window_wrote_is_not_overwritten(open_page: Open, call: SimulatedCall) -> None:
    reviewer = call.staff[Role.REVIEWER]
    page = _file(open_page, reviewer)
    (draft,) = [item.code for item in USUAL_CRITERIA[:1]]
    page.radio(key=f"review-1-criterion-{draft}").set_value(Mark.MET)
    page.text_area(key="review-1-explanation").input("Première fenêtre")
    _press(page, "Enregistrer le brouillon")
    (kept,) = list_reviews(reviewer, call.slug, NUMBER)
    page.text_area(key="review-1-explanation").input("Ici")
    save_review(reviewer, call.slug, NUMBER, kept.grid, ESTIMATE, kept.revision, datetime.now(UTC))
    # The page had read the revision before the other window wrote.
    page.session_state["revision-1-1"] = kept.revision
    _press(page, "Enregistrer le brouillon")
    assert page.error
    assert page.text_area(key="review-1-explanation").value == "Ici"
    assert list_reviews(reviewer, call.slug, NUMBER)[0].estimate == ESTIMATE


def _sign(open_page: Open, call: SimulatedCall) -> None:
    page = _file(open_page, call.staff[Role.REVIEWER])
    _fill(page, "review-1")
    _press(page, "Signer mon examen")


def test_the_chair_decides_from_the_signed_review_or_sends_it_back(open_page: Open, call: SimulatedCall) -> None:
    _sign(open_page, call)
    chair = call.staff[Role.CHAIR]
    page = _file(open_page, chair)
    assert "Examens signés" in words_of(page)
    assert page.text_input(key="decide-1-investment").value == "7250,50"
    _press(page, "Refuser")
    assert page.error
    assert find_decision(chair, call.slug, NUMBER) is None
    _press(page, "Admettre")
    decision = find_decision(chair, call.slug, NUMBER)
    assert decision is not None
    assert (decision.verdict, decision.estimate.investment) == (Verdict.ADMITTED, 7_250_50)
    assert find_decision(ANONYMOUS, call.slug, NUMBER) is None
    page.text_area(key="return-note-1").input("Et l’accès ?")
    _press(page, "Renvoyer")
    assert find_decision(chair, call.slug, NUMBER) is None
    assert [note.body for note in list_notes(chair, call.slug, NUMBER)] == ["Et l’accès ?"]


def test_the_organiser_announces_all_decisions_on_their_day(open_page: Open) -> None:
    call = _call(85)
    _sign(open_page, call)
    _press(_file(open_page, call.staff[Role.CHAIR]), "Admettre")
    page = open_page("review", token=open_session(call.staff[Role.ORGANISER]))
    page.checkbox(key="release-sure").check().run()
    _press(page, "Annoncer les décisions")
    assert "Décisions annoncées : 1." in words_of(page)
    assert find_decision(ANONYMOUS, call.slug, NUMBER) is not None


def test_who_declares_an_interest_reads_no_more_than_everyone(open_page: Open, call: SimulatedCall) -> None:
    _sign(open_page, call)
    chair = call.staff[Role.CHAIR]
    page = _file(open_page, chair)
    page.text_area(key="conflict-reason-1").input("J’habite en face.")
    _press(page, "Déclarer")
    words = words_of(page)
    assert "quelqu’un d’autre s’en occupe" in words
    assert "Examens signés" not in words


def test_proposals_are_assigned_by_hand_at_the_desk(open_page: Open) -> None:
    call = _call(45)
    page = open_page("review", token=open_session(call.staff[Role.CHAIR]))
    page.selectbox(key="assign-number").select(NUMBER)
    page.selectbox(key="assign-member").select(call.staff[Role.CHAIR].account_id)
    _press(page, "Attribuer cette proposition")
    assert "La proposition n° 1 est attribuée." in words_of(page)


def test_an_auditor_reads_and_changes_nothing(open_page: Open, call: SimulatedCall) -> None:
    _sign(open_page, call)
    page = _file(open_page, call.staff[Role.AUDITOR])
    assert "Examens signés" in words_of(page)
    assert not page.button


@pytest.mark.parametrize("role", [None, *sorted(set(Role) - ALLOWED[Action.READ_REVIEWS])])
@pytest.mark.parametrize("asked", [{}, {"numero": "1"}])
def test_others_see_nothing_of_a_review(
    open_page: Open, call: SimulatedCall, role: Role | None, asked: dict[str, str]
) -> None:
    page = open_page("review", token=open_session(call.staff[role]) if role else None, **asked)
    words = words_of(page)
    assert "Cette page est réservée au personnel de la mairie." in words
    assert "Des bancs" not in words


@pytest.mark.parametrize("asked", ["99", "x"])
def test_a_proposal_that_is_not_there_is_said_to_be(open_page: Open, call: SimulatedCall, asked: str) -> None:
    page = open_page("review", token=open_session(call.staff[Role.CHAIR]), numero=asked)
    assert "Cette proposition n’est pas à examiner." in words_of(page)
