"""A town whose vote has a group of guardians: they exchange as with the command line, and any of them may cheat."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

from budget_app.domain.guardian import ExchangeTask, GroupDraft, GuardianDraft, GuardianState
from budget_app.services.actor import SYSTEM
from budget_app.services.exchange_messages import (
    submit_certificate,
    submit_polynomial,
    submit_promise,
    submit_voutput,
)
from budget_app.services.guardians import guardian_task, name_guardians, submit_key, submit_share
from tests.budget_app.simulated_town import AFTER, BEFORE, SimulatedTown
from voting import pki
from voting.pedersen import (
    Certificate,
    Context,
    compose_certificate,
    compose_polynomial,
    compose_voutput,
    open_private_key,
    parse_certificate,
    polynomial_promise,
)
from voting.trustee import generate_trustee_key, trustee_public_key_bytes


@dataclass
class SimulatedGroup:
    """A town with one guardian who is always needed, number 1, and a group of ``size``, numbers 2 and up."""

    size: int = 3
    threshold: int = 2
    town: SimulatedTown = field(default_factory=lambda: SimulatedTown(guardians=1))
    keys: list[pki.Keys] = field(default_factory=list)
    polynomials: list[bytes] = field(default_factory=list)

    def name(self) -> SimulatedGroup:
        """Names them; the mandatory guardian's key is there at once. ``town`` lacks nothing but the group's key."""
        self.town.prepare()
        people = tuple(
            GuardianDraft(f"Membre {index}", f"m{index}@essai.example", "en" if index == self.size else "fr")
            for index in range(1, self.size + 1)
        )
        mandatory = [("Toujours", "toujours@essai.example")]
        self.town.links = name_guardians(
            SYSTEM, self.town.slug, mandatory, BEFORE, group=GroupDraft(people, self.threshold)
        )
        self.town.keys = [generate_trustee_key(os.urandom)]
        raw = trustee_public_key_bytes(self.town.keys[0], os.urandom)
        submit_key(self.town.uuid, self.town.token(0), raw, BEFORE)
        self.keys = [pki.Keys.of(pki.generate_seed(os.urandom)) for _ in range(self.size)]
        return self

    def token(self, index: int) -> str:
        """The secret part of the link of the group's member ``index``, from 1."""
        return self.town.token(index)

    def task(self, index: int) -> ExchangeTask:
        """What the desk of the member ``index`` is given for the exchange."""
        found = guardian_task(self.town.uuid, self.token(index)).exchange
        assert found is not None
        return found

    def state(self, index: int) -> GuardianState:
        """What the member ``index`` has to do."""
        return guardian_task(self.town.uuid, self.token(index)).state

    def context(self, index: int) -> Context:
        """What the certificate of the member ``index`` must say."""
        return Context(self.size, self.threshold, index)

    def certificate(self, index: int) -> bytes:
        """A certificate of the member ``index``."""
        return compose_certificate(self.keys[index - 1], self.context(index), os.urandom)

    def certificates(self) -> list[Certificate]:
        """All certificates, as a member is given them."""
        raws = self.task(1).certificates
        assert raws is not None
        return [parse_certificate(raw.encode(), self.context(i)) for i, raw in enumerate(raws, start=1)]

    def certify(self) -> SimulatedGroup:
        """Every member sends a certificate."""
        for index in range(1, self.size + 1):
            submit_certificate(self.town.uuid, self.token(index), self.certificate(index), BEFORE)
        return self

    def promise(self) -> SimulatedGroup:
        """Every member makes a polynomial and promises it."""
        certificates = self.certificates()
        self.polynomials = [
            compose_polynomial(keys, certificates, self.context(index), os.urandom)
            for index, keys in enumerate(self.keys, start=1)
        ]
        for index, raw in enumerate(self.polynomials, start=1):
            submit_promise(self.town.uuid, self.token(index), polynomial_promise(raw), BEFORE)
        return self

    def show(self) -> SimulatedGroup:
        """Every member sends the polynomial."""
        for index, raw in enumerate(self.polynomials, start=1):
            submit_polynomial(self.town.uuid, self.token(index), raw, BEFORE)
        return self

    def voutput(self, index: int) -> bytes:
        """The last message of the member ``index``, made from what the server gives."""
        vinput = self.task(index).vinput
        assert vinput is not None
        return compose_voutput(self.keys[index - 1], self.certificates(), index, vinput.encode(), os.urandom)

    def finish(self) -> SimulatedGroup:
        """Every member checks what came and sends the last message."""
        for index in range(1, self.size + 1):
            submit_voutput(self.town.uuid, self.token(index), self.voutput(index), BEFORE)
        return self

    def share(self, index: int) -> None:
        """The member ``index`` opens their private key with the seed, and sends a share of the total."""
        sealed = self.task(index).encrypted_private_key
        assert sealed is not None
        keys = [self.town.keys[0], *([open_private_key(self.keys[index - 1], sealed)] * self.size)]
        raw = replace(self.town, keys=keys).share(index)
        submit_share(self.town.uuid, self.token(index), raw, AFTER)
