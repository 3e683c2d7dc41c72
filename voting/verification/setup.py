"""Check 4: the frozen parts of an election, and that they belong together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from voting.ballot import longest_ballot
from voting.credentials import PublicCredentials, parse_public_credentials
from voting.election import Election, parse_election
from voting.errors import CredentialError, ElectionError, MalformedError, ProtocolError, TrusteeError
from voting.hashing import sha256_hex
from voting.question import MOST_VALUES_MADE, NonHomomorphicQuestion
from voting.strict_json import check_canonical, parse_json, parse_members
from voting.trustee import Trustees, joint_public_key, parse_trustees
from voting.verification.events import Event

T = TypeVar("T")


@dataclass(frozen=True)
class Setup:
    """The frozen parts of an election."""

    election: Election
    trustees: Trustees
    credentials: PublicCredentials

    @cached_property
    def longest_ballot(self) -> int:
        """Bytes beyond which a ballot is refused unread. Twice what a good one can have: what is a little too long is
        read all the same, so that its defect is named."""
        return 2 * longest_ballot(self.election)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the protocol leaves free and is better otherwise.

        ``credentials-unsorted``: the order of the list may say something of the roll; ``question-over-24``: a wrong
        factor or a mark can hide in an opened vote.
        """
        listed = list(self.credentials.weights)
        long = any(
            isinstance(question, NonHomomorphicQuestion) and len(question.answers) > MOST_VALUES_MADE
            for question in self.election.questions
        )
        found = {"credentials-unsorted": listed != sorted(listed), "question-over-24": long}
        return tuple(warning for warning, present in found.items() if present)


def check_setup(event: Event) -> Setup:
    """Check 4. Raises ProtocolError: ``setup-data``, ``election-key-mismatch``, or what the parts raise."""
    election_raw, trustees_raw, credentials_raw, setup_raw = event.payloads
    _check_setup_data(event)
    setup = Setup(
        _read_election(election_raw, trustees_raw),
        parse_trustees(trustees_raw),
        _parse("credentials-malformed", CredentialError, parse_public_credentials, credentials_raw),
    )
    joint = joint_public_key(setup.trustees)
    if joint != setup.election.public_key:
        raise TrusteeError("election-key-mismatch", expected=joint.text, found=setup.election.public_key.text)
    return setup


def _check_setup_data(event: Event) -> None:
    """Raises ElectionError ``setup-data`` unless the last payload is exactly the hashes of the three before it."""
    names = ("election", "trustees", "credentials")
    hashes = {name: sha256_hex(raw) for name, raw in zip(names, event.payloads, strict=False)}
    try:
        members = parse_members(parse_json(event.payloads[3], max_bytes=4096), names)
        if members != hashes:
            raise ElectionError("setup-data", check="hash")
        check_canonical(event.payloads[3], hashes)
    except MalformedError as error:
        raise ElectionError("setup-data", check=error.code) from error


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
