"""Every parser of the protocol, what it is fed with at first, and what it said of an input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

from tests.voting.forged_board import forge, steps_of
from tests.voting.packed_archives import read_archive, refusal_of
from tests.voting.simulated_election import GRADES, PROJECTS, SimulatedElection, seeded
from tests.voting.simulated_exchange import SimulatedExchange
from voting.archive import read_records
from voting.ballot import parse_ballot
from voting.checkpoints.archive import event_records, tree_of
from voting.checkpoints.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from voting.checkpoints.cosignature import check_cosignature, cosign
from voting.checkpoints.merkle import prove_consistency, prove_inclusion, root_of
from voting.checkpoints.notes import (
    COSIGNATURE,
    ED25519,
    generate_note_key,
    parse_note,
    parse_signature_lines,
    parse_signing_key,
    parse_verifier_key,
)
from voting.checkpoints.receipt import check_receipt, compose_receipt, parse_receipt
from voting.checkpoints.witness import AddCheckpoint, parse_request
from voting.credential_files import compose_private, compose_public, parse_private, parse_public
from voting.credential_record import append_frozen, append_list, append_replacement, compose_record, parse_record
from voting.credentials import check_code, parse_public_credentials
from voting.decryption import parse_share
from voting.election import parse_election
from voting.errors import ProtocolError
from voting.exchange_task import ExchangeTask, certificates_of, check_vinput, parse_exchange_task
from voting.fields_code import compose_fields_code, find_fields_code
from voting.group import parse_point, parse_scalar
from voting.handed_share import make_handed_share
from voting.opened_ballot import compose_opened_ballot, parse_opened_ballot
from voting.pedersen import open_vinput, parse_certificate, parse_polynomial, parse_voutput, polynomial_promise
from voting.pki import Keys
from voting.published import Published, SharePromise, parse_published
from voting.question import NonHomomorphicQuestion, parse_question
from voting.result import parse_result
from voting.seed_file import compose_seed_file, parse_seed_file
from voting.shuffle import parse_shuffle
from voting.strict_json import canonical, parse_json
from voting.strong_share import join_strong_shares, parse_strong_shares
from voting.tally import parse_encrypted_tally, parse_sized_tally, shuffled_rows
from voting.trustee import parse_key_file, parse_trustee_public_key, parse_trustees, trustee_public_key_bytes
from voting.trustee_key import compose_key_file
from voting.verification.events import read_events
from voting.whole_ballot import check_whole_ballot

VALID = ("h_blank", "h_min_eq_max", "nh", "nh_one", "revote", "threshold", "weights", "voting_phase", "zero_ballots")


@dataclass(frozen=True)
class Parser:
    """``parse`` takes any bytes and may raise nothing but ProtocolError; ``seeds`` are accepted."""

    parse: Callable[[bytes], object]
    seeds: tuple[bytes, ...]

    def outcome(self, raw: bytes) -> str:
        """``accepted``, or the code of the refusal with the check inside it that failed."""
        try:
            self.parse(raw)
        except ProtocolError as error:
            return " ".join(str(part) for part in (error.code, error.facts.get("check")) if part)
        return "accepted"


TOWN = SimulatedElection(questions=(PROJECTS, GRADES), voters=3, guardians=1, seed=777)
for _voter in range(3):
    TOWN.vote(_voter, [0, 1, 0, 0], [_voter, 2, 3])
ARCHIVE = TOWN.archive()
STEPS = steps_of(ARCHIVE)


def _payloads(kind: str, position: int = 0) -> tuple[bytes, ...]:
    return tuple(payloads[position] for name, payloads in STEPS if name == kind)


def _text(parse: Callable[[object], object]) -> Callable[[bytes], object]:
    """A parser of a text inside JSON; what is no text in UTF-8 never comes to it."""

    def parse_text_in(raw: bytes) -> object:
        return parse(raw.decode("utf-8", "surrogateescape"))

    return parse_text_in


def _question(raw: bytes) -> object:
    question = parse_question(parse_json(raw))
    return find_fields_code(question) if isinstance(question, NonHomomorphicQuestion) else None


def _of_vectors(kind: str, position: int) -> tuple[bytes, ...]:
    """A payload of each valid vector."""
    steps = [dict(reversed(steps_of(read_archive(f"valid/{name}/final.bel")))) for name in VALID]
    return tuple(found[kind][position] for found in steps if kind in found)


def _record() -> bytes:
    time = datetime(2026, 1, 1, tzinfo=UTC)
    first, *rest = TOWN.credentials.entries
    begun = append_list(None, TOWN.uuid, [first, *rest[:-1]], time)
    replaced = append_replacement(begun.head, first, rest[-1], time)
    frozen = append_frozen(replaced.head, TOWN.uuid, rest, time)
    return compose_record([begun.raw, replaced.raw, frozen.raw])


def _opened() -> bytes:
    choices = [[0, 1, 0, 0], [1, 2, 3]]
    sealed = TOWN.seal(0, *choices)
    return compose_opened_ballot(TOWN.election, sealed.raw, choices, sealed.randomness)


def _verify_forged(raw: bytes) -> object:
    """A whole verification of the board with its last ballot replaced by ``raw``."""
    place = max(number for number, (kind, _) in enumerate(STEPS) if kind == "Ballot")
    refusal = refusal_of(forge([*STEPS[:place], ("Ballot", (raw,)), *STEPS[place + 1 :]]))
    if refusal is not None:
        raise ProtocolError(f"{refusal[0]} {refusal[1]}")
    return None


def _exchange() -> dict[str, Parser]:
    """The messages of guardians who make a key together."""
    made = SimulatedExchange()
    certificates, polynomials = made.certificates, made.polynomials
    return {
        "certificate": Parser(lambda raw: parse_certificate(raw, made.context(1)), (made.certificate(1),)),
        "polynomial": Parser(lambda raw: parse_polynomial(raw, certificates, 1), (made.polynomial(1),)),
        "vinput": Parser(lambda raw: open_vinput(made.keys[0], certificates, 1, raw), (made.vinput(1),)),
        "voutput": Parser(lambda raw: parse_voutput(raw, certificates, polynomials, 1), (made.voutput_raw(1),)),
        "seed-file": Parser(parse_seed_file, (compose_seed_file(made.keys[0], uuid=TOWN.uuid, name="Un").encode(),)),
        "exchange-task": Parser(_follow(made.keys[0]), (_task(made),)),
    }


def _task(made: SimulatedExchange) -> bytes:
    """What the site gives the first guardian when everybody has shown their message."""
    certificates = tuple(canonical(certificate.signed.as_json()).decode() for certificate in made.certificates)
    promises = tuple(polynomial_promise(polynomial.raw) for polynomial in made.polynomials)
    task = ExchangeTask(made.size, made.threshold, 1, certificates, promises, made.vinput(1).decode())
    return task.as_bytes()


def _follow(keys: Keys) -> Callable[[bytes], object]:
    """All that a guardian's command line reads of a task before it makes the last message."""

    def follow(raw: bytes) -> object:
        task = parse_exchange_task(raw)
        return certificates_of(task, keys), check_vinput(task, keys)

    return follow


