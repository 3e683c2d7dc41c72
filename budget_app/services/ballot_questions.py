"""From the kind of ballot to the questions of the election, and from its result back to votes by project."""

from __future__ import annotations

from collections.abc import Sequence

from budget_app.domain.ballot_kind import GRADE_NAMES, GRADES, BallotKind, BallotLimits, Sealing
from budget_app.domain.vote_count import VoteCount, count_opened
from voting.election import Election
from voting.errors import BallotError
from voting.fields_code import DecodedVote, FieldsCode, compose_fields_code, find_fields_code
from voting.question import HomomorphicQuestion, NonHomomorphicQuestion, Question
from voting.result import Result

_TEXTS = {
    BallotKind.APPROVAL: "Quels projets choisissez-vous ?",
    BallotKind.SINGLE: "Quel projet choisissez-vous ?",
    BallotKind.KNAPSACK: "Quels projets choisissez-vous dans la limite du budget ?",
    BallotKind.POINTS: "Combien de points donnez-vous à chaque projet ?",
    BallotKind.GRADES: "Quelle mention donnez-vous à chaque projet ?",
    BallotKind.RANKING: "Dans quel ordre classez-vous les projets ?",
}


def questions_of(limits: BallotLimits, sealing: Sealing, answers: Sequence[str]) -> list[Question]:
    """The questions of the election, ``answers`` being the projects in the order of the ballot list.

    Totals of points ask for each point of each project, totals of grades ask a question a project: sums suffice, and
    no ballot is ever opened.
    """
    text = _TEXTS[limits.kind]
    blank = True if limits.blank else None
    if sealing is Sealing.OPENED:
        return [compose_fields_code(limits.width, answers).question(text)]
    if limits.kind is BallotKind.GRADES:
        return [HomomorphicQuestion(answer, GRADE_NAMES, 1, 1, blank) for answer in answers]
    if limits.per_district:
        return [_district_question(limits, text, [answers[place] for place in group], blank) for group in limits.groups]
    if limits.kind is BallotKind.POINTS:
        slots = tuple(f"{answer} ({point})" for answer in answers for point in range(1, limits.points_each + 1))
        return [HomomorphicQuestion(text, slots, min(1, limits.minimum), limits.points, blank)]
    return [HomomorphicQuestion(text, tuple(answers), limits.minimum, limits.maximum, blank)]


def _district_question(limits: BallotLimits, text: str, answers: Sequence[str], blank: bool | None) -> Question:
    return HomomorphicQuestion(text, tuple(answers), *limits.bounds(len(answers)), blank)


def choices_of(limits: BallotLimits, sealing: Sealing, fields: Sequence[int] | None, projects: int) -> list[list[int]]:
    """What is sealed for a ballot, by question: ``fields`` hold a number for each project, None is a blank vote.

    The booth makes the same of what was chosen; invented votes and the booth's tests are made with this.
    """
    numbers = tuple(fields or (0,) * projects)
    if sealing is Sealing.OPENED:
        code = FieldsCode(limits.width, ("",) * projects)
        return [list(code.encode(DecodedVote(fields is None, numbers)))]
    mark = [int(fields is None)] if limits.blank else []
    if limits.kind is BallotKind.GRADES:
        return [
            [*mark, *(int(fields is not None and grade == number) for grade in range(GRADES))] for number in numbers
        ]
    if limits.per_district:
        return [[*mark, *(numbers[place] for place in group)] for group in limits.groups]
    each = limits.points_each if limits.kind is BallotKind.POINTS else 1
    return [[*mark, *(int(point < number) for number in numbers for point in range(each))]]


def _read_opened(
    limits: BallotLimits, costs: Sequence[int], budget: int, question: NonHomomorphicQuestion, votes: Sequence[object]
) -> VoteCount:
    code = find_fields_code(question)
    if code is None:
        raise BallotError("fields-code")
    ballots, blank, unread = [], 0, 0
    for values in votes:
        try:
            vote = code.decode(values if isinstance(values, tuple) else ())
        except BallotError:
            unread += 1
            continue
        if vote.blank:
            blank += 1
        else:
            ballots.append(vote.fields)
    return count_opened(limits, costs, budget, ballots, blank, unread)


def _read_grades(limits: BallotLimits, rows: Sequence[Sequence[int]], ballots: int) -> VoteCount:
    """A question a project. Who is blank everywhere is blank; elsewhere a project without a grade is to be rejected."""
    blank = min(row[0] for row in rows) if limits.blank else 0
    graded = [row[1:] if limits.blank else row for row in rows]
    grades = tuple((ballots - blank - sum(row[1:]), *row[1:]) for row in graded)
    votes = tuple(sum(grade * number for grade, number in enumerate(row)) for row in grades)
    return VoteCount(votes, ballots - blank, blank if limits.blank else None, grades)


def _read_districts(limits: BallotLimits, rows: Sequence[Sequence[int]], ballots: int) -> VoteCount:
    """A question a district. Who is blank everywhere is blank."""
    blank = min(row[0] for row in rows) if limits.blank else None
    votes: dict[int, int] = {}
    for group, row in zip(limits.groups, rows, strict=True):
        votes.update(zip(group, row[int(limits.blank) :], strict=True))
    return VoteCount(tuple(votes[place] for place in sorted(votes)), ballots - (blank or 0), blank)


def _read_totals(limits: BallotLimits, rows: Sequence[Sequence[int]], ballots: int) -> VoteCount:
    if limits.kind is BallotKind.GRADES:
        return _read_grades(limits, rows, ballots)
    if limits.per_district:
        return _read_districts(limits, rows, ballots)
    (row,) = rows
    blank = row[0] if limits.blank else None
    each = limits.points_each if limits.kind is BallotKind.POINTS else 1
    slots = row[int(limits.blank) :]
    votes = tuple(sum(slots[place : place + each]) for place in range(0, len(slots), each))
    return VoteCount(votes, ballots - (blank or 0), blank)


def read_count(
    limits: BallotLimits,
    costs: Sequence[int],
    budget: int,
    election: Election,
    result: Result,
    ballots: int,
    marked: frozenset[int],
) -> VoteCount:
    """The votes by project in a verified result; costs by project and budget in cents, ``ballots`` counted.

    ``marked`` are the positions of opened votes whose point is not the encoding of its numbers (check 11): they count
    as unreadable.
    """
    (first, *_) = election.questions
    if isinstance(first, NonHomomorphicQuestion):
        votes = [() if place in marked else vote for place, vote in enumerate(result[0])]
        return _read_opened(limits, costs, budget, first, votes)
    return _read_totals(limits, [[value for value in row if isinstance(value, int)] for row in result], ballots)
