"""The browser's verifier says of a group's shares what the Python one says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.node import run_node
from tests.voting.packed_archives import report_on
from tests.voting.test_verify_thresholds import SHARES, _board, _wrong

CASES = {
    "a wrong share too many": [(1, SHARES[1]), (2, _wrong(2)), (3, SHARES[3]), (4, SHARES[4])],
    "a wrong share that is needed": [(1, SHARES[1]), (2, _wrong(2)), (3, SHARES[3])],
    "a wrong share of who is always needed": [(2, SHARES[2]), (1, _wrong(1)), (3, SHARES[3])],
    "a share again after a wrong one": [(1, SHARES[1]), (2, _wrong(2)), (2, SHARES[2]), (3, SHARES[3])],
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, bool], tuple[bytes, dict[str, Any]]]:
    """The archives, with and without a result, and what the browser says of them."""
    folder: Path = tmp_path_factory.mktemp("boards")
    keys = [(name, result) for name in CASES for result in (True, False)]
    archives = [_board(CASES[name], result=result) for name, result in keys]
    for number, archive in enumerate(archives):
        (folder / f"{number}.bel").write_bytes(archive)
    tasks = [{"path": str(folder / f"{number}.bel")} for number in range(len(keys))]
    ran = run_node("tests/verify_archives.mjs", stdin=json.dumps(tasks))
    assert ran.returncode == 0, ran.stderr
    return dict(zip(keys, zip(archives, json.loads(ran.stdout), strict=True), strict=True))


@pytest.mark.parametrize("result", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_both_verifiers_say_the_same(
    reports: dict[tuple[str, bool], tuple[bytes, dict[str, Any]]], name: str, result: bool
) -> None:
    archive, browser = reports[name, result]
    ours = report_on(archive).as_json()
    lines = [(line["number"], line["code"], line["status"]) for line in browser["checks"]]
    assert lines == [(line["number"], line["code"], line["status"]) for line in ours["checks"]]
    assert browser["facts"]["warnings"] == ours["facts"]["warnings"]
    shares = [next(line["found"] for line in told["checks"] if line["name"] == "shares") for told in (browser, ours)]
    assert shares[0] == shares[1]
