"""Editions, projects, the roll and the guardians: kept as given, or refused whole with the place named."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from budget_app.domain.edition import MAX_BUDGET, Calendar, EditionDraft, VotingRules
from budget_app.domain.guardian import GuardianState
from budget_app.domain.project import MAX_COST, ProjectDraft
from budget_app.domain.vote import RollSummary
from budget_app.services.actor import SYSTEM
from budget_app.services.credential_lists import import_credentials
from budget_app.services.editions import create_edition, find_edition, list_editions
from budget_app.services.guardians import guardian_progress, guardian_task, name_guardians, submit_key
from budget_app.services.projects import add_project, change_project, find_project, list_projects, remove_project
from budget_app.services.roll import import_roll, roll_summary
from budget_app.storage.database import read_session
from budget_app.storage.guardians import GuardianRow
from budget_app.storage.mail import MailRow
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import BEFORE, CLOSES, OPENS, SimulatedTown
from voting.credentials import derive_public, generate_code
from voting.trustee import generate_trustee_key, trustee_public_key_bytes

pytestmark = pytest.mark.usefixtures("database")

DRAFT = EditionDraft(
    "Budget participatif 2031", "Saint-Évré", "Pour la ville.", 50_000_00, Calendar(OPENS, CLOSES), VotingRules(1, 3)
)
HEADER = "roll_number;name;birth_date;district\n"


class TestEditions:
    """Made whole or not at all."""

    def test_an_edition_is_kept_as_given(self) -> None:
        slug = create_edition(SYSTEM, DRAFT, BEFORE)
        edition = find_edition(slug, BEFORE)
        assert edition is not None
        assert (edition.name, edition.town, edition.description) == (DRAFT.name, DRAFT.town, DRAFT.description)
        assert (edition.budget, edition.calendar, edition.rules) == (DRAFT.budget, DRAFT.calendar, DRAFT.rules)
        assert (slug, edition.created_at, len(edition.uuid)) == ("budget-participatif-2031", BEFORE, 14)

    def test_each_has_an_address_of_its_own(self) -> None:
        names = ["Été", "ete", "Été !", "", "…", "x" * 119]
        drafts = [replace(DRAFT, name=name or "?") for name in names]
        slugs = [create_edition(SYSTEM, draft, BEFORE) for draft in drafts]
        assert slugs == ["ete", "ete-2", "ete-3", "edition", "edition-2", "x" * 60]

    def test_the_newest_is_the_current_one(self) -> None:
        assert list_editions(BEFORE) == ()
        slugs = [create_edition(SYSTEM, DRAFT, BEFORE) for _ in range(3)]
        current = list_editions(BEFORE)[0]
        assert current is not None
        assert current.slug == slugs[-1]
        assert [edition.slug for edition in list_editions(BEFORE)] == slugs[::-1]
        assert find_edition("unknown", BEFORE) is None

    @pytest.mark.parametrize(
        ("draft", "code", "field"),
        [
            (replace(DRAFT, name=" "), "field-empty", "name"),
            (replace(DRAFT, town=""), "field-empty", "town"),
            (replace(DRAFT, name="x" * 121), "field-too-long", "name"),
            (replace(DRAFT, description="x" * 4001), "field-too-long", "description"),
            (replace(DRAFT, budget=0), "budget-invalid", "budget"),
            (replace(DRAFT, budget=MAX_BUDGET + 1), "budget-invalid", "budget"),
            (replace(DRAFT, calendar=Calendar(CLOSES, CLOSES)), "calendar-order", "vote_closes_at"),
            (replace(DRAFT, calendar=Calendar(OPENS, CLOSES, OPENS)), "calendar-order", "vote_opens_at"),
            (
                replace(DRAFT, calendar=Calendar(OPENS.replace(tzinfo=None), CLOSES)),
                "calendar-time-zone",
                "calendar",
            ),
            (replace(DRAFT, rules=VotingRules(2, 1)), "choices-bounds", "max_choices"),
            (replace(DRAFT, rules=VotingRules(-1, 1)), "choices-bounds", "max_choices"),
            (replace(DRAFT, rules=VotingRules(0, 0)), "choices-bounds", "max_choices"),
        ],
    )
    def test_refused_with_its_field(self, draft: EditionDraft, code: str, field: str) -> None:
        with refused(code) as refusal:
            create_edition(SYSTEM, draft, BEFORE)
        assert refusal.value.facts["field"] == field
        assert list_editions(BEFORE) == ()


class TestProjects:
    """Numbered from 1; the numbers stay."""

    def test_a_project_is_kept_as_given_changed_and_removed(self) -> None:
        slug = create_edition(SYSTEM, DRAFT, BEFORE)
        first = ProjectDraft("Un verger", 12_000_00, "Douze arbres", category="Nature", latitude=48.1, longitude=-1.6)
        assert add_project(SYSTEM, slug, first) == 1
        assert add_project(SYSTEM, slug, ProjectDraft("Un préau", 30_000_00)) == 2
        found = find_project(slug, 1)
        assert found is not None
        assert {name: getattr(found, name) for name in vars(first)} == vars(first)
        change_project(SYSTEM, slug, 2, ProjectDraft("Un grand préau", 31_000_00))
        remove_project(SYSTEM, slug, 1)
        assert [(project.number, project.title) for project in list_projects(slug)] == [(2, "Un grand préau")]
        assert find_project(slug, 1) is None

    @pytest.mark.parametrize(
        ("draft", "code", "field"),
        [
            (ProjectDraft("", 1), "field-empty", "title"),
            (ProjectDraft("x" * 251, 1), "field-too-long", "title"),
            (ProjectDraft("x", 1, "y" * 401), "field-too-long", "summary"),
            (ProjectDraft("x", 1, description="y" * 8001), "field-too-long", "description"),
            (ProjectDraft("x", 1, place="y" * 401), "field-too-long", "place"),
            (ProjectDraft("x", 0), "cost-invalid", "cost"),
            (ProjectDraft("x", MAX_COST + 1), "cost-invalid", "cost"),
            (ProjectDraft("x", 1, latitude=91.0, longitude=0.0), "position-invalid", "latitude"),
            (ProjectDraft("x", 1, latitude=0.0, longitude=float("nan")), "position-invalid", "longitude"),
            (ProjectDraft("x", 1, latitude=48.0), "position-invalid", "latitude"),
            (ProjectDraft("x", 1, picture="https://elsewhere.example/a.png"), "picture-invalid", "picture"),
            (ProjectDraft("x", 1, picture="/pictures/../a.png"), "picture-invalid", "picture"),
        ],
    )
    def test_refused_with_its_field(self, draft: ProjectDraft, code: str, field: str) -> None:
        town = SimulatedTown().create()
        with refused(code) as refusal:
            add_project(SYSTEM, town.slug, draft)
        assert refusal.value.facts["field"] == field
        with refused(code):
            change_project(SYSTEM, town.slug, 1, draft)

    def test_what_is_not_there_cannot_be_changed(self) -> None:
        town = SimulatedTown().create()
        for act in (
            lambda: remove_project(SYSTEM, town.slug, 9),
            lambda: change_project(SYSTEM, town.slug, 9, ProjectDraft("x", 1)),
        ):
            with refused("project-unknown"):
                act()
        with refused("edition-unknown"):
            list_projects("unknown")


class TestRoll:
    """Taken whole or not at all, the line named."""

    def test_a_roll_and_its_credentials_are_counted(self) -> None:
        town = SimulatedTown().create()
        raw = f"\ufeff{HEADER}1;Ada;1950-01-02;Nord\r\n\r\n7;Bo;1999-12-31;\r\n".encode()
        assert import_roll(SYSTEM, town.slug, raw) == 2
        assert roll_summary(SYSTEM, town.slug) == RollSummary(2, 0)
        point = derive_public(town.uuid, generate_code(os.urandom)).text
        assert import_credentials(SYSTEM, town.slug, f"roll_number;credential\n7;{point}\n".encode(), BEFORE) == 1
        assert roll_summary(SYSTEM, town.slug) == RollSummary(2, 1)

    def test_a_new_roll_replaces_the_former_and_its_credentials(self) -> None:
        town = SimulatedTown().prepare()
        import_roll(SYSTEM, town.slug, f"{HEADER}1;Ada;1950-01-02;\n".encode())
        assert roll_summary(SYSTEM, town.slug) == RollSummary(1, 0)

    @pytest.mark.parametrize(
        ("lines", "code", "line"),
        [
            ("x;Ada;1950-01-02;", "roll-number-malformed", 2),
            ("0;Ada;1950-01-02;", "roll-number-malformed", 2),
            ("1;Ada;02/01/1950;", "birth-date-malformed", 2),
            ("1;Ada;1950-02-30;", "birth-date-malformed", 2),
            ("1;;1950-01-02;", "voter-name-invalid", 2),
            ("1;Ada;1950-01-02;\n1;Bo;1950-01-02;", "roll-number-duplicate", 3),
            ("1;Ada;1950-01-02", "file-columns", 2),
            ("1;Ada;1950-01-02;;", "file-columns", 2),
        ],
    )
    def test_a_wrong_line_is_named_and_nothing_changes(self, lines: str, code: str, line: int) -> None:
        town = SimulatedTown().prepare()
        with refused(code) as refusal:
            import_roll(SYSTEM, town.slug, f"{HEADER}{lines}\n".encode())
        assert refusal.value.facts["line"] == line
        assert "1950" not in str(refusal.value.facts), "a birth date never stands in a refusal"
        assert roll_summary(SYSTEM, town.slug) == RollSummary(4, 4)

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            (HEADER.encode(), "file-empty"),
            (b"", "file-header"),
            (b"name;roll_number\n", "file-header"),
            (HEADER.encode() + b"1;Andr\xe9;1950-01-02;\n", "file-encoding"),
        ],
    )
    def test_a_file_that_is_no_roll(self, raw: bytes, code: str) -> None:
        town = SimulatedTown().create()
        with refused(code):
            import_roll(SYSTEM, town.slug, raw)

    def test_credentials_that_cannot_be_used(self) -> None:
        town = SimulatedTown(voters=2).prepare()
        good, other = (derive_public(town.uuid, generate_code(os.urandom)).text for _ in range(2))
        identity = "0" * 63 + "1"
        for lines, code in (
            (f"9;{good}", "credential-roll-number-unknown"),
            (f"1;{good}\n1;{other}", "credential-duplicate"),
            (f"1;{good}\n2;{good}", "credential-duplicate"),
            (f"1;{good.upper()}", "credential-malformed"),
            (f"1;{'f' * 64}", "credential-malformed"),
            (f"1;{identity}", "credential-malformed"),
            ("1;", "credential-malformed"),
            (f"x;{good}", "roll-number-malformed"),
        ):
            with refused(code):
                import_credentials(SYSTEM, town.slug, f"roll_number;credential\n{lines}\n".encode(), BEFORE)
        assert roll_summary(SYSTEM, town.slug) == RollSummary(2, 2)


class TestGuardians:
    """Named by the organiser; each acts through a link that only they have."""

    def test_each_gets_a_link_by_mail_and_no_token_is_kept(self) -> None:
        town = SimulatedTown().prepare()
        with read_session() as session:
            mails = session.exec(select(MailRow)).all()
            rows = session.exec(select(GuardianRow)).all()
        assert [mail.recipient for mail in mails] == ["g1@essai.example", "g2@essai.example"]
        for number, link in enumerate(town.links):
            token = town.token(number)
            assert f"/guardian/{town.uuid}#{token}" in mails[number].body
            assert len(token) >= 43
            assert token not in repr(rows) + repr(link)

    @pytest.mark.parametrize(
        ("people", "code"),
        [
            ([], "guardian-number"),
            ([("G", f"g{number}@t.example") for number in range(21)], "guardian-number"),
            ([(" ", "g@t.example")], "guardian-name-invalid"),
            ([("G", "g")], "guardian-email-invalid"),
            ([("G", "@")], "guardian-email-invalid"),
            ([("G", "g@t.example"), ("H", "G@T.example ")], "guardian-email-repeated"),
        ],
    )
    def test_guardians_that_cannot_be_named(self, people: list[tuple[str, str]], code: str) -> None:
        town = SimulatedTown().create()
        with refused(code):
            name_guardians(SYSTEM, town.slug, people, BEFORE)
        assert guardian_progress(town.slug) == ()

    def test_a_key_is_taken_once_when_it_proves_its_secret(self) -> None:
        town = SimulatedTown(guardians=2).create()
        town.links = name_guardians(SYSTEM, town.slug, [("A", "a@t.example"), ("B", "b@t.example")], BEFORE)
        key = generate_trustee_key(os.urandom)
        raw, other = (trustee_public_key_bytes(k, os.urandom) for k in (key, generate_trustee_key(os.urandom)))
        half = raw.partition(b"}")[0] + other[other.index(b"}") :]
        assert guardian_task(town.uuid, town.token(0)).state is GuardianState.KEY_NEEDED
        for wrong in (b"", b"{}", half, raw + b" ", raw[:-1]):
            with refused("key-invalid"):
                submit_key(town.uuid, town.token(0), wrong, BEFORE)
        submit_key(town.uuid, town.token(0), raw, BEFORE)
        with refused("guardian-key-already"):
            submit_key(town.uuid, town.token(0), other, BEFORE)
        with refused("key-invalid") as refusal:
            submit_key(town.uuid, town.token(1), raw, BEFORE)
        assert refusal.value.facts["check"] == "trustee-key-repeated"
        progress = guardian_progress(town.slug)
        assert [(p.number, p.public_key, p.key_received_at) for p in progress] == [
            (1, key.public.text, BEFORE),
            (2, None, None),
        ]
        assert guardian_task(town.uuid, town.token(0)).state is GuardianState.KEY_RECEIVED

    def test_the_desk_is_told_the_vote_once_it_is_set_up(self) -> None:
        town = SimulatedTown().set_up()
        task = guardian_task(town.uuid, town.token(1))
        assert (task.name, task.number, task.of, task.state) == ("Gardienne 2", 2, 2, GuardianState.VOTE_RUNNING)
        assert task.election == town.election.raw.decode()
        assert task.election_fingerprint == town.election.fingerprint
        assert task.encrypted_tally is None


def test_times_come_back_in_utc_as_they_were_given(database: None) -> None:
    moment = datetime.fromisoformat("2031-06-01T10:30:15.123456+02:00")
    slug = create_edition(SYSTEM, replace(DRAFT, calendar=Calendar(moment, moment + timedelta(days=1))), BEFORE)
    edition = find_edition(slug, BEFORE)
    assert edition is not None
    assert edition.calendar.vote_opens_at == moment
    assert edition.calendar.vote_opens_at.utcoffset() == timedelta(0)
