"""What a town publishes of an election outside the archive, to be compared with it (docs/audit.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from voting.errors import ArchiveError, MalformedError
from voting.strict_json import canonical, check_canonical, parse_json, parse_list, parse_members, parse_text

FORMAT = "isoloir-published-1"
MAX_BYTES = 64 * 1024
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class SharePromise:
    """What trustee number ``owner`` will have shown: SHA-256, in hexadecimal, of the share and of its strong share.

    ``at`` is when they came, and nobody had seen any share yet.
    """

    owner: int
    at: datetime
    share: str
    strong: str

    def as_json(self) -> dict[str, object]:
        """For the file."""
        time = self.at.astimezone(UTC).strftime(_TIME)
        return {"owner": self.owner, "at": time, "share": self.share, "strong": self.strong}


@dataclass(frozen=True)
class Published:
    """Fingerprints told before the vote, the number of shuffles promised, and the attendance told after it.

    ``attended`` is the number of voters marked as having voted; None while the vote is open. ``shares`` are promises by
    owner number, published before any share is shown; None where none are asked for.
    """

    uuid: str
    election: str
    trustees: str
    credentials: str
    shuffles: int
    attended: int | None = None
    shares: tuple[SharePromise, ...] | None = None

    def as_bytes(self) -> bytes:
        """The file, in its one form."""
        return canonical(self._members())

    def _members(self) -> dict[str, object]:
        attended = {} if self.attended is None else {"attended": self.attended}
        shares = {} if self.shares is None else {"shares": [promise.as_json() for promise in self.shares]}
        return {
            "format": FORMAT,
            "uuid": self.uuid,
            "election": self.election,
            "trustees": self.trustees,
            "credentials": self.credentials,
            "shuffles": self.shuffles,
            **attended,
            **shares,
        }


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise MalformedError("json-number")
    return value


def _hash(value: object) -> str:
    text = parse_text(value)
    if not _HASH.fullmatch(text):
        raise MalformedError("published-promise")
    return text


def _parse_promise(value: object) -> SharePromise:
    members = parse_members(value, ("owner", "at", "share", "strong"))
    try:
        time = datetime.strptime(parse_text(members["at"]), _TIME).replace(tzinfo=UTC)
    except ValueError:
        raise MalformedError("record-time") from None
    return SharePromise(_number(members["owner"]), time, _hash(members["share"]), _hash(members["strong"]))


def _parse_promises(value: object) -> tuple[SharePromise, ...]:
    promises = tuple(_parse_promise(item) for item in parse_list(value))
    owners = [promise.owner for promise in promises]
    if owners != sorted(set(owners)):
        raise MalformedError("published-promise")
    return promises


def parse_published(raw: bytes) -> Published:
    """The facts written in ``raw``; raises ArchiveError ``published-malformed``."""
    try:
        required = ("format", "uuid", "election", "trustees", "credentials", "shuffles")
        members = parse_members(parse_json(raw.strip(), max_bytes=MAX_BYTES), required, ("attended", "shares"))
        if members["format"] != FORMAT:
            raise MalformedError("published-format")
        facts = Published(
            uuid=parse_text(members["uuid"]),
            election=parse_text(members["election"]),
            trustees=parse_text(members["trustees"]),
            credentials=parse_text(members["credentials"]),
            shuffles=_number(members["shuffles"]),
            attended=_number(members["attended"]) if "attended" in members else None,
            shares=_parse_promises(members["shares"]) if "shares" in members else None,
        )
        check_canonical(raw.strip(), facts._members())
    except MalformedError as error:
        raise ArchiveError("published-malformed", check=error.code) from error
    return facts
