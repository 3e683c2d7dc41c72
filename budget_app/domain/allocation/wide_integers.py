"""Integers of thousands of bits: gmpy2's where it is installed, which multiply faster; the values are the same."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

WIDE = 1024
_widen: Callable[[int], int] = import_module("gmpy2").mpz if find_spec("gmpy2") else int


def quick(number: int) -> int:
    """The same integer, of the kind that computes faster at its size; all computed with it is of that kind too.

    From :data:`WIDE` bits on: below, what is gained is lost between the two kinds (docs/decisions/0012).
    """
    return _widen(number) if number.bit_length() > WIDE else number
