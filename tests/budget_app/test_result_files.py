"""The files of a result: where they are served, and that spreadsheets compute nothing of them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from io import BytesIO

import pytest

from budget_app.documents.result_csv import compose_result_csv, safe_cell
from budget_app.domain.allocation.rule_json import parse_rule
from budget_app.domain.ballot_kind import BallotKind, Sealing
from budget_app.domain.pabulib import parse_pabulib
from budget_app.domain.pabulib_election import allocate_file
from budget_app.domain.result import ResultView
from budget_app.services.recount import recount
from budget_app.services.result_files import load_result_file
from budget_app.ui.result_files import result_files
from tests.budget_app.counted_votes import counted_vote
from tests.budget_app.invented_results import EDITION, invented_result
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_client import WebClient


def _rows(raw: bytes) -> list[list[str]]:
    assert raw.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def test_the_table_has_a_line_a_project_in_the_order_of_the_rule() -> None:
    """Projects cost 3,000, 6,000 and 9,000 euros, the budget is 10,000; the cheaper goes first among equals."""
    header, *rows = _rows(counted_vote("totals").sheet)
    assert header[:4] == ["Rang", "Financé en", "Numéro", "Projet"]
    assert [row[:4] for row in rows] == [
        ["1", "1", "1", "Projet 1"],
        ["2", "2", "2", "Projet 2"],
        ["3", "", "3", "Projet 3"],
    ]
    assert rows[2][6:] == ["1", "9000,00", "N’entrait plus dans ce qui restait", "1000,00", "1000,00"]


def test_grades_have_a_column_each() -> None:
    header, *rows = _rows(counted_vote("grades").sheet)
    assert header[7:11] == ["À rejeter", "Passable", "Bien", "Très bien"]
    assert rows[0][2] == "2"
    assert rows[0][7:11] == ["0", "0", "3", "0"]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_a_cell_that_begins_like_a_formula_is_text(text: str) -> None:
    assert safe_cell(text).startswith("'")
    assert safe_cell(f"Projet {text}").startswith("Projet")


def _invented() -> ResultView:
    return invented_result(BallotKind.KNAPSACK, [100, 250], 1_000, [(1, 1), (0, 1)])


def test_no_text_of_a_project_is_computed_or_breaks_the_table() -> None:
    result = _invented()
    first = replace(result.projects[0], title='=cmd|"/c calc"!A1', category="-1;x\ny", district="@here")
    header, *rows = _rows(compose_result_csv(replace(result, projects=(first, result.projects[1])), "fr"))
    assert {len(row) for row in rows} == {len(header)}
    assert rows[1][3:6] == ['\'=cmd|"/c calc"!A1', "'-1;x y", "'@here"]


def test_in_english_amounts_have_a_point() -> None:
    header, first, _second = _rows(compose_result_csv(_invented(), "en"))
    assert (header[0], first[7], first[8]) == ("Rank", "2.50", "Funded")


@pytest.mark.usefixtures("database")
def test_files_are_served_to_everybody_under_a_policy_that_runs_nothing() -> None:
    town = SimulatedTown().set_up()
    town.cast_all((1, 1, 0), (0, 0, 1))
    town.count()
    client = WebClient()
    data = client.get(f"/results/{town.slug}.json")
    assert (data.status_code, data.content) == (200, load_result_file(town.slug))
    assert data.headers["content-disposition"] == f'attachment; filename="{town.slug}.result.json"'
    assert "default-src 'none'" in data.headers["content-security-policy"]
    again = client.get(f"/results/{town.slug}.json", headers={"if-none-match": data.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert recount(BytesIO(client.get(f"/board/{town.uuid}.bel").content), data.content).same
    sheet = client.get(f"/results/{town.slug}.csv", headers={"accept-language": "en"})
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    assert _rows(sheet.content)[0][0] == "Rank"
    ballots = client.get(f"/results/{town.slug}.pb", headers={"accept-language": "fr"})
    assert ballots.status_code == 404
    assert "seuls les totaux l’ont été" in ballots.text


@pytest.mark.usefixtures("database")
def test_there_is_nothing_before_the_end_of_the_count() -> None:
    town = SimulatedTown().set_up()
    with refused("result-missing"):
        load_result_file(town.slug)
    for ending in ("json", "csv", "pb"):
        assert WebClient().get(f"/results/{town.slug}.{ending}").status_code == 404
        assert WebClient().get(f"/results/nulle-part.{ending}").status_code == 404


@pytest.mark.parametrize("name", ["shares", "ranking"])
def test_opened_ballots_are_exported_and_our_rule_finds_the_same_winners_in_them(name: str) -> None:
    vote = counted_vote(name)
    assert vote.ballots is not None
    instance = parse_pabulib(vote.ballots)
    outcome = json.loads(vote.result)["outcome"]
    rule = json.loads(json.loads(vote.result)["ballot_list"])["rule"]
    again = allocate_file(parse_rule(json.dumps(rule).encode()), instance)
    assert list(again.funding.winners) == outcome["winners"]


def test_the_page_leads_to_the_files_that_there_are() -> None:
    opened = _invented()
    assert 'href="/results/essai.pb"' in result_files(opened, EDITION)
    totals = result_files(replace(opened, sealing=Sealing.TOTALS), EDITION)
    assert 'href="/results/essai.csv"' in totals
    assert 'href="/results/essai.json"' in totals
    assert "/results/essai.pb" not in totals
    assert f"recount {EDITION.uuid}.bel essai.result.json" in totals


def test_no_name_code_or_birth_date_stands_in_them() -> None:
    vote = counted_vote("shares")
    everything = (vote.result + vote.sheet + (vote.ballots or b"")).decode()
    assert "Personne" not in everything
    assert "@essai.example" not in everything
    assert "1951-03" not in everything
