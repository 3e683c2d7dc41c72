"""The booth's page and the board's file over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from budget_app.services.actor import SYSTEM
from budget_app.services.elections import close_vote
from budget_app.web import files
from budget_app.web.policies import CSP, STRICT
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_client import WebClient
from tests.budget_app.web_votes import cast
from voting.published import parse_published
from voting.verification.procedure import verify_archive

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(("page", "file"), [("vote", "booth.html"), ("guardian", "desk.html")])
def test_the_booth_and_the_desk_are_served_for_a_vote_that_exists_under_the_strict_policy(
    page: str, file: str, town: SimulatedTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / file).write_text("<!doctype html><title>page</title>")
    monkeypatch.setattr(files, "BOOTH", tmp_path)
    response = WebClient().get(f"/{page}/{town.uuid}")
    assert (response.status_code, response.text) == (200, "<!doctype html><title>page</title>")
    assert response.headers[CSP] == STRICT
    assert response.headers["referrer-policy"] == "no-referrer"
    unknown = WebClient().get(f"/{page}/1111111111111111")
    assert unknown.status_code == 404
    assert "text/html" in unknown.headers["content-type"]


def test_the_booth_is_told_the_hash_of_each_of_the_files_that_are_served(town: SimulatedTown) -> None:
    told = WebClient().get(f"/api/elections/{town.uuid}").json()["booth_files"]
    served = {name: WebClient().get(f"/booth/{name}").content for name in told}
    assert "booth.html" in told
    assert told == {name: sha256(content).hexdigest() for name, content in served.items()}


def test_the_board_is_one_file_whole_or_in_part(town: SimulatedTown) -> None:
    archive = town.archive()
    response = WebClient().get(f"/board/{town.uuid}.bel", headers={"accept-encoding": "gzip"})
    assert response.content == archive
    assert response.headers["content-length"] == str(len(archive))
    assert f'filename="{town.uuid}.bel"' in response.headers["content-disposition"]
    part = WebClient().get(f"/board/{town.uuid}.bel", headers={"range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, archive[100:300])
    assert part.headers["content-range"] == f"bytes 100-299/{len(archive)}"
    assert WebClient().get(f"/board/{town.uuid}.bel", headers={"range": "bytes=-10"}).content == archive[-10:]
    rest = WebClient().get(f"/board/{town.uuid}.bel", headers={"range": "bytes=1000-"})
    assert rest.content == archive[1000:]


def test_the_board_is_not_sent_again_until_it_grows(town: SimulatedTown) -> None:
    etag = WebClient().get(f"/board/{town.uuid}.bel").headers["etag"]
    path = f"/board/{town.uuid}.bel"
    assert WebClient().get(path, headers={"if-none-match": etag}).status_code == 304
    cast(town, town.people[0], town.seal(town.people[0], 1).raw)
    assert WebClient().get(path, headers={"if-none-match": etag}).status_code == 200
    grown = WebClient().get(path, headers={"range": "bytes=0-9", "if-range": etag})
    assert (grown.status_code, grown.content) == (200, town.archive())


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=99999999-100000000"])
def test_a_part_beyond_the_board_is_refused(town: SimulatedTown, asked: str) -> None:
    response = WebClient().get(f"/board/{town.uuid}.bel", headers={"range": asked})
    assert response.status_code == 416
    assert response.headers["content-range"] == f"bytes */{len(town.archive())}"


@pytest.mark.parametrize("asked", ["bytes=5-1", "lines=1-2", "bytes=-", "bytes=0-1,5-6", "bytes=x-2"])
def test_a_part_that_makes_no_sense_gives_the_whole_board(town: SimulatedTown, asked: str) -> None:
    response = WebClient().get(f"/board/{town.uuid}.bel", headers={"range": asked})
    assert (response.status_code, response.content) == (200, town.archive())


@pytest.mark.parametrize("path", ["/board/1111111111111111.bel", "/board/x", "/board/", "/board/../x.bel"])
def test_there_is_no_other_board(path: str) -> None:
    assert WebClient().get(path).status_code == 404


def test_a_vote_without_events_has_no_board() -> None:
    town = SimulatedTown().create()
    assert WebClient().get(f"/board/{town.uuid}.bel").status_code == 404


def test_what_the_town_publishes_agrees_with_its_board_and_tells_attendance_once_closed(town: SimulatedTown) -> None:
    path = f"/board/{town.uuid}.published.json"
    cast(town, town.people[0], town.seal(town.people[0], 1).raw)
    first = WebClient().get(path)
    assert first.headers["content-type"] == "application/json"
    assert parse_published(first.content).attended is None
    assert WebClient().get(path, headers={"if-none-match": first.headers["etag"]}).status_code == 304
    close_vote(SYSTEM, town.slug, datetime.now(UTC), early_confirmed=True)
    facts = parse_published(WebClient().get(path, headers={"if-none-match": first.headers["etag"]}).content)
    assert facts.attended == 1
    report = verify_archive(BytesIO(town.archive()), published=facts)
    assert report.failure is None
    assert report.find_line("earlier-copy").found == "published"
    assert WebClient().get("/board/1111111111111111.published.json").status_code == 404


def test_the_strong_proofs_are_published_with_the_result_and_verify(town: SimulatedTown) -> None:
    path = f"/board/{town.uuid}.strong.json"
    close_vote(SYSTEM, town.slug, datetime.now(UTC), early_confirmed=True)
    assert WebClient().get(path).status_code == 404
    town.open_count()
    response = WebClient().get(path)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert f'filename="{town.uuid}.strong.json"' in response.headers["content-disposition"]
    report = verify_archive(BytesIO(town.archive()), strong=response.content)
    assert report.failure is None
    assert report.find_line("shares").found == "2 (2 strong)"
    assert WebClient().get("/board/1111111111111111.strong.json").status_code == 404
