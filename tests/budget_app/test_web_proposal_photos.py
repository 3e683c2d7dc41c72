"""The step of the form that takes photos and documents: attached, described, taken away, refused at the field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from budget_app.domain.edition import Calendar
from budget_app.domain.proposal import FileKind
from budget_app.services.proposals import find_draft, save_draft
from tests.budget_app.made_files import pdf, photo
from tests.budget_app.signed_in import client_of
from tests.budget_app.simulated_call import COMPLETE, SimulatedCall
from tests.budget_app.web_client import WebClient

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)


class _AtPhotos:
    """An author before the step, with a complete draft."""

    def __init__(self) -> None:
        now = datetime.now(UTC)
        self.call = SimulatedCall(calendar=Calendar(now + 100 * DAY, now + 110 * DAY, now - DAY, now + DAY)).create()
        self.author = self.call.people[0]
        self.proposal = self.call.begin(self.author, now=now)
        self.client = client_of(self.author)
        self.path = f"/proposer/{self.proposal}/photos"

    def post(
        self, *, revision: int, file: bytes | None = None, client: WebClient | None = None, **fields: str
    ) -> httpx.Response:
        data = {"revision": str(revision), "then": "next", **fields}
        files = {"file": ("vacances.jpg", b"" if file is None else file, "image/jpeg")}
        if file is None:
            files = {"unused": ("", b"", "application/octet-stream")}
        return (client or self.client).post(self.path, data=data, files=files)

    @property
    def files(self) -> list[tuple[FileKind, str]]:
        return [(file.kind, file.alt) for file in find_draft(self.author, self.proposal)[0].files]

    def key(self, position: int) -> str:
        return find_draft(self.author, self.proposal)[0].files[position].key


@pytest.fixture
def at() -> _AtPhotos:
    return _AtPhotos()


def test_a_photo_and_a_document_are_attached_one_at_a_time_and_shown(at: _AtPhotos) -> None:
    assert at.post(revision=1, file=photo(), alt="La place", then="add").headers["location"] == at.path
    assert at.post(revision=2, file=pdf(), alt="Un devis").headers["location"] == f"/proposer/{at.proposal}/auteurs"
    assert at.files == [(FileKind.PHOTO, "La place"), (FileKind.PDF, "Un devis")]
    page = at.client.get(f"/proposer/{at.proposal}/relire").text
    assert f'src="/fichiers/{at.key(0)}-carte.jpg" alt="La place"' in page
    assert at.client.get(f"/fichiers/{at.key(0)}-carte.jpg").status_code == 200


def test_the_step_can_be_passed_without_files(at: _AtPhotos) -> None:
    assert at.post(revision=1).headers["location"] == f"/proposer/{at.proposal}/auteurs"
    assert find_draft(at.author, at.proposal) == (COMPLETE, 1)


def test_a_photo_without_a_description_is_kept_and_asked_about(at: _AtPhotos) -> None:
    response = at.post(revision=1, file=photo(), alt="")
    assert response.status_code == 422
    assert 'href="#files"' in response.text
    assert f'id="alt-{at.key(0)}" name="alt-{at.key(0)}" type="text" value="" aria-invalid="true"' in response.text
    assert at.post(revision=2, **{f"alt-{at.key(0)}": "La place"}).status_code == 303
    assert at.files == [(FileKind.PHOTO, "La place")]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"MZ\x90\x00 a program named .jpg", "ni une photo"),
        (b"\xff\xd8\xff" + b"0" * (50 * 1024 * 1024), "trop volumineux"),
        (b"\xff\xd8\xff\xe0 broken", "Ce"),
    ],
    ids=["a program", "50 MB", "broken"],
)
def test_a_file_that_cannot_be_taken_is_told_at_its_field_and_the_rest_is_kept(
    at: _AtPhotos, raw: bytes, code: str
) -> None:
    at.post(revision=1, file=photo(), alt="La place", then="add")
    fields = {f"alt-{at.key(0)}": "La grande place"}
    response = at.post(revision=2, file=raw, alt="Ce que j’ai écrit", then="add", **fields)
    assert response.status_code in (413, 422)
    assert 'id="file-refusal"' in response.text
    assert code in response.text
    assert 'aria-describedby="file-refusal file-hint" aria-invalid="true"' in response.text
    assert 'value="Ce que j’ai écrit"' in response.text
    assert at.files == [(FileKind.PHOTO, "La grande place")]


def test_a_file_is_taken_away_and_forgotten(at: _AtPhotos) -> None:
    at.post(revision=1, file=photo(), alt="La place", then="add")
    address = f"/fichiers/{at.key(0)}.jpg"
    assert at.client.get(address).status_code == 200
    assert at.post(revision=2, remove=at.key(0)).headers["location"] == at.path
    assert at.files == []
    assert at.client.get(address).status_code == 404


def test_two_windows_lose_neither_the_photo_nor_what_was_said_of_others(at: _AtPhotos) -> None:
    at.post(revision=1, file=photo(), alt="La place", then="add")
    first = find_draft(at.author, at.proposal)[0]
    save_draft(at.author, at.proposal, replace(first, title="Autre fenêtre"), 2, datetime.now(UTC))
    response = at.post(revision=2, file=pdf(), alt="Un devis", **{f"alt-{at.key(0)}": "Vue du nord"})
    assert response.status_code == 409
    assert 'value="Vue du nord"' in response.text
    assert "<blockquote>La place</blockquote>" in response.text
    assert at.files == [(FileKind.PHOTO, "La place"), (FileKind.PDF, "Un devis")]
    assert find_draft(at.author, at.proposal)[0].title == "Autre fenêtre"
    assert at.post(revision=4, **{f"alt-{at.key(0)}": "Vue du nord"}).status_code == 303
    assert at.files[0] == (FileKind.PHOTO, "Vue du nord")


def test_strangers_attach_nothing(at: _AtPhotos) -> None:
    stranger = client_of(at.call.people[1])
    assert at.post(revision=1, file=photo(), alt="À moi", client=stranger).status_code == 404
    signed_out = at.post(revision=1, file=photo(), alt="À moi", client=WebClient())
    assert signed_out.headers["location"].startswith("/sign-in")
    assert at.files == []
