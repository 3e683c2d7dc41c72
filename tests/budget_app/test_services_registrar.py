"""The registrar's lists: taken whole, some codes replaced before the vote is set up, all of it recorded."""

from __future__ import annotations

import os
from dataclasses import replace
from io import BytesIO

import pytest
from sqlmodel import delete, select

from budget_app.domain.registrar import RecordFacts, RegistrarDraft, RegistrarState
from budget_app.services.actor import SYSTEM
from budget_app.services.credential_lists import import_credentials, replace_codes
from budget_app.services.credential_record import read_record, record_facts
from budget_app.services.elections import set_up_vote
from budget_app.services.mail import list_outbox
from budget_app.services.registrars import (
    current_list,
    name_registrar,
    registrar_progress,
    registrar_task,
    submit_credentials,
    submit_replacements,
)
from budget_app.services.roll import import_roll
from budget_app.storage.board import CredentialRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.registrars import CredentialEventRow, RegistrarRow
from budget_app.storage.roll import VoterRow
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import AFTER, BEFORE, DURING, OPENS, Person, SimulatedTown
from voting.credential_files import compose_reference_public
from voting.credential_record import RecordSummary, check_record, parse_record
from voting.credentials import compose_public_credentials, derive_public, generate_code
from voting.errors import CredentialError
from voting.group import IDENTITY
from voting.hashing import base64_unpadded
from voting.verification.events import read_events
from voting.verification.setup import check_setup

pytestmark = pytest.mark.usefixtures("database")

REGISTRAR = RegistrarDraft("Rosa Registre", "rosa@essai.example")


def _token(town: SimulatedTown, draft: RegistrarDraft = REGISTRAR) -> str:
    return name_registrar(SYSTEM, town.slug, draft, BEFORE).url.partition("#")[2]


def _file(town: SimulatedTown, *people: Person) -> bytes:
    """The public file of the codes that these people hold now."""
    lines = [f"{person.roll_number};{derive_public(town.uuid, person.code).text}" for person in people]
    return "\n".join(["roll_number;credential", *lines]).encode()


def _new_code(person: Person) -> Person:
    return replace(person, code=generate_code(os.urandom))


def _check(town: SimulatedTown, record: bytes | None = None) -> RecordSummary:
    """What an auditor finds in the two public files."""
    event = next(read_events(BytesIO(town.archive())))
    return check_record(parse_record(record or read_record(town.uuid)), town.uuid, check_setup(event).credentials)


def _fingerprint(town: SimulatedTown, people: list[Person]) -> str:
    return base64_unpadded(compose_public_credentials(derive_public(town.uuid, person.code) for person in people))


class TestLink:
    """The organiser names the registrar, who gets one link."""

    def test_it_is_mailed_and_shown_once_and_no_token_is_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ISOLOIR_DEMO", "1")
        town = SimulatedTown().prepare()
        link = name_registrar(SYSTEM, town.slug, REGISTRAR, BEFORE)
        assert link.url.startswith(f"http://localhost:8501/registrar/{town.uuid}#")
        token = link.url.partition("#")[2]
        assert len(token) >= 40
        assert token not in repr(link)
        mail = list_outbox(SYSTEM)[0]
        assert (mail.recipient, link.url in mail.body) == (REGISTRAR.email, True)
        with read_session() as session:
            assert token not in str(session.exec(select(RegistrarRow)).one())
        progress = registrar_progress(SYSTEM, town.slug)
        assert progress is not None
        assert (progress.name, progress.email) == (REGISTRAR.name, REGISTRAR.email)

    def test_the_mail_is_in_the_language_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ISOLOIR_DEMO", "1")
        town = SimulatedTown().prepare()
        _token(town, replace(REGISTRAR, language="en"))
        assert list_outbox(SYSTEM)[0].body.startswith("Hello Rosa Registre,")

    @pytest.mark.parametrize(
        ("draft", "code"),
        [
            (replace(REGISTRAR, name=" "), "registrar-name-invalid"),
            (replace(REGISTRAR, name="x" * 121), "registrar-name-invalid"),
            (replace(REGISTRAR, email="rosa"), "email-malformed"),
            (replace(REGISTRAR, email="@"), "email-malformed"),
            (replace(REGISTRAR, language="xx"), "registrar-language-unknown"),
        ],
    )
    def test_a_registrar_who_cannot_be_written_to_is_refused(self, draft: RegistrarDraft, code: str) -> None:
        town = SimulatedTown().create()
        with refused(code):
            name_registrar(SYSTEM, town.slug, draft, BEFORE)
        assert registrar_progress(SYSTEM, town.slug) is None


