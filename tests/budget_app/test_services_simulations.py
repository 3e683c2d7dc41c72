"""Simulations of a published result: kept, one at a time, and never stored as a result."""

from __future__ import annotations

from dataclasses import replace

import pytest

from budget_app.domain.errors import ConflictError
from budget_app.services.results import find_result
from budget_app.services.simulations import running, simulate
from tests.budget_app.simulated_town import SimulatedTown

pytestmark = pytest.mark.usefixtures("database")


def _counted() -> SimulatedTown:
    town = SimulatedTown(guardians=1).set_up()
    town.vote(town.people[0], 1, 2)
    town.vote(town.people[1], 1)
    town.close()
    town.open_count()
    return town


def test_a_simulation_changes_nothing_of_the_result() -> None:
    town = _counted()
    before = find_result(town.slug)
    assert before is not None
    found = simulate(town.slug, replace(before.allocation.rule, budget=3_000_00))
    assert found is not None
    assert (found.entering, found.leaving) == ((), ("2",))
    assert find_result(town.slug) == before


def test_the_same_simulation_is_computed_once() -> None:
    town = _counted()
    result = find_result(town.slug)
    assert result is not None
    asked = replace(result.allocation.rule, budget=4_000_00)
    assert simulate(town.slug, asked) is simulate(town.slug, replace(asked))


def test_nothing_can_be_simulated_before_the_end() -> None:
    town = SimulatedTown(guardians=1).set_up()
    counted = _counted()
    result = find_result(counted.slug)
    assert result is not None
    assert simulate(town.slug, result.allocation.rule) is None


def test_a_visitor_who_waits_too_long_is_told_so_and_a_kept_simulation_waits_for_nobody() -> None:
    town = _counted()
    result = find_result(town.slug)
    assert result is not None
    asked = result.allocation.rule
    with running, pytest.raises(ConflictError) as caught:
        simulate(town.slug, asked, wait=0.01)
    assert caught.value.code == "simulation-busy"
    first = simulate(town.slug, asked, wait=0.01)
    with running:
        assert simulate(town.slug, asked, wait=0.01) is first
