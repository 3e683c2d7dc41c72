"""The official minutes: the same content on paper and for programs, and what they can be compared with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest

from budget_app.domain.allocation.descriptor import Method, Rule, Satisfaction, Shares, Step, StepUnit
from budget_app.domain.allocation.rule_json import rule_fingerprint
from budget_app.domain.ballot_kind import SMALLEST_OPENED_ROLL, BallotKind
from budget_app.domain.edition import VotingRules
from budget_app.domain.errors import NotFoundError
from budget_app.domain.minutes import Minutes
from budget_app.domain.money import format_money
from budget_app.locale import translate
from budget_app.locale.outcome import shares_sentences, tie_sentence
from budget_app.locale.rules import rule_sentences
from budget_app.locale.votes import REASONS
from budget_app.services.minutes import load_minutes, print_minutes_of
from budget_app.services.rules import find_edition_rule
from tests.budget_app.pdf_text import found, readings_of_pdf, words_of_pdf
from tests.budget_app.simulated_town import DURING, SimulatedTown
from tests.budget_app.web_client import WebClient
from voting.verification.procedure import verify_archive

pytestmark = pytest.mark.usefixtures("database")


def _shared(rule: Rule) -> Rule:
    shares = Shares(Satisfaction.COST, Step(1, StepUnit.PERCENT), fill=True, compare=Method.BY_VOTES)
    return replace(rule, method=Method.EQUAL_SHARES, shares=shares)


@dataclass(frozen=True)
class Case:
    """A kind of ballot with a rule, and ballots of it: a number for each project, none for a blank vote."""

    name: str
    rules: VotingRules
    ballots: tuple[tuple[int, ...], ...]
    change: Callable[[Rule], Rule] | None = None


CASES = (
    Case("approval", VotingRules(1, 3), ((1, 1, 0), (0, 1, 1), ())),
    Case("single", VotingRules(1, 1, kind=BallotKind.SINGLE), ((1, 0, 0), (0, 0, 1))),
    Case("knapsack", VotingRules(1, 3, kind=BallotKind.KNAPSACK), ((1, 1, 0), (0, 0, 1))),
    Case("points", VotingRules(1, 1, kind=BallotKind.POINTS, points=5, points_each=3), ((3, 2, 0), (1, 0, 3))),
    Case("grades", VotingRules(0, 1, kind=BallotKind.GRADES), ((3, 2, 0), (3, 1, 1), (0, 2, 3))),
    Case("ranking", VotingRules(1, 3, kind=BallotKind.RANKING), ((1, 2, 3), (2, 1, 0))),
    Case("equal shares", VotingRules(1, 3), ((1, 1, 0), (0, 0, 1), (1, 0, 0)), _shared),
    Case("nothing funded", VotingRules(1, 3), ((1, 0, 0),), lambda rule: replace(rule, threshold_votes=9)),
)


def _counted_case(case: Case) -> SimulatedTown:
    opened = case.change is _shared or case.rules.kind in (BallotKind.KNAPSACK, BallotKind.RANKING)
    voters = SMALLEST_OPENED_ROLL if opened else 3
    town = SimulatedTown(voters=voters, guardians=1, rules=case.rules, change_rule=case.change).set_up()
    town.cast_all(*case.ballots)
    town.count()
    return town


def _counted() -> SimulatedTown:
    """Three projects of 3,000, 6,000 and 9,000 €, 10,000 € to spend; two of three voters, one of whom votes again."""
    town = SimulatedTown(voters=3, guardians=2).set_up()
    town.vote(town.people[0], 3)
    town.vote(town.people[1], 1, 2)
    town.vote(town.people[0], 1, now=DURING + timedelta(hours=1))
    town.count()
    return town


def _expected(minutes: Minutes, data: dict[str, object], language: str) -> list[object]:
    """Everything of the data that the paper must say."""
    allocation = minutes.allocation
    said: list[object] = [data[name] for name in ("town", "edition", "uuid", "voters", "attended", "ballots_counted")]
    said += [rule_fingerprint(allocation.rule), *rule_sentences(allocation.rule, language), *minutes.guardians]
    said += [tie_sentence(tie, language) for tie in allocation.funding.ties]
    said += shares_sentences(allocation.shares, language) if allocation.shares else ()
    for cents in (minutes.budget, minutes.spent, minutes.left):
        said.append(format_money(cents, language))
    for line in minutes.lines:
        name = f"{line.number}. {line.title}"
        money, reason = format_money(line.cost, language), next(r for r in REASONS if r == line.reason)
        said.append(f"{line.rank} {name} {line.votes} {money} {translate(REASONS[reason], language)}")
        said += [f"{name} {' '.join(map(str, line.grades))}"] if line.grades else []
    for place, funded in enumerate(minutes.funded, start=1):
        money, total = format_money(funded.cost, language), format_money(funded.running_total, language)
        said.append(f"{place} {funded.number}. {funded.title} {money} {total}")
    return said


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_paper_says_what_the_data_say(case: Case) -> None:
    town = _counted_case(case)
    minutes = load_minutes(town.slug)
    data = json.loads(json.dumps(minutes.as_json()))
    assert data["format"] == "isoloir-minutes-2"
    assert [line["number"] for line in data["funded"]] == [line["number"] for line in data["lines"] if line["funded"]]
    assert data["funded"][-1]["running_total"] == data["spent"] if data["funded"] else data["spent"] == 0
    for language in ("fr", "en"):
        said = (*_expected(minutes, data, language), *data["fingerprints"].values())
        for paper in readings_of_pdf(print_minutes_of(town.slug, language)):
            assert [value for value in said if not found(value, paper)] == []


def test_the_minutes_are_those_of_the_board() -> None:
    town = _counted()
    minutes, archive = load_minutes(town.slug), town.archive()
    assert minutes.fingerprints.archive_sha256 == sha256(archive).hexdigest()
    assert minutes.fingerprints.archive_bytes == len(archive)
    facts = verify_archive(BytesIO(archive)).facts
    assert minutes.fingerprints.election == facts.fingerprint
    assert (minutes.ballots_on_board, minutes.ballots_counted) == (facts.ballots, facts.effective_ballots) == (3, 2)
    assert [(item.channel, item.ballots) for item in minutes.channels] == [("online", 3)]
    assert (minutes.voters, minutes.attended, minutes.blank, minutes.invalid) == (3, 2, 0, ())
    lines = [(line.number, line.votes, line.funded) for line in minutes.lines]
    assert lines == [(1, 2, True), (2, 1, True), (3, 0, False)]
    assert (minutes.spent, minutes.left) == (9_000_00, 1_000_00)
    assert minutes.as_json()["rule_fingerprint"] == rule_fingerprint(find_edition_rule(town.slug).rule)


def test_a_tie_that_the_rule_broke_is_told_and_how() -> None:
    town = _counted_case(Case("tie", VotingRules(1, 3), ((1, 1, 0),)))
    assert load_minutes(town.slug).as_json()["ties"] == [{"projects": ["1", "2"], "decided": "cost"}]
    paper = words_of_pdf(print_minutes_of(town.slug, "fr"))
    assert found("À égalité, dans cet ordre : 1, 2. Le coût en a décidé.", paper)
    assert found("Aucune égalité", words_of_pdf(print_minutes_of(_counted().slug, "fr")))


def test_the_same_minutes_are_the_same_bytes() -> None:
    town = _counted()
    assert print_minutes_of(town.slug, "fr") == print_minutes_of(town.slug, "fr")


def test_anybody_may_download_them_and_a_browser_asks_once() -> None:
    town = _counted()
    paper = WebClient().get(f"/minutes/{town.slug}.pdf", headers={"accept-language": "en"})
    assert paper.headers["content-type"] == "application/pdf"
    assert found("Minutes of the vote", words_of_pdf(paper.content))
    again = WebClient().get(
        f"/minutes/{town.slug}.pdf", headers={"accept-language": "en", "if-none-match": paper.headers["etag"]}
    )
    assert again.status_code == 304
    assert WebClient().get(f"/minutes/{town.slug}.json").json()["uuid"] == town.uuid


def test_there_are_none_before_the_end_of_the_count() -> None:
    town = SimulatedTown(voters=3).set_up()
    with pytest.raises(NotFoundError, match="minutes-not-yet"):
        load_minutes(town.slug)
    for ending in (".pdf", ".json", "/poster.pdf", "/summary.pdf"):
        answer = WebClient().get(f"/minutes/{town.slug}{ending}")
        assert answer.status_code == 404
        assert "pas encore de procès-verbal" in answer.text
        assert WebClient().get(f"/minutes/nulle-part{ending}").status_code == 404


def test_no_birth_date_code_or_mail_address_stands_in_them() -> None:
    town = _counted()
    everything = words_of_pdf(print_minutes_of(town.slug, "fr")) + json.dumps(load_minutes(town.slug).as_json())
    for person in town.people:
        assert person.code not in everything
        assert person.birth_date.isoformat() not in everything
        assert f"Personne {person.roll_number}" not in everything
    assert "@essai.example" not in everything
