"""The guardian's browser opens nothing but what the ballots on the public board make."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from budget_app.domain.guardian import GuardianState
from budget_app.services.actor import SYSTEM
from budget_app.services.elections import close_vote, set_up_vote
from budget_app.services.guardians import guardian_task
from tests.budget_app.real_server import RealServer
from tests.budget_app.simulated_town import BEFORE
from tests.budget_app.web_votes import vote_runs
from tests.e2e.desk.guardian_at_desk import GuardianAtDesk, town_without_keys

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk"), pytest.mark.usefixtures("server")]


def _closed(context: BrowserContext, server: RealServer, folder: Path) -> tuple[GuardianAtDesk, Path]:
    """A guardian whose share is needed, and the key file."""
    town = town_without_keys()
    guardian = GuardianAtDesk(context, server.address, town)
    path = guardian.hand_in_key(folder)
    set_up_vote(SYSTEM, town.slug, BEFORE)
    for person in town.people[:2]:
        town.vote(person, 1)
    vote_runs(town, -2, -1)
    close_vote(SYSTEM, town.slug, datetime.now(UTC))
    return guardian, path


def _expect_nothing_sent(guardian: GuardianAtDesk) -> None:
    assert not any("/guardian/share" in sent for sent in guardian.sent)
    assert guardian_task(guardian.town.uuid, guardian.token).state is GuardianState.SHARE_NEEDED


def test_another_total_than_that_of_the_board_is_not_opened(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    guardian, path = _closed(context, server, tmp_path)

    def lie(route: Route) -> None:
        """One ballot in the place of the sum of all: what a server that wants to read it would give."""
        task = route.fetch().json()
        ballot = guardian.town.seal(guardian.town.people[0], 1)
        choices = json.loads(ballot.raw)["answers"][0]["choices"]
        route.fulfill(json={**task, "encrypted_tally": json.dumps([choices], separators=(",", ":"))})

    guardian.page.route("**/api/elections/*/guardian", lie, times=1)
    guardian.button("Actualiser cette page").click()
    guardian.hand_in_share(path)
    guardian.expect_fault("Ce que le serveur vous donne à ouvrir n’est pas le total de l’urne publique.")
    _expect_nothing_sent(guardian)
    assert guardian.faults == []


def test_nothing_of_a_board_that_is_not_valid_is_opened(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    guardian, path = _closed(context, server, tmp_path)
    archive = guardian.town.archive()
    place = archive.index(b'"signature"') + 100
    changed = archive[:place] + bytes([archive[place] ^ 1]) + archive[place + 1 :]
    guardian.page.route("**/board/*.bel", lambda route: route.fulfill(body=changed), times=1)
    guardian.button("Actualiser cette page").click()
    guardian.hand_in_share(path)
    guardian.expect_fault("L’urne publique de ce vote n’est pas valable (archive-hash).")
    _expect_nothing_sent(guardian)


def test_the_board_of_another_vote_is_told_apart(context: BrowserContext, server: RealServer, tmp_path: Path) -> None:
    guardian, path = _closed(context, server, tmp_path)
    other, _ = _closed(context, server, tmp_path)
    archive = other.town.archive()
    guardian.page.route("**/board/*.bel", lambda route: route.fulfill(body=archive), times=1)
    guardian.button("Actualiser cette page").click()
    guardian.hand_in_share(path)
    guardian.expect_fault("Ce que le serveur vous donne à ouvrir n’est pas le total de l’urne publique.")
    _expect_nothing_sent(guardian)


def test_without_the_board_the_guardian_can_try_again(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    guardian, path = _closed(context, server, tmp_path)
    guardian.page.route("**/board/*.bel", lambda route: route.abort(), times=1)
    guardian.button("Actualiser cette page").click()
    guardian.hand_in_share(path)
    guardian.expect_fault("Le serveur n’a pas répondu. Rien n’est perdu")
    _expect_nothing_sent(guardian)
    guardian.give()
    expect(guardian.heading("Le résultat est publié")).to_be_visible()