class TestTask:
    """What the desk is told: numbers, never a name."""

    def test_it_follows_the_edition(self) -> None:
        town = SimulatedTown().create()
        token = _token(town)
        assert registrar_task(town.uuid, token, BEFORE).state is RegistrarState.ROLL_AWAITED
        import_roll(SYSTEM, town.slug, b"roll_number;name;birth_date;district\n9;Ada;1950-01-01;\n2;Bo;1950-01-01;\n")
        task = registrar_task(town.uuid, token, BEFORE)
        assert (task.state, task.roll_numbers, task.fingerprint) == (RegistrarState.CODES_NEEDED, (2, 9), None)
        assert task.record is None
        assert "Ada" not in str(vars(task))

    def test_it_follows_the_vote(self) -> None:
        town = SimulatedTown().prepare()
        token = _token(town)
        task = registrar_task(town.uuid, token, BEFORE)
        assert (task.state, task.credentials) == (RegistrarState.CODES_RECEIVED, 4)
        assert task.fingerprint == _fingerprint(town, town.people)
        set_up_vote(SYSTEM, town.slug, BEFORE)
        states = [registrar_task(town.uuid, token, now).state for now in (BEFORE, DURING, AFTER)]
        assert states == [RegistrarState.FROZEN, RegistrarState.VOTE_OPENED, RegistrarState.VOTE_OPENED]

    def test_the_present_list_is_given_as_the_registrars_own_file(self) -> None:
        town = SimulatedTown().prepare()
        assert current_list(town.uuid, _token(town)).encode() == _file(town, *town.people) + b"\n"


class TestWholeList:
    """Handed in once; another one only on purpose, and never unnoticed."""

    def test_it_is_taken_and_recorded(self) -> None:
        town = SimulatedTown().prepare()
        token = _token(town)
        town.people = [_new_code(person) for person in town.people]
        with refused("credentials-already"):
            submit_credentials(town.uuid, token, _file(town, *town.people), BEFORE)
        assert submit_credentials(town.uuid, token, _file(town, *town.people), BEFORE, anew=True) == 4
        assert registrar_task(town.uuid, token, BEFORE).fingerprint == _fingerprint(town, town.people)
        facts = record_facts(town.slug)
        assert facts is not None
        assert (facts.lists, facts.replacements) == (2, 0)

    def test_an_answer_that_was_lost_can_be_asked_for_again(self) -> None:
        town = SimulatedTown().prepare()
        before = read_record(town.uuid)
        assert submit_credentials(town.uuid, _token(town), _file(town, *town.people), BEFORE) == 4
        assert read_record(town.uuid) == before

    def test_a_list_without_everybody_is_refused(self) -> None:
        town = SimulatedTown().prepare()
        with refused("credentials-incomplete") as refusal:
            submit_credentials(town.uuid, _token(town), _file(town, _new_code(town.people[0])), BEFORE, anew=True)
        assert refusal.value.facts["missing"] == 3

    def test_nothing_is_taken_once_the_vote_is_set_up(self) -> None:
        town = SimulatedTown().set_up()
        before = read_record(town.uuid)
        with refused("vote-already-set-up"):
            submit_credentials(town.uuid, _token(town), _file(town, *town.people), BEFORE, anew=True)
        with refused("vote-already-set-up"):
            import_credentials(SYSTEM, town.slug, _file(town, *town.people), BEFORE)
        assert read_record(town.uuid) == before

    def test_the_reference_s_form_is_taken_too(self) -> None:
        town = SimulatedTown().prepare()
        entries = {str(p.roll_number): derive_public(town.uuid, p.code).text for p in map(_new_code, town.people)}
        assert import_credentials(SYSTEM, town.slug, compose_reference_public(entries), BEFORE) == 4
        weighted = compose_reference_public({number: f"{entry},1" for number, entry in entries.items()})
        assert import_credentials(SYSTEM, town.slug, weighted, BEFORE) == 4
        for raw, code in (
            (compose_reference_public({**entries, "1": f"{entries['1']},2"}), "credential-weighted"),
            (compose_reference_public({"1": entries["1"], "2": entries["1"]}), "credential-duplicate"),
            (b"[1]", "credential-malformed"),
            (f'["{IDENTITY.text},,1"]'.encode(), "credential-malformed"),
        ):
            with refused(code):
                import_credentials(SYSTEM, town.slug, raw, BEFORE)


