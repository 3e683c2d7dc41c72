"""Two of three guardians make a key and open a count with the command line alone; whoever cheats is named."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.reference import MISSING, find_reference
from tests.voting.simulated_election import PROJECTS, SimulatedElection, seeded
from voting.__main__ import main
from voting.board import (
    append_ballot,
    append_encrypted_tally,
    append_end_ballots,
    append_partial_decryption,
    append_result,
    open_board,
)
from voting.combination import combine_factors
from voting.decryption import parse_share
from voting.election import compose_election, parse_election
from voting.exchange_task import parse_exchange_task
from voting.pki import Keys, generate_seed
from voting.result import combine_result
from voting.seed_file import compose_seed_file, parse_seed_file
from voting.strict_json import canonical
from voting.strong_share import compose_strong_shares, parse_strong_share
from voting.trustee import joint_public_key, parse_trustees
from voting.verification.procedure import verify_archive

SIZE, THRESHOLD = 3, 2
MEMBERS = range(1, SIZE + 1)
UUID = "8a1jLn2rBVZ35r"
Capture = pytest.CaptureFixture[str]


def _run(*arguments: object) -> int:
    return main([*map(str, arguments), "--lang", "en"])


@dataclass
class Group:
    """Three guardians with a folder each, and one where their messages come together."""

    folder: Path
    rounds: int = 0
    names: tuple[str, ...] = ("ada", "berthe", "chloé")
    came: Path = field(init=False)

    def __post_init__(self) -> None:
        """Everybody makes a seed."""
        self.came = self.folder / "came"
        self.came.mkdir()
        for index, name in zip(MEMBERS, self.names, strict=True):
            assert _run("threshold", "seed", "--uuid", UUID, "--name", name, "--out", self.seed(index)) == 0

    def seed(self, index: int) -> Path:
        """The seed's file of a member."""
        return self.folder / f"{index}.seed"

    def gather(self) -> int:
        """Everybody is given what is there; the exit status."""
        self.rounds += 1
        group = ("--size", SIZE, "--threshold", THRESHOLD)
        return _run("threshold", "gather", self.came, *group, "--out", self.folder / f"round-{self.rounds}")

    def task(self, index: int) -> Path:
        """What a member was given last."""
        return self.folder / f"round-{self.rounds}" / f"task-{index}.json"

    def step(self, action: str, index: int, out: Path) -> int:
        """A member takes a step; the exit status."""
        return _run("threshold", action, self.seed(index), self.task(index), "--out", out)

    def certify(self) -> Group:
        """The first message of everybody."""
        assert self.gather() == 0
        for index in MEMBERS:
            assert self.step("certificate", index, self.came / f"certificate-{index}") == 0
        assert self.gather() == 0
        return self

    def promise(self) -> Group:
        """Everybody makes the second message, and sends its promise."""
        for index in MEMBERS:
            made = self.folder / f"{index}.polynomial"
            assert self.step("polynomial", index, made) == 0
            made.with_name(f"{made.name}.promise.txt").rename(self.came / f"promise-{index}")
        return self

    def show(self) -> Group:
        """Everybody sends the second message."""
        for index in MEMBERS:
            (self.folder / f"{index}.polynomial").rename(self.came / f"polynomial-{index}")
        assert self.gather() == 0
        return self

    def finish(self) -> Group:
        """The last message of everybody."""
        for index in MEMBERS:
            assert self.step("acknowledge", index, self.came / f"voutput-{index}") == 0
        assert self.gather() == 0
        return self


@pytest.fixture
def group(tmp_path: Path) -> Group:
    """A guardian who is always needed, and three who have not begun."""
    made = Group(tmp_path)
    key, public = tmp_path / "always.key", made.came / "always-1"
    assert _run("trustee-key", "--uuid", UUID, "--out", key, "--public", public) == 0
    return made


