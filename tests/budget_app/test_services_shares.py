"""Shares with their strong proofs: a wrong factor is refused on arrival, and what is published verifies."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from budget_app.domain.errors import DomainError
from budget_app.domain.guardian import GuardianState
from budget_app.locale.sentences import sentence
from budget_app.services.board import append, published_facts
from budget_app.services.editions import load_election
from budget_app.services.guardians import guardian_progress, guardian_task, submit_share
from budget_app.services.results import find_result
from budget_app.services.sealed_election import head_of
from budget_app.services.shares import has_strong_file, strong_file
from budget_app.storage.board import ShareRow
from budget_app.storage.database import write_session
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import AFTER, SimulatedTown
from tests.voting.wrong_factors import wrong_share
from voting.board import append_partial_decryption
from voting.decryption import check_share, parse_share
from voting.handed_share import HandedShare, make_handed_share, parse_handed_share
from voting.published import SharePromise, parse_published
from voting.strong_share import parse_strong_share, parse_strong_shares, prove_strong_share, strong_share_bytes
from voting.verification.procedure import verify_archive

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def closed(database: None) -> SimulatedTown:
    """Two guardians, two votes, closed."""
    town = SimulatedTown(guardians=2).set_up()
    town.vote(town.people[0], 1, 2)
    town.vote(town.people[1], 2)
    town.close()
    return town


def _cheat(town: SimulatedTown, number: int) -> HandedShare:
    """A share whose every factor is wrong, with ordinary proofs that hold, and the best strong share beside it."""
    tally, key = town.given(number), town.keys[number]
    raw = wrong_share(town.election, tally, key, os.urandom)
    share = parse_share(raw, tally)
    check_share(share, town.election, tally, key.public)  # the protocol's own proofs hold
    strong = prove_strong_share(town.election, tally, key, number + 1, share, os.urandom)
    return HandedShare(raw, strong_share_bytes(strong))


def _refusal(town: SimulatedTown, number: int, raw: bytes) -> tuple[str, object]:
    with pytest.raises(DomainError) as refusal:
        submit_share(town.uuid, town.token(number), raw, AFTER)
    return refusal.value.code, refusal.value.facts.get("check")


class TestArrival:
    """What is wrong is refused on the spot, nothing of it kept, and the guardian can send a right one."""

    def test_a_wrong_factor_that_version_1_accepts_is_refused_with_a_clear_sentence(
        self, closed: SimulatedTown
    ) -> None:
        cheat = _cheat(closed, 0)
        with pytest.raises(DomainError) as refusal:
            submit_share(closed.uuid, closed.token(0), cheat.raw, AFTER)
        assert (refusal.value.code, refusal.value.facts["check"]) == ("share-strong-invalid", "strong-proof")
        assert "une valeur déchiffrée n’est pas celle" in sentence(refusal.value, "fr")
        assert "a decrypted value is not the one" in sentence(refusal.value, "en")
        assert guardian_task(closed.uuid, closed.token(0)).state is GuardianState.SHARE_NEEDED
        closed.open_count()
        assert find_result(closed.slug) is not None

    def test_a_share_alone_is_refused(self, closed: SimulatedTown) -> None:
        assert _refusal(closed, 0, parse_handed_share(closed.share(0)).share) == ("share-strong-missing", None)

    def test_the_strong_share_of_other_bytes_or_of_another_guardian_is_refused(self, closed: SimulatedTown) -> None:
        first, again = (parse_handed_share(closed.share(0)) for _ in range(2))
        code = "share-strong-invalid"
        assert _refusal(closed, 0, HandedShare(first.share, again.strong).raw) == (code, "strong-other")
        anothers = make_handed_share(closed.election, closed.given(0), closed.keys[0], 2, os.urandom)
        assert _refusal(closed, 0, anothers.raw) == (code, "strong-other")
        assert _refusal(closed, 0, first.raw + b"\n") == (code, "strong-malformed")
        assert _refusal(closed, 0, first.share + b"\n{}") == (code, "strong-malformed")


class TestHeldBack:
    """Nobody sees a share before enough are there; then all are shown at once, in the order of the guardians."""

    def test_a_share_that_came_is_not_on_the_board_before_the_last(self, closed: SimulatedTown) -> None:
        before = closed.archive()
        first = parse_handed_share(closed.share(1))
        submit_share(closed.uuid, closed.token(1), first.raw, AFTER)
        assert closed.archive() == before
        assert [progress.share_received_at for progress in guardian_progress(closed.slug)] == [None, AFTER]
        last = parse_handed_share(closed.share(0))
        submit_share(closed.uuid, closed.token(0), last.raw, AFTER)
        shown = closed.archive().removeprefix(before)
        assert 0 <= shown.index(last.share) < shown.index(first.share), "by owner number, whoever was first"

    def test_the_strong_shares_appear_with_the_result(self, closed: SimulatedTown) -> None:
        for number in (0, 1):
            assert not has_strong_file(closed.uuid)
            with refused("strong-not-published"):
                strong_file(closed.uuid)
            raw = closed.share(number)
            submit_share(closed.uuid, closed.token(number), raw, AFTER)
        assert has_strong_file(closed.uuid)
        published = parse_strong_shares(strong_file(closed.uuid))
        assert [share.owner for share in published.shares] == [1, 2]
        assert published.shares[1] == parse_strong_share(parse_handed_share(raw).strong)


    def test_a_share_that_came_is_promised_by_its_hashes_and_its_time_before_any_is_shown(
        self, closed: SimulatedTown
    ) -> None:
        assert parse_published(published_facts(closed.uuid)).shares == ()
        handed = parse_handed_share(closed.share(1))
        submit_share(closed.uuid, closed.token(1), handed.raw, AFTER)
        early = parse_published(published_facts(closed.uuid)).shares or ()
        hashes = (sha256(handed.share).hexdigest(), sha256(handed.strong).hexdigest())
        assert early == (SharePromise(2, AFTER, *hashes),)
        submit_share(closed.uuid, closed.token(0), closed.share(0), AFTER)
        late = parse_published(published_facts(closed.uuid))
        assert late.shares is not None
        assert late.shares[1:] == early, "what was promised stays as it was"
        report = verify_archive(BytesIO(closed.archive()), published=late, strong=strong_file(closed.uuid))
        assert (report.failure, report.find_line("earlier-copy").found) == (None, "published")

    def test_no_share_is_promised_before_the_closing(self) -> None:
        assert parse_published(published_facts(SimulatedTown().set_up().uuid)).shares is None


class TestSharesOfBefore:
    """A count that was begun before strong proofs were asked for goes on, and nothing is said of them."""

    @pytest.fixture
    def begun(self, closed: SimulatedTown) -> SimulatedTown:
        """The first guardian's share stands on the board, as shares did when they came."""
        share = parse_handed_share(closed.share(0)).share
        with write_session() as session:
            row = load_election(session, closed.uuid, for_update=True)
            append(session, row, append_partial_decryption(head_of(row), 1, share))
            session.add(ShareRow(uuid=closed.uuid, owner=1, height=row.head_height))
        return closed

    def test_the_count_goes_on(self, begun: SimulatedTown) -> None:
        assert submit_share(begun.uuid, begun.token(1), begun.share(1), AFTER) is True
        assert verify_archive(BytesIO(begun.archive())).valid

    def test_no_strong_proofs_and_no_promises_are_published(self, begun: SimulatedTown) -> None:
        submit_share(begun.uuid, begun.token(1), begun.share(1), AFTER)
        assert not has_strong_file(begun.uuid)
        with refused("strong-not-published"):
            strong_file(begun.uuid)
        assert parse_published(published_facts(begun.uuid)).shares is None


def _verify(folder: Path, uuid: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "voting", "verify", "--lang", "en", f"{folder}/{uuid}.bel"]
    command += ["--strong", f"{folder}/{uuid}.strong.json", "--published", f"{folder}/{uuid}.published.json"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_auditors_command_takes_what_is_published(closed: SimulatedTown, tmp_path: Path) -> None:
    closed.open_count()
    (tmp_path / f"{closed.uuid}.bel").write_bytes(closed.archive())
    (tmp_path / f"{closed.uuid}.published.json").write_bytes(published_facts(closed.uuid))
    path = tmp_path / f"{closed.uuid}.strong.json"
    path.write_bytes(strong_file(closed.uuid))
    done = _verify(tmp_path, closed.uuid)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 (2 strong)" in done.stdout
    other = SimulatedTown(guardians=2).set_up()
    other.close()
    other.open_count()
    path.write_bytes(strong_file(other.uuid))
    done = _verify(tmp_path, closed.uuid)
    assert (done.returncode, "strong-election" in done.stdout) == (1, True)
