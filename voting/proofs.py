"""Zero-knowledge proofs of a homomorphic answer (specification, 4.12 and 4.13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.errors import ProofError
from voting.group import (
    GENERATOR,
    ParsePoint,
    Point,
    Q,
    RandomBytes,
    add,
    multiply,
    multiply_generator,
    parse_point,
    parse_scalar,
    random_scalar,
    subtract,
)
from voting.hashing import hash_to_scalar
from voting.strict_json import parse_list, parse_members


@dataclass(frozen=True, slots=True)
class Proof:
    """A challenge and a response, scalars below q."""

    challenge: int
    response: int

    def as_json(self) -> dict[str, object]:
        """Members in the order of the specification (4.3)."""
        return {"challenge": str(self.challenge), "response": str(self.response)}


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """An ElGamal encryption: alpha = r·g, beta = r·y + m·g."""

    alpha: Point
    beta: Point

    def as_json(self) -> dict[str, object]:
        """Members in the order of the specification (4.3)."""
        return {"alpha": self.alpha.text, "beta": self.beta.text}


@dataclass(frozen=True, slots=True)
class Branch:
    """One alternative of a disjunction, that a ciphertext holds a value m: alpha, and beta − m·g."""

    alpha: Point
    shifted: Point


@dataclass(frozen=True, slots=True)
class Statement:
    """At least one of ``branches`` is true; ``prefix`` is hashed before the commitments.

    ``code`` names the refusal of a proof that does not show it.
    """

    code: str
    prefix: str
    branches: Sequence[Branch]


Opening = tuple[int, int]
"""The position of a true branch, and the randomness of its ciphertext."""


def parse_proof(value: object) -> Proof:
    """The proof in ``value``; raises MalformedError or GroupError ``scalar-not-canonical``."""
    members = parse_members(value, ("challenge", "response"))
    return Proof(parse_scalar(members["challenge"]), parse_scalar(members["response"]))


def parse_proofs(value: object) -> tuple[Proof, ...]:
    """The proofs in the array ``value``; raises as :func:`parse_proof`."""
    return tuple(parse_proof(entry) for entry in parse_list(value))


def parse_ciphertext(value: object, point: ParsePoint = parse_point) -> Ciphertext:
    """The ciphertext in ``value``, each of its points read by ``point``; raises MalformedError or GroupError."""
    members = parse_members(value, ("alpha", "beta"))
    return Ciphertext(point(members["alpha"]), point(members["beta"]))


def encrypt(public_key: Point, value: int, randomness: int) -> Ciphertext:
    """The encryption of ``value`` under ``public_key`` with ``randomness`` (4.11.1)."""
    beta = add(multiply(public_key, randomness), multiply_generator(value))
    return Ciphertext(multiply_generator(randomness), beta)


def add_ciphertexts(left: Ciphertext, right: Ciphertext) -> Ciphertext:
    """An encryption of the sum."""
    return Ciphertext(add(left.alpha, right.alpha), add(left.beta, right.beta))


def _commitments(public_key: Point, branch: Branch, proof: Proof) -> tuple[Point, Point]:
    """A = response·g + challenge·alpha and B = response·y + challenge·(beta − m·g).

    Three products of a point and one of g: nearly all the time that a ballot takes to check.
    """
    challenge, response = proof.challenge, proof.response
    first = add(multiply_generator(response), multiply(branch.alpha, challenge))
    second = add(multiply(public_key, response), multiply(branch.shifted, challenge))
    return first, second


def _challenge(prefix: str, commitments: Sequence[tuple[Point, Point]]) -> int:
    return hash_to_scalar(prefix + "|" + ",".join(f"{a.text},{b.text}" for a, b in commitments))


def prove_disjunction(
    statement: Statement, public_key: Point, opening: Opening, random: RandomBytes
) -> tuple[Proof, ...]:
    """A proof of ``statement`` that does not say which branch is true; the others are simulated (4.12, 4.13).

    Nothing is checked: an opening that is not true gives proofs that do not hold.
    """
    true_branch, randomness = opening
    proofs = [Proof(random_scalar(random), random_scalar(random)) for _ in statement.branches]
    nonce = random_scalar(random)
    commitments = [
        (multiply_generator(nonce), multiply(public_key, nonce))
        if position == true_branch
        else _commitments(public_key, branch, proof)
        for position, (branch, proof) in enumerate(zip(statement.branches, proofs, strict=True))
    ]
    others = sum(proof.challenge for position, proof in enumerate(proofs) if position != true_branch)
    challenge = (_challenge(statement.prefix, commitments) - others) % Q
    proofs[true_branch] = Proof(challenge, (nonce - randomness * challenge) % Q)
    return tuple(proofs)


def check_disjunction(statement: Statement, public_key: Point, proofs: Sequence[Proof]) -> None:
    """Raises ProofError ``statement.code`` unless ``proofs``, one a branch, show it (4.12, 4.13.3)."""
    commitments = [_commitments(public_key, b, p) for b, p in zip(statement.branches, proofs, strict=True)]
    if _challenge(statement.prefix, commitments) != sum(proof.challenge for proof in proofs) % Q:
        raise ProofError(statement.code)


def interval_prefix(context: str, ciphertext: Ciphertext) -> str:
    """What H_iprove hashes before the commitments (4.12)."""
    return f"prove|{context}|{ciphertext.alpha.text},{ciphertext.beta.text}"


def interval_branches(ciphertext: Ciphertext, values: range) -> list[Branch]:
    """One branch for each of ``values``, which follow one another."""
    branches: list[Branch] = []
    for value in values:
        shifted = (
            subtract(branches[-1].shifted, GENERATOR)
            if branches
            else subtract(ciphertext.beta, multiply_generator(value))
        )
        branches.append(Branch(ciphertext.alpha, shifted))
    return branches


def prove_knowledge(prefix: str, secret: int, random: RandomBytes) -> Proof:
    """A Schnorr proof of knowledge of ``secret``; the commitment ends the hashed text (4.5, 4.16)."""
    nonce = random_scalar(random)
    challenge = hash_to_scalar(f"{prefix}|{multiply_generator(nonce).text}")
    return Proof(challenge, (nonce - secret * challenge) % Q)


def check_knowledge(code: str, prefix: str, public: Point, proof: Proof) -> None:
    """Raises ProofError ``code`` unless ``proof`` shows knowledge of the secret of ``public`` (4.5, 4.16)."""
    commitment = add(multiply_generator(proof.response), multiply(public, proof.challenge))
    if hash_to_scalar(f"{prefix}|{commitment.text}") != proof.challenge:
        raise ProofError(code)
