"""Zero-knowledge proofs of a homomorphic answer (specification, 4.12 and 4.13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.errors import ProofError
from voting.group import (
    Point,
    Q,
    RandomBytes,
    add,
    multiply,
    multiply_generator,
    parse_point,
    parse_scalar,
    random_scalar,
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
class Opening:
    """What the sealer knows of a ciphertext: its randomness and the value within."""

    randomness: int
    value: int


@dataclass(frozen=True, slots=True)
class Branch:
    """One alternative of a disjunction: ``ciphertext`` holds ``value``."""

    ciphertext: Ciphertext
    value: int


def parse_proof(value: object) -> Proof:
    """The proof in ``value``; raises MalformedError or GroupError ``scalar-not-canonical``."""
    members = parse_members(value, ("challenge", "response"))
    return Proof(parse_scalar(members["challenge"]), parse_scalar(members["response"]))


def parse_proofs(value: object, length: int, code: str) -> tuple[Proof, ...]:
    """``length`` proofs; raises ProofError ``code`` for another number."""
    entries = parse_list(value)
    if len(entries) != length:
        raise ProofError(code, expected=length, found=len(entries))
    return tuple(parse_proof(entry) for entry in entries)


def parse_ciphertext(value: object) -> Ciphertext:
    """The ciphertext in ``value``; raises MalformedError or GroupError."""
    members = parse_members(value, ("alpha", "beta"))
    return Ciphertext(parse_point(members["alpha"]), parse_point(members["beta"]))


def encrypt(public_key: Point, value: int, randomness: int) -> Ciphertext:
    """The encryption of ``value`` under ``public_key`` with ``randomness`` (4.11.1)."""
    beta = add(multiply(public_key, randomness), multiply_generator(value))
    return Ciphertext(multiply_generator(randomness), beta)


def add_ciphertexts(left: Ciphertext, right: Ciphertext) -> Ciphertext:
    """An encryption of the sum."""
    return Ciphertext(add(left.alpha, right.alpha), add(left.beta, right.beta))


def _commitments(public_key: Point, branch: Branch, proof: Proof) -> tuple[Point, Point]:
    """A = response·g + challenge·alpha and B = response·y + challenge·(beta − value·g)."""
    ciphertext = branch.ciphertext
    first = add(multiply_generator(proof.response), multiply(ciphertext.alpha, proof.challenge))
    shift = multiply_generator(-branch.value * proof.challenge)
    second = add(multiply(public_key, proof.response), multiply(ciphertext.beta, proof.challenge))
    return first, add(second, shift)


def _challenge(prefix: str, commitments: Sequence[tuple[Point, Point]]) -> int:
    return hash_to_scalar(prefix + "|" + ",".join(f"{a.text},{b.text}" for a, b in commitments))


def prove_disjunction(
    prefix: str,
    public_key: Point,
    branches: Sequence[Branch],
    true_branch: int,
    randomness: int,
    random: RandomBytes,
) -> tuple[Proof, ...]:
    """A proof that at least one of ``branches`` is true, without saying which.

    ``randomness`` opens the ciphertext of the true branch; ``prefix`` is what stands before the commitments in the
    hash. The false branches are simulated (4.12, steps 1 and 2; 4.13).
    """
    proofs: list[Proof] = []
    commitments: list[tuple[Point, Point]] = []
    nonce = random_scalar(random)
    for position, branch in enumerate(branches):
        simulated = Proof(random_scalar(random), random_scalar(random))
        proofs.append(simulated)
        if position == true_branch:
            commitments.append((multiply_generator(nonce), multiply(public_key, nonce)))
        else:
            commitments.append(_commitments(public_key, branch, simulated))
    others = sum(proof.challenge for position, proof in enumerate(proofs) if position != true_branch)
    challenge = (_challenge(prefix, commitments) - others) % Q
    proofs[true_branch] = Proof(challenge, (nonce - randomness * challenge) % Q)
    return tuple(proofs)


def check_disjunction(
    code: str, prefix: str, public_key: Point, branches: Sequence[Branch], proofs: Sequence[Proof]
) -> None:
    """Raises ProofError ``code`` unless ``proofs`` show that one of ``branches`` is true (4.12, 4.13.3)."""
    commitments = [_commitments(public_key, b, p) for b, p in zip(branches, proofs, strict=True)]
    if _challenge(prefix, commitments) != sum(proof.challenge for proof in proofs) % Q:
        raise ProofError(code)


def interval_prefix(context: str, ciphertext: Ciphertext) -> str:
    """What H_iprove hashes before the commitments (4.12)."""
    return f"prove|{context}|{ciphertext.alpha.text},{ciphertext.beta.text}"


def interval_branches(ciphertext: Ciphertext, values: Sequence[int]) -> list[Branch]:
    """One branch for each of ``values``."""
    return [Branch(ciphertext, value) for value in values]


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
