"""A valid archive of every kind of election: those of the reference, and two made here that it has none of."""

from __future__ import annotations

from functools import cache

from tests.voting.packed_archives import read_archive, read_whole_index
from tests.voting.simulated_election import ASSEMBLY, GRADES, PROJECTS, SimulatedElection
from tests.voting.simulated_exchange import SimulatedExchange
from voting.election import compose_election, parse_election
from voting.question import Question
from voting.trustee import compose_trustees, joint_public_key, parse_trustees, trustee_public_key_bytes

REFERENCE = tuple(entry["id"] for entry in read_whole_index()["valid"] if entry["expected_verdict"] == "accept")
MADE = ("mixed", "mixed_threshold")
KINDS = (*REFERENCE, *MADE)


def _give_to_group(town: SimulatedElection, questions: tuple[Question, ...]) -> None:
    """Makes the first guardian mandatory, and the others a group of whom two are enough."""
    exchange = SimulatedExchange(size=town.guardians - 1, threshold=2)
    parameters, town.keys[1:] = exchange.finish()
    mandatory = trustee_public_key_bytes(town.keys[0], town.random)
    town.trustees = parse_trustees(compose_trustees([mandatory], [parameters]))
    key = joint_public_key(town.trustees)
    raw = compose_election(uuid=town.uuid, name="Essai", description="", public_key=key, questions=questions)
    town.election = parse_election(raw)


@cache
def _make(name: str) -> bytes:
    """Three questions of both types, everybody shuffles and opens, one voter votes again, another does not."""
    questions = (PROJECTS, GRADES, ASSEMBLY)
    town = SimulatedElection(questions, voters=3, guardians=4 if name == "mixed_threshold" else 2, seed=64)
    if name == "mixed_threshold":
        _give_to_group(town, questions)
    for voter, grade in ((0, 7), (1, 255), (0, 0)):
        town.vote(voter, [0, 1, 0, 1], [grade, 1, 2], [0, 1])
    return town.archive()


def archive_of(kind: str) -> bytes:
    """The whole archive of this kind."""
    return _make(kind) if kind in MADE else read_archive(f"valid/{kind}/final.bel")
