"""The strong share: it refuses the wrong factor that the protocol's own proof lets pass, and names who gave it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.fuzz.mutations import mutate
from tests.voting.forged_board import Step, forge, share_step, steps_of
from tests.voting.packed_archives import report_on
from tests.voting.simulated_election import ASSEMBLY, GRADES, SimulatedElection
from tests.voting.wrong_factors import free_proof
from voting import decryption
from voting.__main__ import main
from voting.combination import combine_factors
from voting.decryption import Share, check_share, parse_share
from voting.errors import DecryptionError
from voting.group import Q, add, multiply, multiply_generator, random_scalar
from voting.hashing import base64_unpadded
from voting.proofs import Proof
from voting.result import combine_result
from voting.strict_json import canonical
from voting.strong_share import (
    BoundFactor,
    StrongShare,
    check_strong_share,
    compose_strong_shares,
    find_wrong_shares,
    parse_strong_share,
    parse_strong_shares,
    prove_strong_share,
    strong_share_bytes,
)
from voting.tally import EncryptedTally

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "strong-share.md"
TOWN = SimulatedElection(questions=(ASSEMBLY, GRADES), voters=3, guardians=2, seed=151)
for _voter in range(3):
    TOWN.vote(_voter, [1, 0], [_voter, 2, 3])
SHUFFLES, TALLY = TOWN.shuffles()
SHARES = {owner: parse_share(TOWN.share(owner - 1, TALLY), TALLY) for owner in (1, 2)}


def _strong(owner: int, share: Share) -> StrongShare:
    return prove_strong_share(TOWN.election, TALLY, TOWN.keys[owner - 1], owner, share, TOWN.random)


STRONG = {owner: _strong(owner, share) for owner, share in SHARES.items()}
FILE = compose_strong_shares(TOWN.election, [STRONG[2], STRONG[1]])


def _check(raw: bytes, tally: EncryptedTally = TALLY, shares: dict[int, Share] = SHARES) -> None:
    """Raises the first refusal of a share by its strong share, or what the file as a whole is refused for."""
    for error in find_wrong_shares(parse_strong_shares(raw), TOWN.election, TOWN.trustees, tally, shares).values():
        raise error


def _refusal(raw: bytes, shares: dict[int, Share] | None = None, tally: EncryptedTally = TALLY) -> tuple[str, object]:
    """Code of the refusal, and what it names: the trustee, or of a malformed file the check that failed."""
    with pytest.raises(DecryptionError) as refusal:
        _check(raw, tally, SHARES if shares is None else shares)
    return refusal.value.code, refusal.value.facts.get("owner", refusal.value.facts.get("check"))


def _changed(alter: Callable[[dict[str, Any]], object]) -> bytes:
    members = json.loads(FILE)
    alter(members)
    return canonical(members)


def _attack(owner: int) -> Share:
    """The share of ``owner`` with every opened vote decrypted wrongly; the totals stay honest."""
    honest, key = SHARES[owner], TOWN.keys[owner - 1]
    shift = multiply_generator(5)
    pairs = [free_proof(TOWN.election, key, item.alpha, shift, TOWN.random) for item in TALLY.ciphertexts[1]]
    factors = [list(honest.factors[0]), [factor for factor, _ in pairs]]
    proofs = [list(honest.proofs[0]), [proof for _, proof in pairs]]
    return parse_share(decryption._compose(factors, proofs), TALLY)


def _board(last: Share) -> bytes:
    """The archive of a whole count whose last trustee gave ``last``."""
    steps: list[Step] = steps_of(TOWN.archive("EncryptedTally"))
    for owner, raw in enumerate(SHUFFLES, start=1):
        steps.append(("Shuffle", (raw, canonical({"owner": owner, "payload": sha256(raw).hexdigest()}))))
    steps.append(("EndShuffles", ()))
    steps += [share_step(1, SHARES[1].raw), share_step(2, last.raw)]
    result = combine_result(TOWN.election, TALLY, combine_factors(TOWN.trustees, {1: SHARES[1], 2: last}))
    return forge([*steps, ("Result", (result,))])


def test_the_strong_shares_of_an_honest_count_are_accepted() -> None:
    _check(FILE)
    assert [share.owner for share in parse_strong_shares(FILE).shares] == [1, 2]
    assert parse_strong_share(strong_share_bytes(STRONG[1])) == STRONG[1]


def test_a_wrong_factor_that_version_1_accepts_is_refused_and_its_trustee_named() -> None:
    wrong = _attack(2)
    assert wrong.factors != SHARES[2].factors
    check_share(wrong, TOWN.election, TALLY, TOWN.keys[1].public)  # the protocol's own proofs hold
    assert report_on(_board(wrong)).failure is None  # and so does the whole board, with false votes
    assert report_on(_board(wrong)).facts.result != report_on(_board(SHARES[2])).facts.result
    forged = compose_strong_shares(TOWN.election, [STRONG[1], _strong(2, wrong)])
    assert _refusal(forged, {1: SHARES[1], 2: wrong}) == ("strong-proof", 2)


def test_neither_the_free_proofs_nor_the_honest_ones_serve_a_wrong_factor() -> None:
    wrong = _attack(2)
    digest = sha256(wrong.raw).hexdigest()
    for proofs in (wrong.proofs, STRONG[2].proofs):
        with pytest.raises(DecryptionError, match="strong-proof"):
            check_strong_share(StrongShare(2, digest, proofs), TOWN.election, TALLY, TOWN.keys[1].public, wrong)


def _solved(owner: int, share: Share) -> tuple[Share, StrongShare]:
    """The same attack on the strong proof: the first opened factor is solved for after the strong challenge."""
    key, item = TOWN.keys[owner - 1], TALLY.ciphertexts[1][0]
    guess = BoundFactor(TOWN.election.fingerprint, owner, key.public, 1, 0, item.alpha, share.factors[1][0])
    nonce, shift = random_scalar(TOWN.random), multiply_generator(5)
    challenge = guess.challenge(multiply_generator(nonce), add(multiply(item.alpha, nonce), shift))
    solved = add(multiply(item.alpha, key.secret), multiply(shift, pow(challenge, -1, Q)))
    proof = Proof(challenge, (nonce - key.secret * challenge) % Q)
    wrong = replace(share, factors=(share.factors[0], (solved, *share.factors[1][1:])))
    strong = _strong(owner, wrong)
    proofs = (strong.proofs[0], (proof, *strong.proofs[1][1:]))
    return wrong, replace(strong, proofs=proofs)


def test_a_factor_solved_for_after_the_strong_challenge_is_refused() -> None:
    wrong, strong = _solved(2, SHARES[2])
    with pytest.raises(DecryptionError, match="strong-proof"):
        check_strong_share(strong, TOWN.election, TALLY, TOWN.keys[1].public, wrong)


def test_a_proof_binds_the_ciphertext_and_all_the_rest_of_its_statement() -> None:
    points = [multiply_generator(value) for value in range(2, 8)]
    bound = BoundFactor("a", 1, points[0], 0, 0, points[1], points[2])
    changes: dict[str, Any] = {
        "fingerprint": "b", "owner": 2, "public": points[3], "question": 1, "position": 1, "alpha": points[3],
        "factor": points[3],
    }  # fmt: skip
    changed = [replace(bound, **{name: value}) for name, value in changes.items()]
    given = {statement.challenge(points[4], points[5]) for statement in [bound, *changed]}
    commitments = {bound.challenge(points[4], points[4]), bound.challenge(points[5], points[5])}
    assert len(given | commitments) == len(changes) + 3


@pytest.mark.parametrize("seed", range(400))
def test_changed_bytes_are_refused_or_accepted_and_nothing_else(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    for parse, raw in ((parse_strong_shares, FILE), (parse_strong_share, strong_share_bytes(STRONG[1]))):
        with suppress(DecryptionError):
            parse(mutate(random, raw))


def test_any_changed_byte_of_the_file_is_refused() -> None:
    for place in Random(1).sample(range(len(FILE)), 120):  # noqa: S311
        changed = bytearray(FILE)
        changed[place] ^= 1
        assert _refusal(bytes(changed))[0].startswith("strong-")


def test_a_strong_share_made_for_another_share_is_refused() -> None:
    again = parse_share(TOWN.share(0, TALLY), TALLY)  # the same factors, other proofs
    assert again.factors == SHARES[1].factors
    assert _refusal(FILE, {**SHARES, 1: again}) == ("strong-other", 1)


def test_a_strong_share_is_its_owner_s_alone() -> None:
    stolen = [STRONG[1], replace(STRONG[1], owner=2, share=STRONG[2].share)]
    assert _refusal(compose_strong_shares(TOWN.election, stolen)) == ("strong-proof", 2)
    other = replace(_strong(1, SHARES[1]), owner=2)
    with pytest.raises(DecryptionError, match="strong-proof"):  # even with the owner's own key: the number is hashed
        check_strong_share(other, TOWN.election, TALLY, TOWN.keys[0].public, SHARES[1])


def test_proofs_cannot_change_places() -> None:
    swapped = _changed(lambda members: members["shares"][0]["proofs"][1].reverse())
    assert _refusal(swapped) == ("strong-proof", 1)


def test_a_strong_share_of_the_tally_before_the_shuffles_is_refused() -> None:
    assert _refusal(FILE, tally=TOWN.tally()) == ("strong-proof", 1)


@pytest.mark.parametrize("name", ["challenge", "response"])
@pytest.mark.parametrize("question", [0, 1])
def test_a_changed_proof_is_refused(name: str, question: int) -> None:
    changed = _changed(lambda members: members["shares"][1]["proofs"][question][0].update({name: "5"}))
    assert _refusal(changed) == ("strong-proof", 2)


def test_each_share_of_the_board_has_its_strong_share_and_no_other_has() -> None:
    assert _refusal(compose_strong_shares(TOWN.election, [STRONG[2]])) == ("strong-missing", 1)
    assert _refusal(FILE, {1: SHARES[1]}) == ("strong-extra", 2)
    stranger = replace(STRONG[2], owner=3)
    assert _refusal(compose_strong_shares(TOWN.election, [*STRONG.values(), stranger])) == ("strong-extra", 3)
    unknown = {1: SHARES[1], 3: SHARES[2]}
    assert _refusal(compose_strong_shares(TOWN.election, [STRONG[1]]), unknown) == ("strong-extra", 3)


@pytest.mark.parametrize("name", ["uuid", "election"])
def test_strong_shares_of_another_election_are_refused(name: str) -> None:
    assert _refusal(_changed(lambda members: members.update({name: "x"})))[0] == "strong-election"


@pytest.mark.parametrize(
    "alter",
    [
        lambda rows: rows.clear(),
        lambda rows: rows[0].pop(),
        lambda rows: rows.append(rows[0]),
        lambda rows: rows[1].append(rows[1][0]),
    ],
)
def test_a_strong_share_of_another_shape_is_refused(alter: Callable[[list[Any]], object]) -> None:
    assert _refusal(_changed(lambda members: alter(members["shares"][1]["proofs"]))) == ("strong-shape", 2)


def test_shares_out_of_order_or_repeated_are_refused() -> None:
    assert _refusal(_changed(lambda members: members["shares"].reverse()))[0] == "strong-order"
    assert _refusal(_changed(lambda members: members["shares"].append(members["shares"][1])))[0] == "strong-order"


@pytest.mark.parametrize(
    ("raw", "check"),
    [
        (b"", "json-syntax"),
        (FILE + b"\n", "json-not-canonical"),
        (_changed(lambda members: members.update(format="isoloir-strong-shares-2")), "strong-format"),
        (_changed(lambda members: members.update(more=1)), "json-members"),
        (_changed(lambda members: members.update(shares={})), "json-array"),
        (_changed(lambda members: members.update(uuid=1)), "json-string"),
        (_changed(lambda members: members["shares"][0].update(owner=0)), "json-number"),
        (_changed(lambda members: members["shares"][0].update(owner=True)), "json-number"),
        (_changed(lambda members: members["shares"][0].update(owner="1")), "json-number"),
        (_changed(lambda members: members["shares"][0]["proofs"][0][0].update(response="01")), "scalar-not-canonical"),
    ],
)
def test_a_file_of_another_form_is_refused(raw: bytes, check: str) -> None:
    assert _refusal(raw) == ("strong-malformed", check)


@pytest.mark.parametrize("raw", [b"", b"[]", strong_share_bytes(STRONG[1]) + b" "])
def test_a_single_strong_share_of_another_form_is_refused(raw: bytes) -> None:
    with pytest.raises(DecryptionError, match="strong-malformed"):
        parse_strong_share(raw)


def test_the_worked_value_of_the_document_is_what_is_hashed() -> None:
    text = DOCUMENT.read_text().split("```text\n")[1].split("\n```")[0]
    bound = BoundFactor(
        base64_unpadded(b"isoloir"), 2, multiply_generator(3), 0, 1, multiply_generator(5), multiply_generator(15)
    )
    challenge = bound.challenge(multiply_generator(7), multiply_generator(35))
    digest = sha256(text.encode()).hexdigest()
    assert challenge == int(digest, 16) % Q
    for value in (digest, challenge, (7 - 3 * challenge) % Q):
        assert f"`{value}`" in DOCUMENT.read_text()
    assert f"The text has {len(text)} bytes" in DOCUMENT.read_text()


def test_verify_reads_the_strong_shares_and_names_the_check_that_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board, file, wrong = tmp_path / "urne.bel", tmp_path / "urne.strong.json", _attack(2)
    for last, strong, status in ((SHARES[2], STRONG[2], 0), (wrong, _strong(2, wrong), 1)):
        board.write_bytes(_board(last))
        file.write_bytes(compose_strong_shares(TOWN.election, [STRONG[1], strong]))
        assert main(["verify", str(board), "--lang", "en"]) == 0
        capsys.readouterr()
        assert main(["verify", str(board), "--strong", str(file), "--json", "--lang", "en"]) == status
        line = json.loads(capsys.readouterr().out)["checks"][8]
        assert line["code"] == ("strong-proof" if status else "shares")
        assert line["found"] == ("2" if status else "2 (2 strong)")
