"""Changed bytes: both verifiers refuse them, and say the same of archives whose hashes were made right again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.node import run_node
from tests.voting.forged_board import Step, forge, steps_of
from tests.voting.packed_archives import read_archive, refusal_of
from voting.hashing import sha256_hex

ARCHIVES = ("h_blank", "weights", "nh_one", "threshold", "zero_ballots")
RAW_CHANGES, PAYLOAD_CHANGES = 30, 24
SEED = int(os.environ.get("ISOLOIR_SEED") or Random().randrange(2**32))  # noqa: S311  no secret
_LIKELY = b'0123456789abcdef",:{}[]+-. \\\x00\xff'


def _seeded(name: str) -> Random:
    print(f"ISOLOIR_SEED={SEED}")
    return Random(f"{SEED} {name}")  # noqa: S311  no secret


def _changed(random: Random, raw: bytes) -> bytes:
    """The same bytes but for one, or with one more or less."""
    place = random.randrange(len(raw))
    byte = bytes([random.choice(_LIKELY)])
    other = bytes([raw[place] ^ (1 << random.randrange(8))])
    return raw[:place] + random.choice((other, other, byte + raw[place : place + 1], b"")) + raw[place + 1 :]


def _bit_flipped(random: Random, raw: bytes) -> bytes:
    place = random.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ (1 << random.randrange(8))]) + raw[place + 1 :]


def _with_payload_changed(random: Random, steps: list[Step]) -> bytes:
    """An archive with one payload changed and every hash and reference made right again."""
    position = random.choice([number for number, (_, payloads) in enumerate(steps) if payloads])
    kind, payloads = steps[position]
    number = random.randrange(len(payloads))
    changed = list(payloads)
    changed[number] = _changed(random, payloads[number])
    if number < len(payloads) - 1:
        old, new = sha256_hex(payloads[number]).encode(), sha256_hex(changed[number]).encode()
        changed[-1] = changed[-1].replace(old, new)
    return forge([*steps[:position], (kind, tuple(changed)), *steps[position + 1 :]])


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
    random, raw = _seeded(name), read_archive(f"valid/{name}/final.bel")
    archives = [_bit_flipped(random, raw) for _ in range(RAW_CHANGES)]
    ours = [refusal_of(archive) for archive in archives]
    assert None not in ours
    assert _browser_refusals(archives, tmp_path) == ours


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_changed_payload_under_hashes_made_right_again_is_judged_the_same_by_both(name: str, tmp_path: Path) -> None:
    """Not always refused: a credential that nobody used may be exchanged for another that is sound."""
    random, steps = _seeded(name), steps_of(read_archive(f"valid/{name}/final.bel"))
    archives = [_with_payload_changed(random, steps) for _ in range(PAYLOAD_CHANGES)]
    ours = [refusal_of(archive) for archive in archives]
    assert any(refusal is not None for refusal in ours)
    assert _browser_refusals(archives, tmp_path) == ours
