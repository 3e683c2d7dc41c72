"""A threshold's exchange between browsers, this package and the reference: all take one another's messages."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.node import run_node
from tests.reference import MISSING, find_reference
from tests.voting.packed_archives import report_on
from tests.voting.simulated_election import PROJECTS, SimulatedElection, seeded
from tests.voting.simulated_exchange import SimulatedExchange
from tests.voting.test_conformance import ReferenceElection
from voting.board import (
    append_ballot,
    append_encrypted_tally,
    append_end_ballots,
    append_partial_decryption,
    append_result,
    open_board,
)
from voting.combination import combine_factors
from voting.decryption import decrypt_share, parse_share
from voting.election import compose_election, parse_election
from voting.pedersen import (
    compose_vinput,
    open_private_key,
    parse_certificate,
    parse_polynomial,
    parse_voutput,
    polynomial_promise,
)
from voting.result import combine_result
from voting.strict_json import canonical
from voting.threshold import compose_threshold_parameters
from voting.trustee import (
    TrusteeKey,
    compose_trustees,
    generate_trustee_key,
    joint_public_key,
    parse_trustees,
    trustee_public_key_bytes,
)

RANDOM = seeded(91)
IN_BROWSERS = (1, 3)
"""The second guardian is at a command line."""


def _answers(*tasks: dict[str, Any]) -> list[Any]:
    ran = run_node("tests/answer_tasks.mjs", stdin=json.dumps(tasks))
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def _facts(made: SimulatedExchange, index: int, task: str, **facts: object) -> dict[str, Any]:
    context = {"size": made.size, "threshold": made.threshold, "index": index}
    return {"task": task, "seed": made.keys[index - 1].seed, "context": context, **facts}


@pytest.fixture(scope="module")
def exchanged() -> tuple[bytes, list[TrusteeKey]]:
    """What is published of an exchange of two browsers and a command line, and everybody's private key."""
    made = SimulatedExchange(random=RANDOM)
    certificates = [canonical(certificate.signed.as_json()).decode() for certificate in made.certificates]
    for index, raw in zip(IN_BROWSERS, _answers(*(_facts(made, i, "certificate") for i in IN_BROWSERS)), strict=True):
        certificates[index - 1] = raw
        made.certificates[index - 1] = parse_certificate(raw.encode(), made.context(index))
    polynomials = [made.polynomial(index) for index in (1, 2, 3)]
    asked = [_facts(made, index, "polynomial", certificates=certificates) for index in IN_BROWSERS]
    for index, answer in zip(IN_BROWSERS, _answers(*asked), strict=True):
        polynomials[index - 1] = answer["raw"].encode()
        assert polynomial_promise(polynomials[index - 1]) == answer["promise"]
    made.polynomials = [parse_polynomial(raw, made.certificates, index) for index, raw in enumerate(polynomials, 1)]
    common = {"certificates": certificates, "promises": [polynomial_promise(raw) for raw in polynomials]}
    voutputs = [made.voutput_raw(index) for index in (1, 2, 3)]
    asked = [
        _facts(made, index, "voutput", vinput=compose_vinput(made.polynomials, index).decode(), **common)
        for index in IN_BROWSERS
    ]
    for index, raw in zip(IN_BROWSERS, _answers(*asked), strict=True):
        voutputs[index - 1] = raw.encode()
    parsed = [parse_voutput(raw, made.certificates, made.polynomials, index) for index, raw in enumerate(voutputs, 1)]
    keys = [open_private_key(own, voutput.private_key) for own, voutput in zip(made.keys, parsed, strict=True)]
    opened = _answers(
        *(
            {"task": "opened", "seed": own.seed, "sealed": v.private_key}
            for own, v in zip(made.keys, parsed, strict=True)
        )
    )
    assert opened == [str(key.secret) for key in keys], "the browser opens what the command line kept, and the reverse"
    return compose_threshold_parameters(made.certificates, made.polynomials, parsed), keys


def test_browsers_and_a_command_line_make_one_key(exchanged: tuple[bytes, list[TrusteeKey]]) -> None:
    parameters, keys = exchanged
    trustees = parse_trustees(compose_trustees([], [parameters]))
    assert [key.public for key in trustees.keys] == [key.public for key in keys]


def _archive(parameters: bytes, members: list[TrusteeKey], present: tuple[int, ...]) -> tuple[str, bytes]:
    """An election whose total the mandatory guardian opens with these members of the group: uuid and archive."""
    always = generate_trustee_key(RANDOM)
    trustees = parse_trustees(compose_trustees([trustee_public_key_bytes(always, RANDOM)], [parameters]))
    town = SimulatedElection(voters=2, seed=92)
    raw = compose_election(
        uuid=town.uuid, name="n", description="", public_key=joint_public_key(trustees), questions=[PROJECTS]
    )
    town.election, town.trustees = parse_election(raw), trustees
    town.vote(0, [0, 1, 1, 0])
    town.vote(1, [1, 0, 0, 0])
    tally = town.tally()
    keys = {1: always, **{index + 1: members[index - 1] for index in present}}
    shares = {owner: decrypt_share(town.election, tally, key, RANDOM) for owner, key in keys.items()}
    parsed = {owner: parse_share(share, tally) for owner, share in shares.items()}
    result = combine_result(town.election, tally, combine_factors(trustees, parsed))
    steps = [
        *(partial(append_ballot, ballot_raw=checked.ballot.raw) for checked in town.ballots),
        append_end_ballots,
        partial(append_encrypted_tally, tally=tally),
        *(partial(append_partial_decryption, owner=owner, share_raw=share) for owner, share in shares.items()),
        partial(append_result, result_raw=result),
    ]
    appended = open_board(1_900_000_000, town.election.raw, trustees.raw, town.credentials.raw)
    archive = appended.data
    for step in steps:
        appended = step(appended.head)
        archive += appended.data
    return town.uuid, archive


@pytest.mark.parametrize("present", [(1, 2), (2, 3), (3, 1), (1, 2, 3)], ids=str)
def test_what_enough_of_them_opened_is_valid_here_and_for_the_reference(
    exchanged: tuple[bytes, list[TrusteeKey]], present: tuple[int, ...], tmp_path: Path
) -> None:
    uuid, archive = _archive(*exchanged, present)
    report = report_on(archive)
    assert report.failure is None
    assert report.facts.result == ((1, 1, 1, 0),)
    tool = find_reference()
    if tool is None:
        pytest.skip(MISSING)
    reference = ReferenceElection(tool, tmp_path, uuid)
    reference.path.write_bytes(archive)
    reference.run("election", "verify")
