"""A progress bar on standard error, with the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_WIDTH = 30


def with_progress(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """``items``, each step shown on a terminal; elsewhere only the end is."""
    started = time.monotonic()
    terminal = sys.stderr.isatty()
    for done, item in enumerate(items, start=1):
        yield item
        if terminal:
            filled = _WIDTH * done // max(total, 1)
            left = (time.monotonic() - started) * (total - done) / done
            bar = "#" * filled + "." * (_WIDTH - filled)
            sys.stderr.write(f"\r{label} [{bar}] {done}/{total} {left:5.0f} s ")
            sys.stderr.flush()
    beginning, end = ("\r", "   \n") if terminal else ("", "\n")
    bar = "#" * _WIDTH
    sys.stderr.write(f"{beginning}{label} [{bar}] {total}/{total} ({time.monotonic() - started:.1f} s){end}")
