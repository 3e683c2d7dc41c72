"""A result is computed once, and nobody waits for another's."""

from __future__ import annotations

from threading import Event, Thread
from typing import Any

import pytest

from budget_app.services import results
from budget_app.services.results import find_result
from tests.budget_app.simulated_town import SimulatedTown

pytestmark = pytest.mark.usefixtures("database")


def _counted() -> SimulatedTown:
    town = SimulatedTown(voters=2, guardians=1).set_up()
    town.vote(town.people[0], 1)
    town.close()
    town.open_count()
    return town


def test_a_result_that_takes_long_is_computed_once_and_keeps_no_other_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow, other = _counted(), _counted()
    computed: list[str] = []
    begun, goes_on = Event(), Event()
    plain = results._compute

    def compute(session: Any, edition: Any, *rest: Any) -> Any:
        computed.append(edition.slug)
        if edition.slug == slow.slug:
            begun.set()
            assert goes_on.wait(60)
        return plain(session, edition, *rest)

    monkeypatch.setattr(results, "_compute", compute)
    waiting = [Thread(target=find_result, args=(slow.slug,)) for _ in range(2)]
    for thread in waiting:
        thread.start()
    assert begun.wait(60)
    assert find_result(other.slug) is not None
    goes_on.set()
    for thread in waiting:
        thread.join()
    assert find_result(slow.slug) is not None
    assert sorted(computed) == sorted([slow.slug, other.slug])
