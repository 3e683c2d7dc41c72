"""Changed bytes: both verifiers refuse them, and say the same of archives whose hashes were made right again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.changed_archives import change_payload, flip
from tests.fuzz.seeds import seeded_by_run
from tests.node import run_node
from tests.voting.forged_board import steps_of
from tests.voting.packed_archives import read_archive, refusal_of

ARCHIVES = ("h_blank", "weights", "nh_one", "threshold", "zero_ballots")
RAW_CHANGES, PAYLOAD_CHANGES = 30, 24


def _reports(archives: list[bytes], folder: Path) -> list[dict[str, Any]]:
    paths = [folder / f"{number}.bel" for number in range(len(archives))]
    for path, archive in zip(paths, archives, strict=True):
        path.write_bytes(archive)
    ran = run_node("tests/verify_archives.mjs", stdin=json.dumps([{"path": str(path)} for path in paths]))
    assert ran.returncode == 0, ran.stderr
    return list(json.loads(ran.stdout))


def _browser_refusals(archives: list[bytes], folder: Path) -> list[tuple[int, str] | None]:
    failed = [
        [(line["number"], line["code"]) for line in report["checks"] if line["status"] == "failed"]
        for report in _reports(archives, folder)
    ]
    return [lines[0] if lines else None for lines in failed]


@pytest.mark.parametrize("name", ARCHIVES)
def test_one_changed_bit_anywhere_is_refused_by_both_for_the_same_reason(name: str, tmp_path: Path) -> None:
    random, raw = seeded_by_run(name), read_archive(f"valid/{name}/final.bel")
    archives = [flip(random, raw) for _ in range(RAW_CHANGES)]
    ours = [refusal_of(archive) for archive in archives]
    assert None not in ours
    assert _browser_refusals(archives, tmp_path) == ours


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_changed_payload_under_hashes_made_right_again_is_judged_the_same_by_both(name: str, tmp_path: Path) -> None:
    """Not always refused: a credential that nobody used may be exchanged for another that is sound."""
    random, steps = seeded_by_run(name), steps_of(read_archive(f"valid/{name}/final.bel"))
    archives = [change_payload(random, steps) for _ in range(PAYLOAD_CHANGES)]
    ours = [refusal_of(archive) for archive in archives]
    assert any(refusal is not None for refusal in ours)
    assert _browser_refusals(archives, tmp_path) == ours
