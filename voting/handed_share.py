"""What a guardian hands in for the count: the share, a line end, and the strong share beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from voting.decryption import decrypt_share, parse_share
from voting.election import Election
from voting.errors import DecryptionError
from voting.group import RandomBytes
from voting.strong_share import prove_strong_share, strong_share_bytes
from voting.tally import EncryptedTally
from voting.trustee import TrusteeKey


@dataclass(frozen=True)
class HandedShare:
    """The bytes of both, nothing checked: canonical JSON has no line end, so that one keeps them apart."""

    share: bytes = field(repr=False)
    strong: bytes = field(repr=False)

    @property
    def raw(self) -> bytes:
        """What is sent."""
        return b"%b\n%b" % (self.share, self.strong)


def make_handed_share(
    election: Election, tally: EncryptedTally, key: TrusteeKey, owner: int, random: RandomBytes
) -> HandedShare:
    """The share of trustee number ``owner`` in opening ``tally``, and its strong share, made with the same key."""
    raw = decrypt_share(election, tally, key, random)
    strong = prove_strong_share(election, tally, key, owner, parse_share(raw, tally), random)
    return HandedShare(raw, strong_share_bytes(strong))


def parse_handed_share(raw: bytes) -> HandedShare:
    """Both parts of ``raw``; raises DecryptionError ``strong-missing`` when there is one only."""
    share, _, strong = raw.partition(b"\n")
    if not strong:
        raise DecryptionError("strong-missing")
    return HandedShare(share, strong)
