"""import-pb: an edition from a Pabulib file, and on request its ballots cast and counted."""

from __future__ import annotations

import argparse
import random
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from budget_app.commands.invented_vote import (
    InventedGuardian,
    InventedVoter,
    appoint,
    count,
    enrol,
    give_codes,
    keep_guardians,
    sealing,
)
from budget_app.commands.progress import with_progress
from budget_app.commands.words import in_words, tell
from budget_app.domain.edition import Calendar, Edition
from budget_app.domain.errors import NotFoundError
from budget_app.domain.pabulib import PabulibInstance, parse_pabulib
from budget_app.domain.result import ResultView
from budget_app.domain.roll import VoterEntry
from budget_app.services.actor import SYSTEM
from budget_app.services.editions import find_edition
from budget_app.services.elections import public_election, set_up_vote
from budget_app.services.pabulib import calendar_of, create_edition_from_pabulib
from budget_app.services.results import find_result
from budget_app.settings import read_settings

_FIRST_BIRTH = date(1934, 1, 1)
_BIRTHS = 26_000  # days: the youngest are born in 2005
_GUARDIANS = (("Gardienne de l'essai", "gardienne@import.example"), ("Gardien de l'essai", "gardien@import.example"))


def _address(text: str) -> str:
    """The address of a server; raises ArgumentTypeError."""
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise argparse.ArgumentTypeError(in_words("« {text} » n’est pas l’adresse d’un serveur", text=text))
    return text


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    about = in_words("crée une édition d’après un fichier Pabulib")
    parser: argparse.ArgumentParser = subparsers.add_parser("import-pb", help=about, description=about)
    parser.add_argument("file", type=Path, metavar="FILE.pb", help=in_words("le fichier"))
    parser.add_argument(
        "--cast-ballots",
        action="store_true",
        help=in_words("dépose chaque bulletin du fichier, scellé, par la route HTTP que prend un navigateur"),
    )
    parser.add_argument(
        "--count",
        action="store_true",
        help=in_words("avec --cast-ballots : clôt le vote, le dépouille et compare avec le fichier"),
    )
    parser.add_argument(
        "--server",
        metavar="URL",
        type=_address,
        help=in_words("avec --cast-ballots : dépose à ce serveur, qui a la même base de données"),
    )
    parser.set_defaults(run=run, parser=parser)


def _voters(number: int) -> list[InventedVoter]:
    """As many voters as the file has ballots; the seed makes the same birth dates each time, codes are always new."""
    seeded = random.Random(number)  # noqa: S311  invented birth dates, no secret
    entries = (
        VoterEntry(n, f"Votante ou votant n° {n}", _FIRST_BIRTH + timedelta(days=seeded.randrange(_BIRTHS)))
        for n in range(1, number + 1)
    )
    return give_codes(entries)


def _create(raw: bytes, instance: PabulibInstance, now: datetime, *, open_now: bool) -> Edition:
    calendar = calendar_of(instance, now)
    if open_now and calendar.vote_opens_at > now:
        calendar = Calendar(now, calendar.vote_closes_at)
    slug = create_edition_from_pabulib(SYSTEM, raw, now, calendar)
    edition = find_edition(slug, now)
    if edition is None:
        raise NotFoundError("edition-unknown")
    tell(
        "Édition créée : {name} ({slug}), projets : {projects}.",
        name=edition.name,
        slug=slug,
        projects=len(instance.projects),
    )
    return edition


def _prepare(edition: Edition, voters: list[InventedVoter], now: datetime) -> list[InventedGuardian]:
    """Roll, guardians and their keys, and the vote set up."""
    enrol(edition.slug, edition.uuid, voters, now)
    guardians = appoint(edition.slug, edition.uuid, _GUARDIANS, now)
    folder = read_settings().data / "imports" / edition.uuid
    keep_guardians(folder, edition.uuid, guardians)
    tell("Clés et liens des gardiens : {folder}", folder=folder)
    set_up_vote(SYSTEM, edition.slug, now)
    return guardians


def _cast(edition: Edition, instance: PabulibInstance, voters: list[InventedVoter], server: str | None) -> None:
    identifiers = [project.identifier for project in instance.projects]
    choices = [[int(identifier in ballot) for identifier in identifiers] for ballot in instance.ballots]
    election = (public_election(edition.uuid, datetime.now(UTC)).election or "").encode()
    from budget_app.commands.http_casting import HttpCaster, local_server  # slow to load, and seldom needed

    with (
        sealing(election, list(zip(voters, choices, strict=True))) as sealed,
        nullcontext(server) if server else local_server() as address,
    ):
        caster = HttpCaster(address)
        pairs = zip(voters, sealed, strict=True)
        for voter, raw in with_progress(pairs, len(voters), in_words("Bulletins")):
            caster.cast(edition.uuid, raw, voter)
        caster.close()
    tell("Bulletins déposés : {number}.", number=len(voters))


def _compare(result: ResultView, instance: PabulibInstance) -> bool:
    """Prints the counts beside the file's own; true when they are the same."""
    counted = {line.number: line.votes for line in result.lines}
    same = True
    for number, project in enumerate(instance.projects, start=1):
        expected = instance.votes[project.identifier] if project.votes is None else project.votes
        equal = counted[number] == expected
        same = same and equal
        print(f"{counted[number]:6} {'=' if equal else '≠'} {expected:6}  {project.title}")
    if same:
        tell("Le dépouillement donne exactement les nombres du fichier.")
    else:
        tell("Le dépouillement ne donne PAS les nombres du fichier.")
    return same


def run(options: argparse.Namespace) -> int:
    """Exit status 0; 1 when the count differs from the file."""
    if (options.count or options.server) and not options.cast_ballots:
        options.parser.error(in_words("--count et --server vont avec --cast-ballots"))
    raw = options.file.read_bytes()
    instance = parse_pabulib(raw)
    now = datetime.now(UTC)
    edition = _create(raw, instance, now, open_now=options.cast_ballots)
    if not options.cast_ballots:
        return 0
    voters = _voters(len(instance.ballots))
    guardians = _prepare(edition, voters, now)
    _cast(edition, instance, voters, options.server)
    if not options.count:
        return 0
    count(edition.slug, edition.uuid, guardians, datetime.now(UTC))
    result = find_result(edition.slug)
    if result is None:
        raise NotFoundError("result-missing")
    return 0 if _compare(result, instance) else 1
