"""Checks 6, 7, 9 and 10: the encrypted tally, the shares and the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

from voting.ballot import recall_ballot
from voting.decryption import Share, check_share, parse_share
from voting.errors import ArchiveError, DecryptionError, MalformedError, TallyError
from voting.hashing import sha256_hex
from voting.result import Result, check_result, parse_result
from voting.strict_json import check_canonical, parse_json, parse_members
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
        check_encrypted_tally(found, expected)
    except TallyError:
        if box.ballots != len(box.last):
            for heights in (set(box.first.values()), None):
                if _sum(setup, box, events, heights).raw == found.raw:
                    raise TallyError("effective-ballots", expected=len(box.last), found=found.num_tallied) from None
        raise
    return found


def check_owned_share(setup: Setup, tally: EncryptedTally, event: Event, shares: dict[int, Share]) -> None:
    """Check 9, one share: its owner exists and sent no other, its shape, its proofs. Adds it to ``shares``.

    Raises DecryptionError: ``share-owner``, ``share-repeated``, ``share-shape``, ``share-proof``, ``share-malformed``.
    """
    share_raw, owned_raw = event.payloads
    try:
        members = parse_members(parse_json(owned_raw, max_bytes=4096), ("owner", "payload"))
        check_canonical(owned_raw, {"owner": members["owner"], "payload": sha256_hex(share_raw)})
    except MalformedError as error:
        raise DecryptionError("share-malformed", check=error.code) from error
    owner = members["owner"]
    if isinstance(owner, bool) or not isinstance(owner, int):
        raise DecryptionError("share-owner")
    public = setup.trustees.find_key(owner)
    if public is None:
        raise DecryptionError("share-owner", expected=len(setup.trustees.keys), found=owner)
    if owner in shares:
        raise DecryptionError("share-repeated", owner=owner)
    share = parse_share(share_raw, setup.election)
    check_share(share, setup.election, tally, public)
    shares[owner] = share


def check_shares_complete(setup: Setup, shares: dict[int, Share]) -> None:
    """Check 9, all shares: raises DecryptionError ``shares-missing`` unless every trustee sent one."""
    trustees = len(setup.trustees.keys)
    missing = [owner for owner in range(1, trustees + 1) if owner not in shares]
    if missing:
        raise DecryptionError("shares-missing", expected=trustees, found=len(shares), missing=missing)


def check_final_result(setup: Setup, tally: EncryptedTally, shares: dict[int, Share], event: Event) -> Result:
    """Check 10. Raises ResultError: ``result-value``, ``result-out-of-bounds``, or for its form."""
    result = parse_result(event.payloads[0], setup.election)
    check_result(result, tally, [shares[owner] for owner in sorted(shares)])
    return result
