"""The procedure: twelve checks in order, on a file that is read again and again but never held whole.

1. container   every record whole, canonical, named by its hash, nothing extra
2. chain       parent, height and form of every event, payloads present
3. order       Setup, Ballot*, EndBallots, EncryptedTally, Shuffle* and EndShuffles, PartialDecryption+, Result
4. setup       election, trustees with their proofs, joint key, credentials
5. ballots     every ballot: form, election, credential, signature, proofs, no duplicate
6. effective   what is counted is the last ballot of each credential
7. tally       the encrypted tally is their sum, or lists them in its order, with its sizes
8. shuffles    each permutes the output of the one before, by trustees who differ; none where only totals are asked
9. shares      owner, shape and proofs of each share, of the output of the last shuffle; a group's extra ones agree
10. result     the decryption of the tally, within bounds, in the order of the last shuffle
11. opened     each opened vote is encoded again: one that is not canonical counts as invalid, and is reported
12. earlier    an earlier copy is a prefix of this one, a signed checkpoint is of its events; fingerprints and
               attendance are those published
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import BinaryIO

from voting.archive import read_records
from voting.errors import ArchiveError, ChainError, ProtocolError, TallyError
from voting.published import Published
from voting.question import NonHomomorphicQuestion
from voting.result import Result
from voting.tally import EncryptedTally
from voting.verification.ballots import BallotBox, BallotChecker, RefusedBallotError
from voting.verification.comparisons import (
    SignedCheckpoint,
    check_earlier_copy,
    check_promises,
    check_published,
    check_signed,
)
from voting.verification.contents import check_final_result, check_tally
from voting.verification.events import Event, Order, read_events
from voting.verification.report import Facts, Ledger, Report
from voting.verification.setup import Setup, check_setup
from voting.verification.shares import Shares
from voting.verification.shuffles import Shuffles

Progress = Callable[[int, int], None]


class _Stopped(Exception):
    """A check failed; its line is in the ledger."""


def _say(error: ProtocolError, key: str) -> str:
    value = error.facts.get(key)
    if value is None and key == "found":
        value = error.facts.get("check", error.facts.get("missing", error.facts.get("owner")))
    return "" if value is None else str(value)


def _totals(result: Result) -> str:
    """The totals as they are; of opened votes, which can be a hundred thousand, their number."""
    return str([list(row) if all(isinstance(value, int) for value in row) else f"{len(row)} votes" for row in result])


class _Procedure:
    """One verification: the stream, the ledger, and what was learnt so far."""

    def __init__(
        self,
        stream: BinaryIO,
        earlier: BinaryIO | None,
        published: Published | None,
        progress: Progress | None,
        strong: bytes | None = None,
        signed: SignedCheckpoint | None = None,
    ) -> None:
        self.strong, self.signed = strong, signed
        self.stream, self.earlier, self.published, self.progress = stream, earlier, published, progress
        self.ledger = Ledger()
        self.facts = Facts(size=stream.seek(0, 2))
        self.box = BallotBox()
        self.shares = Shares()
        self.shuffles: Shuffles | None = None
        self.result: Result | None = None

    def fail(self, check: str, error: ProtocolError, place: str = "") -> _Stopped:
        """Notes the failure; the caller raises what this gives."""
        found = " ".join(part for part in (place, _say(error, "found")) if part)
        self.ledger.note(check, "failed", code=error.code, expected=_say(error, "expected"), found=found)
        return _Stopped()

    def events(self) -> Iterator[Event]:
        """The events from the beginning."""
        self.stream.seek(0)
        yield from read_events(self.stream)

    def check_structure(self) -> None:
        """Checks 1 to 3. All three look at the whole file, so that the first failing one is the one named."""
        order, misplaced, head = Order(), None, ""
        events = 0
        try:
            for event in self.events():
                events, head = events + 1, event.event_hash
                try:
                    if misplaced is None:
                        order.step(event.kind)
                except ChainError as error:
                    misplaced = self._placed(error, event)
        except ArchiveError as error:
            raise self.fail("container", error, f"byte {self.stream.tell()}") from error
        except ChainError as error:
            self._check_container()
            raise self.fail("chain", error, f"event {events}") from error
        self.ledger.note("container", "passed", found=f"{self.facts.size} B")
        self.ledger.note("chain", "passed", found=str(events))
        if misplaced is None and not events:
            misplaced = ChainError("event-none")
        if misplaced is not None:
            raise self.fail("order", misplaced) from misplaced
        self.ledger.note("order", "passed", found=order.last)
        self.facts = replace(self.facts, head=head)

    @staticmethod
    def _placed(error: ChainError, event: Event) -> ChainError:
        found = f"{error.facts.get('found')} ({event.height})"
        return ChainError(error.code, expected=error.facts.get("expected"), found=found)

    def _check_container(self) -> None:
        """The rest of the file, after the chain was found broken."""
        self.stream.seek(0)
        try:
            for _ in read_records(self.stream):
                pass
        except ArchiveError as error:
            raise self.fail("container", error, f"byte {self.stream.tell()}") from error
        self.ledger.note("container", "passed", found=f"{self.facts.size} B")

    def check_contents(self, jobs: int) -> None:
        """Checks 4 to 11, event by event, up to the last event of checks 1 to 3: the file may have grown since."""
        try:
            events = self.events()
            first = next(events)
            setup = self._setup(first)
            with BallotChecker(setup, self.box, jobs) as ballots:
                self._contents(setup, ballots, chain([first], events))
        except (ArchiveError, ChainError) as error:
            raise self.fail("container", ArchiveError("archive-changed", check=error.code)) from error
        except RefusedBallotError as error:
            raise self.fail("ballots", error.reason, f"event {error.height}, ballot {error.tracker}") from error
        self._note_totals_only()

    def _contents(self, setup: Setup, ballots: BallotChecker, events: Iterator[Event]) -> None:
        for event in events:
            if event.kind == "Ballot":
                ballots.add(event.height, event.payloads[0])
            elif event.kind == "EndBallots":
                self._note_ballots(ballots)
            else:
                self._content(setup, event)
            if self.progress is not None:
                self.progress(event.end, self.facts.size)
            if event.event_hash == self.facts.head:
                break
        else:
            raise ArchiveError("archive-changed")
        if self.shuffles is None:
            self._note_ballots(ballots)
        if self.shares.hashes and self.result is None:
            self._settle_shares(setup)

    def _setup(self, event: Event) -> Setup:
        try:
            setup = check_setup(event)
        except ProtocolError as error:
            raise self.fail("setup", error) from error
        election = setup.election
        self.facts = replace(
            self.facts,
            uuid=election.uuid,
            name=election.name,
            fingerprint=election.fingerprint,
            questions=election.questions,
            credentials_fingerprint=setup.credentials.fingerprint,
            trustees_fingerprint=setup.trustees.fingerprint,
            voters=len(setup.credentials),
            trustees=len(setup.trustees.keys),
            warnings=setup.warnings,
        )
        self.ledger.note("setup", "passed", found=f"{len(setup.trustees.keys)} + {len(setup.credentials)}")
        return setup

    def _content(self, setup: Setup, event: Event) -> None:
        if event.kind == "EncryptedTally":
            self._tally(setup, event)
        elif event.kind in ("Shuffle", "EndShuffles"):
            self._shuffle(setup, event)
        elif event.kind == "PartialDecryption":
            self._share(setup, event)
        elif event.kind == "Result":
            self._result(setup, event)

    def _note_ballots(self, ballots: BallotChecker) -> None:
        ballots.finish()
        effective = len(self.box.last)
        self.facts = replace(self.facts, ballots=self.box.ballots, effective_ballots=effective)
        self.ledger.note("ballots", "passed", found=str(self.box.ballots))

    def _tally(self, setup: Setup, event: Event) -> None:
        position = self.stream.tell()
        effective = len(self.box.last)
        try:
            tally = check_tally(setup, self.box, event, self.events)
        except TallyError as error:
            if error.code == "effective-ballots":
                raise self.fail("effective-ballots", error) from error
            self.ledger.note("effective-ballots", "passed", found=str(effective))
            raise self.fail("encrypted-tally", error) from error
        self.stream.seek(position)
        self.ledger.note("effective-ballots", "passed", expected=str(effective), found=str(tally.num_tallied))
        self.ledger.note("encrypted-tally", "passed", found=str(tally.total_weight))
        self.shuffles = Shuffles(tally)

    def _shuffle(self, setup: Setup, event: Event) -> None:
        shuffles = self._counted()
        try:
            if event.kind == "Shuffle":
                shuffles.add(setup, event)
            else:
                shuffles.end(self.published.shuffles if self.published else 1)
        except ProtocolError as error:
            raise self.fail("shuffles", error, f"event {event.height}") from error
        self.ledger.note("shuffles", "passed", found=", ".join(map(str, shuffles.owners)))

    def _decrypted(self, setup: Setup) -> EncryptedTally:
        shuffles = self._counted()
        try:
            return shuffles.decrypted_tally(setup)
        except ProtocolError as error:
            raise self.fail("shuffles", error) from error

    def _share(self, setup: Setup, event: Event) -> None:
        tally = self._decrypted(setup)
        try:
            self.shares.add(setup, tally, event)
        except ProtocolError as error:
            raise self.fail("shares", error, f"event {event.height}") from error
        total = len(setup.trustees.keys)
        self.ledger.note("shares", "passed", expected=str(total), found=str(len(self.shares.valid)))

    def _settle_shares(self, setup: Setup, *, counted: bool = False) -> None:
        """Check 9 once more when no share is to come: with the proofs beside the archive, and all shares together.

        An invalid share among enough valid ones of a group blocks nothing: it is named in a warning.
        """
        try:
            strong = self.shares.settle(setup, self._decrypted(setup), self.strong)
            if counted or self.shares.invalid:
                self.shares.check_enough(setup)
        except ProtocolError as error:
            raise self.fail("shares", error) from error
        found = f"{len(self.shares.valid)} ({strong})" if strong else str(len(self.shares.valid))
        if self.shares.invalid:
            found += f", invalid {', '.join(map(str, sorted(self.shares.invalid)))}"
            self.facts = replace(self.facts, warnings=(*self.facts.warnings, "share-of-group-invalid"))
        self.ledger.note("shares", "passed", expected=str(len(setup.trustees.keys)), found=found)

    def _result(self, setup: Setup, event: Event) -> None:
        self._settle_shares(setup, counted=True)
        try:
            self.result, uncanonical = check_final_result(setup, self._decrypted(setup), self.shares.valid, event)
        except ProtocolError as error:
            raise self.fail("result", error) from error
        self.facts = replace(self.facts, result=self.result)
        self.ledger.note("result", "passed", found=_totals(self.result))
        self._opened(setup, uncanonical)

    def _opened(self, setup: Setup, uncanonical: list[tuple[int, int]]) -> None:
        """Check 11. A vote that is not canonical does not stop the count: a voter could stop it with one."""
        opened = sum(len(row) for row in self._counted().input_rows(setup.election))
        if not opened:
            return
        found = str(opened - len(uncanonical))
        if uncanonical:
            found += " " + ", ".join(f"{question + 1}.{position + 1}" for question, position in uncanonical)
            warnings = (*self.facts.warnings, "votes-not-canonical")
            self.facts = replace(self.facts, warnings=warnings, not_canonical=tuple(uncanonical))
        self.ledger.note("opened-votes", "passed", expected=str(opened), found=found)

    def _counted(self) -> Shuffles:
        """The tally, which check 3 found before any shuffle, share and the result."""
        if self.shuffles is None:
            raise ArchiveError("archive-changed")
        return self.shuffles

    def _note_totals_only(self) -> None:
        """Checks 8 and 11 have nothing to look at in an election of totals."""
        if not any(isinstance(question, NonHomomorphicQuestion) for question in self.facts.questions):
            self.ledger.note("shuffles", "not-applicable")
            self.ledger.note("opened-votes", "not-applicable")

    def check_comparisons(self) -> None:
        """Check 12."""
        agreed = []
        try:
            if self.earlier is not None:
                agreed.append(f"{check_earlier_copy(self.stream, self.earlier)} B")
            if self.signed is not None:
                agreed.append(f"checkpoint {check_signed(self.stream, self.signed).size}")
            if self.published is not None:
                check_published(self.facts, self.published)
                self._check_promises(self.published)
                agreed.append("published")
        except ProtocolError as error:
            raise self.fail("earlier-copy", error) from error
        self.ledger.note("earlier-copy", "passed" if agreed else "not-applicable", found=", ".join(agreed))

    def _check_promises(self, published: Published) -> None:
        """What the guardians promised before any of them showed a share."""
        if published.shares is not None:
            strong = self.strong if self.shares.valid else None  # before any share it was not looked at
            check_promises(published.shares, self.shares.hashes, strong, counted=self.result is not None)


def verify_archive(
    stream: BinaryIO,
    *,
    earlier: BinaryIO | None = None,
    published: Published | None = None,
    progress: Progress | None = None,
    jobs: int = 1,
    strong: bytes | None = None,
    signed: SignedCheckpoint | None = None,
) -> Report:
    """The report on an archive; an archive whose vote is still open is valid so far.

    ``stream`` and ``earlier`` must be seekable. ``published`` is what the town told outside the archive, ``signed`` a
    checkpoint that somebody kept. ``progress`` is told bytes done and bytes in all; ``jobs`` is the number of processes
    that check ballots.
    Nothing is raised for what the archive holds: a refusal is a line of the report. :func:`check_archive` raises.
    """
    procedure = _Procedure(stream, earlier, published, progress, strong, signed)
    try:
        procedure.check_structure()
        procedure.check_contents(jobs)
        procedure.check_comparisons()
    except _Stopped:
        pass
    return procedure.ledger.finish(procedure.facts)


def check_archive(stream: BinaryIO, *, earlier: BinaryIO | None = None) -> Report:
    """The report on a valid archive; raises ArchiveError with the code of the first check that failed."""
    report = verify_archive(stream, earlier=earlier)
    if report.failure is not None:
        raise ArchiveError(report.failure.code, found=report.failure.found)
    return report
