"""Watching a board: what grows is taken, what is removed, rewritten or false raises an alarm with both histories."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest

from tests.voting.board_server import BoardServer, serve_board
from tests.voting.forged_board import forge, steps_of
from tests.voting.simulated_election import SimulatedElection, seeded
from tests.voting.test_command_line import Capture, run
from tests.voting.witness_server import serving
from voting.archive import header_record
from voting.checkpoints.archive import tree_of
from voting.checkpoints.checkpoint import Checkpoint, sign_checkpoint
from voting.checkpoints.cosignature import check_cosignature
from voting.checkpoints.merkle import root_of
from voting.checkpoints.notes import COSIGNATURE, ED25519, generate_note_key, parse_note
from voting.commands.board_site import BoardSite
from voting.commands.watch import Watch
from voting.commands.watched_folder import WatchedFolder
from voting.verification.events import read_events

TOWN = SimulatedElection(voters=4, guardians=1, seed=30)
for _voter in range(4):
    TOWN.vote(_voter, [0, 1, 0, 1])
OTHER = SimulatedElection(voters=4, guardians=1, seed=31)
for _voter in range(4):
    OTHER.vote(_voter, [0, 1, 0, 1])
ARCHIVE = TOWN.archive()
ENDS = [event.end for event in read_events(BytesIO(ARCHIVE))]
KEY = generate_note_key(f"ville.example/board/{TOWN.uuid}", ED25519, seeded(1))
WITNESS = generate_note_key("temoin.example", COSIGNATURE, seeded(2))
STRANGER = generate_note_key("autre.example/board/1", ED25519, seeded(3))


def until(events: int) -> bytes:
    return ARCHIVE[: ENDS[events - 1]]


@dataclass
class Site:
    """A town's site and a watcher's folder."""

    server: BoardServer
    folder: Path
    signing: bool = True

    def show(self, archive: bytes, signed: bytes | None = None) -> None:
        """The site shows ``archive``, and signs it or what it says it signs."""
        self.server.files = {f"/board/{TOWN.uuid}.bel": archive}
        if self.signing:
            tree = tree_of(BytesIO(archive if signed is None else signed))
            checkpoint = Checkpoint(KEY.name, tree.size, root_of(tree.find_node, tree.size))
            self.server.files[f"/board/{TOWN.uuid}.checkpoint"] = sign_checkpoint(checkpoint, KEY).as_bytes()
            self.server.files["/board/key"] = f"{STRANGER.verifier.text}\n{KEY.verifier.text}\n".encode()

    def look(self, *more: object) -> int:
        url = f"{self.server.address}/board/{TOWN.uuid}.bel"
        return run("watch", url, "--folder", self.folder, "--once", *more, language="en")

    @property
    def copy(self) -> bytes:
        path = self.folder / "board.bel"
        return path.read_bytes() if path.exists() else b""

    def evidence(self) -> dict[str, bytes]:
        (folder,) = self.folder.glob("alarm-*")
        return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serve_board() as server:
        yield Site(server, tmp_path / "watched")


def alarmed(site: Site, capsys: Capture, code: str, *more: object) -> bool:
    """One look alarms with ``code``, and keeps our copy as it was beside what the site shows now."""
    before = site.copy
    assert site.look(*more) == 1
    assert f"ALARM [{code}]" in capsys.readouterr().err
    evidence = site.evidence()
    assert json.loads(evidence["alarm.json"])["code"] == code
    assert evidence["ours.bel"] == before == site.copy
    return evidence.get("theirs.bel", b"") == site.server.files.get(f"/board/{TOWN.uuid}.bel", b"")


def test_a_board_is_followed_from_its_beginning_to_its_result(site: Site, capsys: Capture) -> None:
    before = 0
    for events in (1, 2, 4, 4, 6, len(ENDS)):
        site.show(until(events))
        assert site.look() == 0
        assert f"{events - before} new events, {events} in all, {events} signed" in capsys.readouterr().out
        assert site.copy == until(events)
        before = events


def test_several_processes_can_check_the_ballots(site: Site, capsys: Capture) -> None:
    site.show(until(5))
    assert site.look("--jobs", 2) == 0
    other = steps_of(OTHER.archive("Ballot"))[1]
    site.show(forge([*steps_of(until(5)), other]))
    assert alarmed(site, capsys, "ballot-other-election", "--jobs", 2)


def test_only_what_is_new_is_downloaded(site: Site) -> None:
    site.show(until(3))
    site.look()
    site.show(until(4))
    site.look()
    asked = [part for path, part in site.server.asked if path.endswith(".bel")]
    assert asked == ["", f"bytes={ENDS[2]}-"]


@pytest.mark.parametrize("signing", [True, False])
def test_a_site_without_parts_or_without_signatures_is_compared_whole(
    site: Site, capsys: Capture, signing: bool
) -> None:
    site.server.whole, site.signing = True, signing
    for events in (3, 4, 4):
        site.show(until(events))
        assert site.look() == 0
        assert site.copy == until(events)
    assert ("nothing signed" in capsys.readouterr().out) != signing
    site.show(OTHER.archive("Ballot"))
    assert alarmed(site, capsys, "earlier-copy-rewritten")


def test_a_board_that_lost_events_raises_the_alarm(site: Site, capsys: Capture) -> None:
    site.show(until(4))
    site.look()
    site.show(until(3))
    assert alarmed(site, capsys, "watch-removed")


def test_a_board_that_is_gone_raises_the_alarm(site: Site, capsys: Capture) -> None:
    site.show(until(4))
    site.look()
    del site.server.files[f"/board/{TOWN.uuid}.bel"]
    assert alarmed(site, capsys, "watch-removed")


def test_a_rewritten_history_raises_the_alarm_also_at_the_same_length(site: Site, capsys: Capture) -> None:
    """The site still gives nothing new of its file: what it signs betrays it."""
    site.show(until(4))
    site.look()
    rewritten = [*steps_of(until(4))[:2], *steps_of(until(4))[:1:-1]]
    other = forge(rewritten)
    assert len(other) == len(until(4))
    assert other != until(4)
    site.show(other)
    assert alarmed(site, capsys, "checkpoint-root")


def test_a_history_that_was_rewritten_and_went_on_raises_the_alarm(site: Site, capsys: Capture) -> None:
    site.show(until(3))
    site.look()
    swapped = steps_of(until(4))
    swapped[1], swapped[2] = swapped[2], swapped[1]
    site.show(forge(swapped))
    assert alarmed(site, capsys, "event-parent")


def test_signing_what_is_not_shown_raises_the_alarm(site: Site, capsys: Capture) -> None:
    site.show(until(3))
    site.look()
    site.show(until(3), signed=until(4))
    assert alarmed(site, capsys, "checkpoint-beyond")


def test_taking_back_a_signature_raises_the_alarm(site: Site, capsys: Capture) -> None:
    site.show(until(4))
    site.look()
    site.show(until(4), signed=until(3))
    assert alarmed(site, capsys, "watch-removed")


def test_a_board_that_is_signed_no_longer_raises_the_alarm(site: Site, capsys: Capture) -> None:
    site.show(until(4))
    site.look()
    site.signing = False
    site.show(until(4))
    assert alarmed(site, capsys, "watch-unsigned")


def test_another_key_than_the_first_raises_the_alarm(
    site: Site, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.show(until(3))
    site.look()
    monkeypatch.setattr("tests.voting.test_watch.KEY", generate_note_key(KEY.name, ED25519, seeded(9)))
    site.show(until(3))
    assert alarmed(site, capsys, "note-unsigned")


def test_a_key_that_was_had_elsewhere_counts_from_the_first_look(site: Site, capsys: Capture) -> None:
    site.show(until(3))
    assert site.look("--key", KEY.verifier.text) == 0
    other = generate_note_key(KEY.name, ED25519, seeded(9))
    assert alarmed(site, capsys, "note-unsigned", "--key", other.verifier.text)


def test_a_ballot_that_does_not_hold_or_came_before_raises_the_alarm(site: Site, capsys: Capture) -> None:
    steps = steps_of(until(4))
    stranger = steps_of(OTHER.archive("Ballot"))[1]
    for number, (last, code) in enumerate([(stranger, "ballot-other-election"), (steps[1], "ballot-duplicate")]):
        site.folder = site.folder.with_name(f"watched-{number}")
        site.show(until(3))
        assert site.look() == 0
        site.show(forge([*steps[:3], last]))
        assert alarmed(site, capsys, code)


def test_a_false_count_raises_the_alarm(site: Site, capsys: Capture) -> None:
    steps = steps_of(ARCHIVE)
    short = SimulatedElection(voters=4, guardians=1, seed=30)
    short.vote(0, [0, 1, 0, 1])
    false = steps_of(short.archive())
    place = next(number for number, (kind, _) in enumerate(steps) if kind == "EncryptedTally")
    tally = next(step for step in false if step[0] == "EncryptedTally")
    site.show(until(5))
    assert site.look() == 0
    site.show(forge([*steps[:place], tally]))
    site.look()
    assert "ALARM [tally-" in capsys.readouterr().err


def test_what_was_seen_is_cosigned_once_for_each_checkpoint(site: Site, tmp_path: Path) -> None:
    key = tmp_path / "temoin"
    key.write_text(WITNESS.text)
    cosigned = []
    for events in (3, 3, 4):
        site.show(until(events))
        assert site.look("--cosign", key) == 0
        cosigned.append((site.folder / "cosigned").read_bytes())
    assert cosigned[0] == cosigned[1] != cosigned[2]
    check_cosignature(parse_note(cosigned[2]), WITNESS.verifier)


def test_what_raises_the_alarm_is_not_cosigned(site: Site, tmp_path: Path, capsys: Capture) -> None:
    key = tmp_path / "temoin"
    key.write_text(WITNESS.text)
    site.show(until(3), signed=until(4))
    assert site.look("--cosign", key) == 1
    assert not (site.folder / "cosigned").exists()


def test_a_copy_that_was_being_written_is_mended(site: Site) -> None:
    site.show(until(3))
    site.look()
    with (site.folder / "board.bel").open("ab") as stream:
        stream.write(b"half a record")
    site.show(until(4))
    assert site.look() == 0
    assert site.copy == until(4)


@pytest.mark.parametrize(("status", "cut"), [(500, 0), (302, 0), (0, 700)])
def test_a_site_that_does_not_answer_well_is_no_alarm(site: Site, capsys: Capture, status: int, cut: int) -> None:
    site.show(until(3))
    site.look()
    site.show(until(4))
    site.server.status, site.server.cut = status, cut
    assert site.look() == 2
    site.server.status = site.server.cut = 0
    assert site.look() == 0
    assert site.copy == until(4)
    assert not list(site.folder.glob("alarm-*"))


def test_a_copy_that_cannot_be_written_is_no_alarm_and_nothing_is_lost(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full once: what was checked and not kept is taken again by the same watch."""
    folder = WatchedFolder(site.folder)
    watch = Watch(BoardSite(f"{site.server.address}/board/{TOWN.uuid}.bel"), folder)
    site.show(until(3))
    watch.look()
    site.show(until(5))
    with monkeypatch.context() as full:
        full.setattr("voting.commands.watched_folder.os.fsync", lambda _descriptor: (_ for _ in ()).throw(OSError(28)))
        with pytest.raises(OSError, match="28"):
            watch.look()
    assert (folder.size, watch.look().new) == (ENDS[2], 2)
    assert site.copy == until(5)


