"""An opened ballot: what a voter saves to check, with a second program, what the browser sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from voting.answers import check_any_answer, ciphertexts_of, encrypt_again
from voting.ballot import Ballot, check_election_of, check_signature, parse_ballot, proof_context
from voting.election import Election, parse_election
from voting.encoding import LARGEST_VALUE
from voting.errors import BallotError, GroupError, MalformedError
from voting.group import parse_scalar
from voting.question import HomomorphicQuestion, Question
from voting.strict_json import canonical, parse_json, parse_list, parse_members, parse_text

FORMAT = "isoloir-opened-ballot-1"
MAX_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class OpenedBallot:
    """A sealed ballot with its choices and the randomness that opens it, by question."""

    election: Election
    ballot: Ballot
    choices: tuple[tuple[int, ...], ...] = field(repr=False)
    randomness: tuple[tuple[int, ...], ...] = field(repr=False)


def compose_opened_ballot(
    election: Election, raw: bytes, choices: list[list[int]], randomness: tuple[tuple[int, ...], ...]
) -> bytes:
    """The file that the booth saves."""
    return canonical(
        {
            "format": FORMAT,
            "election": election.raw.decode(),
            "ballot": raw.decode(),
            "choices": choices,
            "randomness": [[str(scalar) for scalar in row] for row in randomness],
        }
    )


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_VALUE:
        raise MalformedError("json-number")
    return value


def parse_opened_ballot(raw: bytes) -> OpenedBallot:
    """The opened ballot in ``raw``; raises BallotError ``opened-malformed``, or what its parts raise."""
    try:
        value = parse_json(raw.strip(), max_bytes=MAX_BYTES)
        members = parse_members(value, ("format", "election", "ballot", "choices", "randomness"))
        if members["format"] != FORMAT:
            raise MalformedError("opened-format")
        choices = tuple(tuple(_number(item) for item in parse_list(row)) for row in parse_list(members["choices"]))
        randomness = tuple(
            tuple(parse_scalar(item) for item in parse_list(row)) for row in parse_list(members["randomness"])
        )
        election, ballot = parse_text(members["election"]), parse_text(members["ballot"])
    except (MalformedError, GroupError) as error:
        raise BallotError("opened-malformed", check=error.code) from error
    return OpenedBallot(parse_election(election.encode()), parse_ballot(ballot.encode()), choices, randomness)


def check_opened_ballot(opened: OpenedBallot) -> list[list[str]]:
    """The answers that the sealed ballot holds, by question; an empty list for a blank vote or none chosen, every
    answer with its number where the question asks for numbers.

    Seals the choices again with the same randomness and compares. Raises BallotError ``opened-mismatch`` when the
    sealed ballot holds something else than the file says, ProofError when its signature or a proof does not hold: the
    ballot would have been refused.
    """
    election, ballot = opened.election, opened.ballot
    check_election_of(ballot, election)
    check_signature(ballot)
    context = proof_context(ballot.election_hash, ballot.credential)
    if not len(opened.choices) == len(opened.randomness) == len(election.questions):
        raise BallotError("opened-mismatch")
    chosen: list[list[str]] = []
    for number, question in enumerate(election.questions):
        choices, answer = opened.choices[number], ballot.answers[number]
        again = encrypt_again(question, election.public_key, choices, opened.randomness[number])
        if again != ciphertexts_of(answer):
            raise BallotError("opened-mismatch")
        check_any_answer(question, election.public_key, context, answer)
        chosen.append(_say(question, choices))
    return chosen


def _say(question: Question, choices: Sequence[int]) -> list[str]:
    """The answers chosen, or each answer with its number where the question asks for numbers."""
    if isinstance(question, HomomorphicQuestion):
        chosen = choices[1:] if question.blank else choices
        return [answer for answer, value in zip(question.answers, chosen, strict=True) if value]
    return [f"{answer}: {value}" for answer, value in zip(question.answers, choices, strict=True)]
