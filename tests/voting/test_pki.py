"""Trustees' own keys, signatures and sealed messages: the reference's values, and who can read what."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.reference_vectors import read_primitives
from tests.voting.simulated_election import seeded
from voting.errors import ProofError, TrusteeError
from voting.pki import Keys, check_sealed, check_signature, generate_seed, receive, send, sign

RANDOM = seeded(31)
ADA, BOB = (Keys.of(generate_seed(RANDOM)) for _ in range(2))


def _refused(code: str) -> pytest.RaisesExc[TrusteeError]:
    return pytest.RaisesExc(TrusteeError, match=f"^{code}$")


@pytest.mark.parametrize("entry", read_primitives()["threshold_pki"], ids=lambda entry: entry["owner"])
def test_a_seed_makes_the_reference_s_keys(entry: dict[str, str]) -> None:
    keys = Keys.of(entry["seed"])
    assert (str(keys.signing), str(keys.decryption)) == (entry["signing_key"], entry["decryption_key"])
    assert (keys.verification.text, keys.encryption.text) == (entry["verification"], entry["encryption"])


def test_every_character_of_a_seed_is_as_likely() -> None:
    drawn = iter([255, 232, *range(22)])
    assert generate_seed(lambda _: bytes([next(drawn)])) == "123456789ABCDEFGHJKLMN"


@pytest.mark.parametrize("wrong", ["", "0" * 22, "1" * 21, "1" * 23, "1" * 21 + "\n", "l" * 21 + "é"])
def test_what_is_no_seed_is_refused(wrong: str) -> None:
    with _refused("seed-malformed"):
        Keys.of(wrong)


def test_keys_never_show_what_is_secret() -> None:
    for secret in (ADA.seed, str(ADA.signing), str(ADA.decryption)):
        assert secret not in repr(ADA)


@given(st.text(max_size=200).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_a_message_is_read_by_its_recipient(message: str) -> None:
    assert receive(BOB, ADA.verification, send(ADA, BOB.encryption, message, RANDOM)) == message


def test_a_message_is_read_by_nobody_else() -> None:
    sealed = send(ADA, BOB.encryption, "secret", RANDOM)
    with _refused("message-not-opened"):
        receive(ADA, ADA.verification, sealed)


def test_a_message_of_another_sender_is_told_apart() -> None:
    with _refused("message-signature"):
        receive(BOB, BOB.verification, send(ADA, BOB.encryption, "x", RANDOM))


def test_a_message_sealed_for_one_and_passed_on_to_another_is_refused() -> None:
    listener = Keys(BOB.seed, BOB.signing, BOB.decryption, BOB.verification, ADA.encryption)
    with _refused("message-recipient"):
        receive(listener, ADA.verification, send(ADA, BOB.encryption, "x", RANDOM))


@given(st.integers(0, 2000), st.sampled_from('0189af{}" ,'))
def test_a_message_with_any_character_changed_is_refused(position: int, character: str) -> None:
    sealed = send(ADA, BOB.encryption, "x", seeded(9))
    position %= len(sealed)
    changed = sealed[:position] + character + sealed[position + 1 :]
    if changed != sealed:
        with pytest.raises(TrusteeError):
            receive(BOB, ADA.verification, changed)


@pytest.mark.parametrize("change", [{"algorithm": "none"}, {"alpha": "0" * 63 + "1"}, {"beta": "2"}, {"data": "0"}])
def test_what_nobody_could_open_is_refused_unopened(change: dict[str, str]) -> None:
    members = json.loads(send(ADA, BOB.encryption, "x", RANDOM))
    check_sealed(json.dumps(members, separators=(",", ":")))
    with _refused("message-malformed"):
        check_sealed(json.dumps({**members, **change}, separators=(",", ":")))
    with pytest.raises(TrusteeError):
        receive(BOB, ADA.verification, json.dumps({**members, **change}, separators=(",", ":")))


def test_a_signature_holds_for_its_message_and_its_signer_alone() -> None:
    signature = sign(ADA, "yes", RANDOM)
    check_signature(ADA.verification, "yes", signature)
    for key, message in ((ADA, "no"), (BOB, "yes")):
        with pytest.RaisesExc(ProofError, match="^trustee-signature$"):
            check_signature(key.verification, message, signature)
