"""Photos and documents over HTTP: forms with files as they arrive, and who gets a file back with which headers."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from budget_app.domain.proposal import AttachedFile, FileKind, ProposalState
from budget_app.domain.roles import Role
from budget_app.domain.uploads import file_address
from budget_app.services.accounts import sign_in
from budget_app.services.actor import Actor
from budget_app.services.passwords import hash_password
from budget_app.services.proposals import find_draft, save_draft, send_proposal
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import write_session
from budget_app.storage.proposals import ProposalRow
from budget_app.web import multipart
from budget_app.web.answers import answers_page
from budget_app.web.multipart import Upload, upload_form
from budget_app.web.policies import CSP
from budget_app.web.proposal_files import take_upload
from budget_app.web.sign_in import COOKIE
from tests.budget_app.coroutines import run_coroutine
from tests.budget_app.made_files import pdf, photo
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import COMPLETE, DURING_CALL, SimulatedCall
from tests.budget_app.web_client import WebClient

MEGA = 1024 * 1024
BOUNDARY = "----limit"
KIND = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}


@answers_page
async def _tell(request: Request) -> Response:
    """What came, as JSON."""
    async with upload_form(request, 2 * MEGA) as form:
        files = [[item.field_name, item.size, item.too_large] for item in form.uploads]
        first = form.uploads[0].read()[:4].hex() if form.uploads and not form.uploads[0].too_large else ""
        return JSONResponse({"fields": form.fields, "files": files, "first": first})


CLIENT_APP = Starlette(routes=[Route("/", _tell, methods=["POST"])])


def _part(name: str, content: bytes, file: str | None = None) -> bytes:
    named = f'; filename="{file}"' if file is not None else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n'
    return (head + ("Content-Type: image/jpeg\r\n" if file else "") + "\r\n").encode() + content + b"\r\n"


def _body(*parts: bytes) -> bytes:
    return b"".join((*parts, f"--{BOUNDARY}--\r\n".encode()))


def _post(body: bytes, headers: dict[str, str] | None = None) -> tuple[int, str]:
    response = WebClient(CLIENT_APP).post("/", content=body, headers={**KIND, **(headers or {})})
    return response.status_code, response.text


def _told(body: bytes) -> dict[str, object]:
    status, text = _post(body)
    assert status == 200, text
    return json.loads(text)


def test_fields_and_files_of_a_form_are_told_apart() -> None:
    told = _told(
        _body(_part("title", "Des bancs à l’ombre".encode()), _part("photo", photo(), "banc.jpg"), _part("x", b"1"))
    )
    assert told["fields"] == {"title": "Des bancs à l’ombre", "x": "1"}
    assert told["files"] == [["photo", len(photo()), False]]
    assert str(told["first"]).startswith("ffd8ff")


def test_where_no_file_was_chosen_there_is_none() -> None:
    assert _told(_body(_part("photo", b"", ""), _part("title", b"x")))["files"] == []


def test_a_file_of_fifty_megabytes_is_dropped_and_nothing_that_was_typed_is_lost() -> None:
    body = _body(_part("title", b"before"), _part("photo", bytes(50 * MEGA), "large.jpg"), _part("alt", b"after"))
    told = _told(body)
    assert told["fields"] == {"title": "before", "alt": "after"}
    assert told["files"] == [["photo", 50 * MEGA, True]]


def test_a_dropped_file_leaves_no_bytes_and_says_its_limit() -> None:
    upload = Upload("photo", 2 * MEGA)
    for _ in range(5):
        upload.add(bytes(MEGA))
    assert upload._file.tell() == 0
    with refused("file-too-large") as refusal:
        upload.read()
    assert refusal.value.facts == {"field": "files", "limit": 2}


def test_more_than_a_hundred_megabytes_are_refused_unread() -> None:
    async def stream() -> AsyncIterator[bytes]:
        raise AssertionError("nothing is to be read")
        yield b""

    headers = {**KIND, "content-length": str(100 * MEGA + 1), "accept-language": "fr"}
    response = WebClient(CLIENT_APP).post("/", content=stream(), headers=headers)
    assert response.status_code == 413
    assert "C’est trop volumineux." in response.text


def test_a_request_is_stopped_where_it_is_longer_than_it_said() -> None:
    async def stream() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield _part("title", b"x")

    response = WebClient(CLIENT_APP).post("/", content=stream(), headers={**KIND, "content-length": "100"})
    assert response.status_code == 413


def test_a_request_that_comes_too_slowly_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multipart, "_SECONDS", 0.01)
    monkeypatch.setattr(multipart, "_SLOWEST", 1e12)

    async def stream() -> AsyncIterator[bytes]:
        import anyio

        yield _part("title", b"x")
        await anyio.sleep_forever()

    response = WebClient(CLIENT_APP).post("/", content=stream(), headers={**KIND, "content-length": "500"})
    assert response.status_code == 408


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no form",
        _part("title", b"x"),
        _body(_part("title", b"\xff\xfe")),
        _body(_part("title", b"x" * 70_000)),
        _body(*(_part(f"f{number}", b"") for number in range(80))),
        _body(f"--{BOUNDARY}\r\nContent-Disposition: attachment\r\n\r\nx\r\n".encode()),
        _body(f"--{BOUNDARY}\r\n".encode() + b"x: y\r\n" * 50 + b"\r\nx\r\n"),
        _body(f"--{BOUNDARY}\r\nContent-Disposition: {'x' * 9000}\r\n\r\nx\r\n".encode()),
    ],
)
def test_what_is_no_form_is_refused(body: bytes) -> None:
    assert _post(body)[0] == 422


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", "multipart/form-data; boundary=" + "x" * 400])
def test_a_form_must_say_that_it_is_one(kind: str) -> None:
    assert _post(_body(_part("title", b"x")), {"content-type": kind})[0] == 422


class Kept:
    """A sent proposal with a photo and a document, and clients for its people."""

    def __init__(self) -> None:
        self.call = SimulatedCall().create()
        author = self.call.people[0]
        self.proposal = self.call.begin(author)
        self.photo, self.pdf = self._take(author, photo()), self._take(author, pdf(1))
        content, revision = find_draft(author, self.proposal)
        save_draft(author, self.proposal, replace(content, files=(self.photo, self.pdf)), revision, DURING_CALL)
        send_proposal(author, self.proposal, DURING_CALL)

    def _take(self, author: Actor, raw: bytes) -> AttachedFile:
        upload = Upload("files", 12 * MEGA)
        upload.add(raw)
        return run_coroutine(take_upload(author, self.proposal, upload, None, "Un banc", DURING_CALL))

    def publish(self) -> None:
        """Makes the proposal public."""
        with write_session() as session:
            row = session.get(ProposalRow, self.proposal)
            assert row is not None
            row.state = ProposalState.PUBLISHED
            session.add(row)

    def client(self, actor: Actor) -> WebClient:
        """The browser of someone who is signed in."""
        with write_session() as session:
            row = session.get(AccountRow, actor.account_id)
            assert row is not None
            row.password_hash = hash_password("une phrase bien longue")
            session.add(row)
            email = row.email
        client = WebClient()
        client.cookies.set(COOKIE, sign_in(email, "une phrase bien longue", "198.51.100.7", datetime.now(UTC)))
        return client


@pytest.fixture
def kept(database: None) -> Kept:
    return Kept()


def test_what_is_not_public_is_there_for_authors_and_staff_only(kept: Kept) -> None:
    address = file_address(kept.photo)
    assert COMPLETE.files == ()
    assert WebClient().get(address).status_code == 404
    assert kept.client(kept.call.people[1]).get(address).status_code == 404
    for actor in (kept.call.people[0], kept.call.staff[Role.AGENT]):
        response = kept.client(actor).get(address)
        assert response.status_code == 200
        assert response.headers["cache-control"] == "private, no-cache"


def test_a_public_photo_and_its_card_are_kept_by_browsers(kept: Kept) -> None:
    kept.publish()
    client = WebClient()
    for card in (False, True):
        response = client.get(file_address(kept.photo, card=card))
        assert response.status_code == 200
        assert response.content.startswith(b"\xff\xd8\xff")
        assert response.headers["content-type"] == "image/jpeg"
        assert response.headers["cache-control"] == "public, max-age=86400, immutable"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "content-disposition" not in response.headers
        again = client.get(file_address(kept.photo, card=card), headers={"if-none-match": response.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert len(client.get(file_address(kept.photo, card=True)).content) < len(
        client.get(file_address(kept.photo)).content
    )


def test_a_document_is_saved_never_shown_and_its_name_tells_nothing(kept: Kept) -> None:
    kept.publish()
    response = WebClient().get(file_address(kept.pdf))
    assert response.headers["content-type"] == "application/pdf"
    assert re.fullmatch(r'attachment; filename="document-[0-9a-f]{8}\.pdf"', response.headers["content-disposition"])
    assert response.headers[CSP] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_copy_in_a_cache_is_not_confirmed_to_those_who_may_not_see_it(kept: Kept) -> None:
    etag = kept.client(kept.call.people[0]).get(file_address(kept.photo)).headers["etag"]
    assert WebClient().get(file_address(kept.photo), headers={"if-none-match": etag}).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "a" * 64 + ".jpg",
        "a" * 64 + ".pdf",
        "a" * 64 + "-carte.pdf",
        "a" * 64,
        "a" * 64 + ".svg",
        "%2e%2e%2fpasswd",
        "x.jpg",
    ],
)
def test_at_other_addresses_there_is_nothing(database: None, name: str) -> None:
    assert WebClient().get(f"/fichiers/{name}").status_code == 404


def test_an_address_says_what_it_gives() -> None:
    assert file_address(AttachedFile("ab" * 32, FileKind.PHOTO, "")) == f"/fichiers/{'ab' * 32}.jpg"
    assert file_address(AttachedFile("ab" * 32, FileKind.PDF, "")) == f"/fichiers/{'ab' * 32}.pdf"
