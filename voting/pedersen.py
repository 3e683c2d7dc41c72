"""The exchange by which n trustees make a key that any t of them can use (specification, 4.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from voting.errors import GroupError, MalformedError, ProofError, TrusteeError
from voting.group import (
    IDENTITY,
    NAME,
    Point,
    Q,
    RandomBytes,
    add,
    check_not_identity,
    multiply,
    multiply_generator,
    parse_point,
    parse_scalar,
    random_scalar,
    total,
)
from voting.hashing import sha256_hex
from voting.pki import (
    Keys,
    SignedMessage,
    check_sealed,
    check_signature,
    parse_signed,
    parse_written,
    receive,
    send,
    sign,
)
from voting.proofs import Proof, parse_proof
from voting.strict_json import canonical, check_canonical, parse_json, parse_list, parse_members, parse_text
from voting.trustee_key import (
    TrusteeKey,
    TrusteePublicKey,
    check_trustee_public_key,
    parse_signed_public_key,
    prove_possession,
)

MAX_BYTES = 256 * 1024
_DECRYPTION_KEY = "decryption_key"
_VINPUT = ("polynomial", "secrets", "coefexps", "signatures")


@dataclass(frozen=True)
class Context:
    """What a certificate is for: the trustee ``index`` (from 1) of ``size``, of whom ``threshold`` suffice."""

    size: int
    threshold: int
    index: int

    def as_json(self) -> dict[str, object]:
        """Members in the order of the specification (4.6.2)."""
        return {"group": NAME, "size": self.size, "threshold": self.threshold, "index": self.index}


@dataclass(frozen=True)
class Certificate:
    """A trustee's public keys, signed by themselves for one context."""

    signed: SignedMessage
    context: Context
    verification: Point
    encryption: Point


@dataclass(frozen=True)
class Polynomial:
    """What a trustee shows: ``points`` of the coefficients, and for each trustee a sealed ``secret``."""

    raw: bytes = field(repr=False)
    polynomial: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    coefexps: SignedMessage
    signature: Proof
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Voutput:
    """A trustee's last message: the private key sealed for themselves, the public one signed."""

    raw: bytes = field(repr=False)
    private_key: str = field(repr=False)
    public_key: TrusteePublicKey


@contextmanager
def blaming(code: str, index: int) -> Iterator[None]:
    """Makes whatever is refused a TrusteeError ``code`` that names the trustee ``index``."""
    try:
        yield
    except (MalformedError, GroupError, ProofError, TrusteeError) as error:
        raise TrusteeError(code, index=index, check=error.code) from error


def compose_certificate(keys: Keys, context: Context, random: RandomBytes) -> bytes:
    """The certificate of the owner of ``keys`` (4.6.2)."""
    members = {
        "context": context.as_json(),
        "verification": keys.verification.text,
        "encryption": keys.encryption.text,
    }
    message = canonical(members).decode()
    return canonical(SignedMessage(message, sign(keys, message, random)).as_json())


def parse_certificate(raw: bytes, context: Context) -> Certificate:
    """The certificate in ``raw``, which must be for ``context`` and signed by its own key (4.6.2).

    Raises TrusteeError ``certificate-invalid``; the facts ``index`` and ``check`` say whose and why.
    """
    with blaming("certificate-invalid", context.index):
        signed = parse_signed(parse_json(raw, max_bytes=MAX_BYTES))
        check_canonical(raw, signed.as_json())
        members = parse_written(signed.message, ("context", "verification", "encryption"))
        if canonical(members["context"]) != canonical(context.as_json()):
            raise TrusteeError("certificate-context")
        verification, encryption = parse_point(members["verification"]), parse_point(members["encryption"])
        for point in (verification, encryption):
            check_not_identity(point)
        check_signature(verification, signed.message, signed.signature)
    return Certificate(signed, context, verification, encryption)


def check_certificates_distinct(certificates: Sequence[Certificate]) -> None:
    """Raises TrusteeError ``certificate-repeated``, whose fact ``index`` names the later one, for a key used twice."""
    seen: set[str] = set()
    for certificate in certificates:
        texts = {certificate.verification.text, certificate.encryption.text}
        if len(texts) < 2 or not seen.isdisjoint(texts):  # noqa: PLR2004  two keys each
            raise TrusteeError("certificate-repeated", index=certificate.context.index)
        seen |= texts


def _certificates_text(certificates: Sequence[Certificate], points: Sequence[Point]) -> str:
    members = {
        "certs": [certificate.signed.as_json() for certificate in certificates],
        "coefexps": [point.text for point in points],
    }
    return "certs_sig|" + canonical(members).decode()


