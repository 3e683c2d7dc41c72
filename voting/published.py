"""What a town publishes of an election outside the archive, to be compared with it (docs/audit.md)."""

from __future__ import annotations

from dataclasses import dataclass

from voting.errors import ArchiveError, MalformedError
from voting.strict_json import canonical, check_canonical, parse_json, parse_members, parse_text

FORMAT = "isoloir-published-1"
MAX_BYTES = 4096


@dataclass(frozen=True)
class Published:
    """Fingerprints told before the vote, the number of shuffles promised, and the attendance told after it.

    ``attended`` is the number of voters marked as having voted; None while the vote is open.
    """

    uuid: str
    election: str
    trustees: str
    credentials: str
    shuffles: int
    attended: int | None = None

    def as_bytes(self) -> bytes:
        """The file, in its one form."""
        return canonical(self._members())

    def _members(self) -> dict[str, object]:
        attended = {} if self.attended is None else {"attended": self.attended}
        return {
            "format": FORMAT,
            "uuid": self.uuid,
            "election": self.election,
            "trustees": self.trustees,
            "credentials": self.credentials,
            "shuffles": self.shuffles,
            **attended,
        }


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise MalformedError("json-number")
    return value


def parse_published(raw: bytes) -> Published:
    """The facts written in ``raw``; raises ArchiveError ``published-malformed``."""
    try:
        required = ("format", "uuid", "election", "trustees", "credentials", "shuffles")
        members = parse_members(parse_json(raw.strip(), max_bytes=MAX_BYTES), required, ("attended",))
        if members["format"] != FORMAT:
            raise MalformedError("published-format")
        facts = Published(
            uuid=parse_text(members["uuid"]),
            election=parse_text(members["election"]),
            trustees=parse_text(members["trustees"]),
            credentials=parse_text(members["credentials"]),
            shuffles=_number(members["shuffles"]),
            attended=_number(members["attended"]) if "attended" in members else None,
        )
        check_canonical(raw.strip(), facts._members())
    except MalformedError as error:
        raise ArchiveError("published-malformed", check=error.code) from error
    return facts
