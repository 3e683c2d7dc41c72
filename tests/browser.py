"""Finds the Chromium that the browser tests drive, and installs one when there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium(playwright: Playwright) -> str | None:
    """Path of a Chromium: ``CHROMIUM``, the system's, or Playwright's own; None when there is none."""
    for candidate in (os.environ.get("CHROMIUM"), *map(shutil.which, _NAMES)):
        if candidate:
            return candidate
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install_chromium() -> None:
    """Installs Chromium: the distribution's where we are root on Debian, else by Playwright."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def launch(playwright: Playwright) -> Browser:
    """A headless browser; raises when ``make test`` did not find or install one."""
    path = find_chromium(playwright)
    if path is None:
        raise RuntimeError("No Chromium: run `make test`, or set CHROMIUM to its path")
    return playwright.chromium.launch(executable_path=path, args=list(_FLAGS))


def _is_there() -> bool:
    with sync_playwright() as playwright:
        return find_chromium(playwright) is not None


if __name__ == "__main__":
    if not _is_there():
        print("Installing a Chromium for the browser tests", flush=True)
        install_chromium()
        if not _is_there():
            sys.exit("No Chromium could be installed: set CHROMIUM to the path of one")
