"""What says whose work a shuffle or a share is: its owner's number, and its hash (specification, 4.19 and 4.20)."""

from __future__ import annotations

from voting.errors import MalformedError, ProtocolError
from voting.group import Point
from voting.hashing import sha256_hex
from voting.strict_json import check_canonical, parse_json, parse_members
from voting.verification.setup import Setup


def check_owner(
    kind: type[ProtocolError], codes: tuple[str, str], setup: Setup, raw: bytes, owned_raw: bytes
) -> tuple[int, Point]:
    """The number, counted from 1, and the key of the trustee who signed for ``raw`` in ``owned_raw``.

    Raises ``kind`` with the first of ``codes`` for another form, the second for an owner who does not exist.
    """
    malformed, unknown = codes
    try:
        members = parse_members(parse_json(owned_raw, max_bytes=4096), ("owner", "payload"))
        check_canonical(owned_raw, {"owner": members["owner"], "payload": sha256_hex(raw)})
    except MalformedError as error:
        raise kind(malformed, check=error.code) from error
    owner = members["owner"]
    public = setup.trustees.find_key(owner) if isinstance(owner, int) and not isinstance(owner, bool) else None
    if public is None or not isinstance(owner, int):
        raise kind(unknown, expected=len(setup.trustees.keys), found=str(owner)[:40])
    return owner, public
