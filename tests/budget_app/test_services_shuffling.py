"""Ballots that are opened: guardians shuffle in turn, then decrypt; nobody goes before their turn or twice."""

from __future__ import annotations

from io import BytesIO

import pytest

from budget_app.domain.ballot_kind import SMALLEST_OPENED_ROLL, BallotKind
from budget_app.domain.edition import VotingRules
from budget_app.domain.errors import ConflictError, DomainError, InvalidInputError, NotAllowedError
from budget_app.domain.guardian import GuardianState
from budget_app.services.actor import ANONYMOUS, ORGANISER, SYSTEM, Actor
from budget_app.services.elections import readiness
from budget_app.services.guardians import guardian_progress, guardian_task, submit_share, submit_shuffle
from budget_app.services.results import find_result
from budget_app.services.shuffling import MAX_REASON, pass_over_shuffler
from tests.budget_app.simulated_town import AFTER, SimulatedTown
from tests.budget_app.web_client import WebClient
from voting.verification.procedure import verify_archive

pytestmark = pytest.mark.usefixtures("database")

KNAPSACK = VotingRules(1, 3, kind=BallotKind.KNAPSACK)
RANKING = VotingRules(1, 3, kind=BallotKind.RANKING)


@pytest.fixture
def closed() -> SimulatedTown:
    """A vote of opened ballots that is closed: three projects of 3,000, 6,000 and 9,000 €, 10,000 € to spend."""
    town = SimulatedTown(projects=3, voters=SMALLEST_OPENED_ROLL, guardians=2, rules=KNAPSACK).set_up()
    for person, fields in zip(town.people, [(1, 1, 0), (0, 0, 1), (1, 0, 0), ()], strict=False):
        town.cast(person, town.seal_fields(person, *fields).raw)
    town.close()
    return town


def _states(town: SimulatedTown) -> list[GuardianState]:
    return [guardian_task(town.uuid, town.token(number)).state for number in range(town.guardians)]


def _shuffle(town: SimulatedTown, number: int, raw: bytes | None = None) -> None:
    submit_shuffle(town.uuid, town.token(number), raw or town.shuffle(number), AFTER)


def _refusal(town: SimulatedTown, number: int, raw: bytes | None = None) -> tuple[str, object]:
    with pytest.raises(DomainError) as refusal:
        _shuffle(town, number, raw)
    return refusal.value.code, refusal.value.facts.get("check")


def test_guardians_shuffle_in_turn_then_open_the_votes(closed: SimulatedTown) -> None:
    assert _states(closed) == [GuardianState.SHUFFLE_NEEDED, GuardianState.SHUFFLES_AWAITED]
    _shuffle(closed, 0)
    assert _states(closed) == [GuardianState.SHUFFLES_AWAITED, GuardianState.SHUFFLE_NEEDED]
    _shuffle(closed, 1)
    assert _states(closed) == [GuardianState.SHARE_NEEDED, GuardianState.SHARE_NEEDED]
    closed.open_count()
    result = find_result(closed.slug)
    assert result is not None
    assert [(line.number, line.votes) for line in result.lines] == [(1, 2), (2, 1), (3, 1)]
    assert (result.blank, result.ballots, result.invalid) == (1, 4, ())
    report = verify_archive(BytesIO(closed.archive()))
    assert report.failure is None
    assert report.find_line("shuffles").found == "1, 2"
    assert [progress.state for progress in guardian_progress(closed.slug)] == [GuardianState.COUNTED] * 2


def test_a_ranking_is_counted_by_the_points_of_its_ranks() -> None:
    town = SimulatedTown(projects=3, voters=SMALLEST_OPENED_ROLL, guardians=1, rules=RANKING).set_up()
    for person, fields in zip(town.people, [(1, 2, 0), (2, 1, 3)], strict=False):
        town.cast(person, town.seal_fields(person, *fields).raw)
    town.close()
    _shuffle(town, 0)
    town.open_count()
    result = find_result(town.slug)
    assert result is not None
    assert sorted((line.number, line.votes) for line in result.lines) == [(1, 5), (2, 5), (3, 1)]


def test_a_ballot_that_breaks_the_limits_is_listed_and_stops_nothing(closed: SimulatedTown) -> None:
    town = SimulatedTown(projects=3, voters=SMALLEST_OPENED_ROLL, guardians=1, rules=KNAPSACK).set_up()
    for person, fields in zip(town.people, [(1, 1, 1), (1, 0, 0)], strict=False):
        town.cast(person, town.seal_fields(person, *fields).raw)
    town.close()
    _shuffle(town, 0)
    town.open_count()
    result = find_result(town.slug)
    assert result is not None
    assert [(item.reason, item.ballots) for item in result.invalid] == [("ballot-over-budget", 1)]
    assert [line.votes for line in result.lines] == [1, 0, 0]


