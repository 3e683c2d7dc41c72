"""Guardians of a group at their desks, in real browsers: they make a key together, and open the total."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from budget_app.services.actor import SYSTEM
from budget_app.services.elections import close_vote, readiness, set_up_vote
from budget_app.services.guardian_exchange import find_exchange_progress, restart_exchange
from budget_app.services.guardians import guardian_progress, guardian_task
from tests.budget_app.real_server import RealServer
from tests.budget_app.simulated_town import BEFORE
from tests.budget_app.web_votes import vote_runs
from tests.e2e.desk.group_at_desk import PATIENCE, begin, expect_key, leave, sit_down, town_with_group

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk"), pytest.mark.usefixtures("server")]


def test_three_guardians_who_sit_together_make_a_key_in_one_visit_and_two_of_them_open_the_total(
    browser: Browser, pages: list[Page], server: RealServer, tmp_path: Path
) -> None:
    town = town_with_group()
    always, *members = sit_down(browser, pages, server, town, range(4))
    key = always.hand_in_key(tmp_path)
    files = [begin(member, tmp_path) for member in members[:2]]
    for member in members[:2]:
        expect(member.page.get_by_text("On attend : Membre 3.")).to_be_visible(timeout=PATIENCE)
    files.append(begin(members[2], tmp_path))
    for member in members:
        expect_key(member)
    assert len({member.shown()[1] for member in members}) == 1, "all see the same group"
    published = [progress.public_key for progress in guardian_progress(town.slug)]
    assert [member.shown()[0] for member in members] == published[1:]
    assert readiness(SYSTEM, town.slug) == ()
    set_up_vote(SYSTEM, town.slug, BEFORE)
    for member, path in zip(members, files, strict=True):
        seed = json.loads(path.read_text())["seed"]
        assert not any(seed in sent for sent in member.sent), "the seed left the page"
        assert not any(member.token in sent for sent in member.sent), "the token stood in an address"
        assert member.faults == []
        assert member.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    town.vote(town.people[0], 1, 2)
    town.vote(town.people[1], 2)
    vote_runs(town, -2, -1)
    close_vote(SYSTEM, town.slug, datetime.now(UTC))
    for guardian, path in ((always, key), (members[0], files[0]), (members[2], files[2])):
        leave(guardian)
        guardian.open()
        guardian.hand_in_share(path)
        expect(guardian.heading("1. Comparez l’empreinte")).to_have_count(0)
    expect(members[2].heading("Le résultat est publié")).to_be_visible()
    assert b'{"result":[[0,1,2,0]]}' in town.archive()


def test_three_visits_with_nothing_but_the_file_or_the_paper(
    browser: Browser, pages: list[Page], server: RealServer, tmp_path: Path
) -> None:
    town = town_with_group()
    members = sit_down(browser, pages, server, town, (1, 2, 3))
    for member in members:
        member.page.route("**/guardian/polynomial", lambda route: route.abort())
    files = []
    for member in members:
        files.append(begin(member, tmp_path))
        expect(member.page.get_by_text("étape sur trois").first).to_be_visible()
        leave(member)
    for member, path in zip(members, files, strict=True):
        member.open()
        member.page.locator("#seed").set_input_files(path)
        sent = member.page.get_by_text("Deuxième étape sur trois : vos messages aux autres gardiens sont arrivés.")
        expect(sent.or_(member.heading("Votre clé est en place"))).to_be_visible(timeout=PATIENCE)
        leave(member)
    for member, path in zip(members[:2], files, strict=False):
        member.open()
        member.page.get_by_text("J’ai noté la clé sur papier").click()
        member.page.get_by_label("Les 22 caractères").fill(" ".join(json.loads(path.read_text())["seed"]))
        member.button("Utiliser ces caractères").click()
        expect_key(member)
    assert all(progress.public_key for progress in guardian_progress(town.slug)[1:])


def test_a_wrong_file_or_wrong_characters_do_not_go_on(
    browser: Browser, pages: list[Page], server: RealServer, tmp_path: Path
) -> None:
    town = town_with_group()
    first, second = sit_down(browser, pages, server, town, (1, 2))
    begin(first, tmp_path)
    other = begin(second, tmp_path)
    expect(first.heading("Votre étape est faite")).to_be_visible()
    leave(first)
    first.open()
    first.page.locator("#seed").set_input_files(other)
    first.expect_fault("Ce fichier est une autre clé que la vôtre")
    members = json.loads(other.read_text())
    (tmp_path / "autre-vote.json").write_text(json.dumps({**members, "uuid": "x" * 14}))
    first.page.locator("#seed").set_input_files(tmp_path / "autre-vote.json")
    first.expect_fault("Ce fichier est la clé d’un autre vote.")
    first.page.get_by_text("J’ai noté la clé sur papier").click()
    first.page.get_by_label("Les 22 caractères").fill(members["seed"][:-1])
    first.button("Utiliser ces caractères").click()
    first.expect_fault("Ce ne sont pas les 22 caractères")
    expect(first.page.get_by_label("Les 22 caractères")).to_have_attribute("aria-invalid", "true")


def _spoil_secret(route: Route) -> None:
    """The server, or a guardian, puts another message in the place of the one from the group's second member."""
    task = route.fetch().json()
    if task["exchange"] and task["exchange"]["vinput"]:
        vinput = json.loads(task["exchange"]["vinput"])
        vinput["secrets"][1] = vinput["secrets"][0]
        task["exchange"]["vinput"] = json.dumps(vinput, separators=(",", ":"), ensure_ascii=False)
    route.fulfill(json=task)


