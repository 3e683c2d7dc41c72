"""The exchange of a threshold of trustees: what the reference makes opens here, and whoever cheats is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from tests.node import BOOTH
from tests.voting.reference_vectors import read_primitives
from tests.voting.simulated_election import seeded
from tests.voting.simulated_exchange import SimulatedExchange
from voting.combination import lagrange
from voting.errors import ProtocolError, TrusteeError
from voting.group import IDENTITY, Q, multiply_generator
from voting.pedersen import (
    Context,
    compose_certificate,
    compose_polynomial,
    compose_vinput,
    compose_voutput,
    open_private_key,
    open_vinput,
    parse_certificate,
    parse_polynomial,
    parse_voutput,
    polynomial_promise,
)
from voting.pki import Keys, generate_seed, send, sign
from voting.strict_json import canonical
from voting.threshold import check_threshold_parameters, parse_threshold_parameters

RANDOM = seeded(77)
MADE = SimulatedExchange()
PARAMETERS, OPENED = MADE.finish()
REFERENCE = json.loads((BOOTH / "tests" / "reference_exchange.json").read_text())


def refused(code: str, index: int | None = None) -> pytest.RaisesExc[ProtocolError]:
    """The block must be refused with ``code``, for the message of the trustee ``index``."""
    return pytest.RaisesExc(ProtocolError, check=lambda error: (error.code, error.facts.get("index")) == (code, index))


def _changed(raw: bytes, change: Callable[[Any], object]) -> bytes:
    value = json.loads(raw)
    change(value)
    return canonical(value)


def test_the_reference_s_exchange_opens_to_the_reference_s_keys() -> None:
    keys = [Keys.of(seed) for seed in REFERENCE["seeds"]]
    size, threshold = len(keys), REFERENCE["threshold"]
    certificates = [
        parse_certificate(raw.encode(), Context(size, threshold, index))
        for index, raw in enumerate(REFERENCE["certificates"], start=1)
    ]
    polynomials = [
        parse_polynomial(raw.encode(), certificates, index)
        for index, raw in enumerate(REFERENCE["polynomials"], start=1)
    ]
    for index, (own, raw, expected) in enumerate(
        zip(keys, REFERENCE["voutputs"], REFERENCE["private_keys"], strict=True), start=1
    ):
        assert str(open_vinput(own, certificates, index, compose_vinput(polynomials, index)).secret) == expected
        voutput = parse_voutput(raw.encode(), certificates, polynomials, index)
        assert str(open_private_key(own, voutput.private_key).secret) == expected


def test_any_t_of_n_have_the_key_that_nobody_has() -> None:
    joint = parse_threshold_parameters(json.loads(PARAMETERS)).joint_key
    for chosen in combinations((1, 2, 3), 2):
        coefficients = lagrange(chosen)
        secret = sum(coefficients[index] * OPENED[index - 1].secret for index in chosen)
        assert multiply_generator(secret) == joint
    assert all(key.public != joint for key in OPENED)


@pytest.mark.parametrize("entry", read_primitives()["lagrange"], ids=lambda entry: str(entry["indexes"]))
def test_lagrange_s_coefficients_are_the_reference_s(entry: dict[str, Any]) -> None:
    assert {str(k): str(v) for k, v in lagrange(entry["indexes"]).items()} == entry["lambda"]


def test_what_was_exchanged_is_sound_when_it_is_published() -> None:
    parameters = parse_threshold_parameters(json.loads(PARAMETERS))
    check_threshold_parameters(parameters)
    assert canonical(parameters.as_json()) == PARAMETERS
    assert [key.public for key in parameters.verification_keys] == [key.public for key in OPENED]


def test_a_promise_is_of_the_points_and_of_nothing_sealed() -> None:
    raw = MADE.polynomials[0].raw
    again = _changed(raw, lambda value: value["secrets"].reverse())
    assert polynomial_promise(again) == polynomial_promise(raw)
    assert polynomial_promise(MADE.polynomial(1)) != polynomial_promise(raw)
    for wrong in (b"", b"{}", b"null"):
        with refused("polynomial-malformed"):
            polynomial_promise(wrong)


@pytest.mark.parametrize(
    "context", [Context(3, 2, 2), Context(3, 3, 1), Context(4, 2, 1)], ids=["place", "threshold", "size"]
)
def test_a_certificate_for_another_exchange_is_refused(context: Context) -> None:
    with refused("certificate-invalid", context.index):
        parse_certificate(MADE.certificate(1), context)


@pytest.mark.parametrize("raw", [b"", b"{}", b"null", b"[]", MADE.certificate(1) + b" "])
def test_a_certificate_in_another_form_is_refused(raw: bytes) -> None:
    with refused("certificate-invalid", 1):
        parse_certificate(raw, MADE.context(1))


def test_a_certificate_that_somebody_else_signed_or_without_a_key_is_refused() -> None:
    other = json.loads(MADE.certificate(2))["signature"]
    with refused("certificate-invalid", 1):
        parse_certificate(_changed(MADE.certificate(1), lambda value: value.update(signature=other)), MADE.context(1))
    nothing = Keys("", 0, 0, IDENTITY, IDENTITY)
    with refused("certificate-invalid", 1):
        parse_certificate(compose_certificate(nothing, MADE.context(1), RANDOM), MADE.context(1))


def test_nobody_makes_a_polynomial_for_certificates_that_are_not_theirs_or_twice_the_same() -> None:
    stranger = Keys.of(generate_seed(RANDOM))
    with refused("certificate-own"):
        compose_polynomial(stranger, MADE.certificates, MADE.context(1), RANDOM)
    copied = parse_certificate(compose_certificate(MADE.keys[0], MADE.context(2), RANDOM), MADE.context(2))
    with refused("certificate-repeated", 2):
        compose_polynomial(MADE.keys[0], [MADE.certificates[0], copied, MADE.certificates[2]], MADE.context(1), RANDOM)


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(more=1),
        lambda value: value["secrets"].pop(),
        lambda value: value["secrets"].__setitem__(0, "{}"),
        lambda value: value.update(polynomial="{}"),
        lambda value: value.update(signature=value["coefexps"]["signature"]),
        lambda value: value["coefexps"].update(message='{"coefexps":[]}'),
        lambda value: value["coefexps"].update(message="[]"),
    ],
)
def test_a_polynomial_that_is_not_as_it_must_be_names_its_trustee(change: Callable[[Any], object]) -> None:
    with refused("polynomial-invalid", 2):
        parse_polynomial(_changed(MADE.polynomials[1].raw, change), MADE.certificates, 2)


def test_a_polynomial_of_another_degree_or_whose_key_is_nothing_is_refused() -> None:
    keys = MADE.keys[0]
    for points in (
        [multiply_generator(1)],
        [multiply_generator(n) for n in (1, 2, 3)],
        [IDENTITY, multiply_generator(1)],
    ):
        message = canonical({"coefexps": [point.text for point in points]}).decode()
        signed = {"message": message, "signature": sign(keys, message, RANDOM).as_json()}
        certs = {"certs": [c.signed.as_json() for c in MADE.certificates], "coefexps": [p.text for p in points]}
        signature = sign(keys, "certs_sig|" + canonical(certs).decode(), RANDOM).as_json()
        raw = _changed(
            MADE.polynomials[0].raw, lambda value, s=signed, t=signature: value.update(coefexps=s, signature=t)
        )  # type: ignore[misc]
        with refused("polynomial-invalid", 1):
            parse_polynomial(raw, MADE.certificates, 1)


def test_a_polynomial_made_for_other_certificates_is_refused() -> None:
    other = SimulatedExchange(random=seeded(5))
    mixed = [MADE.certificates[0], MADE.certificates[1], other.certificates[2]]
    raw = compose_polynomial(MADE.keys[0], mixed, MADE.context(1), RANDOM)
    with refused("polynomial-invalid", 1):
        parse_polynomial(raw, MADE.certificates, 1)


@pytest.mark.parametrize("secret", ["12345", "0", "01", "x"])
def test_a_wrong_secret_names_its_sender_to_whoever_got_it(secret: str) -> None:
    sealed = send(MADE.keys[0], MADE.keys[1].encryption, canonical({"secret": secret}).decode(), RANDOM)
    vinput = _changed(MADE.vinput(2), lambda value: value["secrets"].__setitem__(0, sealed))
    with refused("secret-invalid", 1):
        compose_voutput(MADE.keys[1], MADE.certificates, 2, vinput, RANDOM)


def test_a_secret_of_somebody_else_or_for_somebody_else_is_refused() -> None:
    for other in (MADE.polynomials[2].secrets[1], MADE.polynomials[0].secrets[2]):
        vinput = _changed(MADE.vinput(2), lambda value, o=other: value["secrets"].__setitem__(0, o))  # type: ignore[misc]
        with refused("secret-invalid", 1):
            open_vinput(MADE.keys[1], MADE.certificates, 2, vinput)


def test_points_that_were_changed_on_the_way_name_their_trustee() -> None:
    vinput = _changed(MADE.vinput(2), lambda value: value["coefexps"].reverse())
    with refused("polynomial-invalid", 1):
        open_vinput(MADE.keys[1], MADE.certificates, 2, vinput)


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.pop("secrets"),
        lambda value: value["secrets"].pop(),
        lambda value: value["signatures"].append(value["signatures"][0]),
        lambda value: value.update(coefexps={}),
    ],
)
def test_what_the_server_put_together_wrongly_is_refused(change: Callable[[Any], object]) -> None:
    with refused("vinput-malformed"):
        open_vinput(MADE.keys[1], MADE.certificates, 2, _changed(MADE.vinput(2), change))


def _voutput_of(secret: int) -> bytes:
    raw = json.loads(MADE.voutput_raw(1))
    raw["private_key"] = send(
        MADE.keys[0], MADE.keys[0].encryption, canonical({"decryption_key": str(secret)}).decode(), RANDOM
    )
    return canonical(raw)


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(private_key="{}"),
        lambda value: value["public_key"].pop("signature"),
        lambda value: value["public_key"].update(signature=value["public_key"]["pok"]),
        lambda value: value["public_key"].update(pok=value["public_key"]["signature"]),
        lambda value: value["public_key"].update(public_key=OPENED[1].public.text),
        lambda value: value.update(more=1),
    ],
)
def test_a_last_message_that_is_not_as_it_must_be_names_its_trustee(change: Callable[[Any], object]) -> None:
    with refused("voutput-invalid", 1):
        parse_voutput(_changed(MADE.voutput_raw(1), change), MADE.certificates, MADE.polynomials, 1)


def test_a_last_message_with_another_sound_key_is_refused() -> None:
    with refused("voutput-invalid", 1):
        parse_voutput(MADE.voutput_raw(2), MADE.certificates, MADE.polynomials, 1)


def test_a_kept_key_that_is_unreadable_is_refused() -> None:
    for text in ("{}", canonical({"decryption_key": str(Q)}).decode()):
        sealed = send(MADE.keys[0], MADE.keys[0].encryption, text, RANDOM)
        with refused("message-malformed"):
            open_private_key(MADE.keys[0], sealed)
    opened = open_private_key(MADE.keys[0], json.loads(_voutput_of(7))["private_key"])
    assert opened.secret == 7


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda value: value.update(threshold=0), "threshold-shape"),
        (lambda value: value.update(threshold=4), "threshold-shape"),
        (lambda value: value.update(threshold="2"), "threshold-shape"),
        (lambda value: value.update(threshold=True), "threshold-shape"),
        (lambda value: value["certs"].pop(), "threshold-shape"),
        (lambda value: value.update(threshold=3), "certificate-invalid"),
        (lambda value: value["certs"].reverse(), "certificate-invalid"),
        (lambda value: value["coefexps"].reverse(), "polynomial-invalid"),
        (lambda value: value["signatures"].reverse(), "polynomial-invalid"),
        (lambda value: value["verification_keys"].reverse(), "verification-key-invalid"),
        (lambda value: value["verification_keys"][0].pop("signature"), "verification-key-invalid"),
    ],
)
def test_published_parameters_that_do_not_agree_are_refused(change: Callable[[Any], object], code: str) -> None:
    value = json.loads(PARAMETERS)
    change(value)
    with pytest.RaisesExc(TrusteeError, match=f"^{code}$"):
        check_threshold_parameters(parse_threshold_parameters(value))
