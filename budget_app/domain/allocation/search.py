"""What it would have taken: the least that had to change for a project to be funded, by applying the rule again.

By votes and by majority judgment the answer is exact for every rule: between two breakpoints (where the project passes
another one, or somebody crosses a threshold) the result cannot change, so each interval is looked at. Equal Shares has
no such list, and more votes may even undo what fewer did: there the answer is a number that is enough while the next
smaller one is not, both tried; ``smallest`` says whether nothing below can be enough either.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from budget_app.domain.allocation.allocate import Allocation, allocate
from budget_app.domain.allocation.descriptor import Count, Dividing, Method, Rule
from budget_app.domain.allocation.election import BallotGroup, Election, Tally
from budget_app.domain.allocation.majority_judgment import Grades, compare_grades, majority_grade
from budget_app.domain.allocation.outcome import Reason
from budget_app.domain.errors import InvalidInputError

MOST_TRIES = 60
FEWEST_TRIES = 4
MOST_LOOKS = 30_000_000
"""How often a search may apply Equal Shares again, and how many entries of ballots all its tries may look at; where
that makes fewer tries than ``FEWEST_TRIES``, there is no search."""
_WIDER = 8
_MOST_BALLOTS = 10
"""A step away from the first guess is so many times the last one; and up to so many times the ballots that there are is
looked for additional ones, by Equal Shares."""


class Unit(StrEnum):
    """What is counted: additional ballots that name this project only; points; voters whose lowest grade for it becomes
    the best; cents off its cost."""

    BALLOTS = "ballots"
    POINTS = "points"
    GRADES = "grades"
    CENTS = "cents"


@dataclass(frozen=True)
class Needed:
    """With ``enough`` the project is funded, all else equal, and with ``short`` it is not: both were tried.

    ``enough`` is None where no number was found; then ``short`` is the largest that was looked for. ``smallest`` says
    that no smaller number is enough (that no number at all is, for None). ``each`` are the points that an additional
    ballot gives. ``cut`` says that the search had to end early: then there may be a gap between both numbers.
    """

    unit: Unit
    enough: int | None
    short: int
    smallest: bool
    each: int = 1
    cut: bool = False


@dataclass(frozen=True)
class _Asked:
    """One project of one allocation, and whether it would be funded if something were different."""

    allocation: Allocation
    position: int

    @property
    def identifier(self) -> str:
        return self.allocation.tally.projects[self.position].identifier

    @property
    def cost(self) -> int:
        return self.allocation.tally.projects[self.position].cost

    def funded(self, tally: Tally, election: Election | None = None) -> bool:
        return self.identifier in allocate(self.allocation.rule, tally, election).funding.winners

    def with_cost(self, cost: int) -> bool:
        tally, election = self.allocation.tally, self.allocation.election
        changed = replace(tally.projects[self.position], cost=cost)
        projects = (*tally.projects[: self.position], changed, *tally.projects[self.position + 1 :])
        return self.funded(replace(tally, projects=projects), election and Election(projects, election.groups))

    def with_votes(self, number: int) -> bool:
        """``number`` ballots, or points, more; by votes."""
        tally = self.allocation.tally
        voters = tally.voters + (number if self.allocation.rule.count is Count.CHOICES else 0)
        return self.funded(replace(tally, votes=_put(tally.votes, self.position, number), voters=voters))

    def with_grades(self, number: int) -> bool:
        tally = self.allocation.tally
        grades = list(tally.grades)
        grades[self.position] = lift(grades[self.position], number)
        return self.funded(replace(tally, grades=tuple(grades)))

    def with_ballots(self, number: int, score: int) -> bool:
        """``number`` ballots more, which give the project ``score`` and name no other; by Equal Shares."""
        old = self.allocation.election
        if old is None:
            raise InvalidInputError("rule-needs-ballots")
        more = BallotGroup(((self.position, score),), number)
        election = Election(old.projects, (*old.groups, more))
        return self.funded(election.tally(points=self.allocation.rule.count is Count.POINTS), election)


def _put(votes: tuple[int, ...], position: int, more: int) -> tuple[int, ...]:
    return (*votes[:position], votes[position] + more, *votes[position + 1 :])


def lift(grades: Grades, number: int) -> Grades:
    """The grades once ``number`` voters give the best one, those first who give the worst."""
    lifted, left = list(grades), number
    for grade in range(len(lifted) - 1):
        moved = min(left, lifted[grade])
        lifted[grade] -= moved
        lifted[-1] += moved
        left -= moved
    return tuple(lifted)


def _breakpoints_of_votes(asked: _Asked) -> Iterator[int]:
    """Numbers of additional votes at which the result by votes may change."""
    rule, tally = asked.allocation.rule, asked.allocation.tally
    here = tally.votes[asked.position]
    yield from (1, rule.threshold_votes - here)
    for votes in tally.votes:
        yield from (votes - here, votes - here + 1)
    percent = rule.threshold_percent
    if percent == 0:
        return
    if percent < 100:
        yield -((100 * here - percent * tally.voters) // (100 - percent))
    for votes in tally.votes:  # more ballots: another project may fall below its share of them
        yield 100 * votes // percent - tally.voters + 1


def _breakpoints_of_grades(asked: _Asked) -> Iterator[int]:
    """Numbers of lifted grades at which the project passes another one or is good enough."""
    tally, lowest = asked.allocation.tally, asked.allocation.rule.lowest_grade
    here = tally.grades[asked.position]
    numbers = range(tally.voters + 1)
    yield 1
    yield bisect_left(numbers, lowest, key=lambda number: majority_grade(lift(here, number)))
    for grades in set(tally.grades):
        for least in (0, 1):  # as good as the other, and better
            yield bisect_left(numbers, least, key=lambda number: _sign(compare_grades(lift(here, number), grades)))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _smallest(holds: Callable[[int], bool], breakpoints: Iterable[int], unit: Unit, limit: int | None = None) -> Needed:
    """The least number for which ``holds``, which only changes at ``breakpoints``; 0 is known not to be enough."""
    candidates = sorted({number for number in breakpoints if number > 0 and (limit is None or number <= limit)})
    for number in candidates:
        if holds(number):
            return Needed(unit, number, number - 1, smallest=True)
    return Needed(unit, None, candidates[-1] if candidates else 0, smallest=True)


def _same_place(asked: _Asked) -> Iterator[int]:
    """The projects that only ties keep apart from this one."""
    tally = asked.allocation.tally
    values: tuple[object, ...] = tally.votes
    if asked.allocation.rule.method is Method.MAJORITY_JUDGMENT:
        values = tally.grades
    return (place for place, value in enumerate(values) if value == values[asked.position] and place != asked.position)


def _intervals(asked: _Asked, rule: Rule) -> list[tuple[int, int]]:
    """Costs below the project's, cut (highest, lowest) where it changes places in a tie or its band; dearest first.

    Within one, what is left when the project's turn comes does not depend on its cost, as long as it is not funded.
    """
    starts = {1}
    for place in _same_place(asked):
        cost = asked.allocation.tally.projects[place].cost
        starts |= {cost, cost + 1}
    if rule.envelopes is not None and rule.envelopes.by is Dividing.COST:
        starts |= {(pot.up_to or 0) + 1 for pot in rule.envelopes.pots}
    lowest = sorted((start for start in starts if start < asked.cost), reverse=True)
    return list(zip([asked.cost - 1, *(start - 1 for start in lowest)], lowest, strict=False))


def _least_reduction(asked: _Asked) -> Needed:
    for highest, lowest in _intervals(asked, asked.allocation.rule):
        if asked.with_cost(lowest):
            off = range(asked.cost - highest, asked.cost - lowest + 1)
            enough = off[bisect_left(off, True, key=lambda less: asked.with_cost(asked.cost - less))]
            return Needed(Unit.CENTS, enough, enough - 1, smallest=True)
    return Needed(Unit.CENTS, None, asked.cost - 1, smallest=True)


class _Spent(Exception):  # noqa: N818  not an error: the search ends where it is
    """As many tries as one search may have."""


@dataclass
class _Trial:
    """Tries numbers with a rule that has no breakpoints, each once, and a stated number of times in all."""

    holds: Callable[[int], bool]
    limit: int
    tries: int
    short: int = 0
    enough: int | None = None
    cut: bool = True

    def _try(self, number: int) -> bool:
        if self.tries <= 0:
            raise _Spent
        self.tries -= 1
        try:
            found = self.holds(number)
        except InvalidInputError:  # so many steps that the rule itself refuses
            raise _Spent from None
        if found:
            self.enough = number
        else:
            self.short = number
        return found

    def search(self, hint: int) -> None:
        """Until ``short`` and ``enough`` are side by side, or ``short`` is the limit, or there are no tries left."""
        with suppress(_Spent):
            self._go(hint)
            self.cut = False

    def _go(self, hint: int) -> None:
        """From ``hint`` outward in growing steps, then by halves."""
        step = 1
        found = self._try(min(max(hint, 1), self.limit))
        while found and (self.enough or 0) - step > self.short and self._try((self.enough or 0) - step):
            step *= _WIDER
        while not found and self.short < self.limit:
            found = self._try(min(self.short + step, self.limit))
            step *= _WIDER
        while self.enough is not None and self.enough - self.short > 1:
            self._try((self.enough + self.short) // 2)


def _tried(holds: Callable[[int], bool], hint: int, limit: int, tries: int, unit: Unit, each: int = 1) -> Needed:
    trial = _Trial(holds, limit, tries)
    if limit <= 0:
        return Needed(unit, None, 0, smallest=True, each=each)
    trial.search(hint)
    return Needed(unit, trial.enough, trial.short, smallest=trial.enough == 1, each=each, cut=trial.cut)


def _tries(allocation: Allocation) -> int:
    """How often the rule may be applied again, by how long it takes."""
    election, shares = allocation.election, allocation.shares
    if election is None or shares is None:
        return MOST_TRIES
    entries = sum(len(group.entries) for group in election.groups)
    tries = min(MOST_TRIES, MOST_LOOKS // max(entries * (shares.steps + 1), 1))
    return tries if tries >= FEWEST_TRIES else 0


def _asked(allocation: Allocation, identifier: str) -> _Asked:
    names = [project.identifier for project in allocation.tally.projects]
    return _Asked(allocation, names.index(identifier))


def more_votes(allocation: Allocation, identifier: str, missing: int = 0) -> Needed:
    """How many votes more would have funded a project that is not funded.

    Each is a ballot that names this project only; of points, one point; of grades, a voter who gives it the best grade
    and not the worst (then not the next one). ``missing`` is a first guess for Equal Shares, which changes no answer
    that is the smallest.
    """
    asked, rule = _asked(allocation, identifier), allocation.rule
    if rule.method is Method.MAJORITY_JUDGMENT:
        voters = allocation.tally.voters
        return _smallest(asked.with_grades, _breakpoints_of_grades(asked), Unit.GRADES, voters)
    if rule.method is Method.BY_VOTES:
        unit = Unit.BALLOTS if rule.count is Count.CHOICES else Unit.POINTS
        return _smallest(asked.with_votes, _breakpoints_of_votes(asked), unit)
    groups = allocation.election.groups if allocation.election else ()
    each = max((score for group in groups for _project, score in group.entries), default=1)
    limit, tries = _MOST_BALLOTS * (allocation.tally.voters + 1), _tries(allocation)
    hint = max(missing, rule.threshold_votes - allocation.tally.votes[asked.position])
    return _tried(lambda more: asked.with_ballots(more, each), hint, limit, tries, Unit.BALLOTS, each)


def less_cost(allocation: Allocation, identifier: str, missing: int = 0) -> Needed:
    """By how many cents less a project that is not funded would have been; ``missing`` as for ``more_votes``."""
    asked = _asked(allocation, identifier)
    limit = asked.cost - 1
    if allocation.lines[identifier].reason in (Reason.BELOW_THRESHOLD, Reason.BELOW_GRADE):
        return Needed(Unit.CENTS, None, limit, smallest=True)
    if allocation.rule.method is not Method.EQUAL_SHARES:
        return _least_reduction(asked)
    return _tried(lambda less: asked.with_cost(asked.cost - less), missing, limit, _tries(allocation), Unit.CENTS)
