"""The encrypted answers of a ballot, to questions of either kind (specification, 4.11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.answer import Answer, check_answer, longest_answer, parse_answer, seal_answer
from voting.errors import BallotError
from voting.group import ParsePoint, Point, RandomBytes
from voting.proofs import Ciphertext, encrypt
from voting.question import HomomorphicQuestion, Question
from voting.shuffled_answer import (
    ShuffledAnswer,
    check_shuffled_answer,
    encrypt_values,
    longest_shuffled_answer,
    parse_shuffled_answer,
    seal_shuffled_answer,
)

AnyAnswer = Answer | ShuffledAnswer


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """An answer just sealed, and the randomness of each of its ciphertexts."""

    answer: AnyAnswer
    randomness: tuple[int, ...]


def ciphertexts_of(answer: AnyAnswer) -> tuple[Ciphertext, ...]:
    """What is encrypted: one ciphertext a value, or the one of all numbers."""
    return (answer.choices,) if isinstance(answer, ShuffledAnswer) else answer.choices


def parse_any_answer(value: object, point: ParsePoint) -> AnyAnswer:
    """The answer in ``value``, of the kind that its members show; raises MalformedError or GroupError."""
    if isinstance(value, dict) and "proof" in value:
        return parse_shuffled_answer(value, point)
    return parse_answer(value, point)


def seal_any_answer(
    question: Question, public_key: Point, context: str, choices: Sequence[int], random: RandomBytes
) -> SealedAnswer:
    """The encrypted answer with its proofs; raises BallotError ``choices-invalid``."""
    if isinstance(question, HomomorphicQuestion):
        return SealedAnswer(*seal_answer(question, public_key, context, choices, random))
    answer, randomness = seal_shuffled_answer(question, public_key, context, choices, random)
    return SealedAnswer(answer, (randomness,))


def longest_any_answer(question: Question) -> AnyAnswer:
    """An answer to ``question`` that no other is longer than when written."""
    return longest_answer(question) if isinstance(question, HomomorphicQuestion) else longest_shuffled_answer()


def check_any_answer(question: Question, public_key: Point, context: str, answer: AnyAnswer) -> None:
    """Raises BallotError ``ballot-answer-kind`` for an answer of the other kind, else what its own check raises."""
    if isinstance(question, HomomorphicQuestion) and isinstance(answer, Answer):
        check_answer(question, public_key, context, answer)
    elif not isinstance(question, HomomorphicQuestion) and isinstance(answer, ShuffledAnswer):
        check_shuffled_answer(public_key, context, answer)
    else:
        raise BallotError("ballot-answer-kind")


def encrypt_again(
    question: Question, public_key: Point, choices: Sequence[int], randomness: Sequence[int]
) -> tuple[Ciphertext, ...] | None:
    """The ciphertexts of ``choices`` with this randomness; None when their numbers do not fit the question."""
    if len(randomness) != question.ciphertexts:
        return None
    if isinstance(question, HomomorphicQuestion):
        if len(choices) != question.ciphertexts:
            return None
        return tuple(encrypt(public_key, m, r) for m, r in zip(choices, randomness, strict=True))
    if len(choices) != len(question.answers):
        return None
    return (encrypt_values(public_key, choices, randomness[0]),)
