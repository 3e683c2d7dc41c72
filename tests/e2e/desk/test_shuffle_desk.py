"""Guardians at their desks where ballots are opened: they shuffle in turn, then open the votes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from budget_app.domain.ballot_kind import SMALLEST_OPENED_ROLL, BallotKind
from budget_app.domain.edition import VotingRules
from budget_app.services.actor import SYSTEM
from budget_app.services.elections import close_vote, set_up_vote
from budget_app.services.guardians import name_guardians
from budget_app.services.results import find_result
from tests.budget_app.real_server import RealServer
from tests.budget_app.simulated_town import BEFORE, DURING, SimulatedTown
from tests.budget_app.web_votes import vote_runs
from tests.e2e.desk.guardian_at_desk import GuardianAtDesk
from voting.verification.procedure import verify_archive

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

RANKING = VotingRules(1, 3, kind=BallotKind.RANKING)
_AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _town() -> SimulatedTown:
    """A town of opened ballots where only the keys of its two guardians are missing."""
    town = SimulatedTown(voters=SMALLEST_OPENED_ROLL, guardians=2, rules=RANKING).prepare()
    people = [(f"Gardienne {number}", f"g{number}@essai.example") for number in (1, 2)]
    town.links = name_guardians(SYSTEM, town.slug, people, BEFORE)
    return town


def _vote_and_close(town: SimulatedTown) -> None:
    set_up_vote(SYSTEM, town.slug, BEFORE)
    for person, fields in zip(town.people, [(1, 2, 0), (2, 1, 3), (1, 0, 0)], strict=False):
        town.cast(person, town.seal_fields(person, *fields).raw, DURING)
    vote_runs(town, -2, -1)
    close_vote(SYSTEM, town.slug, datetime.now(UTC))


def _look(guardian: GuardianAtDesk) -> None:
    """What a narrow screen and a screen reader make of the page."""
    found = Axe().run(guardian.page, options=_AXE)
    assert found.violations_count == 0, found.generate_report()
    for width in (360, 1280):
        guardian.page.set_viewport_size({"width": width, "height": 800})
        assert guardian.page.evaluate(_WIDE) <= 0


def test_two_guardians_shuffle_in_turn_and_open_the_votes(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = _town()
    guardians = [GuardianAtDesk(context, server.address, town, position) for position in (0, 1)]
    files = [guardian.hand_in_key(tmp_path) for guardian in guardians]
    _vote_and_close(town)
    first, second = guardians
    second.button("Actualiser cette page").click()
    expect(second.heading("D’autres gardiens mélangent les bulletins")).to_be_visible()
    _look(second)
    first.button("Actualiser cette page").click()
    expect(first.heading("2. Mélangez les bulletins")).to_be_visible()
    assert first.shown()[0] == town.election.fingerprint
    _look(first)
    first.button("Mélanger et envoyer").click()
    expect(first.heading("D’autres gardiens mélangent les bulletins")).to_be_visible()
    second.button("Actualiser cette page").click()
    second.button("Mélanger et envoyer").click()
    for guardian, path in zip((second, first), reversed(files), strict=True):
        if guardian is first:
            guardian.button("Actualiser cette page").click()
        expect(guardian.button("Déchiffrer et envoyer ma part")).to_be_visible()
        guardian.hand_in_share(path)
        expect(guardian.heading("1. Comparez l’empreinte")).to_have_count(0)
    expect(first.heading("Le résultat est publié")).to_be_visible()
    result = find_result(town.slug)
    assert result is not None
    assert sorted((line.number, line.votes) for line in result.lines) == [(1, 8), (2, 5), (3, 1)]
    report = verify_archive(BytesIO(town.archive()))
    assert report.failure is None
    assert report.find_line("shuffles").found == "1, 2"
    assert first.faults == second.faults == []


def test_a_shuffle_whose_answer_was_lost_is_not_sent_twice(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = _town()
    guardians = [GuardianAtDesk(context, server.address, town, position) for position in (0, 1)]
    for guardian in guardians:
        guardian.hand_in_key(tmp_path)
    _vote_and_close(town)
    first = guardians[0]
    first.button("Actualiser cette page").click()
    first.page.route("**/guardian/shuffle", lambda route: (route.fetch(), route.abort()), times=1)
    first.button("Mélanger et envoyer").click()
    first.expect_fault("Le serveur n’a pas répondu. Rien n’est perdu")
    first.button("Mélanger et envoyer").click()
    expect(first.heading("D’autres gardiens mélangent les bulletins")).to_be_visible()
    assert verify_archive(BytesIO(town.archive())).find_line("shuffles").found == "1"
