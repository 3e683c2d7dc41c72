"""The files that the registrar's commands write: never over another, the secret ones readable by their owner only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from voting.credential_files import (
    compose_private,
    compose_public,
    compose_reference_private,
    compose_reference_public,
)
from voting.credentials import compose_entry, derive_public, generate_code
from voting.group import RandomBytes
from voting.private_files import check_new, write_private, write_public

PRIVATE, PUBLIC, REPLACEMENTS = "codes.csv", "credentials.csv", "replacements.csv"
REFERENCE_PRIVATE, REFERENCE_PUBLIC = "codes.privcreds", "credentials.pubcreds"


def make_codes(
    uuid: str, weights: Mapping[str, int | None], random: RandomBytes
) -> tuple[dict[str, str], dict[str, str]]:
    """A new code for each roll number, and how its public credential stands in the list."""
    codes = {number: generate_code(random) for number in weights}
    return codes, {number: compose_entry(derive_public(uuid, codes[number]), weights[number]) for number in weights}


def check_all_new(folder: Path) -> None:
    """Raises FileExistsError when the folder holds one of these files already, before any is written."""
    check_new(folder / name for name in (PRIVATE, PUBLIC, REPLACEMENTS, REFERENCE_PRIVATE, REFERENCE_PUBLIC))


def write_codes(
    folder: Path, codes: Mapping[str, str], entries: Mapping[str, str], *, reference: bool
) -> tuple[str, str]:
    """Writes the secret and the public file, also as the reference does where asked; gives the names of both."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(folder / PRIVATE, compose_private(codes))
    write_public(folder / PUBLIC, compose_public(entries).encode())
    if reference:
        write_private(folder / REFERENCE_PRIVATE, compose_reference_private(codes).decode())
        write_public(folder / REFERENCE_PUBLIC, compose_reference_public(entries))
    return PRIVATE, PUBLIC
