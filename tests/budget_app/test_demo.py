"""The demonstration town in each of its phases."""

from __future__ import annotations

import os
import random
import stat
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from budget_app.commands.demo_secrets import DemoSecrets, read_secrets, secrets_folder
from budget_app.commands.demo_town import calendar_at, make_demo_town, remake_demo_town
from budget_app.commands.demo_votes import choose_moments
from budget_app.domain.edition import Edition, ElectionState, Phase
from budget_app.domain.proposal_search import Wanted
from budget_app.domain.review import Verdict
from budget_app.domain.vote import IdentityClaim
from budget_app.services.accounts import sign_in
from budget_app.services.ballot_transfer import find_origin
from budget_app.services.board import read_board, turnout
from budget_app.services.casting import cast_ballot
from budget_app.services.decision_register import load_register
from budget_app.services.editions import find_edition
from budget_app.services.elections import public_election
from budget_app.services.guardians import guardian_progress, guardian_task
from budget_app.services.projects import list_districts, list_projects
from budget_app.services.proposal_lists import search_proposals
from budget_app.services.results import find_result
from budget_app.services.upkeep import prepare_database
from voting.ballot import seal_ballot
from voting.election import parse_election
from voting.trustee import parse_key_file
from voting.verification.procedure import verify_archive

NOW = datetime(2026, 5, 14, 15, 20, tzinfo=UTC)


