"""The poster and the summary: one page each, however many projects, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from budget_app.documents.minutes import print_minutes
from budget_app.documents.poster import print_poster
from budget_app.documents.sheets import WIDTH, paragraph, print_on_one_page
from budget_app.documents.summary import print_summary
from budget_app.domain.allocation.allocate import allocate
from budget_app.domain.allocation.descriptor import Method, Satisfaction, Shares, Step, StepUnit
from budget_app.domain.allocation.election import Project, make_election, make_tally
from budget_app.domain.allocation.votes import usual_rule
from budget_app.domain.ballot_kind import BallotKind, Sealing
from budget_app.domain.minutes import ChannelBallots, Fingerprints, Minutes
from budget_app.domain.money import format_money
from budget_app.domain.vote_count import InvalidVotes
from budget_app.services.minutes import load_minutes, print_poster_of, print_summary_of
from tests.budget_app.pdf_text import found, pages_of_pdf, readings_of_pdf, words_of_pdf
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_client import WebClient

ADDRESS = "https://vote.essai.example/resultats?edition=essai"
LONG = "Un très long titre de projet, avec l’œuvre d’une artiste et ses « guillemets », qui ne finit pas de sitôt"


def minutes_of(projects: int, *, budget: int = 300_000_00, cost: int = 9_000_00) -> Minutes:
    """The minutes of a vote on so many projects, each of which has as many votes as its number."""
    numbers = range(1, projects + 1)
    titles = {number: f"{LONG} {number}" if number % 3 == 0 else f"Projet {number}" for number in numbers}
    candidates = [Project(str(number), cost + number * 100) for number in titles]
    tally = make_tally(candidates, {str(number): number for number in titles}, 1_000)
    moment = datetime(2030, 5, 18, 18, tzinfo=UTC)
    prints = Fingerprints("e" * 43, "t" * 43, "c" * 43, "s" * 43, "r" * 43, "a" * 64, 1_234_567)
    return Minutes(
        town="Essai-sur-Test",
        edition="Budget participatif 2030",
        uuid="5RKSdFFQ6mboyq",
        opened_at=moment,
        closed_at=moment,
        counted_at=moment,
        kind=BallotKind.APPROVAL,
        sealing=Sealing.TOTALS,
        voters=4_000,
        attended=1_003,
        channels=(ChannelBallots("online", 1_010),),
        ballots_counted=1_003,
        blank=2,
        invalid=(InvalidVotes("ballot-too-many", 1),),
        allocation=allocate(usual_rule(BallotKind.APPROVAL, budget, "essai"), tally),
        titles=titles,
        guardians=("Gardienne 1",),
        fingerprints=prints,
    )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("projects", [1, 3, 12, 30, 60])
def test_the_poster_is_one_page_with_every_funded_project_and_where_to_check(projects: int, language: str) -> None:
    minutes = minutes_of(projects, budget=900_000_00)
    pdf = print_poster(minutes, ADDRESS, language)
    assert pages_of_pdf(pdf) == 1
    for words in readings_of_pdf(pdf):
        said = [line.title[:25] for line in minutes.funded]
        said += [format_money(line.cost, language) for line in minutes.funded]
        said += [minutes.town, minutes.edition, ADDRESS, format_money(minutes.spent, language)]
        assert [value for value in said if not found(value, words)] == []
        assert found("1003 votants sur 4000 inscrits (25 %)" if language == "fr" else "1,003 voters of 4,000", words)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("projects", [1, 3, 12, 30, 60])
def test_the_summary_is_one_page_with_every_project_its_reason_and_the_rule(projects: int, language: str) -> None:
    minutes = minutes_of(projects)
    pdf = print_summary(minutes, ADDRESS, language)
    assert pages_of_pdf(pdf) == 1
    for words in readings_of_pdf(pdf):
        said = [f"{line.rank} {line.number}. {line.title[:50]}" for line in minutes.lines]
        said += [ADDRESS, minutes.fingerprints.archive_sha256, format_money(minutes.spent, language)]
        assert [value for value in said if not found(value, words)] == []
    if projects == 60:
        assert found("N’entrait plus dans ce qui restait" if language == "fr" else "No longer fitted", words)


def test_what_does_not_fit_on_a_page_is_numbered_and_left_to_the_address() -> None:
    minutes = minutes_of(300, budget=10_000_000_00)
    poster, summary = print_poster(minutes, ADDRESS, "fr"), print_summary(minutes, ADDRESS, "fr")
    assert (pages_of_pdf(poster), pages_of_pdf(summary)) == (1, 1)
    for words in (words_of_pdf(poster), words_of_pdf(summary)):
        assert found("autres, à l’adresse ci-dessous.", words)
        assert found(minutes.lines[0].title[:25], words)


def _by_equal_shares(minutes: Minutes) -> Minutes:
    """The same projects, five voters for each and its next, by Equal Shares with all that the rule can add."""
    names = [project.identifier for project in minutes.allocation.tally.projects]
    ballots = [([(name, 1), (names[place - 1], 1)], 5) for place, name in enumerate(names)]
    election = make_election(minutes.allocation.tally.projects, ballots)
    shares = Shares(Satisfaction.COST, Step(1, StepUnit.PERCENT), fill=True, compare=Method.BY_VOTES)
    rule = replace(minutes.allocation.rule, method=Method.EQUAL_SHARES, shares=shares)
    return replace(minutes, allocation=allocate(rule, election.tally(points=False), election))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sixty_projects_stand_on_the_summary_even_with_the_longest_titles_or_equal_shares(language: str) -> None:
    minutes = minutes_of(60)
    longest = replace(minutes, titles=dict.fromkeys(minutes.titles, "Mot " * 62))
    for made in (longest, _by_equal_shares(minutes)):
        pdf = print_summary(made, ADDRESS, language)
        assert pages_of_pdf(pdf) == 1
        words = words_of_pdf(pdf)
        said = [f"{line.rank} {line.number}. {line.title[:20]}" for line in made.lines]
        assert [value for value in said if not found(value, words)] == []


@pytest.mark.parametrize("projects", [3, 30])
def test_the_poster_keeps_titles_whole_while_there_is_room(projects: int) -> None:
    minutes = minutes_of(projects)
    words = words_of_pdf(print_poster(minutes, ADDRESS, "fr"))
    assert [line.title for line in minutes.funded if not found(line.title, words)] == []


def _foot(pdf: bytes) -> list[tuple[str, float]]:
    """The lines under the first page, the page's number left out, and where each ends, in points."""
    lines: list[tuple[str, float]] = []

    def look(text: str, page: list[float], line: list[float], _font: object, size: float) -> None:
        if size == 7.5 and text.strip() not in ("", "1"):
            lines.append((text.strip(), page[4] + line[4] + stringWidth(text.strip(), "Isoloir", size)))

    PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=look)
    return lines


