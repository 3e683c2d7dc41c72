"""Check 9 with a group of trustees: a wrong share is named, and blocks the count only when it is needed."""

from __future__ import annotations

import json

import pytest

from tests.voting.forged_board import steps_of
from tests.voting.packed_archives import refusal_of, report_on
from tests.voting.simulated_group import SimulatedGroup
from voting.strict_json import canonical

GROUP = SimulatedGroup()
SHARES = GROUP.shares


def spoiled(owner: int) -> bytes:
    """The share of a trustee with one proof that does not hold."""
    members = json.loads(SHARES[owner])
    members["decryption_proofs"][0][1]["response"] = "5"
    return canonical(members)


@pytest.mark.parametrize("others", [(2, 3), (2, 4), (3, 4)])
def test_enough_of_the_group_open_the_total(others: tuple[int, int]) -> None:
    report = report_on(GROUP.board([(1, SHARES[1]), *((owner, SHARES[owner]) for owner in others)]))
    assert report.failure is None
    assert report.facts.result == ((0, 3, 0, 0),)
    assert report.facts.warnings == ()


@pytest.mark.parametrize("result", [True, False])
@pytest.mark.parametrize("wrong", [2, 3, 4])
def test_a_wrong_share_among_enough_good_ones_is_named_and_blocks_nothing(wrong: int, result: bool) -> None:
    shares = [(owner, spoiled(owner) if owner == wrong else SHARES[owner]) for owner in (1, 2, 3, 4)]
    report = report_on(GROUP.board(shares, result=result))
    assert report.failure is None
    assert report.facts.warnings == ("share-of-group-invalid",)
    assert report.find_line("shares").found == f"3, invalid {wrong}"


@pytest.mark.parametrize("result", [True, False])
def test_a_wrong_share_that_is_needed_is_refused_with_its_event(result: bool) -> None:
    report = report_on(GROUP.board([(1, SHARES[1]), (2, spoiled(2)), (3, SHARES[3])], result=result))
    assert report.failure is not None
    assert (report.failure.number, report.failure.code) == (9, "share-proof")
    assert report.failure.found == "event 7"


def test_a_wrong_share_of_a_trustee_who_is_always_needed_is_refused() -> None:
    assert refusal_of(GROUP.board([(2, SHARES[2]), (1, spoiled(1)), (3, SHARES[3])])) == (9, "share-proof")


def test_a_second_share_after_a_wrong_one_is_refused() -> None:
    shares = [(1, SHARES[1]), (2, spoiled(2)), (2, SHARES[2]), (3, SHARES[3])]
    assert refusal_of(GROUP.board(shares)) == (9, "share-repeated")


def test_a_share_of_another_form_is_refused_from_anybody() -> None:
    shares = [(1, SHARES[1]), (2, SHARES[2] + b"\n"), (3, SHARES[3]), (4, SHARES[4])]
    assert refusal_of(GROUP.board(shares)) == (9, "share-malformed")


def test_steps_are_those_of_a_board() -> None:
    kinds = [kind for kind, _ in steps_of(GROUP.board([(1, SHARES[1])], result=False))]
    assert kinds == ["Setup", *["Ballot"] * 3, "EndBallots", "EncryptedTally", "PartialDecryption"]
