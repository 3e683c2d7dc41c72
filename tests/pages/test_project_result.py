"""The result on a project's page: there once the vote is counted, with its reason, in both languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from budget_app.domain.allocation.allocate import allocate_ballots
from budget_app.domain.allocation.descriptor import Count, Rule, Satisfaction
from budget_app.domain.allocation.election import make_election
from budget_app.domain.allocation.votes import as_candidates
from budget_app.domain.ballot_kind import BallotKind, BallotLimits, Sealing
from budget_app.domain.project import ProjectView
from budget_app.domain.result import ResultView
from budget_app.domain.vote_count import VoteCount
from budget_app.services.actor import SYSTEM
from budget_app.services.elections import close_vote
from budget_app.services.guardians import submit_share
from budget_app.ui import words
from budget_app.ui.result_of_project import needed_for_project, result_of_project
from budget_app.ui.results.names import names_of
from tests.budget_app.allocation.examples import judgment_rule, shares_rule
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_votes import vote_runs
from tests.pages.conftest import Open, words_of


def _town(*, counted: bool) -> SimulatedTown:
    """A town of four projects, of which the first two have a vote."""
    town = SimulatedTown(projects=4, voters=3, guardians=1).set_up()
    vote_runs(town, -1, 1)
    town.vote(town.people[0], 1, 2, now=datetime.now(UTC))
    close_vote(SYSTEM, town.slug, datetime.now(UTC), early_confirmed=True)
    if counted:
        submit_share(town.uuid, town.token(0), town.share(0), datetime.now(UTC))
    return town


def _plain(said: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", said)


def test_before_the_count_a_project_has_no_result(open_page: Open) -> None:
    _town(counted=False)
    assert "Le résultat" not in words_of(open_page("project", numero="1"))


def test_a_funded_project_says_so_and_leads_to_all_results(open_page: Open) -> None:
    town = _town(counted=True)
    app = open_page("project", numero="1", edition=town.slug)
    assert not app.exception
    said = _plain(words_of(app))
    assert "Le résultat" in said
    assert "Ce projet est financé : à son tour, il restait" in said
    assert f'href="/resultats?edition={town.slug}"' in said
    assert "Ce qu’il aurait fallu" not in said


def test_a_project_without_votes_says_what_it_would_have_taken(open_page: Open) -> None:
    _town(counted=True)
    said = _plain(words_of(open_page("project", numero="3")))
    assert "il en fallait 1, il en a 0" in said
    assert "2 votes de plus auraient suffi, 1 non." in said
    assert "Aucun coût plus bas n’aurait suffi." in said


def test_the_result_of_a_project_speaks_english(open_page: Open) -> None:
    _town(counted=True)
    app = open_page("project", numero="3", locale="en-GB")
    said = _plain(words_of(app))
    assert "This project has too few votes: it needed 1, it has 0." in said
    assert "2 more votes would have been enough, 1 would not." in said
    assert "No lower cost would have been enough." in said


def _result(rule: Rule, ballots: list[tuple[dict[str, int], int]], grades: int = 0) -> ResultView:
    """Three projects and these opened ballots."""
    projects = tuple(
        ProjectView(number, title, *[""] * 6, cost, None, None, None)
        for number, title, cost in ((1, "Le <jardin>", 60_000), (2, "La fontaine", 45_000), (3, "Le banc", 20_000))
    )
    election = make_election(as_candidates(projects), ((tuple(one.items()), number) for one, number in ballots))
    counted_at = datetime.now(UTC)
    limits = BallotLimits(BallotKind.APPROVAL)
    count = VoteCount((), election.voters, 0)
    allocation = allocate_ballots(rule, election, grades)
    return ResultView(allocation, projects, limits, Sealing.OPENED, count, 10, 10, 30, counted_at, b"{}")


BALLOTS = [({"1": 1}, 4), ({"1": 1, "2": 1}, 2), ({"2": 1}, 3), ({"3": 1}, 1)]


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visitor who reads French."""
    monkeypatch.setattr(words, "request_cookies", dict)
    monkeypatch.setattr(words, "request_locale", lambda: "fr-FR")


@pytest.mark.usefixtures("french")
def test_equal_shares_show_whose_money_went_where_as_a_table_that_adds_up() -> None:
    result = _result(shares_rule(100_000), BALLOTS)
    said = _plain(result_of_project(result, "parts", 2, names_of(result, None)))
    to_the_garden = '<a href="/projet?numero=1" target="_self">1. Le &lt;jardin&gt;</a>'
    cells = re.findall(r'<th scope="row">(.*?)</th><td class="number">(.*?)</td>', said)
    assert cells == [(to_the_garden, "200 €"), ("Il leur restait à la fin", "300 €")]
    assert "avaient donc 500 € en tout" in said
    assert "150 € de moins sur son coût auraient suffi, 149,99 € non." in _plain(needed_for_project(result, "parts", 2))
    assert "<jardin>" not in said


@pytest.mark.usefixtures("french")
def test_numbers_are_called_what_they_are_by_points_and_by_grades() -> None:
    points = shares_rule(100_000, count=Count.POINTS, satisfaction=Satisfaction.POINTS)
    result = _result(points, BALLOTS)
    by_points = result_of_project(result, "points", 1, names_of(result, None))
    assert "Rang selon les points" in by_points
    result = _result(judgment_rule(100_000, lowest_grade=1), BALLOTS, 4)
    graded = result_of_project(result, "mentions", 2, names_of(result, None))
    assert "Mention majoritaire</dt><dd>À rejeter" in graded


@pytest.mark.usefixtures("french")
def test_each_edition_and_count_has_an_explanation_of_its_own() -> None:
    first, again = _result(shares_rule(100_000), BALLOTS), _result(shares_rule(90_000), BALLOTS)
    assert needed_for_project(first, "une", 2) != needed_for_project(again, "une", 2)
    assert needed_for_project(first, "une", 1) == ""


def test_each_row_of_the_results_leads_to_the_result_of_its_project(open_page: Open) -> None:
    town = _town(counted=True)
    said = words_of(open_page("results", edition=town.slug))
    leading = re.findall(r'href="/projet\?(numero=\d)&amp;edition=([^"]+)"', said)
    assert {number for number, _slug in leading} == {f"numero={number}" for number in range(1, 5)}
    assert {slug for _number, slug in leading} == {town.slug}
    app = open_page("project", numero="2", edition=town.slug)
    assert "Le résultat" in words_of(app)