def test_a_checkpoint_without_any_key_to_check_it_signs_nothing(site: Site, capsys: Capture) -> None:
    site.show(until(3))
    del site.server.files["/board/key"]
    assert site.look() == 0
    assert "nothing signed" in capsys.readouterr().out


def test_a_board_without_an_event_raises_the_alarm(site: Site, capsys: Capture) -> None:
    site.signing = False
    site.show(header_record(1_900_000_000))
    assert alarmed(site, capsys, "event-none")


def test_a_server_that_speaks_another_language_is_no_alarm(tmp_path: Path) -> None:
    class Rude(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.wfile.write(b"hello\r\n")

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    signed = tmp_path / "signe"
    tree = tree_of(BytesIO(ARCHIVE))
    signed.write_bytes(sign_checkpoint(Checkpoint(KEY.name, 3, root_of(tree.find_node, 3)), KEY).as_bytes())
    archive = tmp_path / "urne.bel"
    archive.write_bytes(ARCHIVE)
    with serving(HTTPServer(("127.0.0.1", 0), Rude)) as address:
        assert run("watch", f"{address}/board/1.bel", "--folder", tmp_path, "--once") == 2
        arguments = ("--witness", WITNESS.verifier.text, "--out", tmp_path / "contresigne")
        assert run("checkpoint", "submit", archive, signed, address, *arguments) == 2


def test_a_board_that_is_not_there_yet_is_no_alarm(site: Site) -> None:
    assert site.look() == 2


def test_a_watch_goes_on_while_the_site_is_away_until_the_alarm(
    site: Site, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of a minute, something happens between two looks."""
    waited = []

    def happen(seconds: int) -> None:
        waited.append(seconds)
        site.show(until(4 if len(waited) < 3 else 2))
        site.server.status = 503 if len(waited) == 1 else 0

    monkeypatch.setattr("voting.commands.watch.time.sleep", happen)
    site.show(until(3))
    url = f"{site.server.address}/board/{TOWN.uuid}.bel"
    assert run("watch", url, "--folder", site.folder, "--every", 7, language="en") == 1
    told = capsys.readouterr()
    assert told.out.count("everything extends what was seen") == 2
    assert "The site does not answer (HTTP 503): another try in 7 s." in told.err
    assert "ALARM [watch-removed]" in told.err
    assert waited == [7, 7, 7]


def test_a_watch_is_stopped_by_hand_without_an_alarm(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_seconds: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("voting.commands.watch.time.sleep", interrupt)
    site.show(until(3))
    url = f"{site.server.address}/board/{TOWN.uuid}.bel"
    assert run("watch", url, "--folder", site.folder) == 0
    with pytest.raises(SystemExit):
        run("watch", url, "--folder", site.folder, "--every", 0)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a/b.bel",
        "https://a/b",
        "a.bel",
        "https:///b.bel",
        "https://a:x/b.bel",
        "https://[a/b.bel",
        "https://nom:secret@a/b.bel",
        "https://a/é.bel",
    ],
)
def test_another_address_than_a_board_s_is_refused(url: str, tmp_path: Path, capsys: Capture) -> None:
    assert run("watch", url, "--folder", tmp_path, "--once") == 1
    assert "[watch-address]" in capsys.readouterr().err
