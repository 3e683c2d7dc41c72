"""The browser's verifier says of a group's shares what the Python one says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.node import run_node
from tests.voting.packed_archives import report_on
from tests.voting.test_group_cheats import GROUP as LARGER
from tests.voting.test_group_cheats import shares_of
from tests.voting.test_verify_thresholds import GROUP, SHARES, spoiled

CHEATS = {
    "a cheat among enough others": shares_of((2, 3, 4, 6), (3,)),
    "two cheats among enough others": shares_of((2, 3, 4, 5, 6), (2, 6)),
    "a cheat and one who is missing": {owner: raw for owner, raw in shares_of((2, 3, 4, 5), (4,)).items() if owner > 1},
    "a cheat with one share too many": shares_of((2, 3, 4), (3,)),
    "cheats who are most": shares_of((2, 3, 4, 5, 6), (2, 3, 4)),
    "a cheat who is needed": shares_of((2, 3), (3,)),
    "nobody cheats": shares_of((2, 3, 4, 5, 6), ()),
}
CASES = {
    "a wrong share too many": [(1, SHARES[1]), (2, spoiled(2)), (3, SHARES[3]), (4, SHARES[4])],
    "a wrong share that is needed": [(1, SHARES[1]), (2, spoiled(2)), (3, SHARES[3])],
    "a wrong share of who is always needed": [(2, SHARES[2]), (1, spoiled(1)), (3, SHARES[3])],
    "a share again after a wrong one": [(1, SHARES[1]), (2, spoiled(2)), (2, SHARES[2]), (3, SHARES[3])],
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, bool], tuple[bytes, dict[str, Any]]]:
    """The archives, with and without a result, and what the browser says of them."""
    folder: Path = tmp_path_factory.mktemp("boards")
    keys = [(name, result) for name in (*CASES, *CHEATS) for result in (True, False)]
    archives = [
        LARGER.board(list(CHEATS[name].items()), result=result)
        if name in CHEATS
        else GROUP.board(CASES[name], result=result)
        for name, result in keys
    ]
    for number, archive in enumerate(archives):
        (folder / f"{number}.bel").write_bytes(archive)
    tasks = [{"path": str(folder / f"{number}.bel")} for number in range(len(keys))]
    ran = run_node("tests/verify_archives.mjs", stdin=json.dumps(tasks))
    assert ran.returncode == 0, ran.stderr
    return dict(zip(keys, zip(archives, json.loads(ran.stdout), strict=True), strict=True))


@pytest.mark.parametrize("result", [True, False])
@pytest.mark.parametrize("name", [*CASES, *CHEATS])
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
