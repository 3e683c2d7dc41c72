"""Who may do what: every action of the organiser for every kind of person, every door of a guardian for every token."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from budget_app.domain.edition import Calendar, EditionDraft, VotingRules
from budget_app.domain.errors import DomainError
from budget_app.domain.project import ProjectDraft
from budget_app.domain.registrar import RegistrarDraft
from budget_app.services import (
    board,
    calendars,
    credential_lists,
    credential_record,
    editions,
    elections,
    exchange_messages,
    guardian_exchange,
    guardian_links,
    guardians,
    pabulib,
    projects,
    registrars,
    results,
    roll,
    rules,
    verification,
)
from budget_app.services.actor import ANONYMOUS, ORGANISER, SYSTEM, Actor
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import AFTER, BEFORE, CLOSES, DURING, OPENS, SimulatedTown
from voting.group import GENERATOR

pytestmark = pytest.mark.usefixtures("database")

STRANGERS = {
    "anonymous": ANONYMOUS,
    "account without a role": Actor(1, frozenset()),
    "account with another role": Actor(2, frozenset({"reviewer", "Organiser", "organiser "})),
}
ORGANISERS = {"organiser": Actor(3, frozenset({ORGANISER})), "command line": SYSTEM}

_CALENDAR = Calendar(OPENS, CLOSES)
_DRAFT = EditionDraft("Édition", "Commune", "", 1_000_00, _CALENDAR, VotingRules(1, 2))
_LIST = f"roll_number;credential\n1;{GENERATOR.text}\n".encode()
_REGISTRAR = RegistrarDraft("R", "r@t.example")
_ROLL = b"roll_number;name;birth_date;district\n1;A;1950-01-01;\n"

ACTIONS: dict[str, Callable[[Actor, SimulatedTown], object]] = {
    "create_edition": lambda actor, _: editions.create_edition(actor, _DRAFT, BEFORE),
    "create_edition_from_pabulib": lambda actor, _: pabulib.create_edition_from_pabulib(actor, b"", BEFORE),
    "update_calendar": lambda actor, town: calendars.update_calendar(actor, town.slug, _CALENDAR, BEFORE),
    "add_project": lambda actor, town: projects.add_project(actor, town.slug, ProjectDraft(title="P", cost=1)),
    "change_project": lambda actor, town: projects.change_project(actor, town.slug, 1, ProjectDraft("P", 1)),
    "remove_project": lambda actor, town: projects.remove_project(actor, town.slug, 1),
    "choose_rule": lambda actor, town: rules.choose_rule(actor, town.slug, rules.find_edition_rule(town.slug).rule),
    "import_roll": lambda actor, town: roll.import_roll(actor, town.slug, _ROLL),
    "import_credentials": lambda actor, town: credential_lists.import_credentials(actor, town.slug, _LIST, BEFORE),
    "replace_codes": lambda actor, town: credential_lists.replace_codes(actor, town.slug, _LIST, BEFORE),
    "name_registrar": lambda actor, town: registrars.name_registrar(actor, town.slug, _REGISTRAR, BEFORE),
    "registrar_progress": lambda actor, town: registrars.registrar_progress(actor, town.slug),
    "roll_summary": lambda actor, town: roll.roll_summary(actor, town.slug),
    "name_guardians": lambda actor, town: guardians.name_guardians(actor, town.slug, [("G", "g@t.example")], BEFORE),
    "restart_exchange": lambda actor, town: guardian_exchange.restart_exchange(actor, town.slug, BEFORE),
    "readiness": lambda actor, town: elections.readiness(actor, town.slug),
    "set_up_vote": lambda actor, town: elections.set_up_vote(actor, town.slug, BEFORE),
    "close_vote": lambda actor, town: elections.close_vote(actor, town.slug, AFTER),
}


@pytest.mark.parametrize("person", STRANGERS)
def test_an_action_of_the_organiser_is_refused_to_others_and_changes_nothing(person: str) -> None:
    town = SimulatedTown().prepare()
    before = _seen(town)
    for name, action in ACTIONS.items():
        with refused("not-allowed"):
            action(STRANGERS[person], town)
        assert _seen(town) == before, name


def _seen(town: SimulatedTown) -> tuple[object, ...]:
    return (
        editions.list_editions(BEFORE),
        projects.list_projects(town.slug),
        roll.roll_summary(SYSTEM, town.slug),
        guardians.guardian_progress(town.slug),
        registrars.registrar_progress(SYSTEM, town.slug),
        credential_record.read_record(town.uuid),
    )


@pytest.mark.parametrize("person", ORGANISERS)
@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_of_the_organiser_is_allowed_to_organisers(action: str, person: str) -> None:
    """It may still be refused for another reason, as an empty file is."""
    code = ""
    try:
        ACTIONS[action](ORGANISERS[person], SimulatedTown().prepare())
    except DomainError as error:
        code = error.code
    assert code != "not-allowed"


def test_every_action_that_asks_who_acts_is_in_the_table() -> None:
    modules = (
        board,
        calendars,
        credential_lists,
        credential_record,
        editions,
        elections,
        guardian_exchange,
        guardians,
        pabulib,
        projects,
        registrars,
        results,
        roll,
        rules,
        verification,
    )
    asking = {
        name
        for module in modules
        for name, function in vars(module).items()
        if getattr(function, "__module__", "") == module.__name__
        and "actor" in getattr(function, "__annotations__", {})
    }
    assert asking == set(ACTIONS)


GUARDIAN_DOORS: dict[str, Callable[[str, str], object]] = {
    "task": lambda uuid, token: guardians.guardian_task(uuid, token),
    "key": lambda uuid, token: guardians.submit_key(uuid, token, b"{}", BEFORE),
    "certificate": lambda uuid, token: exchange_messages.submit_certificate(uuid, token, b"{}", BEFORE),
    "promise": lambda uuid, token: exchange_messages.submit_promise(uuid, token, "0" * 64, BEFORE),
    "polynomial": lambda uuid, token: exchange_messages.submit_polynomial(uuid, token, b"{}", BEFORE),
    "voutput": lambda uuid, token: exchange_messages.submit_voutput(uuid, token, b"{}", BEFORE),
    "fault": lambda uuid, token: guardian_exchange.report_fault(uuid, token, "secret-invalid", 1, BEFORE),
    "share": lambda uuid, token: guardians.submit_share(uuid, token, b"{}", AFTER),
}


@pytest.mark.parametrize("door", GUARDIAN_DOORS)
def test_a_guardians_door_opens_to_its_own_token_only(door: str) -> None:
    town, other = SimulatedTown().prepare(), SimulatedTown().prepare()
    hashed = guardian_links.hash_token(town.token(0))
    for token in ("", "x", hashed, town.token(0)[:-1], town.token(0) + "x", other.token(0)):
        with refused("guardian-unknown"):
            GUARDIAN_DOORS[door](town.uuid, token)
    with refused("election-unknown"):
        GUARDIAN_DOORS[door]("1" * 14, town.token(0))


REGISTRAR_DOORS: dict[str, Callable[[str, str], object]] = {
    "link": lambda uuid, token: registrars.check_registrar(uuid, token),
    "task": lambda uuid, token: registrars.registrar_task(uuid, token, BEFORE),
    "list": lambda uuid, token: registrars.current_list(uuid, token),
    "credentials": lambda uuid, token: registrars.submit_credentials(uuid, token, _LIST, BEFORE, anew=True),
    "replacements": lambda uuid, token: registrars.submit_replacements(uuid, token, _LIST, BEFORE),
}


@pytest.mark.parametrize("door", REGISTRAR_DOORS)
def test_a_registrars_door_opens_to_the_present_link_of_this_vote_only(door: str) -> None:
    town, other = SimulatedTown().prepare(), SimulatedTown().prepare()
    old, elsewhere, own = (
        registrars.name_registrar(SYSTEM, place.slug, _REGISTRAR, BEFORE).url.partition("#")[2]
        for place in (town, other, town)
    )
    before = _seen(town)
    for token in ("", "x", old, elsewhere, town.token(0), own[:-1], own + "x", guardian_links.hash_token(own)):
        with refused("registrar-unknown"):
            REGISTRAR_DOORS[door](town.uuid, token)
    with refused("election-unknown"):
        REGISTRAR_DOORS[door]("1" * 14, own)
    with refused("guardian-unknown"):
        guardians.guardian_task(town.uuid, own)
    assert _seen(town) == before


def test_a_link_is_dead_when_guardians_are_named_anew() -> None:
    town = SimulatedTown().prepare()
    old = town.token(0)
    guardians.name_guardians(SYSTEM, town.slug, [("Une", "une@essai.example")], BEFORE)
    with refused("guardian-unknown"):
        guardians.guardian_task(town.uuid, old)


def test_what_is_public_needs_nobody() -> None:
    town = SimulatedTown().set_up()
    receipt = town.vote(town.people[0], 1)
    assert elections.public_election(town.uuid, DURING).election
    assert projects.find_project(town.slug, 1)
    assert board.find_ballot(town.slug, receipt.tracker)
    assert board.board_summary(town.slug, DURING)
    assert board.turnout(town.slug).voted == 1
    assert guardians.guardian_progress(town.slug)
    assert credential_record.read_record(town.uuid)
    assert credential_record.record_facts(town.slug)
    assert b"".join(board.read_board(town.uuid))
    assert rules.find_edition_rule(town.slug).frozen
    assert results.find_result(town.slug) is None, "never a partial result"
