"""What a resident reads of a project's result, for each reason, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from budget_app.domain.allocation.allocate import Allocation, allocate, allocate_ballots
from budget_app.domain.allocation.descriptor import (
    Count,
    Dividing,
    Envelope,
    Envelopes,
    EnvelopesLeft,
    Method,
    Satisfaction,
    WhenFull,
)
from budget_app.domain.allocation.explanations import Explanation, explain
from budget_app.domain.allocation.outcome import Reason
from budget_app.domain.allocation.search import Needed, Unit
from budget_app.locale import LANGUAGES
from budget_app.locale.explanations import money_sentence, needed_sentences, reason_sentences
from tests.budget_app.allocation.examples import approvals, judgment_rule, rule, shares_rule, tallies

TALLY = tallies([60_000, 50_000, 30_000], [9, 5, 4], ["nord", "nord", "sud"]).tally(points=False)
SHARED = approvals([60_000, 45_000, 20_000], [[1]] * 4 + [[1, 2]] * 2 + [[2]] * 3 + [[3]])
TITLES = {"01": "1. Le jardin", "02": "2. La fontaine", "03": "3. Le banc"}
NORTH = Envelopes(Dividing.DISTRICT, (Envelope("nord", 65_000, holds=("nord",)),), EnvelopesLeft.KEPT)
POINTS = {"count": Count.POINTS, "satisfaction": Satisfaction.POINTS}
GRADED = allocate_ballots(judgment_rule(100_000, lowest_grade=1), approvals([60, 50], [[1]] * 4 + [[2]] * 3), 4)
CASES: list[tuple[Allocation, str, Reason, str]] = [
    (allocate(rule(100_000), TALLY), "01", Reason.FUNDED, "il restait 1 000 € et il coûte 600 €"),
    (allocate(rule(100_000, envelopes=NORTH), TALLY), "01", Reason.FUNDED, "650 € dans l’enveloppe « nord »"),
    (allocate(rule(100_000), TALLY), "02", Reason.DOES_NOT_FIT, "il restait 400 € et il coûte 500 €"),
    (allocate(rule(100_000, envelopes=NORTH), TALLY), "02", Reason.DOES_NOT_FIT, "« nord » : il restait 50 €"),
    (allocate(rule(100_000, threshold_votes=5), TALLY), "03", Reason.BELOW_THRESHOLD, "il en fallait 5, il en a 4"),
    (allocate(rule(200_000, incompatible=(("01", "03"),)), TALLY), "03", Reason.INCOMPATIBLE, "« 1. Le jardin »"),
    (allocate(rule(200_000, one_per_district=True), TALLY), "02", Reason.DISTRICT_SERVED, "« 1. Le jardin »"),
    (allocate(rule(100_000, when_full=WhenFull.STOP), TALLY), "03", Reason.AFTER_STOP, "C’était « 2. La fontaine »"),
    (GRADED, "02", Reason.BELOW_GRADE, "« À rejeter ». Il fallait au moins « Passable »"),
    (allocate_ballots(shares_rule(100_000), SHARED), "02", Reason.CANNOT_PAY, "il leur restait 300 € en tout"),
    (allocate_ballots(shares_rule(100_000), SHARED), "01", Reason.FUNDED, "ce sont ses votes effectifs, 60 %"),
    (allocate_ballots(shares_rule(100_000, **POINTS), SHARED), "02", Reason.FUNDED, "jusqu’à 90 € par point"),
    (allocate_ballots(shares_rule(110_000, fill=True), SHARED), "02", Reason.FUNDED, "Les parts de celles et ceux"),
]


def _plain(sentences: tuple[str, ...]) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", " ".join(sentences))


@pytest.mark.parametrize(("allocation", "name", "reason", "words"), CASES)
def test_each_reason_is_told_with_its_numbers(allocation: Allocation, name: str, reason: Reason, words: str) -> None:
    said = explain(allocation, name)
    assert said.line.reason is reason
    assert words in _plain(reason_sentences(said, TITLES, "fr"))


def test_every_reason_has_a_case() -> None:
    assert {reason for _allocation, _name, reason, _words in CASES} == set(Reason)


@pytest.mark.parametrize(("allocation", "name", "reason", "words"), CASES)
def test_english_says_the_same_numbers(allocation: Allocation, name: str, reason: Reason, words: str) -> None:
    said = explain(allocation, name)
    told = [
        re.findall(r"\d+", re.sub(r"[,.\u202f](?=\d)", "", " ".join(_all(said, language)))) for language in LANGUAGES
    ]
    assert sorted(told[0]) == sorted(told[1])
    assert not re.search(r"[éèà]", " ".join(_all(said, "en")).replace("à rejeter", ""))


def _all(said: Explanation, language: str) -> tuple[str, ...]:
    reasons = reason_sentences(said, dict.fromkeys(TITLES, "Garden"), language)
    return (*reasons, money_sentence(said, language), *needed_sentences(said, language))


def test_where_the_order_of_votes_prevails_it_is_said() -> None:
    asked = shares_rule(1_000, compare=Method.BY_VOTES)
    said = explain(allocate_ballots(asked, approvals([1_000, 500], [[1]] * 6 + [[2]] * 5)), "02")
    assert "l’ordre des votes l’a emporté" in _plain(reason_sentences(said, TITLES, "fr"))


def test_what_supporters_had_is_told_and_nothing_where_nobody_chose_a_project() -> None:
    shared = allocate_ballots(shares_rule(100_000), SHARED)
    assert "Les 5 votants qui ont choisi ce projet avaient donc 500 € en tout." in _plain(
        (money_sentence(explain(shared, "02"), "fr"),)
    )
    assert "Un seul votant" in money_sentence(explain(shared, "03"), "fr")
    assert money_sentence(explain(allocate(rule(), TALLY), "02"), "fr") == ""
    nobody = allocate_ballots(shares_rule(100_000), approvals([100, 100], [[1]]))
    assert money_sentence(explain(nobody, "02"), "fr") == ""


FOUND = explain(allocate(rule(100_000), TALLY), "02")
NO_COST = Needed(Unit.CENTS, None, 49_999, smallest=True)


@pytest.mark.parametrize(
    ("votes", "cost", "words"),
    [
        (Needed(Unit.BALLOTS, 37, 36, smallest=True), NO_COST, "37 votes de plus auraient suffi, 36 non."),
        (Needed(Unit.BALLOTS, 1, 0, smallest=True), NO_COST, "Un vote de plus aurait suffi."),
        (Needed(Unit.BALLOTS, 4, 3, smallest=False, each=5), NO_COST, "qui donnent 5 points à lui seul"),
        (Needed(Unit.POINTS, 4, 3, smallest=True), NO_COST, "4 points de plus auraient suffi, 3 non."),
        (Needed(Unit.POINTS, 1, 0, smallest=True), NO_COST, "Un point de plus aurait suffi."),
        (Needed(Unit.POINTS, None, 9, smallest=True), NO_COST, "Aucun nombre de points"),
        (Needed(Unit.GRADES, 4, 3, smallest=True), NO_COST, "4 meilleures mentions de plus auraient suffi, 3 non."),
        (Needed(Unit.GRADES, 1, 0, smallest=True), NO_COST, "Une meilleure mention de plus"),
        (Needed(Unit.GRADES, None, 9, smallest=True), NO_COST, "Aucun nombre de meilleures mentions"),
        (Needed(Unit.BALLOTS, None, 9, smallest=True), NO_COST, "de plus n’aurait suffi. Aucun coût plus bas"),
        (Needed(Unit.BALLOTS, None, 99, smallest=False), NO_COST, "pas trouvé de nombre de votes de plus, jusqu’à 99"),
        (
            Needed(Unit.BALLOTS, 37, 36, smallest=True),
            Needed(Unit.CENTS, 120_000, 119_999, smallest=True),
            "1 200 € de moins sur son coût auraient suffi, 1 199,99 € non.",
        ),
        (
            Needed(Unit.BALLOTS, 37, 36, smallest=True),
            Needed(Unit.CENTS, 1, 0, smallest=True),
            "0,01 € de moins sur son coût auraient suffi.",
        ),
        (
            Needed(Unit.BALLOTS, 37, 30, smallest=False, cut=True),
            Needed(Unit.CENTS, None, 8, smallest=False, cut=True),
            "Nous n’avons pas trouvé de coût plus bas qui aurait suffi. Ce vote est si grand",
        ),
        (
            Needed(Unit.BALLOTS, None, 0, smallest=False, cut=True),
            Needed(Unit.CENTS, None, 0, smallest=False, cut=True),
            "Ce vote est si grand que nous n’avons pas cherché",
        ),
    ],
)
def test_what_it_would_have_taken_is_told(votes: Needed, cost: Needed, words: str) -> None:
    said = replace(FOUND, more_votes=votes, less_cost=cost)
    assert words in _plain(needed_sentences(said, "fr"))
    assert len(needed_sentences(said, "en")) == len(needed_sentences(said, "fr"))


def test_a_winner_lacks_nothing() -> None:
    assert needed_sentences(explain(allocate(rule(100_000), TALLY), "01"), "fr") == ()