def _hold(group: Group, present: Sequence[int]) -> Path:
    """A vote whose total the guardian who is always needed opens with ``present`` of the group; the archive."""
    made = group.certify().promise().show().finish()
    trustees = parse_trustees((made.folder / f"round-{made.rounds}" / "trustees.json").read_bytes())
    town = SimulatedElection(voters=2, seed=93)
    key = joint_public_key(trustees)
    raw = compose_election(uuid=town.uuid, name="n", description="", public_key=key, questions=[PROJECTS])
    town.election, town.trustees = parse_election(raw), trustees
    town.vote(0, [0, 1, 1, 0])
    town.vote(1, [1, 0, 0, 0])
    board = made.folder / f"{town.uuid}.bel"
    appended = open_board(1_900_000_000, raw, trustees.raw, town.credentials.raw)
    board.write_bytes(appended.data)
    ballots = [lambda head, raw=checked.ballot.raw: append_ballot(head, ballot_raw=raw) for checked in town.ballots]
    for step in (*ballots, append_end_ballots, lambda head: append_encrypted_tally(head, town.tally())):
        appended = step(appended.head)
        board.write_bytes(board.read_bytes() + appended.data)
    shares, strong = {}, []
    for owner in (1, *(index + 1 for index in present)):
        share, proof = made.folder / f"{owner}.share", made.folder / f"{owner}.strong"
        own = [made.folder / "always.key"] if owner == 1 else [made.seed(owner - 1), "--task", made.task(owner - 1)]
        assert _run("decrypt", board, *own, "--out", share, "--strong", proof) == 0
        shares[owner] = parse_share(share.read_bytes(), town.tally())
        strong.append(parse_strong_share(proof.read_bytes()))
    for owner, given in shares.items():
        appended = append_partial_decryption(appended.head, owner, given.raw)
        board.write_bytes(board.read_bytes() + appended.data)
    result = combine_result(town.election, town.tally(), combine_factors(trustees, shares))
    board.write_bytes(board.read_bytes() + append_result(appended.head, result).data)
    (made.folder / "strong.json").write_bytes(compose_strong_shares(town.election, strong))
    return board


@pytest.mark.parametrize("present", [(1, 2), (3, 1), (1, 2, 3)], ids=str)
def test_two_of_three_open_a_count_wholly_by_the_command_line(group: Group, present: tuple[int, ...]) -> None:
    board = _hold(group, present)
    assert _run("verify", board, "--strong", group.folder / "strong.json") == 0
    with board.open("rb") as stream:
        report = verify_archive(stream)
    assert report.facts.result == ((1, 1, 1, 0),)
    assert report.find_line("shares").found == str(1 + len(present))


@pytest.mark.reference
@pytest.mark.xdist_group("reference")
def test_the_reference_accepts_what_the_command_line_made(group: Group) -> None:
    tool = find_reference()
    if tool is None:
        pytest.skip(MISSING)
    board = _hold(group, (2, 3))
    folder = group.folder / "reference"
    folder.mkdir()
    board.rename(folder / board.name)
    command = [str(tool), "election", "verify", "--dir", str(folder)]
    answer = subprocess.run(command, check=False, capture_output=True, text=True, timeout=240)
    assert answer.returncode == 0, answer.stderr
    assert "all checks passed" in answer.stderr


def test_each_member_is_told_who_they_are_and_no_secret_is_shown(group: Group, capsys: Capture) -> None:
    group.certify().promise().show().finish()
    told = "".join(capsys.readouterr())
    assert "You are member no. 3 of a group of 3, of whom 2 suffice." in told
    for index in MEMBERS:
        assert parse_seed_file(group.seed(index).read_bytes()).seed not in told
        assert group.seed(index).stat().st_mode & 0o777 == 0o600


def test_nothing_is_done_before_the_others_did_the_step_before(group: Group, capsys: Capture) -> None:
    assert group.gather() == 0
    for action in ("polynomial", "acknowledge"):
        assert group.step(action, 1, group.folder / "early") == 1
        assert "[exchange-not-yet]" in capsys.readouterr().err
    group.certify()
    assert group.step("acknowledge", 1, group.folder / "early") == 1
    assert "[exchange-not-yet]" in capsys.readouterr().err
    command = ("decrypt", group.folder / "none.bel", group.seed(1), "--task", group.task(1))
    assert _run(*command, "--out", group.folder / "early") == 1
    assert "[exchange-not-yet]" in capsys.readouterr().err
    assert not (group.folder / "early").exists()


