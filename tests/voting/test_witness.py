"""A witness cosigns only what extends the last it cosigned, remembers it, and keeps what contradicts it."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.simulated_election import SimulatedElection, seeded
from tests.voting.test_command_line import Capture, run
from tests.voting.witness_server import serve_witness, serving
from voting.checkpoints.archive import tree_of
from voting.checkpoints.checkpoint import Checkpoint, read_checkpoint, sign_checkpoint
from voting.checkpoints.cosignature import check_cosignature
from voting.checkpoints.merkle import Tree, prove_consistency, root_of
from voting.checkpoints.notes import (
    COSIGNATURE,
    ED25519,
    Note,
    Signature,
    encode_base64,
    generate_note_key,
    parse_note,
    parse_signature_lines,
)
from voting.checkpoints.witness import MAX_REQUEST, AddCheckpoint, parse_request
from voting.commands.witness_folder import WitnessFolder
from voting.errors import CheckpointError

BOARD = generate_note_key("ville.example/board/1", ED25519, seeded(1))
WITNESS = generate_note_key("temoin.example", COSIGNATURE, seeded(2))
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
TOWN = SimulatedElection(voters=5, guardians=1, seed=40)
OTHER = SimulatedElection(voters=5, guardians=1, seed=41)
for _town in (TOWN, OTHER):
    for _voter in range(5):
        _town.vote(_voter, [0, 1, 0, 1])
TREE = tree_of(BytesIO(TOWN.archive()))
OTHER_TREE = tree_of(BytesIO(OTHER.archive()))


def signed(size: int, tree: Tree = TREE) -> Note:
    return sign_checkpoint(Checkpoint(BOARD.name, size, root_of(tree.find_node, size)), BOARD)


def asked(old: int, new: int, tree: Tree = TREE) -> AddCheckpoint:
    return AddCheckpoint(old, prove_consistency(tree.find_node, old, new), signed(new, tree))


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with serve_witness(tmp_path / "witness", WITNESS, [BOARD.verifier]) as found:
        yield found


def post(address: str, request: AddCheckpoint | bytes) -> httpx.Response:
    raw = request if isinstance(request, bytes) else request.as_bytes()
    return httpx.post(f"{address}/add-checkpoint", content=raw)


def cosigned(response: httpx.Response, note: Note) -> bool:
    assert response.status_code == 200
    (line,) = parse_signature_lines(response.content)
    check_cosignature(note.with_signatures([line]), WITNESS.verifier)
    return True


def files(folder: Path, pattern: str) -> list[Path]:
    return sorted((folder / "witness").glob(pattern))


def test_each_checkpoint_that_extends_the_last_is_cosigned(address: str) -> None:
    for old, new in ((0, 1), (1, 3), (3, 4), (4, 4), (4, 7)):
        assert cosigned(post(address, asked(old, new)), signed(new))


def test_a_witness_that_starts_again_remembers(tmp_path: Path) -> None:
    for old, new in ((0, 3), (3, 5)):
        with serve_witness(tmp_path / "witness", WITNESS, [BOARD.verifier]) as address:
            assert cosigned(post(address, asked(old, new)), signed(new))
            assert post(address, asked(0, 7)).text == f"{new}\n"


def test_another_old_size_is_told_the_size_cosigned_last(address: str) -> None:
    post(address, asked(0, 3))
    for old in (0, 2, 4):
        response = post(address, asked(old, 5))
        assert (response.status_code, response.text) == (409, "3\n")
        assert response.headers["content-type"] == "text/x.tlog.size"


def test_a_history_that_contradicts_is_refused_and_kept_as_proof(address: str, tmp_path: Path) -> None:
    post(address, asked(0, 4))
    forged = AddCheckpoint(4, prove_consistency(OTHER_TREE.find_node, 4, 6), signed(6, OTHER_TREE))
    assert post(address, forged).status_code == 422
    (request,) = files(tmp_path, "refused-*.request")
    assert parse_request(request.read_bytes()) == forged
    assert cosigned(post(address, asked(4, 6)), signed(6))


def test_two_checkpoints_of_one_size_are_refused_and_prove_a_fork(
    address: str, tmp_path: Path, capsys: Capture
) -> None:
    post(address, asked(0, 4))
    fork = signed(4, OTHER_TREE)
    assert post(address, AddCheckpoint(4, (), fork)).status_code == 422
    assert post(address, AddCheckpoint(0, (), fork)).status_code == 409
    (kept,), (request,) = files(tmp_path, "refused-*.cosigned"), files(tmp_path, "refused-*.request")
    other = tmp_path / "other"
    other.write_bytes(parse_request(request.read_bytes()).note.as_bytes())
    assert run("checkpoint", "compare", kept, other, "--key", BOARD.verifier.text) == 1
    assert "[checkpoint-fork]" in capsys.readouterr().err


def test_an_empty_board_has_one_root_and_nothing_to_prove(address: str, tmp_path: Path) -> None:
    other = sign_checkpoint(Checkpoint(BOARD.name, 0, bytes(32)), BOARD)
    assert post(address, AddCheckpoint(0, (), other)).status_code == 422
    assert cosigned(post(address, asked(0, 0)), signed(0))
    assert post(address, AddCheckpoint(0, (bytes(32),), signed(3))).status_code == 422
    assert cosigned(post(address, asked(0, 3)), signed(3))


def test_boards_and_keys_that_are_not_known_are_refused(address: str, tmp_path: Path) -> None:
    stranger = generate_note_key("autre.example/board/1", ED25519, seeded(5))
    elsewhere = sign_checkpoint(Checkpoint(stranger.name, 1, bytes(32)), stranger)
    assert post(address, AddCheckpoint(0, (), elsewhere)).status_code == 404
    same_name = generate_note_key(BOARD.name, ED25519, seeded(6))
    unknown = sign_checkpoint(read_checkpoint(signed(3)), same_name)
    assert post(address, AddCheckpoint(0, (), unknown)).status_code == 403
    false = Note(signed(3).text, (Signature(BOARD.name, BOARD.verifier.key_id, bytes(64)),))
    assert post(address, AddCheckpoint(0, (), false)).status_code == 403
    assert files(tmp_path, "*") == []
    both = signed(3).with_signatures(unknown.signatures)
    assert cosigned(post(address, AddCheckpoint(0, (), both)), both)


def test_what_is_no_request_is_refused(address: str) -> None:
    note = signed(3).as_bytes()
    heads = (b"new 0\n\n", b"old 00\n\n", b"old 0\nQUFB\n\n", b"old 4\n\n")
    for raw in (b"", b"old 0\n\n", *(head + note for head in heads)):
        assert post(address, raw).status_code == 400
    assert post(address, b"a" * (MAX_REQUEST + 1)).status_code == 413
    assert httpx.post(f"{address}/other", content=note).status_code == 404
    assert httpx.get(f"{address}/add-checkpoint").status_code == 501


def test_a_request_without_a_length_is_refused(address: str) -> None:
    response = httpx.post(f"{address}/add-checkpoint", content=iter([b"old 0\n\n"]))
    assert response.status_code == 411


def test_one_connection_serves_several_requests(address: str) -> None:
    connection = HTTPConnection(address.removeprefix("http://"))
    for old, new in ((0, 2), (2, 3)):
        connection.request("POST", "/add-checkpoint", asked(old, new).as_bytes())
        response = connection.getresponse()
        assert (response.status, response.read()[:3]) == (200, "—".encode())
        assert response.getheader("server") == "isoloir-witness"
    connection.close()


def test_of_requests_at_once_only_one_is_cosigned_from_the_same_size(address: str, tmp_path: Path) -> None:
    """Whoever comes second is told of the first, so that nothing ever rolls back."""
    post(address, asked(0, 2))
    requests = [asked(2, size) for size in (3, 4, 5, 6, 7)]
    with ThreadPoolExecutor(5) as pool:
        found = sorted(response.status_code for response in pool.map(lambda asking: post(address, asking), requests))
    assert found == [200, 409, 409, 409, 409]
    (kept,) = files(tmp_path, "*.checkpoint")
    size = read_checkpoint(parse_note(kept.read_bytes())).size
    assert post(address, asked(0, 7)).text == f"{size}\n"


FORKED = tree_of(BytesIO(TOWN.archive("Ballot")))
FORKED.add(bytes(32))
FORKED.add(bytes(32))
SENT = st.tuples(st.sampled_from([TREE, OTHER_TREE, FORKED]), st.integers(0, 8), st.integers(0, 8))


@given(st.lists(SENT, max_size=12))
def test_whatever_is_sent_what_is_cosigned_is_of_one_history(sent: list[tuple[Tree, int, int]]) -> None:
    """Three boards under one key, one of which is the other up to its sixth event: a witness never sees double."""
    cosigned_so_far: list[Checkpoint] = []
    with tempfile.TemporaryDirectory() as path:
        folder = WitnessFolder(Path(path), WITNESS, [BOARD.verifier])
        for tree, old, new in sent:
            if old <= new <= tree.size:
                with suppress(CheckpointError):
                    folder.add_checkpoint(asked(old, new, tree).as_bytes(), NOON)
                    cosigned_so_far.append(read_checkpoint(signed(new, tree)))
    sizes = [checkpoint.size for checkpoint in cosigned_so_far]
    assert sizes == sorted(sizes)
    histories = [
        all(root_of(tree.find_node, c.size) == c.root for c in cosigned_so_far if c.size <= tree.size)
        and max(sizes, default=0) <= tree.size
        for tree in (TREE, OTHER_TREE, FORKED)
    ]
    assert any(histories)


@pytest.mark.parametrize(
    ("raw", "check"),
    [
        (b"old 0\n" + b"".join(encode_base64(bytes(32)).encode() + b"\n" for _ in range(64)) + b"\n", "lines"),
        (b"old 0", "lines"),
        ("old é\n\n".encode(), "encoding"),
        (b"old -1\n\n", "size"),
        (b"old 1\n*\n\n", "base64"),
        (b"old 1\nQUFB\n\n", "hash"),
    ],
)
def test_what_is_not_written_as_a_request_is_named(raw: bytes, check: str) -> None:
    with pytest.raises(CheckpointError, match="request-malformed") as refused:
        parse_request(raw)
    assert refused.value.facts["check"] == check


def test_a_request_is_read_as_it_was_written() -> None:
    assert parse_request(asked(3, 6).as_bytes()) == asked(3, 6)


class TestSubmitting:
    """The command that asks a witness."""

    @pytest.fixture(autouse=True)
    def _files(self, tmp_path: Path) -> None:
        self.folder = tmp_path
        (tmp_path / "urne.bel").write_bytes(TOWN.archive())
        (tmp_path / "autre.bel").write_bytes(OTHER.archive())
        for size in (3, 6):
            (tmp_path / f"signe-{size}").write_bytes(signed(size).as_bytes())

    def submit(self, size: int, url: str, archive: str = "urne.bel") -> int:
        arguments = (self.folder / archive, self.folder / f"signe-{size}", url, "--witness", WITNESS.verifier.text)
        return run("checkpoint", "submit", *arguments, "--out", self.folder / f"contresigne-{size}")

    def test_a_witness_is_asked_from_wherever_it_was(self, address: str, capsys: Capture) -> None:
        for size in (3, 6):
            assert self.submit(size, address) == 0
            note = parse_note((self.folder / f"contresigne-{size}").read_bytes())
            check_cosignature(note, WITNESS.verifier)
        assert capsys.readouterr().out.count("Contresigné par temoin.example le 20") == 2

    def test_an_old_checkpoint_and_a_false_copy_are_refused_here(self, address: str, capsys: Capture) -> None:
        assert self.submit(6, address) == 0
        assert self.submit(3, address) == 1
        assert "[witness-ahead]" in capsys.readouterr().err
        assert self.submit(3, address, "autre.bel") == 1
        assert "[checkpoint-root]" in capsys.readouterr().err

    def test_a_refusal_of_the_witness_is_told(self, tmp_path: Path, capsys: Capture) -> None:
        with serve_witness(tmp_path / "other", WITNESS, []) as address:
            assert self.submit(3, address) == 1
        assert "[witness-answer]" in capsys.readouterr().err

    def test_a_line_that_does_not_hold_is_not_written(self, tmp_path: Path, capsys: Capture) -> None:
        liar = generate_note_key(WITNESS.name, COSIGNATURE, seeded(7))
        with serve_witness(tmp_path / "other", liar, [BOARD.verifier]) as address:
            assert self.submit(3, address) == 1
        assert "[note-unsigned]" in capsys.readouterr().err
        assert not (self.folder / "contresigne-3").exists()

    @pytest.mark.parametrize("answer", [b"x", b"-1\n", b"\xff", b"2\n"])
    def test_a_witness_that_says_nonsense_of_its_size_is_left(self, answer: bytes, capsys: Capture) -> None:
        class Confused(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                self.send_response(409)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing."""

        with serving(HTTPServer(("127.0.0.1", 0), Confused)) as address:
            assert self.submit(3, address) == 1
        assert "[witness-answer]" in capsys.readouterr().err

    def test_a_witness_that_is_not_there_and_an_address_that_is_none(self, capsys: Capture) -> None:
        with socket.socket() as bound:  # not listening
            bound.bind(("127.0.0.1", 0))
            assert self.submit(3, f"http://127.0.0.1:{bound.getsockname()[1]}") == 2
        assert self.submit(3, "temoin.example") == 1
        assert "[submit-address]" in capsys.readouterr().err


def test_the_command_serves_until_it_is_interrupted(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_server: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("socketserver.BaseServer.serve_forever", interrupt)
    key = tmp_path / "temoin"
    key.write_text(WITNESS.text)
    arguments = (key, "--board", BOARD.verifier.text, "--folder", tmp_path / "witness")
    assert run("witness", *arguments, "--listen", "127.0.0.1:0") == 0
    assert WITNESS.verifier.text in capsys.readouterr().out
    for listen in ("8600", "a:b", "a:70000"):
        with pytest.raises(SystemExit):
            run("witness", *arguments, "--listen", listen)
