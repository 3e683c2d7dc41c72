"""Notes, checkpoints, cosignatures and proofs beside an implementation that is not ours (docs/decisions/0010)."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import aics_tlog as theirs
import aics_witness as their_witness
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.voting.packed_archives import read_archive
from tests.voting.simulated_election import seeded
from tests.voting.witness_server import serve_witness, serving
from voting.checkpoints.archive import event_records, root_at, tree_of
from voting.checkpoints.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from voting.checkpoints.cosignature import check_cosignature, cosign
from voting.checkpoints.merkle import check_consistency, check_inclusion, leaf_hash, prove_consistency, prove_inclusion
from voting.checkpoints.notes import COSIGNATURE, ED25519, Note, generate_note_key, parse_note, parse_verifier_key
from voting.commands.checkpoint_submit import submit
from voting.commands.connections import parse_address
from voting.errors import CheckpointError

ARCHIVE = read_archive("valid/nh/final.bel")
RECORDS = list(event_records(BytesIO(ARCHIVE)))
OURS = tree_of(BytesIO(ARCHIVE))
THEIRS = theirs.MerkleTree(RECORDS)
BOARD_KEY = generate_note_key("ville.example/board/1", ED25519, seeded(1))
WITNESS_KEY = generate_note_key("temoin.example", COSIGNATURE, seeded(2))
BOARD_THERE = Ed25519PrivateKey.from_private_bytes(BOARD_KEY.seed)
WITNESS_THERE = Ed25519PrivateKey.from_private_bytes(WITNESS_KEY.seed)
SIZES = range(1, len(RECORDS) + 1)
SECONDS = 1_900_000_000


def signed(size: int) -> Note:
    return sign_checkpoint(Checkpoint(BOARD_KEY.name, size, root_at(BytesIO(ARCHIVE), size)), BOARD_KEY)


def test_both_write_the_same_verifier_keys() -> None:
    board = theirs.vkey_from_ed25519(BOARD_KEY.name, BOARD_THERE.public_key())
    witness = theirs.cosignature_vkey(WITNESS_KEY.name, WITNESS_THERE.public_key())
    for key, found in ((BOARD_KEY, board), (WITNESS_KEY, witness)):
        assert theirs.format_vkey(found) == key.verifier.text
        assert parse_verifier_key(theirs.format_vkey(found)) == key.verifier
        assert theirs.parse_vkey(key.verifier.text) == found


@pytest.mark.parametrize("size", SIZES)
def test_both_find_the_same_roots_and_proofs_in_an_archive(size: int) -> None:
    assert root_at(BytesIO(ARCHIVE), size) == THEIRS.root(size)
    for index in range(size):
        path = prove_inclusion(OURS.find_node, index, size)
        assert list(path) == THEIRS.inclusion_proof(index, size)
        assert theirs.verify_leaf_inclusion(RECORDS[index], index, size, path, THEIRS.root(size))
        check_inclusion(leaf_hash(RECORDS[index]), index, size, THEIRS.inclusion_proof(index, size), THEIRS.root(size))
    for old in range(1, size + 1):
        path = prove_consistency(OURS.find_node, old, size)
        assert list(path) == THEIRS.consistency_proof(old, size)
        assert theirs.verify_consistency(old, size, THEIRS.root(old), THEIRS.root(size), path)
        check_consistency(old, THEIRS.root(old), size, THEIRS.root(size), THEIRS.consistency_proof(old, size))


def test_both_sign_the_same_checkpoint_byte_for_byte() -> None:
    checkpoint = theirs.Checkpoint(BOARD_KEY.name, 3, THEIRS.root(3))
    note = theirs.sign_checkpoint(checkpoint, BOARD_THERE, BOARD_KEY.name)
    assert signed(3).as_bytes() == note.to_bytes()
    assert open_checkpoint(note.to_bytes(), BOARD_KEY.verifier).root == checkpoint.root


def test_both_cosign_the_same_checkpoint_byte_for_byte_and_believe_each_other() -> None:
    note = signed(3)
    line = cosign(note, WITNESS_KEY, datetime.fromtimestamp(SECONDS, UTC))
    checkpoint = theirs.parse_checkpoint(note.text)
    _, found = theirs.sign_cosignature(
        WITNESS_THERE, WITNESS_KEY.name, SECONDS, checkpoint.origin, checkpoint.size, checkpoint.root
    )
    assert (line.name, line.key_id, line.payload) == (found.name, found.key_id, found.signature)
    cosigned = note.with_signatures([line])
    policy = theirs.WitnessPolicy(1, (theirs.parse_vkey(WITNESS_KEY.verifier.text),))
    board = theirs.parse_vkey(BOARD_KEY.verifier.text)
    verdict = theirs.verify_checkpoint(theirs.parse_note(cosigned.as_bytes()), board, policy=policy)
    assert verdict.ok
    assert check_cosignature(parse_note(cosigned.as_bytes()), WITNESS_KEY.verifier).timestamp() == SECONDS


def test_their_client_is_cosigned_by_our_witness(tmp_path: Path) -> None:
    with serve_witness(tmp_path, WITNESS_KEY, [BOARD_KEY.verifier]) as address:
        client = their_witness.WitnessClient(address, WITNESS_KEY.verifier.text)
        for size in (2, 5, len(RECORDS)):
            lines = client.submit(signed(size).as_bytes(), THEIRS.consistency_proof)
            note = parse_note(signed(size).as_bytes() + lines.encode())
            check_cosignature(note, WITNESS_KEY.verifier)
        with pytest.raises(their_witness.WitnessAhead):
            client.submit(signed(2).as_bytes(), THEIRS.consistency_proof)
        client.close()
        forged = theirs.sign_checkpoint(
            theirs.Checkpoint(BOARD_KEY.name, len(RECORDS), bytes(32)), BOARD_THERE, BOARD_KEY.name
        )
        with pytest.raises(their_witness.WitnessRejected) as refused:
            their_witness.WitnessClient(address, WITNESS_KEY.verifier.text).submit(
                forged.to_bytes(), THEIRS.consistency_proof, old_size=len(RECORDS)
            )
        assert refused.value.status == 422


def test_our_client_is_cosigned_by_their_witness(tmp_path: Path) -> None:
    board = their_witness.LogConfig.from_strings(BOARD_KEY.name, [BOARD_KEY.verifier.text])
    with their_witness.WitnessStore(tmp_path / "state.sqlite", create=True) as store:
        witness = their_witness.Witness(WITNESS_KEY.name, WITNESS_THERE, store, [board])
        with serving(their_witness.make_server(witness)) as address:
            there = parse_address(address, "submit-address")
            for size in (2, 5, len(RECORDS)):
                check_cosignature(submit(there, OURS, signed(size)), WITNESS_KEY.verifier)
            with pytest.raises(CheckpointError, match="witness-ahead"):
                submit(there, OURS, signed(2))
            other = sign_checkpoint(Checkpoint(BOARD_KEY.name, len(RECORDS), bytes(32)), BOARD_KEY)
            with pytest.raises(CheckpointError, match="witness-answer") as refused:
                submit(there, OURS, other)
            assert refused.value.facts["found"] == 422
