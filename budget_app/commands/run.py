"""run: prepares the database, fills the demonstration town when it is empty, and serves."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from budget_app.commands.demo_town import DemoSecrets, make_demo_town, read_secrets
from budget_app.services.editions import find_edition
from budget_app.settings import PROJECT, read_settings

_SHOWN = 4


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("run", help=__doc__)
    parser.add_argument("--prepare-only", action="store_true", help="do everything but serve")
    parser.set_defaults(run=run)


def _print_demo(known: DemoSecrets, base: str) -> None:
    print(f"  Organisation   {base}/sign-in   {known.organiser}   mot de passe : {known.password}")
    print(f"  Courrier       {base}/courrier")
    for url in known.guardian_urls:
        print(f"  Gardien        {url}")
    for voter in known.voters[:_SHOWN]:
        born = date.fromisoformat(voter["birth_date"]).strftime("%d/%m/%Y")
        print(f"  Voter          {base}/vote/{known.uuid}#{voter['roll_number']}.{voter['code']}   né(e) le {born}")


def _serve() -> int:
    """Streamlit in a process of its own; an interrupt reaches it too, and is waited for."""
    port = urlsplit(read_settings().base_url).port or 8501
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    process = subprocess.Popen(command, cwd=PROJECT, env=os.environ)  # noqa: S603  our own program
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            status = process.wait()
        except KeyboardInterrupt:
            continue
        return 0 if status in (0, -signal.SIGINT, -signal.SIGTERM, 130) else status


def run(options: argparse.Namespace) -> int:
    """Exit status 0 after an interrupt."""
    now = datetime.now(UTC)
    settings = read_settings()
    if settings.demonstration and find_edition(None, now) is None:
        print("Préparation de la commune de démonstration (quelques secondes)…", flush=True)
        make_demo_town("vote", now)
    print(f"Isoloir : {settings.base_url}", flush=True)
    known = read_secrets() if settings.demonstration else None
    if known is not None:
        _print_demo(known, settings.base_url)
    sys.stdout.flush()
    return 0 if options.prepare_only else _serve()