class TestReplacement:
    """A lost code is made again: the old credential is revoked, and an auditor can follow that."""

    def test_the_new_code_votes_and_the_old_one_no_longer_does(self) -> None:
        town = SimulatedTown().prepare()
        first, lost = _fingerprint(town, town.people), town.people[1]
        town.people[1] = _new_code(lost)
        assert submit_replacements(town.uuid, _token(town), _file(town, town.people[1]), BEFORE) == 1
        set_up_vote(SYSTEM, town.slug, BEFORE)
        with refused("credential-unknown"):
            town.vote(lost, 1)
        town.vote(town.people[1], 1)
        summary = _check(town)
        assert (summary.lists, summary.replacements) == (1, 1)
        assert (summary.first_fingerprint, summary.final_fingerprint) == (first, _fingerprint(town, town.people))
        assert record_facts(town.slug) == RecordFacts(1, 1, first, summary.head_hash)

    def test_the_organiser_may_hand_in_the_registrars_file(self) -> None:
        town = SimulatedTown().prepare()
        town.people[0] = _new_code(town.people[0])
        assert replace_codes(SYSTEM, town.slug, _file(town, town.people[0]), BEFORE) == 1
        set_up_vote(SYSTEM, town.slug, BEFORE)
        assert _check(town).final_fingerprint == _fingerprint(town, town.people)

    def test_the_record_says_when_and_never_whose(self) -> None:
        town = SimulatedTown().prepare()
        old = {derive_public(town.uuid, person.code).text for person in town.people}
        town.people = [_new_code(person) for person in town.people]
        replace_codes(SYSTEM, town.slug, _file(town, *town.people), BEFORE)
        record = parse_record(read_record(town.uuid))
        revoked = [entry.old for entry in record.replacements]
        assert revoked == sorted(old), "in the order of the old ones: not in that of the roll"
        assert {entry.time for entry in record.entries} == {BEFORE.strftime("%Y-%m-%dT%H:%M:%SZ")}
        assert not [number for number in range(1, 5) if f'"{number}"' in read_record(town.uuid).decode()]

    def test_an_answer_that_was_lost_can_be_asked_for_again(self) -> None:
        town = SimulatedTown().prepare()
        raw = _file(town, _new_code(town.people[0]))
        token = _token(town)
        assert submit_replacements(town.uuid, token, raw, BEFORE) == 1
        before = read_record(town.uuid)
        assert submit_replacements(town.uuid, token, raw, BEFORE) == 0
        assert read_record(town.uuid) == before

    def test_a_code_replaced_twice_is_followed_through(self) -> None:
        town = SimulatedTown().prepare()
        for _ in range(2):
            town.people[0] = _new_code(town.people[0])
            replace_codes(SYSTEM, town.slug, _file(town, town.people[0]), BEFORE)
        set_up_vote(SYSTEM, town.slug, BEFORE)
        assert _check(town).replacements == 2

    def test_what_cannot_be_replaced_is_refused_and_changes_nothing(self) -> None:
        town = SimulatedTown().prepare()
        first, second = town.people[:2]
        again = _new_code(first)
        replace_codes(SYSTEM, town.slug, _file(town, again), BEFORE)
        before = read_record(town.uuid), _held(town)
        stranger = replace(again, roll_number=77)
        taken = replace(again, code=second.code)
        for raw, code in (
            (_file(town, stranger), "credential-roll-number-unknown"),
            (_file(town, first), "credential-revoked"),
            (_file(town, replace(second, code=first.code)), "credential-revoked"),
            (_file(town, taken), "credential-duplicate"),
            (_file(town, taken, replace(second, code=again.code)), "credential-duplicate"),
            (f"roll_number;credential\n1;{IDENTITY.text}\n".encode(), "credential-malformed"),
            (b"roll_number;credential\n", "file-empty"),
        ):
            with refused(code):
                replace_codes(SYSTEM, town.slug, raw, BEFORE)
            assert (read_record(town.uuid), _held(town)) == before

    def test_who_has_no_code_yet_has_none_to_replace(self) -> None:
        town = SimulatedTown().prepare()
        import_credentials(SYSTEM, town.slug, _file(town, *town.people[:3]), BEFORE)
        with refused("replacement-without-code"):
            replace_codes(SYSTEM, town.slug, _file(town, town.people[3]), BEFORE)

    def test_after_the_setup_it_is_too_late_and_the_refusal_says_since_when(self) -> None:
        town = SimulatedTown().set_up()
        token = _token(town)
        before = read_record(town.uuid), town.archive()
        raw = _file(town, _new_code(town.people[0]))
        for now, code in (
            (BEFORE, "replacement-after-setup"),
            (OPENS, "replacement-after-opening"),
            (AFTER, "replacement-after-opening"),
        ):
            with refused(code):
                submit_replacements(town.uuid, token, raw, now)
            with refused(code):
                replace_codes(SYSTEM, town.slug, raw, now)
        assert (read_record(town.uuid), town.archive()) == before


