"""Every kind of ballot from the booth to the result that explains itself: one voter in a browser, a town around."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from budget_app.domain.allocation.descriptor import Method, Rule, Satisfaction, Shares, Step, StepUnit
from budget_app.domain.ballot_kind import SMALLEST_OPENED_ROLL, BallotKind, Sealing
from budget_app.domain.edition import VotingRules
from budget_app.services.actor import SYSTEM
from budget_app.services.elections import close_vote
from budget_app.services.guardians import submit_shuffle
from budget_app.services.rules import find_edition_rule
from tests.budget_app.real_server import RealServer, run_shared_server
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_votes import vote_runs
from tests.e2e.booth.booth_town import Voter
from tests.e2e.booth.booth_voter import VoterAtBooth
from tests.e2e.day.people import DayTown

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("kinds")]


def _shared(rule: Rule) -> Rule:
    shares = Shares(Satisfaction.COST, Step(1, StepUnit.PERCENT), fill=True, compare=None)
    return replace(rule, method=Method.EQUAL_SHARES, shares=shares)


@dataclass(frozen=True)
class Kind:
    """A kind of ballot and a rule: what is given in the browser, what the others gave, and what is said of it.

    Projects 1, 2 and 3 cost 3,000, 6,000 and 9,000 euros of a budget of 10,000. ``said`` are the votes of each, or its
    majority grade.
    """

    name: str
    rules: VotingRules
    given: tuple[int, ...]
    others: tuple[tuple[int, ...], ...]
    said: tuple[object, ...]
    funded: tuple[int, ...]
    change: Callable[[Rule], Rule] | None = None
    districts: tuple[str, ...] = ()


KINDS = (
    Kind("approval", VotingRules(1, 3), (1, 1, 0), ((0, 1, 0), (0, 0, 1)), (1, 2, 1), (2, 1)),
    Kind(
        "approval-by-district",
        VotingRules(1, 1, per_district=True),
        (1, 1, 0),
        ((0, 1, 1), (1, 1, 0)),
        (2, 3, 1),
        (2, 1),
        districts=("Nord", "Sud", "Nord"),
    ),
    Kind("single", VotingRules(1, 1, kind=BallotKind.SINGLE), (0, 0, 1), ((0, 0, 1), (1, 0, 0)), (1, 0, 2), (3,)),
    Kind(
        "knapsack",
        VotingRules(1, 3, kind=BallotKind.KNAPSACK),
        (1, 1, 0),
        ((0, 0, 1), (0, 1, 0)),
        (1, 2, 1),
        (2, 1),
    ),
    Kind(
        "points",
        VotingRules(1, 1, kind=BallotKind.POINTS, points=5, points_each=3),
        (3, 2, 0),
        ((1, 0, 3), (0, 3, 0)),
        (4, 5, 3),
        (2, 1),
    ),
    Kind(
        "grades",
        VotingRules(0, 1, kind=BallotKind.GRADES),
        (3, 2, 0),
        ((3, 1, 1), (0, 2, 3)),
        ("Très bien", "Bien", "Passable"),
        (1, 2),
    ),
    Kind(
        "ranking",
        VotingRules(1, 3, kind=BallotKind.RANKING),
        (2, 1, 3),
        ((1, 2, 0), (2, 1, 0)),
        (7, 8, 1),
        (2, 1),
    ),
    Kind("equal-shares", VotingRules(1, 3), (1, 1, 0), ((1, 0, 0), (0, 0, 1)), (2, 1, 1), (1, 2), _shared),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """The real server; what a test does with a service goes into the same database."""
    with run_shared_server(tmp_path_factory.mktemp("kinds")) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A French telephone."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def _town(kind: Kind) -> SimulatedTown:
    """Others have voted already, and the vote is open."""
    opened = kind.change is not None or kind.rules.kind in (BallotKind.KNAPSACK, BallotKind.RANKING)
    town = SimulatedTown(
        voters=SMALLEST_OPENED_ROLL if opened else 3,
        guardians=1,
        rules=kind.rules,
        districts=kind.districts,
        change_rule=kind.change,
    ).set_up()
    vote_runs(town, -1, 1)
    for person, fields in zip(town.people[1:], kind.others, strict=False):
        town.cast(person, town.seal_fields(person, *fields).raw, datetime.now(UTC))
    return town


def _vote(page: Page, address: str, town: SimulatedTown, kind: Kind) -> None:
    person = town.people[0]
    letter = Voter(person.roll_number, person.birth_date.isoformat(), person.code)
    voter = VoterAtBooth(page, DayTown(town.uuid), address, letter)  # type: ignore[arg-type]
    voter.open_link()
    voter.start()
    for number, value in enumerate(kind.given, start=1):
        if kind.rules.kind in (BallotKind.POINTS, BallotKind.GRADES, BallotKind.RANKING):
            voter.box(number).select_option(str(value))
        elif value:
            voter.box(number).check()
    voter.proceed()
    tracker = voter.seal()
    voter.cast()
    voter.expect_receipt(tracker)


def _count(town: SimulatedTown) -> None:
    vote_runs(town, -2, -1)
    now = datetime.now(UTC)
    close_vote(SYSTEM, town.slug, now)
    if find_edition_rule(town.slug).sealing is Sealing.OPENED:
        submit_shuffle(town.uuid, town.token(0), town.shuffle(0), now)
    town.open_count()


def _open(page: Page, address: str) -> None:
    """Opens a page and waits until all of it is drawn."""
    page.goto(address)
    page.locator("h1").wait_for()
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def _read_explanation(page: Page, address: str, funded: bool) -> None:
    """A winner is told why it won; another, why not, and what it would have taken."""
    _open(page, address)
    reason = page.locator("section.result .lead")
    if funded:
        expect(reason).to_contain_text("Ce projet est financé")
    else:
        expect(reason).not_to_contain_text("Ce projet est financé")
        expect(page.get_by_role("heading", name="Ce qu’il aurait fallu")).to_be_visible()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_ballot_goes_from_the_booth_to_a_result_that_explains_itself(
    page: Page, server: RealServer, kind: Kind
) -> None:
    town = _town(kind)
    _vote(page, server.address, town, kind)
    _count(town)
    _open(page, f"{server.address}/resultats?edition={town.slug}")
    funded = page.locator("ol.funded li")
    expect(funded).to_have_count(len(kind.funded))
    for place, number in enumerate(kind.funded):
        expect(funded.nth(place)).to_contain_text(f"Projet {number}")
    rows = page.get_by_role("table").first.get_by_role("row")
    for number, said in enumerate(kind.said, start=1):
        expect(rows.filter(has_text=f"{number}. Projet {number}")).to_contain_text(str(said))
    for number in range(1, len(kind.said) + 1):
        _read_explanation(page, f"{server.address}/projet?edition={town.slug}&numero={number}", number in kind.funded)
