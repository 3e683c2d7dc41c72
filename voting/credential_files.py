"""The registrar's two files, secret codes and public credentials by roll number: as CSV, and in the reference's form.

The reference's (``belenios-tool setup generate-credentials``) are a JSON object of codes by identity, ``.privcreds``,
and a JSON list of ``credential,weight,identity``, ``.pubcreds``, where no weight means 1. Our identity is the number.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from voting.credentials import check_code, check_entry
from voting.errors import CredentialError, MalformedError
from voting.strict_json import canonical, parse_json, parse_list, parse_text

COLUMN = "roll_number"
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


def compose_private(codes: Mapping[str, str]) -> str:
    """``roll_number;code``, one voter a line: secret."""
    return _table(("code",), {number: (code,) for number, code in codes.items()})


def compose_public(entries: Mapping[str, str]) -> str:
    """``roll_number;credential``, and ``weight`` where they have one."""
    if not any("," in entry for entry in entries.values()):
        return _table(("credential",), {number: (entry,) for number, entry in entries.items()})
    weighted = {number: tuple(entry.partition(",")[::2]) for number, entry in entries.items()}
    return _table(("credential", "weight"), weighted)


def _table(columns: tuple[str, ...], rows: Mapping[str, tuple[str, ...]]) -> str:
    lines = (";".join((number, *cells)) for number, cells in rows.items())
    return "\n".join((";".join((COLUMN, *columns)), *lines)) + "\n"


def compose_reference_private(codes: Mapping[str, str]) -> bytes:
    """A ``.privcreds``: secret."""
    return canonical(dict(codes))


def compose_reference_public(entries: Mapping[str, str]) -> bytes:
    """A ``.pubcreds``, in the order of the credentials: without the identities, it is the list as published."""
    listed = sorted((entry, number) for number, entry in entries.items())
    return canonical([f"{entry if ',' in entry else entry + ','},{number}" for entry, number in listed])


def parse_private(raw: bytes) -> dict[str, str]:
    """The codes by roll number in a file of either form; raises CredentialError ``private-file-malformed``."""
    codes: dict[str, str] = {}
    for line, number, cells in _lines(raw, ("code",), "private-file-malformed"):
        if number in codes or len(cells) != 1:
            raise CredentialError("private-file-malformed", line=line)
        check_code(cells[0])
        codes[number] = cells[0]
    return codes


def parse_public(raw: bytes) -> dict[str, str]:
    """The entries of the public list by roll number in a file of either form.

    Raises CredentialError ``public-file-malformed``, ``credential-malformed``, ``credential-weight`` or
    ``credential-duplicate``.
    """
    entries: dict[str, str] = {}
    seen: set[str] = set()
    for line, number, (credential, *weight) in _lines(raw, ("credential", "weight"), "public-file-malformed"):
        entry = ",".join((credential, *(weight if "".join(weight) else ())))
        check_entry(entry)
        if number in entries or credential in seen:
            raise CredentialError("credential-duplicate", line=line)
        seen.add(credential)
        entries[number] = entry
    return entries


def _lines(raw: bytes, columns: tuple[str, ...], code: str) -> Iterator[tuple[int, str, list[str]]]:
    """Line, roll number and the other cells; raises CredentialError ``code``. At least one line."""
    number, line = "", 0
    for line, number, cells in _of_reference(raw, code) if raw[:1] in (b"[", b"{") else _of_table(raw, columns, code):
        if not _NUMBER.fullmatch(number) or not 1 <= len(cells) <= len(columns):
            raise CredentialError(code, line=line)
        yield line, number, cells
    if not number:
        raise CredentialError(code, line=line)


def _of_reference(raw: bytes, code: str) -> Iterator[tuple[int, str, list[str]]]:
    try:
        value = parse_json(raw)
        if isinstance(value, dict):
            pairs = [(number, [parse_text(secret)]) for number, secret in value.items()]
        else:
            cut = [parse_text(entry).split(",", 2) for entry in parse_list(value)]
            pairs = [(cells[-1], cells[:-1]) for cells in cut]
    except MalformedError as error:
        raise CredentialError(code, line=1, check=error.code) from error
    yield from ((line, number, cells) for line, (number, cells) in enumerate(pairs, start=1))


def _of_table(raw: bytes, columns: tuple[str, ...], code: str) -> Iterator[tuple[int, str, list[str]]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CredentialError(code, line=1) from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        header = next(reader, [])
        if tuple(header) not in [(COLUMN, *columns[:size]) for size in range(1, len(columns) + 1)]:
            raise CredentialError(code, line=1)
        for row in reader:
            if len(row) != len(header):
                raise CredentialError(code, line=reader.line_num)
            yield reader.line_num, row[0], row[1:]
    except csv.Error:
        raise CredentialError(code, line=reader.line_num) from None
