"""Checks 4 to 10 against a dishonest server, registrar or trustee: each cheat is refused by the check made for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.voting.cheats import forge_ballot
from tests.voting.forged_board import Step, forge, setup_step, share_step, steps_of, tally_step
from tests.voting.packed_archives import refusal_of, report_on
from tests.voting.simulated_election import ASSEMBLY, PROJECTS, SimulatedElection, seeded
from voting.ballot import check_ballot, parse_ballot
from voting.decryption import decrypt_share
from voting.group import GENERATOR, IDENTITY, add
from voting.proofs import Ciphertext
from voting.question import HomomorphicQuestion
from voting.strict_json import canonical
from voting.tally import EncryptedTally, TallySum
from voting.trustee import generate_trustee_key, trustee_public_key_bytes

TOWN = SimulatedElection(questions=(PROJECTS, ASSEMBLY), seed=31)
REPLACED = TOWN.vote(0, [0, 1, 0, 0], [1, 0])
TOWN.vote(1, [0, 0, 1, 1], [0, 0])
LAST = TOWN.vote(0, [1, 0, 0, 0], [0, 1])
STEPS = steps_of(TOWN.archive())
SETUP, BALLOTS, END, TALLY, SHARES, RESULT = STEPS[0], STEPS[1:4], STEPS[4], STEPS[5], STEPS[6:8], STEPS[8]
ELECTION, TRUSTEES, CREDENTIALS = SETUP[1][:3]
RANDOM = seeded(32)


def with_setup(
    election: bytes = ELECTION, trustees: bytes = TRUSTEES, credentials: bytes = CREDENTIALS
) -> tuple[int, str] | None:
    return refusal_of(forge([setup_step(election, trustees, credentials)]))


def altered(raw: bytes, **changes: Any) -> bytes:
    return canonical({**json.loads(raw), **changes})


def test_the_honest_election_is_accepted() -> None:
    report = report_on(forge(STEPS))
    assert report.valid
    assert report.facts.result == ((1, 0, 1, 1), (0, 1))
    assert (report.facts.ballots, report.facts.effective_ballots) == (3, 2)


@pytest.mark.parametrize(
    "setup",
    [
        {},
        {"election": "0" * 64, "trustees": "0" * 64, "credentials": "0" * 64},
        {**json.loads(SETUP[1][3]), "trustees": json.loads(SETUP[1][3])["trustees"].upper()},
        {name: json.loads(SETUP[1][3])[name] for name in ("trustees", "election", "credentials")},
        [],
        {**json.loads(SETUP[1][3]), "more": 1},
    ],
)
def test_a_setup_that_names_something_else_is_refused(setup: object) -> None:
    step = ("Setup", (ELECTION, TRUSTEES, CREDENTIALS, canonical(setup)))
    assert refusal_of(forge([step])) == (4, "setup-data")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": 2}, "election-version"),
        ({"version": True}, "election-version"),
        ({"group": "RFC-3526-2048"}, "group-unsupported"),
        ({"group": ["Ed25519"]}, "group-unsupported"),
        ({"uuid": "x"}, "election-uuid"),
        ({"uuid": "0" * 14}, "election-uuid"),
        ({"uuid": None}, "election-malformed"),
        ({"questions": []}, "election-questions"),
        ({"questions": {}}, "election-malformed"),
        ({"questions": [{"type": "NonHomomorphic", "value": {}}]}, "election-malformed"),
        ({"questions": [{"type": "Lists"}]}, "question-unsupported"),
        ({"name": 3}, "election-malformed"),
        ({"secret": 1}, "election-malformed"),
        ({"public_key": IDENTITY.text}, "election-public-key"),
        ({"public_key": "0" * 64}, "election-public-key"),
        ({"public_key": GENERATOR.text}, "election-key-mismatch"),
    ],
)
def test_an_election_that_is_not_sound_is_refused(changes: dict[str, Any], code: str) -> None:
    assert with_setup(election=altered(ELECTION, **changes)) == (4, code)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"min": -1}, "question-bounds"),
        ({"min": 3, "max": 2}, "question-bounds"),
        ({"max": 4}, "question-bounds"),
        ({"max": "2"}, "question-bounds"),
        ({"max": 10**19}, "question-bounds"),
        ({"max": True}, "question-bounds"),
        ({"blank": 1}, "question-blank"),
        ({"answers": []}, "question-answers"),
        ({"answers": ["x"] * 1001}, "question-answers"),
        ({"answers": [1]}, "election-malformed"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(changes: dict[str, Any], code: str) -> None:
    question = {**json.loads(ELECTION)["questions"][0], **changes}
    assert with_setup(election=altered(ELECTION, questions=[question])) == (4, code)


def _single(key: object) -> list[object]:
    return ["Single", key]


def _new_key() -> Any:
    return json.loads(trustee_public_key_bytes(generate_trustee_key(RANDOM), RANDOM))


@pytest.mark.parametrize(
    ("trustees", "code"),
    [
        ([], "trustee-none"),
        ({}, "trustee-malformed"),
        ([["Single"]], "trustee-malformed"),
        ([["Pedersen", {}]], "trustee-malformed"),
        ([["Other", {}]], "trustee-kind-unsupported"),
        ([json.loads(TRUSTEES)[0]] * 2, "trustee-key-repeated"),
        ([_single({**_new_key(), "pok": _new_key()["pok"]})], "trustee-possession"),
        ([_single({**_new_key(), "public_key": IDENTITY.text})], "trustee-malformed"),
        ([_single({**_new_key(), "more": 1})], "trustee-malformed"),
        (json.loads(TRUSTEES)[:1], "election-key-mismatch"),
        ([*json.loads(TRUSTEES), _single(_new_key())], "election-key-mismatch"),
    ],
)
def test_trustees_that_are_not_sound_are_refused(trustees: object, code: str) -> None:
    assert with_setup(trustees=canonical(trustees)) == (4, code)


@pytest.mark.parametrize(
    ("credentials", "code"),
    [
        ({}, "credentials-malformed"),
        ([1], "credentials-malformed"),
        ([json.loads(CREDENTIALS)[0]] * 2, "credential-duplicate"),
        ([json.loads(CREDENTIALS)[0], json.loads(CREDENTIALS)[0] + ",2"], "credential-duplicate"),
        ([json.loads(CREDENTIALS)[0].upper()], "credential-malformed"),
        ([IDENTITY.text], "credential-malformed"),
        (["0" * 64], "credential-malformed"),
        ([""], "credential-malformed"),
        ([json.loads(CREDENTIALS)[0] + ",-1"], "credential-weight"),
        ([json.loads(CREDENTIALS)[0] + ",01"], "credential-weight"),
        ([json.loads(CREDENTIALS)[0] + "," + "9" * 5000], "credential-weight"),
        ([json.loads(CREDENTIALS)[0] + ",\u0662"], "credential-weight"),
    ],
)
def test_credentials_that_are_not_sound_are_refused(credentials: object, code: str) -> None:
    assert with_setup(credentials=canonical(credentials)) == (4, code)


def test_credentials_with_spaces_between_them_are_refused() -> None:
    assert with_setup(credentials=json.dumps(json.loads(CREDENTIALS)).encode()) == (4, "credentials-malformed")


def test_a_vote_against_the_rules_is_refused_and_its_ballot_named() -> None:
    stuffed = forge_ballot(TOWN.election, TOWN.codes[2], [[0, 1000, 0, 0], [0, 0]], TOWN.random)
    report = report_on(forge([SETUP, *BALLOTS, ("Ballot", (stuffed,))]))
    assert report.failure is not None
    assert (report.failure.number, report.failure.code) == (5, "proof-individual-invalid")
    assert report.failure.found == f"event 4, ballot {parse_ballot(stuffed).tracker}"


def test_a_replaced_ballot_put_back_on_the_board_is_refused() -> None:
    assert refusal_of(forge([SETUP, *BALLOTS, BALLOTS[0]])) == (5, "ballot-duplicate")


def test_a_stranger_s_ballot_is_refused() -> None:
    stranger = SimulatedElection(questions=(PROJECTS, ASSEMBLY), seed=33)
    ballot = forge_ballot(TOWN.election, stranger.codes[0], [[0, 1, 0, 0], [0, 0]], RANDOM)
    assert refusal_of(forge([SETUP, ("Ballot", (ballot,))])) == (5, "credential-unknown")


def _sum(*ballots: bytes) -> EncryptedTally:
    running = TallySum(TOWN.election)
    for raw in ballots:
        running.add(check_ballot(parse_ballot(raw), TOWN.election, TOWN.credentials))
    return running.finish()


def with_tally(tally: Step) -> tuple[int, str] | None:
    return refusal_of(forge([SETUP, *BALLOTS, END, tally]))


@pytest.mark.parametrize("counted", [(0, 1), (0, 1, 2)], ids=["the first of each", "all"])
def test_counting_other_ballots_of_the_same_voters_is_refused(counted: Sequence[int]) -> None:
    tally = _sum(*(BALLOTS[position][1][0] for position in counted))
    assert with_tally(("EncryptedTally", (tally.raw, tally.sized_raw))) == (6, "effective-ballots")


def test_leaving_a_voter_out_is_refused() -> None:
    tally = _sum(LAST.ballot.raw)
    assert with_tally(("EncryptedTally", (tally.raw, tally.sized_raw))) == (7, "tally-count")
    assert with_tally(tally_step(tally.raw, 2, 2)) == (7, "tally-sum")


def _added(tally: EncryptedTally) -> bytes:
    """The same tally with one more vote for the first answer."""
    first = tally.ciphertexts[0][0]
    row = [Ciphertext(first.alpha, add(first.beta, GENERATOR)), *tally.ciphertexts[0][1:]]
    return canonical([[item.as_json() for item in question] for question in (row, tally.ciphertexts[1])])


@pytest.mark.parametrize(
    ("tally", "code"),
    [
        (tally_step(_added(TOWN.tally()), 2, 2), "tally-sum"),
        (tally_step(TALLY[1][0], 3, 2), "tally-count"),
        (tally_step(TALLY[1][0], 2, 3), "tally-weight"),
        (tally_step(TALLY[1][0], 2, "2"), "tally-size-malformed"),
        (tally_step(TALLY[1][0], 2, "\u00b2"), "tally-size-malformed"),
        (tally_step(TALLY[1][0], 2, "9" * 3000), "tally-size-malformed"),
        (tally_step(TALLY[1][0], -2, 2), "tally-size-malformed"),
        (tally_step(TALLY[1][0], True, 2), "tally-size-malformed"),
        (tally_step(TALLY[1][0], [2], {}), "tally-size-malformed"),
        (tally_step(b"[]", 2, 2), "tally-shape"),
        (tally_step(canonical(json.loads(TALLY[1][0])[:1]), 2, 2), "tally-shape"),
        (tally_step(b"{}", 2, 2), "tally-malformed"),
        (tally_step(TALLY[1][0] + b"\n", 2, 2), "tally-malformed"),
        (("EncryptedTally", (_added(TOWN.tally()), TALLY[1][1])), "tally-hash"),
    ],
)
def test_an_encrypted_tally_that_is_not_the_ballots_sum_is_refused(tally: Step, code: str) -> None:
    assert with_tally(tally) == (7, code)


def test_a_shuffle_where_there_is_nothing_to_shuffle_is_refused() -> None:
    shuffle = ("Shuffle", (b"[]", b'{"owner":1,"payload":"x"}'))
    assert refusal_of(forge([SETUP, *BALLOTS, END, TALLY, shuffle])) == (8, "shuffle-unexpected")


def with_shares(*shares: Step) -> tuple[int, str] | None:
    return refusal_of(forge([SETUP, *BALLOTS, END, TALLY, *shares]))


def _share(alter: Callable[[dict[str, Any]], None]) -> bytes:
    members = json.loads(SHARES[0][1][0])
    alter(members)
    return canonical(members)


def _wrong_factor(members: dict[str, Any]) -> None:
    members["decryption_factors"][0][0] = GENERATOR.text


def _lost_question(members: dict[str, Any]) -> None:
    members["decryption_factors"].pop()
    members["decryption_proofs"].pop()


def _lost_proof(members: dict[str, Any]) -> None:
    members["decryption_proofs"][0].pop()


def _outside_the_group(members: dict[str, Any]) -> None:
    members["decryption_factors"][0][0] = "0" * 64


STRANGER = generate_trustee_key(RANDOM)


@pytest.mark.parametrize(
    ("share", "code"),
    [
        (share_step(1, _share(_wrong_factor)), "share-proof"),
        (share_step(1, _share(_lost_question)), "share-shape"),
        (share_step(1, _share(_lost_proof)), "share-shape"),
        (share_step(1, _share(_outside_the_group)), "share-malformed"),
        (share_step(1, b"[]"), "share-malformed"),
        (share_step(1, decrypt_share(TOWN.election, TOWN.tally(), STRANGER, RANDOM)), "share-proof"),
        (share_step(2, SHARES[0][1][0]), "share-proof"),
        (share_step(0, SHARES[0][1][0]), "share-owner"),
        (share_step(3, SHARES[0][1][0]), "share-owner"),
        (share_step(-1, SHARES[0][1][0]), "share-owner"),
        (share_step("1", SHARES[0][1][0]), "share-owner"),
        (share_step(True, SHARES[0][1][0]), "share-owner"),
        (share_step(None, SHARES[0][1][0]), "share-owner"),
        (share_step([[1]], SHARES[0][1][0]), "share-owner"),
        (("PartialDecryption", (SHARES[0][1][0], SHARES[1][1][1])), "share-malformed"),
        (("PartialDecryption", (SHARES[0][1][0], b'{"owner":1}')), "share-malformed"),
    ],
)
def test_a_share_that_does_not_decrypt_the_tally_is_refused(share: Step, code: str) -> None:
    assert with_shares(share) == (9, code)


def test_a_trustee_who_sends_two_shares_is_refused() -> None:
    assert with_shares(SHARES[0], SHARES[0]) == (9, "share-repeated")
    again = share_step(1, TOWN.share(0))
    assert with_shares(*SHARES, again) == (9, "share-repeated")


def test_shares_may_come_in_any_order() -> None:
    assert with_shares(SHARES[1], SHARES[0], RESULT) is None


def test_a_result_without_the_share_of_every_trustee_is_refused() -> None:
    report = report_on(forge([SETUP, *BALLOTS, END, TALLY, SHARES[0], RESULT]))
    assert report.failure is not None
    assert (report.failure.number, report.failure.code) == (9, "shares-missing")
    assert (report.failure.expected, report.failure.found) == ("2", "1")


@pytest.mark.parametrize(
    ("result", "code"),
    [
        ([[0, 1, 1, 1], [0, 1]], "result-value"),
        ([[1, 0, 1, 1], [1, 1]], "result-value"),
        ([[3, 0, 1, 1], [0, 1]], "result-out-of-bounds"),
        ([[1, 0, 1, 1]], "result-shape"),
        ([[1, 0, 1], [0, 1]], "result-shape"),
        ([[0, 1], [1, 0, 1, 1]], "result-shape"),
        ([[-1, 0, 1, 1], [0, 1]], "result-malformed"),
        ([["1", 0, 1, 1], [0, 1]], "result-malformed"),
        ([["\u00b2", 0, 1, 1], [0, 1]], "result-malformed"),
        ([[True, 0, 1, 1], [0, 1]], "result-malformed"),
        ([[None, 0, 1, 1], [0, 1]], "result-malformed"),
        ([[10**19, 0, 1, 1], [0, 1]], "result-malformed"),
        ({}, "result-malformed"),
    ],
)
def test_a_result_that_the_shares_do_not_give_is_refused(result: object, code: str) -> None:
    raw = canonical({"result": result})
    assert with_shares(*SHARES, ("Result", (raw,))) == (10, code)


def test_a_very_heavy_weight_is_verified_as_fast_as_any() -> None:
    heavy = SimulatedElection(questions=(HomomorphicQuestion("?", ("a",), 0, 1),), weights=(1, 2**61, 5), seed=34)
    heavy.vote(0, [1])
    heavy.vote(2, [1])
    assert refusal_of(heavy.archive()) is None
