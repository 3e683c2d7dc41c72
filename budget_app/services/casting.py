"""Casting: the ballot is checked, its voter is let in, and only then it is recorded."""

from __future__ import annotations

from datetime import datetime

from budget_app.domain.vote import IdentityClaim, Receipt
from budget_app.services.ballots import checked_ballot, record_ballot
from budget_app.services.identity import check_address, let_in


def cast_ballot(uuid: str, raw: bytes, claim: IdentityClaim, now: datetime) -> Receipt:
    """The receipt of the ballot in ``raw``, cast by the voter of ``claim``.

    1. the address has tries left; 2. the ballot is whole, of this vote, signed and proven; 3. the credential is the
    voter's own and the birth date is right; 4. one transaction records it. Raises what those steps raise.
    """
    check_address(claim.address, now)
    ballot = checked_ballot(uuid, raw, now)
    voter = let_in(uuid, claim, ballot.credential.text, now)
    return record_ballot(ballot, voter, now)
