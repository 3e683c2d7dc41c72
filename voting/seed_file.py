"""The one file that a guardian of a group keeps: the seed of all their keys, for one vote. Browsers write the same."""

from __future__ import annotations

import json

from voting.errors import MalformedError, TrusteeError
from voting.pki import Keys
from voting.strict_json import parse_json, parse_members, parse_text

SEED_FILE_FORMAT = "isoloir-guardian-seed-1"


def compose_seed_file(keys: Keys, *, uuid: str, name: str) -> str:
    """The text of the file. Who has it has the guardian's share."""
    members = {
        "format": SEED_FILE_FORMAT,
        "uuid": uuid,
        "name": name,
        "verification_key": keys.verification.text,
        "seed": keys.seed,
    }
    return json.dumps(members, ensure_ascii=False, indent=1) + "\n"


def parse_seed_file(raw: bytes) -> Keys:
    """The keys of a guardian's file, or of the reference's: the bare seed.

    Raises TrusteeError ``key-file-malformed`` or ``key-file-mismatch``; what is wrong holds nothing of the seed.
    """
    if not raw.lstrip().startswith(b"{"):
        return _keys_of(raw.decode("ascii", "replace").strip(), "key-file-malformed")
    try:
        members = parse_members(
            parse_json(raw, max_bytes=4096), ("format", "uuid", "name", "verification_key", "seed")
        )
        seed = parse_text(members["seed"])
    except MalformedError as error:
        raise TrusteeError("key-file-malformed", check=error.code) from None
    keys = _keys_of(seed, "key-file-mismatch")
    if members["format"] != SEED_FILE_FORMAT or members["verification_key"] != keys.verification.text:
        raise TrusteeError("key-file-mismatch")
    return keys


def _keys_of(seed: str, code: str) -> Keys:
    try:
        return Keys.of(seed)
    except TrusteeError:
        raise TrusteeError(code) from None
