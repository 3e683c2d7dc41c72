"""What is published of a threshold of trustees, and that it is sound (specification, 4.6.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.errors import TrusteeError
from voting.group import Point, parse_point, total
from voting.pedersen import (
    Certificate,
    Context,
    Polynomial,
    Voutput,
    blaming,
    check_certificates_distinct,
    check_verification_key,
    parse_certificate,
    parse_points,
    point_at,
)
from voting.pki import SignedMessage, parse_signed, parse_written
from voting.proofs import Proof, parse_proof
from voting.strict_json import canonical, parse_list, parse_members
from voting.trustee_key import TrusteePublicKey, parse_public_key, parse_signed_public_key

_MEMBERS = ("threshold", "certs", "coefexps", "signatures", "verification_keys")


@dataclass(frozen=True)
class ThresholdParameters:
    """What is published of an exchange (4.6.7): what shows that any ``threshold`` of the keys make ``joint_key``."""

    threshold: int
    certificates: tuple[SignedMessage, ...]
    coefexps: tuple[SignedMessage, ...]
    signatures: tuple[Proof, ...]
    verification_keys: tuple[TrusteePublicKey, ...]

    @property
    def joint_key(self) -> Point:
        """The key that the trustees made: the sum of the constant coefficients' points (4.6.4)."""
        written = [parse_written(signed.message, ("coefexps",))["coefexps"] for signed in self.coefexps]
        return total(parse_point(next(iter(parse_list(texts)), None)) for texts in written)

    def as_json(self) -> dict[str, object]:
        """Members in the order of the specification (4.6.7)."""
        return {
            "threshold": self.threshold,
            "certs": [signed.as_json() for signed in self.certificates],
            "coefexps": [signed.as_json() for signed in self.coefexps],
            "signatures": [signature.as_json() for signature in self.signatures],
            "verification_keys": [key.as_json() for key in self.verification_keys],
        }


def compose_threshold_parameters(
    certificates: Sequence[Certificate], polynomials: Sequence[Polynomial], voutputs: Sequence[Voutput]
) -> bytes:
    """What is published of an exchange whose messages were all parsed (4.6.7)."""
    parameters = ThresholdParameters(
        certificates[0].context.threshold,
        tuple(certificate.signed for certificate in certificates),
        tuple(polynomial.coefexps for polynomial in polynomials),
        tuple(polynomial.signature for polynomial in polynomials),
        tuple(voutput.public_key for voutput in voutputs),
    )
    return canonical(parameters.as_json())


def _parse_verification_key(value: object) -> TrusteePublicKey:
    """A key whose signature may be missing: that is refused later, by its own name."""
    signed = isinstance(value, dict) and "signature" in value
    return parse_signed_public_key(value) if signed else parse_public_key(value)


def parse_threshold_parameters(value: object) -> ThresholdParameters:
    """The parameters in ``value``, of their form only.

    Raises MalformedError, GroupError, TrusteeError ``threshold-shape``.
    """
    members = parse_members(value, _MEMBERS)
    threshold = members["threshold"]
    parameters = ThresholdParameters(
        threshold if type(threshold) is int else 0,
        tuple(parse_signed(signed) for signed in parse_list(members["certs"])),
        tuple(parse_signed(signed) for signed in parse_list(members["coefexps"])),
        tuple(parse_proof(proof) for proof in parse_list(members["signatures"])),
        tuple(_parse_verification_key(key) for key in parse_list(members["verification_keys"])),
    )
    size = len(parameters.certificates)
    lists = (parameters.coefexps, parameters.signatures, parameters.verification_keys)
    if any(len(listed) != size for listed in lists) or not 1 <= parameters.threshold <= size:
        raise TrusteeError("threshold-shape", size=size, threshold=parameters.threshold)
    return parameters


def check_threshold_parameters(parameters: ThresholdParameters) -> None:
    """Everything that was published of the exchange agrees (4.6).

    Raises TrusteeError ``certificate-invalid``, ``certificate-repeated``, ``polynomial-invalid`` or
    ``verification-key-invalid``; the fact ``index`` names the trustee, counted from 1 within the group.
    """
    size = len(parameters.certificates)
    certificates = [
        parse_certificate(canonical(signed.as_json()), Context(size, parameters.threshold, index))
        for index, signed in enumerate(parameters.certificates, start=1)
    ]
    check_certificates_distinct(certificates)
    points: list[tuple[Point, ...]] = []
    for index, (coefexps, signature) in enumerate(zip(parameters.coefexps, parameters.signatures, strict=True), 1):
        with blaming("polynomial-invalid", index):
            points.append(parse_points(coefexps, signature, certificates, index))
    for index, key in enumerate(parameters.verification_keys, start=1):
        with blaming("verification-key-invalid", index):
            expected = total(point_at(polynomial, index) for polynomial in points)
            check_verification_key(key, certificates[index - 1], expected)