def test_a_dishonest_member_is_named_and_the_group_begins_again(
    browser: Browser, pages: list[Page], server: RealServer, tmp_path: Path
) -> None:
    town = town_with_group()
    members = sit_down(browser, pages, server, town, (1, 2, 3))
    members[0].page.route("**/api/elections/*/guardian", _spoil_secret)
    for member in members:
        begin(member, tmp_path)
    for member in members:
        expect(member.heading("La clé du groupe est arrêtée")).to_be_visible(timeout=PATIENCE)
        expect(member.page.get_by_text("Membre 1 dit que le message secret reçu de Membre 2")).to_be_visible()
    progress = find_exchange_progress(town.slug)
    assert progress is not None
    assert progress.fault is not None
    assert progress.fault.code == "secret-invalid"
    members[0].page.unroute("**/api/elections/*/guardian")
    restart_exchange(SYSTEM, town.slug, BEFORE)
    for member in members:
        expect(member.button("Créer ma clé")).to_be_visible(timeout=PATIENCE)
    for member in members:
        member.make_key()
        path = member.save_key(tmp_path)
        member.page.locator("#prove").set_input_files(path)
        member.send_key()
    for member in members:
        expect_key(member)


def _lose_the_answer(route: Route) -> None:
    """The server takes what was sent; its answer is lost on the way."""
    route.fetch()
    route.abort()


def test_when_answers_are_lost_trying_again_goes_on(
    browser: Browser, pages: list[Page], server: RealServer, tmp_path: Path
) -> None:
    town = town_with_group()
    members = sit_down(browser, pages, server, town, (1, 2, 3))
    for name in ("certificate", "promise", "polynomial", "voutput"):
        members[0].page.route(f"**/guardian/{name}", _lose_the_answer, times=1)
    begin(members[0], tmp_path)
    for _ in ("certificate", "promise"):
        members[0].expect_fault("Le serveur n’a pas répondu.")
        members[0].send_key()
    for member in members[1:]:
        begin(member, tmp_path)
    for _ in ("polynomial", "voutput"):
        expect(members[0].button("Continuer")).to_be_visible(timeout=PATIENCE)
        members[0].expect_fault("Le serveur n’a pas répondu.")
        members[0].button("Continuer").click()
    for member in members:
        expect_key(member)


def test_a_first_visit_that_was_broken_off_is_taken_up_with_the_same_key(
    browser: Browser, pages: list[Page], server: RealServer, tmp_path: Path
) -> None:
    town = town_with_group()
    [member] = sit_down(browser, pages, server, town, (1,))
    member.page.route("**/guardian/promise", lambda route: route.abort())
    path = begin(member, tmp_path)
    member.expect_fault("Le serveur n’a pas répondu.")
    member.page.unroute("**/guardian/promise")
    leave(member)
    member.open()
    member.send_key()
    member.expect_fault("Choisissez d’abord votre fichier de clé.")
    member.page.locator("#seed").set_input_files(path)
    expect(member.heading("Cette page continue toute seule")).to_be_visible()
    member.send_key()
    expect(member.page.get_by_text("On attend : Membre 2, Membre 3.")).to_be_visible()
    assert guardian_task(town.uuid, member.token).exchange is not None
