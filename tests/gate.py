"""Runs every check, one after the other, and says at the end what ran, what failed and what was left out."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

PROJECT = Path(__file__).resolve().parent.parent
WORKERS = str(min(4, os.cpu_count() or 1))


@dataclass
class Step:
    """One command of the gate, and how it ended."""

    name: str
    command: list[str]
    status: int = -1
    seconds: float = 0.0


def _steps(report: Path) -> list[Step]:
    python = sys.executable
    pytest = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", WORKERS, "--dist", "loadgroup"]
    return [
        Step("ruff (style)", [python, "-m", "ruff", "check", "."]),
        Step("mypy --strict (types)", [python, "-m", "mypy"]),
        Step("tests without a browser", [*pytest, "-m", "not browser", f"--junitxml={report / 'unit.xml'}"]),
        Step("tests in a browser", [*pytest, "-m", "browser", f"--junitxml={report / 'browser.xml'}"]),
    ]


def _run(step: Step) -> None:
    print(f"\n=== {step.name}", flush=True)
    started = time.monotonic()
    step.status = subprocess.run(step.command, cwd=PROJECT, check=False).returncode
    step.seconds = time.monotonic() - started


def _tests(report: Path) -> tuple[int, int, list[str]]:
    """Numbers of tests passed and failed, and a line for each test that was left out."""
    passed = failed = 0
    skipped: list[str] = []
    for path in sorted(report.glob("*.xml")):
        for case in ElementTree.parse(path).iter("testcase"):  # noqa: S314  our own file
            reason = case.find("skipped")
            if reason is not None:
                skipped.append(f"{case.get('classname')}::{case.get('name')}: {reason.get('message')}")
            elif case.find("failure") is not None or case.find("error") is not None:
                failed += 1
            else:
                passed += 1
    return passed, failed, skipped


def main() -> int:
    """Exit status 0 when every step passed, else 1."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder)
        steps = _steps(report)
        for step in steps:
            _run(step)
        passed, failed, skipped = _tests(report)
    print("\n=== What ran")
    for step in steps:
        print(f"{'passed' if step.status == 0 else 'FAILED'}  {step.seconds:6.1f} s  {step.name}")
    for line in skipped:
        print(f"left out: {line}")
    print(f"{passed} passed, {failed} failed, {len(skipped)} skipped")
    return 0 if passed and all(step.status == 0 for step in steps) else 1


if __name__ == "__main__":
    sys.exit(main())
