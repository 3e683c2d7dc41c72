"""What a rule is given: projects with their costs, and ballots grouped so that identical ones are counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from budget_app.domain.errors import InvalidInputError


@dataclass(frozen=True)
class Project:
    """A project as a rule sees it; the cost is in cents. Title and beneficiaries decide nothing: they are reported."""

    identifier: str
    cost: int
    title: str = ""
    category: str = ""
    district: str = ""
    beneficiaries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tally:
    """Totals, which are all that most rules look at: votes by project, in the order of the projects' identifiers.

    ``grades`` are numbers of ballots by project and grade, the worst first; empty where there are no grades.
    """

    projects: tuple[Project, ...]
    votes: tuple[int, ...]
    voters: int
    grades: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class BallotGroup:
    """``ballots`` identical ballots: pairs of a project's position and its score, by position; scores are positive."""

    entries: tuple[tuple[int, int], ...]
    ballots: int


@dataclass(frozen=True)
class Election:
    """Projects in the order of their identifiers and ballots in a stated order: nothing depends on how they came.

    Made by ``make_election``, which checks it.
    """

    projects: tuple[Project, ...]
    groups: tuple[BallotGroup, ...] = field(repr=False)

    @cached_property
    def voters(self) -> int:
        """How many ballots were counted, empty ones among them."""
        return sum(group.ballots for group in self.groups)

    @cached_property
    def choices(self) -> tuple[int, ...]:
        """By project, how many ballots name it."""
        counts = [0] * len(self.projects)
        for group in self.groups:
            for project, _score in group.entries:
                counts[project] += group.ballots
        return tuple(counts)

    @cached_property
    def points(self) -> tuple[int, ...]:
        """By project, the sum of its scores."""
        sums = [0] * len(self.projects)
        for group in self.groups:
            for project, score in group.entries:
                sums[project] += score * group.ballots
        return tuple(sums)

    def tally(self, *, points: bool) -> Tally:
        """The votes by project: sums of points, or how many ballots name it."""
        return Tally(self.projects, self.points if points else self.choices, self.voters)

    @cached_property
    def supporters(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """By project, the groups that name it, each with the score that it gives."""
        named: list[list[tuple[int, int]]] = [[] for _ in self.projects]
        for number, group in enumerate(self.groups):
            for project, score in group.entries:
                named[project].append((number, score))
        return tuple(map(tuple, named))

    def grades(self, number: int) -> tuple[tuple[int, ...], ...]:
        """By project, ballots by grade, the worst first, of ``number`` grades; no score is the worst grade.

        Raises InvalidInputError ``allocation-ballot-invalid`` for a score that is no grade.
        """
        counts = [[0] * number for _ in self.projects]
        for project, given in enumerate(self.supporters):
            for group, grade in given:
                if grade >= number:
                    raise InvalidInputError("allocation-ballot-invalid")
                counts[project][grade] += self.groups[group].ballots
            counts[project][0] = self.voters - sum(counts[project])
        return tuple(map(tuple, counts))


def _check_projects(projects: Sequence[Project]) -> None:
    if len({project.identifier for project in projects}) != len(projects):
        raise InvalidInputError("allocation-project-duplicate")
    if any(not project.identifier or project.cost <= 0 for project in projects):
        raise InvalidInputError("allocation-project-invalid")


def make_tally(
    projects: Sequence[Project],
    votes: Mapping[str, int],
    voters: int,
    grades: Mapping[str, Sequence[int]] | None = None,
) -> Tally:
    """Totals by project identifier; raises what ``make_election`` raises, ``allocation-tally-invalid`` besides."""
    ordered = tuple(sorted(projects, key=lambda project: project.identifier))
    _check_projects(ordered)
    names = {project.identifier for project in ordered}
    if set(votes) != names or voters < 0 or any(number < 0 for number in votes.values()):
        raise InvalidInputError("allocation-tally-invalid")
    counts = tuple(votes[project.identifier] for project in ordered)
    if grades is None:
        return Tally(ordered, counts, voters)
    if set(grades) != names or any(min(row) < 0 or sum(row) != voters for row in grades.values()):
        raise InvalidInputError("allocation-tally-invalid")
    return Tally(ordered, counts, voters, tuple(tuple(grades[project.identifier]) for project in ordered))


def make_election(projects: Sequence[Project], ballots: Iterable[tuple[Iterable[tuple[str, int]], int]]) -> Election:
    """An election of ``ballots``: pairs of project identifier and score, and how many ballots say just this.

    A score of 0 says nothing. Raises InvalidInputError ``allocation-project-duplicate``,
    ``allocation-project-invalid``, ``allocation-ballot-duplicate``, ``allocation-ballot-unknown`` or
    ``allocation-ballot-invalid``.
    """
    ordered = tuple(sorted(projects, key=lambda project: project.identifier))
    _check_projects(ordered)
    positions = {project.identifier: position for position, project in enumerate(ordered)}
    counts: Counter[tuple[tuple[int, int], ...]] = Counter()
    for entries, number in ballots:
        counts[_entries(entries, positions)] += _positive(number)
    groups = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Election(ordered, tuple(BallotGroup(*group) for group in groups))


def _positive(number: int) -> int:
    if number <= 0:
        raise InvalidInputError("allocation-ballot-invalid")
    return number


def _entries(entries: Iterable[tuple[str, int]], positions: dict[str, int]) -> tuple[tuple[int, int], ...]:
    """One ballot's entries, checked, by position."""
    given = list(entries)
    try:
        placed = sorted((positions[identifier], score) for identifier, score in given)
    except KeyError:
        raise InvalidInputError("allocation-ballot-unknown") from None
    if len({project for project, _score in placed}) != len(placed):
        raise InvalidInputError("allocation-ballot-duplicate")
    if any(score < 0 for _project, score in placed):
        raise InvalidInputError("allocation-ballot-invalid")
    return tuple(entry for entry in placed if entry[1])
