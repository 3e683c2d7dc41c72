"""Checks 8 to 11 where ballots are opened: boards of a dishonest server or guardian, each refused by its check."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.voting.forged_board import Step, forge, share_step, steps_of
from tests.voting.packed_archives import refusal_of, report_on
from tests.voting.simulated_election import ASSEMBLY, GRADES, PROJECTS, SimulatedElection
from voting.decryption import parse_share
from voting.encoding import MOST_VALUES, encode_values
from voting.hashing import sha256_hex
from voting.question import NonHomomorphicQuestion
from voting.strict_json import canonical, parse_json
from voting.tally import encrypted_tally, read_tally, shuffled_rows

TOWN = SimulatedElection(questions=(GRADES, PROJECTS), voters=5, guardians=3, seed=101)
for _voter, _numbers in enumerate(([0, 1, 2], [255, 0, 0], [3, 3, 3], [3, 3, 3])):
    TOWN.vote(_voter, _numbers, [0, 1, 1, 0])
TOWN.vote(0, [9, 9, 9], [1, 0, 0, 0])
ARCHIVE = TOWN.archive()
STEPS = steps_of(ARCHIVE)
SHUFFLES = [step for step in STEPS if step[0] == "Shuffle"]
VOTES = sorted([(255, 0, 0), (3, 3, 3), (3, 3, 3), (9, 9, 9)])


def _place(kind: str) -> int:
    return next(place for place, step in enumerate(STEPS) if step[0] == kind)


def _with_shuffles(shuffles: list[Step]) -> bytes:
    return forge([*STEPS[: _place("Shuffle")], *shuffles, *STEPS[_place("EndShuffles") :]])


def _shuffle_step(owner: object, raw: bytes) -> Step:
    return "Shuffle", (raw, canonical({"owner": owner, "payload": sha256_hex(raw)}))


def test_opened_votes_are_verified_in_the_order_of_the_last_shuffle() -> None:
    report = report_on(ARCHIVE)
    assert report.failure is None
    assert report.facts.result is not None
    votes, totals = report.facts.result
    assert sorted(vote for vote in votes if isinstance(vote, tuple)) == VOTES
    assert totals == (1, 3, 3, 0)
    assert report.find_line("shuffles").found == "1, 2, 3"
    assert (report.find_line("opened-votes").expected, report.find_line("opened-votes").found) == ("4", "4")
    assert [line.status for line in report.lines] == [*["passed"] * 11, "not-applicable"]


@pytest.mark.parametrize("until", ["EncryptedTally", "Shuffle", "EndShuffles", "PartialDecryption"])
def test_a_count_under_way_is_valid_so_far(until: str) -> None:
    report = report_on(TOWN.archive(until))
    assert report.failure is None
    assert report.find_line("opened-votes").status == "not-reached"


def test_an_election_of_no_ballots_is_shuffled_and_opened() -> None:
    empty = SimulatedElection(questions=(GRADES, ASSEMBLY), guardians=1, seed=102)
    report = report_on(empty.archive())
    assert report.failure is None
    assert report.facts.result == ((), (0, 0))


def test_a_shuffle_left_out_is_refused() -> None:
    assert refusal_of(_with_shuffles(SHUFFLES[1:])) == (8, "shuffle-proof")


def test_shuffles_in_another_order_are_refused() -> None:
    assert refusal_of(_with_shuffles([SHUFFLES[1], SHUFFLES[0], SHUFFLES[2]])) == (8, "shuffle-proof")


def test_a_guardian_who_shuffles_twice_is_refused() -> None:
    first = SHUFFLES[0][1][0]
    assert refusal_of(_with_shuffles([SHUFFLES[0], _shuffle_step(1, first)])) == (8, "shuffle-repeated")


@pytest.mark.parametrize("owner", [0, 4, -1, "1", True, None])
def test_a_shuffle_of_nobody_is_refused(owner: object) -> None:
    assert refusal_of(_with_shuffles([_shuffle_step(owner, SHUFFLES[0][1][0])])) == (8, "shuffle-owner")


def test_a_shuffle_that_its_owner_did_not_sign_for_is_refused() -> None:
    raw, _ = SHUFFLES[0][1]
    owned = canonical({"owner": 1, "payload": sha256_hex(b"another")})
    assert refusal_of(forge([*STEPS[: _place("Shuffle")], ("Shuffle", (raw, owned))])) == (8, "shuffle-malformed")


def test_shares_without_any_shuffle_are_refused() -> None:
    without = [step for step in STEPS if step[0] not in ("Shuffle", "EndShuffles")]
    assert refusal_of(forge(without)) == (8, "shuffle-missing")


def test_shares_before_the_end_of_shuffles_are_refused() -> None:
    without = [step for step in STEPS if step[0] != "EndShuffles"]
    assert refusal_of(forge(without)) == (3, "event-order")


def test_a_shuffle_where_only_totals_are_asked_is_refused() -> None:
    town = SimulatedElection(questions=(ASSEMBLY,), seed=103)
    town.vote(0, [1, 0])
    steps = steps_of(town.archive("EncryptedTally"))
    assert refusal_of(forge([*steps, SHUFFLES[0]])) == (8, "shuffle-unexpected")


def test_shares_of_what_was_not_shuffled_are_refused() -> None:
    unshuffled = TOWN.tally()
    forged = [share_step(owner, TOWN.share(owner - 1, unshuffled)) for owner in (1, 2, 3)]
    assert refusal_of(forge([*STEPS[: _place("PartialDecryption")], *forged])) == (9, "share-proof")


def test_opened_votes_in_another_order_are_refused() -> None:
    result = parse_json(STEPS[-1][1][0])
    assert isinstance(result, dict)
    result["result"][0].sort()
    other = canonical(result)
    if other == STEPS[-1][1][0]:
        result["result"][0].reverse()
        other = canonical(result)
    assert refusal_of(forge([*STEPS[:-1], ("Result", (other,))])) == (10, "result-value")


@pytest.mark.parametrize(
    "vote", [[3, 3], [3, 3, 3, 3], [3, 3, 256], [3, 3, -1], [3, 3, "3"], [3, 3, 3.0], 3, [[3], 3, 3]]
)
def test_a_vote_of_another_form_is_refused(vote: object) -> None:
    result = parse_json(STEPS[-1][1][0])
    assert isinstance(result, dict)
    result["result"][0][0] = vote
    number, code = refusal_of(forge([*STEPS[:-1], ("Result", (canonical(result),))])) or (0, "")
    assert number == 10
    assert code in ("result-shape", "result-malformed")


def test_ballots_listed_in_the_order_they_came_are_refused() -> None:
    """That order would say who voted when."""
    tally = TOWN.tally()
    rows = [list(row) for row in tally.ciphertexts]
    rows[0].reverse()
    raw = canonical([[item.as_json() for item in row] for row in rows])
    sized = {"num_tallied": 4, "total_weight": 4, "encrypted_tally": sha256_hex(raw)}
    forged = ("EncryptedTally", (raw, canonical(sized)))
    assert refusal_of(forge([*STEPS[: _place("EncryptedTally")], forged])) == (7, "tally-order")


def test_a_ballot_missing_from_the_list_is_refused() -> None:
    tally = encrypted_tally(TOWN.election, TOWN.ballots[:3])
    forged = ("EncryptedTally", (tally.raw, tally.sized_raw))
    number, code = refusal_of(forge([*STEPS[: _place("EncryptedTally")], forged])) or (0, "")
    assert (number, code) == (7, "tally-count")
    assert read_tally(tally.raw, tally.sized_raw, TOWN.election).shape == (3, 4)


def test_a_vote_encoded_another_way_is_counted_out_but_stops_nothing() -> None:
    """A voter's own program can encrypt any point, here with a mark before the numbers."""
    town = SimulatedElection(questions=(GRADES,), voters=2, guardians=1, seed=104)
    town.vote(0, [1, 2, 3])
    marked = NonHomomorphicQuestion(GRADES.question, ("mark", *GRADES.answers))
    honest, town.election = town.election, replace(town.election, questions=(marked,))
    raw = town.seal(1, [66, 4, 5, 6]).raw
    town.election = honest
    town.cast(raw)
    report = report_on(town.archive())
    assert report.valid
    assert report.facts.result is not None
    assert sorted(str(vote) for vote in report.facts.result[0]) == ["(1, 2, 3)", "(4, 5, 6)"]
    assert "votes-not-canonical" in report.facts.warnings
    assert report.find_line("opened-votes").found.startswith("1 1.")
    assert encode_values([66, 4, 5, 6]) != encode_values([4, 5, 6])


def test_a_question_where_a_mark_can_hide_is_warned_of() -> None:
    answers = tuple(map(str, range(MOST_VALUES)))
    town = SimulatedElection(questions=(GRADES,), voters=1, guardians=1, seed=105)
    value = {"answers": list(answers), "question": "Combien ?"}
    election = parse_json(town.election.raw)
    assert isinstance(election, dict)
    election["questions"] = [{"type": "NonHomomorphic", "value": value}]
    step = steps_of(town.archive("Setup"))[0]
    raw = canonical(election)
    setup = parse_json(step[1][3])
    assert isinstance(setup, dict)
    forged = (raw, *step[1][1:3], canonical({**setup, "election": sha256_hex(raw)}))
    assert report_on(forge([("Setup", forged)])).facts.warnings == ("question-over-24",)


def test_the_shape_of_a_share_is_that_of_the_tally() -> None:
    _, decrypted = TOWN.shuffles()
    share = parse_share(TOWN.share(0, decrypted), decrypted)
    assert tuple(len(row) for row in share.factors) == decrypted.shape == (4, 4)
    assert len(shuffled_rows(TOWN.election, decrypted)) == 1