def _edition(known: DemoSecrets) -> Edition:
    edition = find_edition(known.slug, NOW)
    assert edition is not None
    return edition


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def voting_town(data: Path) -> tuple[Path, DemoSecrets]:
    """The town in its vote, made once for this file; a test that changes it adds, and never takes away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISOLOIR_DATA", str(data))
        patch.delenv("DATABASE_URL", raising=False)
        prepare_database()
        return data, make_demo_town("vote", NOW)


@pytest.fixture
def vote(voting_town: tuple[Path, DemoSecrets], monkeypatch: pytest.MonkeyPatch) -> DemoSecrets:
    monkeypatch.setenv("ISOLOIR_DATA", str(voting_town[0]))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return voting_town[1]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("phase", "expected", "published", "decisions"),
    [("proposals", Phase.PROPOSALS, 13, 0), ("review", Phase.REVIEW, 22, 0), ("appeals", Phase.APPEALS, 22, 22)],
)
def test_before_the_vote_the_call_has_gone_as_far_as_its_phase(
    phase: str, expected: Phase, published: int, decisions: int
) -> None:
    known = make_demo_town(phase, NOW)
    edition = _edition(known)
    assert edition.phase_at(NOW) is expected
    assert edition.state is ElectionState.PREPARATION
    assert (len(list_projects(known.slug)), len(list_districts(known.slug))) == (0, 5)
    assert (known.voters, known.guardians) == ((), ())
    assert search_proposals(known.slug, Wanted(), NOW).total == published
    assert len(load_register(known.slug, NOW).entries) == decisions


def test_what_is_voted_on_is_what_was_admitted(vote: DemoSecrets) -> None:
    entries = {entry.proposal: entry for entry in load_register(vote.slug, NOW).entries}
    for project in list_projects(vote.slug):
        origin = find_origin(vote.slug, project.number, NOW)
        assert origin is not None
        entry = entries[origin.proposal]
        assert (entry.title, entry.in_force.verdict) == (project.title, Verdict.ADMITTED)
    refused = [entry for entry in entries.values() if entry.in_force.verdict is Verdict.REFUSED]
    assert len(refused) == len(entries) - 16 == 6


def test_staff_of_the_town_sign_in_with_the_password_that_is_told(vote: DemoSecrets) -> None:
    assert len(vote.staff) == 6
    for email in vote.staff:
        assert sign_in(email, vote.password, "192.0.2.8", NOW)


def test_in_the_vote_phase_the_vote_has_been_open_for_days_and_people_have_voted(vote: DemoSecrets) -> None:
    edition = _edition(vote)
    assert edition.phase_at(NOW) is Phase.VOTE
    assert edition.state is ElectionState.OPEN
    seen = turnout(vote.slug)
    assert (seen.voters, seen.voted) == (240, 96)
    days = [day for day, _ in seen.by_day]
    assert len(days) >= 6
    assert edition.calendar.vote_opens_at.date() <= days[0] <= days[-1] <= NOW.date()
    assert find_result(vote.slug) is None


def test_the_ballots_of_the_demonstration_pass_every_check_of_the_verifier(vote: DemoSecrets) -> None:
    assert verify_archive(BytesIO(b"".join(read_board(vote.uuid)))).valid


def test_a_code_that_is_shown_can_vote(vote: DemoSecrets) -> None:
    voter = vote.voters[-1]
    election = parse_election((public_election(vote.uuid, NOW).election or "").encode())
    raw = seal_ballot(election, voter.code, [[0, 1, *[0] * 15]], os.urandom).raw
    receipt = cast_ballot(vote.uuid, raw, IdentityClaim(voter.roll_number, voter.birth_date, "192.0.2.1"), NOW)
    assert not receipt.replaces


def test_the_organiser_and_the_guardians_can_play_their_parts(vote: DemoSecrets) -> None:
    assert sign_in(vote.organiser, vote.password, "192.0.2.1", NOW)
    published = [guardian.public_key for guardian in guardian_progress(vote.slug)]
    assert len(published) == len(vote.guardians) == 3
    for number, guardian in enumerate(vote.guardians, start=1):
        task = guardian_task(vote.uuid, guardian.token)
        key = parse_key_file((secrets_folder() / f"guardian-{number}.json").read_bytes())
        assert (task.name, task.public_key) == (guardian.name, key.public.text)
        assert key.public.text in published


def test_everybody_on_the_roll_may_vote_by_age(vote: DemoSecrets) -> None:
    assert all(NOW.date().replace(year=NOW.year - 16) >= voter.birth_date for voter in vote.voters)


def test_the_secrets_are_readable_by_their_owner_only_and_shown_by_no_repr(vote: DemoSecrets) -> None:
    assert read_secrets() == vote
    modes = {stat.S_IMODE(path.stat().st_mode) for path in secrets_folder().iterdir()}
    assert modes == {0o600}
    shown = repr(vote) + repr(vote.voters[0]) + repr(vote.guardians[0])
    for secret in (vote.password, vote.voters[0].code, str(vote.voters[0].birth_date), vote.guardians[0].token):
        assert secret not in shown


@pytest.mark.slow
@pytest.mark.usefixtures("database")
def test_in_the_last_phase_the_result_is_counted_and_the_budget_is_nearly_spent() -> None:
    make_demo_town("review", NOW)
    known = remake_demo_town("results", NOW)
    edition = _edition(known)
    assert (edition.phase_at(NOW), edition.state) == (Phase.RESULTS, ElectionState.COUNTED)
    result = find_result(known.slug)
    assert result is not None
    assert (result.attended, result.ballots, result.voters) == (158, 158, 240)
    assert 0 <= result.left < 20_000_00
    assert {line.reason for line in result.lines} == {"funded", "does-not-fit"}
    assert sum(line.votes for line in result.lines) + (result.blank or 0) >= 158
    assert result.counted_at < NOW
    assert verify_archive(BytesIO(b"".join(read_board(known.uuid)))).valid


def test_ballots_come_in_order_while_the_vote_is_open_and_in_waking_hours() -> None:
    calendar = calendar_at("vote", NOW)
    moments = choose_moments(calendar, NOW, 300, random.Random(7))  # noqa: S311  invented times
    assert moments == sorted(moments)
    assert calendar.vote_opens_at <= moments[0]
    assert moments[-1] < NOW
    assert {moment.hour for moment in moments} <= set(range(5, 22))
    assert len({moment.date() for moment in moments}) == 10


@pytest.mark.parametrize("hour", [0, 5, 12, 23])
@pytest.mark.parametrize("phase", ["proposals", "review", "appeals", "vote", "results"])
def test_the_calendar_fits_the_phase_at_any_hour(phase: str, hour: int) -> None:
    now = NOW.replace(hour=hour)
    calendar = calendar_at(phase, now)
    calendar.check()
    assert calendar.proposals_from is not None
    assert calendar.review_from is not None
    decisions, appeals = calendar.decisions_at, calendar.appeals_until
    assert decisions is not None
    assert appeals is not None
    expected = {
        "proposals": calendar.proposals_from <= now < calendar.review_from,
        "review": calendar.review_from <= now < decisions,
        "appeals": decisions + timedelta(days=2) <= now < appeals,
        "vote": calendar.vote_opens_at + timedelta(days=8) <= now < calendar.vote_closes_at,
        "results": calendar.vote_closes_at + timedelta(hours=1) < now,
    }
    assert expected[phase]
