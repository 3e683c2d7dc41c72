"""What a town published outside the archive is compared with it: another list, key or attendance is named."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from tests.voting.simulated_election import GRADES, PROJECTS, SimulatedElection
from voting.__main__ import main
from voting.errors import ArchiveError
from voting.published import Published, parse_published
from voting.verification.procedure import verify_archive

TOWN = SimulatedElection(questions=(GRADES, PROJECTS), voters=3, guardians=2, seed=111)
for _voter in (0, 1, 0):
    TOWN.vote(_voter, [1, 2, 3], [0, 1, 0, 0])
ARCHIVE = TOWN.archive()
FACTS = Published(
    uuid=TOWN.uuid,
    election=TOWN.election.fingerprint,
    trustees=TOWN.trustees.fingerprint,
    credentials=TOWN.credentials.fingerprint,
    shuffles=2,
    attended=2,
)


def _refusal(facts: Published) -> tuple[int, str, str, str] | None:
    failure = verify_archive(BytesIO(ARCHIVE), published=facts).failure
    return None if failure is None else (failure.number, failure.code, failure.expected, failure.found)


def test_facts_that_agree_are_told_so() -> None:
    report = verify_archive(BytesIO(ARCHIVE), earlier=BytesIO(ARCHIVE[:-600]), published=FACTS)
    assert report.failure is None
    assert report.find_line("earlier-copy").found == f"{len(ARCHIVE) - 600} B, published"


def test_before_the_vote_is_closed_no_attendance_is_told() -> None:
    assert b"attended" not in replace(FACTS, attended=None).as_bytes()
    assert _refusal(replace(FACTS, attended=None)) is None


@pytest.mark.parametrize("name", ["uuid", "election", "trustees", "credentials"])
def test_another_fingerprint_is_refused(name: str) -> None:
    number, code, expected, _ = _refusal(replace(FACTS, **{name: "another"})) or (0, "", "", "")
    assert (number, code, expected) == (12, f"published-{name}", "another")


@pytest.mark.parametrize("attended", [1, 3])
def test_a_ballot_without_a_voter_or_a_voter_without_a_ballot_is_refused(attended: int) -> None:
    assert _refusal(replace(FACTS, attended=attended)) == (12, "published-attendance", str(attended), "2")


def test_fewer_shuffles_than_promised_are_refused() -> None:
    number, code, expected, found = _refusal(replace(FACTS, shuffles=3)) or (0, "", "", "")
    assert (number, code, expected) == (8, "shuffle-too-few", "3")
    assert found.endswith(" 2")


def test_the_file_is_read_back() -> None:
    for facts in (FACTS, replace(FACTS, attended=None)):
        assert parse_published(facts.as_bytes()) == facts
        assert parse_published(facts.as_bytes() + b"\n") == facts


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        FACTS.as_bytes().replace(b"published-1", b"published-2"),
        FACTS.as_bytes().replace(b":2", b":-2"),
        FACTS.as_bytes().replace(b'"shuffles":2', b'"shuffles":true'),
        FACTS.as_bytes().replace(b'"shuffles":2', b'"shuffles":"2"'),
        FACTS.as_bytes().replace(b"{", b'{"more":1,'),
        FACTS.as_bytes().replace(b",", b", ", 1),
    ],
)
def test_a_file_of_another_form_is_refused(raw: bytes) -> None:
    with pytest.raises(ArchiveError, match="published-malformed"):
        parse_published(raw)


@pytest.mark.parametrize(("attended", "status"), [(2, 0), (3, 1)])
def test_an_auditor_compares_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], attended: int, status: int
) -> None:
    archive, facts = tmp_path / "urne.bel", tmp_path / "urne.published.json"
    archive.write_bytes(ARCHIVE)
    facts.write_bytes(replace(FACTS, attended=attended).as_bytes())
    assert main(["verify", str(archive), "--published", str(facts), "--lang", "fr"]) == status
    told = capsys.readouterr().out
    assert ("concorde : publication" in told) == (status == 0)
    assert ("[published-attendance]" in told) == (status == 1)
