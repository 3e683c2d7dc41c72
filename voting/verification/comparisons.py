"""Check 12: an earlier copy, a signed checkpoint, and what was published elsewhere, agree with the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from voting.checkpoints.archive import check_archive_begins
from voting.checkpoints.checkpoint import Checkpoint, open_checkpoint
from voting.checkpoints.cosignature import check_cosignature
from voting.checkpoints.notes import VerifierKey, parse_note
from voting.errors import ChainError
from voting.hashing import sha256_hex
from voting.published import Published, SharePromise
from voting.strong_share import parse_strong_shares, strong_share_bytes
from voting.verification.report import Facts

_CHUNK = 1 << 20


def check_earlier_copy(stream: BinaryIO, earlier: BinaryIO) -> int:
    """Number of bytes of ``earlier``, which the archive must begin with.

    Raises ChainError ``earlier-copy-rewritten`` with the first byte that differs or is gone.
    """
    stream.seek(0)
    earlier.seek(0)
    position = 0
    while wanted := earlier.read(_CHUNK):
        found = stream.read(len(wanted))
        if found != wanted:
            same = next((i for i, pair in enumerate(zip(found, wanted, strict=False)) if pair[0] != pair[1]), None)
            place = position + (len(found) if same is None else same)
            raise ChainError("earlier-copy-rewritten", found=f"byte {place}")
        position += len(wanted)
    return position


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint that somebody kept, the board's key, and the witnesses who must have cosigned it."""

    raw: bytes = field(repr=False)
    key: VerifierKey
    witnesses: tuple[VerifierKey, ...] = ()


def check_signed(stream: BinaryIO, signed: SignedCheckpoint) -> Checkpoint:
    """The checkpoint, which the board signed and every witness cosigned, and whose events the archive begins with.

    Raises CheckpointError: ``note-malformed``, ``note-key-kind``, ``note-unsigned``, ``note-signature``,
    ``checkpoint-malformed``, ``checkpoint-origin``, ``checkpoint-beyond``, ``checkpoint-root``.
    """
    checkpoint = open_checkpoint(signed.raw, signed.key)
    note = parse_note(signed.raw)
    for witness in signed.witnesses:
        check_cosignature(note, witness)
    check_archive_begins(stream, checkpoint)
    return checkpoint


def check_published(facts: Facts, published: Published) -> None:
    """Raises ChainError unless the archive is the one whose fingerprints and attendance were published.

    ``published-uuid``, ``published-election``, ``published-trustees``, ``published-credentials``,
    ``published-attendance``: the ballots that count must be as many as the voters marked as having voted.
    """
    pairs = (
        ("published-uuid", published.uuid, facts.uuid),
        ("published-election", published.election, facts.fingerprint),
        ("published-trustees", published.trustees, facts.trustees_fingerprint),
        ("published-credentials", published.credentials, facts.credentials_fingerprint),
    )
    for code, expected, found in pairs:
        if expected != found:
            raise ChainError(code, expected=expected, found=found)
    if published.attended is not None and published.attended != facts.effective_ballots:
        raise ChainError("published-attendance", expected=published.attended, found=facts.effective_ballots)


def check_promises(
    promises: tuple[SharePromise, ...], shares: Mapping[int, str], strong: bytes | None, *, counted: bool
) -> None:
    """Raises ChainError unless each share shown is the one promised before any was, and none was withheld.

    ``shares`` are the SHA-256 of those on the board by owner number, ``strong`` the file of the strong shares, checked
    before. ``published-share`` for another share than promised or for one that nobody promised, ``published-strong``
    for another strong share, ``published-share-withheld`` when the count is over without a share that was promised.
    """
    promised = {promise.owner: promise for promise in promises}
    for owner in sorted(shares):
        expected = promised[owner].share if owner in promised else None
        if expected != shares[owner]:
            raise ChainError("published-share", owner=owner, expected=expected, found=f"{owner}: {shares[owner]}")
    for given in parse_strong_shares(strong).shares if strong is not None else ():
        if given.owner in promised and promised[given.owner].strong != sha256_hex(strong_share_bytes(given)):
            raise ChainError("published-strong", owner=given.owner)
    withheld = sorted(promised.keys() - shares.keys())
    if counted and withheld:
        raise ChainError("published-share-withheld", owner=withheld[0])
