"""Draws that each run makes anew, and that its printed seed makes again."""

from __future__ import annotations

import os
from random import Random

SEED = int(os.environ.get("ISOLOIR_SEED") or Random().randrange(2**32))  # noqa: S311  no secret


def seeded_by_run(name: str) -> Random:
    """A source of its own for ``name``; prints what to set to draw the same again."""
    print(f"ISOLOIR_SEED={SEED}")
    return Random(f"{SEED} {name}")  # noqa: S311  no secret
