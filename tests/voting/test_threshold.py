"""A threshold of trustees beside mandatory keys: any enough of them open the total, and fewer do not."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.voting.packed_archives import read_archive, refusal_of
from tests.voting.simulated_election import PROJECTS, SimulatedElection, seeded
from tests.voting.simulated_exchange import SimulatedExchange
from voting.combination import check_enough_shares, combine_factors
from voting.decryption import check_share, decrypt_share, parse_share
from voting.election import compose_election, parse_election
from voting.errors import DecryptionError, TrusteeError
from voting.result import combine_result, parse_result
from voting.trustee import (
    Pedersen,
    Single,
    compose_trustees,
    generate_trustee_key,
    joint_public_key,
    parse_trustees,
    trustee_public_key_bytes,
)

RANDOM = seeded(12)
PARAMETERS, MEMBERS = SimulatedExchange().finish()
ALWAYS = generate_trustee_key(RANDOM)
TRUSTEES = parse_trustees(compose_trustees([trustee_public_key_bytes(ALWAYS, RANDOM)], [PARAMETERS]))
KEYS = [ALWAYS, *MEMBERS]


def test_owner_numbers_run_over_all_keys() -> None:
    assert [type(item) for item in TRUSTEES.items] == [Single, Pedersen]
    assert [item.owner for item in TRUSTEES.items] == [1, 2]
    assert [TRUSTEES.find_key(owner) for owner in range(6)] == [None, *(key.public for key in KEYS), None]


@pytest.mark.parametrize("name", ["threshold", "threshold_all", "threshold_only"])
@pytest.mark.parametrize("stage", ["final", "stage1_voting"])
def test_the_reference_s_elections_with_a_threshold_are_valid(name: str, stage: str) -> None:
    assert refusal_of(read_archive(f"valid/{name}/{stage}.bel")) is None


def test_a_group_in_the_list_twice_is_refused() -> None:
    with pytest.RaisesExc(TrusteeError, match="^trustee-key-repeated$"):
        compose_trustees([], [PARAMETERS, PARAMETERS])


@pytest.fixture(scope="module")
def counted() -> tuple[SimulatedElection, list[bytes]]:
    """A small election for these trustees, and everybody's share of its total."""
    town = SimulatedElection(voters=3)
    raw = compose_election(
        uuid=town.uuid, name="n", description="", public_key=joint_public_key(TRUSTEES), questions=[PROJECTS]
    )
    town.election, town.trustees = parse_election(raw), TRUSTEES
    for voter, choices in enumerate(([0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 1, 0])):
        town.vote(voter, choices)
    tally = town.tally()
    return town, [decrypt_share(town.election, tally, key, RANDOM) for key in KEYS]


@pytest.mark.parametrize("members", [*combinations((2, 3, 4), 2), (2, 3, 4)], ids=str)
def test_the_mandatory_guardian_and_any_two_of_three_open_the_total(
    counted: tuple[SimulatedElection, list[bytes]], members: tuple[int, ...]
) -> None:
    town, raws = counted
    tally = town.tally()
    shares = {owner: parse_share(raws[owner - 1], tally) for owner in (1, *members)}
    for owner, share in shares.items():
        check_share(share, town.election, tally, KEYS[owner - 1].public)
    raw = combine_result(town.election, tally, combine_factors(TRUSTEES, shares))
    assert parse_result(raw, town.election, tally.num_tallied) == ((1, 1, 2, 0),)


@pytest.mark.parametrize(
    ("owners", "missing", "found"),
    [((), [1, 2, 3, 4], 0), ((2, 3, 4), [1], 2), ((1, 2), [3, 4], 2), ((1,), [2, 3, 4], 1), ((3, 4), [1], 2)],
    ids=str,
)
def test_fewer_do_not_and_those_who_could_still_are_named(
    owners: tuple[int, ...], missing: list[int], found: int
) -> None:
    with pytest.RaisesExc(DecryptionError, match="^shares-missing$") as refusal:
        check_enough_shares(TRUSTEES, owners)
    assert refusal.value.facts == {"expected": 3, "found": found, "missing": missing}
