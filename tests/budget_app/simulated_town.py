"""A real small town for tests: every service is used as people would, and any of the people may cheat."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from budget_app.domain.allocation.descriptor import Rule
from budget_app.domain.ballot_kind import Sealing
from budget_app.domain.edition import Calendar, EditionDraft, VotingRules
from budget_app.domain.guardian import GuardianLink
from budget_app.domain.project import ProjectDraft
from budget_app.domain.vote import IdentityClaim, Receipt
from budget_app.services.actor import SYSTEM
from budget_app.services.ballot_questions import choices_of
from budget_app.services.board import read_board
from budget_app.services.casting import cast_ballot
from budget_app.services.credential_lists import import_credentials
from budget_app.services.editions import create_edition, find_edition
from budget_app.services.elections import close_vote, public_election, set_up_vote
from budget_app.services.guardians import guardian_task, name_guardians, submit_key, submit_share, submit_shuffle
from budget_app.services.projects import add_project, list_projects
from budget_app.services.roll import import_roll
from budget_app.services.rules import choose_rule, find_edition_rule
from voting.ballot import SealedBallot, seal_ballot
from voting.credentials import derive_public, generate_code
from voting.election import Election, parse_election
from voting.handed_share import make_handed_share
from voting.shuffle import shuffle_rows
from voting.tally import EncryptedTally, parse_encrypted_tally, shuffled_rows
from voting.trustee import TrusteeKey, generate_trustee_key, trustee_public_key_bytes

OPENS = datetime(2030, 5, 4, 8, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=14)
BEFORE = OPENS - timedelta(days=10)
DURING = OPENS + timedelta(days=1)
AFTER = CLOSES + timedelta(minutes=1)
ADDRESS = "192.0.2.7"


@dataclass
class Person:
    """A voter with what the letter holds, and the birth date that it does not."""

    roll_number: int
    code: str
    birth_date: date


@dataclass
class SimulatedTown:
    """An edition in preparation; ``prepare`` and ``set_up`` bring it to the vote."""

    projects: int = 3
    voters: int = 4
    guardians: int = 2
    rules: VotingRules = field(default_factory=lambda: VotingRules(1, 2))
    districts: tuple[str, ...] = ()
    change_rule: Callable[[Rule], Rule] | None = None
    slug: str = ""
    uuid: str = ""
    people: list[Person] = field(default_factory=list)
    links: tuple[GuardianLink, ...] = ()
    keys: list[TrusteeKey] = field(default_factory=list)

    def create(self) -> SimulatedTown:
        """Makes the edition with its projects."""
        draft = EditionDraft("Édition d'essai", "Essai-sur-Test", "", 10_000_00, Calendar(OPENS, CLOSES), self.rules)
        self.slug = create_edition(SYSTEM, draft, BEFORE)
        edition = find_edition(self.slug, BEFORE)
        assert edition is not None
        self.uuid = edition.uuid
        for number in range(1, self.projects + 1):
            place = self.districts[number - 1] if self.districts else ""
            project = ProjectDraft(title=f"Projet {number}", cost=number * 3_000_00, district=place)
            add_project(SYSTEM, self.slug, project)
        if self.change_rule is not None:
            choose_rule(SYSTEM, self.slug, self.change_rule(find_edition_rule(self.slug).rule))
        return self

    def prepare(self) -> SimulatedTown:
        """Roll, credentials, guardians and their keys: all that the vote needs."""
        self.create()
        for number in range(1, self.voters + 1):
            self.people.append(Person(number, generate_code(os.urandom), date(1950 + number % 50, 3, 1 + number % 27)))
        roll = ["roll_number;name;birth_date;district"]
        roll += [f"{p.roll_number};Personne {p.roll_number};{p.birth_date.isoformat()};" for p in self.people]
        import_roll(SYSTEM, self.slug, "\n".join(roll).encode())
        public = ["roll_number;credential"]
        public += [f"{p.roll_number};{derive_public(self.uuid, p.code).text}" for p in self.people]
        import_credentials(SYSTEM, self.slug, "\n".join(public).encode(), BEFORE)
        people = [(f"Gardienne {number}", f"g{number}@essai.example") for number in range(1, self.guardians + 1)]
        self.links = name_guardians(SYSTEM, self.slug, people, BEFORE)
        for number in range(self.guardians):
            self.keys.append(generate_trustee_key(os.urandom))
            submit_key(self.uuid, self.token(number), trustee_public_key_bytes(self.keys[-1], os.urandom), BEFORE)
        return self

    def set_up(self) -> SimulatedTown:
        """The vote is on the board, and opens at its time."""
        self.prepare()
        set_up_vote(SYSTEM, self.slug, BEFORE)
        return self

    def token(self, number: int) -> str:
        """The secret part of a guardian's link, by position from 0."""
        return self.links[number].url.partition("#")[2]

    @property
    def election(self) -> Election:
        """The election as published."""
        raw = public_election(self.uuid, DURING).election
        assert raw is not None
        return parse_election(raw.encode())

    def seal_fields(self, person: Person, *fields: int) -> SealedBallot:
        """The ballot of ``person`` that gives each project this number, of whatever kind; none means a blank vote."""
        sealing = find_edition_rule(self.slug).sealing
        limits = self.rules.limits.placed([project.district for project in list_projects(self.slug)])
        choices = choices_of(limits, sealing, fields or None, self.projects)
        return seal_ballot(self.election, person.code, choices, os.urandom)

    def seal(self, person: Person, *numbers: int) -> SealedBallot:
        """The ballot of ``person`` for the projects ``numbers``; none means a blank vote."""
        choices = [int(not numbers)] if self.rules.blank_allowed else []
        choices += [int(number in numbers) for number in range(1, self.projects + 1)]
        return seal_ballot(self.election, person.code, [choices], os.urandom)

    def cast(self, person: Person, raw: bytes, now: datetime = DURING) -> Receipt:
        """Casts sealed bytes as ``person``."""
        return cast_ballot(self.uuid, raw, IdentityClaim(person.roll_number, person.birth_date, ADDRESS), now)

    def vote(self, person: Person, *numbers: int, now: datetime = DURING) -> Receipt:
        """Seals and casts."""
        return self.cast(person, self.seal(person, *numbers).raw, now)

    def close(self) -> None:
        """Ends the vote after its time."""
        close_vote(SYSTEM, self.slug, AFTER)

    def given(self, number: int) -> EncryptedTally:
        """What the desk of a guardian is given to shuffle or decrypt."""
        task = guardian_task(self.uuid, self.token(number))
        raw = (task.ballots_to_open or task.encrypted_tally or "").encode()
        ballots = len(json.loads(raw)[0])
        return EncryptedTally(raw, b"", parse_encrypted_tally(raw, self.election, ballots), ballots, ballots)

    def shuffle(self, number: int) -> bytes:
        """The shuffle of a guardian, by position from 0, made from what the desk is given."""
        return shuffle_rows(self.election, shuffled_rows(self.election, self.given(number)), os.urandom)

    def share(self, number: int) -> bytes:
        """What a guardian hands in, by position from 0, made from what the desk is given."""
        return make_handed_share(self.election, self.given(number), self.keys[number], number + 1, os.urandom).raw

    def open_count(self) -> None:
        """Every guardian sends a share."""
        for number in range(self.guardians):
            submit_share(self.uuid, self.token(number), self.share(number), AFTER)

    def cast_all(self, *ballots: tuple[int, ...]) -> None:
        """The first people cast these: a number for each project, of whatever kind; none for a blank vote."""
        for person, fields in zip(self.people, ballots, strict=False):
            self.cast(person, self.seal_fields(person, *fields).raw)

    def count(self) -> None:
        """Ends the vote; every guardian shuffles, where ballots are opened, and sends a share."""
        self.close()
        if find_edition_rule(self.slug).sealing is Sealing.OPENED:
            for number in range(self.guardians):
                submit_shuffle(self.uuid, self.token(number), self.shuffle(number), AFTER)
        self.open_count()

    def archive(self) -> bytes:
        """The file that anyone downloads."""
        return b"".join(read_board(self.uuid))
