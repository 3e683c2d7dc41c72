"""Refusals of the protocol: one class a subject, a stable code each, facts instead of prose."""

from __future__ import annotations


class ProtocolError(ValueError):
    """Something is not as the specification demands; ``code`` names the check that failed."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class MalformedError(ProtocolError):
    """Bytes that are not in canonical form."""


class GroupError(ProtocolError):
    """A text that is not a canonical element or scalar of the group."""


class ElectionError(ProtocolError):
    """An election description that cannot be used."""


class CredentialError(ProtocolError):
    """A voting code or a list of public credentials that cannot be used."""


class BallotError(ProtocolError):
    """A ballot that cannot be accepted."""


class ProofError(ProtocolError):
    """A proof or a signature that does not hold."""


class TrusteeError(ProtocolError):
    """A trustee's key, or a list of trustees, that cannot be used."""


class TallyError(ProtocolError):
    """An encrypted tally that is not the one of the ballots."""


class ShuffleError(ProtocolError):
    """A shuffle that does not permute its input."""


class DecryptionError(ProtocolError):
    """A share that does not decrypt the tally."""


class ResultError(ProtocolError):
    """A result that is not the decryption of the tally."""


class ArchiveError(ProtocolError):
    """A container that is not written as the reference writes it."""


class ChainError(ProtocolError):
    """Events that are not chained or not in order."""


class CheckpointError(ProtocolError):
    """A signed checkpoint, or a proof in its tree, that does not hold."""
