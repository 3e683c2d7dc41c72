"""The process that makes one file anew: ``python -m budget_app.services.cleaning photo|pdf``, bytes in, answer out.

The answer's first line is JSON: the lengths of the files that follow, or the code and facts of a refusal. It ends
with an error, or is ended by the system, when the file takes more time or memory than it may.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress

from budget_app.domain.errors import DomainError

_MEBIBYTE = 1024 * 1024
_LIMITS = {
    "RLIMIT_AS": 1024 * _MEBIBYTE,
    "RLIMIT_CPU": 20,  # seconds
    "RLIMIT_FSIZE": 32 * _MEBIBYTE,
    "RLIMIT_NPROC": 0,
    "RLIMIT_CORE": 0,
}


def _limit() -> None:
    """Less time and memory than could hurt, where the system can; and everything else goes first."""
    with suppress(ImportError):
        import resource

        for name, most in _LIMITS.items():
            with suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (most, most))
    with suppress(AttributeError, OSError):
        os.nice(10)


def _clean(kind: str, raw: bytes) -> list[bytes]:
    if kind == "photo":
        from budget_app.services.cleaning.photo import make_photo

        return make_photo(raw)
    from budget_app.services.cleaning.pdf import make_pdf

    return [make_pdf(raw)]


def main() -> None:
    """Reads the file, writes the answer; anything unforeseen that a reader raises means that the file is broken."""
    _limit()
    kind = sys.argv[1]
    files: list[bytes] = []
    try:
        files = _clean(kind, sys.stdin.buffer.read())
        head: dict[str, object] = {"lengths": [len(file) for file in files]}
    except MemoryError:
        sys.exit(1)
    except DomainError as error:
        head = {"code": error.code, "facts": error.facts}
    except Exception:
        head = {"code": f"{kind}-broken", "facts": {}}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(files))


if __name__ == "__main__":
    main()
