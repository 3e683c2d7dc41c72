"""The published archives: valid ones are accepted, each other is refused by the one check that is named for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.voting.expected_refusals import EXPECTED, MARKED, SELF_CONSISTENT, UNSUPPORTED_VALID
from tests.voting.packed_archives import read_archive, read_pack, read_whole_index, refusal_of, report_on
from tests.voting.reference_vectors import PUBLISHED

INDEX = read_whole_index()
VALID = [entry for entry in INDEX["valid"] if entry["id"] not in UNSUPPORTED_VALID]
INVALID: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in INDEX["invalid"]}
PAIRS = INDEX["append_only_pairs"]
KNOWN = EXPECTED
UNKNOWN = sorted(set(INVALID) - set(KNOWN) - set(SELF_CONSISTENT) - set(MARKED))


def _voting(identifier: str) -> str | None:
    """The same defect before the end of ballots, where there is such an archive."""
    path = INVALID[identifier]["file"].replace(".bel", ".voting.bel")
    return path if path in read_pack() or (PUBLISHED / path).exists() else None


def _written(value: object) -> str:
    """A total, or the numbers of an opened vote, whose order is that of a shuffle."""
    return str(list(value)) if isinstance(value, list | tuple) else str(value)


@pytest.mark.parametrize("entry", VALID, ids=lambda entry: entry["id"])
def test_a_valid_archive_is_accepted_with_its_result(entry: dict[str, Any]) -> None:
    report = report_on(read_archive(entry["archive"]))
    assert report.failure is None
    assert report.valid
    assert report.facts.uuid == entry["uuid"]
    assert report.facts.fingerprint == entry["election_fingerprint"]
    assert report.facts.ballots == entry["num_ballots_on_board"]
    expected = entry["expected"]
    if expected is not None:
        assert report.facts.result is not None
        assert [sorted(map(_written, row)) for row in report.facts.result] == [
            sorted(map(_written, row)) for row in expected["result"]
        ]
        assert report.facts.effective_ballots == expected["sized_encrypted_tally"]["num_tallied"]


@pytest.mark.parametrize("entry", VALID, ids=lambda entry: entry["id"])
def test_an_archive_whose_vote_is_open_is_valid_so_far(entry: dict[str, Any]) -> None:
    report = report_on(read_archive(entry["voting_phase_archive"]))
    assert report.valid
    assert report.facts.result is None
    opened = "not-reached" if entry["id"].startswith("nh") else "not-applicable"
    assert [line.status for line in report.lines] == [
        *["passed"] * 5,
        *["not-reached"] * 2,
        opened,
        *["not-reached"] * 2,
        opened,
        "not-applicable",
    ]


@pytest.mark.parametrize("identifier", KNOWN)
def test_an_invalid_archive_is_refused_by_the_named_check(identifier: str) -> None:
    report = report_on(read_archive(INVALID[identifier]["file"]))
    assert not report.valid
    assert report.failure is not None
    assert (report.failure.number, report.failure.code) == KNOWN[identifier]
    after = [line.status for line in report.lines if line.number > report.failure.number]
    assert set(after) <= {"not-reached"}


@pytest.mark.parametrize("identifier", [name for name in KNOWN if name in INVALID and _voting(name)])
def test_the_same_defect_is_refused_while_the_vote_is_open(identifier: str) -> None:
    assert refusal_of(read_archive(_voting(identifier) or "")) == KNOWN[identifier]


@pytest.mark.parametrize("identifier", SELF_CONSISTENT)
def test_an_archive_that_only_a_comparison_speaks_against_is_accepted(identifier: str) -> None:
    assert INVALID[identifier]["expected"] in ("accept", "policy")
    assert report_on(read_archive(INVALID[identifier]["file"])).valid


@pytest.mark.parametrize("identifier", MARKED)
def test_an_opened_vote_that_is_not_the_encoding_of_its_numbers_is_reported(identifier: str) -> None:
    """Whether a voter marked it or a guardian changed it, the protocol alone cannot say: it stops no count."""
    assert INVALID[identifier]["expected"] in ("accept", "policy")
    report = report_on(read_archive(INVALID[identifier]["file"]))
    assert report.valid
    assert report.facts.warnings[-1] == "votes-not-canonical"
    line = report.find_line("opened-votes")
    number, place = line.found.split(" ")
    assert int(number) == int(line.expected) - 1
    assert place.startswith("1.")


def test_credentials_that_are_not_sorted_are_accepted_with_a_warning() -> None:
    report = report_on(read_archive(INVALID["S36_credentials_unsorted"]["file"]))
    assert report.facts.warnings == ("credentials-unsorted",)
    sorted_list = report_on(read_archive(INVALID["E20_credentials_extended"]["file"]))
    assert sorted_list.facts.warnings == ()


def test_every_vector_that_must_be_refused_has_its_check_in_the_table() -> None:
    """A larger published collection is checked too: what our table does not know must be refused all the same."""
    for identifier in UNKNOWN:
        entry = INVALID[identifier]
        if entry["expected"] == "reject":
            assert refusal_of(read_archive(entry["file"])) is not None, identifier
    assert not set(KNOWN) & set(SELF_CONSISTENT)
    for identifier in EXPECTED:
        assert INVALID[identifier]["expected"] in ("reject", "policy"), identifier


@pytest.mark.parametrize(("name", "refusal"), UNSUPPORTED_VALID.items())
def test_an_election_of_a_kind_that_is_not_verified_is_refused_as_such(name: str, refusal: tuple[int, str]) -> None:
    entry = next(entry for entry in INDEX["valid"] if entry["id"] == name)
    for archive in (entry["archive"], entry["voting_phase_archive"]):
        assert refusal_of(read_archive(archive)) == refusal


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["id"])
def test_a_later_copy_is_accepted_only_when_it_begins_with_the_earlier_one(pair: dict[str, Any]) -> None:
    earlier, later = read_archive(pair["old"]), read_archive(pair["new"])
    refusal = None if pair["expected"] == "accept" else (12, "earlier-copy-rewritten")
    assert refusal_of(later, earlier) == refusal
    assert refusal_of(later) is None


def test_a_copy_that_has_lost_its_end_is_refused_beside_the_whole_one() -> None:
    whole = read_archive("valid/h_blank/final.bel")
    rolled_back = read_archive(INVALID["A03_rollback_result"]["file"])
    assert whole.startswith(rolled_back)
    assert refusal_of(rolled_back, whole) == (12, "earlier-copy-rewritten")
    assert refusal_of(whole, rolled_back) is None


@pytest.mark.parametrize("identifier", ["B01_bad_individual_proof", "B14_exact_duplicate", "B18_copied_ciphertexts"])
def test_several_processes_find_what_one_finds(identifier: str) -> None:
    archive = read_archive(INVALID[identifier]["file"])
    assert report_on(archive, jobs=2) == report_on(archive)


def test_several_processes_accept_what_one_accepts() -> None:
    archive = read_archive("valid/revote/final.bel")
    assert report_on(archive, jobs=2) == report_on(archive)


def test_the_packed_copies_are_the_published_archives() -> None:
    """Where the shared folder is not beside the project there is nothing to compare."""
    assert len(read_pack()) > 150
    for path, content in read_pack().items():
        assert not PUBLISHED.exists() or (PUBLISHED / path).read_bytes() == content, path
