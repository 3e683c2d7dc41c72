"""The reference's elections and values: copies beside this file, the same as those published in the shared folder."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.reference import SHARED
from voting.archive import read_records
from voting.strict_json import parse_json

VECTORS = Path(__file__).parent / "vectors"
PUBLISHED = SHARED / "vectors"
TOTALS = ("h_blank", "h_noblank", "h_min_eq_max", "revote", "weights", "zero_ballots", "voting_phase")
_SETUP = ("election", "trustees", "credentials")


@cache
def read_primitives() -> dict[str, Any]:
    """Values of the primitives."""
    return json.loads((VECTORS / "primitives.json").read_text())


@cache
def read_index() -> dict[str, Any]:
    """What each vector is, and what must be said of it."""
    return json.loads((VECTORS / "index.json").read_text())


@cache
def read_election(name: str) -> dict[str, list[bytes]]:
    """The payloads of a reference election in their order, by type of event; the three of the setup by name."""
    payloads: dict[str, list[bytes]] = {}
    waiting: list[bytes] = []
    with (VECTORS / "valid" / name / "final.bel").open("rb") as stream:
        for record in read_records(stream):
            if record.kind == "data":
                waiting.append(record.content)
            elif record.kind == "event":
                event: Any = parse_json(record.content)
                if event["type"] == "Setup":
                    payloads |= {part: [raw] for part, raw in zip(_SETUP, waiting, strict=False)}
                else:
                    payloads.setdefault(event["type"], []).extend(waiting)
                waiting = []
    return payloads


@cache
def read_meta(name: str) -> dict[str, Any]:
    """Votes, trackers and expected result of a reference election."""
    return json.loads((VECTORS / "valid" / name / "meta.json").read_text())
