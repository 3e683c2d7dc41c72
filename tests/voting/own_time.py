"""How long something takes the processor in a program of its own."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def timed(action: Callable[[], T]) -> tuple[T, float]:
    """What ``action`` gives, and the seconds of processor time that it takes.

    What the tests before left in memory is set apart: collecting garbage would else go through it again and again,
    which no auditor's program has to. Nor does it note which of its lines are run.
    """
    gc.collect()
    gc.freeze()
    trace = sys.gettrace()
    sys.settrace(None)
    started = time.process_time()
    try:
        given = action()
        return given, time.process_time() - started
    finally:
        sys.settrace(trace)
        gc.unfreeze()
