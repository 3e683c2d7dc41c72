"""Generators of the shuffle: the reference's, all different, never g."""

from __future__ import annotations

import pytest

from tests.voting.reference_vectors import read_primitives
from voting import generators as module
from voting.errors import GroupError
from voting.generators import generators, secondary_generator
from voting.group import GENERATOR, IDENTITY, Point, parse_point

EXPECTED = read_primitives()["get_generator"]


def test_the_generators_are_the_reference_s() -> None:
    assert secondary_generator().text == EXPECTED["-1"]
    ours = generators(5)
    assert [point.text for point in ours] == [EXPECTED[str(index)] for index in range(5)]


def test_they_are_of_the_subgroup_and_all_different() -> None:
    ours = generators(40)
    assert len({point.raw for point in (*ours, secondary_generator(), GENERATOR, IDENTITY)}) == 43
    for point in ours:
        assert parse_point(point.text) == point


def test_none_are_asked_for_an_empty_row() -> None:
    assert generators(0) == ()


@pytest.mark.parametrize("known", [GENERATOR, IDENTITY])
def test_a_generator_with_a_known_logarithm_is_refused(monkeypatch: pytest.MonkeyPatch, known: Point) -> None:
    """No hash gives one: this is what would happen if one did."""
    monkeypatch.setattr(module, "crypto_core_ed25519_add", lambda *_: known.raw)
    with pytest.raises(GroupError, match="generator-unusable"):
        module._generator(10**9)


def test_a_generator_that_comes_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    first = secondary_generator()
    monkeypatch.setattr(module, "_generator", lambda _index: first)
    with pytest.raises(GroupError, match="generator-unusable"):
        generators(1)
