"""allocate: what a rule makes of a file, told or as JSON, and without a database."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from budget_app.__main__ import main
from budget_app.domain.allocation.descriptor import Rule, Step, StepUnit
from budget_app.domain.allocation.rule_json import compose_rule, rule_fingerprint
from budget_app.settings import read_settings
from tests.budget_app.allocation.examples import rule, shares_rule
from tests.budget_app.pabulib_files import ELECTIONS, SMALL

ASSEN = ELECTIONS / "Netherlands_Assen_2024.pb"


@pytest.fixture(autouse=True)
def nothing_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A database that cannot be reached: whoever looks at it fails."""
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@localhost:1/none")
    monkeypatch.setenv("ISOLOIR_DATA", str(tmp_path / "data"))


def _files(folder: Path, made: Rule, text: str = SMALL) -> list[str]:
    (folder / "rule.json").write_bytes(compose_rule(made))
    (folder / "file.pb").write_text(text)
    return ["allocate", str(folder / "file.pb"), "--rule", str(folder / "rule.json")]


def test_winners_are_told_in_order_with_what_became_of_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = replace(rule(3_600_000), incompatible=(("p2", "p4"),))
    assert main(_files(tmp_path, made)) == 0
    said = capsys.readouterr().out
    assert 'dans l’ordre : 2\n  1. p1. Un jardin; "partagé" — 20\u202f000\u00a0€, votes : 4\n  2. p2. ' in said
    assert "p3. Des bancs — 7\u202f000,50\u00a0€, votes : 2. N’entrait plus dans ce qui restait : 1\u202f000" in said
    assert "Incompatible avec un projet financé : p2. Une piste cyclable" in said
    assert "Le budget du fichier est un autre : 50\u202f000,50" in said
    assert "Dépensé : 35\u202f000\u00a0€. Reste : 1\u202f000\u00a0€." in said
    assert not read_settings().data.exists()


def test_the_language_is_the_persons(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(_files(tmp_path, rule(5_000_050), SMALL.replace("currency;EUR", "currency;CHF"))) == 0
    said = capsys.readouterr().out
    assert "Funded projects, in order: 4" in said
    assert "p2. Une piste cyclable — 15,000 CHF, votes: 3" in said


def test_as_json_the_outcome_is_whole_and_fractions_are_exact(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = shares_rule(5_000_050)
    assert main([*_files(tmp_path, made), "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert given["rule"] == rule_fingerprint(made)
    outcome = given["outcome"]
    assert outcome["shares"]["first_share"] == "2500025/3"
    assert sum(line["cost"] for line in outcome["lines"] if line["reason"] == "funded") == outcome["spent"]
    assert [entry["project"] for entry in outcome["shares"]["rounds"]] == outcome["winners"]
    assert Fraction(outcome["shares"]["rounds"][0]["effective_votes"]) == 4


def test_assen_has_its_official_winners_and_their_cost(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Nine projects of 76,700 euros, by Equal Shares completed euro by euro, as the town announced."""
    if not ASSEN.exists():
        pytest.skip(f"{ASSEN.name} is not in ../shared/elections")
    made = shares_rule(10_000_000, step=Step(100, StepUnit.CENTS))
    assert main([*_files(tmp_path, made, ASSEN.read_text()), "--json"]) == 0
    outcome = json.loads(capsys.readouterr().out)["outcome"]
    lines = ASSEN.read_text().split("VOTES")[0].splitlines()
    rows = [line.split(";") for line in lines[lines.index("PROJECTS") + 2 :]]
    assert set(outcome["winners"]) == {row[0] for row in rows if row[4] == "1"}
    assert (len(outcome["winners"]), outcome["spent"]) == (9, 7_670_000)


@pytest.mark.parametrize(
    ("rule_text", "file_text", "begins"),
    [
        ("{", SMALL, "Ce fichier de règle n’est pas du JSON"),
        (None, "nothing", "Ligne 1 : Un fichier Pabulib a trois parties"),
        (None, SMALL.replace("approval", "choose-1").replace("a;p1,p2", "a;p1"), "Ligne 28 : Ce bulletin"),
    ],
    ids=["no rule", "no file of the format", "a ballot beyond its limits"],
)
def test_what_cannot_be_read_is_told_in_one_sentence(
    rule_text: str | None, file_text: str, begins: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    arguments = _files(tmp_path, rule(5_000_050), file_text)
    if rule_text is not None:
        (tmp_path / "rule.json").write_text(rule_text)
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith(begins)


def test_a_rule_for_other_ballots_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = SMALL.replace("approval", "choose-1")
    for before, after in (("a;p1,p2", "a;p1"), ("c;p2,p1,p3", "c;p2"), ("d;p3,p2", "d;p3")):
        text = text.replace(before, after)
    assert main(_files(tmp_path, shares_rule(5_000_050), text)) == 2
    assert capsys.readouterr().err == "Cette règle ne va pas avec ces bulletins.\n"


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["allocate", str(tmp_path / "none.pb"), "--rule", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_title_cannot_forge_lines_of_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(_files(tmp_path, rule(5_000_050), SMALL.replace("Des bancs", "Des\x1b[1A bancs"))) == 0
    assert "\x1b" not in capsys.readouterr().out
