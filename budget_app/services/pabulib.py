"""An edition made from a Pabulib file."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from budget_app.domain.dates import moment_of
from budget_app.domain.edition import Calendar, EditionDraft, VotingRules
from budget_app.domain.pabulib import PabulibInstance, PabulibProject, check_votable, parse_pabulib
from budget_app.domain.project import DistrictView, ProjectDraft
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.editions import store_edition
from budget_app.services.projects import store_districts, store_project
from budget_app.storage.database import write_session

_OPENS, _CLOSES = time(8), time(20)
_LENGTH = timedelta(days=28)


def calendar_of(instance: PabulibInstance, now: datetime) -> Calendar:
    """The file's dates; where they are past or missing, a vote of the same length that opens now."""
    if instance.begins is not None and instance.ends is not None and instance.begins <= instance.ends:
        opens, closes = moment_of(instance.begins, _OPENS), moment_of(instance.ends, _CLOSES)
        return Calendar(opens, closes) if opens > now else Calendar(now, now + (closes - opens))
    return Calendar(now, now + _LENGTH)


def _draft(instance: PabulibInstance, calendar: Calendar) -> EditionDraft:
    parts = [part for part in (instance.town, instance.subunit, instance.instance) if part]
    rules = VotingRules(instance.min_length, instance.max_length, blank_allowed=False)
    return EditionDraft(
        name=" – ".join(parts)[:120],
        town=instance.town,
        description=instance.description,
        budget=instance.budget,
        calendar=calendar,
        rules=rules,
    )


def _project(project: PabulibProject) -> ProjectDraft:
    return ProjectDraft(
        title=project.title,
        cost=project.cost,
        description=project.description,
        beneficiaries=", ".join(project.beneficiaries),
        category=project.category,
        district=project.district,
        latitude=project.latitude,
        longitude=project.longitude,
    )


def create_edition_from_pabulib(actor: Actor, raw: bytes, now: datetime, calendar: Calendar | None = None) -> str:
    """Makes an edition with its projects from the file in ``raw``, all or nothing, and gives its slug.

    The ballots of the file are not taken. Raises PabulibError, InvalidInputError (as ``check_votable``),
    NotAllowedError.
    """
    require(actor, ORGANISER)
    instance = parse_pabulib(raw)
    check_votable(instance)
    draft = _draft(instance, calendar or calendar_of(instance, now))
    names = sorted({project.district for project in instance.projects if project.district})
    with write_session() as session:
        edition = store_edition(session, draft, now)
        store_districts(session, edition.id or 0, tuple(DistrictView(name, name, None) for name in names))
        for project in instance.projects:
            store_project(session, edition.id or 0, _project(project))
        return edition.slug
