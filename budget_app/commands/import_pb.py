"""import-pb: an edition from a Pabulib file, and on request its ballots cast and counted."""

from __future__ import annotations

import argparse
import random
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from budget_app.commands.http_casting import HttpCaster, local_server
from budget_app.commands.invented_vote import (
    InventedGuardian,
    InventedVoter,
    appoint,
    count,
    enrol,
    give_codes,
    keep_guardians,
    seal_all,
)
from budget_app.commands.progress import with_progress
from budget_app.domain.edition import Calendar, Edition
from budget_app.domain.errors import DomainError
from budget_app.domain.pabulib import PabulibInstance, parse_pabulib
from budget_app.domain.roll import VoterEntry
from budget_app.services.actor import SYSTEM
from budget_app.services.editions import find_edition
from budget_app.services.elections import public_election, set_up_vote
from budget_app.services.pabulib import calendar_of, create_edition_from_pabulib
from budget_app.services.results import find_result
from budget_app.settings import read_settings

_FIRST_BIRTH = date(1940, 1, 1)
_BIRTHS = 24_000
_GUARDIANS = (("Gardienne de l'essai", "gardienne@import.example"), ("Gardien de l'essai", "gardien@import.example"))


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("import-pb", help=__doc__)
    parser.add_argument("file", type=Path, help="the .pb file")
    parser.add_argument("--cast-ballots", action="store_true", help="cast every ballot of the file, sealed, over HTTP")
    parser.add_argument("--count", action="store_true", help="with --cast-ballots: close, open, compare with the file")
    parser.add_argument("--server", help="cast at this running server instead of one started for it")
    parser.set_defaults(run=run)


def _voters(number: int) -> list[InventedVoter]:
    """As many voters as the file has ballots; the seed makes the same birth dates each time, codes are always new."""
    seeded = random.Random(number)  # noqa: S311  invented birth dates, no secret
    entries = (
        VoterEntry(n, f"Votante ou votant n° {n}", _FIRST_BIRTH + timedelta(days=seeded.randrange(_BIRTHS)))
        for n in range(1, number + 1)
    )
    return give_codes(entries)


def _prepare(
    edition: Edition, instance: PabulibInstance, now: datetime
) -> tuple[list[InventedVoter], list[InventedGuardian]]:
    voters = _voters(len(instance.ballots))
    enrol(edition.slug, edition.uuid, voters)
    guardians = appoint(edition.slug, edition.uuid, _GUARDIANS, now)
    keep_guardians(read_settings().data / "imports" / edition.uuid, edition.uuid, _GUARDIANS, guardians)
    set_up_vote(SYSTEM, edition.slug, now)
    return voters, guardians


def _cast(edition: Edition, instance: PabulibInstance, voters: list[InventedVoter], server: str | None) -> None:
    identifiers = [project.identifier for project in instance.projects]
    choices = [[int(identifier in ballot) for identifier in identifiers] for ballot in instance.ballots]
    election = public_election(edition.uuid, datetime.now(UTC)).election or ""
    sealed = seal_all(election.encode(), list(zip(voters, choices, strict=True)))
    with nullcontext(server) if server else local_server() as address:
        caster = HttpCaster(address)
        pairs = zip(voters, sealed, strict=True)
        for voter, raw in with_progress(pairs, len(voters), "Bulletins"):
            caster.cast(edition.uuid, raw, voter)
        caster.close()


def _compare(slug: str, instance: PabulibInstance) -> bool:
    """Prints the counts beside the file's own; true when they are the same."""
    result = find_result(slug)
    if result is None:
        raise DomainError("result-missing")
    counted = {line.number: line.votes for line in result.lines}
    same = True
    for number, project in enumerate(instance.projects, start=1):
        expected = project.votes if project.votes is not None else instance.votes[project.identifier]
        mark = "=" if counted[number] == expected else "≠"
        same = same and counted[number] == expected
        print(f"{counted[number]:6} {mark} {expected:6}  {project.title}")
    print("Le dépouillement donne les nombres du fichier." if same else "Le dépouillement DIFFÈRE du fichier.")
    return same


def run(options: argparse.Namespace) -> int:
    """Exit status 0; 1 when the count differs from the file."""
    now = datetime.now(UTC)
    raw = options.file.read_bytes()
    instance = parse_pabulib(raw)
    calendar = calendar_of(instance, now)
    if options.cast_ballots and calendar.vote_opens_at > now:
        calendar = Calendar(now, calendar.vote_closes_at)
    slug = create_edition_from_pabulib(SYSTEM, raw, now, calendar)
    edition = find_edition(slug, now)
    if edition is None:
        raise DomainError("edition-unknown")
    print(f"Édition créée : {edition.name} ({slug}), {len(instance.projects)} projets.")
    if not options.cast_ballots:
        return 0
    voters, guardians = _prepare(edition, instance, now)
    _cast(edition, instance, voters, options.server)
    if not options.count:
        return 0
    count(slug, edition.uuid, guardians, datetime.now(UTC))
    return 0 if _compare(slug, instance) else 1
