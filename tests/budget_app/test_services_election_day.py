"""A whole vote through the services: set up, cast, closed, opened, published; and what cannot be done when."""

from __future__ import annotations

import os
import subprocess
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from budget_app.domain.edition import ElectionState, Phase, VotingRules
from budget_app.domain.guardian import GuardianState
from budget_app.services.actor import SYSTEM
from budget_app.services.board import board_size, board_summary, find_ballot, read_board
from budget_app.services.editions import find_edition
from budget_app.services.elections import close_vote, public_election, set_up_vote
from budget_app.services.guardians import (
    guardian_progress,
    guardian_task,
    submit_share,
)
from budget_app.services.results import find_result
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import AFTER, BEFORE, CLOSES, DURING, OPENS, SimulatedTown
from tests.reference import MISSING, find_reference
from voting.handed_share import make_handed_share
from voting.tally import EncryptedTally, parse_encrypted_tally
from voting.trustee import generate_trustee_key
from voting.verification.procedure import verify_archive

pytestmark = pytest.mark.usefixtures("database")


def _state(town: SimulatedTown, now: object = DURING) -> ElectionState:
    return public_election(town.uuid, now).state  # type: ignore[arg-type]


def _counted(town: SimulatedTown) -> SimulatedTown:
    """Two voters, one of whom votes twice; closed and opened."""
    first, second = town.people[:2]
    town.vote(first, 1)
    town.vote(second, 1, 2)
    town.vote(first, 3)
    town.close()
    town.open_count()
    return town


def test_a_whole_vote_counts_last_ballots_and_verifies() -> None:
    town = _counted(SimulatedTown().set_up())
    report = verify_archive(BytesIO(town.archive()))
    assert report.valid
    assert (report.facts.ballots, report.facts.effective_ballots) == (3, 2)
    assert report.facts.result == ((0, 1, 1, 1),), "blank first, then the projects in their order"
    result = find_result(town.slug)
    assert result is not None
    assert {line.number: line.votes for line in result.lines} == {1: 1, 2: 1, 3: 1}
    assert [line.number for line in result.lines] == [1, 2, 3], "with equal votes the cheaper comes first"
    assert [line.funded for line in result.lines] == [True, True, False]
    assert (result.spent, result.left, result.budget) == (9_000_00, 1_000_00, 10_000_00)
    assert (result.blank, result.ballots, result.attended, result.voters) == (0, 2, 2, 4)


