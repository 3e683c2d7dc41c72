"""Check 9: the shares of the decryption."""

from __future__ import annotations

from voting.decryption import Share, check_share, parse_share
from voting.errors import DecryptionError
from voting.tally import EncryptedTally
from voting.verification.events import Event
from voting.verification.owned import check_owner
from voting.verification.setup import Setup


def check_owned_share(setup: Setup, tally: EncryptedTally, event: Event, shares: dict[int, Share]) -> None:
    """One share of ``tally``: its owner exists and sent no other, its shape, its proofs. Adds it to ``shares``.

    Raises DecryptionError: ``share-owner``, ``share-repeated``, ``share-shape``, ``share-proof``, ``share-malformed``.
    """
    share_raw, owned_raw = event.payloads
    owner, public = check_owner(DecryptionError, ("share-malformed", "share-owner"), setup, share_raw, owned_raw)
    if owner in shares:
        raise DecryptionError("share-repeated", owner=owner)
    share = parse_share(share_raw, tally)
    check_share(share, setup.election, tally, public)
    shares[owner] = share