def _strong() -> bytes:
    """The file of strong shares of a count of totals."""
    town = SimulatedElection(seed=1)
    tally = town.tally()
    handed = make_handed_share(town.election, tally, town.keys[0], 1, seeded(1))
    return join_strong_shares(town.election, [handed.strong])


def _notes() -> dict[str, Parser]:
    """What is signed of a board, and what travels with it."""
    board = generate_note_key("ville.example/board/1", ED25519, seeded(1))
    witness = generate_note_key("temoin.example", COSIGNATURE, seeded(2))
    tree = tree_of(BytesIO(ARCHIVE))
    signed = sign_checkpoint(Checkpoint(board.name, tree.size, root_of(tree.find_node, tree.size)), board)
    note = signed.with_signatures([cosign(signed, witness, datetime(2030, 1, 1, tzinfo=UTC))])
    record = list(event_records(BytesIO(ARCHIVE)))[1]
    receipt = compose_receipt(1, record, prove_inclusion(tree.find_node, 1, tree.size), note)
    request = AddCheckpoint(2, prove_consistency(tree.find_node, 2, tree.size), note)
    keys = (board.verifier.text.encode(), witness.verifier.text.encode())
    return {
        "note": Parser(parse_note, (note.as_bytes(),)),
        "signature-lines": Parser(parse_signature_lines, (note.signatures[1].line.encode(),)),
        "verifier-key": Parser(_text(lambda text: parse_verifier_key(str(text))), keys),
        "signing-key": Parser(_text(lambda text: parse_signing_key(str(text))), (board.text.encode(),)),
        "checkpoint": Parser(lambda raw: open_checkpoint(raw, board.verifier), (note.as_bytes(),)),
        "cosignature": Parser(lambda raw: check_cosignature(parse_note(raw), witness.verifier), (note.as_bytes(),)),
        "receipt": Parser(lambda raw: check_receipt(parse_receipt(raw)), (receipt.as_bytes(),)),
        "add-checkpoint": Parser(parse_request, (request.as_bytes(),)),
    }


