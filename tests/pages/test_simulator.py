"""The simulator: what one may change, what it says, and that it never passes for the result."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.allocation import simulation
from budget_app.domain.allocation.descriptor import Dividing, Envelope, Envelopes, EnvelopesLeft, Method, WhenFull
from tests.budget_app.simulated_town import SimulatedTown
from tests.pages.conftest import Open, words_of
from tests.pages.counted_town import GRADES, SINGLE, counted_town

WARNING = "C’est une simulation, et non le résultat."


def _simulate(app: AppTest, button: str = "Simuler") -> str:
    next(found for found in app.button if found.label == button).click().run()
    assert not app.exception
    return words_of(app)


def test_before_the_result_there_is_nothing_to_simulate(open_page: Open) -> None:
    SimulatedTown().create()
    app = open_page("simulator")
    assert "On pourra essayer ici d’autres règles" in words_of(app)
    assert not app.button


def test_a_smaller_budget_says_who_leaves(open_page: Open) -> None:
    counted_town()
    app = open_page("simulator")
    assert WARNING in words_of(app)
    app.text_input(key="simulated-budget").input("8 500")
    words = _simulate(app)
    assert WARNING in words
    assert (
        "Projets qui seraient financés en plus : 3. Bancs. Projets qui ne le seraient plus : 4. Skatepark." in words
    )
    assert ">Entre<" in words
    assert ">Sort<" in words


def test_the_rule_of_the_vote_changes_nothing(open_page: Open) -> None:
    counted_town(shared=True)
    assert "Les mêmes projets seraient financés." in _simulate(open_page("simulator"))


def test_opened_ballots_can_be_counted_by_votes_and_voters_compared(open_page: Open) -> None:
    counted_town(shared=True)
    app = open_page("simulator")
    app.selectbox(key="rule-method").select(Method.BY_VOTES).run()
    words = _simulate(app)
    assert "en plus : 4. Skatepark. Projets qui ne le seraient plus : 3. Bancs ; 5. Boîtes à livres." in words
    assert "Ce que les votants obtiendraient" in words
    assert [chart.proto.alt.startswith("Votants par nombre") for chart in app.get("plotly_chart")] == [True]


def test_a_threshold_and_a_stop_are_obeyed(open_page: Open) -> None:
    counted_town()
    app = open_page("simulator")
    app.text_input(key="simulated-budget").input("9 000")
    app.selectbox(key="rule-full").select(WhenFull.STOP)
    assert "Vient après l’arrêt" in _simulate(app)
    app.number_input(key="rule-threshold_votes").set_value(5)
    assert "Pas assez de votes" in _simulate(app)


def test_shares_are_raised_and_what_is_left_is_given_as_asked(open_page: Open) -> None:
    counted_town(shared=True)
    app = open_page("simulator")
    app.number_input(key="rule-step").set_value(0)
    app.checkbox(key="rule-fill").uncheck()
    app.selectbox(key="rule-compare").select("")
    words = _simulate(app)
    assert "Projets qui ne le seraient plus : 1. Grande halle du marché couvert." in words
    assert "Puis toutes les parts montent" not in words


def test_totals_offer_no_equal_shares(open_page: Open) -> None:
    counted_town()
    app = open_page("simulator")
    assert not [box for box in app.selectbox if box.key == "rule-method"]
    assert "Ce que les votants obtiendraient" not in _simulate(app)


def test_grades_and_single_choices_are_simulated_too(open_page: Open) -> None:
    counted_town([(3, 2, 1, 0, 0), (3, 3, 1, 1, 0), (0, 1, 2, 3, 3)], GRADES)
    app = open_page("simulator")
    app.selectbox(key="rule-lowest-grade").select(3)
    assert "Projets qui ne le seraient plus : 2. Jardin." in _simulate(app)
    town = counted_town([(1, 0, 0, 0, 0)] * 3 + [(0, 1, 0, 0, 0)] * 2, SINGLE)
    app = open_page("simulator", edition=town.slug)
    app.text_input(key="simulated-budget").input("3000")
    assert "en plus : aucun. Projets qui ne le seraient plus : 1. Grande halle" in _simulate(app)


def test_envelopes_of_the_vote_are_kept_or_dropped(open_page: Open) -> None:
    pots = Envelopes(Dividing.DISTRICT, (Envelope("Nord", 4_500_00, ("Nord",)),), EnvelopesLeft.KEPT)
    counted_town(envelopes=pots)
    app = open_page("simulator")
    assert "Les mêmes projets" in _simulate(app)
    app.checkbox(key="simulated-envelopes").uncheck()
    assert "en plus : 1. Grande halle du marché couvert" in _simulate(app)


def test_what_cannot_be_simulated_is_said_and_stays_typed(open_page: Open) -> None:
    counted_town()
    app = open_page("simulator")
    app.text_input(key="simulated-budget").input("beaucoup")
    _simulate(app)
    assert "Cette somme n’a pas pu être lue" in app.error[0].value
    assert app.text_input(key="simulated-budget").value == "beaucoup"


def test_the_simulator_speaks_english(open_page: Open) -> None:
    counted_town(shared=True)
    app = open_page("simulator", locale="en-GB")
    app.text_input(key="simulated-budget").input("5000")
    words = _simulate(app, "Simulate") + " ".join(chart.proto.alt for chart in app.get("plotly_chart"))
    assert "This is a simulation, not the result." in words
    assert [word for word in (" le ", " les ", "votants", "financé", "règle") if word in words] == []


def test_many_ballots_raise_shares_in_larger_steps_and_smaller_ones_are_refused(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted_town(shared=True)
    monkeypatch.setattr(simulation, "MOST_CHOICES", 28)  # as if this town had millions of choices
    app = open_page("simulator")
    assert app.number_input(key="rule-step").value == 30
    words = _simulate(app)
    assert "faire monter les parts d’au moins 30 % à chaque pas" in words
    assert "Ce que cette règle donnerait" in words
    app.number_input(key="rule-step").set_value(10)
    words = _simulate(app)
    assert "choisissez un pas plus grand" in app.error[0].value
    assert "Ce que cette règle donnerait" not in words
