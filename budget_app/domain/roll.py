"""The roll of an edition, and the files it comes from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from budget_app.domain.errors import InvalidInputError

MAX_ROLL_NUMBER = 9_999_999
MAX_NAME = 120
_ROLL_HEADER = ("roll_number", "name", "birth_date", "district")
_CREDENTIAL_HEADER = ("roll_number", "credential")
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


@dataclass(frozen=True)
class VoterEntry:
    """One line of the roll."""

    roll_number: int
    name: str = field(repr=False)
    birth_date: date = field(repr=False)
    district: str = ""


@dataclass(frozen=True)
class CredentialEntry:
    """The public credential of one roll number."""

    roll_number: int
    credential: str


def parse_roll_number(text: str) -> int:
    """A roll number from 1; raises InvalidInputError ``roll-number-malformed``."""
    if not _NUMBER.fullmatch(text.strip()):
        raise InvalidInputError("roll-number-malformed", field="roll_number")
    return int(text)


def parse_birth_date(text: str) -> date:
    """A date written as 1954-03-12; raises InvalidInputError ``birth-date-malformed`` (without the text)."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
            raise ValueError
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInputError("birth-date-malformed", field="birth_date") from None


def _rows(raw: bytes, header: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and fields below the header line; raises InvalidInputError."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInputError("file-encoding") from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    try:
        first = next(reader, [])
        if tuple(name.strip() for name in first) != header:
            raise InvalidInputError("file-header", expected=";".join(header))
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                raise InvalidInputError("file-columns", line=reader.line_num, expected=len(header))
            yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error:
        raise InvalidInputError("file-malformed", line=reader.line_num) from None


def parse_roll_csv(raw: bytes) -> tuple[VoterEntry, ...]:
    """The roll in ``raw``: UTF-8, ``roll_number;name;birth_date;district``, ISO dates.

    All or nothing: raises InvalidInputError with ``facts['line']`` for the first line that cannot be taken.
    """
    entries: dict[int, VoterEntry] = {}
    for line, (number_text, name, birth_text, district) in _rows(raw, _ROLL_HEADER):
        try:
            entry = VoterEntry(parse_roll_number(number_text), name, parse_birth_date(birth_text), district)
        except InvalidInputError as error:
            raise InvalidInputError(error.code, line=line) from None
        if not name or len(name) > MAX_NAME:
            raise InvalidInputError("voter-name-invalid", line=line)
        if entry.roll_number in entries:
            raise InvalidInputError("roll-number-duplicate", line=line, roll_number=entry.roll_number)
        entries[entry.roll_number] = entry
    if not entries:
        raise InvalidInputError("file-empty")
    return tuple(entries.values())


def parse_credentials_csv(raw: bytes) -> tuple[CredentialEntry, ...]:
    """The registrar's public list in ``raw``: ``roll_number;credential``; raises as :func:`parse_roll_csv`."""
    entries: dict[int, CredentialEntry] = {}
    seen: set[str] = set()
    for line, (number_text, credential) in _rows(raw, _CREDENTIAL_HEADER):
        try:
            number = parse_roll_number(number_text)
        except InvalidInputError as error:
            raise InvalidInputError(error.code, line=line) from None
        if not re.fullmatch(r"[0-9a-f]{64}", credential):
            raise InvalidInputError("credential-malformed", line=line)
        if number in entries or credential in seen:
            raise InvalidInputError("credential-duplicate", line=line)
        seen.add(credential)
        entries[number] = CredentialEntry(number, credential)
    if not entries:
        raise InvalidInputError("file-empty")
    return tuple(entries.values())
