"""The second opinion: the browser's verifier on every published vector, one process for all, beside the Python one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.node import BOOTH, run_node
from tests.voting.expected_refusals import EXPECTED, MARKED, SELF_CONSISTENT, UNSUPPORTED_VALID
from tests.voting.packed_archives import read_archive, read_pack, read_whole_index, report_on
from tests.voting.reference_vectors import PUBLISHED
from voting.verification.report import CHECKS
from voting.words import PASSED, TITLES

INDEX = read_whole_index()
INVALID = {entry["id"]: entry for entry in INDEX["invalid"]}
VALID = [entry for entry in INDEX["valid"] if entry["id"] not in UNSUPPORTED_VALID]
PAIRS = INDEX["append_only_pairs"]
Reports = dict[tuple[str, str | None], dict[str, Any]]


def _there(path: str) -> bool:
    return path in read_pack() or (PUBLISHED / path).exists()


def _voting(entry: dict[str, Any]) -> str:
    """The archive with the same defect before the end of ballots."""
    return str(entry["file"]).replace(".bel", ".voting.bel")


def _cases() -> list[tuple[str, str | None]]:
    """Every archive, and every later copy beside an earlier one."""
    valid = [entry[part] for entry in INDEX["valid"] for part in ("archive", "voting_phase_archive")]
    invalid = [path for entry in INDEX["invalid"] for path in (entry["file"], _voting(entry)) if path.endswith(".bel")]
    pairs = [(pair["new"], pair["old"]) for pair in PAIRS]
    alone = [path for path in [*valid, *invalid, *(pair["new"] for pair in PAIRS)] if _there(path)]
    return [*dict.fromkeys((path, None) for path in alone), *pairs]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """The browser's reports, by archive and earlier copy."""
    folder = tmp_path_factory.mktemp("archives")
    cases = _cases()

    def written(path: str) -> str:
        file = folder / path.replace("/", "_")
        file.write_bytes(read_archive(path))
        return str(file)

    tasks = [
        {"path": written(path), "earlier": None if earlier is None else written(earlier)} for path, earlier in cases
    ]
    ran = run_node("tests/verify_archives.mjs", stdin=json.dumps(tasks))
    assert ran.returncode == 0, ran.stderr
    return dict(zip(cases, json.loads(ran.stdout), strict=True))


def refusal_of(report: dict[str, Any]) -> tuple[int, str] | None:
    """Number and code of the check that refuses; None when the archive is valid."""
    failed = [(line["number"], line["code"]) for line in report["checks"] if line["status"] == "failed"]
    assert len(failed) < 2
    assert report["valid"] == (not failed)
    return failed[0] if failed else None


@pytest.mark.parametrize("entry", VALID, ids=lambda entry: entry["id"])
def test_a_valid_archive_gets_the_report_of_the_python_verifier(reports: Reports, entry: dict[str, Any]) -> None:
    for path in (entry["archive"], entry["voting_phase_archive"]):
        report, expected = reports[path, None], report_on(read_archive(path))
        assert refusal_of(report) is None
        assert [line["name"] for line in report["checks"]] == [line.name for line in expected.lines]
        assert [line["status"] for line in report["checks"]] == [line.status for line in expected.lines]
        assert report["facts"]["fingerprints"]["election"] == expected.facts.fingerprint
        assert report["facts"]["head"] == expected.facts.head
        assert report["facts"]["warnings"] == list(expected.facts.warnings)
        assert report["facts"]["effective"] == expected.facts.effective_ballots


@pytest.mark.parametrize("entry", [entry for entry in VALID if entry["expected"]], ids=lambda entry: entry["id"])
def test_its_result_is_the_published_one(reports: Reports, entry: dict[str, Any]) -> None:
    result = reports[entry["archive"], None]["facts"]["result"]
    assert [sorted(map(str, row)) for row in result] == [sorted(map(str, row)) for row in entry["expected"]["result"]]


@pytest.mark.parametrize("identifier", [name for name in EXPECTED if name in INVALID])
def test_a_forged_archive_is_refused_by_the_named_check(reports: Reports, identifier: str) -> None:
    report = reports[INVALID[identifier]["file"], None]
    assert refusal_of(report) == EXPECTED[identifier]
    number, _ = EXPECTED[identifier]
    assert {line["status"] for line in report["checks"][number:]} <= {"not-reached"}


@pytest.mark.parametrize(
    "identifier", [name for name in EXPECTED if name in INVALID and _there(_voting(INVALID[name]))]
)
def test_the_same_defect_is_refused_while_the_vote_is_open(reports: Reports, identifier: str) -> None:
    assert refusal_of(reports[_voting(INVALID[identifier]), None]) == EXPECTED[identifier]


def test_every_vector_that_must_be_refused_is(reports: Reports) -> None:
    """Also those of a larger published collection that the table does not know."""
    rejected = [entry for entry in INDEX["invalid"] if entry["expected"] == "reject"]
    assert rejected
    for entry in rejected:
        assert refusal_of(reports[entry["file"], None]) is not None, entry["id"]


@pytest.mark.parametrize("identifier", [name for name in SELF_CONSISTENT if name in INVALID])
def test_what_only_a_comparison_speaks_against_is_accepted(reports: Reports, identifier: str) -> None:
    assert refusal_of(reports[INVALID[identifier]["file"], None]) is None


@pytest.mark.parametrize("identifier", MARKED)
def test_an_opened_vote_that_is_not_the_encoding_of_its_numbers_is_told(reports: Reports, identifier: str) -> None:
    report, expected = reports[INVALID[identifier]["file"], None], report_on(read_archive(INVALID[identifier]["file"]))
    assert refusal_of(report) is None
    assert report["facts"]["warnings"] == list(expected.facts.warnings)
    line = expected.find_line("opened-votes")
    assert (report["checks"][10]["expected"], report["checks"][10]["found"]) == (line.expected, line.found)


@pytest.mark.parametrize(("name", "refusal"), UNSUPPORTED_VALID.items())
def test_a_kind_that_is_not_verified_is_refused_as_such(reports: Reports, name: str, refusal: tuple[int, str]) -> None:
    entry = next(entry for entry in INDEX["valid"] if entry["id"] == name)
    assert refusal_of(reports[entry["archive"], None]) == refusal


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["id"])
def test_a_later_copy_must_begin_with_the_earlier_one(reports: Reports, pair: dict[str, Any]) -> None:
    refusal = None if pair["expected"] == "accept" else (12, "earlier-copy-rewritten")
    assert refusal_of(reports[pair["new"], pair["old"]]) == refusal
    assert refusal_of(reports[pair["new"], None]) is None


def _plain(sentence: str) -> str:
    """As the command line types it."""
    return sentence.replace("’", "'").replace("\u00a0", " ")


def test_both_verifiers_call_their_checks_by_the_same_names() -> None:
    words = json.loads((BOOTH / "src" / "verifier" / "words.json").read_text())
    for name in CHECKS:
        assert [_plain(sentence) for sentence in words[name]] == list(TITLES[name])
        assert [_plain(sentence).replace("{value}", "{}") for sentence in words[f"passed.{name}"]] == list(PASSED[name])


def test_the_modules_of_the_verifier_stay_small() -> None:
    for path in (BOOTH / "src" / "verifier").glob("*.js"):
        assert len(path.read_text().splitlines()) <= 200, path.name
