"""A group of guardians without browsers: what the site answers is what the command line reads, and the reverse."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from budget_app.services.actor import SYSTEM
from budget_app.services.elections import set_up_vote
from budget_app.services.guardians import submit_share
from budget_app.services.results import find_result
from budget_app.services.shares import strong_file
from tests.budget_app.simulated_group import SimulatedGroup
from tests.budget_app.simulated_town import AFTER, BEFORE
from tests.budget_app.web_client import WebClient
from voting.__main__ import main
from voting.verification.procedure import verify_archive

pytestmark = pytest.mark.usefixtures("database")
MEMBERS = (1, 2, 3)


def _send(group: SimulatedGroup, index: int, message: str, raw: bytes) -> int:
    headers = {"authorization": f"Bearer {group.token(index)}"}
    path = f"/api/elections/{group.town.uuid}/guardian/{message}"
    return WebClient().post(path, content=raw, headers=headers).status_code


def _task(group: SimulatedGroup, index: int, folder: Path) -> Path:
    """What the site answers the link now."""
    headers = {"authorization": f"Bearer {group.token(index)}"}
    path = folder / f"{index}.task"
    path.write_bytes(WebClient().get(f"/api/elections/{group.town.uuid}/guardian", headers=headers).content)
    return path


def _step(group: SimulatedGroup, index: int, folder: Path, action: str) -> Path:
    """A member makes a message out of the seed and of the site's answer."""
    out = folder / f"{index}.{action}"
    command = ["threshold", action, str(folder / f"{index}.seed"), str(_task(group, index, folder)), "--out", str(out)]
    assert main([*command, "--lang", "fr"]) == 0
    return out


def test_two_of_three_make_a_key_and_open_the_total_without_a_browser(tmp_path: Path) -> None:
    group = SimulatedGroup().name()
    town = group.town
    for index in MEMBERS:
        assert main(["threshold", "seed", "--uuid", town.uuid, "--out", str(tmp_path / f"{index}.seed")]) == 0
        assert _send(group, index, "certificate", _step(group, index, tmp_path, "certificate").read_bytes()) == 201
    made = {index: _step(group, index, tmp_path, "polynomial") for index in MEMBERS}
    for index, path in made.items():
        assert _send(group, index, "promise", path.with_name(f"{path.name}.promise.txt").read_bytes()) == 201
    for index, path in made.items():
        assert _send(group, index, "polynomial", path.read_bytes()) == 201
    for index in MEMBERS:
        assert _send(group, index, "voutput", _step(group, index, tmp_path, "acknowledge").read_bytes()) == 201
    set_up_vote(SYSTEM, town.slug, BEFORE)
    town.vote(town.people[0], 1, 2)
    town.close()
    submit_share(town.uuid, town.token(0), town.share(0), AFTER)
    board = tmp_path / "board.bel"
    board.write_bytes(town.archive())
    for index in (3, 1):
        share, strong = tmp_path / f"{index}.share", tmp_path / f"{index}.strong"
        key = [str(tmp_path / f"{index}.seed"), "--task", str(_task(group, index, tmp_path))]
        assert main(["decrypt", str(board), *key, "--out", str(share), "--strong", str(strong)]) == 0
        assert _send(group, index, "share", share.read_bytes() + b"\n" + strong.read_bytes()) == 201
    result = find_result(town.slug)
    assert result is not None
    assert {line.number: line.votes for line in result.lines} == {1: 1, 2: 1, 3: 0}
    assert verify_archive(BytesIO(town.archive()), strong=strong_file(town.uuid)).failure is None
