"""Every kind of ballot in a real browser: given, sealed, cast, and read back from what was decrypted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect

from budget_app.domain.ballot_kind import BallotKind, BallotLimits, Sealing
from tests.e2e.booth.booth_server import BoothServer
from tests.e2e.booth.booth_town import Town, make_town
from tests.e2e.booth.booth_voter import VoterAtBooth

pytestmark = pytest.mark.browser

PROJECTS = 5
KNAPSACK = BallotLimits(BallotKind.KNAPSACK, 1, 5)
POINTS = BallotLimits(BallotKind.POINTS, 1, 1, points=5, points_each=3)
GRADES = BallotLimits(BallotKind.GRADES, 0, 1)
RANKING = BallotLimits(BallotKind.RANKING, 1, 3)
APART = BallotLimits(BallotKind.APPROVAL, 1, 1, per_district=True)
SINGLE = BallotLimits(BallotKind.SINGLE, 1, 1)
LISTED = [
    (POINTS, Sealing.TOTALS, (3, 0, 2, 0, 0)),
    (POINTS, Sealing.OPENED, (3, 0, 2, 0, 0)),
    (GRADES, Sealing.TOTALS, (3, 0, 1, 2, 0)),
    (GRADES, Sealing.OPENED, (3, 0, 1, 2, 0)),
    (RANKING, Sealing.OPENED, (2, 0, 1, 0, 3)),
]
_AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def _booth(
    context: BrowserContext, limits: BallotLimits, sealing: Sealing
) -> Iterator[tuple[VoterAtBooth, BoothServer, Town]]:
    """A voter who has come to the choice."""
    town = make_town(projects=PROJECTS, limits=limits, sealing=sealing)
    with BoothServer(town) as server:
        voter = VoterAtBooth(context.new_page(), town, f"http://localhost:{server.port}", town.voters[0])
        voter.open_link()
        voter.start()
        yield voter, server, town


def _remark(voter: VoterAtBooth) -> str:
    return voter.page.locator(".remark").inner_text()


def _give(voter: VoterAtBooth, values: tuple[int, ...]) -> None:
    for number, value in enumerate(values, start=1):
        voter.box(number).select_option(str(value))


@pytest.mark.parametrize(("limits", "sealing", "values"), LISTED, ids=[f"{k.kind}-{s}" for k, s, _ in LISTED])
def test_what_projects_are_given_is_sealed_and_counted(
    context: BrowserContext, limits: BallotLimits, sealing: Sealing, values: tuple[int, ...]
) -> None:
    with _booth(context, limits, sealing) as (voter, server, town):
        _give(voter, values)
        voter.proceed()
        for value in page_values(limits, values):
            expect(voter.page.locator(".chosen-list")).to_contain_text(value)
        tracker = voter.seal()
        voter.cast()
        voter.expect_receipt(tracker)
        count = town.read(server.box.ballots, limits)
        assert count.invalid == ()
        if limits.kind is BallotKind.RANKING:
            assert count.groups[0].fields == values
        else:
            assert count.votes == values


def page_values(limits: BallotLimits, values: tuple[int, ...]) -> list[str]:
    """What the summary says of each value given."""
    grades = ("À rejeter", "Passable", "Bien", "Très bien")
    said = {
        BallotKind.GRADES: lambda value: grades[value],
        BallotKind.POINTS: lambda value: f"{value} point",
        BallotKind.RANKING: lambda value: f"rang {value}",
    }
    return [said[limits.kind](value) for value in values if value]


def test_one_project_alone_is_chosen_and_a_second_takes_its_place(context: BrowserContext) -> None:
    with _booth(context, SINGLE, Sealing.TOTALS) as (voter, server, town):
        voter.choose(2, 4)
        expect(voter.box(2)).not_to_be_checked()
        voter.proceed()
        tracker = voter.seal()
        voter.cast()
        voter.expect_receipt(tracker)
        assert town.read(server.box.ballots, SINGLE).votes == (0, 0, 0, 1, 0)


def test_projects_that_do_not_fit_the_budget_together_cannot_be_chosen(context: BrowserContext) -> None:
    with _booth(context, KNAPSACK, Sealing.OPENED) as (voter, server, town):
        voter.choose(1, 2)
        voter.box(3).click()
        expect(voter.box(3)).not_to_be_checked()
        assert "ne tient plus dans le budget" in _remark(voter)
        voter.choose(4)
        voter.proceed()
        tracker = voter.seal()
        voter.cast()
        voter.expect_receipt(tracker)
        assert town.read(server.box.ballots, KNAPSACK).votes == (1, 1, 0, 1, 0)


def test_points_beyond_the_total_are_refused_with_what_to_do(context: BrowserContext) -> None:
    with _booth(context, POINTS, Sealing.TOTALS) as (voter, _, _):
        voter.press("Continuer")
        assert "Donnez au moins un point" in _remark(voter)
        voter.box(1).select_option("3")
        voter.box(2).select_option("3")
        expect(voter.box(2)).to_have_value("0")
        assert "Vous n’avez que 5 points" in _remark(voter)
        voter.box(2).select_option("2")
        expect(voter.page.locator(".count")).to_contain_text("5 points donnés sur 5")


def test_a_rank_has_one_project_and_none_may_be_left_out(context: BrowserContext) -> None:
    with _booth(context, RANKING, Sealing.OPENED) as (voter, _, _):
        voter.box(1).select_option("1")
        voter.box(2).select_option("1")
        expect(voter.box(1)).to_have_value("0")
        voter.box(3).select_option("3")
        voter.press("Continuer")
        assert "Il manque un rang" in _remark(voter)
        voter.box(3).select_option("2")
        voter.proceed()
        items = voter.page.locator(".chosen-list li")
        expect(items.nth(0)).to_contain_text("n° 2")
        expect(items.nth(1)).to_contain_text("n° 3")


@pytest.mark.parametrize("sealing", Sealing)
def test_choices_are_limited_in_each_district(context: BrowserContext, sealing: Sealing) -> None:
    """Of the five projects 1 and 4 are of one district, 2 and 3 of another, 5 of a third."""
    with _booth(context, APART, sealing) as (voter, server, town):
        expect(voter.page.locator("p.lead")).to_contain_text("Choisissez un projet dans chaque quartier")
        voter.choose(1)
        voter.box(4).click()
        expect(voter.box(4)).not_to_be_checked()
        assert "Vous avez déjà choisi un projet de ce quartier" in _remark(voter)
        voter.choose(3)
        voter.press("Continuer")
        assert "Dans chaque quartier, choisissez au moins un projet" in _remark(voter)
        voter.choose(5)
        voter.proceed()
        tracker = voter.seal()
        voter.cast()
        voter.expect_receipt(tracker)
        count = town.read(server.box.ballots, APART)
        assert (count.votes, count.expressed, count.invalid) == ((1, 0, 1, 0, 1), 1, ())


@pytest.mark.parametrize("limits", [KNAPSACK, RANKING, GRADES])
def test_a_blank_vote_is_cast_in_every_kind(context: BrowserContext, limits: BallotLimits) -> None:
    with _booth(context, limits, Sealing.OPENED) as (voter, server, town):
        voter.page.get_by_label("Je vote blanc").check()
        voter.proceed()
        tracker = voter.seal()
        voter.cast()
        voter.expect_receipt(tracker)
        assert town.read(server.box.ballots, limits).blank == 1


def test_a_list_that_says_other_rules_than_the_election_is_not_voted_on(context: BrowserContext) -> None:
    town = make_town(projects=PROJECTS, limits=POINTS)
    other = make_town(projects=PROJECTS, limits=BallotLimits(BallotKind.POINTS, 1, 1, points=9, points_each=3))
    with BoothServer(town) as server:
        server.box.ballot_list = other.ballot_list
        page = context.new_page()
        page.goto(f"http://localhost:{server.port}/vote/{town.election.uuid}")
        expect(page.locator("main")).to_contain_text("ballot-list-changed")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("limits", [SINGLE, POINTS, GRADES, RANKING], ids=lambda limits: limits.kind)
def test_every_kind_is_accessible_and_fits(browser: Browser, limits: BallotLimits, width: int) -> None:
    """On a high screen, where the bar at the foot covers no project by chance."""
    sealing = Sealing.OPENED if limits is RANKING else Sealing.TOTALS
    with (
        browser.new_context(locale="fr-FR", viewport={"width": width, "height": 4000}) as context,
        _booth(context, limits, sealing) as (voter, _, _),
    ):
        if limits is SINGLE:
            voter.choose(1)
        else:
            _give(voter, (1, 0, 0, 0, 0))
        for step in ("choice", "summary"):
            if step == "summary":
                voter.proceed()
            found = Axe().run(voter.page, options=_AXE)
            assert found.violations_count == 0, f"{step}: {found.generate_report()}"
            assert voter.page.evaluate(_WIDE) <= 0
