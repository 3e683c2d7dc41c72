"""A registrar at the desk, in a real browser: makes codes, keeps them, hands in what is public, and no code leaves."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from budget_app.services.actor import SYSTEM
from budget_app.services.credential_record import read_record, record_facts
from budget_app.services.elections import set_up_vote
from budget_app.services.registrars import current_list, registrar_task
from budget_app.settings import PROJECT
from tests.budget_app.real_server import RealServer
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import BEFORE, Person, SimulatedTown
from tests.budget_app.web_votes import vote_runs
from tests.e2e.desk.registrar_at_desk import RegistrarAtDesk, town_without_codes
from voting.credential_files import parse_public
from voting.credential_record import check_record, parse_record
from voting.credentials import derive_public
from voting.verification.events import read_events
from voting.verification.setup import check_setup

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk"), pytest.mark.usefixtures("server")]

_WHEN_IT_MOVES = """bar => new Promise(done => {
    const look = () => (bar.value > 0 ? done() : requestAnimationFrame(look));
    look();
})"""


def _forms(code: str) -> set[bytes]:
    """A code as it is, without its dashes, and its longest blocks: none may be in what leaves the machine."""
    longest = {part.encode() for part in code.split("-") if len(part) > 5}
    return {code.encode(), code.replace("-", "").encode(), *longest}


def _expect_no_code_sent(registrar: RegistrarAtDesk, codes: dict[str, str]) -> None:
    sent = b"\n".join(registrar.sent)
    assert b"roll_number;credential" in sent, "what was handed in is not in what was kept"
    assert b"registrar-worker.js" in sent, "the worker's own requests are not in what was kept"
    assert not [number for number, code in codes.items() if any(form in sent for form in _forms(code))]


def _listed(registrar: RegistrarAtDesk) -> dict[str, str]:
    return parse_public(current_list(registrar.town.uuid, registrar.token).encode())


def test_codes_are_made_here_and_no_request_holds_one(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    registrar = RegistrarAtDesk(context, server.address, town_without_codes(250))
    registrar.open()
    assert registrar.page.url == registrar.address, "the token stays in the address"
    registrar.make_codes()
    noted = registrar.shown()
    public = registrar.save(tmp_path, "Enregistrer la liste publique")
    codes = registrar.hand_in(tmp_path)
    assert len(codes) == 250
    uuid = registrar.town.uuid
    assert _listed(registrar) == {number: derive_public(uuid, code).text for number, code in codes.items()}
    assert parse_public(public.read_bytes()) == _listed(registrar)
    facts = record_facts(registrar.town.slug)
    assert facts is not None
    assert registrar.shown() == [*noted, facts.head_hash]
    assert [registrar_task(uuid, registrar.token, BEFORE).fingerprint] == noted
    _expect_no_code_sent(registrar, codes)
    log = server.log.read_text()
    assert not [number for number, code in codes.items() if code in log]
    assert registrar.faults == []
    assert registrar.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert not [sent for sent in registrar.sent if registrar.token.encode() in sent.partition(b"\n")[0]]


def test_one_sees_how_far_the_codes_are_and_the_page_stays_alive(context: BrowserContext, server: RealServer) -> None:
    registrar = RegistrarAtDesk(context, server.address, town_without_codes(3000))
    registrar.open()
    registrar.button("Créer les codes").click()
    bar = registrar.page.get_by_role("progressbar", name="Création de 3000 codes…")
    expect(bar).to_be_visible()
    expect(registrar.button("Créer les codes")).to_have_attribute("aria-disabled", "true")
    bar.evaluate(_WHEN_IT_MOVES)
    registrar.page.locator("summary").click()
    expect(registrar.page.get_by_text("Cette commande fait les mêmes fichiers")).to_be_visible()
    expect(registrar.page.get_by_text("3000 codes sont créés.")).to_be_visible(timeout=60_000)


def test_the_list_goes_only_after_the_saved_codes_were_shown(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    registrar = RegistrarAtDesk(context, server.address, town_without_codes())
    registrar.open()
    registrar.make_codes()
    registrar.send()
    registrar.expect_fault("Enregistrez d’abord le fichier des codes")
    other = tmp_path / "autre.csv"
    other.write_text("roll_number;code\n1;xyWPa-d3nvh2-AEsVP-YFAoGh\n")
    registrar.prove(other)
    registrar.expect_fault("Ce fichier contient d’autres codes")
    public = registrar.save(tmp_path, "Enregistrer la liste publique")
    registrar.prove(public)
    registrar.expect_fault("Ce fichier n’est pas une liste de codes")
    registrar.send()
    registrar.expect_fault("Enregistrez d’abord le fichier des codes")
    assert _state(registrar) == "codes-needed"
    codes = registrar.hand_in(tmp_path)
    assert set(codes) == {"1", "2", "3", "4"}
    assert _state(registrar) == "codes-received"


def _state(registrar: RegistrarAtDesk) -> str:
    return registrar_task(registrar.town.uuid, registrar.token, BEFORE).state.value


def test_a_lost_letter_is_replaced_and_an_auditor_can_follow_it(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = SimulatedTown(guardians=1).prepare()
    registrar = RegistrarAtDesk(context, server.address, town)
    registrar.open()
    registrar.make_again("9")
    registrar.expect_fault("« 9 » n’est pas un numéro de la liste")
    registrar.make_again("3, 2 3")
    expect(registrar.page.get_by_text("Nouveaux codes créés : 2.")).to_be_visible()
    [noted] = registrar.shown()
    codes = registrar.hand_in(tmp_path)
    expect(registrar.page.get_by_text("Les anciens codes sont révoqués")).to_be_visible()
    assert registrar.shown()[0] == noted
    assert set(codes) == {"2", "3"}
    _expect_no_code_sent(registrar, codes)
    old = town.people[1]
    set_up_vote(SYSTEM, town.slug, BEFORE)
    with refused("credential-unknown"):
        town.vote(old, 1)
    town.vote(Person(2, codes["2"], old.birth_date), 1)
    setup = check_setup(next(read_events(BytesIO(town.archive()))))
    summary = check_record(parse_record(read_record(town.uuid)), town.uuid, setup.credentials)
    assert (summary.replacements, summary.final_fingerprint) == (2, noted)
    registrar.button("Actualiser cette page").click()
    expect(registrar.heading("La liste des codes est figée")).to_be_visible()
    assert registrar.shown() == [noted, summary.head_hash]
    assert registrar.faults == []


def test_a_replacement_that_comes_too_late_is_refused_in_plain_words(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = SimulatedTown(guardians=1).prepare()
    registrar = RegistrarAtDesk(context, server.address, town)
    registrar.open()
    registrar.make_again("1")
    registrar.prove(registrar.save(tmp_path))
    set_up_vote(SYSTEM, town.slug, BEFORE)
    registrar.send()
    registrar.expect_fault("Le vote est en place : la liste des codes est figée")
    vote_runs(town, -1, 1)
    registrar.send()
    registrar.expect_fault("Le vote a ouvert")
    registrar.page.once("dialog", lambda dialog: dialog.accept())
    registrar.page.reload()
    registrar.open()
    expect(registrar.page.get_by_text("un code ne peut plus être remplacé ici")).to_be_visible()


def test_all_codes_are_made_again_only_on_purpose(context: BrowserContext, server: RealServer, tmp_path: Path) -> None:
    town = SimulatedTown(guardians=1).prepare()
    registrar = RegistrarAtDesk(context, server.address, town)
    registrar.open()
    registrar.page.locator("summary", has_text="Refaire tous les codes").click()
    registrar.button("Refaire tous les codes").click()
    registrar.expect_fault("Cochez d’abord la case.")
    registrar.page.get_by_label("Je veux refaire tous les codes").check()
    registrar.button("Refaire tous les codes").click()
    assert len(registrar.hand_in(tmp_path)) == 4
    expect(registrar.page.get_by_text("Listes entières données : 2.")).to_be_visible()


def test_a_server_that_keeps_another_list_is_noticed(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    registrar = RegistrarAtDesk(context, server.address, town_without_codes())
    registrar.open()
    registrar.make_codes()
    registrar.prove(registrar.save(tmp_path))
    own = derive_public(registrar.town.uuid, "xyWPa-d3nvh2-AEsVP-YFAoGh").text

    def swap(route: Route) -> None:
        first, second, *rest = (route.request.post_data or "").split("\n")
        route.continue_(post_data="\n".join([first, f"{second.partition(';')[0]};{own}", *rest]))

    registrar.page.route("**/registrar/credentials", swap)
    registrar.send()
    registrar.expect_fault("Le serveur n’a pas la liste dont vous avez noté l’empreinte")


def test_a_server_whose_list_is_not_what_it_announces_gets_no_new_code(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    town = SimulatedTown(guardians=1).prepare()
    registrar = RegistrarAtDesk(context, server.address, town)
    registrar.open()
    listed = current_list(town.uuid, registrar.token)
    own = derive_public(town.uuid, "xyWPa-d3nvh2-AEsVP-YFAoGh").text
    forged = listed[: listed.rindex(";") + 1] + own + "\n"
    registrar.page.route("**/registrar/credentials", lambda route: route.fulfill(json={"file": forged}))
    registrar.make_again("1")
    registrar.expect_fault("La liste que le serveur a donnée n’est pas celle qu’il annonce.")


def test_an_answer_that_is_lost_loses_nothing(context: BrowserContext, server: RealServer, tmp_path: Path) -> None:
    registrar = RegistrarAtDesk(context, server.address, town_without_codes())
    registrar.open()
    registrar.make_codes()
    registrar.prove(registrar.save(tmp_path))

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    registrar.page.route("**/registrar/credentials", lose, times=1)
    registrar.send()
    registrar.expect_fault("Le serveur n’a pas répondu.")
    registrar.send()
    expect(registrar.heading("La liste publique")).to_be_visible()
    facts = record_facts(registrar.town.slug)
    assert facts is not None
    assert (facts.lists, facts.replacements) == (2, 0), "the town's first list, and this one once"


def test_a_link_that_is_none_and_no_link_are_told_apart_in_both_languages(
    context: BrowserContext, server: RealServer
) -> None:
    registrar = RegistrarAtDesk(context, server.address, town_without_codes())
    registrar.page.goto(registrar.address)
    expect(registrar.heading("Il manque votre lien personnel")).to_be_visible()
    registrar.open("unknown")
    registrar.expect_fault("Ce lien n’est pas ou plus valable.")
    registrar.button("English").click()
    registrar.expect_fault("This link is not valid, or no longer.")
    registrar.open()
    expect(registrar.heading("Make the codes")).to_be_visible()
    expect(registrar.page.locator("html")).to_have_attribute("lang", "en")


def test_the_desk_waits_for_the_roll(context: BrowserContext, server: RealServer) -> None:
    registrar = RegistrarAtDesk(context, server.address, SimulatedTown().create())
    registrar.open()
    expect(registrar.heading("La liste des votants n’est pas encore là")).to_be_visible()


def test_the_command_line_goes_on_from_the_desks_files(
    context: BrowserContext, server: RealServer, tmp_path: Path
) -> None:
    registrar = RegistrarAtDesk(context, server.address, town_without_codes())
    registrar.open()
    registrar.make_codes()
    public = registrar.save(tmp_path, "Enregistrer la liste publique")
    arguments = ["--uuid", registrar.town.uuid, "--credentials", str(public), "--number", "2"]
    command = [sys.executable, "-m", "voting", "credentials", "reissue", *arguments, "--out", str(tmp_path / "again")]
    said = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert registrar.shown()[0] in said