def _value_at(coefficients: Sequence[int], x: int) -> int:
    value = 0
    for coefficient in reversed(coefficients):
        value = (value * x + coefficient) % Q
    return value


def point_at(points: Sequence[Point], x: int) -> Point:
    value = IDENTITY
    for point in reversed(points):
        value = add(multiply(value, x), point)
    return value


def compose_polynomial(keys: Keys, certificates: Sequence[Certificate], context: Context, random: RandomBytes) -> bytes:
    """A new polynomial of the trustee ``context.index``, sealed for themselves, and its values for the others (4.6.4).

    Raises TrusteeError ``certificate-own`` when their certificate is not theirs, ``certificate-repeated``.
    """
    own = certificates[context.index - 1]
    if (own.verification, own.encryption) != (keys.verification, keys.encryption):
        raise TrusteeError("certificate-own")
    check_certificates_distinct(certificates)
    coefficients = [random_scalar(random) for _ in range(context.threshold)]
    points = [multiply_generator(coefficient) for coefficient in coefficients]
    message = canonical({"coefexps": [point.text for point in points]}).decode()
    secrets = [
        send(keys, other.encryption, canonical({"secret": str(_value_at(coefficients, x))}).decode(), random)
        for x, other in enumerate(certificates, start=1)
    ]
    kept = canonical({"polynomial": [str(coefficient) for coefficient in coefficients]}).decode()
    members = {
        "polynomial": send(keys, keys.encryption, kept, random),
        "secrets": secrets,
        "coefexps": SignedMessage(message, sign(keys, message, random)).as_json(),
        "signature": sign(keys, _certificates_text(certificates, points), random).as_json(),
    }
    return canonical(members)


def parse_points(
    coefexps: SignedMessage, signature: Proof, certificates: Sequence[Certificate], index: int
) -> tuple[Point, ...]:
    """The points that the trustee ``index`` signed, with the certificates that they saw."""
    certificate = certificates[index - 1]
    check_signature(certificate.verification, coefexps.message, coefexps.signature)
    written = parse_written(coefexps.message, ("coefexps",))
    points = tuple(parse_point(text) for text in parse_list(written["coefexps"]))
    if len(points) != certificate.context.threshold:
        raise TrusteeError("coefexps-count", expected=certificate.context.threshold, found=len(points))
    check_not_identity(points[0])
    check_signature(certificate.verification, _certificates_text(certificates, points), signature)
    return points


def parse_polynomial(raw: bytes, certificates: Sequence[Certificate], index: int) -> Polynomial:
    """The polynomial of the trustee ``index``: everything checked that its recipients alone cannot see (4.6.4).

    Raises TrusteeError ``polynomial-invalid``; the facts ``index`` and ``check`` say whose and why.
    """
    with blaming("polynomial-invalid", index):
        members = parse_members(
            parse_json(raw, max_bytes=MAX_BYTES), ("polynomial", "secrets", "coefexps", "signature")
        )
        kept = parse_text(members["polynomial"])
        secrets = tuple(parse_text(secret) for secret in parse_list(members["secrets"]))
        coefexps, signature = parse_signed(members["coefexps"]), parse_proof(members["signature"])
        written = {
            "polynomial": kept,
            "secrets": list(secrets),
            "coefexps": coefexps.as_json(),
            "signature": signature.as_json(),
        }
        check_canonical(raw, written)
        if len(secrets) != len(certificates):
            raise TrusteeError("secrets-count", expected=len(certificates), found=len(secrets))
        for text in (kept, *secrets):
            check_sealed(text)
        points = parse_points(coefexps, signature, certificates, index)
    return Polynomial(raw, kept, secrets, coefexps, signature, points)


def polynomial_promise(polynomial_raw: bytes) -> str:
    """What is published before a polynomial is shown: the SHA-256 of the signed points of its coefficients.

    Raises TrusteeError ``polynomial-malformed``. An addition to the protocol, which changes none of its messages.
    """
    try:
        value = parse_json(polynomial_raw, max_bytes=MAX_BYTES)
        members = parse_members(value, ("polynomial", "secrets", "coefexps", "signature"))
    except MalformedError as error:
        raise TrusteeError("polynomial-malformed", check=error.code) from error
    return sha256_hex(canonical(members["coefexps"]))


def compose_vinput(polynomials: Sequence[Polynomial], index: int) -> bytes:
    """The part of all polynomials that goes to the trustee ``index`` (4.6.5)."""
    members = {
        "polynomial": polynomials[index - 1].polynomial,
        "secrets": [polynomial.secrets[index - 1] for polynomial in polynomials],
        "coefexps": [polynomial.coefexps.as_json() for polynomial in polynomials],
        "signatures": [polynomial.signature.as_json() for polynomial in polynomials],
    }
    return canonical(members)


