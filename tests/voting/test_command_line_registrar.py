"""The registrar's commands: codes made again for some, and the record of that checked against the board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.voting.simulated_election import SimulatedElection
from voting.__main__ import main
from voting.board import open_board
from voting.credential_files import parse_private, parse_public
from voting.credential_record import append_frozen, append_list, append_replacement, compose_record
from voting.credentials import compose_entries, derive_public
from voting.hashing import base64_unpadded

UUID = "8a1jLn2rBVZ35r"
NOW = datetime(2030, 4, 1, 8, tzinfo=UTC)
Capture = pytest.CaptureFixture[str]


def run(*arguments: object) -> int:
    return main(["credentials", *map(str, arguments), "--lang", "fr"])


def _make(folder: Path, roll: str = "roll_number\n7\n12\n3\n") -> Path:
    """The codes of a roll, made by the command line; gives their folder."""
    (folder / "roll.csv").write_text(roll)
    assert run("--uuid", UUID, "--roll", folder / "roll.csv", "--out", folder / "codes", "--reference") == 0
    return folder / "codes"


def _reissue(folder: Path, *numbers: int, credentials: Path, status: int = 0) -> Path:
    asked = [word for number in numbers for word in ("--number", number)]
    arguments = ("--uuid", UUID, "--credentials", credentials, *asked, "--out", folder / "again")
    assert run("reissue", *arguments) == status
    return folder / "again"


@pytest.mark.parametrize("name", ["credentials.csv", "credentials.pubcreds"])
def test_a_code_is_made_again_from_the_public_list_alone(tmp_path: Path, capsys: Capture, name: str) -> None:
    made = _make(tmp_path)
    old, codes = parse_public((made / "credentials.csv").read_bytes()), parse_private((made / "codes.csv").read_bytes())
    (made / "codes.csv").unlink()
    capsys.readouterr()
    again = _reissue(tmp_path, 12, 7, credentials=made / name)
    new_codes = parse_private((again / "codes.csv").read_bytes())
    replacements = parse_public((again / "replacements.csv").read_bytes())
    whole = parse_public((again / "credentials.csv").read_bytes())
    assert set(new_codes) == set(replacements) == {"12", "7"}
    assert not set(new_codes.values()) & set(codes.values())
    assert replacements == {number: derive_public(UUID, code).text for number, code in new_codes.items()}
    assert whole == {**old, **replacements}
    said = capsys.readouterr().out
    for entries in (old, whole):
        assert base64_unpadded(compose_entries(entries.values())) in said
    assert not [code for code in new_codes.values() if code in said]
    assert (again / "codes.csv").stat().st_mode & 0o777 == 0o600


def test_weights_are_kept(tmp_path: Path) -> None:
    made = _make(tmp_path, "roll_number;weight\n7;3\n12;\n3;1\n")
    old = parse_public((made / "credentials.csv").read_bytes())
    assert [entry.partition(",")[2] for entry in old.values()] == ["3", "", "1"]
    assert parse_public((made / "credentials.pubcreds").read_bytes()) == old
    again = _reissue(tmp_path, 7, credentials=made / "credentials.csv")
    entry = parse_public((again / "replacements.csv").read_bytes())["7"]
    assert entry.endswith(",3")
    assert entry != old["7"]


@pytest.mark.parametrize("weight", ["-1", "1.5", "01", "x", str(2**63)])
def test_a_weight_that_is_none_is_refused(tmp_path: Path, weight: str, capsys: Capture) -> None:
    (tmp_path / "roll.csv").write_text(f"roll_number;weight\n7;{weight}\n")
    assert run("--uuid", UUID, "--roll", tmp_path / "roll.csv", "--out", tmp_path / "codes") == 1
    assert "Ligne 2" in capsys.readouterr().err
    assert not (tmp_path / "codes").exists()


def test_a_number_that_is_not_in_the_list_is_refused_and_nothing_written(tmp_path: Path, capsys: Capture) -> None:
    made = _make(tmp_path)
    again = _reissue(tmp_path, 7, 8, credentials=made / "credentials.csv", status=1)
    assert "[roll-number-unlisted]" in capsys.readouterr().err
    assert not again.exists()


def test_nothing_is_written_over(tmp_path: Path, capsys: Capture) -> None:
    made = _make(tmp_path)
    _reissue(tmp_path, 7, credentials=made / "credentials.csv")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    _reissue(tmp_path, 7, credentials=made / "credentials.csv", status=2)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert "rien n'a été écrit" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["--uuid", "--roll", "--out"])
def test_codes_are_not_made_without_what_they_are_made_of(tmp_path: Path, missing: str, capsys: Capture) -> None:
    given = {"--uuid": UUID, "--roll": str(tmp_path / "roll.csv"), "--out": str(tmp_path / "codes")}
    with pytest.raises(SystemExit) as left:
        run(*[word for name, value in given.items() if name != missing for word in (name, value)])
    assert left.value.code == 2
    assert missing in capsys.readouterr().err.splitlines()[-1]


class Board:
    """An election whose second credential was replaced before it was set up: archive and record, honest or not."""

    def __init__(self, folder: Path) -> None:
        self.town = SimulatedElection(seed=54)
        self.folder = folder
        final = self.town.credentials.entries
        self.lost = derive_public(self.town.uuid, "xyWPa-d3nvh2-AEsVP-YFAoGh").text
        self.first = [self.lost, *final[1:]]
        begun = append_list(None, self.town.uuid, self.first, NOW)
        replaced = append_replacement(begun.head, self.lost, final[0], NOW)
        frozen = append_frozen(replaced.head, self.town.uuid, final, NOW)
        self.entries = [begun.raw, replaced.raw, frozen.raw]

    def write(self, entries: list[bytes] | None = None, credentials: bytes | None = None) -> tuple[Path, Path]:
        """The two files as published."""
        record, archive = self.folder / "registre.json", self.folder / "urne.bel"
        record.write_bytes(compose_record(self.entries if entries is None else entries))
        town = self.town
        raw = town.credentials.raw if credentials is None else credentials
        archive.write_bytes(open_board(1_900_000_000, town.election.raw, town.trustees.raw, raw).data)
        return record, archive


def test_an_auditor_follows_the_record_to_the_frozen_list(tmp_path: Path, capsys: Capture) -> None:
    board = Board(tmp_path)
    record, archive = board.write()
    earlier = tmp_path / "avant.json"
    earlier.write_bytes(compose_record(board.entries[:2]))
    own = tmp_path / "credentials.csv"
    lines = [f"{number};{entry}" for number, entry in enumerate(board.town.credentials.entries, start=1)]
    own.write_text("\n".join(["roll_number;credential", *lines]))
    assert run("check", record, archive, "--earlier", earlier, "--own", own) == 0
    said = capsys.readouterr().out
    assert base64_unpadded(compose_entries(board.first)) in said
    assert board.town.credentials.fingerprint in said
    assert "remplacés avant la mise en place : 1" in said
    assert "Avertissement" not in said
    own.write_text("\n".join(["roll_number;credential", f"1;{board.lost}", *lines[1:]]))
    assert run("check", record, archive, "--own", own) == 1
    assert "[record-own-list]" in capsys.readouterr().err
    earlier.write_bytes(compose_record([append_list(None, board.town.uuid, [board.lost], NOW).raw]))
    assert run("check", record, archive, "--earlier", earlier) == 1
    assert "[record-rewritten]" in capsys.readouterr().err


def test_a_list_handed_in_twice_is_worth_a_warning(tmp_path: Path, capsys: Capture) -> None:
    board = Board(tmp_path)
    begun = append_list(None, board.town.uuid, board.first, NOW)
    again = append_list(begun.head, board.town.uuid, board.town.credentials.entries, NOW)
    frozen = append_frozen(again.head, board.town.uuid, board.town.credentials.entries, NOW)
    assert run("check", *board.write([begun.raw, again.raw, frozen.raw])) == 0
    assert "une liste entière a été donnée 2 fois" in capsys.readouterr().out


def _swapped(board: Board) -> tuple[Path, Path]:
    own = derive_public(board.town.uuid, "zzWPa-d3nvh2-AEsVP-YFAoGh").text
    return board.write(credentials=compose_entries([own, *board.town.credentials.entries[1:]]))


def _swapped_and_frozen(board: Board, entries: list[str]) -> tuple[Path, Path]:
    """The server writes the last entry anew to go with its list."""
    begun = append_list(None, board.town.uuid, board.first, NOW)
    replaced = append_replacement(begun.head, board.lost, board.town.credentials.entries[0], NOW)
    frozen = append_frozen(replaced.head, board.town.uuid, entries, NOW)
    return board.write([begun.raw, replaced.raw, frozen.raw], compose_entries(entries))


CHEATS: dict[str, tuple[str, Callable[[Board], tuple[Path, Path]]]] = {
    "swaps a credential": ("record-final-list", _swapped),
    "swaps one and says so at the end only": (
        "record-first-list",
        lambda board: _swapped_and_frozen(board, [*board.town.credentials.entries[:-1], board_stranger(board)]),
    ),
    "removes one": (
        "record-first-list",
        lambda board: _swapped_and_frozen(board, board.town.credentials.entries[:-1]),
    ),
    "adds one": (
        "record-first-list",
        lambda board: _swapped_and_frozen(board, [*board.town.credentials.entries, board_stranger(board)]),
    ),
    "drops the replacement": ("record-chain", lambda board: board.write([board.entries[0], board.entries[2]])),
    "never finishes": ("record-open", lambda board: board.write(board.entries[:2])),
}


def board_stranger(board: Board) -> str:
    """The credential of a code that the registrar never made."""
    return derive_public(board.town.uuid, "aaWPa-d3nvh2-AEsVP-YFAoGh").text


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_server_that_cheats_is_named(tmp_path: Path, capsys: Capture, cheat: str) -> None:
    code, act = CHEATS[cheat]
    assert run("check", *act(Board(tmp_path))) == 1
    said = capsys.readouterr()
    assert f"[{code}]" in said.err
    assert "explique la liste" not in said.out


def test_an_archive_without_a_beginning_is_refused(tmp_path: Path, capsys: Capture) -> None:
    record, archive = Board(tmp_path).write()
    archive.write_bytes(archive.read_bytes()[:1024])
    assert run("check", record, archive) == 1
    assert "[event-none]" in capsys.readouterr().err


def test_files_that_are_not_there_cannot_be_read(tmp_path: Path) -> None:
    record, archive = Board(tmp_path).write()
    assert run("check", record, tmp_path / "none.bel") == 2
    assert run("check", tmp_path / "none.json", archive) == 2
