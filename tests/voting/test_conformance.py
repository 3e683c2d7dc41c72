"""Two programs, one protocol: elections made by the reference are verified here, those made here by the reference."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.reference import MISSING, find_reference
from tests.voting.forged_board import forge, share_step, steps_of
from tests.voting.packed_archives import report_on
from tests.voting.simulated_election import ASSEMBLY, GRADES, PROJECTS, SimulatedElection, seeded
from voting.__main__ import main
from voting.ballot import seal_ballot
from voting.board import EVENT_TYPES
from voting.election import parse_election
from voting.hashing import sha256_hex
from voting.shuffle import shuffle_rows
from voting.strict_json import canonical
from voting.tally import read_tally, shuffled_rows

pytestmark = [pytest.mark.reference, pytest.mark.xdist_group("reference")]

TEMPLATE: dict[str, object] = {
    "description": "Comparaison : « é € 𝄞 »",
    "name": "Budget participatif",
    "questions": [question.as_json() for question in (PROJECTS, ASSEMBLY)],
    "administrator": "Mairie",
    "credential_authority": "Greffe",
}
VOTES = [[[0, 1, 1, 0], [1, 0]], [[1, 0, 0, 0], [0, 0]], [[0, 0, 0, 1], [0, 1]], [[0, 1, 0, 0], [0, 1]]]
RESULT = ((1, 2, 1, 1), (1, 2))
MIXED_TEMPLATE: dict[str, object] = {**TEMPLATE, "questions": [question.as_json() for question in (GRADES, ASSEMBLY)]}
MIXED_VOTES = [[[0, 1, 255], [1, 0]], [[7, 7, 7], [0, 0]], [[0, 0, 0], [0, 1]]]
MIXED_RESULT = ([(0, 0, 0), (0, 1, 255), (7, 7, 7)], (1, 1))


@dataclass
class ReferenceElection:
    """An election that the reference's commands make in a folder, one step after the other."""

    tool: Path
    folder: Path
    uuid: str = ""

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """What the command prints; it must succeed."""
        done = subprocess.run(
            [str(self.tool), *arguments], cwd=self.folder, input=given, capture_output=True, check=False, timeout=240
        )
        assert done.returncode == 0, (arguments, done.stderr.decode())
        return done.stdout

    def set_up(self, voters: int, guardians: int, template: dict[str, object] = TEMPLATE) -> None:
        """Codes, keys, and the archive with its Setup."""
        self.uuid = self.run("setup", "generate-token").decode().strip()
        options = ("--uuid", self.uuid, "--group", "Ed25519")
        (self.folder / "voters.txt").write_text("".join(f"voter{number}\n" for number in range(voters)))
        self.run("setup", "generate-credentials", *options, "--file", "voters.txt")
        next(self.folder.glob("*.pubcreds")).rename(self.folder / "public_creds.json")
        for _ in range(guardians):
            self.run("setup", "generate-trustee-key", "--group", "Ed25519")
        keys = b"".join(path.read_bytes().strip() + b"\n" for path in sorted(self.folder.glob("*.pubkey")))
        (self.folder / "public_keys.jsons").write_bytes(keys)
        self.run("setup", "make-trustees")
        (self.folder / "template.json").write_text(json.dumps(template))
        self.run("setup", "make-election", *options, "--template", "template.json")
        self.run("archive", "init")

    @property
    def path(self) -> Path:
        return self.folder / f"{self.uuid}.bel"

    @property
    def codes(self) -> list[str]:
        return list(json.loads(next(self.folder.glob("*.privcreds")).read_bytes()).values())

    @property
    def keys(self) -> list[Path]:
        """The private keys, in the order of the trustees."""
        return sorted(self.folder.glob("*.privkey"))

    def add(self, kind: str, payload: bytes = b"") -> None:
        """Appends an event to the archive."""
        self.run("archive", "add-event", f"--type={kind}", given=payload)

    def seal(self, code: str, choices: list[list[int]]) -> bytes:
        """A ballot."""
        (self.folder / "code").write_text(code)
        (self.folder / "choices").write_text(json.dumps(choices))
        return self.run("election", "generate-ballot", "--privcred", "code", "--choice", "choices")

    def close(self) -> None:
        """Ends the vote and sums the ballots."""
        self.add("EndBallots")
        self.add("EncryptedTally", self.run("election", "compute-encrypted-tally"))

    def shuffle(self, number: int) -> None:
        """The shuffle of trustee ``number``, from 1."""
        self.add("Shuffle", self.run("election", "shuffle", "--trustee-id", str(number)))

    def decrypt(self, number: int) -> bytes:
        """The share of trustee ``number``, from 1."""
        key = self.keys[number - 1].name
        return self.run("election", "decrypt", "--privkey", key, "--trustee-id", str(number))


