"""Shares of the decryption, each with its proofs (specification, 4.20)."""

from __future__ import annotations

from dataclasses import dataclass, field

from voting.election import Election
from voting.errors import DecryptionError, GroupError, MalformedError, TallyError
from voting.group import Point, Q, RandomBytes, add, multiply, multiply_generator, parse_point, random_scalar
from voting.hashing import hash_to_scalar
from voting.proofs import Proof, parse_proof
from voting.strict_json import canonical, parse_json, parse_list, parse_members
from voting.tally import EncryptedTally, check_shape
from voting.trustee import TrusteeKey


@dataclass(frozen=True)
class Share:
    """A trustee's decryption factors, one a ciphertext, with a proof each."""

    raw: bytes = field(repr=False)
    factors: tuple[tuple[Point, ...], ...] = field(repr=False)
    proofs: tuple[tuple[Proof, ...], ...] = field(repr=False)


def _compose(factors: list[list[Point]], proofs: list[list[Proof]]) -> bytes:
    return canonical(
        {
            "decryption_factors": [[factor.text for factor in row] for row in factors],
            "decryption_proofs": [[proof.as_json() for proof in row] for row in proofs],
        }
    )


def _challenge(election: Election, public: Point, first: Point, second: Point) -> int:
    return hash_to_scalar(f"decrypt|{election.fingerprint}|{public.text}|{first.text},{second.text}")


def _prove(election: Election, key: TrusteeKey, alpha: Point, random: RandomBytes) -> Proof:
    nonce = random_scalar(random)
    challenge = _challenge(election, key.public, multiply_generator(nonce), multiply(alpha, nonce))
    return Proof(challenge, (nonce - key.secret * challenge) % Q)


def decrypt_share(election: Election, tally: EncryptedTally, key: TrusteeKey, random: RandomBytes) -> bytes:
    """The share of the owner of ``key``, as JSON."""
    factors = [[multiply(item.alpha, key.secret) for item in row] for row in tally.ciphertexts]
    proofs = [[_prove(election, key, item.alpha, random) for item in row] for row in tally.ciphertexts]
    return _compose(factors, proofs)


def parse_share(raw: bytes, tally: EncryptedTally) -> Share:
    """The share of ``tally`` written in ``raw``; raises DecryptionError ``share-malformed`` or ``share-shape``."""
    try:
        members = parse_members(parse_json(raw), ("decryption_factors", "decryption_proofs"))
        factors = [[parse_point(item) for item in parse_list(row)] for row in parse_list(members["decryption_factors"])]
        proofs = [[parse_proof(item) for item in parse_list(row)] for row in parse_list(members["decryption_proofs"])]
        if _compose(factors, proofs) != raw:
            raise MalformedError("json-not-canonical")
        check_shape("share-shape", tally.shape, factors)
        check_shape("share-shape", tally.shape, proofs)
    except (MalformedError, GroupError) as error:
        raise DecryptionError("share-malformed", check=error.code) from error
    except TallyError as error:
        raise DecryptionError(error.code) from error
    return Share(raw, tuple(map(tuple, factors)), tuple(map(tuple, proofs)))


def check_share(share: Share, election: Election, tally: EncryptedTally, public: Point) -> None:
    """Raises DecryptionError ``share-proof`` unless each factor is the owner's of ``public`` (4.20)."""
    for row, factors, proofs in zip(tally.ciphertexts, share.factors, share.proofs, strict=True):
        for item, factor, proof in zip(row, factors, proofs, strict=True):
            first = add(multiply_generator(proof.response), multiply(public, proof.challenge))
            second = add(multiply(item.alpha, proof.response), multiply(factor, proof.challenge))
            if _challenge(election, public, first, second) != proof.challenge:
                raise DecryptionError("share-proof")
