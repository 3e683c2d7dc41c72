"""How property tests run: no time limit a case, and what was drawn is printed when one fails."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("isoloir", deadline=None, max_examples=60, print_blob=True)
settings.load_profile("isoloir")
