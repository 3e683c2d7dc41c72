"""The registrar's desk over HTTP: its page and policy, its lists, the public record, and each refusal."""

from __future__ import annotations

import os

import httpx
import pytest

from budget_app.domain.registrar import RegistrarDraft
from budget_app.services.actor import SYSTEM
from budget_app.services.credential_record import read_record
from budget_app.services.registrars import name_registrar
from budget_app.web.policies import CSP, NOTHING, STRICT
from tests.budget_app.simulated_town import BEFORE, SimulatedTown
from tests.budget_app.web_client import WebClient
from tests.budget_app.web_votes import check_refused, vote_runs
from voting.credential_record import parse_record
from voting.credentials import derive_public, generate_code

pytestmark = pytest.mark.usefixtures("database")

DRAFT = RegistrarDraft("Rosa Registre", "rosa@essai.example")


class Desk:
    """The registrar of a town, as the page asks for them."""

    def __init__(self, town: SimulatedTown) -> None:
        self.town = town
        self.token = name_registrar(SYSTEM, town.slug, DRAFT, BEFORE).url.partition("#")[2]

    def ask(self, method: str, path: str = "", **arguments: object) -> httpx.Response:
        """A request with the link's token."""
        headers = {"authorization": f"Bearer {self.token}", **dict(arguments.pop("headers", {}))}
        address = f"/api/elections/{self.town.uuid}/registrar{path}"
        return WebClient().request(method, address, headers=headers, **arguments)

    def new_credentials(self, *numbers: int) -> bytes:
        """A public file of new codes."""
        lines = [f"{number};{derive_public(self.town.uuid, generate_code(os.urandom)).text}" for number in numbers]
        return "\n".join(["roll_number;credential", *lines]).encode()


def test_the_desk_is_told_numbers_and_no_names() -> None:
    desk = Desk(SimulatedTown().prepare())
    answer = desk.ask("GET")
    task = answer.json()
    assert set(task) == {
        "name", "state", "edition_name", "town", "base_url", "roll_numbers", "credentials", "fingerprint", "record",
    }  # fmt: skip
    assert (task["state"], task["roll_numbers"], task["credentials"]) == ("codes-received", [1, 2, 3, 4], 4)
    assert set(task["record"]) == {"lists", "replacements", "first_fingerprint", "head_hash"}
    assert "Personne" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert desk.ask("GET", "/credentials").json()["file"].startswith("roll_number;credential\n1;")


def test_lists_and_replacements_are_taken() -> None:
    desk = Desk(SimulatedTown().prepare())
    before = desk.ask("GET").json()
    again = desk.new_credentials(2, 4)
    replaced = desk.ask("POST", "/replacements", content=again)
    assert (replaced.status_code, replaced.json()) == (201, {"replaced": 2})
    assert desk.ask("POST", "/replacements", content=again).json() == {"replaced": 0}
    whole = desk.new_credentials(1, 2, 3, 4)
    check_refused(desk.ask("POST", "/credentials", content=whole), 409, "credentials-already")
    taken = desk.ask("POST", "/credentials?anew=1", content=whole)
    assert (taken.status_code, taken.json()) == (201, {"taken": 4})
    after = desk.ask("GET").json()
    assert (after["record"]["lists"], after["record"]["replacements"]) == (2, 2)
    assert after["fingerprint"] != before["fingerprint"]


def test_what_is_no_list_is_refused() -> None:
    desk = Desk(SimulatedTown().prepare())
    for path in ("/credentials?anew=1", "/replacements"):
        check_refused(desk.ask("POST", path, content=b"x"), 422, "file-header")
        unknown = "credential-roll-number-unknown" if path == "/replacements" else "credentials-incomplete"
        check_refused(desk.ask("POST", path, content=desk.new_credentials(99)), 422, unknown)
        headers = {"content-length": str(64 * 1024 * 1024)}
        check_refused(desk.ask("POST", path, content=b"x", headers=headers), 413, "body-too-large")
        foreign = {"origin": "https://elsewhere.example"}
        check_refused(desk.ask("POST", path, content=b"x", headers=foreign), 403, "origin-refused")


@pytest.mark.parametrize(
    ("opens", "code"), [(1, "replacement-after-setup"), (-1, "replacement-after-opening")], ids=["set up", "opened"]
)
def test_a_replacement_that_comes_too_late_is_refused(opens: int, code: str) -> None:
    town = SimulatedTown().set_up()
    vote_runs(town, opens, 2)
    desk = Desk(town)
    before = read_record(town.uuid)
    check_refused(desk.ask("POST", "/replacements", content=desk.new_credentials(1)), 409, code)
    assert read_record(town.uuid) == before
    assert desk.ask("GET").json()["state"] == ("frozen" if opens > 0 else "vote-opened")


@pytest.mark.parametrize("authorization", ["Bearer unknown", "", "Bearer", "Basic eDp4", "Bearer " + "x" * 500])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("GET", "/credentials"), ("POST", "/credentials"), ("POST", "/replacements")],
)
def test_without_the_link_nothing_is_told_or_taken(authorization: str, method: str, path: str) -> None:
    desk = Desk(SimulatedTown().prepare())
    before = read_record(desk.town.uuid)
    response = desk.ask(method, path, headers={"authorization": authorization}, content=desk.new_credentials(1))
    check_refused(response, 403, "registrar-unknown")
    assert read_record(desk.town.uuid) == before


def test_the_page_is_our_own_files_and_nothing_else() -> None:
    town = SimulatedTown().create()
    page = WebClient().get(f"/registrar/{town.uuid}")
    assert (page.status_code, page.headers[CSP]) == (200, STRICT)
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "/booth/registrar.js" in page.text
    assert WebClient().get("/registrar/11111111111111").status_code == 404


def test_the_record_is_a_file_that_anyone_downloads() -> None:
    town = SimulatedTown().prepare()
    answer = WebClient().get(f"/board/{town.uuid}.credentials.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["content-disposition"] == f'attachment; filename="{town.uuid}.credentials.json"'
    assert answer.headers[CSP] == NOTHING
    assert parse_record(answer.content).entries[0].count == 4
    empty = SimulatedTown().create()
    for uuid in (empty.uuid, "11111111111111"):
        assert WebClient().get(f"/board/{uuid}.credentials.json").status_code == 404
