"""A recount from the published files alone: the same for what was published, and each forgery is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest

from budget_app.__main__ import main
from budget_app.domain.allocation.outcome_json import exact
from budget_app.domain.result_file import MEMBERS, compose_result_file
from budget_app.locale.recount import STATUSES, TITLES
from budget_app.locale.sentences import SENTENCES
from budget_app.services.recount import CHECKS, Recount, recount
from tests.budget_app.counted_votes import OPENED, VOTES, counted_vote
from tests.budget_app.refusals import refused

Members = dict[str, object]


def _recount(name: str, raw: bytes | None = None, archive: bytes | None = None) -> Recount:
    vote = counted_vote(name)
    return recount(BytesIO(archive or vote.archive), vote.result if raw is None else raw)


def _forged(name: str, change: Callable[[Members], object]) -> bytes:
    """The result file with something changed, written as it must be."""
    members: Members = json.loads(counted_vote(name).result)
    change(members)
    return compose_result_file(members)


def _failures(report: Recount) -> list[str]:
    return [line.code for line in report.lines if line.status == "failed"]


@pytest.mark.parametrize("name", VOTES)
def test_what_was_published_is_counted_again_the_same(name: str) -> None:
    report = _recount(name)
    assert (report.same, _failures(report)) == (True, [])
    absent = {line.name for line in report.lines if line.status == "not-applicable"}
    assert absent == {"grades", "shares"} - {name}
    assert [line.number for line in report.lines] == list(range(1, len(CHECKS) + 1))


def test_the_file_holds_the_very_list_that_was_frozen_and_fractions_are_exact() -> None:
    members = json.loads(counted_vote("shares").result)
    assert tuple(sorted(members)) == MEMBERS
    assert json.loads(members["ballot_list"])["rule"]["method"] == "equal-shares"
    assert members["outcome"]["shares"]["first_share"] == "250000/1"
    too_many = {"reason": "ballot-too-many", "ballots": 1}
    assert members["count"] == {"blank": 1, "expressed": 4, "grades": [], "invalid": [too_many], "votes": [2, 2, 2]}


def test_a_marked_vote_is_invalid_in_the_recount_as_in_the_count() -> None:
    """The same numbers as an honest vote, and a mark: only the archive's verifier tells them apart."""
    members = json.loads(counted_vote("ranking").result)
    assert members["count"]["invalid"] == [
        {"reason": "ballot-ranks", "ballots": 1},
        {"reason": "ballot-unreadable", "ballots": 1},
    ]
    assert (members["ballots"], members["count"]["expressed"]) == (5, 3)
    assert _recount("ranking").same


def _inside(*path: str | int) -> Callable[[Members], object]:
    """Adds one to the number at ``path``."""

    def change(members: Members) -> None:
        place: object = members
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] += 1

    return change


def _swap(*path: str | int) -> Callable[[Members], object]:
    """Turns the list at ``path`` around."""

    def change(members: Members) -> None:
        place: object = members
        for step in path:
            place = place[step]
        place.reverse()

    return change


def _other_rule(members: Members) -> None:
    listed = json.loads(members["ballot_list"])
    listed["rule"]["threshold_votes"] = 0
    members["ballot_list"] = json.dumps(listed, ensure_ascii=False)


