"""The auditor's watch on the real site: what the server signs is what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.budget_app.real_server import run_server
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_votes import cast
from voting.__main__ import main
from voting.checkpoints.cosignature import check_cosignature
from voting.checkpoints.notes import parse_note, parse_verifier_key

pytestmark = pytest.mark.usefixtures("database")


def test_a_witness_watches_the_site_and_cosigns_what_it_saw(
    town: SimulatedTown, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, watched = tmp_path / "temoin", tmp_path / "watched"
    assert main(["checkpoint", "keygen", "--name", "temoin.example", "--witness", "--out", str(key)]) == 0
    with run_server(tmp_path) as server:
        address = f"{server.address}/board/{town.uuid}.bel"
        for voter, told in enumerate(["2 new events, 2 in all, 2 signed", "1 new events, 3 in all, 3 signed"]):
            cast(town, town.people[voter], town.seal(town.people[voter], 1).raw)
            command = ["watch", address, "--folder", str(watched), "--cosign", str(key), "--once", "--lang", "en"]
            assert main(command) == 0
            assert told in capsys.readouterr().out
    assert (watched / "board.bel").read_bytes() == town.archive()
    witness = parse_verifier_key(key.with_name("temoin.pub").read_text().strip())
    check_cosignature(parse_note((watched / "cosigned").read_bytes()), witness)
