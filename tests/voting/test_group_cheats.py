"""Guardians of a group who give wrong factors with proofs that hold: named, and unable to stop the count."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.voting.packed_archives import refusal_of, report_on
from tests.voting.simulated_group import SimulatedGroup
from tests.voting.wrong_factors import wrong_share
from voting.combination import find_disagreeing
from voting.decryption import check_share, parse_share
from voting.trustee import Pedersen
from voting.verification.procedure import verify_archive
from voting.verification.report import Report

GROUP = SimulatedGroup(size=5, threshold=2, seed=171)
HONEST = GROUP.shares
WRONG = {
    owner: wrong_share(GROUP.town.election, GROUP.tally, key, GROUP.random) for owner, key in enumerate(GROUP.keys, 1)
}


def shares_of(owners: tuple[int, ...], cheats: tuple[int, ...]) -> dict[int, bytes]:
    """The shares of the trustee who is always needed and of ``owners``; those of ``cheats`` are wrong."""
    return {owner: (WRONG if owner in cheats else HONEST)[owner] for owner in (1, *owners)}


def _report(given: dict[int, bytes], *, strong: bool = False, result: bool = True) -> Report:
    file = GROUP.strong(given) if strong else None
    return verify_archive(BytesIO(GROUP.board(list(given.items()), result=result)), strong=file)


def test_the_protocol_s_own_proofs_let_the_wrong_shares_pass() -> None:
    for owner, raw in WRONG.items():
        share = parse_share(raw, GROUP.tally)
        check_share(share, GROUP.town.election, GROUP.tally, GROUP.keys[owner - 1].public)
        assert share.factors != parse_share(HONEST[owner], GROUP.tally).factors


def test_extra_shares_that_agree_are_all_counted() -> None:
    report = _report(shares_of((2, 3, 4, 5, 6), ()), strong=True)
    assert (report.failure, report.facts.warnings) == (None, ())
    assert report.find_line("shares").found == "6 (6 strong)"


@pytest.mark.parametrize("result", [True, False])
@pytest.mark.parametrize("strong", [True, False])
@pytest.mark.parametrize("cheat", [2, 3, 6])
def test_one_cheat_among_enough_others_is_named_and_blocks_nothing(cheat: int, strong: bool, result: bool) -> None:
    report = _report(shares_of((2, 3, 4, 6), (cheat,)), strong=strong, result=result)
    assert report.failure is None
    assert report.facts.warnings == ("share-of-group-invalid",)
    assert report.find_line("shares").found == f"4{' (4 strong)' if strong else ''}, invalid {cheat}"


@pytest.mark.parametrize("cheats", [(2, 3), (2, 6), (4, 5)])
def test_several_cheats_who_do_not_agree_are_all_named(cheats: tuple[int, int]) -> None:
    for strong in (True, False):
        report = _report(shares_of((2, 3, 4, 5, 6), cheats), strong=strong)
        assert report.failure is None
        assert report.find_line("shares").found.endswith(f"invalid {cheats[0]}, {cheats[1]}")


def test_with_one_extra_share_only_the_strong_proofs_tell_who_cheats() -> None:
    given = shares_of((2, 3, 4), (3,))
    failure = _report(given).failure
    assert failure is not None
    assert (failure.number, failure.code, failure.found) == (9, "shares-inconsistent", "2, 3, 4")
    report = _report(given, strong=True)
    assert (report.failure, report.find_line("shares").found) == (None, "3 (3 strong), invalid 3")


def test_when_most_cheat_nobody_is_named_without_the_strong_proofs() -> None:
    given = shares_of((2, 3, 4, 5, 6), (2, 3, 4))
    assert refusal_of(GROUP.board(list(given.items()))) == (9, "shares-inconsistent")
    assert _report(given, strong=True).find_line("shares").found == "3 (3 strong), invalid 2, 3, 4"


def test_a_cheat_who_is_needed_is_refused_by_name() -> None:
    given = shares_of((2, 3), (3,))
    assert refusal_of(GROUP.board(list(given.items()))) == (10, "result-value"), "the total cannot be read"
    failure = _report(given, strong=True).failure
    assert failure is not None
    assert (failure.number, failure.code, failure.found) == (9, "strong-proof", "3")


def test_a_trustee_who_is_always_needed_and_cheats_is_refused_by_name() -> None:
    given = {**HONEST, 1: WRONG[1]}
    failure = _report(given, strong=True, result=False).failure
    assert failure is not None
    assert (failure.code, failure.found) == ("strong-proof", "1")


def test_a_wrong_ordinary_proof_and_a_wrong_strong_one_are_both_named() -> None:
    given = {**shares_of((2, 3, 4, 5, 6), (3,)), 5: HONEST[6]}
    file = GROUP.strong({owner: raw for owner, raw in given.items() if owner != 5})
    for strong in (file, GROUP.strong(given)):  # who is set apart already needs no strong share, and may have one
        report = verify_archive(BytesIO(GROUP.board(list(given.items()))), strong=strong)
        assert (report.failure, report.find_line("shares").found) == (None, "4 (4 strong), invalid 3, 5")


def test_which_honest_ones_are_there_makes_no_difference() -> None:
    [_, group] = GROUP.town.trustees.items
    assert isinstance(group, Pedersen)
    shares = {owner: parse_share(raw, GROUP.tally) for owner, raw in HONEST.items()}
    for left in range(2, 7):
        present = {owner: share for owner, share in shares.items() if owner != left}
        assert find_disagreeing(group, GROUP.town.election, present) == ()
        assert GROUP.result({owner: HONEST[owner] for owner in present}) == GROUP.result(HONEST)


def test_a_count_that_waits_for_more_is_valid_so_far() -> None:
    report = report_on(GROUP.board([(2, HONEST[2]), (3, HONEST[3]), (4, HONEST[4])], result=False))
    assert (report.failure, report.find_line("shares").found) == (None, "3")