FORGERIES = [
    ("a vote changed", "totals", _inside("count", "votes", 0), ["recount-votes"]),
    ("a blank vote too many", "totals", _inside("count", "blank"), ["recount-blank"]),
    ("true for one", "totals", lambda m: m["count"].update(blank=True), ["recount-blank"]),
    ("an invalid ballot hidden", "ranking", lambda m: m["count"]["invalid"].clear(), ["recount-blank"]),
    ("a grade changed", "grades", _inside("count", "grades", 0, 3), ["recount-grades"]),
    ("a ballot more", "totals", _inside("ballots"), ["recount-ballots"]),
    ("a voter fewer", "totals", lambda m: m.update(voters=3), ["recount-ballots"]),
    ("a winner swapped", "totals", lambda m: m["outcome"].update(winners=["1", "3"]), ["recount-winners"]),
    ("winners in another order", "shares", _swap("outcome", "winners"), ["recount-winners"]),
    ("projects in another order", "totals", _swap("outcome", "lines"), ["recount-lines"]),
    ("another reason", "totals", lambda m: m["outcome"]["lines"][2].update(reason="funded"), ["recount-lines"]),
    ("a cost changed", "totals", _inside("outcome", "lines", 0, "cost"), ["recount-lines"]),
    ("money that is not there", "totals", _inside("outcome", "left"), ["recount-money"]),
    ("a member more in the outcome", "totals", lambda m: m["outcome"].update(note="x"), ["recount-money"]),
    ("a tie hidden", "totals", lambda m: m["outcome"]["ties"].clear(), ["recount-ties"]),
    ("a share changed", "shares", lambda m: m["outcome"]["shares"].update(share="1/3"), ["recount-shares"]),
    ("the rule's fingerprint", "totals", lambda m: m.update(rule="0" * 64), ["recount-rule"]),
    ("the rule in the list", "totals", _other_rule, ["recount-ballot-list"]),
    ("a title in the list", "totals", lambda m: m.update(ballot_list=m["ballot_list"].replace("Projet 1", "Parc")),
     ["recount-ballot-list"]),
    ("another state of the board", "totals", lambda m: m.update(head="0" * 64), ["recount-election"]),
    ("a count that is no object", "totals", lambda m: m.update(count=3),
     ["recount-votes", "recount-blank", "recount-grades"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "change", "codes"), [case[1:] for case in FORGERIES], ids=[case[0] for case in FORGERIES]
)
def test_each_forgery_is_named_by_its_code(name: str, change: Callable[[Members], object], codes: list[str]) -> None:
    report = _recount(name, _forged(name, change))
    assert not report.same
    assert _failures(report) == codes
    assert set(codes) <= set(SENTENCES)


def test_the_result_of_another_archive_is_named() -> None:
    report = _recount("points", counted_vote("totals").result)
    assert _failures(report) == ["recount-election"]
    assert [line.status for line in report.lines[:2]] == ["passed", "failed"]
    assert {line.status for line in report.lines[2:]} == {"not-reached"}


def test_an_archive_that_is_not_valid_is_refused_as_its_verifier_says() -> None:
    archive = bytearray(counted_vote("totals").archive)
    archive[-600] ^= 1
    report = _recount("totals", archive=bytes(archive))
    assert report.lines[0].status == "failed"
    assert report.lines[0].code.startswith("archive-")
    assert {line.status for line in report.lines[1:]} == {"not-reached"}


def test_an_archive_that_is_not_counted_yet_has_no_result() -> None:
    """The last record but one begins the event; a result is one piece of data and one event."""
    archive = counted_vote("totals").archive
    cut = archive.rfind(b'"type":"Result"')
    events = [place for place in range(0, cut, 512) if b".event.json\0" in archive[place : place + 100]]
    data = [place for place in range(0, cut, 512) if b".data.json\0" in archive[place : place + 100]]
    report = _recount("totals", archive=archive[: min(events[-1], data[-1])])
    assert _failures(report) == ["recount-not-counted"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda raw: raw[:-1], "result-file-malformed"),
        (lambda raw: raw.replace(b'"voters":4', b'"voters":4.0'), "result-file-malformed"),
        (lambda raw: raw.replace(b'"voters":4', b'"voters":4,"voters":4'), "result-file-malformed"),
        (lambda raw: raw.replace(b'"voters":4', b'"voters":4,"winner":1'), "result-file-members"),
        (lambda raw: raw.replace(b',"voters":4', b""), "result-file-members"),
        (lambda raw: raw.replace(b"isoloir-result-1", b"isoloir-result-2"), "result-file-format"),
        (lambda raw: raw.replace(b'"voters":4', b'"voters": 4'), "result-file-not-canonical"),
        (lambda raw: json.dumps(dict(reversed(json.loads(raw).items())), separators=(",", ":"),
                                ensure_ascii=False).encode(), "result-file-not-canonical"),
    ],
    ids=["cut", "a fraction", "a member twice", "a member more", "a member less", "another format", "a space",
         "members in another order"],
)  # fmt: skip
def test_a_file_that_is_no_result_is_refused(change: Callable[[bytes], bytes], code: str) -> None:
    raw = counted_vote("totals").result
    assert change(raw) != raw
    with refused(code):
        _recount("totals", change(raw))
    assert code in SENTENCES


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[bytes], list[str]]:
    """Writes the archive of totals and a result; no database can be reached."""
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@localhost:1/none")
    monkeypatch.setenv("ISOLOIR_DATA", str(tmp_path / "data"))

    def write(result: bytes) -> list[str]:
        (tmp_path / "urne.bel").write_bytes(counted_vote("totals").archive)
        (tmp_path / "result.json").write_bytes(result)
        return ["recount", str(tmp_path / "urne.bel"), str(tmp_path / "result.json")]

    return write