def _read_secret(keys: Keys, sender: Certificate, text: str, expected: Point) -> int:
    """The secret in ``text``, which must be the value behind the point ``expected`` (4.6.5)."""
    secret = parse_scalar(parse_written(receive(keys, sender.verification, text), ("secret",))["secret"])
    if multiply_generator(secret) != expected:
        raise TrusteeError("secret-wrong")
    return secret


def _parse_vinput(raw: bytes, size: int) -> tuple[list[str], list[SignedMessage], list[Proof]]:
    """Secrets, signed points and signatures, one of each a trustee."""
    try:
        vinput = parse_members(parse_json(raw, max_bytes=MAX_BYTES), _VINPUT)
        secrets = [parse_text(text) for text in parse_list(vinput["secrets"])]
        coefexps = [parse_signed(value) for value in parse_list(vinput["coefexps"])]
        signatures = [parse_proof(value) for value in parse_list(vinput["signatures"])]
    except (MalformedError, GroupError) as error:
        raise TrusteeError("vinput-malformed", check=error.code) from error
    if {len(secrets), len(coefexps), len(signatures)} != {size}:
        raise TrusteeError("vinput-malformed", check="json-array")
    return secrets, coefexps, signatures


def open_vinput(keys: Keys, certificates: Sequence[Certificate], index: int, vinput_raw: bytes) -> TrusteeKey:
    """The private key of the trustee ``index``, from all that was sent to them, each of it checked (4.6.5).

    Raises TrusteeError ``vinput-malformed``, or ``polynomial-invalid`` or ``secret-invalid``, whose fact ``index``
    names the trustee whose message it is.
    """
    secrets, coefexps, signatures = _parse_vinput(vinput_raw, len(certificates))
    secret = 0
    for sender, certificate in enumerate(certificates, start=1):
        with blaming("polynomial-invalid", sender):
            points = parse_points(coefexps[sender - 1], signatures[sender - 1], certificates, sender)
        with blaming("secret-invalid", sender):
            secret += _read_secret(keys, certificate, secrets[sender - 1], point_at(points, index))
    return TrusteeKey(secret % Q, multiply_generator(secret % Q))


def compose_voutput(
    keys: Keys, certificates: Sequence[Certificate], index: int, vinput_raw: bytes, random: RandomBytes
) -> bytes:
    """The last message of the trustee ``index``: the private key sealed for themselves, the public one signed (4.6.6).

    Raises as :func:`open_vinput`.
    """
    key = open_vinput(keys, certificates, index, vinput_raw)
    private = send(keys, keys.encryption, canonical({_DECRYPTION_KEY: str(key.secret)}).decode(), random)
    proven = prove_possession(key, random)
    public = TrusteePublicKey(proven.public, proven.possession, sign(keys, key.public.text, random))
    return canonical({"private_key": private, "public_key": public.as_json()})


def open_private_key(keys: Keys, private_key: str) -> TrusteeKey:
    """The key for the count, out of the ``private_key`` of the trustee's own voutput.

    Raises TrusteeError as :func:`voting.pki.receive`.
    """
    try:
        written = parse_written(receive(keys, keys.verification, private_key), (_DECRYPTION_KEY,))
        secret = parse_scalar(written[_DECRYPTION_KEY])
    except (MalformedError, GroupError) as error:
        raise TrusteeError("message-malformed", check=error.code) from error
    return TrusteeKey(secret, multiply_generator(secret))


def check_verification_key(key: TrusteePublicKey, certificate: Certificate, expected: Point) -> None:
    """The key is the one that the exchange gives its owner, who has the private one and signed it (4.6.6)."""
    check_trustee_public_key(key)
    if key.public != expected:
        raise TrusteeError("verification-key-wrong")
    if key.signature is None:
        raise TrusteeError("verification-key-unsigned")
    check_signature(certificate.verification, key.public.text, key.signature)


def parse_voutput(
    raw: bytes, certificates: Sequence[Certificate], polynomials: Sequence[Polynomial], index: int
) -> Voutput:
    """The last message of the trustee ``index``, checked as the administrator must (4.6.6).

    Raises TrusteeError ``voutput-invalid``; the facts ``index`` and ``check`` say whose and why.
    """
    with blaming("voutput-invalid", index):
        members = parse_members(parse_json(raw, max_bytes=MAX_BYTES), ("private_key", "public_key"))
        private, public = parse_text(members["private_key"]), parse_signed_public_key(members["public_key"])
        check_canonical(raw, {"private_key": private, "public_key": public.as_json()})
        check_sealed(private)
        expected = total(point_at(polynomial.points, index) for polynomial in polynomials)
        check_verification_key(public, certificates[index - 1], expected)
    return Voutput(raw, private, public)
