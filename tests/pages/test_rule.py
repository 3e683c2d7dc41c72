"""The rule at the organiser's desk: chosen field by field, refused where it was typed, and shown to voters."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.allocation.descriptor import Count, Dividing, Leftover, Method, StepUnit, WhenFull
from budget_app.domain.ballot_kind import BallotKind
from budget_app.domain.edition import VotingRules
from budget_app.domain.project import ProjectDraft
from budget_app.services.actor import SYSTEM
from budget_app.services.projects import change_project
from budget_app.services.rules import find_edition_rule
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_votes import vote_runs
from tests.pages.conftest import Open, words_of

APPROVAL = VotingRules(1, 3)
POINTS = VotingRules(1, 1, kind=BallotKind.POINTS, points=5, points_each=3)
GRADES = VotingRules(0, 1, kind=BallotKind.GRADES)


def _desk(open_page: Open, token: str, rules: VotingRules = APPROVAL) -> tuple[AppTest, SimulatedTown]:
    town = SimulatedTown(rules=rules).create()
    for number, place in ((1, "Nord"), (2, "Sud")):
        change_project(SYSTEM, town.slug, number, ProjectDraft(f"Projet {number}", 3_000_00, district=place))
    return open_page("organiser", token=token, edition=town.slug), town


def _save(desk: AppTest) -> str:
    next(button for button in desk.button if button.label == "Enregistrer la règle").click().run()
    assert not desk.exception
    return words_of(desk)


def test_the_usual_rule_is_told_before_anything_is_chosen(open_page: Open, organiser_token: str) -> None:
    desk, _town = _desk(open_page, organiser_token)
    words = words_of(desk)
    assert "va aux projets dans l’ordre des votes" in words
    assert "Seuls les totaux sont déchiffrés" in words


def test_equal_shares_are_chosen_and_what_that_means_for_secrecy_is_told(
    open_page: Open, organiser_token: str
) -> None:
    desk, town = _desk(open_page, organiser_token)
    desk.selectbox(key="rule-method").select(Method.EQUAL_SHARES).run()
    desk.number_input(key="rule-step").set_value(2)
    desk.selectbox(key="rule-compare").select("by-votes")
    words = _save(desk)
    assert "La règle est enregistrée." in words
    assert "Les gardiens mélangent les bulletins" in words
    assert "il y a 7 bulletins différents pour 0 votants" in words
    rule = find_edition_rule(town.slug).rule
    assert rule.shares is not None
    assert rule.shares.step is not None
    assert (rule.method, rule.shares.compare, rule.shares.fill) == (Method.EQUAL_SHARES, Method.BY_VOTES, True)
    assert (rule.shares.step.amount, rule.shares.step.unit) == (2, StepUnit.PERCENT)


def test_envelopes_thresholds_and_incompatible_projects_are_stored(open_page: Open, organiser_token: str) -> None:
    desk, town = _desk(open_page, organiser_token)
    desk.selectbox(key="rule-dividing").select("district").run()
    desk.text_input(key="rule-pot-district-Nord").input("4 000")
    desk.number_input(key="rule-threshold_votes").set_value(5)
    desk.number_input(key="rule-threshold_percent").set_value(10)
    desk.selectbox(key="rule-full").select(WhenFull.STOP)
    desk.selectbox(key="rule-leftover").select(Leftover.FILLED)
    desk.text_area(key="rule-incompatible").input("1, 2\n2 ; 3")
    desk.text_input(key="rule-seed").input("7 4 1 1 6")
    assert "La règle est enregistrée." in _save(desk)
    rule = find_edition_rule(town.slug).rule
    assert rule.envelopes is not None
    assert rule.envelopes.by is Dividing.DISTRICT
    assert [(pot.name, pot.amount) for pot in rule.envelopes.pots] == [("Nord", 4_000_00)]
    assert (rule.threshold_votes, rule.threshold_percent) == (5, 10)
    assert (rule.when_full, rule.leftover) == (WhenFull.STOP, Leftover.FILLED)
    assert (rule.incompatible, rule.seed) == ((("1", "2"), ("2", "3")), "7 4 1 1 6")


def test_envelopes_by_cost_are_typed_as_sizes(open_page: Open, organiser_token: str) -> None:
    desk, town = _desk(open_page, organiser_token)
    desk.selectbox(key="rule-dividing").select("cost").run()
    for key, typed in (("limit-1", "5 000"), ("band-1", "6 000"), ("limit-2", "9 000"), ("band-2", "4 000")):
        desk.text_input(key=f"rule-{key}").input(typed)
    assert "La règle est enregistrée." in _save(desk)
    rule = find_edition_rule(town.slug).rule
    assert rule.envelopes is not None
    assert [(pot.up_to, pot.amount) for pot in rule.envelopes.pots] == [(5_000_00, 6_000_00), (9_000_00, 4_000_00)]


def test_points_may_count_as_names_and_grades_have_their_least_grade(open_page: Open, organiser_token: str) -> None:
    desk, town = _desk(open_page, organiser_token, POINTS)
    desk.selectbox(key="rule-count").select(Count.CHOICES).run()
    _save(desk)
    assert find_edition_rule(town.slug).rule.count is Count.CHOICES
    desk, town = _desk(open_page, organiser_token, GRADES)
    desk.selectbox(key="rule-lowest-grade").select(2)
    _save(desk)
    assert find_edition_rule(town.slug).rule.lowest_grade == 2


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("rule-seed", " ", "La graine du tirage au sort est vide"),
        ("rule-incompatible", "1, 9", "La règle nomme un projet qui n’est pas dans la liste : 9."),
        ("rule-incompatible", "1", "Une liste de projets incompatibles en nomme au moins deux"),
        ("rule-pot-district-Sud", "beaucoup", "Cette somme n’a pas pu être lue"),
        ("rule-pot-district-Sud", "90 000", "Les enveloppes dépassent ensemble le budget."),
        ("rule-pot-district-Sud", "", "enveloppe"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_at_its_field_and_stays_typed(
    open_page: Open, organiser_token: str, field: str, typed: str, sentence: str
) -> None:
    desk, town = _desk(open_page, organiser_token)
    before = find_edition_rule(town.slug)
    desk.selectbox(key="rule-dividing").select("district").run()
    desk.text_input(key="rule-pot-district-Nord").input("1 000" if typed else "")
    widget = desk.text_area(key=field) if field == "rule-incompatible" else desk.text_input(key=field)
    widget.input(typed)
    _save(desk)
    assert any(sentence in error.value for error in desk.error), [error.value for error in desk.error]
    assert desk.warning[0].value == "Rien n’est enregistré : corrigez le champ signalé ci-dessus."
    again = desk.text_area(key=field) if field == "rule-incompatible" else desk.text_input(key=field)
    assert again.value == typed
    assert find_edition_rule(town.slug) == before


def test_voters_read_the_rule_before_they_enter_the_booth(open_page: Open) -> None:
    town = SimulatedTown().set_up()
    vote_runs(town, opens_in_hours=-1, closes_in_hours=1)
    words = words_of(open_page("vote", edition=town.slug))
    assert "Comment les projets seront choisis" in words
    assert f"de la graine « {town.uuid} »" in words
