"""The strong share: a second proof of each factor, that also hashes ciphertext and factor (docs/strong-share.md).

The protocol's own proof hashes neither, so that a trustee can choose a factor after the challenge. These proofs are
kept beside the archive: one more record inside it would break the reference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from voting.decryption import Share
from voting.election import Election
from voting.errors import DecryptionError, GroupError, MalformedError, TallyError
from voting.group import Point, Q, RandomBytes, add, multiply, multiply_generator, random_scalar
from voting.hashing import hash_to_scalar, sha256_hex
from voting.proofs import Proof, parse_proofs
from voting.strict_json import canonical, check_canonical, parse_json, parse_list, parse_members, parse_text
from voting.tally import EncryptedTally, check_shape
from voting.trustee import TrusteeKey, Trustees

FORMAT = "isoloir-strong-shares-1"
PREFIX = "isoloir-strong-share-1"
"""Begins what is hashed; nothing that the protocol hashes begins so."""


@dataclass(frozen=True)
class StrongShare:
    """The proofs of trustee number ``owner``, one a factor, of the share whose SHA-256 is ``share``."""

    owner: int
    share: str
    proofs: tuple[tuple[Proof, ...], ...]

    def as_json(self) -> dict[str, object]:
        """Members in the order of docs/strong-share.md."""
        proofs = [[proof.as_json() for proof in row] for row in self.proofs]
        return {"owner": self.owner, "share": self.share, "proofs": proofs}


@dataclass(frozen=True)
class StrongShares:
    """The file beside the archive: the strong shares of an election by owner number; nothing checked but the form."""

    uuid: str
    election: str
    shares: tuple[StrongShare, ...]

    def as_json(self) -> dict[str, object]:
        """Members in the order of docs/strong-share.md."""
        return {
            "format": FORMAT,
            "uuid": self.uuid,
            "election": self.election,
            "shares": [share.as_json() for share in self.shares],
        }


@dataclass(frozen=True)
class BoundFactor:
    """A factor with all that its proof hashes: whose, of which election, where in the tally, of what ciphertext.

    ``question`` and ``position`` count from 0, ``owner`` from 1.
    """

    fingerprint: str
    owner: int
    public: Point
    question: int
    position: int
    alpha: Point
    factor: Point

    def challenge(self, first: Point, second: Point) -> int:
        """The hash of the statement, all of it, and of the commitments."""
        return hash_to_scalar(
            f"{PREFIX}|{self.fingerprint}|{self.owner}|{self.public.text}|{self.question},{self.position}"
            f"|{self.alpha.text},{self.factor.text}|{first.text},{second.text}"
        )


def _bound(
    election: Election, owner: int, public: Point, tally: EncryptedTally, factors: tuple[tuple[Point, ...], ...]
) -> list[list[BoundFactor]]:
    return [
        [
            BoundFactor(election.fingerprint, owner, public, question, position, item.alpha, factor)
            for position, (item, factor) in enumerate(zip(row, row_factors, strict=True))
        ]
        for question, (row, row_factors) in enumerate(zip(tally.ciphertexts, factors, strict=True))
    ]


def _prove(place: BoundFactor, secret: int, random: RandomBytes) -> Proof:
    """The nonce is never that of the protocol's proof: two challenges on one would give the key away."""
    nonce = random_scalar(random)
    challenge = place.challenge(multiply_generator(nonce), multiply(place.alpha, nonce))
    return Proof(challenge, (nonce - secret * challenge) % Q)


def prove_strong_share(
    election: Election, tally: EncryptedTally, key: TrusteeKey, owner: int, share: Share, random: RandomBytes
) -> StrongShare:
    """The strong share beside ``share``, made with the same key. Nothing is checked, as in every proof."""
    places = _bound(election, owner, key.public, tally, share.factors)
    proofs = tuple(tuple(_prove(place, key.secret, random) for place in row) for row in places)
    return StrongShare(owner, sha256_hex(share.raw), proofs)


def strong_share_bytes(strong: StrongShare) -> bytes:
    """One strong share, as its trustee sends it."""
    return canonical(strong.as_json())


def compose_strong_shares(election: Election, shares: Iterable[StrongShare]) -> bytes:
    """The file beside the archive, in its one form: by owner number."""
    ordered = sorted(shares, key=lambda share: share.owner)
    return join_strong_shares(election, [strong_share_bytes(share) for share in ordered])


