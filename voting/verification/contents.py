"""Checks 4 to 10: what the events hold, from the setup to the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from voting.ballot import CheckedBallot, check_ballot, parse_ballot
from voting.credentials import PublicCredentials, parse_public_credentials
from voting.decryption import Share, check_share, parse_share
from voting.election import Election, parse_election
from voting.errors import (
    BallotError,
    CredentialError,
    DecryptionError,
    ElectionError,
    MalformedError,
    ProtocolError,
    ResultError,
    TallyError,
    TrusteeError,
)
from voting.hashing import sha256_hex
from voting.result import Result, check_result, parse_result
from voting.strict_json import check_canonical, parse_json, parse_members
from voting.tally import EncryptedTally, TallySum, check_encrypted_tally, read_tally
from voting.trustee import Trustees, joint_public_key, parse_trustees
from voting.verification.events import Event

T = TypeVar("T")
Events = Callable[[], Iterator[Event]]


@dataclass(frozen=True)
class Setup:
    """The frozen parts of an election."""

    election: Election
    trustees: Trustees
    credentials: PublicCredentials


def check_setup(event: Event) -> Setup:
    """Check 4. Raises ProtocolError: ``setup-data``, ``election-key-mismatch``, or what the parts raise."""
    election_raw, trustees_raw, credentials_raw, setup_raw = event.payloads
    names = {
        "election": sha256_hex(election_raw),
        "trustees": sha256_hex(trustees_raw),
        "credentials": sha256_hex(credentials_raw),
    }
    try:
        members = parse_members(parse_json(setup_raw, max_bytes=4096), tuple(names))
        check_canonical(setup_raw, names)
    except MalformedError as error:
        raise ElectionError("setup-data", check=error.code) from error
    if members != names:
        raise ElectionError("setup-data", check="hash")
    setup = Setup(
        _read_election(election_raw, trustees_raw),
        parse_trustees(trustees_raw),
        _parse("credentials-malformed", CredentialError, parse_public_credentials, credentials_raw),
    )
    joint = joint_public_key(setup.trustees)
    if joint != setup.election.public_key:
        raise TrusteeError("election-key-mismatch", expected=joint.text, found=setup.election.public_key.text)
    return setup


def _read_election(election_raw: bytes, trustees_raw: bytes) -> Election:
    """The election. When its key is not sound, a trustee's key that is not is named first: it is the cause."""
    try:
        return _parse("election-malformed", ElectionError, parse_election, election_raw)
    except ElectionError as error:
        if error.code == "election-public-key":
            parse_trustees(trustees_raw)
        raise


def _parse(code: str, kind: type[ProtocolError], parse: Callable[[bytes], T], raw: bytes) -> T:
    try:
        return parse(raw)
    except MalformedError as error:
        raise kind(code, check=error.code) from error


def credentials_are_sorted(setup: Setup) -> bool:
    """Whether the order of the list says nothing of the roll. A warning, not a check: the protocol leaves it free."""
    listed = list(setup.credentials.weights)
    return listed == sorted(listed)


@dataclass
class BallotBox:
    """Check 5 and 6: every ballot on the board, and for each credential the heights of its first and last."""

    seen: set[bytes] = field(default_factory=set, repr=False)
    first: dict[str, int] = field(default_factory=dict, repr=False)
    last: dict[str, int] = field(default_factory=dict, repr=False)
    ballots: int = 0

    def take(self, setup: Setup, event: Event) -> None:
        """Checks one ballot; raises BallotError ``ballot-duplicate`` or what :func:`check_ballot` raises."""
        raw = event.payloads[0]
        name = bytes.fromhex(sha256_hex(raw))
        if name in self.seen:
            raise BallotError("ballot-duplicate")
        checked = check_ballot(parse_ballot(raw), setup.election, setup.credentials)
        self.seen.add(name)
        credential = checked.ballot.credential.text
        self.first.setdefault(credential, event.height)
        self.last[credential] = event.height
        self.ballots += 1


def _sum(setup: Setup, events: Events, heights: set[int] | None) -> EncryptedTally:
    """The tally of the ballots at ``heights``, or of all; they were checked before and are read again."""
    running = TallySum(setup.election)
    for event in events():
        if event.kind == "EndBallots":
            break
        if event.kind == "Ballot" and (heights is None or event.height in heights):
            ballot = parse_ballot(event.payloads[0])
            weight = setup.credentials.find_weight(ballot.credential)
            if weight is None:
                raise BallotError("credential-unknown")
            running.add(CheckedBallot(ballot, weight))
    return running.finish()


def check_tally(setup: Setup, box: BallotBox, event: Event, events: Events) -> EncryptedTally:
    """Checks 6 and 7: the published tally is the sum of the last ballot of each credential.

    Raises TallyError: ``effective-ballots`` when other ballots of the same voters were summed, ``tally-count``,
    ``tally-weight``, ``tally-sum``, ``tally-hash``, or for its form.
    """
    raw, sized_raw = event.payloads
    found = read_tally(raw, sized_raw, setup.election)
    expected = _sum(setup, events, set(box.last.values()))
    try:
        check_encrypted_tally(found, expected)
    except TallyError:
        if box.ballots != len(box.last):
            for heights in (set(box.first.values()), None):
                if _sum(setup, events, heights).raw == found.raw:
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


def check_final_result(setup: Setup, tally: EncryptedTally, shares: dict[int, Share], event: Event) -> Result:
    """Check 10. Raises ResultError: ``result-shares-missing``, ``result-value``, ``result-out-of-bounds``, its form."""
    missing = [owner for owner in range(1, len(setup.trustees.keys) + 1) if owner not in shares]
    if missing:
        raise ResultError("result-shares-missing", missing=missing)
    result = parse_result(event.payloads[0], setup.election)
    check_result(result, tally, [shares[owner] for owner in sorted(shares)])
    return result

