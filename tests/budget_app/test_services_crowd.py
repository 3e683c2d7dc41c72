"""Many at the same moment: the board stays one chain, and each credential has one ballot that counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier

import pytest
from sqlmodel import select

from budget_app.domain.edition import VotingRules
from budget_app.domain.errors import DomainError
from budget_app.domain.vote import IdentityClaim, Receipt
from budget_app.services.actor import SYSTEM
from budget_app.services.ballots import spoil_ballot
from budget_app.services.board import TRACKER_LENGTH, turnout
from budget_app.services.casting import cast_ballot
from budget_app.services.counting import sum_ballots
from budget_app.services.elections import close_vote
from budget_app.services.guardians import submit_share
from budget_app.services.identity import TRIES_PER_CREDENTIAL
from budget_app.services.results import find_result
from budget_app.storage.board import BallotRow
from budget_app.storage.database import read_session
from tests.budget_app.simulated_town import ADDRESS, AFTER, DURING, SimulatedTown
from tests.budget_app.test_services_casting import WRONG
from tests.budget_app.web_votes import kept
from voting.verification.procedure import verify_archive

pytestmark = pytest.mark.usefixtures("database")

THREADS = 8


def _together(actions: Sequence[Callable[[], object]]) -> list[object]:
    """What each action gave, or the code of its refusal; all start at the same moment."""
    start = Barrier(len(actions))

    def act(action: Callable[[], object]) -> object:
        start.wait()
        try:
            return action()
        except DomainError as error:
            return error.code

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(act, actions))


def test_the_same_ballot_from_eight_places_is_one_ballot_with_one_receipt() -> None:
    town = SimulatedTown().set_up()
    person = town.people[0]
    raw = town.seal(person, 1).raw
    answers = _together([lambda: town.cast(person, raw)] * THREADS)
    receipts = [answer for answer in answers if isinstance(answer, Receipt)]
    assert len(receipts) == THREADS
    assert len({(receipt.tracker, receipt.position, receipt.accepted_at) for receipt in receipts}) == 1
    assert sum(not receipt.repeated for receipt in receipts) == 1
    assert kept()[1:] == [1, 1, 0]


def test_a_voter_who_casts_in_eight_threads_has_one_ballot_where_revoting_is_off() -> None:
    town = SimulatedTown(rules=VotingRules(1, 2, revote_allowed=False)).set_up()
    person = town.people[0]
    ballots = [town.seal(person, 1 + position % 3).raw for position in range(THREADS)]
    answers = _together([lambda raw=raw: town.cast(person, raw) for raw in ballots])
    assert sorted(str(type(answer).__name__) for answer in answers) == ["Receipt", *["str"] * (THREADS - 1)]
    assert answers.count("revote-not-allowed") == THREADS - 1
    assert kept()[1:] == [1, 1, 0]


def test_of_a_voter_who_casts_in_eight_threads_one_ballot_counts() -> None:
    town = SimulatedTown().set_up()
    person, other = town.people[:2]
    town.vote(other, 3)
    ballots = [town.seal(person, 1 + position % 2).raw for position in range(THREADS)]
    receipts = _together([lambda raw=raw: town.cast(person, raw) for raw in ballots])
    assert all(isinstance(receipt, Receipt) for receipt in receipts)
    assert sorted(receipt.position for receipt in receipts if isinstance(receipt, Receipt)) == list(range(2, 10))
    town.close()
    town.open_count()
    result = find_result(town.slug)
    assert result is not None
    assert (result.ballots, result.attended, sum(line.votes for line in result.lines)) == (2, 2, 2)
    report = verify_archive(BytesIO(town.archive()))
    assert report.valid
    assert (report.facts.ballots, report.facts.effective_ballots) == (THREADS + 1, 2)


def test_voters_who_cast_at_the_same_moment_are_all_taken_in_one_chain() -> None:
    town = SimulatedTown(voters=THREADS).set_up()
    ballots = [(person, town.seal(person, 1 + person.roll_number % 3).raw) for person in town.people]
    _together([lambda person=person, raw=raw: town.cast(person, raw) for person, raw in ballots])
    with read_session() as session:
        heights = sorted(session.exec(select(BallotRow.height)))
    assert heights == list(range(1, THREADS + 1))
    assert turnout(town.slug).voted == THREADS
    assert verify_archive(BytesIO(town.archive())).facts.effective_ballots == THREADS


def test_wrong_birth_dates_at_the_same_moment_do_not_get_more_tries() -> None:
    town = SimulatedTown().set_up()
    person = town.people[0]
    claim = IdentityClaim(person.roll_number, WRONG, ADDRESS)
    ballots = [town.seal(person, 1).raw for _ in range(THREADS)]
    answers = _together([lambda raw=raw: cast_ballot(town.uuid, raw, claim, DURING) for raw in ballots])
    assert answers.count("second-factor-wrong") == TRIES_PER_CREDENTIAL
    assert answers.count("too-many-tries") == THREADS - TRIES_PER_CREDENTIAL


def test_a_ballot_is_either_cast_or_opened_never_both() -> None:
    town = SimulatedTown(voters=THREADS // 2).set_up()
    sealed = [(person, town.seal(person, 1)) for person in town.people]
    actions: list[Callable[[], object]] = []
    for person, ballot in sealed:
        actions += [
            lambda person=person, ballot=ballot: town.cast(person, ballot.raw),
            lambda ballot=ballot: spoil_ballot(town.uuid, ballot.raw, DURING),
        ]
    answers = _together(actions)
    for cast, spoiled in zip(answers[::2], answers[1::2], strict=True):
        if isinstance(cast, Receipt):
            assert spoiled == "ballot-cast-already"
        else:
            assert (cast, len(str(spoiled))) == ("ballot-spoiled", TRACKER_LENGTH)
    assert kept()[1] + kept()[3] == len(sealed)


def test_a_closing_amid_ballots_counts_exactly_those_that_have_a_receipt() -> None:
    town = SimulatedTown(voters=THREADS).set_up()
    ballots = [(person, town.seal(person, 1).raw) for person in town.people]
    closing = lambda: close_vote(SYSTEM, town.slug, DURING, early_confirmed=True)  # noqa: E731
    answers = _together([*(lambda p=p, raw=raw: town.cast(p, raw) for p, raw in ballots), closing])
    receipts = [answer for answer in answers if isinstance(answer, Receipt)]
    assert len(receipts) + answers.count("vote-closed") == THREADS
    report = verify_archive(BytesIO(town.archive()))
    assert report.valid
    assert report.facts.effective_ballots == len(receipts)


def test_a_ballot_that_arrived_in_time_but_reached_the_board_during_the_closing_is_summed() -> None:
    town = SimulatedTown().set_up()
    town.vote(town.people[0], 1)
    early = sum_ballots(town.uuid)
    town.vote(town.people[1], 1)
    assert sum_ballots(town.uuid).head_hash != early.head_hash
    town.close()
    assert verify_archive(BytesIO(town.archive())).facts.effective_ballots == 2


def test_two_closings_at_the_same_moment_are_one() -> None:
    town = SimulatedTown().set_up()
    town.vote(town.people[0], 1)
    answers = _together([town.close] * 2)
    assert sorted(map(str, answers)) == ["None", "vote-closed-already"]
    assert verify_archive(BytesIO(town.archive())).valid


def test_shares_that_come_at_the_same_moment_end_in_one_result() -> None:
    town = SimulatedTown(guardians=3).set_up()
    town.vote(town.people[0], 1)
    town.close()
    shares = [(town.token(number), town.share(number)) for number in range(3)]
    answers = _together(
        [lambda token=token, raw=raw: submit_share(town.uuid, token, raw, AFTER) for token, raw in shares * 2]
    )
    assert sorted(map(str, answers)) == ["False", "False", "True", *["guardian-share-already"] * 3]
    report = verify_archive(BytesIO(town.archive()))
    assert report.valid
    assert report.facts.result is not None
