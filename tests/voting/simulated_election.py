"""A real small election for tests: codes, trustees, ballots, tally, shares and result; any of its people may cheat."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random

from voting.ballot import CheckedBallot, SealedBallot, check_ballot, parse_ballot, seal_ballot
from voting.board import (
    EVENT_TYPES,
    append_ballot,
    append_encrypted_tally,
    append_end_ballots,
    append_end_shuffles,
    append_partial_decryption,
    append_result,
    append_shuffle,
    open_board,
)
from voting.combination import combine_factors
from voting.credentials import (
    PublicCredentials,
    compose_public_credentials,
    derive_public,
    generate_code,
    generate_uuid,
    parse_public_credentials,
)
from voting.decryption import decrypt_share, parse_share
from voting.election import Election, compose_election, parse_election
from voting.group import RandomBytes
from voting.question import HomomorphicQuestion, NonHomomorphicQuestion, Question
from voting.result import combine_result
from voting.shuffle import parse_shuffle, shuffle_rows
from voting.strict_json import canonical
from voting.tally import EncryptedTally, encrypted_tally, shuffled_rows, with_rows
from voting.trustee import (
    TrusteeKey,
    Trustees,
    compose_trustees,
    generate_trustee_key,
    joint_public_key,
    parse_trustees,
    trustee_public_key_bytes,
)

TIMESTAMP = 1_900_000_000
PROJECTS = HomomorphicQuestion("Quels projets ?", ("Un verger", "Un préau", "Une rampe"), 1, 2, True)
GRADES = NonHomomorphicQuestion("Quelles notes ?", ("Un verger", "Un préau", "Une rampe"))
ASSEMBLY = HomomorphicQuestion("Quelle maison ?", ("Nord", "Sud"), 0, 1)


def seeded(seed: int) -> RandomBytes:
    """Bytes that the same seed gives again."""
    return Random(seed).randbytes  # noqa: S311  a test must be replayable


@dataclass
class SimulatedElection:
    """An election that is set up and open. Voters and trustees are known by their position, from 0.

    ``random`` is drawn from ``seed``, which is printed, so that a failure can be replayed.
    """

    questions: Sequence[Question] = (PROJECTS,)
    voters: int = 3
    guardians: int = 2
    weights: Sequence[int] = ()
    seed: int = field(default_factory=lambda: secrets.randbits(32))
    codes: list[str] = field(default_factory=list, repr=False)
    keys: list[TrusteeKey] = field(default_factory=list, repr=False)
    ballots: list[CheckedBallot] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        print(f"simulated election, seed {self.seed}")
        self.random = seeded(self.seed)
        self.uuid = generate_uuid(self.random)
        self.codes = [generate_code(self.random) for _ in range(self.voters)]
        self.keys = [generate_trustee_key(self.random) for _ in range(self.guardians)]
        self.credentials: PublicCredentials = parse_public_credentials(self._credentials())
        self.trustees: Trustees = parse_trustees(
            compose_trustees([trustee_public_key_bytes(key, self.random) for key in self.keys])
        )
        self.election: Election = parse_election(
            compose_election(
                uuid=self.uuid,
                name="Élection d'essai",
                description="Pour les tests",
                public_key=joint_public_key(self.trustees),
                questions=self.questions,
            )
        )

    def _credentials(self) -> bytes:
        points = [derive_public(self.uuid, code) for code in self.codes]
        if not self.weights:
            return compose_public_credentials(points)
        return canonical(sorted(f"{p.text},{w}" for p, w in zip(points, self.weights, strict=True)))

    def seal(self, voter: int, *choices: Sequence[int]) -> SealedBallot:
        """The ballot of a voter: numbers by question, or 0 and 1 where totals are asked, blank first where allowed."""
        return seal_ballot(self.election, self.codes[voter], choices, self.random)

    def check(self, raw: bytes) -> CheckedBallot:
        """The ballot in ``raw`` with every check made; raises what the check raises."""
        return check_ballot(parse_ballot(raw), self.election, self.credentials)

    def cast(self, raw: bytes) -> CheckedBallot:
        """Checks a ballot and puts it on the board."""
        checked = self.check(raw)
        self.ballots.append(checked)
        return checked

    def vote(self, voter: int, *choices: Sequence[int]) -> CheckedBallot:
        """Seals and casts."""
        return self.cast(self.seal(voter, *choices).raw)

    def tally(self) -> EncryptedTally:
        """The encrypted tally of the ballots cast so far."""
        return encrypted_tally(self.election, self.ballots)

    def shuffle(self, tally: EncryptedTally) -> tuple[bytes, EncryptedTally]:
        """One shuffle of what a tally lists, and the tally after it."""
        before = shuffled_rows(self.election, tally)
        raw = shuffle_rows(self.election, before, self.random)
        return raw, with_rows(tally, self.election, parse_shuffle(raw, before).rows)

    def shuffles(self) -> tuple[list[bytes], EncryptedTally]:
        """The shuffles of every trustee in turn, none where only totals are asked, and the tally to decrypt."""
        tally, raws = self.tally(), []
        for _ in range(self.guardians if shuffled_rows(self.election, tally) else 0):
            raw, tally = self.shuffle(tally)
            raws.append(raw)
        return raws, tally

    def share(self, trustee: int, tally: EncryptedTally | None = None) -> bytes:
        """The share of a trustee."""
        return decrypt_share(self.election, tally or self.tally(), self.keys[trustee], self.random)

    def result(self, tally: EncryptedTally | None = None) -> bytes:
        """The result that every trustee's share opens."""
        tally = tally or self.tally()
        shares = {owner: parse_share(self.share(owner - 1, tally), tally) for owner in range(1, self.guardians + 1)}
        return combine_result(self.election, tally, combine_factors(self.trustees, shares))

    def archive(self, until: str = "Result") -> bytes:
        """The published file, up to and with the last event of this type."""
        shuffles, decrypted = self.shuffles()
        shares = [self.share(trustee, decrypted) for trustee in range(self.guardians)]
        steps = [
            *(("Ballot", partial(append_ballot, ballot_raw=checked.ballot.raw)) for checked in self.ballots),
            ("EndBallots", append_end_ballots),
            ("EncryptedTally", partial(append_encrypted_tally, tally=self.tally())),
            *(
                ("Shuffle", partial(append_shuffle, owner=owner, shuffle_raw=shuffle))
                for owner, shuffle in enumerate(shuffles, start=1)
            ),
            *((("EndShuffles", append_end_shuffles),) if shuffles else ()),
            *(
                ("PartialDecryption", partial(append_partial_decryption, owner=owner, share_raw=share))
                for owner, share in enumerate(shares, start=1)
            ),
            ("Result", partial(append_result, result_raw=self.result(decrypted))),
        ]
        appended = open_board(TIMESTAMP, self.election.raw, self.trustees.raw, self.credentials.raw)
        archive = appended.data
        for kind, append in steps:
            if EVENT_TYPES.index(kind) > EVENT_TYPES.index(until):
                break
            appended = append(appended.head)
            archive += appended.data
        return archive
