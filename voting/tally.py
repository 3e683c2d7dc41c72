"""The encrypted tally: the effective ballots, summed or listed for a shuffle (specification, 4.17 and 4.18)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from voting.answers import AnyAnswer, ciphertexts_of
from voting.ballot import CheckedBallot
from voting.election import Election
from voting.errors import GroupError, MalformedError, TallyError
from voting.group import IDENTITY, multiply
from voting.hashing import sha256_hex
from voting.proofs import Ciphertext, add_ciphertexts, parse_ciphertext
from voting.question import HomomorphicQuestion
from voting.strict_json import canonical, check_canonical, parse_json, parse_list, parse_members, parse_text

_LARGEST_NUMBER = 1073741823
_LARGE = re.compile(r"[1-9][0-9]{9,18}")


@dataclass(frozen=True)
class EncryptedTally:
    """One ciphertext a value of each question of totals, one a ballot of each question that is opened.

    ``raw`` is the tally, ``sized_raw`` the payload that refers to it.
    """

    raw: bytes = field(repr=False)
    sized_raw: bytes = field(repr=False)
    ciphertexts: tuple[tuple[Ciphertext, ...], ...] = field(repr=False)
    num_tallied: int
    total_weight: int

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of ciphertexts by question: what a share must have too."""
        return tuple(len(row) for row in self.ciphertexts)


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


class _Sums:
    """The running sums of a question of totals."""

    def __init__(self, question: HomomorphicQuestion) -> None:
        self._sums = [Ciphertext(IDENTITY, IDENTITY)] * question.ciphertexts

    def add(self, answer: AnyAnswer, weight: int) -> None:
        for position, choice in enumerate(ciphertexts_of(answer)):
            self._sums[position] = add_ciphertexts(self._sums[position], _weighted(choice, weight))

    def finish(self) -> tuple[Ciphertext, ...]:
        return tuple(self._sums)


class _List:
    """The ciphertexts of a question that is opened, in the order that says nothing of who voted when."""

    def __init__(self) -> None:
        self._ciphertexts: list[Ciphertext] = []

    def add(self, answer: AnyAnswer, weight: int) -> None:
        if weight != 1:
            raise TallyError("tally-weight", expected=1, found=weight)
        self._ciphertexts.extend(ciphertexts_of(answer))

    def finish(self) -> tuple[Ciphertext, ...]:
        return tuple(sorted(self._ciphertexts, key=_sort_key))


def _sort_key(ciphertext: Ciphertext) -> tuple[bytes, bytes]:
    """The order of the reference, which the specification leaves out: little-endian bytes of alpha, then beta."""
    return ciphertext.alpha.raw, ciphertext.beta.raw


class TallySum:
    """A running tally of ballots, so that none of them must be kept: of an opened question, its ciphertexts only."""

    def __init__(self, election: Election) -> None:
        self._questions = [
            _Sums(question) if isinstance(question, HomomorphicQuestion) else _List() for question in election.questions
        ]
        self._ballots = 0
        self._weight = 0

    def add(self, checked: CheckedBallot) -> None:
        """Adds one effective ballot with its weight.

        Raises TallyError ``tally-weight`` for a weight other than 1 where ballots are opened: check_ballot refuses it.
        """
        for running, answer in zip(self._questions, checked.ballot.answers, strict=True):
            running.add(answer, checked.weight)
        self._ballots += 1
        self._weight += checked.weight

    def finish(self) -> EncryptedTally:
        """The tally of what was added."""
        return _compose(tuple(running.finish() for running in self._questions), self._ballots, self._weight)


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


def parse_encrypted_tally(raw: bytes, election: Election, ballots: int) -> tuple[tuple[Ciphertext, ...], ...]:
    """The ciphertexts written in ``raw``, of that many ballots; raises TallyError ``tally-malformed``/``-shape``."""
    try:
        rows = [
            tuple(parse_ciphertext(item) for item in parse_list(question)) for question in parse_list(parse_json(raw))
        ]
        check_canonical(raw, [[item.as_json() for item in row] for row in rows])
    except (MalformedError, GroupError) as error:
        raise TallyError("tally-malformed", check=error.code) from error
    check_shape("tally-shape", tally_shape(election, ballots), rows)
    return tuple(rows)


def tally_shape(election: Election, ballots: int) -> tuple[int, ...]:
    """Number of ciphertexts by question in a tally of ``ballots``."""
    return tuple(
        question.ciphertexts if isinstance(question, HomomorphicQuestion) else ballots
        for question in election.questions
    )


def check_shape(code: str, shape: Sequence[int], rows: Sequence[Sequence[object]]) -> None:
    """Raises TallyError ``code`` unless ``rows`` hold as many entries by question as ``shape`` says."""
    if [len(row) for row in rows] != list(shape):
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
    return EncryptedTally(raw, sized_raw, parse_encrypted_tally(raw, election, number), number, weight)


def check_encrypted_tally(found: EncryptedTally, expected: EncryptedTally, election: Election) -> None:
    """Raises TallyError ``tally-count``, ``tally-weight``, ``tally-order`` or ``tally-sum`` when the tally is not the
    ballots'."""
    if found.num_tallied != expected.num_tallied:
        raise TallyError("tally-count", expected=expected.num_tallied, found=found.num_tallied)
    if found.total_weight != expected.total_weight:
        raise TallyError("tally-weight", expected=expected.total_weight, found=found.total_weight)
    if found.raw == expected.raw:
        return
    listed = [tuple(sorted(row, key=_sort_key)) for row in shuffled_rows(election, found)]
    if found.ciphertexts != expected.ciphertexts == with_rows(found, election, listed).ciphertexts:
        raise TallyError("tally-order")
    raise TallyError("tally-sum", expected=sha256_hex(expected.raw), found=sha256_hex(found.raw))


def shuffled_rows(election: Election, tally: EncryptedTally) -> tuple[tuple[Ciphertext, ...], ...]:
    """The ciphertexts of the questions that are opened: what is shuffled; none where only totals are asked (4.19)."""
    return tuple(
        row
        for question, row in zip(election.questions, tally.ciphertexts, strict=True)
        if not isinstance(question, HomomorphicQuestion)
    )


def with_rows(tally: EncryptedTally, election: Election, rows: Sequence[tuple[Ciphertext, ...]]) -> EncryptedTally:
    """The tally as it is decrypted, with the output ``rows`` of the last shuffle in the place of its input (4.19).

    Raises TallyError ``shuffle-shape`` unless there is one row, as long, for each question that is opened.
    """
    check_shape("shuffle-shape", [len(row) for row in shuffled_rows(election, tally)], rows)
    remaining = iter(rows)
    ciphertexts = tuple(
        row if isinstance(question, HomomorphicQuestion) else next(remaining)
        for question, row in zip(election.questions, tally.ciphertexts, strict=True)
    )
    return replace(tally, ciphertexts=ciphertexts)