def test_nobody_shuffles_before_their_turn_or_twice(closed: SimulatedTown) -> None:
    assert _refusal(closed, 1) == ("shuffle-not-your-turn", None)
    first = closed.shuffle(0)
    _shuffle(closed, 0, first)
    assert _refusal(closed, 0, first) == ("shuffle-not-your-turn", None)
    _shuffle(closed, 1)
    assert _refusal(closed, 1) == ("shuffle-not-your-turn", None)


def test_a_shuffle_of_something_else_or_changed_is_refused_and_nothing_is_kept(closed: SimulatedTown) -> None:
    before = closed.archive()
    honest = closed.shuffle(0)
    assert _refusal(closed, 0, b"{}") == ("shuffle-invalid", "shuffle-malformed")
    assert _refusal(closed, 0, honest.replace(b'"proofs":[[[', b'"proofs":[[[ ', 1))[1] == "shuffle-malformed"
    _shuffle(closed, 0, honest)
    assert _refusal(closed, 1, honest) == ("shuffle-invalid", "shuffle-proof")
    assert closed.archive().startswith(before)


def test_no_share_is_taken_before_the_shuffles_are_done(closed: SimulatedTown) -> None:
    with pytest.raises(ConflictError, match="shuffles-not-done"):
        submit_share(closed.uuid, closed.token(0), closed.share(0), AFTER)


def test_a_share_of_what_was_not_shuffled_is_refused(closed: SimulatedTown) -> None:
    early = closed.share(0)
    for number in (0, 1):
        _shuffle(closed, number)
    with pytest.raises(InvalidInputError, match="share-invalid"):
        submit_share(closed.uuid, closed.token(0), early, AFTER)


def test_nothing_is_shuffled_before_the_close_or_where_only_totals_are_opened() -> None:
    town = SimulatedTown(guardians=1).set_up()
    assert _refusal(town, 0, b"{}")[0] == "share-not-yet"
    town.close()
    assert _refusal(town, 0, b"{}")[0] == "shuffle-not-your-turn"
    assert guardian_task(town.uuid, town.token(0)).ballots_to_open is None


def test_a_link_that_is_nobody_s_may_not_shuffle(closed: SimulatedTown) -> None:
    with pytest.raises(NotAllowedError, match="guardian-unknown"):
        submit_shuffle(closed.uuid, "nobody", closed.shuffle(0), AFTER)
    path = f"/api/elections/{closed.uuid}/guardian/shuffle"
    answer = WebClient().post(path, content=b"x" * 100_000, headers={"authorization": "Bearer nobody"})
    assert (answer.status_code, answer.json()["code"]) == (403, "guardian-unknown")


def test_a_shuffle_comes_over_the_guardian_s_own_link(closed: SimulatedTown) -> None:
    path = f"/api/elections/{closed.uuid}/guardian/shuffle"
    headers = {"authorization": f"Bearer {closed.token(0)}"}
    assert WebClient().post(path, content=closed.shuffle(0), headers=headers).status_code == 201
    assert _states(closed)[1] is GuardianState.SHUFFLE_NEEDED


def test_the_organiser_goes_on_without_an_absent_guardian_for_a_reason(closed: SimulatedTown) -> None:
    pass_over_shuffler(SYSTEM, closed.slug, "En voyage jusqu'à dimanche")
    assert _states(closed) == [GuardianState.SHUFFLES_AWAITED, GuardianState.SHUFFLE_NEEDED]
    with pytest.raises(ConflictError, match="shuffle-needed"):
        pass_over_shuffler(SYSTEM, closed.slug, "En voyage aussi")
    _shuffle(closed, 1)
    assert _states(closed) == [GuardianState.SHARE_NEEDED] * 2
    with pytest.raises(ConflictError, match="shuffle-nobody"):
        pass_over_shuffler(SYSTEM, closed.slug, "Trop tard")
    closed.open_count()
    assert verify_archive(BytesIO(closed.archive())).find_line("shuffles").found == "2"


@pytest.mark.parametrize(
    ("reason", "code"), [("", "field-empty"), ("  ", "field-empty"), ("x" * (MAX_REASON + 1), "field-too-long")]
)
def test_a_guardian_is_not_passed_over_without_a_reason(closed: SimulatedTown, reason: str, code: str) -> None:
    with pytest.raises(InvalidInputError, match=code):
        pass_over_shuffler(SYSTEM, closed.slug, reason)


@pytest.mark.parametrize("actor", [ANONYMOUS, Actor(5, frozenset({"resident"}))])
def test_only_the_organiser_passes_a_guardian_over(closed: SimulatedTown, actor: Actor) -> None:
    with pytest.raises(NotAllowedError):
        pass_over_shuffler(actor, closed.slug, "En voyage")
    assert ORGANISER not in actor.roles


def test_ballots_of_too_few_voters_are_never_opened() -> None:
    town = SimulatedTown(projects=3, voters=SMALLEST_OPENED_ROLL - 1, guardians=1, rules=KNAPSACK).prepare()
    assert [piece.code for piece in readiness(SYSTEM, town.slug)] == ["roll-too-small-to-open"]