def test_a_polynomial_is_shown_to_nobody_before_every_promise_is_there(group: Group) -> None:
    group.certify().promise()
    (group.came / "promise-2").rename(group.folder / "late")
    group.show()
    task = parse_exchange_task(group.task(1).read_bytes())
    assert (task.promises, task.vinput) == (None, None)
    (group.folder / "late").rename(group.came / "promise-2")
    assert group.gather() == 0
    assert parse_exchange_task(group.task(1).read_bytes()).vinput is not None


def _refused(group: Group, capsys: Capture) -> str:
    """Why the messages that came are refused."""
    capsys.readouterr()
    assert group.gather() == 1
    return capsys.readouterr().err


def test_another_polynomial_than_promised_names_who_broke_the_promise(group: Group, capsys: Capture) -> None:
    group.certify().promise()
    (group.folder / "2.polynomial").unlink()
    assert group.step("polynomial", 2, group.folder / "2.polynomial") == 0
    for index in MEMBERS:
        (group.folder / f"{index}.polynomial").rename(group.came / f"polynomial-{index}")
    told = _refused(group, capsys)
    assert "[promise-broken]" in told
    assert "This is about member no. 2 of the group." in told


def test_a_certificate_of_another_place_is_refused_by_name(group: Group, capsys: Capture) -> None:
    assert group.gather() == 0
    for index, place in ((1, 1), (2, 3), (3, 2)):
        assert group.step("certificate", index, group.came / f"certificate-{place}") == 0
    told = _refused(group, capsys)
    assert "[certificate-invalid]" in told
    assert "member no. 2" in told


@pytest.mark.parametrize("promise", ["", "0" * 63, "G" * 64, "é" * 64])
def test_a_promise_that_is_none_is_refused(group: Group, capsys: Capture, promise: str) -> None:
    group.certify().promise()
    (group.came / "promise-1").write_text(promise)
    assert "[promise-malformed]" in _refused(group, capsys)


def test_a_promise_that_two_make_is_refused(group: Group, capsys: Capture) -> None:
    group.certify().promise()
    (group.came / "promise-1").write_bytes((group.came / "promise-2").read_bytes())
    assert "[promise-malformed]" in _refused(group, capsys)


def _swap_polynomials(exchange: dict[str, object]) -> None:
    """The server puts another member's message in the place of ours, with the promise that belongs to it."""
    vinput = json.loads(str(exchange["vinput"]))
    promises = exchange["promises"]
    assert isinstance(promises, list)
    for listed in (vinput["coefexps"], vinput["signatures"], promises):
        listed[0], listed[1] = listed[1], listed[0]
    exchange["vinput"] = canonical(vinput).decode()


def _unreadable(exchange: dict[str, object]) -> None:
    """What we kept for ourselves is not what we sealed."""
    vinput = json.loads(str(exchange["vinput"]))
    exchange["vinput"] = canonical({**vinput, "polynomial": vinput["secrets"][1]}).decode()


def _replace(name: str, value: object) -> Callable[[dict[str, object]], None]:
    return lambda exchange: exchange.update({name: value})


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        (_swap_polynomials, "polynomial-own"),
        (_unreadable, "polynomial-own"),
        (lambda exchange: exchange["promises"].reverse(), "promise-broken"),  # type: ignore[attr-defined]
        (_replace("vinput", "{}"), "vinput-malformed"),
        (_replace("vinput", '{"polynomial":"","secrets":[],"coefexps":[],"signatures":[]}'), "vinput-malformed"),
        (lambda exchange: exchange["certificates"].reverse(), "certificate-invalid"),  # type: ignore[attr-defined]
        (_replace("index", 2), "certificate-own"),
        (_replace("threshold", 3), "certificate-invalid"),
    ],
)
def test_a_server_that_lies_is_refused(
    group: Group, capsys: Capture, lie: Callable[[dict[str, object]], None], code: str
) -> None:
    group.certify().promise().show()
    task = json.loads(group.task(1).read_bytes())
    lie(task["exchange"])
    group.task(1).write_bytes(canonical(task))
    assert group.step("acknowledge", 1, group.folder / "last") == 1
    assert f"[{code}]" in capsys.readouterr().err
    assert not (group.folder / "last").exists()


