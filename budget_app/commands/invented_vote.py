"""People and guardians that this machine invents: for the demonstration town and for imported ballots.

Their codes and keys are made and kept here, which a real vote must never do.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from budget_app.domain.roll import CredentialEntry, VoterEntry
from budget_app.services.actor import SYSTEM
from budget_app.services.credential_lists import store_credentials
from budget_app.services.editions import load_in_preparation
from budget_app.services.elections import close_vote
from budget_app.services.guardians import guardian_task, name_guardians, submit_key, submit_share
from budget_app.services.roll import store_roll
from budget_app.storage.database import write_session
from voting.ballot import seal_ballot
from voting.credentials import derive_public, generate_code
from voting.election import parse_election
from voting.handed_share import make_handed_share
from voting.private_files import write_private
from voting.tally import EncryptedTally, parse_encrypted_tally
from voting.trustee import TrusteeKey, compose_key_file, generate_trustee_key, trustee_public_key_bytes

_FEW = 20  # ballots that are sealed sooner than processes are started


@dataclass(frozen=True)
class InventedVoter:
    """A voter whose code this machine knows."""

    roll_number: int
    name: str = field(repr=False)
    birth_date: date = field(repr=False)
    code: str = field(repr=False)
    district: str = ""


@dataclass(frozen=True)
class InventedGuardian:
    """A guardian whose key this machine knows."""

    number: int
    name: str
    token: str = field(repr=False)
    key: TrusteeKey = field(repr=False)
    url: str = field(repr=False)


def give_codes(entries: Iterable[VoterEntry]) -> list[InventedVoter]:
    """A new code for each entry."""
    return [
        InventedVoter(e.roll_number, e.name, e.birth_date, generate_code(secrets.token_bytes), e.district)
        for e in entries
    ]


def enrol(slug: str, uuid: str, voters: Sequence[InventedVoter], now: datetime) -> None:
    """Puts the voters on the roll, with their public credentials."""
    roll = tuple(VoterEntry(v.roll_number, v.name, v.birth_date, v.district) for v in voters)
    credentials = tuple(CredentialEntry(v.roll_number, derive_public(uuid, v.code).text) for v in voters)
    with write_session() as session:
        edition = load_in_preparation(session, slug)
        store_roll(session, edition, roll)
        session.flush()
        store_credentials(session, edition, credentials, now)


def appoint(slug: str, uuid: str, people: Sequence[tuple[str, str]], now: datetime) -> list[InventedGuardian]:
    """Names guardians (name, e-mail) and makes their keys."""
    guardians = []
    for link in name_guardians(SYSTEM, slug, people, now):
        key = generate_trustee_key(secrets.token_bytes)
        token = link.url.partition("#")[2]
        submit_key(uuid, token, trustee_public_key_bytes(key, secrets.token_bytes), now)
        guardians.append(InventedGuardian(link.number, link.name, token, key, link.url))
    return guardians


def keep_guardians(folder: Path, uuid: str, guardians: Iterable[InventedGuardian]) -> None:
    """Writes the key files and the links, readable by their owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for guardian in guardians:
        key_file = compose_key_file(guardian.key, uuid=uuid, name=guardian.name)
        write_private(folder / f"guardian-{guardian.number}.json", key_file)
        write_private(folder / f"guardian-{guardian.number}-link.txt", f"{guardian.url}\n")


def _seal(task: tuple[bytes, str, list[int]]) -> bytes:
    election_raw, code, choices = task
    return seal_ballot(parse_election(election_raw), code, [choices], os.urandom).raw


@contextmanager
def sealing(election_raw: bytes, choices: Sequence[tuple[InventedVoter, list[int]]]) -> Iterator[Iterator[bytes]]:
    """Gives the sealed ballot of each voter, in order, made ahead on every processor.

    Enter it before any thread is started: its processes are copies of this one.
    """
    tasks = [(election_raw, voter.code, choice) for voter, choice in choices]
    if len(tasks) < _FEW:
        yield map(_seal, tasks)
        return
    pool = ProcessPoolExecutor()
    try:
        yield pool.map(_seal, tasks, chunksize=8)
    finally:
        pool.shutdown(cancel_futures=True)


def count(slug: str, uuid: str, guardians: Sequence[InventedGuardian], now: datetime) -> None:
    """Closes the vote, also before its time, and sends the share of every guardian."""
    close_vote(SYSTEM, slug, now, early_confirmed=True)
    for guardian in guardians:
        task = guardian_task(uuid, guardian.token)
        raw = (task.encrypted_tally or "").encode()
        election = parse_election((task.election or "").encode())
        tally = EncryptedTally(raw, b"", parse_encrypted_tally(raw, election, 0), 0, 0)
        handed = make_handed_share(election, tally, guardian.key, guardian.number, secrets.token_bytes)
        submit_share(uuid, guardian.token, handed.raw, now)
