"""The encrypted answer to a question whose ballots are shuffled and opened (specification, 4.11.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.encoding import LARGEST_VALUE, encode_values
from voting.errors import BallotError, ProofError
from voting.group import (
    GENERATOR,
    ParsePoint,
    Point,
    Q,
    RandomBytes,
    add,
    check_not_identity,
    multiply,
    multiply_generator,
    random_scalar,
)
from voting.hashing import hash_to_scalar
from voting.proofs import Ciphertext, Proof, parse_ciphertext, parse_proof
from voting.question import NonHomomorphicQuestion
from voting.strict_json import parse_members


@dataclass(frozen=True, slots=True)
class ShuffledAnswer:
    """One ciphertext of all the numbers, with a proof that its randomness is known: it cannot be a copy."""

    choices: Ciphertext
    proof: Proof

    def as_json(self) -> dict[str, object]:
        """Members in the order of the specification (4.11)."""
        return {"choices": self.choices.as_json(), "proof": self.proof.as_json()}


def parse_shuffled_answer(value: object, point: ParsePoint) -> ShuffledAnswer:
    """The answer in ``value``, each point read by ``point``; raises MalformedError or GroupError.

    Alpha is never the identity.
    """
    members = parse_members(value, ("choices", "proof"))
    choices = parse_ciphertext(members["choices"], point)
    check_not_identity(choices.alpha)
    return ShuffledAnswer(choices, parse_proof(members["proof"]))


def _challenge(public_key: Point, context: str, choices: Ciphertext, commitment: Point) -> int:
    statement = f"{public_key.text},{choices.alpha.text},{choices.beta.text}"
    return hash_to_scalar(f"raweg|{context}|{statement}|{commitment.text}")


def encrypt_values(public_key: Point, values: Sequence[int], randomness: int) -> Ciphertext:
    """The encryption of the point that stands for ``values``; raises GroupError ``values-not-encodable``."""
    masked = add(multiply(public_key, randomness), encode_values(values))
    return Ciphertext(multiply_generator(randomness), masked)


def seal_shuffled_answer(
    question: NonHomomorphicQuestion, public_key: Point, context: str, values: Sequence[int], random: RandomBytes
) -> tuple[ShuffledAnswer, int]:
    """The encrypted answer, and its randomness; raises BallotError ``choices-invalid``."""
    if len(values) != len(question.answers) or any(not 0 <= value <= LARGEST_VALUE for value in values):
        raise BallotError("choices-invalid")
    randomness, nonce = random_scalar(random), random_scalar(random)
    choices = encrypt_values(public_key, values, randomness)
    challenge = _challenge(public_key, context, choices, multiply_generator(nonce))
    return ShuffledAnswer(choices, Proof(challenge, (nonce - randomness * challenge) % Q)), randomness


def longest_shuffled_answer() -> ShuffledAnswer:
    """An answer that no other is longer than when written; its proof shows nothing."""
    return ShuffledAnswer(Ciphertext(GENERATOR, GENERATOR), Proof(Q - 1, Q - 1))


def check_shuffled_answer(public_key: Point, context: str, answer: ShuffledAnswer) -> None:
    """Raises ProofError ``proof-raw-invalid`` unless who sealed the answer knows its randomness (4.11.2).

    Not checked, since nothing is known of the numbers before they are opened: that they respect the limits.
    """
    proof = answer.proof
    commitment = add(multiply_generator(proof.response), multiply(answer.choices.alpha, proof.challenge))
    if _challenge(public_key, context, answer.choices, commitment) != proof.challenge:
        raise ProofError("proof-raw-invalid")
