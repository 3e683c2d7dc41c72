"""Archives with one thing changed: a byte of the file, or of a payload under hashes that were made right again."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random

from tests.voting.forged_board import Step, forge, steps_of
from tests.voting.packed_archives import report_on
from voting.hashing import sha256_hex
from voting.published import Published
from voting.verification.procedure import verify_archive
from voting.verification.report import Report

_LIKELY = b'0123456789abcdef",:{}[]+-. \\\x00\xff'


def flip(random: Random, raw: bytes) -> bytes:
    """One bit is another."""
    place = random.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ (1 << random.randrange(8))]) + raw[place + 1 :]


def _another(random: Random, raw: bytes) -> bytes:
    """One byte is any other."""
    place = random.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ random.randrange(1, 256)]) + raw[place + 1 :]


def _likely(random: Random, raw: bytes) -> bytes:
    """One byte is another that may stand there; perhaps the same."""
    place = random.randrange(len(raw))
    return raw[:place] + bytes([random.choice(_LIKELY)]) + raw[place + 1 :]


def _more(random: Random, raw: bytes) -> bytes:
    """One byte more, the end included."""
    place = random.randrange(len(raw) + 1)
    return raw[:place] + bytes([random.choice(_LIKELY)]) + raw[place:]


def _fewer(random: Random, raw: bytes) -> bytes:
    """One byte fewer."""
    place = random.randrange(len(raw))
    return raw[:place] + raw[place + 1 :]


def _exchanged(random: Random, raw: bytes) -> bytes:
    """Two neighbours change places; perhaps the same."""
    place = random.randrange(len(raw) - 1) if len(raw) > 1 else 0
    return raw[:place] + raw[place : place + 2][::-1] + raw[place + 2 :]


_CHANGES: tuple[Callable[[Random, bytes], bytes], ...] = (flip, _another, _likely, _more, _fewer, _exchanged)


def change_byte(random: Random, raw: bytes) -> bytes:
    """``raw``, which is not empty, with one of its bytes changed, added, removed or moved; never the same."""
    while (changed := random.choice(_CHANGES)(random, raw)) == raw:
        pass
    return changed


def change_payload(random: Random, steps: list[Step]) -> bytes:
    """An archive with a byte of one payload changed and every hash and reference made right again."""
    position = random.choice([number for number, (_, payloads) in enumerate(steps) if payloads])
    kind, payloads = steps[position]
    number = random.randrange(len(payloads))
    changed = list(payloads)
    changed[number] = change_byte(random, payloads[number])
    if number < len(payloads) - 1:
        old, new = sha256_hex(payloads[number]).encode(), sha256_hex(changed[number]).encode()
        changed[-1] = changed[-1].replace(old, new)
    return forge([*steps[:position], (kind, tuple(changed)), *steps[position + 1 :]])


def published_of(archive: bytes) -> Published:
    """What a town tells of this election before the vote, and its attendance."""
    facts = report_on(archive).facts
    shuffles = sum(kind == "Shuffle" for kind, _ in steps_of(archive))
    prints = (facts.fingerprint, facts.trustees_fingerprint, facts.credentials_fingerprint)
    return Published(facts.uuid, *prints, shuffles, facts.effective_ballots)


def is_told(report: Report) -> bool:
    """Whether the report refuses, or names a guardian of a group whose share is wrong and was not needed."""
    return not report.valid or "share-of-group-invalid" in report.facts.warnings


def compare(archive: bytes, published: Published) -> Report:
    """The report on these bytes beside what was published."""
    return verify_archive(BytesIO(archive), published=published)
