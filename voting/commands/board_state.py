"""How far a verified archive is: what guardians shuffle or decrypt now."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from voting.election import Election, parse_election
from voting.errors import ArchiveError
from voting.shuffle import parse_shuffle
from voting.tally import EncryptedTally, read_tally, shuffled_rows, with_rows
from voting.trustee import Trustees, parse_trustees
from voting.verification.events import Event, read_events
from voting.verification.report import Report
from voting.words import plain, say


@dataclass
class BoardState:
    """Election, trustees, and the tally after the shuffles so far; None before the end of ballots."""

    election: Election
    trustees: Trustees
    tally: EncryptedTally | None = None
    shuffles_ended: bool = False

    @property
    def is_opened(self) -> bool:
        """Whether ballots are shuffled and opened, of some question."""
        return self.tally is not None and bool(shuffled_rows(self.election, self.tally))

    def _follow(self, event: Event) -> None:
        if event.kind == "EncryptedTally":
            self.tally = read_tally(event.payloads[0], event.payloads[1], self.election)
        elif event.kind == "Shuffle" and self.tally is not None:
            shuffle = parse_shuffle(event.payloads[0], shuffled_rows(self.election, self.tally))
            self.tally = with_rows(self.tally, self.election, shuffle.rows)
        elif event.kind == "EndShuffles":
            self.shuffles_ended = True


def read_state(stream: BinaryIO, report: Report) -> BoardState:
    """The state of the archive that ``report`` is about.

    What was verified and what is read here are the same chain of events up to the same last one, or ArchiveError
    ``archive-changed`` is raised.
    """
    stream.seek(0)
    events = read_events(stream)
    setup = next(events)
    state = BoardState(parse_election(setup.payloads[0]), parse_trustees(setup.payloads[1]))
    for event in chain([setup], events):
        state._follow(event)
        if event.event_hash == report.facts.head:
            return state
    raise ArchiveError("archive-changed")


def tell_election(election: Election, language: str) -> None:
    """Prints whose board this is, before anything is made for it."""
    print(say("share-of-this", language))
    print(f"  {say('election', language)} : {plain(election.name)} ({election.uuid})")
    print(f"  {say('fingerprint', language)} : {election.fingerprint}")
