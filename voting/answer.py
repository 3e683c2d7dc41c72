"""The encrypted answer to a homomorphic question (specification, 4.11.1 and 4.13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from voting.election import HomomorphicQuestion
from voting.errors import BallotError
from voting.group import IDENTITY, Point, Q, RandomBytes, check_not_identity, random_scalar
from voting.proofs import (
    Branch,
    Ciphertext,
    Proof,
    add_ciphertexts,
    check_disjunction,
    encrypt,
    interval_branches,
    interval_prefix,
    parse_ciphertext,
    parse_proof,
    prove_disjunction,
)
from voting.strict_json import parse_list, parse_members

BITS = (0, 1)


@dataclass(frozen=True, slots=True)
class Answer:
    """Encrypted values with the proofs that they respect the question."""

    choices: tuple[Ciphertext, ...]
    individual_proofs: tuple[tuple[Proof, ...], ...]
    overall_proof: tuple[Proof, ...]
    blank_proof: tuple[Proof, ...] | None = None

    def as_json(self) -> dict[str, object]:
        """Members in the order of the specification (4.11); ``blank_proof`` only where there is one."""
        blank = self.blank_proof
        return {
            "choices": [choice.as_json() for choice in self.choices],
            "individual_proofs": [[proof.as_json() for proof in proofs] for proofs in self.individual_proofs],
            "overall_proof": [proof.as_json() for proof in self.overall_proof],
            **({} if blank is None else {"blank_proof": [proof.as_json() for proof in blank]}),
        }


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """An answer just sealed, and the randomness of each of its ciphertexts."""

    answer: Answer
    randomness: tuple[int, ...]


def _proofs(value: object) -> tuple[Proof, ...]:
    return tuple(parse_proof(entry) for entry in parse_list(value))


def parse_answer(value: object) -> Answer:
    """The answer in ``value``; raises MalformedError or GroupError. An alpha is never the identity."""
    members = parse_members(value, ("choices", "individual_proofs", "overall_proof"), ("blank_proof",))
    choices = tuple(parse_ciphertext(entry) for entry in parse_list(members["choices"]))
    for choice in choices:
        check_not_identity(choice.alpha)
    return Answer(
        choices=choices,
        individual_proofs=tuple(_proofs(entry) for entry in parse_list(members["individual_proofs"])),
        overall_proof=_proofs(members["overall_proof"]),
        blank_proof=_proofs(members["blank_proof"]) if "blank_proof" in members else None,
    )


def _full_context(context: str, choices: Sequence[Ciphertext]) -> str:
    """The string S: the context and every ciphertext of the answer (4.11.1)."""
    return context + "|" + ",".join(f"{choice.alpha.text},{choice.beta.text}" for choice in choices)


def _sum(choices: Sequence[Ciphertext]) -> Ciphertext:
    return reduce(add_ciphertexts, choices, Ciphertext(IDENTITY, IDENTITY))


def _bounds(question: HomomorphicQuestion) -> range:
    return range(question.minimum, question.maximum + 1)


def _overall(question: HomomorphicQuestion, context: str, choices: Sequence[Ciphertext]) -> tuple[str, list[Branch]]:
    """Prefix and branches of ``overall_proof``: the number of choices is within bounds, or the vote is blank."""
    full = _full_context(context, choices)
    if not question.blank:
        total = _sum(choices)
        return interval_prefix(full, total), interval_branches(total, _bounds(question))
    total = _sum(choices[1:])
    return f"bproof1|{full}", [Branch(choices[0], 1), *interval_branches(total, _bounds(question))]


def _blank(context: str, choices: Sequence[Ciphertext]) -> tuple[str, list[Branch]]:
    """Prefix and branches of ``blank_proof``: the vote is not blank, or it chooses nothing."""
    return f"bproof0|{_full_context(context, choices)}", [Branch(choices[0], 0), Branch(_sum(choices[1:]), 0)]


def _check_choices(question: HomomorphicQuestion, choices: Sequence[int]) -> None:
    blank = bool(question.blank and choices and choices[0] == 1)
    chosen = sum(choices[1:] if question.blank else choices)
    if len(choices) != question.ciphertexts or any(choice not in BITS for choice in choices):
        raise BallotError("choices-invalid")
    if (chosen > 0) if blank else (chosen not in _bounds(question)):
        raise BallotError("choices-invalid")


def seal_answer(
    question: HomomorphicQuestion, public_key: Point, context: str, choices: Sequence[int], random: RandomBytes
) -> SealedAnswer:
    """The encrypted answer with its proofs; raises BallotError ``choices-invalid``."""
    _check_choices(question, choices)
    randomness = tuple(random_scalar(random) for _ in choices)
    ciphertexts = tuple(encrypt(public_key, m, r) for m, r in zip(choices, randomness, strict=True))
    individual = tuple(
        prove_disjunction(
            interval_prefix(context, ciphertext), public_key, interval_branches(ciphertext, BITS), m, r, random
        )
        for ciphertext, m, r in zip(ciphertexts, choices, randomness, strict=True)
    )
    offset = int(question.blank)
    is_blank = question.blank and choices[0] == 1
    sum_of_randomness = sum(randomness[offset:]) % Q
    prefix, branches = _overall(question, context, ciphertexts)
    true_branch = 0 if is_blank else sum(choices[offset:]) - question.minimum + offset
    opening = randomness[0] if is_blank else sum_of_randomness
    overall = prove_disjunction(prefix, public_key, branches, true_branch, opening, random)
    blank = None
    if question.blank:
        prefix, branches = _blank(context, ciphertexts)
        opening = sum_of_randomness if is_blank else randomness[0]
        blank = prove_disjunction(prefix, public_key, branches, int(is_blank), opening, random)
    return SealedAnswer(Answer(ciphertexts, individual, overall, blank), randomness)


def _check_shape(question: HomomorphicQuestion, answer: Answer) -> None:
    if len(answer.choices) != question.ciphertexts:
        raise BallotError("ballot-choice-count", expected=question.ciphertexts, found=len(answer.choices))
    if len(answer.individual_proofs) != question.ciphertexts:
        raise BallotError("proof-individual-count")
    if any(len(proofs) != len(BITS) for proofs in answer.individual_proofs):
        raise BallotError("proof-individual-count")
    if (answer.blank_proof is not None) != question.blank:
        raise BallotError("proof-blank-missing" if question.blank else "proof-blank-unexpected")
    if answer.blank_proof is not None and len(answer.blank_proof) != 2:
        raise BallotError("proof-blank-count")
    if len(answer.overall_proof) != len(_bounds(question)) + int(question.blank):
        raise BallotError("proof-overall-count")


def check_answer(question: HomomorphicQuestion, public_key: Point, context: str, answer: Answer) -> None:
    """Raises BallotError for the shape, ProofError ``proof-individual-invalid``, ``proof-overall-invalid`` or
    ``proof-blank-invalid`` for what the proofs do not show (4.12, 4.13.3)."""
    _check_shape(question, answer)
    for ciphertext, proofs in zip(answer.choices, answer.individual_proofs, strict=True):
        prefix = interval_prefix(context, ciphertext)
        branches = interval_branches(ciphertext, BITS)
        check_disjunction("proof-individual-invalid", prefix, public_key, branches, proofs)
    prefix, branches = _overall(question, context, answer.choices)
    check_disjunction("proof-overall-invalid", prefix, public_key, branches, answer.overall_proof)
    if answer.blank_proof is not None:
        prefix, branches = _blank(context, answer.choices)
        check_disjunction("proof-blank-invalid", prefix, public_key, branches, answer.blank_proof)