def test_long_names_never_reach_the_page_number() -> None:
    minutes = replace(minutes_of(3), town="Ville de " * 13, edition="Édition longue " * 8)
    for pdf in (
        print_minutes(minutes, "fr"),
        print_poster(minutes, ADDRESS, "fr"),
        print_summary(minutes, ADDRESS, "fr"),
    ):
        lines = _foot(pdf)
        assert found(f"{minutes.town} – {minutes.edition}", "".join("".join(text for text, _end in lines).split()))
        assert [end for _text, end in lines if end > 20 * mm + WIDTH - 12 * mm] == []


def test_what_fits_on_no_page_is_printed_on_more() -> None:
    words = "Une règle très longue. " * 500
    pdf = print_on_one_page("Essai", "Essai", "fr", [[paragraph(words, 9)], [paragraph(words, 8)]])
    assert pages_of_pdf(pdf) > 1
    assert found(words, words_of_pdf(pdf).replace("Essai1", "").replace("Essai2", "").replace("Essai3", ""))


def test_a_poster_without_a_funded_project_says_so() -> None:
    words = words_of_pdf(print_poster(minutes_of(2, cost=400_000_00), ADDRESS, "fr"))
    assert found("Aucun projet n’est financé.", words)


@pytest.mark.usefixtures("database")
def test_anybody_may_download_both_in_their_language() -> None:
    town = SimulatedTown(voters=3).set_up()
    town.vote(town.people[0], 1, 2)
    town.close()
    town.open_count()
    client = WebClient()
    for name, printed in (("poster", print_poster_of), ("summary", print_summary_of)):
        answer = client.get(f"/minutes/{town.slug}/{name}.pdf", headers={"accept-language": "en"})
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content == printed(town.slug, "en")
        assert found(f"/resultats?edition={town.slug}", words_of_pdf(answer.content))
        assert found(load_minutes(town.slug).town, words_of_pdf(answer.content))
