"""A trustee who cheats as the protocol's version 1 allows: a wrong factor whose ordinary proof holds."""

from __future__ import annotations

from voting import decryption
from voting.election import Election
from voting.group import Point, Q, RandomBytes, add, multiply, multiply_generator, random_scalar
from voting.proofs import Proof
from voting.tally import EncryptedTally
from voting.trustee import TrusteeKey


def free_proof(
    election: Election, key: TrusteeKey, alpha: Point, shift: Point, random: RandomBytes
) -> tuple[Point, Proof]:
    """A wrong factor with a proof that the protocol's version 1 accepts.

    The challenge hashes the commitments alone: they are chosen first, B off the honest one by ``shift``, and the factor
    is what makes the second equation true.
    """
    nonce = random_scalar(random)
    first, second = multiply_generator(nonce), add(multiply(alpha, nonce), shift)
    challenge = decryption._challenge(election, key.public, first, second)
    factor = add(multiply(alpha, key.secret), multiply(shift, pow(challenge, -1, Q)))
    return factor, Proof(challenge, (nonce - key.secret * challenge) % Q)


def wrong_share(election: Election, tally: EncryptedTally, key: TrusteeKey, random: RandomBytes) -> bytes:
    """A share of which every factor is wrong and every proof holds."""
    shift = multiply_generator(5)
    rows = [[free_proof(election, key, item.alpha, shift, random) for item in row] for row in tally.ciphertexts]
    factors = [[factor for factor, _ in row] for row in rows]
    return decryption._compose(factors, [[proof for _, proof in row] for row in rows])
