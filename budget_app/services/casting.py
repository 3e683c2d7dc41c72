"""Casting: the ballot is checked, its voter is let in, and only then it is recorded."""

from __future__ import annotations

from datetime import datetime

from budget_app.domain.vote import IdentityClaim, Receipt
from budget_app.services.ballots import checked_ballot, find_receipt, record_ballot
from budget_app.services.identity import check_address, let_in


def cast_ballot(uuid: str, raw: bytes, claim: IdentityClaim, now: datetime) -> Receipt:
    """The receipt of the ballot in ``raw``, cast by the voter of ``claim``.

    1. size, vote and tracker: a ballot on the board gets its receipt again, a replaced or spoiled one is refused;
    2. the address has tries left; 3. the ballot is whole, of this vote while it is open, signed and proven; 4. the
    credential is the voter's own and the birth date is right; 5. one transaction records it. Raises what those steps
    raise.

    Step 1 looks at no identity: the ballots on the board are public, so a stranger who sends one of them must not
    learn whose it is, nor use up anybody's tries. What it answers is public too.
    """
    known = find_receipt(uuid, raw)
    if known is not None:
        return known
    check_address(claim.address, now)
    ballot = checked_ballot(uuid, raw, now)
    voter = let_in(uuid, claim, ballot.credential.text, now)
    return record_ballot(ballot, voter, now)
