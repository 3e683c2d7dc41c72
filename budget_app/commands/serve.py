"""The page server in a process of its own, ended quietly by an interrupt: python -m budget_app.commands.serve."""

from __future__ import annotations

import os
import runpy
import signal
import sys
from typing import NoReturn

from budget_app.settings import PROJECT


def become_server(port: int) -> NoReturn:
    """Turns this process into the server: what it knew, invented voting codes among it, is gone from memory."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.chdir(PROJECT)
    os.execv(sys.executable, [sys.executable, "-m", "budget_app.commands.serve", str(port)])  # noqa: S606


def main(port: str) -> None:
    """Serves until SIGINT or SIGTERM; Streamlit ends what runs, then hands the signal on to us."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    sys.argv = ["streamlit", "run", "streamlit_app.py", "--server.port", port]
    runpy.run_module("streamlit", run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1])
