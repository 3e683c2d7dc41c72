"""Attacks on voting protocols that were published, tried on whole boards: each is refused, and by the check named.

Copies, re-randomised copies, over-votes and negative votes of single ballots stand in test_cheating_voters.py, forged
shuffles in test_shuffle.py, forged certificates and shares of a group in test_pedersen.py and test_threshold.py.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from unittest.mock import patch

import pytest

from tests.voting.cheats import sign
from tests.voting.forged_board import Step, forge, setup_step, share_step, steps_of
from tests.voting.packed_archives import refusal_of, report_on
from tests.voting.simulated_election import ASSEMBLY, GRADES, PROJECTS, SimulatedElection
from voting import decryption, proofs, shuffle
from voting.credentials import compose_public_credentials, derive_public, generate_code
from voting.group import Point, Q, add, multiply, multiply_generator, random_scalar, subtract
from voting.hashing import sha256_hex
from voting.proofs import Ciphertext, Proof
from voting.published import Published
from voting.strict_json import canonical
from voting.tally import shuffled_rows
from voting.verification.procedure import verify_archive

TOWN = SimulatedElection(questions=(PROJECTS, ASSEMBLY), voters=3, guardians=2, seed=141)
TOWN.vote(0, [0, 1, 0, 0], [1, 0])
TOWN.vote(1, [0, 0, 1, 0], [0, 1])
STEPS = steps_of(TOWN.archive())


def _published(town: SimulatedElection, attended: int) -> Published:
    return Published(
        town.uuid, town.election.fingerprint, town.trustees.fingerprint, town.credentials.fingerprint, 0, attended
    )


def _place(kind: str) -> int:
    return next(place for place, step in enumerate(STEPS) if step[0] == kind)


def test_a_proof_whose_challenge_leaves_the_statement_out_is_refused() -> None:
    """Weak Fiat-Shamir (Bernhard, Pereira, Warinschi 2012): commitments are hashed, what is proved is not.

    The cheat draws commitments and a challenge first, then solves for a ciphertext that they prove.
    """
    town = SimulatedElection(questions=(ASSEMBLY,), seed=142)
    with patch.object(proofs, "_challenge", lambda _prefix, pairs: _weak(pairs)):
        raw = town.seal(0, [1, 0]).raw
    assert refusal_of(forge([_setup(town), ("Ballot", (raw,))])) == (5, "proof-individual-invalid")


def _weak(pairs: list[tuple[Point, Point]]) -> int:
    text = "".join(a.text + b.text for a, b in pairs)
    return int.from_bytes(sha256(text.encode()).digest(), "big") % Q


def _setup(town: SimulatedElection) -> Step:
    return setup_step(town.election.raw, town.trustees.raw, town.credentials.raw)


def test_a_share_whose_challenge_leaves_the_election_out_is_refused() -> None:
    with patch.object(decryption, "_challenge", lambda _e, _p, first, second: _weak([(first, second)])):
        forged = share_step(1, TOWN.share(0))
    assert refusal_of(forge([*STEPS[: _place("PartialDecryption")], forged])) == (9, "share-proof")


def test_a_shuffle_whose_challenge_leaves_its_input_out_is_refused() -> None:
    """Haines, Lewis, Pereira, Teague 2020: the shuffle of the Swiss Post system could be bent this way."""
    town = SimulatedElection(questions=(GRADES,), voters=2, guardians=1, seed=143)
    for voter in (0, 1):
        town.vote(voter, [voter, 2, 3])
    with patch.object(shuffle, "_statement", lambda _before, after, _c: shuffle._row_text(after)):
        raw = shuffle.shuffle_rows(town.election, shuffled_rows(town.election, town.tally()), town.random)
    owned = canonical({"owner": 1, "payload": sha256_hex(raw)})
    steps = steps_of(town.archive("EncryptedTally"))
    assert refusal_of(forge([*steps, ("Shuffle", (raw, owned))])) == (8, "shuffle-proof")


def test_two_voters_who_were_given_the_same_receipt_are_missed_in_the_attendance() -> None:
    """Clash attack (Küsters, Truderung, Vogt 2012): one ballot stands for two voters, another takes a place."""
    report = verify_archive(BytesIO(TOWN.archive()), published=_published(TOWN, attended=3))
    assert report.failure is not None
    assert (report.failure.number, report.failure.code) == (12, "published-attendance")


def test_the_same_ballot_listed_twice_is_refused() -> None:
    first = STEPS[_place("Ballot")]
    assert refusal_of(forge([*STEPS[: _place("EndBallots")], first])) == (5, "ballot-duplicate")


def test_a_ballot_replayed_after_its_voter_changed_it_is_refused() -> None:
    """The server puts an older ballot of the same voter back at the end, to count it instead."""
    town = SimulatedElection(seed=144)
    town.vote(0, [0, 1, 0, 0])
    town.vote(0, [0, 0, 1, 0])
    steps = steps_of(town.archive("Ballot"))
    assert refusal_of(forge([*steps, steps[1]])) == (5, "ballot-duplicate")


def test_ballots_stuffed_for_those_who_stayed_at_home_are_missed_in_the_attendance() -> None:
    """A registrar who kept the codes can sign them: the file alone is valid, the roll says otherwise."""
    stuffed = SimulatedElection(questions=(PROJECTS, ASSEMBLY), voters=3, guardians=2, seed=141)
    for voter in range(3):
        stuffed.vote(voter, [0, 1, 0, 0], [1, 0])
    archive = stuffed.archive()
    assert report_on(archive).valid
    failure = verify_archive(BytesIO(archive), published=_published(stuffed, attended=2)).failure
    assert failure is not None
    assert failure.code == "published-attendance"


@pytest.mark.parametrize("extra", [0, 1])
def test_a_list_of_credentials_swapped_or_extended_is_not_the_one_published(extra: int) -> None:
    codes = [generate_code(TOWN.random) for _ in range(3 + extra)]
    listed = compose_public_credentials(derive_public(TOWN.uuid, code) for code in codes)
    archive = forge([setup_step(TOWN.election.raw, TOWN.trustees.raw, listed)])
    assert report_on(archive).valid
    failure = verify_archive(BytesIO(archive), published=replace(_published(TOWN, 0), attended=None)).failure
    assert failure is not None
    assert (failure.number, failure.code) == (12, "published-credentials")


def test_a_list_of_credentials_changed_under_a_running_vote_breaks_the_setup() -> None:
    listed = compose_public_credentials(derive_public(TOWN.uuid, generate_code(TOWN.random)) for _ in range(3))
    kind, payloads = STEPS[0]
    assert refusal_of(forge([(kind, (payloads[0], payloads[1], listed, payloads[3])), *STEPS[1:]]))[0] in (1, 4)


def _wrong_share(town: SimulatedElection, by: Point) -> bytes:
    """A share whose first factor is moved by ``by``, with the best proof that a cheat can make of it."""
    tally, key = town.tally(), town.keys[0]
    honest = decryption.parse_share(town.share(0), tally)
    factors = [list(row) for row in honest.factors]
    factors[0][0] = add(factors[0][0], by)
    nonce = random_scalar(town.random)
    first, second = multiply_generator(nonce), multiply(tally.ciphertexts[0][0].alpha, nonce)
    challenge = decryption._challenge(town.election, key.public, first, second)
    shown = [list(row) for row in honest.proofs]
    shown[0][0] = Proof(challenge, (nonce - key.secret * challenge) % Q)
    return decryption._compose(factors, shown)


def test_a_guardian_who_moves_a_total_cannot_prove_the_share() -> None:
    town = SimulatedElection(questions=(ASSEMBLY,), guardians=1, seed=145)
    town.vote(0, [1, 0])
    steps = steps_of(town.archive("EncryptedTally"))
    forged = share_step(1, _wrong_share(town, multiply_generator(1)))
    assert refusal_of(forge([*steps, forged])) == (9, "share-proof")


def test_a_ballot_related_to_another_s_is_refused_without_its_randomness() -> None:
    """Cortier and Smyth 2011: the copy's total is subtracted from something known, to read one vote."""
    victim = TOWN.ballots[0].ballot
    related = [
        Ciphertext(choice.alpha, subtract(add(choice.beta, multiply_generator(1)), choice.beta)).as_json()
        for choice in victim.answers[0].choices  # type: ignore[union-attr]
    ]
    answers = [answer.as_json() for answer in victim.answers]
    answers[0]["choices"] = related
    named = {"election_uuid": TOWN.uuid, "election_hash": TOWN.election.fingerprint}
    body = {**named, "credential": "", "answers": answers}
    raw = sign(body, TOWN.uuid, TOWN.codes[2], TOWN.random)
    assert refusal_of(forge([*STEPS[: _place("EndBallots")], ("Ballot", (raw,))])) == (5, "proof-individual-invalid")
