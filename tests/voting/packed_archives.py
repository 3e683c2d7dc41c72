"""Archives to verify: the published vectors where they are beside the project, else the packed copies."""

from __future__ import annotations

import json
import tarfile
from functools import cache
from io import BytesIO
from typing import Any

from tests.voting.reference_vectors import PUBLISHED, VECTORS, read_index
from voting.verification.procedure import verify_archive
from voting.verification.report import Report

PACK = VECTORS / "archives.tar.xz"


@cache
def read_pack() -> dict[str, bytes]:
    """The packed copies, by path."""
    with tarfile.open(PACK, "r:xz") as pack:
        return {member.name: pack.extractfile(member).read() for member in pack if member.isfile()}  # type: ignore[union-attr]


def read_whole_index() -> dict[str, list[dict[str, Any]]]:
    """The entries of our index, then those of the published one that ours does not have: it may be larger."""
    ours, path = read_index(), PUBLISHED / "index.json"
    published = json.loads(path.read_text()) if path.exists() else ours
    kinds = ("valid", "invalid", "append_only_pairs")
    return {kind: list({entry["id"]: entry for entry in [*published[kind], *ours[kind]]}.values()) for kind in kinds}


def read_archive(path: str) -> bytes:
    """The archive at ``path`` of the vectors."""
    published = PUBLISHED / path
    return published.read_bytes() if published.exists() else read_pack()[path]


def report_on(archive: bytes, earlier: bytes | None = None, jobs: int = 1) -> Report:
    """The verifier's report on these bytes."""
    return verify_archive(BytesIO(archive), earlier=None if earlier is None else BytesIO(earlier), jobs=jobs)


def refusal_of(archive: bytes, earlier: bytes | None = None) -> tuple[int, str] | None:
    """Number and code of the check that refuses these bytes; None when they are valid."""
    failure = report_on(archive, earlier).failure
    return None if failure is None else (failure.number, failure.code)
