"""Whether every branch of voting/ is run by its tests and the programs they start: `python -m tests.coverage`.

It also tells the lines of test for each line of code, without blank ones: of voting/ in Python (the tables of
sentences, which hold no code, apart), and of tests/voting and tests/fuzz.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TESTS = ("tests/voting", "tests/fuzz")
_SETTINGS = """[run]
branch = true
source = voting
data_file = {folder}/branches
parallel = true
patch = subprocess
concurrency = multiprocessing, thread
"""


def write_settings(folder: Path) -> Path:
    """The file that says what is noted, and that it is noted in ``folder``."""
    path = folder / "settings"
    path.write_text(_SETTINGS.format(folder=folder))
    return path


def under_coverage(settings: Path, *arguments: str) -> list[str]:
    """The command `python ARGUMENTS`, which begin with -m, with every branch noted that it and its children run."""
    return [sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", *arguments]


def _report(settings: Path) -> int:
    coverage = [sys.executable, "-m", "coverage"]
    rules = f"--rcfile={settings}"
    if subprocess.run([*coverage, "combine", "--quiet", rules], cwd=PROJECT, check=False).returncode:
        return 1
    told = [*coverage, "report", rules, "--show-missing", "--skip-covered", "--fail-under=100"]
    return subprocess.run(told, cwd=PROJECT, check=False).returncode


def _run() -> int:
    workers = str(min(4, os.cpu_count() or 1))
    pytest = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", workers, "--dist", "loadgroup", "-m", "not browser"]
    with tempfile.TemporaryDirectory() as folder:
        settings = write_settings(Path(folder))
        tests = subprocess.run(under_coverage(settings, *pytest, *TESTS), cwd=PROJECT, check=False)
        return _report(settings) | tests.returncode


def count_lines(paths: Iterable[Path]) -> int:
    """Lines that are not blank."""
    return sum(bool(line.strip()) for path in paths for line in path.read_text().splitlines())


def tell_sizes() -> None:
    """Prints the lines of code and of test."""
    modules = {path for path in (PROJECT / "voting").rglob("*.py") if "node_modules" not in path.parts}
    sentences = {path for path in modules if path.name.startswith("words_of_")}
    code, words = count_lines(modules - sentences), count_lines(sentences)
    tests = count_lines(path for folder in TESTS for path in (PROJECT / folder).rglob("*.py"))
    print(f"code: {code} lines, and {words} of sentences; tests: {tests} lines, {tests / code:.2f} times the code")


def main() -> int:
    """Exit status 0 when the tests passed and every line and branch was run."""
    argparse.ArgumentParser(description=__doc__, prog="python -m tests.coverage").parse_args()
    status = _run()
    tell_sizes()
    return 1 if status else 0


if __name__ == "__main__":
    sys.exit(main())
