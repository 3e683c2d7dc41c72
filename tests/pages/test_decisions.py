"""The page of decisions: an empty state before the release, then the register, its filters, and appeals."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from budget_app.domain.dates import format_moment
from budget_app.services.appeals import appeal
from budget_app.storage.database import read_session
from budget_app.storage.reviews import AppealRow
from tests.budget_app.decided_call import NOT_PUBLIC, DecidedCall, open_session
from tests.budget_app.simulated_call import DECISIONS
from tests.pages.conftest import Open, words_of

TITLES = ("Des bancs à l’ombre", "Une fontaine", "Un <b>verger</b>")
WORDS = "Le diocèse a donné son accord."


@pytest.fixture
def call() -> DecidedCall:
    """1 is refused, 2 admitted, 3 refused; appeals run now."""
    call = DecidedCall().create()
    for person, title in zip(call.people, TITLES, strict=True):
        call.publish(person, title=title)
    call.decide(1, NOT_PUBLIC)
    call.decide(2)
    call.decide(3, {"cost": "<script>alert(1)</script> Trop cher."})
    call.release()
    call.bring_to_now()
    return call


def _press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_before_the_release_the_page_says_when_decisions_will_come(open_page: Open) -> None:
    call = DecidedCall().create()
    call.publish(call.people[0])
    call.decide(1, NOT_PUBLIC)
    words = words_of(open_page("decisions"))
    assert "Les décisions ne sont pas encore publiques." in words
    assert format_moment(DECISIONS, "fr") in words
    assert NOT_PUBLIC["public-land"] not in words
    assert "Il n’y a pas de décision publique" in words_of(open_page("decisions", numero="1"))


def test_the_page_without_an_edition_says_so(open_page: Open) -> None:
    assert "Il n’y a pas encore d’édition ici." in words_of(open_page("decisions"))


def test_the_register_lists_numbers_and_files(call: DecidedCall, open_page: Open) -> None:
    app = open_page("decisions")
    assert not app.exception
    words = words_of(app)
    assert "Décisions affichées : 3 sur 3" in words
    assert "Proposition n° 2 : Une fontaine" in words
    assert "Non rempli : Terrain public" in words
    assert "Un &lt;b&gt;verger&lt;/b&gt;" in words
    for ending in ("csv", "json"):
        assert f"/decisions/{call.slug}.{ending}" in words
    assert "Propositions refusées, par critère non rempli" in words


@pytest.mark.parametrize(
    ("key", "value", "left"),
    [("mots", "FONTAINE", "2"), ("decision", "Admise", "2"), ("critere", "Coût", "3"), ("mots", "1", "1")],
)
def test_filters_leave_what_was_asked_for(call: DecidedCall, open_page: Open, key: str, value: str, left: str) -> None:
    app = open_page("decisions")
    field = app.text_input(key=key).input(value) if key == "mots" else app.selectbox(key=key).select(value)
    field.run()
    words = words_of(app)
    assert "Décisions affichées : 1 sur 3" in words
    assert f"Proposition n° {left} :" in words
    app.text_input(key="mots").input("introuvable").run()
    assert "Aucune décision ne correspond." in words_of(app)


def test_one_proposal_shows_reasons_costs_and_its_notice(call: DecidedCall, open_page: Open) -> None:
    words = words_of(open_page("decisions", numero="3"))
    assert "Proposition n° 3 :" in words
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Trop cher." in words
    assert f'href="/avis/{call.slug}/3.pdf"' in words
    assert "Investissement, une fois" in words
    assert "peuvent déposer un recours jusqu’au" in words
    assert "peuvent déposer un recours" not in words_of(open_page("decisions", numero="2"))


@pytest.mark.parametrize("number", ["99", "zéro", "-1", "1" * 30])
def test_a_number_without_decision_leads_back(call: DecidedCall, open_page: Open, number: str) -> None:
    assert "Il n’y a pas de décision publique sur cette proposition." in words_of(open_page("decisions", numero=number))


def test_an_author_appeals_on_the_page(call: DecidedCall, open_page: Open) -> None:
    app = open_page("decisions", token=open_session(call.people[0]), numero="1")
    _press(app, "Déposer le recours")
    assert "Ce champ ne peut pas rester vide : recours." in [error.value for error in app.error]
    app.text_area(key="appeal-1").input(WORDS)
    _press(app, "Déposer le recours")
    words = words_of(app)
    assert "Votre recours est déposé." in words
    assert WORDS in words
    assert not any(button.label == "Déposer le recours" for button in app.button)
    with read_session() as session:
        assert session.exec(select(AppealRow.body)).all() == [WORDS]


def test_others_find_no_form_and_no_words_of_an_appeal(call: DecidedCall, open_page: Open) -> None:
    appeal(call.people[2], call.slug, 3, WORDS, datetime.now(UTC))
    for token in (None, open_session(call.people[1])):
        app = open_page("decisions", token=token, numero="3")
        assert "Un recours a été déposé le" in words_of(app)
        assert WORDS not in words_of(app)
        assert not app.text_area
        assert not open_page("decisions", token=token, numero="1").text_area


def test_the_page_speaks_english(call: DecidedCall, open_page: Open) -> None:
    words = words_of(open_page("decisions", locale="en-GB", numero="1"))
    assert "Decision no. 1" in words
    assert "not met" in words