@pytest.fixture(scope="module")
def tool() -> Path:
    """The reference's command; without it the tests of this file are left out, and their reason is listed."""
    found = find_reference()
    if found is None:
        pytest.skip(MISSING)
    return found


@pytest.fixture
def election(tool: Path, tmp_path: Path) -> ReferenceElection:
    made = ReferenceElection(tool, tmp_path)
    made.set_up(voters=4, guardians=2)
    return made


def test_an_election_made_by_the_reference_is_verified_here_at_every_step(election: ReferenceElection) -> None:
    states = [election.path.read_bytes()]
    for code, choices in zip(election.codes, VOTES, strict=True):
        election.add("Ballot", election.seal(code, choices))
        states.append(election.path.read_bytes())
    election.add("Ballot", election.seal(election.codes[0], VOTES[0]))
    election.close()
    states.append(election.path.read_bytes())
    for number in (1, 2):
        election.add("PartialDecryption", election.decrypt(number))
    election.add("Result", election.run("election", "compute-result"))
    states.append(election.path.read_bytes())
    for earlier, later in zip(states, states[1:], strict=False):
        report = report_on(later, earlier)
        assert report.failure is None
        assert report.find_line("earlier-copy").status == "passed"
    report = report_on(states[-1])
    assert report.facts.result == RESULT
    assert (report.facts.ballots, report.facts.effective_ballots) == (5, 4)


def test_both_programs_can_take_part_in_one_election(election: ReferenceElection, tmp_path: Path) -> None:
    """Ballots and one share made here go into the reference's archive, which both accept, with the same result."""
    described = parse_election(steps_of(election.path.read_bytes())[0][1][0])
    random = seeded(71)
    for position, (code, choices) in enumerate(zip(election.codes, VOTES, strict=True)):
        ours = position % 2 == 0
        raw = seal_ballot(described, code, choices, random).raw if ours else election.seal(code, choices).strip()
        (tmp_path / "ballot.json").write_bytes(raw)
        election.run("election", "verify-ballot", "--ballot", "ballot.json")
        election.add("Ballot", raw)
    election.close()
    share = tmp_path / "share.json"
    assert main(["decrypt", str(election.path), str(election.keys[0]), "--out", str(share)]) == 0
    election.add("PartialDecryption", b"\n".join(share_step(1, share.read_bytes())[1]))
    election.add("PartialDecryption", election.decrypt(2))
    election.add("Result", election.run("election", "compute-result"))
    election.run("election", "verify")
    assert report_on(election.path.read_bytes()).facts.result == RESULT


def test_an_election_made_here_is_verified_by_the_reference_at_every_step(tool: Path, tmp_path: Path) -> None:
    town = SimulatedElection(questions=(PROJECTS, ASSEMBLY), voters=4, guardians=3, seed=72)
    for voter, choices in enumerate([*VOTES, VOTES[0]]):
        town.vote(voter % 4, *choices)
    reference = ReferenceElection(tool, tmp_path, town.uuid)
    reference.path.write_bytes(town.archive("Setup"))
    for checked in town.ballots:
        (tmp_path / "ballot.json").write_bytes(checked.ballot.raw)
        reference.run("election", "verify-ballot", "--ballot", "ballot.json")
    for kind in EVENT_TYPES:
        if kind not in ("Shuffle", "EndShuffles"):
            reference.path.write_bytes(town.archive(kind))
            reference.run("election", "verify")
            assert report_on(reference.path.read_bytes()).valid


def test_a_key_made_here_decrypts_in_the_reference(tool: Path, tmp_path: Path) -> None:
    town = SimulatedElection(guardians=1, seed=73)
    town.vote(0, [0, 1, 0, 0])
    reference = ReferenceElection(tool, tmp_path, town.uuid)
    reference.path.write_bytes(town.archive("EncryptedTally"))
    (tmp_path / "1.privkey").write_text(json.dumps(str(town.keys[0].secret)))
    reference.add("PartialDecryption", reference.decrypt(1))
    reference.add("Result", reference.run("election", "compute-result"))
    assert report_on(reference.path.read_bytes()).facts.result == ((0, 1, 0, 0),)


