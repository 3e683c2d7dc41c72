"""Shares are promised by their hashes before any is shown: another one, or one that is withheld, is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from tests.voting.forged_board import forge, share_step, steps_of
from tests.voting.simulated_election import PROJECTS, SimulatedElection
from voting.__main__ import main
from voting.errors import ArchiveError
from voting.handed_share import HandedShare, make_handed_share
from voting.published import Published, SharePromise, parse_published
from voting.strong_share import compose_strong_shares, parse_strong_share
from voting.verification.procedure import verify_archive

TOWN = SimulatedElection(questions=(PROJECTS,), voters=3, guardians=2, seed=167)
for _voter in (0, 1):
    TOWN.vote(_voter, [0, 1, 0, 0])
MOMENT = datetime(2030, 5, 18, 8, 0, 7, tzinfo=UTC)


def _hand(owner: int) -> HandedShare:
    return make_handed_share(TOWN.election, TOWN.tally(), TOWN.keys[owner - 1], owner, TOWN.random)


def _promise(owner: int, handed: HandedShare) -> SharePromise:
    return SharePromise(owner, MOMENT, sha256(handed.share).hexdigest(), sha256(handed.strong).hexdigest())


HANDED = {owner: _hand(owner) for owner in (1, 2)}
AGAIN = {owner: _hand(owner) for owner in (1, 2)}
PROMISES = tuple(_promise(owner, handed) for owner, handed in HANDED.items())
FACTS = Published(
    uuid=TOWN.uuid,
    election=TOWN.election.fingerprint,
    trustees=TOWN.trustees.fingerprint,
    credentials=TOWN.credentials.fingerprint,
    shuffles=0,
    attended=2,
    shares=PROMISES,
)


def _strong(handed: Iterable[HandedShare]) -> bytes:
    return compose_strong_shares(TOWN.election, [parse_strong_share(one.strong) for one in handed])


def _board(*shown: HandedShare, counted: bool = True) -> bytes:
    steps = [*steps_of(TOWN.archive("EncryptedTally"))]
    steps += [share_step(owner, one.share) for owner, one in enumerate(shown, start=1)]
    return forge([*steps, *([("Result", (TOWN.result(),))] if counted else [])])


BOARD = _board(HANDED[1], HANDED[2])
STRONG = _strong(HANDED.values())


def _refusal(board: bytes, facts: Published = FACTS, strong: bytes | None = STRONG) -> tuple[int, str, str] | None:
    failure = verify_archive(BytesIO(board), published=facts, strong=strong).failure
    return None if failure is None else (failure.number, failure.code, failure.found)


def test_shares_that_keep_their_promises_are_told_so() -> None:
    for strong in (STRONG, None):
        assert _refusal(BOARD, strong=strong) is None
    assert _refusal(BOARD, replace(FACTS, shares=None)) is None, "where none were asked for, none is missing"


def test_before_any_share_is_shown_there_are_only_promises() -> None:
    assert _refusal(_board(counted=False), replace(FACTS, shares=PROMISES[:1])) is None
    assert _refusal(_board(counted=False), strong=b"[]") is None, "what is beside the archive is looked at with shares"


def test_another_share_than_promised_is_refused_and_its_guardian_named() -> None:
    board, strong = _board(HANDED[1], AGAIN[2]), _strong([HANDED[1], AGAIN[2]])
    found = f"2: {sha256(AGAIN[2].share).hexdigest()}"
    assert _refusal(board, strong=strong) == (12, "published-share", found)


def test_a_share_that_nobody_promised_is_refused() -> None:
    number, code, found = _refusal(BOARD, replace(FACTS, shares=PROMISES[:1])) or (0, "", "")
    assert (number, code, found[:3]) == (12, "published-share", "2: ")


def test_another_strong_share_than_promised_is_refused() -> None:
    other = make_handed_share(TOWN.election, TOWN.tally(), TOWN.keys[1], 2, TOWN.random)
    promises = (PROMISES[0], replace(PROMISES[1], strong=sha256(other.strong).hexdigest()))
    assert _refusal(BOARD, replace(FACTS, shares=promises)) == (12, "published-strong", "2")
    assert _refusal(BOARD, replace(FACTS, shares=promises), strong=None) is None, "nobody asked for it"


def test_a_promised_share_that_is_withheld_at_the_end_is_refused() -> None:
    promises = (*PROMISES, replace(PROMISES[1], owner=3))
    assert _refusal(BOARD, replace(FACTS, shares=promises)) == (12, "published-share-withheld", "3")


def test_the_promises_are_read_back() -> None:
    assert parse_published(FACTS.as_bytes()) == FACTS
    assert b'"at":"2030-05-18T08:00:07Z"' in FACTS.as_bytes()
    assert parse_published(replace(FACTS, shares=()).as_bytes()).shares == ()


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        (b"08:00:07Z", b"08:00:07", "record-time"),
        (b"2030-05-18", b"2030-02-30", "record-time"),
        (b'"owner":2', b'"owner":1', "published-promise"),
        (b'"owner":1', b'"owner":3', "published-promise"),
        (b'"owner":1', b'"owner":-1', "json-number"),
        (PROMISES[0].share.encode(), PROMISES[0].share[1:].encode(), "published-promise"),
        (PROMISES[0].strong.encode(), b"G" * 64, "published-promise"),
        (b'"at":"2030-05-18T08:00:07Z",', b"", "json-members"),
        (b'"at":"2030-05-18', b'"at":"02030-5-18', "record-time"),
        (b'"at":"2030-05-18', b'"at":"2030-5-18', "json-not-canonical"),
    ],
)
def test_promises_of_another_form_are_refused(old: bytes, new: bytes, check: str) -> None:
    with pytest.raises(ArchiveError, match="published-malformed") as refusal:
        parse_published(FACTS.as_bytes().replace(old, new, 1))
    assert refusal.value.facts["check"] == check


def test_an_auditor_is_told_of_a_broken_promise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive, facts = tmp_path / "urne.bel", tmp_path / "urne.published.json"
    archive.write_bytes(_board(AGAIN[1], HANDED[2]))
    facts.write_bytes(FACTS.as_bytes())
    assert main(["verify", str(archive), "--published", str(facts), "--lang", "en"]) == 1
    told = capsys.readouterr().out
    assert "[published-share] A decryption share is not the one that the town had promised" in told
