"""The rule as a value: its JSON in one form, each refusal by its code, and its sentences in two languages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.allocation.descriptor import (
    Count,
    Dividing,
    Envelope,
    Envelopes,
    EnvelopesLeft,
    Leftover,
    Method,
    Rule,
    Satisfaction,
    Step,
    StepUnit,
    WhenFull,
    check_rule_for,
)
from budget_app.domain.allocation.rule_json import compose_rule, parse_rule, rule_fingerprint
from budget_app.domain.ballot_kind import BallotKind
from budget_app.domain.errors import InvalidInputError
from budget_app.locale.rules import rule_sentences
from budget_app.locale.sentences import SENTENCES, sentence
from tests.budget_app.allocation.examples import judgment_rule, rule, shares_rule

DISTRICTS = Envelopes(
    Dividing.DISTRICT, (Envelope("Nord", 4_000, ("nord", "gare")), Envelope("sud", 3_000, ("sud",))), EnvelopesLeft.KEPT
)
BANDS = Envelopes(
    Dividing.COST,
    (Envelope("petits", 2_000, up_to=500), Envelope("grands", 8_000, up_to=9_000)),
    EnvelopesLeft.TOWN_WIDE,
)
RULES = {
    "plain": rule(),
    "stops": rule(when_full=WhenFull.STOP, leftover=Leftover.FILLED, threshold_votes=12, threshold_percent=5),
    "districts": rule(envelopes=DISTRICTS, one_per_district=True, incompatible=(("a", "b"), ("b", "c", "é"))),
    "bands": rule(envelopes=BANDS, leftover=Leftover.CARRIED_OVER, count=Count.POINTS),
    "categories": rule(envelopes=Envelopes(Dividing.CATEGORY, (Envelope("vert", 1, ("Nature",)),), EnvelopesLeft.KEPT)),
    "shares": shares_rule(step=Step(1, StepUnit.PERCENT), fill=True, compare=Method.EQUAL_SHARES),
    "points": shares_rule(satisfaction=Satisfaction.POINTS, count=Count.POINTS, step=Step(5, StepUnit.PER_MILLE)),
    "both": shares_rule(
        satisfaction=Satisfaction.COST_POINTS,
        count=Count.POINTS,
        step=Step(100, StepUnit.CENTS),
        compare=Method.BY_VOTES,
    ),
    "grades": judgment_rule(lowest_grade=2),
}


@pytest.mark.parametrize("made", RULES.values(), ids=RULES)
def test_a_rule_is_read_as_it_was_written_and_has_one_form(made: Rule) -> None:
    raw = compose_rule(made)
    assert parse_rule(raw) == made
    assert compose_rule(parse_rule(json.dumps(json.loads(raw), indent=3).encode())) == raw
    assert rule_fingerprint(parse_rule(raw)) == rule_fingerprint(made)


def test_the_published_form_and_its_fingerprint_stay_as_they_are() -> None:
    assert compose_rule(rule()) == (
        b'{"budget":10000,"count":"choices","envelopes":null,"incompatible":[],"leftover":"returned","lowest_grade":0,'
        b'"method":"by-votes","one_per_district":false,"seed":"essai","shares":null,"threshold_percent":0,'
        b'"threshold_votes":1,"version":1,"when_full":"skip"}'
    )
    assert rule_fingerprint(rule()) == "1ea576746685f9feb620940e9d705d966a3ff395ea8276fd8dbc72d2bf95c252"


def test_rules_that_differ_have_other_fingerprints() -> None:
    assert len({rule_fingerprint(made) for made in RULES.values()}) == len(RULES)


def _changed(**members: Any) -> bytes:
    value = json.loads(compose_rule(RULES["shares"]))
    return json.dumps({**value, **members}).encode()


def _without(name: str) -> bytes:
    value = json.loads(compose_rule(rule()))
    del value[name]
    return json.dumps(value).encode()


SHARES = json.loads(compose_rule(RULES["shares"]))["shares"]
UNREADABLE = {
    "no text": (b"\xff", "rule-json-syntax"),
    "no JSON": (b"{", "rule-json-syntax"),
    "too deep": (b"[" * 100_000, "rule-json-syntax"),
    "too large": (b" " * 300_000, "rule-json-too-large"),
    "a float": (_changed(budget=1.5), "rule-json-number"),
    "no number": (_changed(budget=float("nan")), "rule-json-number"),
    "a number beyond reason": (_changed(budget=10**30), "rule-json-number"),
    "a member twice": (b'{"a":1,"a":1}', "rule-json-duplicate-key"),
    "no object": (b"[]", "rule-json-type"),
    "a member missing": (_without("seed"), "rule-json-members"),
    "a member unknown": (_changed(extra=1), "rule-json-members"),
    "an unknown member inside": (_changed(shares={**SHARES, "extra": 1}), "rule-json-members"),
    "a text for a number": (_changed(budget="10000"), "rule-json-type"),
    "true for a number": (_changed(threshold_votes=True), "rule-json-type"),
    "a number for true": (_changed(one_per_district=1), "rule-json-type"),
    "a number for a text": (_changed(seed=7), "rule-json-type"),
    "half of a character": (_changed(seed="\ud800"), "rule-json-type"),
    "a text for a list": (_changed(incompatible="ab"), "rule-json-type"),
    "a text in the list": (_changed(incompatible=["ab"]), "rule-json-type"),
    "no such method": (_changed(method="by-lot"), "rule-json-choice"),
    "another version": (_changed(version=2), "rule-version"),
}


@pytest.mark.parametrize(("raw", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_rule_is_refused_by_its_code_and_in_words(raw: bytes, code: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        parse_rule(raw)
    assert refusal.value.code == code
    _check_words(refusal.value)


def _check_words(error: InvalidInputError) -> None:
    assert error.code in SENTENCES
    french, english = sentence(error, "fr"), sentence(error, "en")
    assert french != english
    assert not {"{", "}"} & set(french + english)


def _by(by: Dividing, *pots: Envelope) -> dict[str, Any]:
    return {"envelopes": Envelopes(by, pots, EnvelopesLeft.KEPT)}


SENSELESS: dict[str, tuple[dict[str, Any], str]] = {
    "no money": ({"budget": 0}, "rule-number"),
    "too much money": ({"budget": 10**12}, "rule-number"),
    "no seed": ({"seed": ""}, "rule-seed"),
    "a seed of several lines": ({"seed": "a\nb"}, "rule-seed"),
    "a seed too long": ({"seed": "a" * 201}, "rule-seed"),
    "a threshold below nothing": ({"threshold_votes": -1}, "rule-number"),
    "more than all": ({"threshold_percent": 101}, "rule-number"),
    "percents of points": ({"threshold_percent": 5, "count": Count.POINTS}, "rule-percent-of-points"),
    "no such grade": ({"lowest_grade": 4}, "rule-number"),
    "filling where nothing stops": ({"leftover": Leftover.FILLED}, "rule-leftover"),
    "one incompatible project": ({"incompatible": (("a",),)}, "rule-incompatible"),
    "incompatible with itself": ({"incompatible": (("a", "a"),)}, "rule-incompatible"),
    "no envelope": (_by(Dividing.DISTRICT), "rule-envelopes"),
    "an envelope of nothing": (_by(Dividing.DISTRICT, Envelope("a", 0, ("a",))), "rule-number"),
    "an envelope that holds nothing": (_by(Dividing.DISTRICT, Envelope("a", 1)), "rule-envelopes"),
    "a name twice": (_by(Dividing.DISTRICT, Envelope("a", 1, ("a",)), Envelope("a", 1, ("b",))), "rule-envelopes"),
    "in two envelopes": (_by(Dividing.DISTRICT, Envelope("a", 1, ("a",)), Envelope("b", 1, ("a",))), "rule-envelopes"),
    "envelopes beyond the budget": (_by(Dividing.DISTRICT, Envelope("a", 10_001, ("a",))), "rule-envelopes-sum"),
    "bands that fall": (_by(Dividing.COST, Envelope("a", 1, up_to=9), Envelope("b", 1, up_to=8)), "rule-bands"),
    "a band of a district": (_by(Dividing.COST, Envelope("a", 1, ("x",), up_to=9)), "rule-bands"),
    "a band without a limit": (_by(Dividing.COST, Envelope("a", 1)), "rule-bands"),
    "shares missing": ({"method": Method.EQUAL_SHARES}, "rule-shares"),
    "shares for another method": ({"shares": RULES["shares"].shares}, "rule-shares"),
    "a grade for votes": ({"lowest_grade": 1}, "rule-grade"),
    "votes for grades": ({"method": Method.MAJORITY_JUDGMENT}, "rule-grade"),
}


@pytest.mark.parametrize(("changes", "code"), SENSELESS.values(), ids=SENSELESS)
def test_a_rule_that_makes_no_sense_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        rule(**changes)
    assert refusal.value.code == code
    _check_words(refusal.value)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"envelopes": DISTRICTS}, "rule-shares-town-wide"),
        ({"one_per_district": True}, "rule-shares-town-wide"),
        ({"compare": Method.MAJORITY_JUDGMENT}, "rule-shares"),
        ({"when_full": WhenFull.STOP}, "rule-leftover"),
        ({"satisfaction": Satisfaction.POINTS}, "rule-satisfaction"),
        ({"step": Step(0, StepUnit.CENTS)}, "rule-number"),
    ],
)
def test_equal_shares_are_refused_what_they_do_not_look_at(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        shares_rule(**changes)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("made", "kind", "right"),
    [
        (rule(), BallotKind.APPROVAL, True),
        (rule(), BallotKind.SINGLE, True),
        (rule(count=Count.POINTS), BallotKind.POINTS, True),
        (rule(count=Count.POINTS), BallotKind.RANKING, True),
        (rule(count=Count.POINTS), BallotKind.APPROVAL, False),
        (rule(), BallotKind.GRADES, False),
        (judgment_rule(), BallotKind.GRADES, True),
        (judgment_rule(), BallotKind.APPROVAL, False),
        (shares_rule(), BallotKind.APPROVAL, True),
        (shares_rule(), BallotKind.KNAPSACK, True),
        (shares_rule(), BallotKind.SINGLE, False),
        (shares_rule(), BallotKind.GRADES, False),
    ],
)
def test_a_rule_is_offered_only_for_ballots_that_it_can_count(made: Rule, kind: BallotKind, right: bool) -> None:
    if right:
        check_rule_for(made, kind)
        return
    with pytest.raises(InvalidInputError, match="rule-not-for-ballots"):
        check_rule_for(made, kind)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("made", RULES.values(), ids=RULES)
def test_every_number_of_a_rule_stands_in_its_sentences(made: Rule, language: str) -> None:
    said = " ".join(rule_sentences(made, language)).replace("\u202f", "").replace(",", "")
    assert not {"{", "}"} & set(said)
    assert "essai" in said
    numbers = [
        made.budget // 100,
        made.threshold_votes if made.threshold_votes > 0 else "",
        made.threshold_percent or "",
    ]
    numbers += [pot.amount // 100 or "" for pot in made.envelopes.pots] if made.envelopes else []
    if made.shares and made.shares.step:
        numbers.append(made.shares.step.amount if made.shares.step.unit is not StepUnit.CENTS else 1)
    for names in made.incompatible:
        numbers += list(names)
    assert [number for number in map(str, numbers) if number not in said] == []


def test_rules_that_differ_are_said_differently() -> None:
    for language in ("fr", "en"):
        assert len({rule_sentences(made, language) for made in RULES.values()}) == len(RULES)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_rule_are_refused_and_nothing_else(raw: bytes) -> None:
    with pytest.raises(InvalidInputError):
        parse_rule(raw)