def join_strong_shares(election: Election, raws: Iterable[bytes]) -> bytes:
    """The file beside the archive, out of the strong shares as they were sent and checked, by owner number."""
    empty = canonical(StrongShares(election.uuid, election.fingerprint, ()).as_json())
    return empty.removesuffix(b"]}") + b",".join(raws) + b"]}"


def _parse_one(value: object) -> StrongShare:
    members = parse_members(value, ("owner", "share", "proofs"))
    owner = members["owner"]
    if not isinstance(owner, int) or isinstance(owner, bool) or owner < 1:
        raise MalformedError("json-number")
    proofs = tuple(parse_proofs(row) for row in parse_list(members["proofs"]))
    return StrongShare(owner, parse_text(members["share"]), proofs)


def parse_strong_share(raw: bytes) -> StrongShare:
    """The strong share written in ``raw``; raises DecryptionError ``strong-malformed``."""
    try:
        strong = _parse_one(parse_json(raw))
        check_canonical(raw, strong.as_json())
    except (MalformedError, GroupError) as error:
        raise DecryptionError("strong-malformed", check=error.code) from error
    return strong


def parse_strong_shares(raw: bytes) -> StrongShares:
    """The file written in ``raw``; raises DecryptionError ``strong-malformed``, ``strong-order``."""
    try:
        members = parse_members(parse_json(raw), ("format", "uuid", "election", "shares"))
        if members["format"] != FORMAT:
            raise MalformedError("strong-format")
        shares = tuple(_parse_one(item) for item in parse_list(members["shares"]))
        strong = StrongShares(parse_text(members["uuid"]), parse_text(members["election"]), shares)
        check_canonical(raw, strong.as_json())
    except (MalformedError, GroupError) as error:
        raise DecryptionError("strong-malformed", check=error.code) from error
    owners = [share.owner for share in shares]
    if owners != sorted(set(owners)):
        raise DecryptionError("strong-order")
    return strong


def check_strong_share(
    strong: StrongShare, election: Election, tally: EncryptedTally, public: Point, share: Share
) -> None:
    """Raises DecryptionError unless every factor of ``share`` is that of the owner of ``public``.

    ``strong-other`` when it was made for other bytes than the share's, ``strong-shape``, ``strong-proof``; each names
    the ``owner``. The share's own proofs are checked apart, by :func:`voting.decryption.check_share`.
    """
    if strong.share != sha256_hex(share.raw):
        raise DecryptionError("strong-other", owner=strong.owner)
    try:
        check_shape("strong-shape", tally.shape, strong.proofs)
    except TallyError as error:
        raise DecryptionError(error.code, owner=strong.owner) from error
    places = _bound(election, strong.owner, public, tally, share.factors)
    for row, proofs in zip(places, strong.proofs, strict=True):
        for place, proof in zip(row, proofs, strict=True):
            first = add(multiply_generator(proof.response), multiply(public, proof.challenge))
            second = add(multiply(place.alpha, proof.response), multiply(place.factor, proof.challenge))
            if place.challenge(first, second) != proof.challenge:
                raise DecryptionError("strong-proof", owner=strong.owner)


def find_wrong_shares(
    strong: StrongShares,
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    shares: Mapping[int, Share],
    others: Collection[int] = (),
) -> dict[int, DecryptionError]:
    """The shares of the board, by owner number, that their strong shares show to be wrong, and why.

    ``tally`` is what was decrypted: after the last shuffle. ``others`` own shares on the board that are not looked at,
    and may have a strong share or none. Raises DecryptionError ``strong-election``; unless each of ``shares`` has its
    strong share and no stranger has one, ``strong-missing`` or ``strong-extra``, which name the ``owner``.
    """
    if (strong.uuid, strong.election) != (election.uuid, election.fingerprint):
        raise DecryptionError("strong-election", expected=election.fingerprint, found=strong.election[:64])
    found = {share.owner: share for share in strong.shares if share.owner not in others}
    wrong: dict[int, DecryptionError] = {}
    for owner in sorted(shares.keys() | found.keys()):
        public = trustees.find_key(owner)
        if owner not in shares or public is None:
            raise DecryptionError("strong-extra", owner=owner)
        if owner not in found:
            raise DecryptionError("strong-missing", owner=owner)
        try:
            check_strong_share(found[owner], election, tally, public, shares[owner])
        except DecryptionError as error:
            wrong[owner] = error
    return wrong
