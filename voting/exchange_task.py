"""What a guardian of a group is given for the exchange of a key: the answer of the site, or a file that is like it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from voting.errors import GroupError, MalformedError, TrusteeError
from voting.group import multiply_generator, parse_scalar
from voting.hashing import sha256_hex
from voting.pedersen import Certificate, Context, check_certificates_distinct, parse_certificate
from voting.pki import Keys, parse_written, receive
from voting.strict_json import canonical, parse_json, parse_list, parse_members, parse_text

MAX_BYTES = 8 * 1024 * 1024
MOST_MEMBERS = 100
_PROMISE = re.compile(r"[0-9a-f]{64}")
_TEXTS = ("vinput", "private_key")


@dataclass(frozen=True)
class ExchangeTask:
    """The exchange as the member ``index`` of a group sees it; what is not there yet is None.

    ``certificates`` and ``promises`` of all members in their order; ``vinput`` is what the others sent this one;
    ``private_key`` what this one kept, sealed for themselves.
    """

    size: int
    threshold: int
    index: int
    certificates: tuple[str, ...] | None = None
    promises: tuple[str, ...] | None = None
    vinput: str | None = field(default=None, repr=False)
    private_key: str | None = field(default=None, repr=False)

    @property
    def context(self) -> Context:
        """What the certificate of this member must say."""
        return Context(self.size, self.threshold, self.index)

    def as_bytes(self) -> bytes:
        """The file; the site's answer has the same members, and others."""
        return canonical({"exchange": vars(self)})


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_MEMBERS:
        raise MalformedError("json-number")
    return value


def _texts(value: object, size: int) -> tuple[str, ...] | None:
    if value is None:
        return None
    texts = tuple(parse_text(text) for text in parse_list(value))
    if len(texts) != size:
        raise MalformedError("json-array")
    return texts


def parse_exchange_task(raw: bytes) -> ExchangeTask:
    """The task in the answer of the site, whose other members are not looked at.

    Raises TrusteeError ``exchange-task-malformed``.
    """
    try:
        answer = parse_json(raw, max_bytes=MAX_BYTES)
        exchange = answer.get("exchange") if isinstance(answer, dict) else None
        if not isinstance(exchange, dict):
            raise MalformedError("json-members")
        size, threshold, index = (_number(exchange.get(name)) for name in ("size", "threshold", "index"))
        if index > size or threshold > size:
            raise MalformedError("json-number")
        certificates, promises = (_texts(exchange.get(name), size) for name in ("certificates", "promises"))
        vinput, private = (None if (text := exchange.get(name)) is None else parse_text(text) for name in _TEXTS)
    except MalformedError as error:
        raise TrusteeError("exchange-task-malformed", check=error.code) from error
    return ExchangeTask(size, threshold, index, certificates, promises, vinput, private)


def certificates_of(task: ExchangeTask, keys: Keys) -> list[Certificate]:
    """Everybody's certificates, each checked, our own among them.

    Raises TrusteeError ``exchange-not-yet``, ``certificate-invalid``, ``certificate-own`` or ``certificate-repeated``.
    """
    if task.certificates is None:
        raise TrusteeError("exchange-not-yet")
    certificates = [
        parse_certificate(raw.encode(), Context(task.size, task.threshold, index))
        for index, raw in enumerate(task.certificates, start=1)
    ]
    own = certificates[task.index - 1]
    if (own.verification, own.encryption) != (keys.verification, keys.encryption):
        raise TrusteeError("certificate-own")
    check_certificates_distinct(certificates)
    return certificates


def check_vinput(task: ExchangeTask, keys: Keys) -> bytes:
    """What the others sent, when all of them kept their promises and what stands for our own message is ours.

    Everything else is checked by :func:`voting.pedersen.open_vinput`. Raises TrusteeError ``exchange-not-yet``,
    ``vinput-malformed``, ``promise-broken`` whose fact ``index`` names who broke it, or ``polynomial-own``.
    """
    if task.vinput is None or task.promises is None:
        raise TrusteeError("exchange-not-yet")
    raw = task.vinput.encode()
    try:
        vinput = parse_members(parse_json(raw), ("polynomial", "secrets", "coefexps", "signatures"))
        shown = parse_list(vinput["coefexps"])
        kept = parse_text(vinput["polynomial"])
    except MalformedError as error:
        raise TrusteeError("vinput-malformed", check=error.code) from error
    if len(shown) != task.size:
        raise TrusteeError("vinput-malformed", check="json-array")
    for index, (coefexps, promise) in enumerate(zip(shown, task.promises, strict=True), start=1):
        if sha256_hex(canonical(coefexps)) != promise:
            raise TrusteeError("promise-broken", index=index)
    _check_own(keys, kept, shown[task.index - 1])
    return raw


def _check_own(keys: Keys, kept: str, shown: object) -> None:
    """Raises TrusteeError ``polynomial-own`` unless the points shown are those of the coefficients that we kept."""
    try:
        texts = parse_list(parse_written(receive(keys, keys.verification, kept), ("polynomial",))["polynomial"])
        ours = [multiply_generator(parse_scalar(text)).text for text in texts]
        message = parse_text(parse_members(shown, ("message", "signature"))["message"])
        found = parse_list(parse_written(message, ("coefexps",))["coefexps"])
    except (MalformedError, GroupError, TrusteeError) as error:
        raise TrusteeError("polynomial-own", check=error.code) from error
    if found != ours:
        raise TrusteeError("polynomial-own")


def check_promises(promises: Sequence[str], size: int) -> None:
    """Raises TrusteeError ``promise-malformed`` unless they are ``size`` hashes, all different."""
    if len(set(promises)) != size or not all(_PROMISE.fullmatch(promise) for promise in promises):
        raise TrusteeError("promise-malformed")
