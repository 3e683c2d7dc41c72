"""Finds the reference implementation's command line, the oracle of the conformance tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
MISSING = "the reference implementation is not on this machine (BELENIOS_TOOL, PATH or ../shared/tools)"


def find_reference() -> Path | None:
    """Path of ``belenios-tool``: ``BELENIOS_TOOL``, the PATH, or the folder beside the project; None without one."""
    for candidate in (os.environ.get("BELENIOS_TOOL"), shutil.which("belenios-tool")):
        if candidate:
            return Path(candidate)
    beside = SHARED / "tools" / "belenios-tool"
    return beside if beside.exists() else None
