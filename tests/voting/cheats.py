"""Dishonest ballots: whatever a voter with their own program can send, signed with a good voting code."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from voting.answer import Answer, statements
from voting.ballot import proof_context
from voting.credentials import derive_secret
from voting.election import Election
from voting.group import Q, RandomBytes, multiply_generator, random_scalar
from voting.hashing import base64_unpadded
from voting.proofs import encrypt, prove_disjunction, prove_knowledge
from voting.question import HomomorphicQuestion
from voting.strict_json import canonical

Change = Callable[[dict[str, Any]], None]


def forge_answer(
    question: HomomorphicQuestion, election: Election, code: str, values: Sequence[int], random: RandomBytes
) -> Answer:
    """An answer that holds any ``values``, with the best proofs that a cheat can make.

    A statement with a true branch is proved; one without is proved as if its first branch were true.
    """
    credential = multiply_generator(derive_secret(election.uuid, code))
    randomness = [random_scalar(random) for _ in values]
    choices = [encrypt(election.public_key, value, r) for value, r in zip(values, randomness, strict=True)]
    offset = int(question.blank)
    chosen, of_sum = sum(values[offset:]), sum(randomness[offset:]) % Q
    openings = [(value if value in (0, 1) else 0, r) for value, r in zip(values, randomness, strict=True)]
    within = range(question.minimum, question.maximum + 1)
    if question.blank and values[0] == 1:
        openings.append((0, randomness[0]))
    elif chosen in within:
        openings.append((chosen - question.minimum + offset, of_sum))
    else:
        openings.append((offset, of_sum))
    if question.blank:
        openings.append((1, of_sum) if chosen == 0 else (0, randomness[0]))
    context = proof_context(election.fingerprint, credential)
    proofs = [
        prove_disjunction(statement, election.public_key, opening, random)
        for statement, opening in zip(statements(question, context, choices), openings, strict=True)
    ]
    count = len(choices)
    blank = proofs[count + 1] if question.blank else None
    return Answer(tuple(choices), tuple(proofs[:count]), proofs[count], blank)


def forge_ballot(election: Election, code: str, values: Sequence[Sequence[int]], random: RandomBytes) -> bytes:
    """A well signed ballot that holds any ``values``."""
    answers = [
        forge_answer(question, election, code, row, random)
        for question, row in zip(election.questions, values, strict=True)
    ]
    body = {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": "",
        "answers": [answer.as_json() for answer in answers],
    }
    return sign(body, election.uuid, code, random)


def sign(body: dict[str, Any], uuid: str, code: str, random: RandomBytes) -> bytes:
    """``body`` signed with a voting code, whatever it holds."""
    secret = derive_secret(uuid, code)
    body = {**body, "credential": multiply_generator(secret).text}
    signed_hash = base64_unpadded(canonical(body))
    proof = prove_knowledge(f"sig|{signed_hash}", secret, random)
    return canonical({**body, "signature": {"hash": signed_hash, "proof": proof.as_json()}})


def change(raw: bytes, alter: Change) -> bytes:
    """A ballot altered after it was signed."""
    members = json.loads(raw)
    alter(members)
    return canonical(members)


def change_and_sign(raw: bytes, alter: Change, uuid: str, code: str, random: RandomBytes) -> bytes:
    """A ballot altered, then signed again with a voting code."""
    members = json.loads(raw)
    alter(members)
    del members["signature"]
    return sign(members, uuid, code, random)