def _held(town: SimulatedTown) -> dict[int, str]:
    with read_session() as session:
        rows = session.exec(select(CredentialRow).where(CredentialRow.uuid == town.uuid)).all()
        return {row.roll_number: row.credential for row in rows}


class TestRecord:
    """The public file, and a server that cheats behind it."""

    def test_there_is_none_before_the_first_list(self) -> None:
        town = SimulatedTown().create()
        with refused("record-empty"):
            read_record(town.uuid)
        assert record_facts(town.slug) is None
        with refused("election-unknown"):
            read_record("1" * 14)

    def test_a_list_from_before_there_were_records_begins_one(self) -> None:
        """A town that had handed in its list before the programme kept records."""
        town = SimulatedTown().prepare()
        first = _fingerprint(town, town.people)
        with write_session() as session:
            session.exec(delete(CredentialEventRow))
        town.people[0] = _new_code(town.people[0])
        replace_codes(SYSTEM, town.slug, _file(town, town.people[0]), BEFORE)
        set_up_vote(SYSTEM, town.slug, BEFORE)
        assert _check(town).first_fingerprint == first
        other = SimulatedTown().prepare()
        with write_session() as session:
            session.exec(delete(CredentialEventRow).where(CredentialEventRow.uuid == other.uuid))
        set_up_vote(SYSTEM, other.slug, BEFORE)
        assert _check(other).replacements == 0

    @pytest.mark.parametrize("cheat", ["swaps", "removes", "adds"])
    def test_a_server_that_changes_its_table_is_found_out(self, cheat: str) -> None:
        town = SimulatedTown().prepare()
        replace_codes(SYSTEM, town.slug, _file(town, _new_code(town.people[0])), BEFORE)
        own = derive_public(town.uuid, generate_code(os.urandom)).text
        with write_session() as session:
            row = session.get(CredentialRow, (town.uuid, 2))
            assert row is not None
            if cheat == "swaps":
                row.credential = own
            elif cheat == "adds":
                session.add(CredentialRow(uuid=town.uuid, roll_number=99, credential=own))
            else:
                session.delete(row)
        if cheat == "removes":
            _strike_off(town, 2)
        set_up_vote(SYSTEM, town.slug, BEFORE)
        with pytest.raises(CredentialError, match="^record-first-list$"):
            _check(town)

    def test_a_record_of_another_vote_explains_nothing(self) -> None:
        town, other = SimulatedTown().set_up(), SimulatedTown().set_up()
        with pytest.raises(CredentialError, match="^record-other-election$"):
            _check(town, read_record(other.uuid))


def _strike_off(town: SimulatedTown, number: int) -> None:
    """Takes a voter off the roll behind everybody's back."""
    with write_session() as session:
        session.exec(delete(VoterRow).where(VoterRow.roll_number == number))
