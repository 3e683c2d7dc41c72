"""The reference itself judges what is made here: ballots, archives, and the cheats that it must refuse too."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.reference import MISSING, find_reference
from tests.voting.cheats import forge_ballot
from tests.voting.simulated_election import ASSEMBLY, PROJECTS, SimulatedElection
from voting.question import HomomorphicQuestion

pytestmark = [pytest.mark.reference, pytest.mark.xdist_group("reference")]

EXACT = HomomorphicQuestion("Deux, ni plus ni moins", ("a", "b", "c"), 2, 2)
ANY = HomomorphicQuestion("Autant que l'on veut : « é € 𝄞 »", ('"', "\\", "/\t"), 0, 3, False)
SHAPES = {
    "blank allowed": ([PROJECTS], [[[0, 1, 1, 0]], [[1, 0, 0, 0]], [[0, 0, 0, 1]]]),
    "no blank": ([ASSEMBLY], [[[0, 0]], [[0, 1]], [[1, 0]]]),
    "exactly two": ([EXACT], [[[1, 1, 0]], [[0, 1, 1]]]),
    "any number": ([ANY], [[[0, 0, 0]], [[1, 1, 1]]]),
    "two questions": ([PROJECTS, ANY], [[[1, 0, 0, 0], [0, 0, 1]], [[0, 1, 0, 0], [0, 0, 0]]]),
}


@pytest.fixture(scope="module")
def tool() -> Path:
    """The reference's command; the only reason for which a test here is left out."""
    found = find_reference()
    if found is None:
        pytest.skip(MISSING)
    return found


def _run(tool: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(tool), "election", *arguments, "--dir", str(folder)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=240)


def _judge(tool: Path, folder: Path, town: SimulatedElection, raw: bytes) -> subprocess.CompletedProcess[str]:
    (folder / f"{town.uuid}.bel").write_bytes(town.archive("Setup"))
    ballot = folder / "ballot.json"
    ballot.write_bytes(raw)
    return _run(tool, folder, "verify-ballot", "--ballot", str(ballot))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_reference_accepts_ballots_sealed_here(tool: Path, tmp_path: Path, shape: str) -> None:
    questions, votes = SHAPES[shape]
    town = SimulatedElection(questions=questions)
    for voter, choices in enumerate(votes):
        answer = _judge(tool, tmp_path, town, town.seal(voter, *choices).raw)
        assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("values", [[0, 1000, 0, 0], [0, 1, 1, 1], [1, 1, 0, 0]])
def test_the_reference_refuses_the_cheats_that_are_refused_here(tool: Path, tmp_path: Path, values: list[int]) -> None:
    town = SimulatedElection()
    assert _judge(tool, tmp_path, town, town.seal(0, [0, 1, 0, 0]).raw).returncode == 0
    assert _judge(tool, tmp_path, town, forge_ballot(town.election, town.codes[0], [values], town.random)).returncode


@pytest.mark.parametrize("weights", [(), (1, 3, 2_000_000)])
def test_the_reference_accepts_an_election_held_here(tool: Path, tmp_path: Path, weights: tuple[int, ...]) -> None:
    town = SimulatedElection(questions=[PROJECTS, ASSEMBLY], weights=weights, guardians=3)
    town.vote(0, [0, 1, 1, 0], [1, 0])
    town.vote(1, [1, 0, 0, 0], [0, 0])
    town.vote(0, [0, 0, 0, 1], [0, 1])
    (tmp_path / f"{town.uuid}.bel").write_bytes(town.archive())
    answer = _run(tool, tmp_path, "verify")
    assert answer.returncode == 0, answer.stderr
    assert "all checks passed" in answer.stderr
