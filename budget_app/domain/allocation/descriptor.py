"""The rule of an edition as one frozen value: published and hashed before the vote, and every number in it decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from budget_app.domain.ballot_kind import GRADES, BallotKind
from budget_app.domain.edition import MAX_BUDGET
from budget_app.domain.errors import InvalidInputError

VERSION = 1
MAX_SEED = 200
MAX_STEP = 1_000_000


class Method(StrEnum):
    """How projects are chosen."""

    BY_VOTES = "by-votes"
    EQUAL_SHARES = "equal-shares"
    MAJORITY_JUDGMENT = "majority-judgment"


class Count(StrEnum):
    """What a project's votes are: ballots that name it, or the sum of its points (of a ranking, Borda's points)."""

    CHOICES = "choices"
    POINTS = "points"


class WhenFull(StrEnum):
    """What happens at a project that no longer fits: it is passed over, or everything after it waits."""

    SKIP = "skip"
    STOP = "stop"


class Leftover(StrEnum):
    """Where money goes that nothing took: back to the town, to the next edition, or to what fits after a stop."""

    RETURNED = "returned"
    CARRIED_OVER = "carried-over"
    FILLED = "filled"


class Dividing(StrEnum):
    """What envelopes are divided by."""

    DISTRICT = "district"
    CATEGORY = "category"
    COST = "cost"


class EnvelopesLeft(StrEnum):
    """What envelopes leave: it goes to all projects of the town, or stays unspent."""

    TOWN_WIDE = "town-wide"
    KEPT = "kept"


class Satisfaction(StrEnum):
    """What a funded project is worth to a voter who named it: its cost, the points given, or both multiplied."""

    COST = "cost"
    POINTS = "points"
    COST_POINTS = "cost-points"


class StepUnit(StrEnum):
    """What a step of the completion is a number of: hundredths or thousandths of the first share, or cents."""

    PERCENT = "percent"
    PER_MILLE = "per-mille"
    CENTS = "cents"


@dataclass(frozen=True)
class Envelope:
    """Money set aside, in cents. ``holds`` are districts or categories; ``up_to`` is the highest cost of a band."""

    name: str
    amount: int
    holds: tuple[str, ...] = ()
    up_to: int | None = None


@dataclass(frozen=True)
class Envelopes:
    """All envelopes; projects of none of them, and money of none, are the whole town's."""

    by: Dividing
    pots: tuple[Envelope, ...]
    left: EnvelopesLeft


@dataclass(frozen=True)
class Step:
    """By how much every voter's share rises at each step of the completion."""

    amount: int
    unit: StepUnit


@dataclass(frozen=True)
class Shares:
    """What Equal Shares needs besides. ``compare`` names the result that stays when the comparison is even."""

    satisfaction: Satisfaction
    step: Step | None
    fill: bool
    compare: Method | None


@dataclass(frozen=True)
class Rule:
    """The rule; money in cents. Checked when it is made.

    A project needs ``threshold_votes`` votes and ``threshold_percent`` percent of the ballots naming it (majority
    judgment: a majority grade of ``lowest_grade``). Of the projects of one list in ``incompatible`` one can win.
    """

    method: Method
    budget: int
    seed: str
    count: Count
    threshold_votes: int
    threshold_percent: int
    lowest_grade: int
    when_full: WhenFull
    leftover: Leftover
    envelopes: Envelopes | None
    one_per_district: bool
    incompatible: tuple[tuple[str, ...], ...]
    shares: Shares | None

    def __post_init__(self) -> None:
        _check_numbers(self)
        _check_envelopes(self)
        _check_method(self)


def _refuse_unless(holds: bool, code: str, **facts: object) -> None:
    if not holds:
        raise InvalidInputError(code, **facts)


def _check_numbers(rule: Rule) -> None:
    _refuse_unless(0 < rule.budget <= MAX_BUDGET, "rule-number", name="budget")
    _refuse_unless(0 < len(rule.seed) <= MAX_SEED and rule.seed.isprintable(), "rule-seed", limit=MAX_SEED)
    _refuse_unless(rule.threshold_votes >= 0, "rule-number", name="threshold_votes")
    _refuse_unless(0 <= rule.threshold_percent <= 100, "rule-number", name="threshold_percent")
    _refuse_unless(0 <= rule.lowest_grade < GRADES, "rule-number", name="lowest_grade")
    counted = not rule.threshold_percent or rule.count is Count.CHOICES
    _refuse_unless(counted, "rule-percent-of-points")
    filled_after_stop = rule.leftover is not Leftover.FILLED or rule.when_full is WhenFull.STOP
    _refuse_unless(filled_after_stop, "rule-leftover")
    for names in rule.incompatible:
        _refuse_unless(len(set(names)) == len(names) >= 2 and all(names), "rule-incompatible")


def _check_envelopes(rule: Rule) -> None:
    if rule.envelopes is None:
        return
    pots, by = rule.envelopes.pots, rule.envelopes.by
    names = [pot.name for pot in pots]
    _refuse_unless(bool(pots) and all(names) and len(set(names)) == len(names), "rule-envelopes")
    _refuse_unless(all(pot.amount > 0 for pot in pots), "rule-number", name="amount")
    _refuse_unless(sum(pot.amount for pot in pots) <= rule.budget, "rule-envelopes-sum")
    if by is Dividing.COST:
        limits = [pot.up_to for pot in pots if pot.up_to is not None]
        rising = limits == sorted(set(limits)) and all(limit > 0 for limit in limits)
        whole = len(limits) == len(pots) and not any(pot.holds for pot in pots)
        _refuse_unless(rising and whole, "rule-bands")
        return
    held = [name for pot in pots for name in pot.holds]
    whole = all(pot.holds and pot.up_to is None for pot in pots) and all(held)
    _refuse_unless(whole and len(set(held)) == len(held), "rule-envelopes")


def _check_method(rule: Rule) -> None:
    """Every number given decides: what a method does not look at must be absent or nothing."""
    _refuse_unless((rule.shares is not None) == (rule.method is Method.EQUAL_SHARES), "rule-shares")
    if rule.method is not Method.MAJORITY_JUDGMENT:
        _refuse_unless(rule.lowest_grade == 0, "rule-grade")
    elif rule.threshold_votes or rule.threshold_percent:
        raise InvalidInputError("rule-grade")
    if rule.shares is None:
        return
    _refuse_unless(rule.envelopes is None and not rule.one_per_district, "rule-shares-town-wide")
    _refuse_unless(rule.shares.compare is not Method.MAJORITY_JUDGMENT, "rule-shares")
    by_votes_too = rule.shares.fill or rule.shares.compare is not None
    _refuse_unless(by_votes_too or rule.when_full is WhenFull.SKIP, "rule-leftover")
    counted = rule.shares.satisfaction is Satisfaction.COST or rule.count is Count.POINTS
    _refuse_unless(counted, "rule-satisfaction")
    if rule.shares.step is not None:
        _refuse_unless(0 < rule.shares.step.amount <= MAX_STEP, "rule-number", name="step")


def check_rule_for(rule: Rule, kind: BallotKind) -> None:
    """Raises InvalidInputError ``rule-not-for-ballots`` where the rule makes no sense with ballots of ``kind``."""
    graded = (rule.method is Method.MAJORITY_JUDGMENT) == (kind is BallotKind.GRADES)
    single_shares = rule.method is Method.EQUAL_SHARES and kind is BallotKind.SINGLE
    scored = rule.count is Count.CHOICES or kind in (BallotKind.POINTS, BallotKind.RANKING)
    _refuse_unless(graded and scored and not single_shares, "rule-not-for-ballots")
