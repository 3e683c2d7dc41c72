"""Trustees who exchange a key any t of them can use: real messages, and any of the trustees may cheat."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.voting.simulated_election import seeded
from voting.group import RandomBytes
from voting.pedersen import (
    Certificate,
    Context,
    Polynomial,
    Voutput,
    compose_certificate,
    compose_polynomial,
    compose_vinput,
    compose_voutput,
    open_private_key,
    parse_certificate,
    parse_polynomial,
    parse_voutput,
)
from voting.pki import Keys, generate_seed
from voting.threshold import compose_threshold_parameters
from voting.trustee_key import TrusteeKey


@dataclass
class SimulatedExchange:
    """A whole exchange; the trustees count from 1."""

    size: int = 3
    threshold: int = 2
    random: RandomBytes = field(default_factory=lambda: seeded(46))
    keys: list[Keys] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    polynomials: list[Polynomial] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Certificates and polynomials, all honest."""
        indexes = range(1, self.size + 1)
        self.keys = [Keys.of(generate_seed(self.random)) for _ in indexes]
        self.certificates = [parse_certificate(self.certificate(i), self.context(i)) for i in indexes]
        self.polynomials = [parse_polynomial(self.polynomial(i), self.certificates, i) for i in indexes]

    def context(self, index: int) -> Context:
        """What the certificate of the trustee ``index`` is for."""
        return Context(self.size, self.threshold, index)

    def certificate(self, index: int) -> bytes:
        """A certificate of the trustee ``index``."""
        return compose_certificate(self.keys[index - 1], self.context(index), self.random)

    def polynomial(self, index: int) -> bytes:
        """A new polynomial of the trustee ``index``."""
        return compose_polynomial(self.keys[index - 1], self.certificates, self.context(index), self.random)

    def vinput(self, index: int) -> bytes:
        """What goes to the trustee ``index``."""
        return compose_vinput(self.polynomials, index)

    def voutput_raw(self, index: int) -> bytes:
        """The last message of the trustee ``index``."""
        return compose_voutput(self.keys[index - 1], self.certificates, index, self.vinput(index), self.random)

    def voutputs(self) -> list[Voutput]:
        """The last message of each."""
        return [
            parse_voutput(self.voutput_raw(index), self.certificates, self.polynomials, index)
            for index in range(1, self.size + 1)
        ]

    def finish(self) -> tuple[bytes, list[TrusteeKey]]:
        """What is published, and each trustee's private key."""
        voutputs = self.voutputs()
        opened = [
            open_private_key(keys, voutput.private_key) for keys, voutput in zip(self.keys, voutputs, strict=True)
        ]
        return compose_threshold_parameters(self.certificates, self.polynomials, voutputs), opened
