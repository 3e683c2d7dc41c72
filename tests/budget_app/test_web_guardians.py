"""The guardian's desk over HTTP: keys, shares, and each refusal."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import httpx
import pytest
from sqlmodel import col, select

from budget_app.services.actor import SYSTEM
from budget_app.services.elections import close_vote
from budget_app.storage.database import write_session
from budget_app.storage.guardians import GuardianRow
from tests.budget_app.simulated_group import SimulatedGroup
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_client import WebClient
from tests.budget_app.web_votes import cast, check_refused

pytestmark = pytest.mark.usefixtures("database")


def _guardian(
    town: SimulatedTown, method: str, path: str = "", token: str | None = None, position: int = 0, content: bytes = b""
) -> httpx.Response:
    headers = {"authorization": f"Bearer {town.token(position) if token is None else token}"}
    return WebClient().request(method, f"/api/elections/{town.uuid}/guardian{path}", headers=headers, content=content)


def test_the_desk_is_told_what_there_is_to_do() -> None:
    town = SimulatedTown().prepare()
    task = _guardian(town, "GET").json()
    assert set(task) == {
        "name", "number", "of", "state", "public_key", "election", "election_fingerprint", "encrypted_tally",
        "edition_name", "town", "trustees", "ballots_to_open", "group", "exchange",
    }  # fmt: skip
    assert (task["state"], task["number"], task["of"], task["election"]) == ("key-received", 1, 2, None)


def test_a_key_that_proves_nothing_is_refused_and_a_sound_one_is_taken_once() -> None:
    town = SimulatedTown(guardians=1).prepare()
    raw = _forget_key(town)
    check_refused(_guardian(town, "POST", "/key", content=b"{}"), 422, "key-invalid")
    check_refused(_guardian(town, "POST", "/key", content=b" " * 9000), 413, "body-too-large")
    assert _guardian(town, "POST", "/key", content=raw).status_code == 201
    assert _guardian(town, "GET").json()["public_key"] == json.loads(raw)["public_key"]
    check_refused(_guardian(town, "POST", "/key", content=raw), 409, "guardian-key-already")


def _forget_key(town: SimulatedTown) -> bytes:
    """Takes the key of the only guardian back, as before it was sent, and gives its bytes."""
    with write_session() as session:
        row = session.exec(select(GuardianRow).where(col(GuardianRow.public_key_raw).is_not(None))).one()
        raw = row.public_key_raw
        row.public_key = row.public_key_raw = row.key_received_at = None
        session.add(row)
    assert raw is not None
    return raw


def test_a_group_s_desk_is_told_its_exchange_and_sends_its_messages() -> None:
    group = SimulatedGroup().name()

    def member(method: str, path: str = "", index: int = 1, content: bytes = b"") -> httpx.Response:
        return _guardian(group.town, method, path, position=index, content=content)

    task = member("GET").json()
    assert (task["state"], task["group"]) == ("certificate-needed", {"size": 3, "threshold": 2})
    assert set(task["exchange"]) == {
        "index", "size", "threshold", "label", "names", "waited", "fault", "certificate", "certificates", "promises",
        "vinput", "private_key",
    }  # fmt: skip
    assert task["exchange"]["waited"] == ["Membre 1", "Membre 2", "Membre 3"]
    assert _guardian(group.town, "GET").json()["exchange"] is None, "the mandatory guardian is in none"
    for index in (1, 2, 3):
        assert member("POST", "/certificate", index, group.certificate(index)).status_code == 201
    check_refused(member("POST", "/certificate", 1, group.certificate(1)), 409, "exchange-message-already")
    check_refused(member("POST", "/promise", 1, "é".encode()), 422, "exchange-message-invalid")
    check_refused(member("POST", "/polynomial", 1, b"{}"), 409, "exchange-not-yet")
    group.promise()
    check_refused(member("POST", "/promise", 1, b"0" * 64), 409, "exchange-message-already")
    check_refused(member("POST", "/polynomial", 1, b"{}"), 422, "exchange-message-invalid")
    check_refused(member("POST", "/polynomial", 1, b" " * 200_000), 413, "body-too-large")
    for index, raw in enumerate(group.polynomials, start=1):
        assert member("POST", "/polynomial", index, raw).status_code == 201
    assert member("POST", "/voutput", 1, group.voutput(1)).status_code == 201
    last = group.voutput(3)
    fault = json.dumps({"code": "secret-invalid", "about": 1}).encode()
    assert member("POST", "/fault", 2, fault).status_code == 201
    task = member("GET").json()
    assert task["state"] == "exchange-stopped"
    assert task["exchange"]["fault"] == {"code": "secret-invalid", "by": "Membre 2", "about": "Membre 1"}
    check_refused(member("POST", "/voutput", 3, last), 409, "exchange-stopped")


@pytest.mark.parametrize(
    "told",
    [b"", b"{}", b"[]", b"null", b"\xff", b'{"code":1,"about":1}', b'{"code":"secret-invalid","about":true}',
     b'{"code":"secret-invalid","about":"1"}', b'{"code":"x","about":2}', b"[" * 5000],
)  # fmt: skip
def test_a_report_that_says_nothing_clear_is_refused(told: bytes) -> None:
    group = SimulatedGroup().name().certify().promise()
    check_refused(_guardian(group.town, "POST", "/fault", position=1, content=told), 422, "fault-malformed")


@pytest.mark.parametrize("path", ["/certificate", "/promise", "/polynomial", "/voutput", "/fault"])
def test_the_messages_of_a_group_are_taken_from_its_members_and_from_our_pages_only(path: str) -> None:
    group = SimulatedGroup().name()
    body = b'{"code":"secret-invalid","about":1}' if path == "/fault" else b"0" * 64
    check_refused(_guardian(group.town, "POST", path, token="unknown", content=body), 403, "guardian-unknown")
    check_refused(_guardian(group.town, "POST", path, content=body), 409, "guardian-not-in-group")
    headers = {"authorization": f"Bearer {group.token(1)}", "origin": "https://elsewhere.example"}
    address = f"/api/elections/{group.town.uuid}/guardian{path}"
    check_refused(WebClient().request("POST", address, headers=headers, content=body), 403, "origin-refused")


def test_shares_are_checked_and_the_last_one_makes_the_result(town: SimulatedTown) -> None:
    cast(town, town.people[0], town.seal(town.people[0], 1).raw)
    check_refused(_guardian(town, "POST", "/share", content=b"{}"), 409, "share-not-yet")
    close_vote(SYSTEM, town.slug, datetime.now(UTC), early_confirmed=True)
    task = _guardian(town, "GET").json()
    assert (task["state"], task["number"], task["of"]) == ("share-needed", 1, 2)
    check_refused(_guardian(town, "POST", "/share", content=b"{}"), 422, "share-invalid")
    check_refused(_guardian(town, "POST", "/share", content=town.share(1)), 422, "share-invalid")
    alone = town.share(0).partition(b"\n")[0]
    check_refused(_guardian(town, "POST", "/share", content=alone), 422, "share-strong-missing")
    check_refused(_guardian(town, "POST", "/share", content=alone + b"\n{}"), 422, "share-strong-invalid")
    first = _guardian(town, "POST", "/share", content=town.share(0))
    assert (first.status_code, first.json()) == (201, {"counted": False})
    check_refused(_guardian(town, "POST", "/share", content=town.share(0)), 409, "guardian-share-already")
    last = _guardian(town, "POST", "/share", position=1, content=town.share(1))
    assert (last.status_code, last.json()) == (201, {"counted": True})
    assert _guardian(town, "GET").json()["state"] == "counted"


@pytest.mark.parametrize(
    "authorization", ["Bearer unknown", "", "Bearer", "Bearer ", "Basic eDp4", "Bearer " + "x" * 500]
)
def test_a_desk_without_a_token_is_refused(town: SimulatedTown, authorization: str) -> None:
    response = WebClient().get(f"/api/elections/{town.uuid}/guardian", headers={"authorization": authorization})
    check_refused(response, 403, "guardian-unknown")
