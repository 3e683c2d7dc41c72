"""Proofs show what is true, and nothing else passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.simulated_election import seeded
from voting.errors import GroupError, MalformedError, ProofError
from voting.group import Q, multiply_generator
from voting.proofs import (
    Ciphertext,
    Proof,
    Statement,
    add_ciphertexts,
    check_disjunction,
    check_knowledge,
    encrypt,
    interval_branches,
    interval_prefix,
    parse_ciphertext,
    parse_proof,
    prove_disjunction,
    prove_knowledge,
)

KEY = multiply_generator(424242)
CONTEXT = "fingerprint|credential"
INTERVALS = st.integers(0, 3).flatmap(lambda low: st.tuples(st.just(low), st.integers(low, low + 3)))


def _statement(ciphertext: Ciphertext, values: range) -> Statement:
    return Statement("refused", interval_prefix(CONTEXT, ciphertext), interval_branches(ciphertext, values))


def _check(ciphertext: Ciphertext, values: range, proofs: Sequence[Proof]) -> None:
    check_disjunction(_statement(ciphertext, values), KEY, proofs)


@given(INTERVALS, st.data(), st.integers())
def test_a_value_within_the_interval_is_proved(bounds: tuple[int, int], data: st.DataObject, seed: int) -> None:
    values = range(bounds[0], bounds[1] + 1)
    value = data.draw(st.sampled_from(values))
    ciphertext = encrypt(KEY, value, seed % Q)
    opening = (value - values.start, seed % Q)
    proofs = prove_disjunction(_statement(ciphertext, values), KEY, opening, seeded(seed))
    _check(ciphertext, values, proofs)


@given(INTERVALS, st.integers(-5, 1000), st.integers())
def test_a_value_outside_the_interval_is_not_proved(bounds: tuple[int, int], value: int, seed: int) -> None:
    values = range(bounds[0], bounds[1] + 1)
    if value in values:
        value = values.stop
    ciphertext = encrypt(KEY, value, seed % Q)
    for branch in range(len(values)):
        proofs = prove_disjunction(_statement(ciphertext, values), KEY, (branch, seed % Q), seeded(seed))
        with pytest.raises(ProofError, match="refused"):
            _check(ciphertext, values, proofs)


def test_no_part_of_a_proof_can_be_changed() -> None:
    ciphertext = encrypt(KEY, 1, 99)
    statement = _statement(ciphertext, range(3))
    proofs = prove_disjunction(statement, KEY, (1, 99), seeded(1))
    check_disjunction(statement, KEY, proofs)
    for position, proof in enumerate(proofs):
        for changed in (
            replace(proof, challenge=(proof.challenge + 1) % Q),
            replace(proof, response=(proof.response + 1) % Q),
        ):
            with pytest.raises(ProofError, match="refused"):
                check_disjunction(statement, KEY, (*proofs[:position], changed, *proofs[position + 1 :]))
    with pytest.raises(ProofError, match="refused"):
        check_disjunction(statement, KEY, tuple(reversed(proofs)))
    with pytest.raises(ProofError, match="refused"):
        check_disjunction(statement, multiply_generator(5), proofs)
    with pytest.raises(ProofError, match="refused"):
        check_disjunction(replace(statement, prefix="prove|elsewhere"), KEY, proofs)


def test_a_proof_of_zeros_shows_nothing() -> None:
    """The challenge is hashed: what fits a made-up commitment does not fit its hash."""
    ciphertext = encrypt(KEY, 1000, 5)
    with pytest.raises(ProofError, match="refused"):
        _check(ciphertext, range(2), (Proof(0, 0), Proof(0, 0)))


def test_every_proof_of_a_statement_is_needed() -> None:
    ciphertext = encrypt(KEY, 1, 5)
    statement = _statement(ciphertext, range(2))
    proofs = prove_disjunction(statement, KEY, (1, 5), seeded(1))
    with pytest.raises(ValueError, match="zip"):
        check_disjunction(statement, KEY, proofs[:1])


def test_a_proof_does_not_say_which_branch_is_true() -> None:
    """Two values, the same form: as many scalars, none of them zero or small."""
    for value in (0, 1):
        ciphertext = encrypt(KEY, value, 77)
        proofs = prove_disjunction(_statement(ciphertext, range(2)), KEY, (value, 77), seeded(2))
        assert len(proofs) == 2
        assert all(min(proof.challenge, proof.response) > 2**200 for proof in proofs)


@given(st.integers(0, Q - 1), st.integers())
def test_knowledge_of_a_secret_is_proved(secret: int, seed: int) -> None:
    proof = prove_knowledge("pok", secret, seeded(seed))
    public = multiply_generator(secret)
    check_knowledge("refused", "pok", public, proof)
    other = multiply_generator(secret + 1)
    for prefix, point, shown in (
        ("sig", public, proof),
        ("pok", other, proof),
        ("pok", public, replace(proof, response=(proof.response + 1) % Q)),
        ("pok", public, replace(proof, challenge=(proof.challenge + 1) % Q)),
    ):
        with pytest.raises(ProofError, match="refused"):
            check_knowledge("refused", prefix, point, shown)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, Q - 1), st.integers(0, Q - 1))
def test_the_sum_of_ciphertexts_holds_the_sum(a: int, b: int, r: int, s: int) -> None:
    assert add_ciphertexts(encrypt(KEY, a, r), encrypt(KEY, b, s)) == encrypt(KEY, a + b, (r + s) % Q)


@given(st.integers(0, Q - 1), st.integers(0, Q - 1))
def test_proofs_and_ciphertexts_are_read_as_they_were_written(a: int, b: int) -> None:
    assert parse_proof(Proof(a, b).as_json()) == Proof(a, b)
    ciphertext = Ciphertext(multiply_generator(a), multiply_generator(b))
    assert parse_ciphertext(ciphertext.as_json()) == ciphertext


@pytest.mark.parametrize("value", [{}, [], {"challenge": "1"}, {"challenge": "1", "response": "1", "more": "1"}])
def test_a_proof_has_exactly_two_members(value: object) -> None:
    with pytest.raises(MalformedError, match="json-members"):
        parse_proof(value)


def test_a_proof_s_scalars_are_canonical() -> None:
    with pytest.raises(GroupError, match="scalar-not-canonical"):
        parse_proof({"challenge": "01", "response": "1"})
