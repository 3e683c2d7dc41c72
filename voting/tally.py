"""The encrypted tally: the sum of the effective ballots (specification, 4.17 and 4.18)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from voting.ballot import CheckedBallot
from voting.election import Election
from voting.errors import GroupError, MalformedError, TallyError
from voting.group import IDENTITY, multiply
from voting.hashing import sha256_hex
from voting.proofs import Ciphertext, add_ciphertexts, parse_ciphertext
from voting.strict_json import canonical, check_canonical, parse_json, parse_list, parse_members, parse_text

_LARGEST_NUMBER = 1073741823
_LARGE = re.compile(r"[1-9][0-9]{9,18}")


@dataclass(frozen=True)
class EncryptedTally:
    """One ciphertext a value of each question; ``raw`` is the tally, ``sized_raw`` the payload that refers to it."""

    raw: bytes = field(repr=False)
    sized_raw: bytes = field(repr=False)
    ciphertexts: tuple[tuple[Ciphertext, ...], ...] = field(repr=False)
    num_tallied: int
    total_weight: int


def json_count(value: int) -> int | str:
    """A count as the reference writes it: a number up to 2^30 − 1, a string above."""
    return value if value <= _LARGEST_NUMBER else str(value)


def parse_count(value: object) -> int:
    """The count in ``value``, as :func:`json_count` writes it; raises MalformedError ``json-number``."""
    if isinstance(value, str) and _LARGE.fullmatch(value):
        count = int(value)
    elif isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        count = value
    else:
        raise MalformedError("json-number")
    if json_count(count) != value:
        raise MalformedError("json-number")
    return count


def effective_ballots(ballots: Iterable[CheckedBallot]) -> list[CheckedBallot]:
    """The last ballot of each credential, each where it stands in ``ballots``: ``last`` of 4.17."""
    effective: dict[str, CheckedBallot] = {}
    for checked in ballots:
        credential = checked.ballot.credential.text
        effective.pop(credential, None)
        effective[credential] = checked
    return list(effective.values())


def _weighted(ciphertext: Ciphertext, weight: int) -> Ciphertext:
    if weight == 1:
        return ciphertext
    return Ciphertext(multiply(ciphertext.alpha, weight), multiply(ciphertext.beta, weight))


class TallySum:
    """A running sum of ballots, so that none of them must be kept."""

    def __init__(self, election: Election) -> None:
        zero = Ciphertext(IDENTITY, IDENTITY)
        self._sums = [[zero] * question.ciphertexts for question in election.questions]
        self._ballots = 0
        self._weight = 0

    def add(self, checked: CheckedBallot) -> None:
        """Adds one effective ballot with its weight."""
        for sums, answer in zip(self._sums, checked.ballot.answers, strict=True):
            for position, choice in enumerate(answer.choices):
                sums[position] = add_ciphertexts(sums[position], _weighted(choice, checked.weight))
        self._ballots += 1
        self._weight += checked.weight

    def finish(self) -> EncryptedTally:
        """The tally of what was added."""
        return _compose(tuple(tuple(sums) for sums in self._sums), self._ballots, self._weight)


def _sized(ballots: int, weight: int, name: str) -> dict[str, object]:
    return {"num_tallied": ballots, "total_weight": json_count(weight), "encrypted_tally": name}


def _compose(ciphertexts: tuple[tuple[Ciphertext, ...], ...], ballots: int, weight: int) -> EncryptedTally:
    raw = canonical([[item.as_json() for item in question] for question in ciphertexts])
    sized = canonical(_sized(ballots, weight, sha256_hex(raw)))
    return EncryptedTally(raw, sized, ciphertexts, ballots, weight)


def encrypted_tally(election: Election, ballots: Iterable[CheckedBallot]) -> EncryptedTally:
    """The encrypted tally of the effective ballots among ``ballots`` (4.18)."""
    running = TallySum(election)
    for checked in effective_ballots(ballots):
        running.add(checked)
    return running.finish()


def parse_encrypted_tally(raw: bytes, election: Election) -> tuple[tuple[Ciphertext, ...], ...]:
    """The ciphertexts written in ``raw``; raises TallyError ``tally-malformed`` or ``tally-shape``."""
    try:
        rows = [
            tuple(parse_ciphertext(item) for item in parse_list(question)) for question in parse_list(parse_json(raw))
        ]
        check_canonical(raw, [[item.as_json() for item in row] for row in rows])
    except (MalformedError, GroupError) as error:
        raise TallyError("tally-malformed", check=error.code) from error
    check_shape("tally-shape", election, rows)
    return tuple(rows)


def check_shape(code: str, election: Election, rows: Sequence[Sequence[object]]) -> None:
    """Raises TallyError ``code`` unless ``rows`` hold one entry a ciphertext of each question."""
    if [len(row) for row in rows] != [question.ciphertexts for question in election.questions]:
        raise TallyError(code)


def parse_sized_tally(raw: bytes) -> tuple[int, int, str]:
    """Number of ballots, total weight and hash of the tally; raises TallyError ``tally-size-malformed``."""
    try:
        members = parse_members(parse_json(raw, max_bytes=4096), ("num_tallied", "total_weight", "encrypted_tally"))
        name = parse_text(members["encrypted_tally"])
        weight = parse_count(members["total_weight"])
        number = parse_count(members["num_tallied"])
        check_canonical(raw, _sized(number, weight, name))
    except MalformedError as error:
        raise TallyError("tally-size-malformed", check=error.code) from error
    return number, weight, name


def read_tally(raw: bytes, sized_raw: bytes, election: Election) -> EncryptedTally:
    """The tally written in both, each of canonical form and of the right shape; raises TallyError."""
    number, weight, name = parse_sized_tally(sized_raw)
    if name != sha256_hex(raw):
        raise TallyError("tally-hash")
    return EncryptedTally(raw, sized_raw, parse_encrypted_tally(raw, election), number, weight)


def check_encrypted_tally(found: EncryptedTally, expected: EncryptedTally) -> None:
    """Raises TallyError ``tally-count``, ``tally-weight`` or ``tally-sum`` when the tally is not the ballots'."""
    if found.num_tallied != expected.num_tallied:
        raise TallyError("tally-count", expected=expected.num_tallied, found=found.num_tallied)
    if found.total_weight != expected.total_weight:
        raise TallyError("tally-weight", expected=expected.total_weight, found=found.total_weight)
    if found.raw != expected.raw:
        raise TallyError("tally-sum", expected=sha256_hex(expected.raw), found=sha256_hex(found.raw))
