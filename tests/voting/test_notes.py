"""Signed notes and their keys, byte for byte as Go's sumdb/note writes them."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.simulated_election import seeded
from voting.checkpoints.notes import (
    COSIGNATURE,
    ED25519,
    MAX_NOTE,
    Note,
    Signature,
    check_note,
    encode_base64,
    generate_note_key,
    parse_note,
    parse_signature_lines,
    parse_signing_key,
    parse_verifier_key,
    sign_note,
)
from voting.errors import CheckpointError

VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
NOTE = f"{TEXT}\n{LINE}".encode()
KEY = parse_verifier_key(VERIFIER)


def test_the_note_of_go_s_documentation_is_signed_and_accepted_byte_for_byte() -> None:
    signer = parse_signing_key(SIGNER)
    assert signer.text == SIGNER
    assert signer.verifier.text == VERIFIER
    assert sign_note(TEXT, signer).as_bytes() == NOTE
    note = parse_note(NOTE)
    check_note(note, KEY)
    assert note.text == TEXT
    assert parse_verifier_key("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8").kind == ED25519


def test_a_secret_key_never_shows_itself() -> None:
    signer = parse_signing_key(SIGNER)
    assert "AYEKFALV" not in repr(signer)
    assert repr(signer.seed) not in repr(signer)
    with pytest.raises(CheckpointError) as refused:
        parse_signing_key(SIGNER.replace("c74f20a3", "c74f20a4"))
    assert "AYEKFALV" not in f"{refused.value!r} {refused.value.facts}"


@given(st.integers(0, len(NOTE) - 1), st.integers(1, 255))
def test_no_byte_of_a_note_can_be_another(place: int, change: int) -> None:
    raw = bytearray(NOTE)
    raw[place] ^= change
    with pytest.raises(CheckpointError):
        check_note(parse_note(bytes(raw)), KEY)


@pytest.mark.parametrize(
    ("raw", "check"),
    [
        (b"", "form"),
        (TEXT.encode(), "form"),
        (f"{TEXT}{LINE}".encode(), "form"),
        (f"\n\n{LINE}".encode()[1:], "form"),
        (f"{TEXT}\n{LINE[:-1]}".encode(), "end"),
        (f"{TEXT}\n".encode(), "end"),
        (NOTE + LINE.replace("— ", "- ").encode(), "signature"),
        (NOTE + "— Peter Neumann AAAA\n".encode(), "signature"),
        (NOTE + "— Peter+Neumann x08go/ZJkuBS\n".encode(), "signature"),
        (NOTE + "— Peter x08go/ZJkuB\n".encode(), "signature"),
        (NOTE + "— Peter x08gow==\n".encode(), "signature"),
        (NOTE + "— Peter x08go/ZJkuB=\n".encode(), "signature"),
        (NOTE + "— Peter x08go/ZJkuBSé\n".encode(), "signature"),
        (NOTE + b"\n", "end"),
        (NOTE.replace(b"think", b"th\rnk"), "control"),
        (NOTE.replace(b"think", b"th\0nk"), "control"),
        (NOTE.replace(b"think", b"th\xffnk"), "encoding"),
        (b"a" * MAX_NOTE + NOTE, "size"),
        (NOTE + 100 * LINE.encode(), "signatures"),
    ],
)
def test_what_is_not_written_as_a_note_is_refused(raw: bytes, check: str) -> None:
    with pytest.raises(CheckpointError, match="note-malformed") as refused:
        parse_note(raw)
    assert refused.value.facts["check"] == check


def test_the_text_of_a_note_may_have_empty_lines() -> None:
    signer = parse_signing_key(SIGNER)
    note = parse_note(sign_note("a\n\nb\n", signer).as_bytes())
    check_note(note, KEY)
    assert note.text == "a\n\nb\n"


def test_lines_of_strangers_are_ignored_and_a_false_line_of_the_key_is_not() -> None:
    stranger = sign_note(TEXT, generate_note_key("PeterNeumann", ED25519, seeded(1))).signatures[0]
    note = parse_note(NOTE).with_signatures([stranger, stranger])
    assert len(note.signatures) == 2
    check_note(parse_note(note.as_bytes()), KEY)
    false = Signature("PeterNeumann", KEY.key_id, bytes(64))
    with pytest.raises(CheckpointError, match="note-signature"):
        check_note(note.with_signatures([false]), KEY)
    with pytest.raises(CheckpointError, match="note-signature"):
        check_note(Note(TEXT, (Signature("PeterNeumann", KEY.key_id, bytes(63)),)), KEY)
    with pytest.raises(CheckpointError, match="note-unsigned"):
        check_note(Note(TEXT, (stranger,)), KEY)


def test_a_key_of_a_witness_signs_no_note_and_is_no_board_s_key() -> None:
    witness = generate_note_key("temoin.example", COSIGNATURE, seeded(2))
    with pytest.raises(CheckpointError, match="note-key-kind"):
        sign_note(TEXT, witness)
    with pytest.raises(CheckpointError, match="note-key-kind"):
        check_note(parse_note(NOTE), witness.verifier)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\x00", "a\u202e"])
def test_a_name_that_no_note_can_carry_makes_no_key(name: str) -> None:
    with pytest.raises(CheckpointError, match="note-key-malformed"):
        generate_note_key(name, ED25519, seeded(3))


@pytest.mark.parametrize("place", range(len(VERIFIER)))
def test_no_letter_of_a_verifier_key_can_be_another_or_missing(place: int) -> None:
    other = "A" if VERIFIER[place] != "A" else "B"
    for text in (VERIFIER[:place] + other + VERIFIER[place + 1 :], VERIFIER[:place] + VERIFIER[place + 1 :]):
        with pytest.raises(CheckpointError, match="note-key-malformed"):
            parse_verifier_key(text)


@pytest.mark.parametrize("kind", [ED25519, COSIGNATURE])
def test_a_key_with_which_anything_can_be_signed_is_refused(kind: int) -> None:
    """The neutral element, and a point of small order: signatures under them hold for any text."""
    for public in (b"\x01" + bytes(31), bytes(32)):
        forged = f"board.example+{{}}+{encode_base64(bytes([kind]) + public)}"
        key_id = sha256(b"board.example\n" + bytes([kind]) + public).hexdigest()[:8]
        with pytest.raises(CheckpointError, match="note-key-malformed") as refused:
            parse_verifier_key(forged.format(key_id))
        assert refused.value.facts["check"] == "key"


@pytest.mark.parametrize("text", [VERIFIER, "PRIVATE+KEY+", SIGNER.replace("AYEK", "AoEK"), SIGNER[:-4], ""])
def test_what_is_not_a_signing_key_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError, match="note-key-malformed"):
        parse_signing_key(text)


def test_signature_lines_alone_are_read_as_a_witness_answers_them() -> None:
    assert parse_signature_lines(LINE.encode()) == parse_note(NOTE).signatures