def test_both_say_the_same_of_a_forged_tally(tool: Path, tmp_path: Path) -> None:
    town, other = SimulatedElection(seed=74), SimulatedElection(seed=74)
    town.vote(0, [0, 1, 0, 0])
    other.vote(0, [0, 0, 1, 0])
    reference = ReferenceElection(tool, tmp_path, town.uuid)
    honest, forged = town.archive("Ballot"), other.archive("EncryptedTally")
    reference.path.write_bytes(honest)
    reference.add("EndBallots")
    tally = steps_of(forged)[-1][1]
    reference.add("EncryptedTally", b"\n".join(tally))
    failure = report_on(reference.path.read_bytes()).failure
    assert failure is not None
    assert failure.number == 7
    refused = subprocess.run([str(tool), "election", "verify"], cwd=tmp_path, capture_output=True, check=False)
    assert refused.returncode != 0


def _opened(result: object) -> tuple[list[tuple[int, ...]], tuple[int, ...]]:
    """The opened votes in an order of their own, and the totals."""
    assert isinstance(result, tuple)
    votes, totals = result
    return sorted(votes), totals


def test_opened_ballots_made_by_the_reference_are_verified_here_at_every_step(tool: Path, tmp_path: Path) -> None:
    made = ReferenceElection(tool, tmp_path)
    made.set_up(voters=3, guardians=2, template=MIXED_TEMPLATE)
    states = []
    for code, choices in zip(made.codes, MIXED_VOTES, strict=True):
        made.add("Ballot", made.seal(code, choices))
        states.append(made.path.read_bytes())
    made.close()
    for number in (1, 2):
        made.shuffle(number)
        states.append(made.path.read_bytes())
    made.add("EndShuffles")
    for number in (1, 2):
        made.add("PartialDecryption", made.decrypt(number))
        states.append(made.path.read_bytes())
    made.add("Result", made.run("election", "compute-result"))
    for state in states:
        assert report_on(state).failure is None
    report = report_on(made.path.read_bytes())
    assert report.failure is None
    assert _opened(report.facts.result) == MIXED_RESULT


def test_opened_ballots_made_here_are_verified_by_the_reference_at_every_step(tool: Path, tmp_path: Path) -> None:
    town = SimulatedElection(questions=(GRADES, ASSEMBLY), voters=3, guardians=3, seed=75)
    for voter, choices in enumerate(MIXED_VOTES):
        town.vote(voter, *choices)
    reference = ReferenceElection(tool, tmp_path, town.uuid)
    reference.path.write_bytes(town.archive("Setup"))
    for checked in town.ballots:
        (tmp_path / "ballot.json").write_bytes(checked.ballot.raw)
        reference.run("election", "verify-ballot", "--ballot", "ballot.json")
    whole = steps_of(town.archive())
    for place in range(len(town.ballots) + 1, len(whole) + 1):
        reference.path.write_bytes(forge(whole[:place]))
        reference.run("election", "verify")
        assert report_on(reference.path.read_bytes()).valid
    assert _opened(report_on(reference.path.read_bytes()).facts.result) == MIXED_RESULT


def test_both_programs_can_shuffle_one_election(tool: Path, tmp_path: Path) -> None:
    """The reference shuffles and decrypts after a guardian who uses this program, and the other way round."""
    made = ReferenceElection(tool, tmp_path)
    made.set_up(voters=3, guardians=2, template=MIXED_TEMPLATE)
    described = parse_election(steps_of(made.path.read_bytes())[0][1][0])
    random = seeded(76)
    for code, choices in zip(made.codes, MIXED_VOTES, strict=True):
        made.add("Ballot", seal_ballot(described, code, choices, random).raw)
    made.close()
    tally = read_tally(*steps_of(made.path.read_bytes())[-1][1], described)
    ours = shuffle_rows(described, shuffled_rows(described, tally), random)
    owned = canonical({"owner": 1, "payload": sha256_hex(ours)})
    made.add("Shuffle", ours + b"\n" + owned)
    made.shuffle(2)
    made.add("EndShuffles")
    for number in (1, 2):
        made.add("PartialDecryption", made.decrypt(number))
    made.add("Result", made.run("election", "compute-result"))
    made.run("election", "verify")
    report = report_on(made.path.read_bytes())
    assert report.failure is None
    assert _opened(report.facts.result) == MIXED_RESULT
