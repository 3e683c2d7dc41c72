"""watch: keeps one's own copy of a board, checks each event as it comes, alarms, and cosigns what it saw."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from voting.checkpoints.checkpoint import Checkpoint, open_checkpoint
from voting.checkpoints.cosignature import cosign
from voting.checkpoints.notes import SigningNoteKey, VerifierKey, parse_note, parse_verifier_key
from voting.commands.board_site import BoardSite
from voting.commands.note_keys import choose_board_key, read_signing_key, read_verifier_keys
from voting.commands.parser import add_command, parse_jobs
from voting.commands.watched_folder import CHECKPOINT, COSIGNED, HEADER, KEY, WatchedFolder
from voting.errors import CheckpointError, ProtocolError
from voting.verification.comparisons import check_earlier_copy
from voting.verification.following import Follower, check_whole
from voting.words import refusal, say

_SECONDS = 60


@dataclass(frozen=True)
class Seen:
    """One look: new events, events in all, and how many of them are signed (None where the site signs nothing)."""

    new: int
    size: int
    signed: int | None


class AlarmError(Exception):
    """What was refused, and where the evidence is."""

    def __init__(self, reason: ProtocolError, evidence: Path) -> None:
        super().__init__(reason.code)
        self.reason, self.evidence = reason, evidence


class Watch:
    """Follows one board into one folder. ``keys`` are those that may be its board's; without any, the first key that
    the site shows for the board is kept and must stay."""

    def __init__(
        self,
        site: BoardSite,
        folder: WatchedFolder,
        keys: tuple[VerifierKey, ...] = (),
        cosigner: SigningNoteKey | None = None,
        jobs: int = 1,
    ) -> None:
        self._site, self._folder, self._keys, self._cosigner, self._jobs = site, folder, keys, cosigner, jobs
        kept = folder.find(KEY)
        if kept is not None and not keys:
            self._keys = (parse_verifier_key(kept.decode()),)
        self._follower: Follower | None = self._recall()

    def _recall(self) -> Follower:
        """What the folder's copy tells."""
        self._folder.mend()
        follower = Follower()
        if self._folder.size:
            with self._folder.board.open("rb") as stream:
                follower.recall(stream)
        return follower

    def look(self) -> Seen:
        """Takes what is new; raises AlarmError with the evidence kept, OSError for the network."""
        raw = None
        follower = self._follower = self._follower or self._recall()
        try:
            raw = self._site.read_checkpoint()
            signed = None if raw is None else self._open(raw)
            if signed is None and self._keys:
                raise CheckpointError("watch-unsigned")
            new = self._take(follower, whole=signed is None)
            if signed is not None and raw is not None:
                follower.check_checkpoint(signed[0])
                self._keep(*signed, raw)
        except ProtocolError as error:
            raise AlarmError(error, self._keep_evidence(error, raw)) from error
        return Seen(new, follower.size, signed[0].size if signed else None)

    def _open(self, raw: bytes) -> tuple[Checkpoint, VerifierKey] | None:
        """The checkpoint and its board's key; None where no key is known and the site shows none."""
        note = parse_note(raw)
        keys = self._keys
        if not keys:
            lines = (self._site.read_keys() or b"").decode("utf-8", "replace").split()
            keys = tuple(map(parse_verifier_key, lines))
        if not keys:
            return None
        key = choose_board_key(keys, note)
        checkpoint = open_checkpoint(raw, key)
        if not self._keys:
            self._keys = (key,)
            self._folder.keep(KEY, key.text.encode())
        return checkpoint, key

    def _take(self, follower: Follower, *, whole: bool) -> int:
        """Downloads, checks and keeps what is new. Without signatures the whole board is compared each time."""
        size = self._folder.size
        with self._site.download(0 if whole else size) as found, tempfile.TemporaryFile() as incoming:
            if found is None:
                return 0
            if found.start:
                incoming.write(self._folder.header())
            for piece in found.pieces:
                incoming.write(piece)
            if size and not found.start:
                return self._take_whole(follower, incoming)
            return self._follow(follower, incoming)

    def _take_whole(self, follower: Follower, incoming: BinaryIO) -> int:
        """What is new in a board that came whole; ChainError ``earlier-copy-rewritten`` unless it begins with ours."""
        with self._folder.board.open("rb") as ours, tempfile.TemporaryFile() as tail:
            incoming.seek(check_earlier_copy(incoming, ours))
            tail.write(self._folder.header())
            shutil.copyfileobj(incoming, tail)
            return self._follow(follower, tail) if tail.tell() > HEADER else 0

    def _follow(self, follower: Follower, tail: BinaryIO) -> int:
        """Checks what came behind the header, then keeps it."""
        new = follower.follow(tail, self._jobs)
        tail.seek(HEADER if self._folder.size else 0)
        try:
            self._folder.append(tail)
        except OSError:
            self._follower = None  # it knows more than the folder holds
            raise
        if follower.counting:
            with self._folder.board.open("rb") as stream:
                check_whole(stream, self._jobs)
        return new

    def _keep(self, checkpoint: Checkpoint, key: VerifierKey, raw: bytes) -> None:
        """Keeps the newest checkpoint and cosigns it; one smaller than what was signed before takes events back."""
        before = self._folder.find(CHECKPOINT)
        signed = open_checkpoint(before, key).size if before is not None else 0
        if checkpoint.size < signed:
            raise CheckpointError("watch-removed", expected=signed, found=checkpoint.size)
        self._folder.keep(CHECKPOINT, raw)
        note, cosigned = parse_note(raw), self._folder.find(COSIGNED)
        if self._cosigner is not None and (cosigned is None or parse_note(cosigned).text != note.text):
            line = cosign(note, self._cosigner, datetime.now(UTC))
            self._folder.keep(COSIGNED, note.with_signatures([line]).as_bytes())

    def _keep_evidence(self, error: ProtocolError, raw: bytes | None) -> Path:
        """Both histories, side by side; what the site no longer gives is missing."""
        evidence = self._folder.new_evidence(datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ"))
        facts = {"code": error.code, **{name: str(value) for name, value in error.facts.items()}}
        (evidence / "alarm.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
        if raw is not None:
            (evidence / "theirs.checkpoint").write_bytes(raw)
        try:
            with self._site.download(0) as found, (evidence / "theirs.bel").open("wb") as theirs:
                for piece in found.pieces if found else ():
                    theirs.write(piece)
        except OSError:
            pass  # the alarm counts more than the second copy
        return evidence


def _seconds(text: str) -> int:
    seconds = int(text)
    if seconds < 1:
        raise argparse.ArgumentTypeError("1 …")
    return seconds


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "watch", language)
    parser.argument("url", "watch-url", metavar="URL")
    parser.option("--folder", key="watch-folder", type=Path, required=True, metavar="DIR")
    parser.option("--key", key="board-key")
    parser.option("--cosign", key="watch-cosign", type=Path, metavar="KEYFILE")
    parser.option("--every", key="watch-every", type=_seconds, default=_SECONDS, metavar="N")
    parser.option("--jobs", key="verify-jobs", type=parse_jobs, default=1, metavar="N")
    parser.option("--once", key="watch-once", action="store_true")
    parser.set_defaults(run=run)


def _look(watch: Watch, language: str) -> None:
    seen = watch.look()
    told = "watch-seen" if seen.signed is not None else "watch-seen-unsigned"
    print(say(told, language, new=seen.new, size=seen.size, signed=seen.signed), flush=True)


def run(options: argparse.Namespace, language: str) -> int:
    """Looks once, or again and again; exit status 1 at the first alarm."""
    keys = read_verifier_keys(options.key) if options.key else ()
    cosigner = read_signing_key(options.cosign) if options.cosign else None
    watch = Watch(BoardSite(options.url), WatchedFolder(options.folder), keys, cosigner, options.jobs)
    try:
        return _go_on(watch, options, language)
    except KeyboardInterrupt:
        return 0


def _go_on(watch: Watch, options: argparse.Namespace, language: str) -> int:
    while True:
        try:
            _look(watch, language)
        except AlarmError as alarm:
            reason = refusal(alarm.reason.code, language)
            facts = {"code": alarm.reason.code, "reason": reason, "folder": alarm.evidence}
            print(say("watch-alarm", language, **facts), file=sys.stderr)
            return 1
        except OSError as error:
            if options.once:
                raise
            reason = error.strerror or type(error).__name__
            print(say("watch-offline", language, reason=reason, seconds=options.every), file=sys.stderr, flush=True)
        if options.once:
            return 0
        time.sleep(options.every)
