"""What each page shows in each state of the vote, to whom, and in which language."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from budget_app.domain.project import ProjectDraft
from budget_app.services.actor import SYSTEM
from budget_app.services.checkpoints import board_key, keep_cosigned, signed_checkpoint
from budget_app.services.elections import close_vote
from budget_app.services.guardians import submit_share
from budget_app.services.projects import change_project
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_votes import vote_runs
from tests.pages.conftest import Open, words_of
from voting.checkpoints.notes import parse_note

PUBLIC = ("home", "projects", "vote", "my_ballot", "results", "simulator", "verify", "guardians", "outbox")
STATES = ("nothing", "preparation", "ready", "open", "closed", "counted")


def _town(state: str) -> SimulatedTown | None:
    """A town in ``state``, at this moment."""
    if state == "nothing":
        return None
    town = SimulatedTown(projects=4, voters=3, guardians=1)
    if state == "preparation":
        return town.create()
    town.set_up()
    if state == "ready":
        return town
    vote_runs(town, -1, 1)
    if state == "open":
        return town
    town.vote(town.people[0], 1, 2, now=datetime.now(UTC))
    close_vote(SYSTEM, town.slug, datetime.now(UTC), early_confirmed=True)
    if state == "counted":
        submit_share(town.uuid, town.token(0), town.share(0), datetime.now(UTC))
    return town


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_page_opens_in_every_state(name: str, state: str, open_page: Open) -> None:
    _town(state)
    app = open_page(name)
    assert not app.exception
    assert len(app.title) + words_of(app).count("<h1>") == 1


@pytest.mark.parametrize("state", STATES)
def test_the_organisers_desk_opens_in_every_state(state: str, open_page: Open, organiser_token: str) -> None:
    _town(state)
    app = open_page("organiser", token=organiser_token)
    assert not app.exception
    assert "réservée" not in words_of(app)


@pytest.mark.parametrize("token", [None, "made-up"])
def test_the_organisers_desk_stays_closed_to_others(token: str | None, open_page: Open) -> None:
    _town("preparation")
    app = open_page("organiser", token=token)
    assert "réservée à l" in words_of(app)
    assert not app.selectbox


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("nothing", "pas encore d"),
        ("preparation", "Découvrir les projets"),
        ("open", "Voter maintenant"),
        ("closed", "Suivre les gardiens"),
        ("counted", "Voir les résultats"),
    ],
)
def test_home_offers_the_one_thing_that_one_can_do_now(state: str, sentence: str, open_page: Open) -> None:
    _town(state)
    assert sentence in words_of(open_page("home"))


@pytest.mark.parametrize("state", ["preparation", "ready", "open", "closed"])
def test_there_is_no_result_before_the_end(state: str, open_page: Open) -> None:
    _town(state)
    words = words_of(open_page("results"))
    assert "pas encore de résultat" in words
    assert "Votes" not in words


def test_the_result_says_votes_and_what_is_funded(open_page: Open) -> None:
    _town("counted")
    words = words_of(open_page("results"))
    assert "Les projets financés" in words
    assert "Projet 1" in words


def test_a_tracker_is_found_and_another_is_not(open_page: Open) -> None:
    town = _town("open")
    assert town is not None
    receipt = town.vote(town.people[0], 1, now=datetime.now(UTC))
    app = open_page("my_ballot")
    app.text_input(key="tracker").input(receipt.tracker)
    app.button[0].click().run()
    assert "Bulletin trouvé." in words_of(app)
    assert f'href="/board/{town.uuid}/receipt/{quote(receipt.tracker, safe="")}"' in words_of(app)
    app.text_input(key="tracker").input("A" * 43)
    app.button[0].click().run()
    assert "Aucun bulletin ne porte ce numéro de suivi." in words_of(app)
    assert app.text_input(key="tracker").value == "A" * 43


def test_the_verifier_shows_its_twelve_lines(open_page: Open) -> None:
    _town("counted")
    app = open_page("verify")
    app.button(key="verify").click().run()
    words = words_of(app)
    assert "publique est valable." in words
    assert "<span>12.</span>" in words


@pytest.mark.parametrize(("locale", "title"), [("fr-FR", "Ce que la ville a signé"), ("en-GB", "What the town signed")])
def test_the_signed_checkpoint_and_its_key_are_published(locale: str, title: str, open_page: Open) -> None:
    town = _town("open")
    assert town is not None
    words = words_of(open_page("verify", locale=locale))
    assert title in words
    assert f'href="/board/{town.uuid}.checkpoint"' in words
    assert f"{town.uuid}.bel --checkpoint {town.uuid}.checkpoint --key {board_key(town.uuid)}" in words
    assert f'href="/board/{town.uuid}.cosigned"' not in words
    keep_cosigned(town.uuid, parse_note(signed_checkpoint(town.uuid)))
    assert f'href="/board/{town.uuid}.cosigned"' in words_of(open_page("verify", locale=locale))


@pytest.mark.parametrize("name", ["home", "projects", "project"])
def test_what_people_write_is_shown_as_text(name: str, open_page: Open) -> None:
    town = _town("preparation")
    assert town is not None
    change_project(SYSTEM, town.slug, 1, ProjectDraft(title='<script>alert("1")</script>', cost=100_00))
    words = words_of(open_page(name, numero="1"))
    assert "<script>" not in words
    assert "&lt;script&gt;" in words


def test_a_project_that_does_not_exist_is_explained(open_page: Open) -> None:
    _town("preparation")
    for number in ("99", "-1", "un", "٣", "9" * 40):
        app = open_page("project", numero=number)
        assert not app.exception
        assert "existe pas" in words_of(app)


def test_an_edition_that_does_not_exist_is_explained(open_page: Open) -> None:
    _town("preparation")
    app = open_page("home", edition="autre")
    assert not app.exception
    assert "Voter maintenant" not in words_of(app)
    assert "édition" in words_of(app)


@pytest.mark.parametrize("name", [name for name in PUBLIC if name != "outbox"])  # mail is in French
def test_the_pages_speak_english(name: str, open_page: Open) -> None:
    _town("open")
    words = words_of(open_page(name, locale="en-GB"))
    french = (" le ", " la ", " les ", " vous ", " du ", "édition", "Projets soumis")
    assert [word for word in french if word in words.replace("Essai", "").replace("Édition d", "")] == []


def test_a_refusal_keeps_what_was_typed(open_page: Open, organiser_token: str) -> None:
    app = open_page("organiser", token=organiser_token)
    app.text_input(key="new-name").input("Budget 2031")
    app.text_input(key="new-budget").input("beaucoup")
    next(button for button in app.button if button.label == "Créer l’édition").click().run()
    assert len(app.error) == 1
    assert app.text_input(key="new-name").value == "Budget 2031"
    assert app.text_input(key="new-budget").value == "beaucoup"


@pytest.mark.parametrize(("state", "strong"), [("open", False), ("closed", False), ("counted", True)])
def test_what_stands_beside_the_board_is_linked_and_named_in_the_command(
    state: str, strong: bool, open_page: Open
) -> None:
    town = _town(state)
    assert town is not None
    said = words_of(open_page("verify"))
    for name, there in (("published", True), ("strong", strong)):
        file = f"{town.uuid}.{name}.json"
        assert (f'href="/board/{file}"' in said) is there
        assert (f" --{name} {file}" in said) is there
