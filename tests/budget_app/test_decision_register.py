"""The public register of decisions: nothing before the release, then every reason, the numbers and the files."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from sqlmodel import select

from budget_app.domain.allocation.ties import lot_order
from budget_app.domain.call_rules import USUAL_CRITERIA
from budget_app.domain.decision_register import Register
from budget_app.domain.proposal import ProposalState
from budget_app.domain.review import Verdict
from budget_app.services.appeals import appeal
from budget_app.services.decision_register import find_entry, load_register, load_register_csv, load_register_json
from budget_app.services.notices import load_notice
from budget_app.services.proposals import load_proposal
from budget_app.storage.database import write_session
from budget_app.storage.reviews import DecisionRow
from tests.budget_app.decided_call import ESTIMATE, FINALLY, NOT_PUBLIC, DecidedCall
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import DECISIONS, DURING_APPEALS, DURING_CALL
from tests.budget_app.web_client import WebClient

pytestmark = pytest.mark.usefixtures("database")

TWO_REASONS = {"general-interest": "Pour une seule rue.", "cost": '=1+1 : trop cher, "vraiment"'}


def _state(call: DecidedCall, number: int, state: ProposalState) -> None:
    with write_session() as session:
        row = load_proposal(session, call.slug, number)
        row.state = state
        session.add(row)


@pytest.fixture
def call() -> DecidedCall:
    """Decided: 1 refused, 2 admitted, 3 refused twice over; 4 hidden, 5 withdrawn, 6 merged, 7 waiting."""
    call = DecidedCall(residents=7).create()
    for person in call.people:
        call.publish(person)
    states = (ProposalState.HIDDEN, ProposalState.WITHDRAWN, ProposalState.MERGED, ProposalState.WAITING)
    for number, state in enumerate(states, start=4):
        _state(call, number, state)
    call.begin(call.people[0])
    call.decide(1, NOT_PUBLIC)
    call.decide(2)
    call.decide(3, TWO_REASONS)
    return call


@pytest.fixture
def appealed(call: DecidedCall) -> DecidedCall:
    """1 is admitted after its appeal; the appeal of 3 waits."""
    call.release()
    appeal(call.people[0], call.slug, 1, "Le diocèse est d’accord.", DURING_APPEALS)
    appeal(call.people[2], call.slug, 3, "Toute la commune y passe.", DURING_APPEALS)
    call.decide(1, appeal_round=2)
    call.release(FINALLY)
    return call


def _register(call: DecidedCall) -> Register:
    return load_register(call.slug, FINALLY)


def test_nothing_shows_before_the_release(call: DecidedCall) -> None:
    register = _register(call)
    assert (register.entries, register.seed, register.due_at) == ((), None, DECISIONS)
    assert (register.figures.admitted, register.figures.refused, register.figures.median_days) == (0, 0, None)
    for load in (
        lambda: load_register_csv(call.slug, "fr", FINALLY),
        lambda: load_register_json(call.slug, FINALLY),
    ):
        with refused("decisions-not-yet"):
            load()
    call.release()
    assert load_register(call.slug, DECISIONS - timedelta(seconds=1)).entries == ()
    with refused("edition-unknown"):
        load_register("ailleurs", FINALLY)


def test_a_final_decision_does_not_show_before_its_own_release(call: DecidedCall) -> None:
    call.release()
    appeal(call.people[0], call.slug, 1, "Le diocèse est d’accord.", DURING_APPEALS)
    call.decide(1, appeal_round=2)
    entry = _register(call).find(1)
    assert entry is not None
    assert (entry.final, entry.appeal_open, entry.in_force.verdict) == (None, True, Verdict.REFUSED)


def test_each_decision_stands_there_with_its_reasons_and_costs(appealed: DecidedCall) -> None:
    register = _register(appealed)
    assert [entry.proposal for entry in register.entries] == [1, 2, 3]
    refusal = register.entries[2].in_force
    assert [(reason.code, reason.why) for reason in refusal.failed] == list(TWO_REASONS.items())
    assert refusal.cost == ESTIMATE
    final = register.entries[0].final
    assert final is not None
    assert (final.number, final.verdict, register.entries[0].in_force) == (4, Verdict.ADMITTED, final)


def test_one_entry_is_found_alone_and_is_that_of_the_register(appealed: DecidedCall) -> None:
    register = _register(appealed)
    for number in (1, 2, 3, 4, 99):
        assert find_entry(appealed.slug, number, FINALLY) == register.find(number)
    assert find_entry(appealed.slug, 1, DECISIONS - timedelta(seconds=1)) is None


def test_the_numbers_add_up(appealed: DecidedCall) -> None:
    figures = _register(appealed).figures
    assert figures.received == 7 == sum(count for _state, count in figures.states)
    assert dict(figures.states) == {
        ProposalState.WAITING: 1,
        ProposalState.PUBLISHED: 3,
        ProposalState.HIDDEN: 1,
        ProposalState.WITHDRAWN: 1,
        ProposalState.MERGED: 1,
    }
    assert (figures.admitted, figures.refused) == (2, 1)
    assert {criterion.code: count for criterion, count in figures.failed if count} == dict.fromkeys(TWO_REASONS, 1)
    assert (figures.appeals, figures.appeals_open, figures.appeals_succeeded) == (2, 1, 1)
    days = (DECISIONS - DURING_CALL).days
    assert (figures.median_days, figures.longest_days) == (days, days)


def test_the_median_and_the_longest_time_are_those_of_the_first_decisions(call: DecidedCall) -> None:
    for number, days in enumerate((10, 20, 60), start=1):
        with write_session() as session:
            row = load_proposal(session, call.slug, number)
            row.sent_at = DECISIONS - timedelta(days=days, hours=3)
            session.add(row)
    call.release()
    figures = _register(call).figures
    assert (figures.median_days, figures.longest_days) == (20, 60)


def test_the_csv_is_read_back_by_any_program(appealed: DecidedCall) -> None:
    raw = load_register_csv(appealed.slug, "fr", FINALLY)
    assert raw.count(b"\r\n") == raw.count(b"\n") == 5
    rows = list(csv.DictReader(io.StringIO(raw.decode(), newline="")))
    assert [(row["Décision"], row["Proposition"], row["Verdict"], row["Après recours"]) for row in rows] == [
        ("1/2030", "1", "Refusée", "non"),
        ("4/2030", "1", "Admise", "oui"),
        ("2/2030", "2", "Admise", "non"),
        ("3/2030", "3", "Refusée", "non"),
    ]
    assert rows[0]["Terrain public"] == "non rempli"
    assert rows[0]["Terrain public : raison"] == NOT_PUBLIC["public-land"]
    assert (rows[0]["Investissement (euros)"], rows[0]["Fonctionnement par an (euros)"]) == ("7250,50", "120,00")
    assert rows[0]["Recours déposé le"] == DURING_APPEALS.date().isoformat()
    assert rows[3]["Coût : raison"] == "'" + TWO_REASONS["cost"], "a spreadsheet does not compute it"


def test_the_csv_speaks_english(appealed: DecidedCall) -> None:
    (header, first, *_rest) = load_register_csv(appealed.slug, "en", FINALLY).decode().split("\r\n")
    assert header.startswith("Decision,After an appeal,Proposal,Title,Category,District,Verdict,Intérêt général,")
    assert first.startswith("1/2030,no,1,")
    assert "7250.50" in first


def test_the_json_holds_all_of_it(appealed: DecidedCall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISOLOIR_BASE_URL", "https://budget.example")
    members = json.loads(load_register_json(appealed.slug, FINALLY))
    assert members["format"] == "isoloir-decisions-1"
    assert [criterion["code"] for criterion in members["criteria"]] == [one.code for one in USUAL_CRITERIA]
    first = members["proposals"][0]
    assert (first["proposal"], first["verdict"], [one["number"] for one in first["decisions"]]) == (
        1,
        "admitted",
        [1, 4],
    )
    assert first["decisions"][0]["notice"] == f"https://budget.example/avis/{appealed.slug}/1.pdf"
    assert first["decisions"][0]["investment_cents"] == ESTIMATE.investment
    assert members["figures"]["by_state"]["withdrawn"] == 1
    assert members["figures"]["refused_by_criterion"]["cost"] == 1
    assert members["ballot_order_seed"] == _register(appealed).seed


def test_the_files_say_nothing_of_who_appealed_nor_of_their_words(appealed: DecidedCall) -> None:
    for raw in (load_register_csv(appealed.slug, "fr", FINALLY), load_register_json(appealed.slug, FINALLY)):
        words = raw.decode()
        assert not any(secret in words for secret in ("diocèse est", "essai.example", "Personnel"))


def test_the_seed_is_fixed_by_the_first_release_and_draws_lots(appealed: DecidedCall) -> None:
    register = _register(appealed)
    assert register.seed is not None
    assert register.seed.endswith(f"|{DECISIONS.isoformat()}")
    assert sorted(lot_order(register.seed, ["1", "2", "3"])) == ["1", "2", "3"]


def test_a_title_that_moderators_hid_is_not_in_the_register_nor_on_the_notice(appealed: DecidedCall) -> None:
    _state(appealed, 3, ProposalState.HIDDEN)
    entry = _register(appealed).find(3)
    assert entry is not None
    assert entry.title == ""
    assert load_notice(appealed.slug, 3, FINALLY).title == ""


def test_the_files_are_served_after_the_release_and_not_found_before(appealed: DecidedCall) -> None:
    client = WebClient()
    for ending in ("csv", "json"):
        assert client.get(f"/decisions/{appealed.slug}.{ending}").status_code == 404, "they are released in 2030"
    with write_session() as session:
        for row in session.exec(select(DecisionRow)):
            row.released_at = DECISIONS - timedelta(days=3650)
            session.add(row)
    sheet = client.get(f"/decisions/{appealed.slug}.csv", headers={"accept-language": "fr"})
    assert (sheet.status_code, sheet.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert sheet.text.startswith("Décision,")
    assert client.get(f"/decisions/{appealed.slug}.json").json()["slug"] == appealed.slug
    assert client.get("/decisions/ailleurs.json").status_code == 404
