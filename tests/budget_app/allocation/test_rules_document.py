"""docs/rules.md says what the code does: its examples are computed again, its members are those of the descriptor."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from fractions import Fraction

import pytest

from budget_app.domain.allocation.allocate import Allocation, allocate, allocate_ballots
from budget_app.domain.allocation.completion import MOST_STEPS
from budget_app.domain.allocation.descriptor import (
    Count,
    Dividing,
    EnvelopesLeft,
    Leftover,
    Method,
    Rule,
    Satisfaction,
    StepUnit,
    WhenFull,
)
from budget_app.domain.allocation.election import Project, make_election, make_tally
from budget_app.domain.allocation.rule_json import compose_rule, parse_rule
from budget_app.domain.allocation.ties import lot_order
from budget_app.domain.ballot_kind import GRADE_NAMES
from budget_app.locale.votes import REASONS
from budget_app.settings import PROJECT

TEXT = (PROJECT / "docs/rules.md").read_text(encoding="utf-8")
FRENCH, ENGLISH = TEXT.split("\n## English\n")
EXAMPLES = {int(part[:1]): part.split("\n## ")[0] for part in FRENCH.split("\n### Exemple ")[1:]}
Row = dict[str, str]


def _tables(text: str) -> Iterator[list[Row]]:
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        names, _line, *rows = ([cell.strip() for cell in row.strip("|\n").split("|")] for row in table.splitlines())
        yield [dict(zip(names, row, strict=True)) for row in rows]


def _table(example: int, first: str) -> list[Row]:
    """The one table of an example whose first column is called so."""
    [found] = [rows for rows in _tables(EXAMPLES[example]) if next(iter(rows[0])) == first]
    return found


def _rule(example: int) -> Rule:
    [block] = re.findall(r"```json\n(.*?)```", EXAMPLES[example], re.DOTALL)
    return parse_rule(block.encode())


def _cents(euros: str) -> int:
    return int(euros.replace(" ", "")) * 100


def _projects(example: int) -> list[Project]:
    rows = _table(example, "projet")
    return [Project(row["projet"], _cents(row["coût"]), district=row.get("quartier", "")) for row in rows]


def _allocation(example: int) -> Allocation:
    """The example computed from its totals, its grades or its ballots."""
    made, projects, rows = _rule(example), _projects(example), _table(example, "projet")
    if made.method is Method.EQUAL_SHARES:
        ballots = [
            ([(name, 1) for name in row["choix"].split(", ")], int(row["bulletins"]))
            for row in _table(example, "bulletins")
        ]
        return allocate_ballots(made, make_election(projects, ballots))
    if made.method is Method.MAJORITY_JUDGMENT:
        grades = {row["projet"]: [int(row[name]) for name in GRADE_NAMES] for row in rows}
        voters = sum(grades["1"])
        return allocate(made, make_tally(projects, dict.fromkeys(grades, 0), voters, grades))
    votes = {row["projet"]: int(row["votes"]) for row in rows}
    return allocate(made, make_tally(projects, votes, sum(votes.values())))


@pytest.mark.parametrize("example", [1, 2, 4, 5, 6])
def test_each_project_of_an_example_has_the_result_that_the_document_says(example: int) -> None:
    computed = [
        (line.identifier, REASONS[line.reason], line.left_before) for line in _allocation(example).funding.lines
    ]
    said = [(row["projet"], row["décision"], _cents(row["reste avant"])) for row in _table(example, "projet")]
    assert computed == said


@pytest.mark.parametrize("example", [4, 5])
def test_the_votes_and_rounds_of_equal_shares_are_those_of_the_document(example: int) -> None:
    allocation = _allocation(example)
    assert allocation.shares is not None
    assert allocation.election is not None
    said = {row["projet"]: int(row["votes"]) for row in _table(example, "projet")}
    assert {line.identifier: line.votes for line in allocation.funding.lines} == said
    computed = [
        (
            allocation.election.projects[one.project].identifier,
            one.price,
            one.effective_votes,
            one.paid_in_full,
            one.gave_all,
        )
        for one in allocation.shares.rounds
    ]
    assert computed == [
        (
            row["projet"],
            _cents(row["prix"]),
            Fraction(row["voix effectives"]),
            int(row["paient le prix"]),
            int(row["donnent tout"]),
        )
        for row in _table(example, "tour")
    ]


def test_the_completion_the_filling_and_the_comparison_are_those_of_the_document() -> None:
    allocation = _allocation(4)
    shares, by_votes = allocation.shares, allocation.by_votes
    assert shares is not None
    assert shares.comparison is not None
    assert by_votes is not None
    said = {row["mesure"]: row["valeur"] for row in _table(4, "mesure")}
    assert said == {
        "première part": f"{int(shares.first_share / 100):,}".replace(",", " "),
        "dernière part": f"{int(shares.share / 100):,}".replace(",", " "),
        "pas": str(shares.steps),
        "financés par remplissage": ", ".join(shares.filled),
        "bulletins avec plus de projets par parts égales": str(shares.comparison.more_by_shares),
        "bulletins avec plus de projets par votes": str(shares.comparison.more_by_votes),
        "reste": str(allocation.funding.left // 100),
    }
    assert by_votes.winners == ("1", "2", "5")


def test_the_command_of_the_document_draws_its_lots() -> None:
    [command] = re.findall(r"```sh\n(.*?)```", EXAMPLES[3], re.DOTALL)
    rows = [(row["empreinte (début)"], row["projet"]) for row in _table(3, "empreinte (début)")]
    seed = re.findall("'([^']*)'", command)[1]
    assert lot_order(seed, ["3", "7", "12"]) == tuple(name for _digest, name in rows)
    assert seed == _rule(1).seed
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not on this machine")
    said = subprocess.run(["sh", "-c", command], capture_output=True, check=True, text=True).stdout
    assert [tuple(line.split()) for line in said.splitlines()] == rows


def _members(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _members(inner)


def test_both_languages_name_every_member_and_every_value_of_the_descriptor() -> None:
    members = {name for example in (1, 2, 4) for name in _members(json.loads(compose_rule(_rule(example))))} | {"up_to"}
    [table] = [rows for rows in _tables(FRENCH) if next(iter(rows[0])) == "membre"]
    assert {row["membre"].strip("`") for row in table} == members
    enums = (Method, Count, WhenFull, Leftover, Dividing, EnvelopesLeft, Satisfaction, StepUnit)
    values = {str(value) for enum in enums for value in enum}
    assert {name for name in values if f"`{name}`" not in FRENCH} == set()
    unsaid_in_english = {name for name in members | values if f"`{name}`" not in ENGLISH}
    assert unsaid_in_english == {str(method) for method in Method}


def test_the_last_step_of_the_completion_is_the_stated_one() -> None:
    assert f"{MOST_STEPS:,}".replace(",", " ") + " pas" in FRENCH
    assert f"{MOST_STEPS:,} steps" in ENGLISH
