"""Setting the vote up: what must be there first, what is written, what is locked afterwards."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from hashlib import sha256

import pytest

from budget_app.domain.edition import Calendar, VotingRules
from budget_app.domain.project import ProjectDraft
from budget_app.services.actor import SYSTEM
from budget_app.services.board import board_size
from budget_app.services.calendars import update_calendar
from budget_app.services.credential_lists import import_credentials
from budget_app.services.editions import find_edition
from budget_app.services.elections import public_election, readiness, set_up_vote
from budget_app.services.guardians import name_guardians, submit_key
from budget_app.services.projects import add_project, change_project, remove_project
from budget_app.services.results import find_result
from budget_app.services.roll import import_roll
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import BEFORE, CLOSES, DURING, OPENS, SimulatedTown
from voting.group import GENERATOR
from voting.trustee import generate_trustee_key, trustee_public_key_bytes

pytestmark = pytest.mark.usefixtures("database")


class TestSetUp:
    """What must be there first, what is written, and what is locked afterwards."""

    def test_an_empty_edition_lacks_everything(self) -> None:
        town = SimulatedTown(projects=0).create()
        codes = [piece.code for piece in readiness(SYSTEM, town.slug)]
        assert codes == ["projects-missing", "projects-fewer-than-choices", "roll-missing", "guardians-missing"]
        with refused("vote-not-ready") as refusal:
            set_up_vote(SYSTEM, town.slug, BEFORE)
        assert refusal.value.facts["missing"] == codes

    def test_one_credential_and_one_key_too_few_are_named_with_their_number(self) -> None:
        town = SimulatedTown(voters=2).prepare()
        import_roll(SYSTEM, town.slug, b"roll_number;name;birth_date;district\n1;A;1950-01-01;\n2;B;1950-01-01;\n")
        name_guardians(SYSTEM, town.slug, [("Une", "une@essai.example")], BEFORE)
        pieces = {piece.code: dict(piece.facts) for piece in readiness(SYSTEM, town.slug)}
        assert pieces == {"credentials-missing": {"missing": 2}, "guardian-keys-missing": {"missing": 1}}

    def test_nothing_lacks_when_all_is_there(self) -> None:
        assert readiness(SYSTEM, SimulatedTown().prepare().slug) == ()

    def test_the_election_names_its_projects_and_is_tied_to_the_ballot_list(self) -> None:
        town = SimulatedTown().set_up()
        found = public_election(town.uuid, BEFORE)
        assert found.ballot_list is not None
        election = town.election
        assert election.questions[0].answers == ("1. Projet 1", "2. Projet 2", "3. Projet 3")
        assert (election.questions[0].minimum, election.questions[0].maximum) == (1, 2)
        assert election.questions[0].blank
        assert election.description.endswith(f" [sha256:{sha256(found.ballot_list.encode()).hexdigest()}]")
        assert election.administrator == "Essai-sur-Test"
        listed = json.loads(found.ballot_list)
        assert (listed["budget"], listed["currency"]) == (10_000_00, "EUR")
        assert [(entry["number"], entry["cost"]) for entry in listed["projects"]] == [
            (1, 3_000_00),
            (2, 6_000_00),
            (3, 9_000_00),
        ]

    def test_numbers_stay_when_a_project_was_taken_off(self) -> None:
        town = SimulatedTown().prepare()
        remove_project(SYSTEM, town.slug, 2)
        set_up_vote(SYSTEM, town.slug, BEFORE)
        assert town.election.questions[0].answers == ("1. Projet 1", "3. Projet 3")

    def test_votes_find_their_projects_when_one_was_taken_off(self) -> None:
        town = SimulatedTown(rules=VotingRules(1, 1, blank_allowed=False), guardians=1).prepare()
        remove_project(SYSTEM, town.slug, 2)
        set_up_vote(SYSTEM, town.slug, BEFORE)
        town.projects = 2  # the ballot has two answers now, the second is project 3
        town.vote(town.people[0], 2)
        town.close()
        town.open_count()
        result = find_result(town.slug)
        assert result is not None
        assert {line.number: line.votes for line in result.lines} == {1: 0, 3: 1}

    def test_it_is_done_once(self) -> None:
        town = SimulatedTown().set_up()
        with refused("vote-already-set-up"):
            set_up_vote(SYSTEM, town.slug, BEFORE)

    def test_not_after_the_closing_date(self) -> None:
        town = SimulatedTown().prepare()
        with refused("vote-dates-past"):
            set_up_vote(SYSTEM, town.slug, CLOSES)
        with refused("board-empty"):
            board_size(town.uuid)

    def test_projects_roll_guardians_and_keys_are_locked_afterwards(self) -> None:
        town = SimulatedTown().set_up()
        draft = ProjectDraft(title="Trop tard", cost=1)
        before = town.archive()
        listed = f"roll_number;credential\n1;{GENERATOR.text}\n".encode()
        key = trustee_public_key_bytes(generate_trustee_key(os.urandom), os.urandom)
        for late in (
            lambda: add_project(SYSTEM, town.slug, draft),
            lambda: change_project(SYSTEM, town.slug, 1, draft),
            lambda: remove_project(SYSTEM, town.slug, 1),
            lambda: import_roll(SYSTEM, town.slug, b"roll_number;name;birth_date;district\n1;A;1950-01-01;\n"),
            lambda: import_credentials(SYSTEM, town.slug, listed, BEFORE),
            lambda: name_guardians(SYSTEM, town.slug, [("Une", "une@essai.example")], BEFORE),
            lambda: submit_key(town.uuid, town.token(0), key, BEFORE),
        ):
            with refused("vote-already-set-up"):
                late()
        assert town.archive() == before


class TestCalendar:
    """Dates move freely before the setup; afterwards only the closing, and only while it lies ahead."""

    def test_everything_moves_in_preparation(self) -> None:
        town = SimulatedTown().create()
        later = Calendar(OPENS + timedelta(days=1), CLOSES + timedelta(days=1), BEFORE, BEFORE + timedelta(days=1))
        update_calendar(SYSTEM, town.slug, later, BEFORE)
        edition = find_edition(town.slug, BEFORE)
        assert edition is not None
        assert edition.calendar == later

    def test_the_closing_moves_while_the_vote_runs(self) -> None:
        town = SimulatedTown().set_up()
        update_calendar(SYSTEM, town.slug, Calendar(OPENS, CLOSES + timedelta(days=1)), DURING, "Une panne de courant.")
        town.vote(town.people[0], 1, now=CLOSES)

    @pytest.mark.parametrize(
        ("calendar", "now"),
        [
            (Calendar(OPENS + timedelta(days=1), CLOSES), BEFORE),
            (Calendar(OPENS, DURING), DURING),
            (Calendar(OPENS, CLOSES + timedelta(days=1)), CLOSES),
        ],
        ids=["the opening", "into the past", "after the closing"],
    )
    def test_nothing_else_moves(self, calendar: Calendar, now: object) -> None:
        town = SimulatedTown().set_up()
        with refused("calendar-frozen"):
            update_calendar(SYSTEM, town.slug, calendar, now)  # type: ignore[arg-type]

    def test_dates_in_disorder_are_refused(self) -> None:
        town = SimulatedTown().create()
        with refused("calendar-order"):
            update_calendar(SYSTEM, town.slug, Calendar(CLOSES, OPENS), BEFORE)