def test_a_threshold_above_the_size_is_refused(group: Group, capsys: Capture) -> None:
    options = ("--size", 2, "--threshold", 3, "--out", group.folder / "out")
    assert _run("threshold", "gather", group.came, *options) == 1
    assert "[threshold-shape]" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        _run("threshold", "gather", group.came, "--size", 101, "--threshold", 3, "--out", group.folder / "out")


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{}", b'{"exchange":null}', b'{"exchange":{"size":3,"threshold":2}}',
     b'{"exchange":{"size":3,"threshold":2,"index":4}}', b'{"exchange":{"size":3,"threshold":true,"index":1}}',
     b'{"exchange":{"size":1,"threshold":2,"index":1}}', b'{"exchange":{"size":3,"threshold":2,"index":1,"vinput":1}}',
     b'{"exchange":{"size":3,"threshold":2,"index":1,"promises":["a"]}}'],
)  # fmt: skip
def test_what_is_no_task_is_refused(group: Group, capsys: Capture, raw: bytes) -> None:
    task = group.folder / "task"
    task.write_bytes(raw)
    assert _run("threshold", "certificate", group.seed(1), task, "--out", group.folder / "out") == 1
    assert "[exchange-task-malformed]" in capsys.readouterr().err


def test_no_file_is_written_over(group: Group) -> None:
    assert group.gather() == 0
    mine = group.folder / "mine"
    mine.write_text("mine")
    assert group.step("certificate", 1, mine) == 2
    assert _run("threshold", "seed", "--uuid", UUID, "--out", mine) == 2
    group.rounds -= 1
    assert group.gather() == 2, "the folder is there"
    group.certify()
    (group.folder / "out.promise.txt").write_text("mine")
    assert group.step("polynomial", 1, group.folder / "out") == 2
    assert (mine.read_text(), (group.folder / "out").exists()) == ("mine", False)


class TestSeedFile:
    """The file is the one that browsers write; the bare seed of the reference is taken too."""

    KEYS = Keys.of(generate_seed(seeded(5)))
    TEXT = compose_seed_file(KEYS, uuid=UUID, name="Zoé")

    def test_it_is_read_back(self) -> None:
        assert parse_seed_file(self.TEXT.encode()) == self.KEYS
        assert parse_seed_file(f" {self.KEYS.seed}\n".encode()) == self.KEYS
        assert list(json.loads(self.TEXT)) == ["format", "uuid", "name", "verification_key", "seed"]

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            (b"", "key-file-malformed"),
            (b"{}", "key-file-malformed"),
            ("é".encode(), "key-file-malformed"),
            (KEYS.seed[:-1].encode(), "key-file-malformed"),
            (TEXT.replace(KEYS.seed, generate_seed(seeded(6))).encode(), "key-file-mismatch"),
            (TEXT.replace(KEYS.seed, "0" * 22).encode(), "key-file-mismatch"),
            (TEXT.replace("seed-1", "seed-2").encode(), "key-file-mismatch"),
        ],
    )
    def test_another_file_is_refused_and_the_seed_not_told(
        self, tmp_path: Path, capsys: Capture, raw: bytes, code: str
    ) -> None:
        path, task = tmp_path / "seed", tmp_path / "task"
        path.write_bytes(raw)
        task.write_bytes(b'{"exchange":{"size":3,"threshold":2,"index":1}}')
        assert _run("threshold", "certificate", path, task, "--out", tmp_path / "out") == 1
        told = capsys.readouterr().err
        assert f"[{code}]" in told
        assert self.KEYS.seed not in told
