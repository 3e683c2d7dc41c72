"""Simulations on a published result: one is computed at a time, the last ones are kept, and nothing is stored."""

from __future__ import annotations

from collections import OrderedDict
from threading import BoundedSemaphore, Lock

from budget_app.domain.allocation.descriptor import Rule
from budget_app.domain.allocation.simulation import Simulation, simulate_rule
from budget_app.domain.errors import ConflictError
from budget_app.services.editions import load_edition
from budget_app.services.results import find_result
from budget_app.storage.database import read_session

LONGEST_WAIT = 15.0
"""Seconds that a simulation waits for those before it."""
_KEPT = 64
_found: OrderedDict[tuple[str, Rule], Simulation] = OrderedDict()
_lock = Lock()
running = BoundedSemaphore(1)
"""Held while a simulation is computed: visitors cannot take every processor from those who vote elsewhere."""


def _find_kept(key: tuple[str, Rule]) -> Simulation | None:
    with _lock:
        if key in _found:
            _found.move_to_end(key)
        return _found.get(key)


def _keep(key: tuple[str, Rule], found: Simulation) -> None:
    with _lock:
        _found[key] = found
        while len(_found) > _KEPT:
            _found.popitem(last=False)


def simulate(slug: str, rule: Rule, wait: float = LONGEST_WAIT) -> Simulation | None:
    """What ``rule`` would make of an edition's published votes; None before there is a result.

    One that is kept is given at once; another waits at most ``wait`` seconds for those before it. Raises ConflictError
    ``simulation-busy`` after that, and what :func:`simulate_rule` raises.
    """
    result = find_result(slug)
    if result is None:
        return None
    with read_session() as session:
        key = (load_edition(session, slug).uuid, rule)
    found = _find_kept(key)
    if found is not None:
        return found
    if not running.acquire(timeout=wait):
        raise ConflictError("simulation-busy")
    try:
        found = _find_kept(key) or simulate_rule(result.allocation, rule, result.limits.kind)
        _keep(key, found)
        return found
    finally:
        running.release()
