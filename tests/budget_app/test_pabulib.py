"""Pabulib files: what is read, and each refusal with its line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from budget_app.domain.pabulib import parse_pabulib
from budget_app.domain.pabulib_ballots import POINTED, PabulibBallot
from budget_app.domain.pabulib_election import election_of
from budget_app.domain.pabulib_file import PabulibError
from budget_app.locale.sentences import SENTENCES, sentence
from budget_app.services.actor import ANONYMOUS, SYSTEM
from budget_app.services.editions import find_edition, list_editions
from budget_app.services.pabulib import create_edition_from_pabulib
from budget_app.services.projects import list_districts, list_projects
from tests.budget_app.pabulib_files import ELECTIONS, SMALL, invented, line_of, real_or_invented
from tests.budget_app.refusals import refused

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def _refusal(text: str | bytes) -> PabulibError:
    with pytest.raises(PabulibError) as refusal:
        parse_pabulib(text.encode() if isinstance(text, str) else text)
    return refusal.value


def _changed(before: str, after: str) -> str:
    assert SMALL.count(before) == 1, before
    return SMALL.replace(before, after)


def _without(beginning: str) -> str:
    kept = [line for line in SMALL.split("\n") if not line.startswith(beginning)]
    return "\n".join(kept)


def test_a_file_is_read_whole_and_money_is_exact() -> None:
    instance = parse_pabulib(SMALL.encode())
    assert (instance.town, instance.subunit, instance.instance) == ("Essai-sur-Test", "Rive droite", "2026")
    assert instance.budget == 5_000_050
    assert (instance.min_length, instance.max_length) == (1, 3)
    assert (instance.begins, instance.ends) == (date(2022, 10, 3), date(2022, 10, 31))
    assert [project.cost for project in instance.projects] == [2_000_000, 1_500_000, 700_050, 36_000]
    first = instance.projects[0]
    assert (first.identifier, first.title, first.category) == ("p1", 'Un jardin; "partagé"', "Nature")
    assert (first.district, first.latitude, first.longitude) == ("Rive droite", 46.9, 1.33)
    assert (first.votes, first.description) == (4, "Vingt parcelles")
    assert instance.projects[1].latitude is None
    assert instance.ballots[2] == ("p2", "p1", "p3")
    assert instance.votes == {project.identifier: project.votes for project in instance.projects}


def test_windows_line_ends_a_byte_order_mark_and_empty_lines_change_nothing() -> None:
    text = "\ufeff" + SMALL.replace("\n", "\r\n").replace("PROJECTS", "\r\nPROJECTS")
    assert parse_pabulib(text.encode()) == parse_pabulib(SMALL.encode())


def test_choose_one_means_exactly_one() -> None:
    text = _changed("vote_type;approval", "vote_type;choose-1")
    for before, after in (("a;p1,p2", "a;p1"), ("c;p2,p1,p3", "c;p2"), ("d;p3,p2", "d;p3")):
        text = text.replace(before, after)
    instance = parse_pabulib(text.encode())
    assert (instance.min_length, instance.max_length) == (1, 1)


def test_a_limit_above_the_number_of_projects_is_that_number() -> None:
    assert parse_pabulib(_changed("max_length;3", "max_length;30").encode()).max_length == 4
    assert parse_pabulib(_without("max_length").encode()).max_length == 4


def test_a_bare_year_is_no_day() -> None:
    instance = parse_pabulib(_changed("date_begin;03.10.2022", "date_begin;2022").encode())
    assert (instance.begins, instance.ends) == (None, date(2022, 10, 31))


MALFORMED = [
    ("no section before the first line", "key;value\n" + SMALL, "pabulib-sections", 1),
    ("a section twice", SMALL + "VOTES\n", "pabulib-sections", line_of(SMALL, "f;") + 1),
    ("no votes", SMALL.partition("VOTES")[0], "pabulib-sections", line_of(SMALL, "p4;")),
    ("sections in another order", _changed("PROJECTS", "VOTES"), "pabulib-sections", line_of(SMALL, "PROJECTS")),
    ("nothing at all", "", "pabulib-sections", 1),
    ("an empty section", SMALL.partition("voter_id")[0], "pabulib-section-empty", line_of(SMALL, "VOTES")),
    ("no header in META", _without("key;value"), "pabulib-meta-header", 2),
    ("a key twice", _changed("instance;2026", "unit;Ailleurs"), "pabulib-meta", line_of(SMALL, "instance")),
    ("a key without a value", _changed("instance;2026", "instance"), "pabulib-meta", line_of(SMALL, "instance")),
    ("no town", _without("unit;"), "pabulib-meta-missing", 1),
    ("no budget", _changed("budget;50000.50", "budget;"), "pabulib-meta-missing", 1),
    ("no number of votes", _without("num_votes"), "pabulib-meta-missing", 1),
    ("no cost column", _changed(";cost;", ";price;"), "pabulib-column-missing", line_of(SMALL, "project_id")),
    ("no vote column", _changed("voter_id;vote", "voter_id;choice"), "pabulib-column-missing", line_of(SMALL, "voter")),
    ("a column twice", _changed("cost;votes;name", "cost;cost;name"), "pabulib-header", line_of(SMALL, "project_id")),
    ("a column too few", _changed("b;p1", "b"), "pabulib-columns", line_of(SMALL, "b;")),
    ("a column too many", _changed("e;p4", "e;p4;now"), "pabulib-columns", line_of(SMALL, "e;")),
    ("an open quotation", _changed("d;p3,p2", 'd;"p3,p2'), "pabulib-malformed", line_of(SMALL, "d;")),
    ("a project without a name", _changed("Des bancs", ""), "pabulib-cell-empty", line_of(SMALL, "p3;")),
    ("a latitude alone", _changed(";46.9;1.33;", ";46.9;;"), "pabulib-cell-empty", line_of(SMALL, "p1;")),
    ("a name too long", _changed("Des bancs", "b" * 251), "pabulib-text-too-long", line_of(SMALL, "p3;")),
    ("a town too long", _changed("Essai-sur-Test", "b" * 121), "pabulib-text-too-long", line_of(SMALL, "unit")),
    ("a project twice", _changed("p3;7000,5", "p2;7000,5"), "pabulib-project-duplicate", line_of(SMALL, "p3;")),
    ("a cost in words", _changed("p3;7000,5", "p3;cher"), "pabulib-amount", line_of(SMALL, "p3;")),
    ("a cost of nothing", _changed("p3;7000,5", "p3;0"), "pabulib-amount", line_of(SMALL, "p3;")),
    ("a cost below nothing", _changed("p3;7000,5", "p3;-7"), "pabulib-amount", line_of(SMALL, "p3;")),
    ("a part of a cent", _changed("p3;7000,5", "p3;7000.125"), "pabulib-amount", line_of(SMALL, "p3;")),
    ("an amount beyond reason", _changed("p3;7000,5", "p3;1e999999"), "pabulib-amount", line_of(SMALL, "p3;")),
    ("a budget too large", _changed("50000.50", "1000000000.01"), "pabulib-amount", line_of(SMALL, "budget")),
    ("votes in words", _changed("p3;7000,5;2;", "p3;7000,5;deux;"), "pabulib-number", line_of(SMALL, "p3;")),
    ("a latitude off the globe", _changed(";46.9;", ";96.9;"), "pabulib-number", line_of(SMALL, "p1;")),
    ("a limit in words", _changed("min_length;1", "min_length;un"), "pabulib-number", line_of(SMALL, "min_length")),
    ("a day that is none", _changed("03.10.2022", "32.10.2022"), "pabulib-date", line_of(SMALL, "date_begin")),
    ("a day in another order", _changed("03.10.2022", "2022-10-03"), "pabulib-date", line_of(SMALL, "date_begin")),
    ("an end before the beginning", _changed("31.10.2022", "31.10.2021"), "pabulib-dates", line_of(SMALL, "date_end")),
    ("a kind unknown", _changed(";approval", ";veto"), "pabulib-vote-type-unknown", line_of(SMALL, "vote_type")),
    ("no currency", _changed("currency;EUR", "currency;€"), "pabulib-currency-malformed", line_of(SMALL, "currency")),
    (
        "points of approval",
        _changed("voter_id;vote", "voter_id;points;vote")
        .replace("b;p1", "b;1;p1")
        .replace("a;p1,p2", "a;;p1,p2")
        .replace("c;p2", "c;;p2")
        .replace("d;p3", "d;;p3")
        .replace("e;p4", "e;;p4")
        .replace("f;p1", "f;;p1"),
        "pabulib-points-number",
        line_of(SMALL, "b;"),
    ),
    ("too costly", _changed("rule;greedy", "max_sum_cost;42000"), "pabulib-vote-cost", line_of(SMALL, "c;")),
    ("a column by its old name", _changed(";description\n", ";target\n"), "pabulib-target", line_of(SMALL, "p1;")),
    ("a comma in an identifier", _changed("p3;7000,5", "p,3;7000,5"), "pabulib-project-comma", line_of(SMALL, "p3;")),
    ("a minimum above", _changed("min_length;1", "min_length;4"), "pabulib-limits", line_of(SMALL, "max_length")),
    ("a maximum of nothing", _changed("max_length;3", "max_length;0"), "pabulib-limits", line_of(SMALL, "max_length")),
    ("an unknown project", _changed("e;p4", "e;p9"), "pabulib-vote-unknown-project", line_of(SMALL, "e;")),
    ("a comma too many", _changed("e;p4", "e;p4,"), "pabulib-vote-unknown-project", line_of(SMALL, "e;")),
    ("a project chosen twice", _changed("a;p1,p2", "a;p1,p1"), "pabulib-vote-duplicate", line_of(SMALL, "a;")),
    ("an empty ballot", _changed("e;p4", "e;"), "pabulib-vote-limits", line_of(SMALL, "e;")),
    ("too many choices", _changed("a;p1,p2", "a;p1,p2,p3,p4"), "pabulib-vote-limits", line_of(SMALL, "a;")),
    ("a voter twice", _changed("b;p1", "a;p1"), "pabulib-voter-duplicate", line_of(SMALL, "b;")),
    ("a voter without a name", _changed("b;p1", ";p1"), "pabulib-cell-empty", line_of(SMALL, "b;")),
    (
        "a project missing",
        _changed("num_projects;4", "num_projects;5"),
        "pabulib-count",
        line_of(SMALL, "num_projects"),
    ),
    ("a ballot missing", _without("f;"), "pabulib-count", line_of(SMALL, "num_votes")),
]


@pytest.mark.parametrize(
    ("text", "code", "line"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED]
)
def test_a_malformed_file_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    error = _refusal(text)
    assert (error.code, error.facts["line"]) == (code, line)


@pytest.mark.parametrize(
    ("text", "code", "line"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED]
)
def test_each_refusal_is_a_whole_sentence_in_both_languages(text: str, code: str, line: int) -> None:
    error = _refusal(text)
    assert code in SENTENCES
    french, english = sentence(error, "fr"), sentence(error, "en")
    assert french.startswith(f"Ligne {line} : ")
    assert english.startswith(f"Line {line}: ")
    assert not {"{", "}"} & set(french + english)


def test_bytes_that_are_no_utf8_are_refused_with_their_line() -> None:
    error = _refusal(SMALL.encode().replace("Mobilité".encode(), "Mobilité".encode("latin-1")))
    assert (error.code, error.facts["line"]) == ("pabulib-encoding", line_of(SMALL, "p2;"))


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    assert _refusal(b"\n" * (50 * 1024 * 1024 + 1)).code == "pabulib-too-large"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("text", "code"), [case[1:3] for case in MALFORMED[::5]])
def test_a_malformed_file_changes_nothing(text: str, code: str) -> None:
    with pytest.raises(PabulibError) as refusal:
        create_edition_from_pabulib(SYSTEM, text.encode(), NOW)
    assert refusal.value.code == code
    assert list_editions(NOW) == ()


@pytest.mark.usefixtures("database")
def test_an_edition_is_made_of_a_file_and_its_vote_is_open_when_its_dates_are_past() -> None:
    edition = find_edition(create_edition_from_pabulib(SYSTEM, SMALL.encode(), NOW), NOW)
    assert edition is not None
    assert (edition.town, edition.budget) == ("Essai-sur-Test", 5_000_050)
    assert (edition.rules.min_choices, edition.rules.max_choices, edition.rules.blank_allowed) == (1, 3, False)
    calendar = edition.calendar
    assert calendar.vote_opens_at <= NOW
    assert timedelta(days=28) < calendar.vote_closes_at - NOW < timedelta(days=29)
    projects = list_projects(edition.slug)
    assert [project.title for project in projects][1:3] == ["Une piste cyclable", "Des bancs"]
    assert {project.district for project in projects} == {"Rive droite"}
    assert [district.name for district in list_districts(edition.slug)] == ["Rive droite"]


@pytest.mark.usefixtures("database")
def test_dates_to_come_are_kept() -> None:
    text = SMALL.replace("2022\n", "2027\n")
    edition = find_edition(create_edition_from_pabulib(SYSTEM, text.encode(), NOW), NOW)
    assert edition is not None
    assert edition.calendar.vote_opens_at == datetime(2027, 10, 3, 6, tzinfo=UTC)
    assert edition.calendar.vote_closes_at == datetime(2027, 10, 31, 19, tzinfo=UTC)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("vote_type;approval", "vote_type;ordinal", "pabulib-vote-type"),
        ("rule;greedy", "max_sum_cost;50000.50", "pabulib-limit-unsupported"),
        ("currency;EUR", "currency;CHF", "pabulib-currency"),
    ],
    ids=["an order of preference", "a limit in money", "another currency"],
)
def test_what_an_edition_cannot_hold_is_read_and_not_made_into_one(before: str, after: str, code: str) -> None:
    raw = _changed(before, after).encode()
    assert len(parse_pabulib(raw).ballots) == 6
    with refused(code):
        create_edition_from_pabulib(SYSTEM, raw, NOW)
    assert list_editions(NOW) == ()


POINTS = (
    SMALL.replace("vote_type;approval", "vote_type;cumulative\nmax_points;3\nmax_sum_points;4")
    .replace("voter_id;vote\n", "voter_id;vote;points\n")
    .replace("a;p1,p2", "a;p1,p2;3,1")
    .replace("b;p1\n", "b;p1;2\n")
    .replace("c;p2,p1,p3", "c;p2,p1,p3;2,1,1")
    .replace("d;p3,p2", "d;p3,p2;0,1")
    .replace("e;p4", "e;p4;3")
    .replace("f;p1\n", "f;p1;1\n")
)


def test_points_are_read_beside_the_projects_they_go_to() -> None:
    instance = parse_pabulib(POINTS.encode())
    assert (instance.vote_type, instance.limits.max_points, instance.limits.max_sum_points) == ("cumulative", 3, 4)
    assert instance.entries[2] == PabulibBallot(("p2", "p1", "p3"), (2, 1, 1))
    assert election_of(instance).points == (7, 4, 1, 3)


def test_an_order_of_preference_gives_points_by_rank() -> None:
    instance = parse_pabulib(_changed("vote_type;approval", "vote_type;ordinal").encode())
    assert election_of(instance).points == (3 + 3 + 2 + 3, 2 + 3 + 2, 1 + 3, 3)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("b;p1;2", "b;p1;", "pabulib-points-number"),
        ("b;p1;2", "b;p1;2,1", "pabulib-points-number"),
        ("b;p1;2", "b;p1;4", "pabulib-points-limits"),
        ("a;p1,p2;3,1", "a;p1,p2;3,2", "pabulib-points-limits"),
        ("b;p1;2", "b;p1;-2", "pabulib-number"),
        ("b;p1;2", "b;p1;1.5", "pabulib-number"),
    ],
)
def test_points_beyond_the_limits_are_refused_with_their_line(before: str, after: str, code: str) -> None:
    assert POINTS.count(before) == 1
    error = _refusal(POINTS.replace(before, after))
    assert (error.code, error.facts["line"]) == (code, line_of(POINTS, before[:2]))


@pytest.mark.usefixtures("database")
def test_only_an_organiser_may_import() -> None:
    with pytest.raises(Exception, match="not-allowed"):
        create_edition_from_pabulib(ANONYMOUS, SMALL.encode(), NOW)
    assert list_editions(NOW) == ()


@pytest.mark.parametrize(
    ("name", "projects", "ballots"),
    [("France_Toulouse_2022_district_17.pb", 10, 93), ("France_Toulouse_2022_district_1.pb", 10, 972)],
)
def test_a_file_of_a_town_is_read_and_its_counts_are_those_of_its_ballots(
    name: str, projects: int, ballots: int
) -> None:
    instance = parse_pabulib(real_or_invented(name, ballots))
    assert (len(instance.projects), len(instance.ballots)) == (projects, ballots)
    assert instance.votes == {project.identifier: project.votes for project in instance.projects}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("path", sorted(ELECTIONS.glob("*.pb")), ids=lambda path: path.stem)
def test_each_real_file_is_read_whole_and_only_choices_make_an_edition(path: object) -> None:
    instance = parse_pabulib(path.read_bytes())
    assert instance.votes == {project.identifier: project.votes for project in instance.projects}
    if instance.vote_type in POINTED:
        with refused("pabulib-vote-type"):
            create_edition_from_pabulib(SYSTEM, path.read_bytes(), NOW)


def test_the_invented_file_is_always_the_same() -> None:
    assert invented(30) == invented(30)
