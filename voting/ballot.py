"""Sealed ballots: made, read and checked (specification, 4.11.1, 4.16 and 4.17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from voting.answers import AnyAnswer, check_any_answer, longest_any_answer, parse_any_answer, seal_any_answer
from voting.credentials import PublicCredentials, derive_secret
from voting.election import Election
from voting.errors import BallotError, GroupError, MalformedError, ProofError
from voting.group import (
    GENERATOR,
    ParsePoint,
    Point,
    Q,
    RandomBytes,
    check_not_identity,
    multiply_generator,
    parse_point,
    recall_point,
)
from voting.hashing import base64_unpadded
from voting.proofs import Proof, check_knowledge, parse_proof, prove_knowledge
from voting.question import NonHomomorphicQuestion
from voting.strict_json import canonical, parse_json, parse_list, parse_members, parse_text

MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Ballot:
    """A ballot in canonical form, whose proofs nobody has checked yet. ``raw`` are the bytes that came.

    ``signature_hash`` is what was signed; ``body_hash`` what should have been: the hash of all but the signature.
    """

    raw: bytes = field(repr=False)
    election_uuid: str
    election_hash: str
    credential: Point
    answers: tuple[AnyAnswer, ...] = field(repr=False)
    signature_hash: str = field(repr=False)
    signature: Proof = field(repr=False)
    body_hash: str = field(repr=False)

    @cached_property
    def tracker(self) -> str:
        """The smart ballot tracker: unpadded Base64 of the SHA-256 of ``raw``."""
        return tracker(self.raw)


@dataclass(frozen=True)
class CheckedBallot:
    """A ballot whose every proof holds, with the weight of its credential."""

    ballot: Ballot
    weight: int


@dataclass(frozen=True)
class SealedBallot:
    """A ballot just sealed, and the randomness that opens it: one scalar a ciphertext, by question."""

    raw: bytes = field(repr=False)
    tracker: str
    randomness: tuple[tuple[int, ...], ...] = field(repr=False)


def tracker(raw: bytes) -> str:
    """The smart ballot tracker of the ballot written as ``raw`` (4.17)."""
    return base64_unpadded(raw)


def _body(uuid: str, election_hash: str, credential: Point, answers: Sequence[AnyAnswer]) -> dict[str, object]:
    return {
        "election_uuid": uuid,
        "election_hash": election_hash,
        "credential": credential.text,
        "answers": [answer.as_json() for answer in answers],
    }


def _signed(body: bytes, signature_hash: str, proof: Proof) -> bytes:
    """The canonical ``body`` with the signature as its last member."""
    signature = canonical({"hash": signature_hash, "proof": proof.as_json()})
    return body[:-1] + b',"signature":' + signature + b"}"


def proof_context(election_hash: str, credential: Point) -> str:
    """The string S0 that ties each proof to this election and this credential (4.11)."""
    return f"{election_hash}|{credential.text}"


def seal_ballot(election: Election, code: str, choices: Sequence[Sequence[int]], random: RandomBytes) -> SealedBallot:
    """The ballot of ``choices``, signed with the voting code.

    ``choices`` holds for each question of totals a list of 0 and 1, the blank vote first where it is allowed; for each
    question that is opened a number from 0 to 255 an answer. Raises CredentialError ``code-malformed``, or BallotError
    ``choices-invalid`` for what no proof can be made of.
    """
    if len(choices) != len(election.questions):
        raise BallotError("choices-invalid")
    secret = derive_secret(election.uuid, code)
    credential = multiply_generator(secret)
    context = proof_context(election.fingerprint, credential)
    sealed = [
        seal_any_answer(question, election.public_key, context, choice, random)
        for question, choice in zip(election.questions, choices, strict=True)
    ]
    body = canonical(_body(election.uuid, election.fingerprint, credential, [item.answer for item in sealed]))
    signature_hash = base64_unpadded(body)
    raw = _signed(body, signature_hash, prove_knowledge(f"sig|{signature_hash}", secret, random))
    return SealedBallot(raw, tracker(raw), tuple(item.randomness for item in sealed))


def _parse(raw: bytes, point: ParsePoint) -> Ballot:
    names = ("election_uuid", "election_hash", "credential", "answers", "signature")
    members = parse_members(parse_json(raw, max_bytes=MAX_BYTES), names)
    signature = parse_members(members["signature"], ("hash", "proof"))
    signature_hash, proof = parse_text(signature["hash"]), parse_proof(signature["proof"])
    uuid, election_hash = parse_text(members["election_uuid"]), parse_text(members["election_hash"])
    credential = point(members["credential"])
    check_not_identity(credential)
    answers = tuple(parse_any_answer(answer, point) for answer in parse_list(members["answers"]))
    body = canonical(_body(uuid, election_hash, credential, answers))
    if _signed(body, signature_hash, proof) != raw:
        raise MalformedError("json-not-canonical")
    return Ballot(raw, uuid, election_hash, credential, answers, signature_hash, proof, base64_unpadded(body))


def parse_ballot(raw: bytes) -> Ballot:
    """The ballot written in ``raw``, strict at every level.

    Raises BallotError ``ballot-malformed``; ``facts['check']`` names the check that failed.
    """
    try:
        return _parse(raw, parse_point)
    except (MalformedError, GroupError) as error:
        raise BallotError("ballot-malformed", check=error.code) from error


def longest_ballot(election: Election) -> int:
    """Bytes of the longest ballot of ``election``: what is longer can be refused unread."""
    answers = [longest_any_answer(question) for question in election.questions]
    body = canonical(_body(election.uuid, election.fingerprint, GENERATOR, answers))
    return len(_signed(body, base64_unpadded(body), Proof(Q - 1, Q - 1)))


def recall_ballot(raw: bytes, credentials: PublicCredentials) -> CheckedBallot:
    """A ballot whose very bytes passed :func:`check_ballot` before, read again to be summed.

    What is not made again: proofs, signature, and the membership of points in the subgroup, most of the time that
    reading takes. Raises BallotError ``ballot-malformed`` or ``credential-unknown``.
    """
    try:
        ballot = _parse(raw, recall_point)
    except (MalformedError, GroupError) as error:
        raise BallotError("ballot-malformed", check=error.code) from error
    return CheckedBallot(ballot, _weight(ballot, credentials))


def _weight(ballot: Ballot, credentials: PublicCredentials) -> int:
    weight = credentials.find_weight(ballot.credential)
    if weight is None:
        raise BallotError("credential-unknown")
    return weight


def _check_weight(election: Election, weight: int) -> None:
    """Raises BallotError ``ballot-weight`` where ballots are opened and this one would count otherwise than once."""
    if weight != 1 and any(isinstance(question, NonHomomorphicQuestion) for question in election.questions):
        raise BallotError("ballot-weight", expected=1, found=weight)


def check_election_of(ballot: Ballot, election: Election) -> None:
    """Raises BallotError unless ``ballot`` names ``election`` and its fingerprint and answers all its questions."""
    if ballot.election_uuid != election.uuid:
        raise BallotError("ballot-other-election")
    if ballot.election_hash != election.fingerprint:
        raise BallotError("ballot-election-fingerprint")
    if len(ballot.answers) != len(election.questions):
        raise BallotError("ballot-answer-count", expected=len(election.questions), found=len(ballot.answers))


def check_signature(ballot: Ballot) -> None:
    """Raises ProofError: ``ballot-signature-hash`` or ``signature-invalid`` (4.16)."""
    if ballot.body_hash != ballot.signature_hash:
        raise ProofError("ballot-signature-hash")
    check_knowledge("signature-invalid", f"sig|{ballot.signature_hash}", ballot.credential, ballot.signature)


def check_ballot(ballot: Ballot, election: Election, credentials: PublicCredentials) -> CheckedBallot:
    """``ballot`` with the weight of its credential, every check made.

    1. election and fingerprint; 2. credential; 3. signature; 4. the proofs of each answer.
    Raises BallotError or ProofError, whose code names the check that failed.
    """
    check_election_of(ballot, election)
    weight = _weight(ballot, credentials)
    _check_weight(election, weight)
    check_signature(ballot)
    context = proof_context(ballot.election_hash, ballot.credential)
    for question, answer in zip(election.questions, ballot.answers, strict=True):
        check_any_answer(question, election.public_key, context, answer)
    return CheckedBallot(ballot, weight)
