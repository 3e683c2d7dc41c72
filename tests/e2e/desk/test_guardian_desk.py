"""A guardian at the desk, in a real browser: makes a key, keeps it, opens the total with it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from budget_app.services.actor import SYSTEM
from budget_app.services.elections import close_vote, set_up_vote
from budget_app.services.guardians import guardian_task, submit_key
from tests.budget_app.real_server import RealServer
from tests.budget_app.simulated_town import BEFORE, SimulatedTown
from tests.budget_app.web_votes import vote_runs
from tests.e2e.desk.guardian_at_desk import GuardianAtDesk, town_without_keys
from voting.published import parse_published
from voting.trustee import generate_trustee_key, parse_key_file, trustee_public_key_bytes
from voting.verification.procedure import verify_archive

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk"), pytest.mark.usefixtures("server")]


def _vote_and_close(town: SimulatedTown) -> None:
    set_up_vote(SYSTEM, town.slug, BEFORE)
    town.vote(town.people[0], 1, 2)
    town.vote(town.people[1], 2)
    town.vote(town.people[2])
    vote_runs(town, -2, -1)
    close_vote(SYSTEM, town.slug, datetime.now(UTC))


def test_two_guardians_make_their_keys_and_open_the_total(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = town_without_keys(guardians=2)
    guardians = [GuardianAtDesk(context, server.address, town, position) for position in (0, 1)]
    files = [guardian.hand_in_key(tmp_path) for guardian in guardians]
    assert [path.name for path in files] == [f"isoloir-cle-gardien-{n}-{town.uuid[:6]}.json" for n in (1, 2)]
    _vote_and_close(town)
    for guardian, path in zip(guardians, files, strict=True):
        guardian.button("Actualiser cette page").click()
        guardian.hand_in_share(path)
        expect(guardian.heading("1. Comparez l’empreinte")).to_have_count(0)
    expect(guardians[1].heading("Le résultat est publié")).to_be_visible()
    assert b'{"result":[[1,1,2,0]]}' in town.archive()
    beside = f"{server.address}/board/{town.uuid}"
    strong, facts = (context.request.get(f"{beside}.{name}.json").body() for name in ("strong", "published"))
    report = verify_archive(BytesIO(town.archive()), strong=strong, published=parse_published(facts))
    assert (report.failure, report.find_line("shares").found) == (None, "2 (2 strong)")
    assert len(parse_published(facts).shares or ()) == 2
    for guardian, path in zip(guardians, files, strict=True):
        secret = str(parse_key_file(path.read_bytes()).secret)
        assert not any(secret in sent for sent in guardian.sent), "the key left the page"
        assert not any(guardian.token in sent for sent in guardian.sent), "the token stood in an address"
        assert guardian.faults == []
        assert guardian.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_public_key_goes_only_after_the_saved_file_was_shown(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = town_without_keys()
    guardian = GuardianAtDesk(context, server.address, town)
    guardian.open()
    assert guardian.page.url == guardian.address, "the token stays in the address"
    guardian.make_key()
    guardian.send_key()
    guardian.expect_fault("Enregistrez d’abord le fichier de clé")
    wrong = tmp_path / "liste.json"
    wrong.write_text("[]")
    guardian.choose_file(wrong)
    guardian.expect_fault("Ce fichier n’est pas un fichier de clé")
    guardian.send_key()
    guardian.expect_fault("Enregistrez d’abord le fichier de clé")
    path = guardian.save_key(tmp_path)
    damaged = tmp_path / "abime.json"
    damaged.write_text(path.read_text().replace('"private_key": "', '"private_key": "1'))
    guardian.choose_file(damaged)
    expect(guardian.page.locator("#prove")).to_have_attribute("aria-invalid", "true")
    assert guardian_task(town.uuid, guardian.token).public_key is None
    guardian.choose_file(path)
    [public] = guardian.shown()
    guardian.send_key()
    expect(guardian.heading("Votre clé est en place")).to_be_visible()
    assert guardian_task(town.uuid, guardian.token).public_key == public
    assert guardian.shown() == [public] == [parse_key_file(path.read_bytes()).public.text]


def test_a_key_file_of_another_vote_or_another_key_is_told_apart(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    guardian = GuardianAtDesk(context, server.address, town_without_keys())
    path = guardian.hand_in_key(tmp_path)
    members = json.loads(path.read_text())
    (tmp_path / "autre-vote.json").write_text(json.dumps({**members, "uuid": "x" * 14}))
    guardian.choose_file(tmp_path / "autre-vote.json")
    guardian.expect_fault("Ce fichier est la clé d’un autre vote.")
    (tmp_path / "autre-cle.privkey").write_text('"12345"')
    guardian.choose_file(tmp_path / "autre-cle.privkey")
    guardian.expect_fault("Ce fichier est une autre clé que la vôtre")
    guardian.choose_file(path)
    expect(guardian.page.get_by_text("C’est le bon fichier de clé.")).to_be_visible()


def test_a_key_saved_in_an_earlier_visit_or_by_the_command_line_is_taken_on(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = town_without_keys()
    first = GuardianAtDesk(context, server.address, town)
    first.open()
    first.make_key()
    path = first.save_key(tmp_path)
    first.page.close()
    guardian = GuardianAtDesk(context, server.address, town)
    guardian.open()
    guardian.page.get_by_text("J’ai déjà un fichier de clé pour ce vote").click()
    guardian.choose_file(path)
    guardian.send_key()
    expect(guardian.heading("Votre clé est en place")).to_be_visible()
    assert guardian.shown() == [parse_key_file(path.read_bytes()).public.text]


def _lose_the_answer(route: Route) -> None:
    """The server takes what was sent; its answer is lost on the way."""
    route.fetch()
    route.abort()


def test_when_the_answer_is_lost_trying_again_finds_the_key_received(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = town_without_keys()
    guardian = GuardianAtDesk(context, server.address, town)
    guardian.open()
    guardian.make_key()
    guardian.choose_file(guardian.save_key(tmp_path))
    guardian.page.route("**/guardian/key", _lose_the_answer, times=1)
    guardian.send_key()
    guardian.expect_fault("Le serveur n’a pas répondu. Rien n’est perdu")
    guardian.send_key()
    expect(guardian.heading("Votre clé est en place")).to_be_visible()


def test_when_the_answer_is_lost_trying_again_finds_the_share_received(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = town_without_keys(guardians=2)
    guardians = [GuardianAtDesk(context, server.address, town, position) for position in (0, 1)]
    path = [guardian.hand_in_key(tmp_path) for guardian in guardians][0]
    _vote_and_close(town)
    guardian = guardians[0]
    guardian.button("Actualiser cette page").click()
    guardian.page.route("**/guardian/share", _lose_the_answer, times=1)
    guardian.hand_in_share(path)
    guardian.expect_fault("Le serveur n’a pas répondu. Rien n’est perdu")
    guardian.give()
    expect(guardian.heading("Votre part est arrivée")).to_be_visible()


def test_a_share_whose_strong_proof_does_not_hold_is_refused_on_the_spot(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = town_without_keys()
    guardian = GuardianAtDesk(context, server.address, town)
    path = guardian.hand_in_key(tmp_path)
    _vote_and_close(town)

    def spoil(route: Route) -> None:
        share, _, strong = (route.request.post_data or "").partition("\n")
        members = json.loads(strong)
        members["proofs"][0][0], members["proofs"][0][1] = members["proofs"][0][1], members["proofs"][0][0]
        route.continue_(post_data=f"{share}\n{json.dumps(members, separators=(',', ':'))}")

    guardian.button("Actualiser cette page").click()
    guardian.page.route("**/guardian/share", spoil, times=1)
    guardian.hand_in_share(path)
    guardian.expect_fault("La seconde preuve de cette part ne tient pas")
    guardian.give()
    expect(guardian.heading("Le résultat est publié")).to_be_visible()


def test_a_site_that_promises_another_share_than_was_sent_is_told_of(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = town_without_keys(guardians=2)
    guardians = [GuardianAtDesk(context, server.address, town, position) for position in (0, 1)]
    path = [guardian.hand_in_key(tmp_path) for guardian in guardians][0]
    _vote_and_close(town)
    guardian = guardians[0]

    def lie(route: Route) -> None:
        facts = route.fetch().json()
        route.fulfill(json={**facts, "shares": [{**promise, "strong": "0" * 64} for promise in facts["shares"]]})

    guardian.button("Actualiser cette page").click()
    guardian.page.route("**/*.published.json", lie, times=1)
    guardian.hand_in_share(path)
    guardian.expect_fault("Le site annonce une autre part que celle de cette page.")
    guardian.give()
    expect(guardian.heading("Votre part est arrivée")).to_be_visible()
    assert not any(guardian.token in sent for sent in guardian.sent), "the token stood in an address"


def test_a_share_needs_the_comparison_and_the_right_key(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = town_without_keys()
    guardian = GuardianAtDesk(context, server.address, town)
    path = guardian.hand_in_key(tmp_path)
    set_up_vote(SYSTEM, town.slug, BEFORE)
    guardian.button("Actualiser cette page").click()
    expect(guardian.heading("Rien à faire avant la clôture")).to_be_visible()
    assert guardian.shown() == [town.election.fingerprint]
    town.vote(town.people[0], 3)
    vote_runs(town, -2, -1)
    close_vote(SYSTEM, town.slug, datetime.now(UTC))
    guardian.button("Actualiser cette page").click()
    expect(guardian.heading("1. Comparez l’empreinte")).to_be_visible()
    assert guardian.shown()[0] == town.election.fingerprint
    guardian.give()
    guardian.expect_fault("Comparez d’abord l’empreinte")
    guardian.page.get_by_role("checkbox").check()
    guardian.give()
    guardian.expect_fault("Choisissez d’abord votre fichier de clé")
    (tmp_path / "autre.privkey").write_text('"12345"')
    guardian.choose_file(tmp_path / "autre.privkey")
    guardian.expect_fault("Ce fichier est une autre clé que la vôtre")
    guardian.button("English").click()
    expect(guardian.page.get_by_role("checkbox")).to_be_checked()
    guardian.button("Français").click()
    guardian.choose_file(path)
    guardian.give()
    expect(guardian.heading("Le résultat est publié")).to_be_visible()


def test_an_election_other_than_its_fingerprint_is_not_opened(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = town_without_keys()
    guardian = GuardianAtDesk(context, server.address, town)
    guardian.hand_in_key(tmp_path)
    _vote_and_close(town)

    def lie(route: Route) -> None:
        task = route.fetch().json()
        route.fulfill(json={**task, "election": task["election"].replace("Projet 1", "Projet 9")})

    guardian.page.route("**/api/elections/*/guardian", lie)
    guardian.button("Actualiser cette page").click()
    guardian.expect_fault("L’empreinte annoncée n’est pas celle du vote reçu. N’envoyez rien")
    expect(guardian.button("Déchiffrer et envoyer ma part")).to_have_count(0)


def test_an_election_whose_key_is_not_the_guardians_is_not_opened(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town, other = town_without_keys(), SimulatedTown(guardians=1).set_up()
    guardian = GuardianAtDesk(context, server.address, town)
    guardian.hand_in_key(tmp_path)
    set_up_vote(SYSTEM, town.slug, BEFORE)
    lies = {"trustees": guardian_task(other.uuid, other.token(0)).trustees}

    def lie(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), **lies})

    guardian.page.route("**/api/elections/*/guardian", lie)
    guardian.button("Actualiser cette page").click()
    guardian.expect_fault("La clé de ce vote n’est pas celle que font les gardiens")
    lies = {"public_key": other.keys[0].public.text}
    guardian.button("Actualiser cette page").click()
    guardian.expect_fault("Votre clé n’est pas parmi celles de ce vote.")
    lies = {"trustees": "[]"}
    guardian.button("Actualiser cette page").click()
    guardian.expect_fault("La clé de ce vote n’est pas celle que font les gardiens")
    lies = {"trustees": "{}"}
    guardian.button("Actualiser cette page").click()
    guardian.expect_fault("La liste des clés de ce vote n’est pas valable.")
    expect(guardian.heading("Rien à faire avant la clôture")).to_have_count(0)


def test_a_key_that_somebody_else_registered_with_the_link_is_not_taken_for_ours(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = town_without_keys()
    guardian = GuardianAtDesk(context, server.address, town)
    guardian.open()
    guardian.make_key()
    guardian.choose_file(guardian.save_key(tmp_path))
    other = trustee_public_key_bytes(generate_trustee_key(os.urandom), os.urandom)
    submit_key(town.uuid, guardian.token, other, BEFORE)
    guardian.send_key()
    guardian.expect_fault("Une autre clé que celle-ci est déjà enregistrée avec votre lien.")


def test_a_link_that_is_not_whole_or_not_ours_is_explained(context: BrowserContext, server: RealServer) -> None:
    guardian = GuardianAtDesk(context, server.address, town_without_keys())
    guardian.page.goto(guardian.address)
    expect(guardian.heading("Il manque votre lien personnel")).to_be_visible()
    guardian.open("unknown")
    guardian.expect_fault("Ce lien de gardien n’est pas ou plus valable.")
    guardian.page.goto("about:blank")
    guardian.open("unknown", "?lang=en")
    guardian.expect_fault("This guardian’s link is not valid")


def test_without_a_network_the_desk_waits_and_tries_again(context: BrowserContext, server: RealServer) -> None:
    guardian = GuardianAtDesk(context, server.address, town_without_keys())
    guardian.page.route("**/api/**", lambda route: route.abort(), times=1)
    guardian.open()
    guardian.expect_fault("Le serveur n’a pas répondu.")
    guardian.button("Réessayer").click()
    expect(guardian.button("Créer ma clé")).to_be_visible()


def test_changing_the_language_keeps_the_key(context: BrowserContext, server: RealServer, tmp_path: Path) -> None:
    guardian = GuardianAtDesk(context, server.address, town_without_keys())
    guardian.open()
    guardian.make_key()
    [public] = guardian.shown()
    guardian.choose_file(guardian.save_key(tmp_path))
    expect(guardian.page.get_by_text("C’est le bon fichier de clé.")).to_be_visible()
    guardian.button("English").click()
    expect(guardian.page.locator("html")).to_have_attribute("lang", "en")
    expect(guardian.page.get_by_text("This is the right key file.")).to_be_visible()
    assert guardian.shown() == [public]
    guardian.button("Send my public key").click()
    expect(guardian.heading("Your key is in place")).to_be_visible()
