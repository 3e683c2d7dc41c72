"""From how many bits on gmpy2's integers compute faster than Python's, in what Equal Shares does with them.

`python -m tests.bench.bench_integers`: nanoseconds for a purse brought to a new denominator, compared, paid from, and a
denominator divided by another; the best of five runs.
"""

from __future__ import annotations

import random
import timeit

from gmpy2 import mpz  # type: ignore[import-untyped]

_SIZES = (64, 256, 512, 1024, 2048, 4096, 16384)
_TIMES = 20_000


def _nanoseconds(purse: int, factor: int, other: int) -> float:
    def work() -> None:
        scaled = purse * factor
        _ = scaled // purse, purse - other, purse <= other

    return min(timeit.repeat(work, number=_TIMES, repeat=5)) / _TIMES * 1e9


def main() -> None:
    """Prints the table."""
    source = random.Random(12)  # noqa: S311 - numbers to compute with, not secrets
    print("  bits     Python's      gmpy2's   ratio")
    for bits in _SIZES:
        numbers = source.getrandbits(bits) | 1 << (bits - 1), source.getrandbits(40) | 1, source.getrandbits(bits)
        ours, theirs = _nanoseconds(*numbers), _nanoseconds(*map(mpz, numbers))
        print(f"{bits:6} {ours:12.0f} {theirs:12.0f} {theirs / ours:7.2f}")


if __name__ == "__main__":
    main()
