"""Casting through the services: receipts, every refusal with nothing kept, and people who cheat."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlmodel import col, func, select

from budget_app.domain.edition import VotingRules
from budget_app.domain.errors import NotAllowedError, TooManyTriesError
from budget_app.domain.vote import IdentityClaim
from budget_app.services.ballots import MAX_BALLOT_BYTES, MAX_SPOILED, spoil_ballot
from budget_app.services.board import turnout
from budget_app.services.casting import cast_ballot
from budget_app.services.identity import TRIES_PER_ADDRESS, TRIES_PER_CREDENTIAL, WINDOW
from budget_app.storage.attempts import AttemptRow
from budget_app.storage.board import AttendanceRow, BoardChunkRow
from budget_app.storage.database import read_session
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import ADDRESS, AFTER, BEFORE, CLOSES, DURING, OPENS, Person, SimulatedTown
from tests.budget_app.web_votes import kept
from voting.archive import read_data
from voting.credentials import derive_secret, generate_code
from voting.hashing import base64_unpadded
from voting.proofs import prove_knowledge
from voting.strict_json import canonical
from voting.verification.procedure import verify_archive

pytestmark = pytest.mark.usefixtures("database")

WRONG = date(1901, 1, 1)


@pytest.fixture
def town(database: None) -> SimulatedTown:
    return SimulatedTown().set_up()


def _claim(person: Person, birth_date: date | None = None, address: str = ADDRESS) -> IdentityClaim:
    return IdentityClaim(person.roll_number, birth_date or person.birth_date, address)


def test_the_bytes_that_came_are_the_bytes_on_the_board(town: SimulatedTown) -> None:
    sealed = town.seal(town.people[0], 1)
    receipt = town.cast(town.people[0], sealed.raw)
    with read_session() as session:
        chunk = session.get(BoardChunkRow, (town.uuid, receipt.position))
    assert chunk is not None
    assert read_data(BytesIO(chunk.data)) == sealed.raw
    assert receipt.tracker == sealed.tracker
    assert (receipt.accepted_at, receipt.replaces, receipt.repeated) == (DURING, False, False)


def test_the_same_bytes_again_give_the_same_receipt_and_one_ballot(town: SimulatedTown) -> None:
    sealed = town.seal(town.people[0], 1)
    first = town.cast(town.people[0], sealed.raw)
    again = town.cast(town.people[0], sealed.raw, DURING + timedelta(hours=1))
    assert again.repeated
    assert (again.tracker, again.position, again.accepted_at) == (first.tracker, first.position, first.accepted_at)
    assert kept()[1:] == [1, 1, 0]


def test_a_lost_answer_can_be_asked_for_again_after_the_closing(town: SimulatedTown) -> None:
    sealed = town.seal(town.people[0], 1)
    first = town.cast(town.people[0], sealed.raw)
    assert town.cast(town.people[0], sealed.raw, AFTER).position == first.position


def test_a_second_ballot_replaces_the_first_and_the_voter_attends_once(town: SimulatedTown) -> None:
    person = town.people[0]
    first, second = town.vote(person, 1), town.vote(person, 2, now=DURING + timedelta(days=1))
    assert (first.replaces, second.replaces) == (False, True)
    assert kept()[1:] == [2, 1, 0]
    with read_session() as session:
        attendance = session.get(AttendanceRow, (town.uuid, person.roll_number))
    assert attendance is not None
    assert attendance.marked_at == DURING
    assert turnout(town.slug).voted == 1


def test_a_replaced_ballot_sent_again_does_not_come_back(town: SimulatedTown) -> None:
    person = town.people[0]
    old = town.seal(person, 1)
    town.cast(person, old.raw)
    town.vote(person, 2)
    before = kept()
    with refused("ballot-duplicate"):
        town.cast(person, old.raw)
    assert kept() == before


def test_a_vote_without_second_thoughts_takes_one_ballot(database: None) -> None:
    town = SimulatedTown(rules=VotingRules(1, 2, revote_allowed=False)).set_up()
    person = town.people[0]
    sealed = town.seal(person, 1)
    town.cast(person, sealed.raw)
    with refused("revote-not-allowed"):
        town.vote(person, 2)
    assert town.cast(person, sealed.raw).repeated
    assert kept()[1:] == [1, 1, 0]


def test_the_vote_opens_and_closes_at_its_second(town: SimulatedTown) -> None:
    second = timedelta(seconds=1)
    with refused("vote-not-open"):
        town.vote(town.people[0], 1, now=OPENS - second)
    town.vote(town.people[0], 1, now=OPENS)
    town.vote(town.people[1], 1, now=CLOSES - second)
    with refused("vote-closed"):
        town.vote(town.people[2], 1, now=CLOSES)


@pytest.fixture
def untouched(town: SimulatedTown) -> Iterator[None]:
    before = kept()
    yield
    assert kept() == before, "a refused ballot left something"


@pytest.mark.usefixtures("untouched")
class TestRefusals:
    """Each leaves the board, the ballots and the attendance as they were."""

    def test_too_large(self, town: SimulatedTown) -> None:
        with refused("ballot-too-large"):
            town.cast(town.people[0], b" " * (MAX_BALLOT_BYTES + 1))

    @pytest.mark.parametrize("raw", [b"", b"{}", b"\xff", b"[" * 1000, b"null"])
    def test_malformed(self, town: SimulatedTown, raw: bytes) -> None:
        with refused("ballot-malformed"):
            town.cast(town.people[0], raw)

    def test_not_the_canonical_bytes(self, town: SimulatedTown) -> None:
        raw = town.seal(town.people[0], 1).raw
        for changed in (raw + b"\n", b" " + raw, raw.replace(b'"credential"', b'"\\u0063redential"')):
            with refused("ballot-malformed"):
                town.cast(town.people[0], changed)

    def test_of_an_unknown_vote(self, town: SimulatedTown) -> None:
        raw = town.seal(town.people[0], 1).raw
        with refused("election-unknown"):
            cast_ballot("1" * 14, raw, _claim(town.people[0]), DURING)

    def test_of_a_vote_that_is_not_set_up(self, town: SimulatedTown) -> None:
        raw = town.seal(town.people[0], 1).raw
        other = SimulatedTown().create()
        with refused("vote-not-open"):
            cast_ballot(other.uuid, raw, _claim(town.people[0]), DURING)

    def test_signature_of_another_ballot(self, town: SimulatedTown) -> None:
        ballot, other = (json.loads(town.seal(town.people[0], 1).raw) for _ in range(2))
        with refused("ballot-signature-invalid"):
            town.cast(town.people[0], canonical(ballot | {"signature": other["signature"]}))

    def test_proof_of_another_ballot_though_well_signed(self, town: SimulatedTown) -> None:
        ballot, other = (json.loads(town.seal(town.people[0], 1).raw) for _ in range(2))
        ballot["answers"][0]["overall_proof"] = other["answers"][0]["overall_proof"]
        with refused("ballot-proof-invalid"):
            town.cast(town.people[0], _signed_again(town, ballot))

    def test_one_answer_too_many_though_well_signed(self, town: SimulatedTown) -> None:
        ballot = json.loads(town.seal(town.people[0], 1).raw)
        ballot["answers"] *= 2
        with refused("ballot-proof-invalid"):
            town.cast(town.people[0], _signed_again(town, ballot))

    def test_credential_that_is_not_on_the_list(self, town: SimulatedTown) -> None:
        person = town.people[0]
        stranger = Person(person.roll_number, generate_code(os.urandom), person.birth_date)
        with refused("credential-unknown"):
            town.vote(stranger, 1)

    def test_own_code_with_the_number_and_birth_date_of_a_neighbour(self, town: SimulatedTown) -> None:
        cheat, neighbour = town.people[:2]
        with refused("credential-of-another-voter"):
            town.cast(neighbour, town.seal(cheat, 1).raw)

    def test_number_that_is_not_on_the_roll(self, town: SimulatedTown) -> None:
        person = town.people[0]
        with refused("credential-of-another-voter"):
            cast_ballot(town.uuid, town.seal(person, 1).raw, IdentityClaim(999, person.birth_date, ADDRESS), DURING)

    def test_spoiled_vote_of_nobody(self, town: SimulatedTown) -> None:
        stranger = Person(1, generate_code(os.urandom), WRONG)
        with refused("credential-unknown"):
            spoil_ballot(town.uuid, town.seal(stranger, 1).raw, DURING)

    def test_spoiling_outside_the_vote(self, town: SimulatedTown) -> None:
        raw = town.seal(town.people[0], 1).raw
        with refused("vote-not-open"):
            spoil_ballot(town.uuid, raw, BEFORE)
        with refused("vote-closed"):
            spoil_ballot(town.uuid, raw, AFTER)


def _signed_again(town: SimulatedTown, ballot: dict[str, object]) -> bytes:
    """``ballot``, changed, with a signature that is right, as only its voter could make it."""
    body = {name: value for name, value in ballot.items() if name != "signature"}
    signed = base64_unpadded(canonical(body))
    proof = prove_knowledge(f"sig|{signed}", derive_secret(town.uuid, town.people[0].code), os.urandom)
    return canonical(body | {"signature": {"hash": signed, "proof": proof.as_json()}})


def test_a_ballot_of_another_vote_is_refused(town: SimulatedTown) -> None:
    other = SimulatedTown().set_up()
    raw = other.seal(other.people[0], 1).raw
    before = kept()
    with refused("ballot-other-election"):
        town.cast(town.people[0], raw)
    assert kept() == before


class TestSecondFactor:
    """Tries of the birth date: counted for who holds the code, kept though the ballot is refused."""

    def test_each_wrong_birth_date_says_how_many_tries_are_left(self, town: SimulatedTown) -> None:
        person = town.people[0]
        left = []
        for _ in range(TRIES_PER_CREDENTIAL):
            with refused("second-factor-wrong") as refusal:
                cast_ballot(town.uuid, town.seal(person, 1).raw, _claim(person, WRONG), DURING)
            left.append(refusal.value.facts["tries_left"])
        assert left == [4, 3, 2, 1, 0]
        with refused("too-many-tries") as refusal:
            town.vote(person, 1)
        assert isinstance(refusal.value, TooManyTriesError)
        assert 0 < int(str(refusal.value.facts["retry_after"])) <= WINDOW.total_seconds() + 1

    def test_the_tries_come_back_after_an_hour(self, town: SimulatedTown) -> None:
        person = town.people[0]
        for _ in range(TRIES_PER_CREDENTIAL):
            with refused("second-factor-wrong"):
                cast_ballot(town.uuid, town.seal(person, 1).raw, _claim(person, WRONG), DURING)
        with refused("too-many-tries") as refusal:
            town.vote(person, 1)
        wait = timedelta(seconds=int(str(refusal.value.facts["retry_after"])))
        assert town.vote(person, 1, now=DURING + wait).position == 1

    def test_a_stranger_without_the_code_uses_up_nobodys_tries(self, town: SimulatedTown) -> None:
        person = town.people[0]
        forged = json.loads(town.seal(person, 1).raw)
        forged["signature"]["proof"]["response"] = "1"
        for _ in range(TRIES_PER_CREDENTIAL + 1):
            with refused("ballot-signature-invalid"):
                cast_ballot(town.uuid, canonical(forged), _claim(person, WRONG), DURING)
        assert town.vote(person, 1).position == 1

    def test_a_ballot_copied_from_the_board_uses_up_nobodys_tries_and_tells_nothing(self, town: SimulatedTown) -> None:
        person, other = town.people[:2]
        sealed = town.seal(person, 1)
        receipt = town.cast(person, sealed.raw)
        answers = []
        for claim in (_claim(person), _claim(person, WRONG), _claim(other), _claim(other, WRONG)):
            answers += [cast_ballot(town.uuid, sealed.raw, claim, DURING) for _ in range(TRIES_PER_CREDENTIAL)]
        assert {answer.position for answer in answers} == {receipt.position}
        assert len(set(answers)) == 1
        assert _tries() == 0
        assert town.vote(person, 2).replaces

    def test_an_address_that_tries_too_many_is_stopped_and_others_are_not(self, town: SimulatedTown) -> None:
        cheat, neighbour = town.people[:2]
        raw = town.seal(cheat, 1).raw
        for _ in range(TRIES_PER_ADDRESS):
            with refused("credential-of-another-voter"):
                cast_ballot(town.uuid, raw, _claim(neighbour), DURING)
        with refused("too-many-tries"):
            cast_ballot(town.uuid, raw, _claim(cheat), DURING)
        assert cast_ballot(town.uuid, raw, _claim(cheat, address="198.51.100.20"), DURING).position == 1

    def test_tries_that_limit_nothing_any_more_are_forgotten(self, town: SimulatedTown) -> None:
        first, second = town.people[:2]
        for person, moment in ((first, DURING), (second, DURING + 2 * WINDOW)):
            with refused("second-factor-wrong"):
                cast_ballot(town.uuid, town.seal(person, 1).raw, _claim(person, WRONG), moment)
        assert _tries() == 2, "one of the voter, one of the address"

    def test_neither_names_addresses_nor_birth_dates_are_kept_with_the_tries(self, town: SimulatedTown) -> None:
        person = town.people[0]
        with refused("second-factor-wrong") as refusal:
            cast_ballot(town.uuid, town.seal(person, 1).raw, _claim(person, WRONG), DURING)
        assert isinstance(refusal.value, NotAllowedError)
        assert set(refusal.value.facts) == {"tries_left"}
        with read_session() as session:
            keys = session.exec(select(AttemptRow.key)).all()
        assert all(len(key) == 64 and ADDRESS not in key for key in keys)
        assert WRONG.isoformat() not in repr(_claim(person, WRONG))


def _tries() -> int:
    with read_session() as session:
        wanted = select(func.count()).select_from(AttemptRow).where(col(AttemptRow.kind).startswith("second-factor"))
        return session.exec(wanted).one()


class TestSpoiling:
    """A ballot that is opened to be checked never counts."""

    def test_a_spoiled_ballot_can_never_be_cast_and_another_can(self, town: SimulatedTown) -> None:
        person = town.people[0]
        sealed = town.seal(person, 1)
        assert spoil_ballot(town.uuid, sealed.raw, DURING) == sealed.tracker
        with refused("ballot-spoiled"):
            town.cast(person, sealed.raw)
        assert kept()[1:] == [0, 0, 1]
        assert not town.vote(person, 1).replaces

    def test_spoiling_twice_is_once(self, town: SimulatedTown) -> None:
        sealed = town.seal(town.people[0], 1)
        assert {spoil_ballot(town.uuid, sealed.raw, DURING) for _ in range(2)} == {sealed.tracker}
        assert kept()[3] == 1

    def test_a_ballot_on_the_board_cannot_be_spoiled(self, town: SimulatedTown) -> None:
        sealed = town.seal(town.people[0], 1)
        town.cast(town.people[0], sealed.raw)
        with refused("ballot-cast-already"):
            spoil_ballot(town.uuid, sealed.raw, DURING)

    def test_nobody_fills_the_table(self, town: SimulatedTown) -> None:
        person = town.people[0]
        for _ in range(MAX_SPOILED):
            spoil_ballot(town.uuid, town.seal(person, 1).raw, DURING)
        with refused("too-many-spoiled"):
            spoil_ballot(town.uuid, town.seal(person, 1).raw, DURING)
        assert town.vote(person, 1).position == 1


def test_a_blank_ballot_is_taken(town: SimulatedTown) -> None:
    town.vote(town.people[0])
    assert verify_archive(BytesIO(town.archive())).valid
