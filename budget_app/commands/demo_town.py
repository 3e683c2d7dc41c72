"""The demonstration town: an invented commune, made whole from data/demo."""

from __future__ import annotations

import json
import random
import secrets
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from budget_app.commands.demo_call import DemoCall
from budget_app.commands.demo_secrets import (
    DemoGuardian,
    DemoSecrets,
    drop_secrets,
    keep_guardian_files,
    keep_secrets,
    read_secrets,
)
from budget_app.commands.demo_votes import cast_all, choose, choose_moments
from budget_app.commands.invented_vote import InventedVoter, appoint, count, enrol, give_codes
from budget_app.domain.dates import PARIS, moment_of
from budget_app.domain.edition import Calendar, EditionDraft, VotingRules
from budget_app.domain.errors import ConflictError
from budget_app.domain.project import DistrictView, ProjectDraft
from budget_app.domain.roles import Role
from budget_app.domain.roll import VoterEntry
from budget_app.services.accounts import create_account
from budget_app.services.actor import ORGANISER, SYSTEM
from budget_app.services.editions import list_editions, load_edition, store_edition
from budget_app.services.elections import set_up_vote
from budget_app.services.projects import store_districts, store_project
from budget_app.settings import PROJECT
from budget_app.storage.database import write_session
from budget_app.storage.schema import empty_all_tables

DATA = PROJECT / "data" / "demo"
PHASES = ("proposals", "review", "appeals", "vote", "results")
_OPENS_IN = {"proposals": 60, "review": 20, "appeals": 12, "vote": -9, "results": -20}  # days from now
_SEED = 2026
_VOTERS = 240
_CAST = {"vote": 96, "results": 158}
_CHANGED_THEIR_MIND = 5
_FIRST_BIRTH = date(1934, 1, 1)
_BIRTHS = 27_300  # days: the youngest are born in 2008


def read_town() -> dict[str, Any]:
    """What data/demo/town.json says."""
    town: dict[str, Any] = json.loads((DATA / "town.json").read_text())
    return town


def read_districts() -> tuple[DistrictView, ...]:
    """The districts with their outlines."""
    features = json.loads((DATA / "districts.geojson").read_text())["features"]
    return tuple(
        DistrictView(item["properties"]["code"], item["properties"]["name"], json.dumps(item["geometry"]))
        for item in features
    )


def calendar_at(phase: str, now: datetime) -> Calendar:
    """Dates that put ``now`` into the phase."""
    first = now.astimezone(PARIS).date() + timedelta(days=_OPENS_IN[phase])
    last = first + timedelta(days=19 if phase == "results" else 21)
    opens = moment_of(first, time(8))
    return Calendar(
        vote_opens_at=opens,
        vote_closes_at=moment_of(last, time(20)),
        proposals_from=opens - timedelta(days=90),
        review_from=opens - timedelta(days=40),
        decisions_at=opens - timedelta(days=15),
        appeals_until=opens - timedelta(days=8),
    )


def _create(town: dict[str, Any], calendar: Calendar, password: str, now: datetime) -> DemoSecrets:
    """The edition with its districts. Which one it is is written down before it is there for good."""
    draft = EditionDraft(
        name=town["edition"].format(year=calendar.vote_opens_at.year),
        town=town["name"],
        description=town["description"],
        budget=town["budget"],
        calendar=calendar,
        rules=VotingRules(town["min_choices"], town["max_choices"]),
    )
    with write_session() as session:
        edition = store_edition(session, draft, min(now, calendar.proposals_from or now))
        store_districts(session, edition.id or 0, read_districts())
        known = DemoSecrets(edition.slug, edition.uuid, town["organiser"], password)
        keep_secrets(known)
        # If we crash here, the secrets name an edition that is not there; later, one that is not complete.
    return known


def _call(known: DemoSecrets, town: dict[str, Any], phase: str, calendar: Calendar, now: datetime) -> DemoSecrets:
    """The call, the review and the decisions, as far as the phase goes; then the projects of the ballot list."""
    call = DemoCall(known.slug, calendar, town, DATA, known.password)
    call.set_rules()
    call.propose(now)
    if phase != "proposals":
        call.review(now)
    if phase not in ("proposals", "review"):
        call.release()
    if phase in _CAST:
        call.answer_appeal()
        with write_session() as session:
            edition = load_edition(session, known.slug)
            for project in town["projects"]:
                store_project(session, edition.id or 0, ProjectDraft(**project))
        call.link_projects()
    return replace(known, staff=tuple(call.staff))


def _people(town: dict[str, Any], seeded: random.Random) -> list[InventedVoter]:
    districts = [district.name for district in read_districts()]
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


def _vote(known: DemoSecrets, town: dict[str, Any], phase: str, calendar: Calendar, now: datetime) -> DemoSecrets:
    """Roll, guardians, the vote set up, and ballots; counted in the last phase."""
    seeded = random.Random(_SEED)  # noqa: S311  invented people and choices, no secret
    people = _people(town, seeded)
    enrol(known.slug, known.uuid, people, calendar.vote_opens_at - timedelta(days=13))
    named = [(guardian["name"], guardian["email"]) for guardian in town["guardians"]]
    guardians = appoint(known.slug, known.uuid, named, calendar.vote_opens_at - timedelta(days=12))
    keep_guardian_files(known.uuid, guardians)
    set_up_vote(SYSTEM, known.slug, calendar.vote_opens_at - timedelta(days=3))
    seeded.shuffle(people)
    cast = [*people[: _CAST[phase]], *people[:_CHANGED_THEIR_MIND]]
    limits = (town["min_choices"], town["max_choices"])
    ballots = [(voter, choose(town["liking"], limits, seeded)) for voter in cast]
    cast_all(known.uuid, ballots, choose_moments(calendar, now, len(cast), seeded))
    if phase == "results":
        count(known.slug, known.uuid, guardians, calendar.vote_closes_at + timedelta(hours=1))
    links = tuple(DemoGuardian(guardian.name, guardian.token) for guardian in guardians)
    waiting = people[_CAST[phase] :] if phase == "vote" else []
    return replace(known, guardians=links, voters=tuple(waiting))


def make_demo_town(phase: str, now: datetime) -> DemoSecrets:
    """Fills an empty database with the town in ``phase``."""
    drop_secrets()
    town = read_town()
    calendar = calendar_at(phase, now)
    known = _create(town, calendar, secrets.token_urlsafe(12), now)
    create_account(SYSTEM, known.organiser, known.password, frozenset({ORGANISER, Role.ADMINISTRATOR}), now)
    known = _call(known, town, phase, calendar, now)
    if phase in _CAST:
        known = _vote(known, town, phase, calendar, now)
    known = replace(known, complete=True)
    keep_secrets(known)
    return known


def find_demo_town(now: datetime) -> DemoSecrets | None:
    """The secrets of the demonstration edition, if it is in the database."""
    known = read_secrets()
    there = known is not None and any(edition.uuid == known.uuid for edition in list_editions(now))
    return known if there else None


def check_only_demonstration(now: datetime) -> None:
    """Raises ConflictError ``not-a-demonstration`` when there is an edition that we did not invent."""
    known = find_demo_town(now)
    if any(known is None or edition.uuid != known.uuid for edition in list_editions(now)):
        raise ConflictError("not-a-demonstration")


def remake_demo_town(phase: str, now: datetime) -> DemoSecrets:
    """Empties the database and makes the town anew."""
    empty_all_tables()
    return make_demo_town(phase, now)