def test_the_command_says_that_everything_is_the_same(
    files: Callable[[bytes], list[str]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main([*files(counted_vote("totals").result), "--jobs", "2"]) == 0
    said = capsys.readouterr().out
    assert " 1. L’urne est entière et valable : pareil\n" in said
    assert "14. Parts égales, tour par tour : sans objet\n" in said
    assert said.endswith("Tout est pareil : l’urne et la règle donnent exactement ce résultat.\n")
    assert not (tmp_path / "data").exists()


def test_the_command_says_what_differs_and_where(
    files: Callable[[bytes], list[str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    raw = _forged("totals", lambda members: members["outcome"].update(winners=["1", "3"]))
    assert main(files(raw)) == 1
    said = capsys.readouterr().out
    assert "10. Funded projects, in their order: DIFFERENT\n      [recount-winners] The funded projects are not" in said
    assert "counted again: 2\n      in the file: 3\n" in said
    assert said.endswith("This is NOT the result that the ballot box and the rule give.\n")


def test_the_report_as_json_names_checks_expected_and_found(
    files: Callable[[bytes], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*files(_forged("totals", _inside("count", "votes", 0))), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    (line,) = [line for line in report["checks"] if line["status"] == "failed"]
    assert report["same"] is False
    assert (line["number"], line["code"], line["expected"], line["found"]) == (7, "recount-votes", "2", "3")


def test_what_cannot_be_read_is_told_in_one_sentence(
    files: Callable[[bytes], list[str]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for raw in (b"{}", b"\xff"):
        assert main(files(raw)) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
    assert main(["recount", str(tmp_path / "none.bel"), str(tmp_path / "result.json")]) == 2


def test_an_archive_that_is_none_is_different_and_not_a_crash(
    files: Callable[[bytes], list[str]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    arguments = files(counted_vote("totals").result)
    (tmp_path / "urne.bel").write_bytes(b"not an archive")
    assert main(arguments) == 1
    assert " 1. L’urne est entière et valable : DIFFÉRENT\n      [archive-" in capsys.readouterr().out


def test_every_check_and_status_has_its_words() -> None:
    assert tuple(TITLES) == CHECKS
    assert set(STATUSES) == {"passed", "failed", "not-applicable", "not-reached"}


def test_opened_votes_can_be_counted_again_from_their_ballots_too() -> None:
    assert all(counted_vote(name).ballots for name in OPENED)


def test_a_fraction_of_any_length_is_written_exactly() -> None:
    long = 10**9_000 + 1
    assert exact(Fraction(long, 7)) == f"1{'0' * 8_999}1/7"
    assert exact(Fraction(-3, 6)) == "-1/2"
    assert exact(Fraction(4)) == "4/1"
