"""The encrypted answer to a homomorphic question (specification, 4.11.1 and 4.13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from voting.errors import BallotError
from voting.group import GENERATOR, IDENTITY, ParsePoint, Point, Q, RandomBytes, check_not_identity, random_scalar
from voting.proofs import (
    Branch,
    Ciphertext,
    Opening,
    Proof,
    Statement,
    add_ciphertexts,
    check_disjunction,
    encrypt,
    interval_branches,
    interval_prefix,
    parse_ciphertext,
    parse_proofs,
    prove_disjunction,
)
from voting.question import HomomorphicQuestion
from voting.strict_json import parse_list, parse_members

BITS = range(2)


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


def parse_answer(value: object, point: ParsePoint) -> Answer:
    """The answer in ``value``, each point read by ``point``; raises MalformedError or GroupError.

    An alpha is never the identity.
    """
    members = parse_members(value, ("choices", "individual_proofs", "overall_proof"), ("blank_proof",))
    choices = tuple(parse_ciphertext(entry, point) for entry in parse_list(members["choices"]))
    for choice in choices:
        check_not_identity(choice.alpha)
    return Answer(
        choices=choices,
        individual_proofs=tuple(parse_proofs(entry) for entry in parse_list(members["individual_proofs"])),
        overall_proof=parse_proofs(members["overall_proof"]),
        blank_proof=parse_proofs(members["blank_proof"]) if "blank_proof" in members else None,
    )


def _full_context(context: str, choices: Sequence[Ciphertext]) -> str:
    """The string S: the context and every ciphertext of the answer (4.11.1)."""
    return context + "|" + ",".join(f"{choice.alpha.text},{choice.beta.text}" for choice in choices)


def _sum(choices: Sequence[Ciphertext]) -> Ciphertext:
    return reduce(add_ciphertexts, choices, Ciphertext(IDENTITY, IDENTITY))


def _bounds(question: HomomorphicQuestion) -> range:
    return range(question.minimum, question.maximum + 1)


def statements(question: HomomorphicQuestion, context: str, choices: Sequence[Ciphertext]) -> list[Statement]:
    """What the proofs of an answer show, in their order (4.11.1).

    Of each value, that it is 0 or 1; overall, that the number of choices is within bounds, or the vote is blank; where
    a blank vote is allowed, that the vote is not blank or chooses nothing.
    """
    individual = [
        Statement("proof-individual-invalid", interval_prefix(context, choice), interval_branches(choice, BITS))
        for choice in choices
    ]
    full = _full_context(context, choices)
    total = _sum(choices[int(question.blank) :])
    within = interval_branches(total, _bounds(question))
    if not question.blank:
        return [*individual, Statement("proof-overall-invalid", interval_prefix(full, total), within)]
    not_blank, is_blank = individual[0].branches
    nothing = Branch(total.alpha, total.beta)
    return [
        *individual,
        Statement("proof-overall-invalid", f"bproof1|{full}", [is_blank, *within]),
        Statement("proof-blank-invalid", f"bproof0|{full}", [not_blank, nothing]),
    ]


def _check_choices(question: HomomorphicQuestion, choices: Sequence[int]) -> None:
    blank = bool(question.blank and choices and choices[0] == 1)
    chosen = sum(choices[1:] if question.blank else choices)
    if len(choices) != question.ciphertexts or any(choice not in BITS for choice in choices):
        raise BallotError("choices-invalid")
    if (chosen > 0) if blank else (chosen not in _bounds(question)):
        raise BallotError("choices-invalid")


def _openings(question: HomomorphicQuestion, choices: Sequence[int], randomness: Sequence[int]) -> list[Opening]:
    """For each of :func:`statements`, its true branch and the randomness that shows it."""
    individual = list(zip(choices, randomness, strict=True))
    offset = int(question.blank)
    of_sum = sum(randomness[offset:]) % Q
    within = (sum(choices[offset:]) - question.minimum + offset, of_sum)
    if not question.blank:
        return [*individual, within]
    if choices[0]:
        return [*individual, (0, randomness[0]), (1, of_sum)]
    return [*individual, within, (0, randomness[0])]


def seal_answer(
    question: HomomorphicQuestion, public_key: Point, context: str, choices: Sequence[int], random: RandomBytes
) -> tuple[Answer, tuple[int, ...]]:
    """The encrypted answer with its proofs, and the randomness of each ciphertext; raises ``choices-invalid``."""
    _check_choices(question, choices)
    randomness = tuple(random_scalar(random) for _ in choices)
    ciphertexts = tuple(encrypt(public_key, m, r) for m, r in zip(choices, randomness, strict=True))
    proofs = [
        prove_disjunction(statement, public_key, opening, random)
        for statement, opening in zip(
            statements(question, context, ciphertexts), _openings(question, choices, randomness), strict=True
        )
    ]
    count = len(ciphertexts)
    blank = proofs[count + 1] if question.blank else None
    return Answer(ciphertexts, tuple(proofs[:count]), proofs[count], blank), randomness


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


def longest_answer(question: HomomorphicQuestion) -> Answer:
    """An answer of the right shape that no other is longer than when written; its proofs show nothing."""
    proof = Proof(Q - 1, Q - 1)
    count = question.ciphertexts
    return Answer(
        choices=(Ciphertext(GENERATOR, GENERATOR),) * count,
        individual_proofs=((proof,) * len(BITS),) * count,
        overall_proof=(proof,) * (len(_bounds(question)) + int(question.blank)),
        blank_proof=(proof, proof) if question.blank else None,
    )


def check_answer(question: HomomorphicQuestion, public_key: Point, context: str, answer: Answer) -> None:
    """Raises BallotError for the shape, ProofError ``proof-individual-invalid``, ``proof-overall-invalid`` or
    ``proof-blank-invalid`` for what the proofs do not show (4.12, 4.13.3)."""
    _check_shape(question, answer)
    blank = () if answer.blank_proof is None else (answer.blank_proof,)
    proofs = (*answer.individual_proofs, answer.overall_proof, *blank)
    for statement, shown in zip(statements(question, context, answer.choices), proofs, strict=True):
        check_disjunction(statement, public_key, shown)


def unmultiplied_points(answer: Answer) -> Iterator[Point]:
    """The points of an answer that passed :func:`check_answer` which it multiplied by no scalar, or only by zero.

    The first branch of an individual proof says that the value is 0: it multiplies alpha and beta as they are.
    """
    for choice, proofs in zip(answer.choices, answer.individual_proofs, strict=True):
        if proofs[0].challenge == 0:
            yield choice.alpha
            yield choice.beta
