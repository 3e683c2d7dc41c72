"""Checks 6, 7, 10 and 11: the encrypted tally, the result and the opened votes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256

from voting.ballot import recall_ballot
from voting.combination import combine_factors
from voting.decryption import Share
from voting.errors import ArchiveError, TallyError
from voting.result import Result, check_result, parse_result, uncanonical_votes
from voting.tally import EncryptedTally, TallySum, check_encrypted_tally, read_tally
from voting.verification.ballots import BallotBox
from voting.verification.events import Event
from voting.verification.setup import Setup

Events = Callable[[], Iterator[Event]]


def _sum(setup: Setup, box: BallotBox, events: Events, heights: set[int] | None) -> EncryptedTally:
    """The tally of the ballots at ``heights``, or of all: the very bytes that the box took, read again."""
    running = TallySum(setup.election)
    for event in events():
        if event.kind == "EndBallots":
            break
        if event.kind == "Ballot" and (heights is None or event.height in heights):
            raw = event.payloads[0]
            if sha256(raw).digest() not in box.seen:
                raise ArchiveError("archive-changed")
            running.add(recall_ballot(raw, setup.credentials))
    else:
        raise ArchiveError("archive-changed")
    return running.finish()


def check_tally(setup: Setup, box: BallotBox, event: Event, events: Events) -> EncryptedTally:
    """Checks 6 and 7: the published tally is the sum of the last ballot of each credential.

    Raises TallyError: ``effective-ballots`` when other ballots of the same voters were summed, ``tally-count``,
    ``tally-weight``, ``tally-sum``, ``tally-hash``, or for its form.
    """
    raw, sized_raw = event.payloads
    found = read_tally(raw, sized_raw, setup.election)
    expected = _sum(setup, box, events, set(box.last.values()))
    try:
        check_encrypted_tally(found, expected, setup.election)
    except TallyError:
        if box.ballots != len(box.last):
            for heights in (set(box.first.values()), None):
                if _sum(setup, box, events, heights).raw == found.raw:
                    raise TallyError("effective-ballots", expected=len(box.last), found=found.num_tallied) from None
        raise
    return found


def check_final_result(
    setup: Setup, tally: EncryptedTally, shares: Mapping[int, Share], event: Event
) -> tuple[Result, list[tuple[int, int]]]:
    """Checks 10 and 11: the result, and the votes whose opening is not the encoding of their numbers.

    ``tally`` is the one after the last shuffle. Raises ResultError: ``result-value``, ``result-out-of-bounds``, or for
    its form.
    """
    result = parse_result(event.payloads[0], setup.election, tally.num_tallied)
    factors = combine_factors(setup.trustees, shares)
    check_result(result, setup.election, tally, factors)
    return result, uncanonical_votes(setup.election, tally, factors)
