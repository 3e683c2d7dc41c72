"""The official minutes: the same content on paper and for programs, and what they can be compared with."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader

from budget_app.domain.errors import NotFoundError
from budget_app.domain.minutes import MinutesLine, ties_among
from budget_app.domain.money import format_money
from budget_app.services.minutes import load_minutes, print_minutes_of
from tests.budget_app.simulated_town import DURING, SimulatedTown
from tests.budget_app.web_client import WebClient
from voting.verification.procedure import verify_archive

pytestmark = pytest.mark.usefixtures("database")


def _counted() -> SimulatedTown:
    """Three projects of 3,000, 6,000 and 9,000 €, 10,000 € to spend; two of three voters, one of whom votes again."""
    town = SimulatedTown(voters=3, guardians=2).set_up()
    town.vote(town.people[0], 3)
    town.vote(town.people[1], 1, 2)
    town.vote(town.people[0], 1, now=DURING + timedelta(hours=1))
    town.close()
    town.open_count()
    return town


def _text(pdf: bytes) -> str:
    """The words of every page, spaces and line ends taken out: a table's cells may break anywhere."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def _found(text: object, where: str) -> bool:
    return "".join(str(text).split()) in where


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_paper_says_what_the_data_say(language: str) -> None:
    town = _counted()
    paper, minutes = _text(print_minutes_of(town.slug, language)), load_minutes(town.slug)
    data = json.loads(json.dumps(minutes.as_json()))
    for name in ("town", "edition", "uuid"):
        assert _found(data[name], paper), name
    for value in data["fingerprints"].values():
        assert _found(value, paper)
    for line in data["lines"]:
        for value in (f"{line['number']}. {line['title']}", format_money(line["cost"], language)):
            assert _found(value, paper), value
    for cents in (data["budget"], data["spent"], data["left"]):
        assert _found(format_money(cents, language), paper)
    for guardian in data["guardians"]:
        assert _found(guardian, paper)


def test_the_minutes_are_those_of_the_board() -> None:
    town = _counted()
    minutes, archive = load_minutes(town.slug), town.archive()
    assert minutes.fingerprints.archive_sha256 == sha256(archive).hexdigest()
    assert minutes.fingerprints.archive_bytes == len(archive)
    facts = verify_archive(BytesIO(archive)).facts
    assert minutes.fingerprints.election == facts.fingerprint
    assert (minutes.ballots_on_board, minutes.ballots_counted) == (facts.ballots, facts.effective_ballots) == (3, 2)
    assert (minutes.voters, minutes.attended, minutes.blank, minutes.invalid) == (3, 2, 0, ())
    lines = [(line.number, line.votes, line.funded) for line in minutes.lines]
    assert lines == [(1, 2, True), (2, 1, True), (3, 0, False)]
    assert (minutes.spent, minutes.left) == (9_000_00, 1_000_00)


def test_the_same_minutes_are_the_same_bytes() -> None:
    town = _counted()
    assert print_minutes_of(town.slug, "fr") == print_minutes_of(town.slug, "fr")


def test_anybody_may_download_them_and_a_browser_asks_once() -> None:
    town = _counted()
    paper = WebClient().get(f"/minutes/{town.slug}.pdf", headers={"accept-language": "en"})
    assert paper.headers["content-type"] == "application/pdf"
    assert _found("Minutes of the vote", _text(paper.content))
    again = WebClient().get(
        f"/minutes/{town.slug}.pdf", headers={"accept-language": "en", "if-none-match": paper.headers["etag"]}
    )
    assert again.status_code == 304
    assert WebClient().get(f"/minutes/{town.slug}.json").json()["uuid"] == town.uuid


def test_there_are_none_before_the_end_of_the_count() -> None:
    town = SimulatedTown(voters=3).set_up()
    with pytest.raises(NotFoundError, match="minutes-not-yet"):
        load_minutes(town.slug)
    for ending in ("pdf", "json"):
        answer = WebClient().get(f"/minutes/{town.slug}.{ending}")
        assert answer.status_code == 404
        assert "pas encore de procès-verbal" in answer.text
    assert WebClient().get("/minutes/nulle-part.pdf").status_code == 404


def test_no_birth_date_code_or_mail_address_stands_in_them() -> None:
    town = _counted()
    everything = _text(print_minutes_of(town.slug, "fr")) + json.dumps(load_minutes(town.slug).as_json())
    for person in town.people:
        assert person.code not in everything
        assert person.birth_date.isoformat() not in everything
        assert f"Personne {person.roll_number}" not in everything
    assert "@essai.example" not in everything


def test_ties_are_told_by_group_and_no_votes_at_all_are_no_tie() -> None:
    def line(number: int, votes: int) -> MinutesLine:
        return MinutesLine(number, number, "Projet", votes, 100, True, "funded", 0)

    assert ties_among((line(4, 9), line(2, 5), line(7, 5), line(1, 0), line(3, 0))) == ((2, 7),)
