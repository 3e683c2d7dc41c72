"""Check 9: the shares of the decryption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from voting.combination import check_enough_shares, find_disagreeing
from voting.decryption import Share, check_share, parse_share
from voting.errors import DecryptionError
from voting.hashing import sha256_hex
from voting.strong_share import find_wrong_shares, parse_strong_shares
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

    def settle(self, setup: Setup, tally: EncryptedTally, strong: bytes | None) -> str:
        """All shares of ``tally`` once more: by their strong proofs, where the file of them is given, and together.

        Those of a group's members that are wrong are set apart. Gives what to tell of the strong proofs. Raises
        DecryptionError: what the parser and :func:`find_wrong_shares` raise, a wrong share's of a trustee who is always
        needed, ``shares-inconsistent`` when shares disagree and nobody can be named.
        """
        wrong: dict[int, DecryptionError] = {}
        if strong is not None and self.valid:
            parsed = parse_strong_shares(strong)
            wrong = find_wrong_shares(parsed, setup.election, setup.trustees, tally, self.valid, self.invalid)
        self._set_apart(setup, wrong)
        for item in _groups(setup):
            self._compare(setup, item)
        return "" if strong is None or not self.valid else f"{len(self.valid)} strong"

    def _compare(self, setup: Setup, item: Pedersen) -> None:
        disagreeing = find_disagreeing(item, setup.election, self.valid)
        if disagreeing is None:
            owners = [owner for owner in self.valid if item.owner <= owner < item.owner + len(item.keys)]
            raise DecryptionError("shares-inconsistent", found=", ".join(map(str, sorted(owners))))
        self._set_apart(setup, {owner: DecryptionError("share-disagrees", owner=owner) for owner in disagreeing})

    def _set_apart(self, setup: Setup, wrong: Mapping[int, DecryptionError]) -> None:
        for owner, error in wrong.items():
            if not _is_grouped(setup, owner):
                raise error
            self.invalid[owner] = error
            del self.valid[owner]

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
    return any(item.owner <= owner < item.owner + len(item.keys) for item in _groups(setup))


def _groups(setup: Setup) -> list[Pedersen]:
    return [item for item in setup.trustees.items if isinstance(item, Pedersen)]
