"""Check 9: the shares of the decryption."""

from __future__ import annotations

from dataclasses import dataclass, field

from voting.combination import check_enough_shares
from voting.decryption import Share, check_share, parse_share
from voting.errors import DecryptionError
from voting.hashing import sha256_hex
from voting.tally import EncryptedTally
from voting.trustee import Pedersen
from voting.verification.events import Event
from voting.verification.owned import check_owner
from voting.verification.setup import Setup


@dataclass
class Shares:
    """The shares by owner; ``invalid`` are of members of a group, where enough others can do without them.

    ``hashes`` are the SHA-256 of all, in hexadecimal.
    """

    valid: dict[int, Share] = field(default_factory=dict)
    invalid: dict[int, DecryptionError] = field(default_factory=dict)
    hashes: dict[int, str] = field(default_factory=dict)

    def add(self, setup: Setup, tally: EncryptedTally, event: Event) -> None:
        """One share of ``tally``: its owner exists and sent no other, its shape, its proofs.

        A share of a member of a group whose proof does not hold is kept apart. Raises DecryptionError: ``share-owner``,
        ``share-repeated``, ``share-shape``, ``share-malformed``, and ``share-proof`` of a trustee who is always needed.
        """
        share_raw, owned_raw = event.payloads
        owner, public = check_owner(DecryptionError, ("share-malformed", "share-owner"), setup, share_raw, owned_raw)
        if owner in self.valid or owner in self.invalid:
            raise DecryptionError("share-repeated", owner=owner)
        share = parse_share(share_raw, tally)
        self.hashes[owner] = sha256_hex(share_raw)
        try:
            check_share(share, setup.election, tally, public)
        except DecryptionError as error:
            if not _is_grouped(setup, owner):
                raise
            self.invalid[owner] = DecryptionError(error.code, found=f"event {event.height}", owner=owner)
        else:
            self.valid[owner] = share

    def check_enough(self, setup: Setup) -> None:
        """Raises DecryptionError: the first invalid share's when the others are not enough, else ``shares-missing``."""
        try:
            check_enough_shares(setup.trustees, self.valid)
        except DecryptionError:
            for error in self.invalid.values():
                raise error from None
            raise


def _is_grouped(setup: Setup, owner: int) -> bool:
    """Whether trustee number ``owner`` is of a group any few of whom suffice."""
    groups = [item for item in setup.trustees.items if isinstance(item, Pedersen)]
    return any(item.owner <= owner < item.owner + len(item.keys) for item in groups)
