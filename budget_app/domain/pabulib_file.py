"""The form of a Pabulib file: sections, columns and lines, before anything is made of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from budget_app.domain.errors import InvalidInputError

MAX_BYTES = 50 * 1024 * 1024
COLUMNS = {"PROJECTS": ("project_id", "cost", "name"), "VOTES": ("voter_id", "vote")}
_SECTIONS = ("META", "PROJECTS", "VOTES")


class PabulibError(InvalidInputError):
    """The file cannot be taken; ``facts['line']`` is the line where it goes wrong."""

    def __init__(self, code: str, line: int, **facts: object) -> None:
        super().__init__(code, line=line, **facts)


@dataclass(frozen=True)
class Row:
    """A line of a table, its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class PabulibFile:
    """The sections; META with the line of each key, and the line that each section begins at."""

    meta: dict[str, tuple[str, int]]
    projects: tuple[Row, ...]
    votes: tuple[Row, ...]
    lines: dict[str, int]


def _lines(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    if len(raw) > MAX_BYTES:
        raise PabulibError("pabulib-too-large", 1, limit=MAX_BYTES)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PabulibError("pabulib-encoding", raw[: error.start].count(b"\n") + 1) from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    before = 0  # a quoted text may hold line ends: a record has the number of its first line
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield before + 1, [cell.strip() for cell in cells]
            before = reader.line_num
    except csv.Error:
        raise PabulibError("pabulib-malformed", before + 1) from None


def _table(lines: list[tuple[int, list[str]]], section: str, start: int) -> tuple[Row, ...]:
    if not lines:
        raise PabulibError("pabulib-section-empty", start, section=section)
    first, header = lines[0]
    if len(set(header)) != len(header):
        raise PabulibError("pabulib-header", first, section=section)
    missing = [name for name in COLUMNS[section] if name not in header]
    if missing:
        raise PabulibError("pabulib-column-missing", first, section=section, column=missing[0])
    rows = []
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            raise PabulibError("pabulib-columns", line, expected=len(header), found=len(cells))
        rows.append(Row(line, dict(zip(header, cells, strict=True))))
    return tuple(rows)


def _sections(raw: bytes) -> tuple[dict[str, list[tuple[int, list[str]]]], dict[str, int]]:
    """The lines of each section, and the line that each begins at."""
    sections: dict[str, list[tuple[int, list[str]]]] = {}
    starts: dict[str, int] = {}
    current, last = "", 1
    for last, cells in _lines(raw):
        name = cells[0].upper()
        if len(cells) == 1 and name in _SECTIONS:
            if name in sections or _SECTIONS.index(name) != len(sections):
                raise PabulibError("pabulib-sections", last)
            current, sections[name], starts[name] = name, [], last
        elif not current:
            raise PabulibError("pabulib-sections", last)
        else:
            sections[current].append((last, cells))
    if len(sections) != len(_SECTIONS):
        raise PabulibError("pabulib-sections", last)
    return sections, starts


def _meta(lines: list[tuple[int, list[str]]], start: int) -> dict[str, tuple[str, int]]:
    """What META says, with the line of each key."""
    if not lines or lines[0][1] != ["key", "value"]:
        raise PabulibError("pabulib-meta-header", lines[0][0] if lines else start)
    meta: dict[str, tuple[str, int]] = {}
    for line, cells in lines[1:]:
        if len(cells) < 2 or not cells[0] or cells[0] in meta:
            raise PabulibError("pabulib-meta", line)
        meta[cells[0]] = (";".join(cells[1:]), line)
    return meta


def parse_pabulib_file(raw: bytes) -> PabulibFile:
    """The sections of ``raw``, each with its columns; raises PabulibError."""
    sections, starts = _sections(raw)
    meta = _meta(sections["META"], starts["META"])
    projects, votes = (_table(sections[name], name, starts[name]) for name in ("PROJECTS", "VOTES"))
    return PabulibFile(meta, projects, votes, starts)


def required(file: PabulibFile, key: str) -> tuple[str, int]:
    """The value of ``key`` in META and its line; raises PabulibError ``pabulib-meta-missing``."""
    if key not in file.meta or not file.meta[key][0]:
        raise PabulibError("pabulib-meta-missing", file.lines["META"], key=key)
    return file.meta[key]
