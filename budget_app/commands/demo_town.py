"""The demonstration town: an invented commune, made whole from data/demo."""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

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
from budget_app.domain.edition import Calendar, EditionDraft, VotingRules
from budget_app.domain.project import DistrictView, ProjectDraft
from budget_app.domain.roll import VoterEntry
from budget_app.domain.vote import LetIn
from budget_app.services.accounts import create_account
from budget_app.services.actor import ORGANISER, SYSTEM
from budget_app.services.ballots import checked_ballot, record_ballot
from budget_app.services.editions import store_edition
from budget_app.services.elections import public_election, set_up_vote
from budget_app.services.projects import store_districts, store_project
from budget_app.settings import PROJECT, read_settings
from budget_app.storage.database import write_session
from voting.private_files import write_private

DATA = PROJECT / "data" / "demo"
PHASES = ("proposals", "review", "vote", "results")
_SEED = 2026
_VOTERS = 240
_CAST = {"vote": 96, "results": 158}
_FIRST_BIRTH = date(1938, 1, 1)
_BIRTHS = 26_000  # days: the youngest are 16


@dataclass(frozen=True)
class DemoSecrets:
    """What `run` prints so that anyone may play every part; kept readable by its owner only."""

    slug: str
    uuid: str
    organiser: str
    password: str
    guardian_urls: tuple[str, ...]
    voters: tuple[dict[str, Any], ...]


def secrets_folder() -> Path:
    """Where the demonstration's codes, keys and password lie."""
    return read_settings().data / "demo"


def read_secrets() -> DemoSecrets | None:
    """The demonstration's secrets; None where there is no demonstration town."""
    path = secrets_folder() / "secrets.json"
    if not path.exists():
        return None
    members = json.loads(path.read_text())
    return DemoSecrets(**{**members, "guardian_urls": tuple(members["guardian_urls"])})


def _town() -> dict[str, Any]:
    town: dict[str, Any] = json.loads((DATA / "town.json").read_text())
    return town


def _districts() -> tuple[DistrictView, ...]:
    features = json.loads((DATA / "districts.geojson").read_text())["features"]
    return tuple(
        DistrictView(item["properties"]["code"], item["properties"]["name"], json.dumps(item["geometry"]))
        for item in features
    )


def _calendar(phase: str, now: datetime) -> Calendar:
    """Dates that put ``now`` into the phase."""
    days = {"proposals": 60, "review": 20, "vote": -9, "results": -20}[phase]
    opens = (now + timedelta(days=days)).replace(hour=7, minute=0, second=0, microsecond=0)
    return Calendar(
        vote_opens_at=opens,
        vote_closes_at=opens + timedelta(days=19 if phase == "results" else 21),
        proposals_from=opens - timedelta(days=90),
        review_from=opens - timedelta(days=40),
    )


def _create(town: dict[str, Any], phase: str, now: datetime) -> tuple[str, str]:
    """The edition with its districts and projects: slug and uuid."""
    draft = EditionDraft(
        name=town["edition"],
        town=town["name"],
        description=town["description"],
        budget=town["budget"],
        calendar=_calendar(phase, now),
        rules=VotingRules(town["min_choices"], town["max_choices"]),
    )
    with write_session() as session:
        edition = store_edition(session, draft, now)
        store_districts(session, edition.id or 0, _districts())
        for project in town["projects"]:
            store_project(session, edition.id or 0, ProjectDraft(**project))
        return edition.slug, edition.uuid


def _voters(town: dict[str, Any], seeded: random.Random) -> list[InventedVoter]:
    districts = [district.name for district in _districts()]
    entries = [
        VoterEntry(
            number,
            f"{seeded.choice(town['first_names'])} {seeded.choice(town['last_names'])}",
            _FIRST_BIRTH + timedelta(days=seeded.randrange(_BIRTHS)),
            seeded.choice(districts),
        )
        for number in range(1, _VOTERS + 1)
    ]
    return give_codes(entries)


def _choices(town: dict[str, Any], seeded: random.Random) -> list[int]:
    """A ballot: now and then blank, else one to four projects, some dearer to people than others."""
    projects = len(town["projects"])
    if seeded.random() < 0.04:
        return [1, *[0] * projects]
    liked = [1 / (1 + (number * 7) % projects) for number in range(projects)]
    wanted = seeded.randint(town["min_choices"], town["max_choices"])
    chosen: set[int] = set()
    while len(chosen) < wanted:
        chosen.update(seeded.choices(range(projects), liked))
    return [0, *[int(number in chosen) for number in range(projects)]]


def _moments(calendar: Calendar, until: datetime, number: int, seeded: random.Random) -> list[datetime]:
    """When each ballot was cast: by day, more at the beginning and on some days."""
    span = (min(until, calendar.vote_closes_at) - calendar.vote_opens_at).total_seconds()
    return sorted(calendar.vote_opens_at + timedelta(seconds=span * seeded.random() ** 1.4) for _ in range(number))


def _cast(uuid: str, town: dict[str, Any], voters: Sequence[InventedVoter], moments: Sequence[datetime]) -> None:
    """Real sealed ballots through the same checks; the voters are known here, so nobody asks their birth date."""
    seeded = random.Random(_SEED + 1)  # noqa: S311  invented choices, no secret
    election = (public_election(uuid, moments[0]).election or "").encode()
    sealed = seal_all(election, [(voter, _choices(town, seeded)) for voter in voters])
    steps = zip(voters, sealed, moments, strict=True)
    for voter, raw, moment in with_progress(steps, len(voters), "Bulletins"):
        record_ballot(checked_ballot(uuid, raw, moment), LetIn(voter.roll_number), moment)


def _keep(
    slug: str,
    uuid: str,
    town: dict[str, Any],
    password: str,
    guardians: list[InventedGuardian],
    rest: list[InventedVoter],
) -> None:
    folder = secrets_folder()
    keep_guardians(folder, uuid, [tuple(person) for person in town["guardians"][: len(guardians)]], guardians)
    members = {
        "slug": slug,
        "uuid": uuid,
        "organiser": town["organiser"],
        "password": password,
        "guardian_urls": [guardian.url for guardian in guardians],
        "voters": [
            {"roll_number": v.roll_number, "name": v.name, "birth_date": v.birth_date.isoformat(), "code": v.code}
            for v in rest
        ],
    }
    write_private(folder / "secrets.json", json.dumps(members, ensure_ascii=False, indent=1))


def make_demo_town(phase: str, now: datetime) -> None:
    """Fills an empty database with the town in ``phase``."""
    town = _town()
    seeded = random.Random(_SEED)  # noqa: S311  invented people, no secret
    password = secrets.token_urlsafe(12)
    create_account(SYSTEM, town["organiser"], password, frozenset({ORGANISER}), now)
    slug, uuid = _create(town, phase, now)
    if phase not in _CAST:
        _keep(slug, uuid, town, password, [], [])
        return
    voters = _voters(town, seeded)
    enrol(slug, uuid, voters)
    calendar = _calendar(phase, now)
    guardians = appoint(slug, uuid, [tuple(person) for person in town["guardians"]], calendar.vote_opens_at)
    set_up_vote(SYSTEM, slug, calendar.vote_opens_at - timedelta(days=3))
    seeded.shuffle(voters)
    cast = _CAST[phase]
    _cast(uuid, town, voters[:cast], _moments(calendar, now, cast, seeded))
    if phase == "results":
        count(slug, uuid, guardians, now)
    _keep(slug, uuid, town, password, guardians, voters[cast:])
