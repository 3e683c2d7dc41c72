"""Ballots over HTTP: each answer, and each refusal with its status, its code, and nothing kept."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Iterator
from datetime import datetime

import pytest
from starlette.applications import Starlette
from starlette.types import Message, Receive, Scope, Send

from budget_app.services.ballots import MAX_BALLOT_BYTES
from budget_app.web import bodies
from budget_app.web.routes import ROUTES
from tests.budget_app.simulated_town import Person, SimulatedTown
from tests.budget_app.web_client import WebClient
from tests.budget_app.web_votes import cast, check_refused, identity, kept, spoil, vote_runs
from voting.credentials import derive_secret, generate_code
from voting.hashing import base64_unpadded
from voting.proofs import prove_knowledge
from voting.strict_json import canonical

pytestmark = pytest.mark.usefixtures("database")


def test_the_booth_loads_all_that_it_needs_at_once(town: SimulatedTown) -> None:
    response = WebClient().get(f"/api/elections/{town.uuid}")
    found = response.json()
    assert response.status_code == 200
    assert set(found) == {
        "uuid", "edition", "town", "name", "state", "opens_at", "closes_at", "now", "revote_allowed",
        "election", "election_fingerprint", "ballot_list", "booth_files",
    }  # fmt: skip
    assert (found["uuid"], found["edition"], found["state"]) == (town.uuid, town.slug, "open")
    assert found["election"].encode() == town.election.raw
    assert found["election_fingerprint"] == town.election.fingerprint
    assert datetime.fromisoformat(found["opens_at"]) < datetime.fromisoformat(found["now"])
    assert len(json.loads(found["ballot_list"])["projects"]) == 3


def test_a_vote_in_preparation_shows_no_ballot() -> None:
    town = SimulatedTown().create()
    found = WebClient().get(f"/api/elections/{town.uuid}").json()
    assert (found["state"], found["election"], found["ballot_list"]) == ("preparation", None, None)


@pytest.mark.parametrize("path", ["", "/guardian"])
def test_an_unknown_vote_is_refused(path: str) -> None:
    response = WebClient().get(f"/api/elections/1111111111111111{path}", headers={"authorization": "Bearer x"})
    check_refused(response, 404, "election-unknown")


def test_a_ballot_is_taken_and_its_receipt_given(town: SimulatedTown) -> None:
    person = town.people[0]
    sealed = town.seal(person, 1)
    response = cast(town, person, sealed.raw)
    receipt = response.json()
    assert response.status_code == 201
    assert set(receipt) == {"tracker", "position", "accepted_at", "replaces"}
    assert (receipt["tracker"], receipt["replaces"]) == (sealed.tracker, False)
    assert datetime.fromisoformat(receipt["accepted_at"]).tzinfo is not None
    assert kept()[1:] == [1, 1, 0]
    assert sealed.raw in WebClient().get(f"/board/{town.uuid}.bel").content


def test_the_same_ballot_again_gives_the_same_receipt_and_one_ballot(town: SimulatedTown) -> None:
    sealed = town.seal(town.people[0], 1)
    first, again = (cast(town, town.people[0], sealed.raw) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert kept()[1:] == [1, 1, 0]


def test_a_second_ballot_replaces_the_first(town: SimulatedTown) -> None:
    person = town.people[0]
    first = town.seal(person, 1)
    cast(town, person, first.raw)
    response = cast(town, person, town.seal(person, 2).raw)
    assert (response.status_code, response.json()["replaces"]) == (201, True)
    check_refused(cast(town, person, first.raw), 409, "ballot-duplicate")
    assert kept()[1:] == [2, 1, 0]


def test_a_sentence_comes_in_the_language_that_was_asked_for(town: SimulatedTown) -> None:
    sentences = {
        language: cast(town, town.people[0], b"{}", accept_language=language).json()["message"]
        for language in ("fr", "en")
    }
    assert sentences["fr"] != sentences["en"]


@pytest.fixture
def untouched(town: SimulatedTown) -> Iterator[None]:
    before = kept()
    yield
    assert kept() == before, "a refused request left something"


@pytest.mark.usefixtures("untouched")
class TestRefusals:
    """Each leaves the board, the ballots and the attendance as they were."""

    def test_too_large(self, town: SimulatedTown) -> None:
        check_refused(cast(town, town.people[0], b" " * (MAX_BALLOT_BYTES + 1)), 413, "ballot-too-large")

    def test_too_large_without_saying_so_beforehand(self, town: SimulatedTown) -> None:
        async def endless() -> AsyncIterator[bytes]:
            for _ in range(MAX_BALLOT_BYTES // 1000 + 1000):
                yield b" " * 1000

        response = cast(town, town.people[0], endless())
        check_refused(response, 413, "ballot-too-large")

    @pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"\xff", b'{"election_uuid":"x"}', b"[" * 100_000])
    def test_malformed(self, town: SimulatedTown, raw: bytes) -> None:
        check_refused(cast(town, town.people[0], raw), 400, "ballot-malformed")

    def test_of_an_unknown_vote(self, town: SimulatedTown) -> None:
        raw = town.seal(town.people[0], 1).raw
        response = WebClient().post(
            "/api/elections/1111111111111111/ballots", content=raw, headers=identity(town.people[0])
        )
        check_refused(response, 404, "election-unknown")

    def test_signature_invalid(self, town: SimulatedTown) -> None:
        ballot = json.loads(town.seal(town.people[0], 1).raw)
        other = json.loads(town.seal(town.people[0], 1).raw)
        raw = json.dumps(ballot | {"signature": other["signature"]}, separators=(",", ":")).encode()
        check_refused(cast(town, town.people[0], raw), 422, "ballot-signature-invalid")

    def test_credential_unknown(self, town: SimulatedTown) -> None:
        stranger = Person(1, generate_code(os.urandom), town.people[0].birth_date)
        check_refused(cast(town, town.people[0], town.seal(stranger, 1).raw), 403, "credential-unknown")

    def test_credential_of_another_voter(self, town: SimulatedTown) -> None:
        sealed = town.seal(town.people[0], 1)
        check_refused(cast(town, town.people[1], sealed.raw), 403, "credential-of-another-voter")

    def test_second_factor_wrong_says_how_many_tries_are_left(self, town: SimulatedTown) -> None:
        sealed = town.seal(town.people[0], 1)
        response = cast(town, town.people[0], sealed.raw, isoloir_birth_date="1901-01-01")
        assert check_refused(response, 403, "second-factor-wrong")["tries_left"] == 4
        assert "1901" not in response.text

    def test_too_many_wrong_second_factors_make_the_right_one_wait(self, town: SimulatedTown) -> None:
        sealed = town.seal(town.people[0], 1)
        for _ in range(5):
            cast(town, town.people[0], sealed.raw, isoloir_birth_date="1901-01-01")
        response = cast(town, town.people[0], sealed.raw, client=WebClient(address="203.0.113.1"))
        facts = check_refused(response, 429, "too-many-tries")
        assert int(response.headers["retry-after"]) == facts["retry_after"] > 0

    @pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "9" * 50])
    def test_roll_number_malformed(self, town: SimulatedTown, number: str) -> None:
        sealed = town.seal(town.people[0], 1)
        response = cast(town, town.people[0], sealed.raw, isoloir_roll_number=number)
        check_refused(response, 400, "roll-number-malformed")

    @pytest.mark.parametrize("birth_date", ["", "12/03/1954", "1954-02-30", "19540312"])
    def test_birth_date_malformed(self, town: SimulatedTown, birth_date: str) -> None:
        sealed = town.seal(town.people[0], 1)
        response = cast(town, town.people[0], sealed.raw, isoloir_birth_date=birth_date)
        check_refused(response, 400, "birth-date-malformed")
        assert not birth_date or birth_date not in response.text

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1"])
    def test_from_another_site(self, town: SimulatedTown, origin: str) -> None:
        raw = town.seal(town.people[0], 1).raw
        for path in ("ballots", "spoiled-ballots", "guardian/key", "guardian/share"):
            response = WebClient().post(
                f"/api/elections/{town.uuid}/{path}", content=raw, headers=identity(town.people[0]), origin=origin
            )
            check_refused(response, 403, "origin-refused")

    def test_before_the_opening(self, town: SimulatedTown) -> None:
        raw = town.seal(town.people[0], 1).raw
        vote_runs(town, 1, 2)
        check_refused(cast(town, town.people[0], raw), 409, "vote-not-open")

    def test_after_the_closing(self, town: SimulatedTown) -> None:
        raw = town.seal(town.people[0], 1).raw
        vote_runs(town, -2, -1)
        check_refused(cast(town, town.people[0], raw), 409, "vote-closed")

    def test_spoiling_a_malformed_ballot(self, town: SimulatedTown) -> None:
        check_refused(spoil(town, b"{}"), 400, "ballot-malformed")

    def test_spoiling_too_large_a_ballot(self, town: SimulatedTown) -> None:
        check_refused(spoil(town, b" " * (MAX_BALLOT_BYTES + 1)), 413, "ballot-too-large")


def test_a_ballot_of_another_vote_is_refused(town: SimulatedTown) -> None:
    other = SimulatedTown().set_up()
    before = kept()
    check_refused(cast(town, town.people[0], other.seal(other.people[0], 1).raw), 422, "ballot-other-election")
    assert kept() == before


def test_a_ballot_with_a_proof_of_another_is_refused_though_it_is_well_signed(town: SimulatedTown) -> None:
    person = town.people[0]
    ballot, other = (json.loads(town.seal(person, 1).raw) for _ in range(2))
    ballot["answers"][0]["overall_proof"] = other["answers"][0]["overall_proof"]
    del ballot["signature"]
    signed = base64_unpadded(canonical(ballot))
    proof = prove_knowledge(f"sig|{signed}", derive_secret(town.uuid, person.code), os.urandom)
    raw = canonical(ballot | {"signature": {"hash": signed, "proof": proof.as_json()}})
    before = kept()
    check_refused(cast(town, person, raw), 422, "ballot-proof-invalid")
    assert kept() == before


def test_a_spoiled_ballot_can_never_be_cast(town: SimulatedTown) -> None:
    sealed = town.seal(town.people[0], 1)
    response = spoil(town, sealed.raw)
    assert (response.status_code, response.json()) == (201, {"tracker": sealed.tracker})
    check_refused(cast(town, town.people[0], sealed.raw), 409, "ballot-spoiled")
    assert kept()[1:] == [0, 0, 1]


def test_a_body_that_does_not_arrive_is_not_waited_for(
    town: SimulatedTown, untouched: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "_SECONDS", 0.05)

    async def stalled(scope: Scope, receive: Receive, send: Send) -> None:
        """The application on a connection that brings one byte and no more."""
        pieces = [b"{"]

        async def receive_little() -> Message:
            if not pieces:
                await asyncio.Event().wait()
            return {"type": "http.request", "body": pieces.pop(), "more_body": True}

        await Starlette(routes=ROUTES)(scope, receive_little, send)

    response = cast(town, town.people[0], b"", client=WebClient(stalled))
    check_refused(response, 408, "body-too-slow")
