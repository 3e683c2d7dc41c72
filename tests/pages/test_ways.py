"""How one gets around: editions, languages, filters, sessions; and what is shown of what people wrote."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.errors import DomainError
from budget_app.domain.project import DistrictView, ProjectDraft
from budget_app.locale.sentences import sentence
from budget_app.services.actor import SYSTEM
from budget_app.services.editions import load_edition
from budget_app.services.elections import close_vote, set_up_vote
from budget_app.services.guardians import name_guardians, submit_share
from budget_app.services.projects import add_project, change_project, store_districts
from budget_app.settings import PROJECT
from budget_app.storage.database import write_session
from budget_app.ui.edition_view import time_left, with_edition
from tests.budget_app.simulated_town import BEFORE, SimulatedTown
from tests.budget_app.web_votes import vote_runs
from tests.pages.conftest import Open, words_of

HOSTILE = '<script>alert("1")</script>'


def _now() -> datetime:
    return datetime.now(UTC)


def _cards(app: AppTest) -> list[str]:
    found = re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", words_of(app))
    return [str(title) for title in found]


def _count(town: SimulatedTown) -> None:
    """Lets the vote of a town that is set up run, end and be counted."""
    vote_runs(town, -1, 1)
    town.vote(town.people[0], 1, 2, now=_now())
    close_vote(SYSTEM, town.slug, _now(), early_confirmed=True)
    submit_share(town.uuid, town.token(0), town.share(0), _now())


def _counted() -> SimulatedTown:
    town = SimulatedTown(projects=4, voters=3, guardians=1).set_up()
    _count(town)
    return town


def test_an_edition_in_preparation_does_not_hide_the_vote_that_runs(open_page: Open) -> None:
    town = SimulatedTown(voters=1, guardians=1).set_up()
    vote_runs(town, -1, 1)
    prepared = SimulatedTown().create()
    home = words_of(open_page("home"))
    assert "Voter maintenant" in home
    assert f'href="/?edition={prepared.slug}"' in home


def test_a_new_edition_follows_one_that_is_counted(open_page: Open) -> None:
    _counted()
    SimulatedTown().create()
    assert "Découvrir les projets" in words_of(open_page("home"))


def test_the_edition_asked_for_stays_after_a_click_in_the_navigation(open_page: Open) -> None:
    old = _counted()
    SimulatedTown().create()
    app = open_page("results", edition=old.slug)
    assert "Les projets financés" in words_of(app)
    assert "Vous consultez l’édition" in words_of(app)
    app.query_params.clear()
    app.switch_page(str(PROJECT / "pages" / "verify.py")).run()
    assert f"/board/{old.uuid}.bel" in words_of(app)


def test_an_edition_that_does_not_exist_leads_back_to_the_present_one(open_page: Open) -> None:
    SimulatedTown().create()
    app = open_page("home", edition="../x&y=1")
    assert "Cette édition n’existe pas." in words_of(app)
    assert "Voir l’édition en cours" in words_of(app)
    app.query_params.clear()
    app.run()
    assert "Cette édition n’existe pas." not in words_of(app)


def test_the_address_of_an_edition_cannot_carry_anything_else() -> None:
    assert with_edition("/projet", 'a&b="x', numero=3) == "/projet?numero=3&edition=a%26b%3D%22x"


def test_the_language_changes_on_the_same_page_with_the_same_query(open_page: Open) -> None:
    town = SimulatedTown().create()
    said = words_of(open_page("project", edition=town.slug, numero="2"))
    (link,) = re.findall(r'href="(/language[^"]*)"', said)
    asked = parse_qs(urlsplit(unescape(link)).query)
    back = urlsplit(asked["next"][0])
    assert asked["to"] == ["en"]
    assert back.path == "/projet"
    assert parse_qs(back.query) == {"edition": [town.slug], "numero": ["2"]}


def test_a_language_of_the_address_goes_before_the_browsers(open_page: Open) -> None:
    SimulatedTown().create()
    assert "The projects" in words_of(open_page("projects", lang="en"))
    assert "Les projets" in words_of(open_page("projects", lang="xx"))


def test_filters_and_order_choose_the_cards(open_page: Open) -> None:
    town = SimulatedTown(projects=1).create()
    known = (("Un banc", 300_00, "Place"), ("Une fontaine", 200_00, "Eau"), ("Un bac", 100_00, "Eau"))
    for title, cost, category in known:
        add_project(SYSTEM, town.slug, ProjectDraft(title, cost, category=category, summary="Pour l’été"))
    app = open_page("projects")
    assert len(_cards(app)) == 4
    app.selectbox(key="categorie").set_value("Eau").run()
    assert _cards(app) == ["3. Une fontaine", "4. Un bac"]
    app.selectbox(key="ordre").set_value("moins-cher").run()
    assert _cards(app) == ["4. Un bac", "3. Une fontaine"]
    app.text_input(key="mots").input("FONTAINE été").run()
    assert _cards(app) == ["3. Une fontaine"]
    app.text_input(key="mots").input("piscine").run()
    assert "Aucun projet ne correspond." in words_of(app)


@pytest.mark.parametrize(("category", "number"), [("Eau", 1), ("Rien de tel", 2)])
def test_a_filter_of_the_address_is_taken_and_an_impossible_one_ignored(
    open_page: Open, category: str, number: int
) -> None:
    town = SimulatedTown(projects=1).create()
    add_project(SYSTEM, town.slug, ProjectDraft("Une fontaine", 200_00, category="Eau"))
    assert len(_cards(open_page("projects", categorie=category))) == number


def test_the_map_links_each_project_that_has_a_place_and_names_each_district(open_page: Open) -> None:
    town = SimulatedTown(projects=1).create()
    add_project(SYSTEM, town.slug, ProjectDraft(HOSTILE, 100_00, latitude=47.02, longitude=1.02))
    square = [[1.0, 47.0], [1.1, 47.0], [1.1, 47.1], [1.0, 47.1], [1.0, 47.0]]
    outline = json.dumps({"type": "Polygon", "coordinates": [square]})
    with write_session() as session:
        store_districts(session, load_edition(session, town.slug).id or 0, (DistrictView("a", "Le <b>", outline),))
    said = words_of(open_page("projects"))
    assert re.findall(r'class="pin"[^>]*>(\d+)<', said) == ["2"]
    assert "Le &lt;b&gt;" in said
    assert HOSTILE not in said


def test_an_opening_that_is_late_is_said_and_not_counted_down(open_page: Open) -> None:
    town = SimulatedTown().create()
    vote_runs(town, -1, 1)
    for name in ("home", "vote"):
        said = words_of(open_page(name))
        assert "L’ouverture du vote est retardée" in said
        assert "Voter maintenant" not in said
        assert "Entrer dans l’isoloir" not in said


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=12, hours=3), "Encore 12 jours."),
        (timedelta(hours=47), "Encore 47 heures."),
        (timedelta(minutes=119), "Encore 119 minutes."),
        (timedelta(seconds=70), "Encore quelques instants."),
        (timedelta(0), "C’est maintenant."),
    ],
)
def test_the_countdown_is_in_whole_words(left: timedelta, said: str) -> None:
    now = _now()
    assert time_left(now + left, now) == said


def test_what_people_write_is_text_in_names_and_mail(open_page: Open) -> None:
    other = SimulatedTown(projects=1).create()
    name_guardians(SYSTEM, other.slug, [(HOSTILE, "g@essai.example")], _now())
    change_project(SYSTEM, other.slug, 1, ProjectDraft(HOSTILE, 100_00, summary=HOSTILE, place=HOSTILE))
    for name in ("guardians", "outbox", "projects", "project"):
        said = words_of(open_page(name, edition=other.slug, numero="1"))
        assert HOSTILE not in said, name
    assert "&lt;script&gt;" in words_of(open_page("guardians", edition=other.slug))


def test_a_title_is_text_in_the_chart_too(open_page: Open) -> None:
    town = SimulatedTown(projects=3, voters=1, guardians=1).prepare()
    change_project(SYSTEM, town.slug, 1, ProjectDraft('<a href="https://evil.example">Cliquez</a>', 3_000_00))
    set_up_vote(SYSTEM, town.slug, BEFORE)
    _count(town)
    (chart,) = open_page("results").get("plotly_chart")
    drawn = json.loads(chart.proto.spec)
    names = [*(note["text"] for note in drawn["layout"]["annotations"]), *drawn["data"][0]["customdata"]]
    assert [name for name in names if "<" in name] == []
    assert any("&lt;a href=" in name for name in names)


def test_the_mail_is_shown_in_the_demonstration_only(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISOLOIR_DEMO", "0")
    app = open_page("outbox")
    assert "dans la démonstration" in app.error[0].value


def test_a_page_never_lists_what_one_project_got_before_the_end(open_page: Open) -> None:
    town = SimulatedTown(projects=3, voters=3, guardians=1).set_up()
    vote_runs(town, -1, 1)
    town.vote(town.people[0], 1, now=_now())
    for name in ("home", "projects", "project", "results", "guardians"):
        assert not re.search(r"\d+ (?:voix|votes)", words_of(open_page(name, numero="1"))), name


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "possible (code : no-such-code)"), ("en", "done (code: no-such-code)")]
)
def test_a_refusal_without_a_sentence_of_its_own_says_its_code(language: str, said: str) -> None:
    assert said in sentence(DomainError("no-such-code"), language)


def test_no_choice_is_ever_a_widget(open_page: Open) -> None:
    town = SimulatedTown(voters=1, guardians=1).set_up()
    vote_runs(town, -1, 1)
    app = open_page("vote")
    assert f'href="/vote/{town.uuid}"' in words_of(app)
    kinds = (app.button, app.checkbox, app.radio, app.selectbox, app.multiselect, app.text_input, app.number_input)
    assert [list(kind) for kind in kinds] == [[]] * len(kinds)