@pytest.mark.reference
def test_a_whole_vote_verifies_by_the_reference(tmp_path: Path) -> None:
    tool = find_reference()
    if tool is None:
        pytest.skip(MISSING)
    town = _counted(SimulatedTown(rules=VotingRules(0, 3, blank_allowed=False), guardians=3).set_up())
    (tmp_path / f"{town.uuid}.bel").write_bytes(town.archive())
    done = subprocess.run(
        [tool, "election", "verify", "--dir", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_blank_votes_are_counted_apart() -> None:
    town = SimulatedTown().set_up()
    town.vote(town.people[0])
    town.vote(town.people[1], 2)
    town.close()
    town.open_count()
    result = find_result(town.slug)
    assert result is not None
    assert result.blank == 1
    assert {line.number: line.votes for line in result.lines} == {1: 0, 2: 1, 3: 0}
    assert {line.number: line.reason for line in result.lines} == {
        1: "below-threshold",
        2: "funded",
        3: "below-threshold",
    }


def test_a_vote_that_nobody_came_to_counts_to_nothing() -> None:
    town = SimulatedTown().set_up()
    town.close()
    town.open_count()
    result = find_result(town.slug)
    assert result is not None
    assert (result.ballots, result.spent) == (0, 0)
    assert verify_archive(BytesIO(town.archive())).valid


def test_the_board_only_ever_grows_by_whole_events() -> None:
    town = SimulatedTown().set_up()
    copies = [town.archive()]
    town.vote(town.people[0], 1)
    copies.append(town.archive())
    begun = read_board(town.uuid)
    town.vote(town.people[1], 1)
    assert b"".join(begun) == copies[-1], "what is read while others vote is the board as it was when asked for"
    copies.append(town.archive())
    town.close()
    copies.append(town.archive())
    town.open_count()
    copies.append(town.archive())
    for earlier, later in zip(copies, copies[1:], strict=False):
        assert later.startswith(earlier)
        assert len(later) > len(earlier)
        assert verify_archive(BytesIO(later), earlier=BytesIO(earlier)).valid
    assert board_size(town.uuid) == len(copies[-1])


def test_states_and_phases_follow_the_calendar_and_the_acts() -> None:
    town = SimulatedTown().prepare()
    assert _state(town, BEFORE) is ElectionState.PREPARATION
    set_up_vote(SYSTEM, town.slug, BEFORE)
    seen = []
    for moment in (BEFORE, OPENS, DURING, CLOSES, AFTER):
        edition = find_edition(town.slug, moment)
        assert edition is not None
        seen.append((edition.state, edition.phase_at(moment)))
    assert seen == [
        (ElectionState.READY, Phase.REVIEW),
        (ElectionState.OPEN, Phase.VOTE),
        (ElectionState.OPEN, Phase.VOTE),
        (ElectionState.CLOSED, Phase.COUNT),
        (ElectionState.CLOSED, Phase.COUNT),
    ]
    town.close()
    assert _state(town, AFTER) is ElectionState.CLOSED
    assert find_result(town.slug) is None
    town.open_count()
    edition = find_edition(town.slug, AFTER)
    assert edition is not None
    assert (edition.state, edition.phase_at(AFTER)) == (ElectionState.COUNTED, Phase.RESULTS)


class TestClosing:
    """After the announced time, or earlier when confirmed; once."""

    def test_not_early_without_saying_so(self) -> None:
        town = SimulatedTown().set_up()
        before = town.archive()
        with refused("vote-close-early"):
            close_vote(SYSTEM, town.slug, DURING)
        assert (_state(town), town.archive()) == (ElectionState.OPEN, before)

    def test_early_when_confirmed_and_the_announced_time_becomes_now(self) -> None:
        town = SimulatedTown().set_up()
        town.vote(town.people[0], 1)
        close_vote(SYSTEM, town.slug, DURING, early_confirmed=True)
        assert public_election(town.uuid, DURING).closes_at == DURING
        with refused("vote-closed"):
            town.vote(town.people[1], 1)

    def test_a_vote_that_is_not_set_up_cannot_be_closed(self) -> None:
        town = SimulatedTown().prepare()
        with refused("vote-not-set-up"):
            close_vote(SYSTEM, town.slug, AFTER)

    def test_once(self) -> None:
        town = SimulatedTown().set_up()
        town.close()
        with refused("vote-closed-already"):
            town.close()

    def test_nobody_votes_after_the_count(self) -> None:
        town = _counted(SimulatedTown().set_up())
        before = town.archive()
        for moment in (DURING, AFTER):
            with refused("vote-closed"):
                town.vote(town.people[2], 1, now=moment)
        assert town.archive() == before


class TestShares:
    """A share is taken when it is the guardian's own, of this tally, and proven; once."""

    def test_not_before_the_closing(self) -> None:
        town = SimulatedTown().set_up()
        with refused("share-not-yet"):
            submit_share(town.uuid, town.token(0), b"{}", DURING)

    def test_of_another_guardian_of_another_key_or_broken(self) -> None:
        town = SimulatedTown().set_up()
        town.vote(town.people[0], 1)
        town.close()
        raw = guardian_task(town.uuid, town.token(0)).encrypted_tally
        assert raw is not None
        tally = EncryptedTally(raw.encode(), b"", parse_encrypted_tally(raw.encode(), town.election, 0), 0, 0)
        stranger = make_handed_share(town.election, tally, generate_trustee_key(os.urandom), 1, os.urandom).raw
        before = town.archive()
        for share in (town.share(1), stranger, b"", b"{}", b" " + town.share(0), b'{"decryption_factors":[[]]}'):
            with refused("share-invalid"):
                submit_share(town.uuid, town.token(0), share, AFTER)
        assert town.archive() == before
        assert submit_share(town.uuid, town.token(0), town.share(0), AFTER) is False

    def test_each_once_and_the_last_makes_the_result(self) -> None:
        town = SimulatedTown().set_up()
        town.close()
        assert guardian_task(town.uuid, town.token(1)).state is GuardianState.SHARE_NEEDED
        assert submit_share(town.uuid, town.token(1), town.share(1), AFTER) is False
        assert guardian_task(town.uuid, town.token(1)).state is GuardianState.SHARE_RECEIVED
        with refused("guardian-share-already"):
            submit_share(town.uuid, town.token(1), town.share(1), AFTER)
        assert [progress.share_received_at for progress in guardian_progress(town.slug)] == [None, AFTER]
        assert submit_share(town.uuid, town.token(0), town.share(0), AFTER) is True
        assert guardian_task(town.uuid, town.token(0)).state is GuardianState.COUNTED
        assert verify_archive(BytesIO(town.archive())).valid


def test_a_tracker_says_what_became_of_its_ballot() -> None:
    town = SimulatedTown().set_up()
    first, second = town.vote(town.people[0], 1), town.vote(town.people[0], 2)

    def standing(tracker: str) -> str | None:
        found = find_ballot(town.slug, tracker)
        return None if found is None else f"{found.position} {found.standing}"

    assert standing(first.tracker) == "1 replaced"
    assert standing(f" {second.tracker}= ") == "2 waiting"
    assert (standing("x" * 43), standing(""), standing("x")) == (None, None, None)
    town.close()
    assert standing(second.tracker) == "2 waiting"
    town.open_count()
    assert (standing(first.tracker), standing(second.tracker)) == ("1 replaced", "2 counted")


def test_the_summary_is_what_the_verifier_finds_in_the_file() -> None:
    town = SimulatedTown().create()
    assert board_summary(town.slug, BEFORE) is None
    town = _counted(SimulatedTown().set_up())
    summary = board_summary(town.slug, AFTER)
    facts = verify_archive(BytesIO(town.archive())).facts
    assert summary is not None
    assert summary.state is ElectionState.COUNTED
    assert (summary.uuid, summary.voters, summary.ballots) == (facts.uuid, facts.voters, facts.ballots)
    assert (summary.size, summary.head_hash) == (facts.size, facts.head)
    assert (
        summary.election_fingerprint,
        summary.trustees_fingerprint,
        summary.credentials_fingerprint,
    ) == (facts.fingerprint, facts.trustees_fingerprint, facts.credentials_fingerprint)
    listed = public_election(town.uuid, AFTER).ballot_list
    assert summary.ballot_list_sha256 == sha256((listed or "").encode()).hexdigest()
