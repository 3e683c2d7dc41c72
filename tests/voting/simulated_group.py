"""An election whose key is made by one trustee who is always needed and a group any few of whom suffice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.voting.forged_board import forge, setup_step, share_step
from tests.voting.simulated_election import PROJECTS, SimulatedElection, seeded
from tests.voting.simulated_exchange import SimulatedExchange
from voting.combination import combine_factors
from voting.decryption import decrypt_share, parse_share
from voting.election import compose_election, parse_election
from voting.result import combine_result
from voting.strong_share import compose_strong_shares, prove_strong_share
from voting.tally import EncryptedTally
from voting.trustee import (
    TrusteeKey,
    compose_trustees,
    generate_trustee_key,
    joint_public_key,
    parse_trustees,
    trustee_public_key_bytes,
)


@dataclass
class SimulatedGroup:
    """Three votes for the first project, closed; the trustee number 1 is always needed, the group's follow."""

    size: int = 3
    threshold: int = 2
    seed: int = 163
    town: SimulatedElection = field(init=False)
    keys: list[TrusteeKey] = field(init=False)
    tally: EncryptedTally = field(init=False)
    shares: dict[int, bytes] = field(init=False)

    def __post_init__(self) -> None:
        """The exchange, the votes, and everybody's honest share by owner number."""
        self.random = seeded(self.seed)
        parameters, members = SimulatedExchange(self.size, self.threshold, self.random).finish()
        always = generate_trustee_key(self.random)
        self.keys = [always, *members]
        self.town = town = SimulatedElection(voters=3, seed=self.seed)
        town.trustees = parse_trustees(compose_trustees([trustee_public_key_bytes(always, self.random)], [parameters]))
        joint = joint_public_key(town.trustees)
        town.election = parse_election(
            compose_election(uuid=town.uuid, name="n", description="", public_key=joint, questions=[PROJECTS])
        )
        for voter in range(3):
            town.vote(voter, [0, 1, 0, 0])
        self.tally = town.tally()
        self.shares = {
            owner: decrypt_share(town.election, self.tally, key, self.random)
            for owner, key in enumerate(self.keys, start=1)
        }

    def result(self, shares: Mapping[int, bytes]) -> bytes:
        """What these shares open, honest or not; only as many of the group's as are needed are used."""
        parsed = {owner: parse_share(raw, self.tally) for owner, raw in shares.items()}
        return combine_result(self.town.election, self.tally, combine_factors(self.town.trustees, parsed))

    def board(self, shares: Sequence[tuple[int, bytes]], *, result: bool = True) -> bytes:
        """The archive with these shares, and the honest result."""
        town = self.town
        setup = setup_step(town.election.raw, town.trustees.raw, town.credentials.raw)
        ballots = [("Ballot", (checked.ballot.raw,)) for checked in town.ballots]
        tally = ("EncryptedTally", (self.tally.raw, self.tally.sized_raw))
        steps = [setup, *ballots, ("EndBallots", ()), tally, *(share_step(owner, raw) for owner, raw in shares)]
        return forge([*steps, ("Result", (self.result(self.shares),))] if result else steps)

    def strong(self, shares: Mapping[int, bytes]) -> bytes:
        """The file of strong shares beside these shares, each the best that its owner can make."""
        proofs = [
            prove_strong_share(
                self.town.election, self.tally, self.keys[owner - 1], owner, parse_share(raw, self.tally), self.random
            )
            for owner, raw in shares.items()
        ]
        return compose_strong_shares(self.town.election, proofs)