@cache
def parsers() -> dict[str, Parser]:
    """By name."""
    tally = TOWN.tally()
    before = shuffled_rows(TOWN.election, tally)
    shuffles, decrypted = TOWN.shuffles()
    setup = STEPS[0][1]
    codes = {str(number): code for number, code in enumerate(TOWN.codes, start=1)}
    entries = {str(number): entry for number, entry in enumerate(TOWN.credentials.entries, start=1)}
    promise = SharePromise(1, datetime(2030, 5, 18, tzinfo=UTC), "0" * 64, "f" * 64)
    published = Published(TOWN.uuid, "a", "b", "c", 1, 3, (promise,)).as_bytes()
    fields: Any = compose_fields_code(4, ("Un", "Deux")).question("?").as_json()
    code = TOWN.codes[0].encode()
    return {
        "json": Parser(parse_json, (b'{"a":[1,"b",null,true]}', b"[]")),
        "point": Parser(_text(parse_point), (TOWN.election.public_key.text.encode(),)),
        "scalar": Parser(_text(parse_scalar), (b"0", b"123456789")),
        "code": Parser(_text(lambda text: check_code(str(text))), (code,)),
        "question": Parser(_question, (canonical(fields), canonical(PROJECTS.as_json()))),
        "election": Parser(parse_election, (setup[0], *_of_vectors("Setup", 0))),
        "trustees": Parser(parse_trustees, (setup[1], *_of_vectors("Setup", 1))),
        "credentials": Parser(parse_public_credentials, (setup[2], *_of_vectors("Setup", 2))),
        "trustee-key": Parser(parse_trustee_public_key, (trustee_public_key_bytes(TOWN.keys[0], seeded(1)),)),
        "key-file": Parser(parse_key_file, (compose_key_file(TOWN.keys[0], uuid=TOWN.uuid, name="Un").encode(),)),
        "ballot": Parser(parse_ballot, (*_payloads("Ballot")[:1], *_of_vectors("Ballot", 0))),
        "whole-ballot": Parser(
            lambda raw: check_whole_ballot(raw, TOWN.election, TOWN.credentials), _payloads("Ballot")[:1]
        ),
        "opened-ballot": Parser(parse_opened_ballot, (_opened(),)),
        "tally": Parser(lambda raw: parse_encrypted_tally(raw, TOWN.election, 3), (tally.raw,)),
        "sized-tally": Parser(parse_sized_tally, (tally.sized_raw, *_of_vectors("EncryptedTally", 1))),
        "shuffle": Parser(lambda raw: parse_shuffle(raw, before), tuple(shuffles)),
        "share": Parser(lambda raw: parse_share(raw, decrypted), _payloads("PartialDecryption")),
        "result": Parser(lambda raw: parse_result(raw, TOWN.election, 3), _payloads("Result")),
        "published": Parser(parse_published, (published,)),
        "strong-shares": Parser(parse_strong_shares, (_strong(),)),
        "private-file": Parser(parse_private, (compose_private(codes).encode(), canonical(codes))),
        "public-file": Parser(parse_public, (compose_public(entries).encode(),)),
        "record": Parser(parse_record, (_record(),)),
        "records": Parser(lambda raw: [None for _ in read_records(BytesIO(raw))], (ARCHIVE,)),
        "events": Parser(lambda raw: [None for _ in read_events(BytesIO(raw))], (ARCHIVE,)),
        "verify": Parser(_verify_forged, _payloads("Ballot")[-1:]),
        **_exchange(),
        **_notes(),
    }
