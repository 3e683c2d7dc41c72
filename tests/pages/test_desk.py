"""The organiser's desk: an edition is made, prepared, set up and closed with what the page offers."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.call_rules import CallRules, Moderation
from budget_app.domain.edition import ElectionState
from budget_app.domain.project import ProjectDraft
from budget_app.services.accounts import sign_out
from budget_app.services.actor import SYSTEM
from budget_app.services.call_rules import find_call_rules
from budget_app.services.editions import find_edition, list_editions
from budget_app.services.guardians import guardian_progress
from budget_app.services.projects import change_project, list_projects
from budget_app.services.roll import roll_summary
from budget_app.storage.board import ElectionRow
from budget_app.storage.database import read_session
from tests.budget_app.pabulib_files import SMALL
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_votes import vote_runs
from tests.pages.conftest import Open, words_of
from voting.credentials import derive_public, generate_code

ROLL = b"roll_number;name;birth_date;district\n1;Camille Essai;1980-05-17;Centre\n2;Dominique Essai;1990-01-02;\n"


@pytest.fixture
def desk(open_page: Open, organiser_token: str) -> AppTest:
    """The desk of an organiser, in a town that has no edition yet."""
    return open_page("organiser", token=organiser_token)


def _press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def _create(desk: AppTest) -> str:
    desk.text_input(key="new-name").input("Budget 2031")
    desk.text_input(key="new-town").input("Saint-Évré")
    desk.text_input(key="new-budget").input("50 000")
    _press(desk, "Créer l’édition")
    assert not desk.exception
    return str(desk.query_params["edition"])


def _add_project(desk: AppTest, title: str, cost: str) -> None:
    desk.text_input(key="project-title").input(title)
    desk.text_input(key="project-cost").input(cost)
    _press(desk, "Ajouter le projet")


def _give(desk: AppTest, key: str, content: bytes, label: str) -> None:
    desk.file_uploader(key=key).set_value(("fichier.csv", content, "text/csv")).run()
    _press(desk, label)


def _now() -> datetime:
    return datetime.now(UTC)


def test_an_edition_is_made_from_the_form(desk: AppTest) -> None:
    slug = _create(desk)
    edition = find_edition(slug, _now())
    assert edition is not None
    assert (edition.name, edition.town, edition.budget) == ("Budget 2031", "Saint-Évré", 50_000_00)
    assert (edition.rules.min_choices, edition.rules.max_choices) == (1, 3)
    words = words_of(desk)
    assert "L’édition est créée." in words
    assert "Ajoutez des projets." in words


def test_an_edition_begins_as_another_one_was(desk: AppTest) -> None:
    past = _create(desk)
    desk.query_params["nouvelle"] = "1"
    desk.run()
    _press(desk, "Reprendre cette édition")
    assert "Ce champ ne peut pas rester vide : nom." in words_of(desk)
    desk.text_input(key="copy-name").input("Budget 2032")
    _press(desk, "Reprendre cette édition")
    assert "L’édition est créée." in words_of(desk)
    copied, first = find_edition("budget-2032", _now()), find_edition(past, _now())
    assert copied is not None
    assert first is not None
    assert (copied.town, copied.budget, copied.rules) == (first.town, first.budget, first.rules)


def _save_call_dates(desk: AppTest, opens_in: int) -> None:
    today = _now().date()
    for name, days in (("proposals_from", opens_in), ("review_from", 10), ("decisions_at", 20), ("appeals_until", 30)):
        desk.date_input(key=f"call-{name}-day").set_value(today + timedelta(days=days))
    _press(desk, "Enregistrer les dates de l’appel")


def test_a_call_gets_its_dates_and_its_rules(desk: AppTest) -> None:
    slug = _create(desk)
    _save_call_dates(desk, 3)
    edition = find_edition(slug, _now())
    assert edition is not None
    assert edition.calendar.in_order.keys() >= {"proposals_from", "review_from", "decisions_at", "appeals_until"}
    desk.text_area(key="call-criteria").input("Utile : Sert-il à tous ?\nPossible")
    desk.text_area(key="call-categories").input("Rues\nParcs")
    desk.text_input(key="call-cap").input("25 000")
    desk.number_input(key="call-proposals_each").set_value(2)
    desk.selectbox(key="call-moderation").select(Moderation.AFTER)
    _press(desk, "Enregistrer les règles de l’appel")
    assert "Les règles de l’appel sont enregistrées." in words_of(desk)
    rules = find_call_rules(slug)
    assert [(item.code, item.question) for item in rules.criteria] == [("utile", "Sert-il à tous ?"), ("possible", "")]
    assert (rules.categories, rules.cost_cap, rules.proposals_each) == (("Rues", "Parcs"), 25_000_00, 2)
    assert rules.moderation is Moderation.AFTER


def test_what_cannot_be_a_rule_is_said_at_its_field_and_nothing_typed_is_lost(desk: AppTest) -> None:
    slug = _create(desk)
    desk.text_area(key="call-categories").input("Rues\nRues")
    desk.text_input(key="call-cap").input("25 000")
    _press(desk, "Enregistrer les règles de l’appel")
    assert "Deux catégories ont le même nom." in words_of(desk)
    assert desk.text_area(key="call-categories").value == "Rues\nRues"
    assert desk.text_input(key="call-cap").value == "25 000"
    assert find_call_rules(slug) == CallRules()


def test_once_the_call_is_open_its_rules_are_only_told(desk: AppTest) -> None:
    slug = _create(desk)
    _save_call_dates(desk, -1)
    assert "L’appel est ouvert : ses règles ne changent plus." in words_of(desk)
    assert "Enregistrer les règles de l’appel" not in [button.label for button in desk.button]
    assert find_call_rules(slug) == CallRules()


def test_dates_of_the_call_out_of_order_are_refused_at_the_later_one(desk: AppTest) -> None:
    slug = _create(desk)
    _save_call_dates(desk, 12)
    assert "Les dates doivent se suivre" in words_of(desk)
    edition = find_edition(slug, _now())
    assert edition is not None
    assert edition.calendar.proposals_from is None


def test_choices_may_be_counted_by_district(desk: AppTest) -> None:
    desk.checkbox(key="new-per-district").check()
    edition = find_edition(_create(desk), _now())
    assert edition is not None
    assert edition.rules.per_district


def test_an_edition_is_made_from_a_pabulib_file(desk: AppTest) -> None:
    desk.file_uploader(key="new-pabulib").set_value(("a.pb", SMALL.encode(), "text/plain")).run()
    _press(desk, "Créer l’édition depuis ce fichier")
    (edition,) = list_editions(_now())
    assert list_projects(edition.slug)
    assert "L’édition est créée." in words_of(desk)


def test_a_malformed_pabulib_file_is_refused_with_its_line_and_makes_nothing(desk: AppTest) -> None:
    desk.file_uploader(key="new-pabulib").set_value(("a.pb", b"META\nkey;value\nx\n", "text/plain")).run()
    _press(desk, "Créer l’édition depuis ce fichier")
    assert "Ligne 3" in desk.error[0].value
    assert list_editions(_now()) == ()


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("new-name", " ", "Ce champ ne peut pas rester vide"),
        ("new-budget", "0", "Le budget doit être une somme positive"),
        ("new-budget", "dix", "Cette somme n’a pas pu être lue"),
    ],
)
def test_a_refusal_is_said_at_its_field_once(desk: AppTest, key: str, typed: str, sentence: str) -> None:
    values = {"new-name": "Budget", "new-town": "Essai", "new-budget": "1000", key: typed}
    for name, value in values.items():
        desk.text_input(key=name).input(value)
    _press(desk, "Créer l’édition")
    assert [sentence in error.value for error in desk.error] == [True]
    assert {name: desk.text_input(key=name).value for name in values} == values
    assert list_editions(_now()) == ()


def test_dates_in_the_wrong_order_are_refused(desk: AppTest) -> None:
    for key, value in (("new-name", "Budget"), ("new-town", "Essai"), ("new-budget", "1000")):
        desk.text_input(key=key).input(value)
    desk.date_input(key="new-closes-day").set_value(date(2026, 1, 1))
    _press(desk, "Créer l’édition")
    assert "Les dates doivent se suivre" in desk.error[0].value


def test_projects_are_added_changed_and_removed(desk: AppTest) -> None:
    slug = _create(desk)
    _add_project(desk, "Un banc", "1 200,50")
    assert desk.text_input(key="project-title").value == ""
    _add_project(desk, "Une fontaine", "9000")
    assert [(p.title, p.cost) for p in list_projects(slug)] == [("Un banc", 1200_50), ("Une fontaine", 9000_00)]
    assert desk.text_input(key="change-1-cost").value == "1200,50"
    desk.text_input(key="change-1-title").input("Trois bancs")
    _press(desk, "Enregistrer les changements")
    assert "Le projet n° 1 est changé." in words_of(desk)
    desk.checkbox(key="project-remove-1").check().run()
    _press(desk, "Retirer ce projet")
    assert [(p.number, p.title) for p in list_projects(slug)] == [(2, "Une fontaine")]


def test_a_change_keeps_what_the_form_does_not_show(desk: AppTest) -> None:
    slug = _create(desk)
    _add_project(desk, "Un banc", "100")
    placed = ProjectDraft("Un banc", 100_00, latitude=47.5, longitude=1.5, picture="/pictures/banc.svg")
    change_project(SYSTEM, slug, 1, placed)
    desk.run()
    desk.text_input(key="change-1-summary").input("Pour s’asseoir")
    _press(desk, "Enregistrer les changements")
    (project,) = list_projects(slug)
    assert (project.summary, project.latitude, project.picture) == ("Pour s’asseoir", 47.5, "/pictures/banc.svg")


def test_roll_and_public_codes_come_as_files(desk: AppTest) -> None:
    slug = _create(desk)
    edition = find_edition(slug, _now())
    assert edition is not None
    _give(desk, "roll-file", ROLL, "Prendre cette liste")
    assert "2 votants inscrits." in words_of(desk)
    assert "Codes de vote manquants : 2." in words_of(desk)
    public = [f"{n};{derive_public(edition.uuid, generate_code(os.urandom)).text}" for n in (1, 2)]
    lines = "\n".join(["roll_number;credential", *public]).encode()
    _give(desk, "credentials-file", lines, "Prendre ces codes publics")
    assert roll_summary(SYSTEM, slug).with_credential == 2
    assert "Chaque votant a un code." in words_of(desk)


def test_a_malformed_roll_is_refused_and_changes_nothing(desk: AppTest) -> None:
    slug = _create(desk)
    _give(desk, "roll-file", ROLL + b"3;Sans date;hier;\n", "Prendre cette liste")
    assert "Ligne 4" in desk.error[0].value
    assert roll_summary(SYSTEM, slug).voters == 0


def test_guardians_links_are_shown_once_and_replaced_only_on_purpose(desk: AppTest) -> None:
    slug = _create(desk)
    desk.text_area(key="guardians-typed").input("Ada Essai, ada@essai.example\nBob Essai, bob@essai.example")
    _press(desk, "Nommer ces gardiens")
    assert words_of(desk).count("/guardian/") == 2
    desk.run()
    assert "/guardian/" not in words_of(desk)
    assert desk.text_area(key="guardians-typed").value == ""
    desk.text_area(key="guardians-typed").input("Eve Essai, eve@essai.example")
    _press(desk, "Nommer ces gardiens")
    assert "déjà nommés" in desk.error[0].value
    assert [guardian.name for guardian in guardian_progress(slug)] == ["Ada Essai", "Bob Essai"]
    desk.checkbox(key="guardians-replace").check()
    _press(desk, "Nommer ces gardiens")
    assert [guardian.name for guardian in guardian_progress(slug)] == ["Eve Essai"]


def test_a_group_is_named_beside_a_guardian_who_is_always_needed(desk: AppTest) -> None:
    slug = _create(desk)
    desk.radio(key="guardians-mode").set_value("Quelques gardiens d’un groupe suffisent").run()
    desk.text_area(key="guardians-typed").input("Ada Essai, ada@essai.example")
    desk.text_area(key="guardians-group").input("A, a@essai.example, en\nB, b@essai.example\nC, c@essai.example")
    _press(desk, "Nommer ces gardiens")
    assert words_of(desk).count("/guardian/") == 4
    assert [(guardian.name, guardian.grouped) for guardian in guardian_progress(slug)] == [
        ("Ada Essai", False), ("A", True), ("B", True), ("C", True),
    ]  # fmt: skip
    said = words_of(desk)
    for sentence in ("Un groupe de 3 gardiens, dont 2 suffisent.", "Étape 1 sur 3", "On attend : A, B, C."):
        assert sentence in said


@pytest.mark.parametrize(
    ("mandatory", "group", "said"),
    [
        ("", "A, a@t.example\nB, b@t.example\nC, c@t.example", "au moins une personne dont la clé"),
        ("Ada, ada@t.example", "A, a@t.example\nB, b@t.example", "plus petit que le groupe (2)"),
        ("Ada, ada@t.example", "", "plus petit que le groupe (0)"),
        ("Ada, ada@t.example", "A, a@t.example, de\nB, b@t.example\nC, c@t.example", "La langue du gardien 2"),
        ("Ada, a@t.example", "A, a@t.example\nB, b@t.example\nC, c@t.example", "la même adresse"),
    ],
)
def test_a_group_that_cannot_be_named_is_refused(desk: AppTest, mandatory: str, group: str, said: str) -> None:
    slug = _create(desk)
    desk.radio(key="guardians-mode").set_value("Quelques gardiens d’un groupe suffisent").run()
    desk.text_area(key="guardians-typed").input(mandatory)
    desk.text_area(key="guardians-group").input(group)
    _press(desk, "Nommer ces gardiens")
    assert said in desk.error[0].value
    assert guardian_progress(slug) == ()
    assert desk.text_area(key="guardians-group").value == group


@pytest.mark.parametrize("typed", ["", "Ada sans adresse", "Ada, pas une adresse", "A, a@b.example\nB, a@b.example"])
def test_guardians_that_cannot_be_named_are_refused(desk: AppTest, typed: str) -> None:
    slug = _create(desk)
    desk.text_area(key="guardians-typed").input(typed)
    _press(desk, "Nommer ces gardiens")
    assert len(desk.error) == 1
    assert guardian_progress(slug) == ()
    assert desk.text_area(key="guardians-typed").value == typed


def test_the_vote_is_set_up_after_the_organiser_has_read_it_again(open_page: Open, organiser_token: str) -> None:
    town = SimulatedTown(voters=2, guardians=1).prepare()
    desk = open_page("organiser", token=organiser_token)
    assert "Chaque gardien a envoyé sa clé." in words_of(desk)
    assert desk.button(key="set-up").disabled
    desk.checkbox(key="set-up-sure").check().run()
    desk.button(key="set-up").click().run()
    assert not desk.exception
    edition = find_edition(town.slug, _now())
    assert edition is not None
    assert edition.state is ElectionState.READY
    assert "Feuille à imprimer" in [tab.label for tab in desk.tabs]


def test_what_is_missing_is_named_and_nothing_can_be_set_up(open_page: Open, organiser_token: str) -> None:
    SimulatedTown().create()
    desk = open_page("organiser", token=organiser_token)
    words = words_of(desk)
    assert "Donnez la liste des votants." in words
    assert "Nommez les gardiens." in words
    assert "Mettre en place le vote" not in [button.label for button in desk.button]


def test_closing_early_needs_a_confirmation(open_page: Open, organiser_token: str) -> None:
    town = SimulatedTown(voters=1, guardians=1).set_up()
    vote_runs(town, -1, 1)
    desk = open_page("organiser", token=organiser_token)
    assert desk.button(key="close").disabled
    desk.checkbox(key="close-early").check().run()
    desk.button(key="close").click().run()
    assert "le total chiffré est publié" in words_of(desk)
    with read_session() as session:
        row = session.get(ElectionRow, town.uuid)
        assert row is not None
        assert row.state == ElectionState.CLOSED


def test_the_closing_can_move_while_the_vote_runs_and_its_opening_cannot(
    open_page: Open, organiser_token: str
) -> None:
    town = SimulatedTown(voters=1, guardians=1).set_up()
    desk = open_page("organiser", token=organiser_token)
    key = f"calendar-{town.slug}"
    desk.date_input(key=f"{key}-closes-day").set_value(date(2030, 5, 30))
    _press(desk, "Changer les dates")
    assert "Ces dates sont annoncées" in words_of(desk)
    desk.text_area(key=f"{key}-reason-0").input("Une panne de courant.")
    _press(desk, "Changer les dates")
    assert "Les dates sont changées." in words_of(desk)
    assert "Raison : Une panne de courant." in words_of(desk)
    assert desk.text_area(key=f"{key}-reason-1").value in (None, ""), "a reason serves for one change"
    assert "seule la clôture peut encore être déplacée" in words_of(desk)
    assert [field.key for field in desk.date_input] == [f"{key}-closes-day"]


def test_the_sheet_holds_every_fingerprint_that_guardians_compare(open_page: Open, organiser_token: str) -> None:
    town = SimulatedTown(voters=1, guardians=2).set_up()
    words = words_of(open_page("organiser", token=organiser_token))
    assert town.uuid in words
    for guardian in guardian_progress(town.slug):
        assert guardian.public_key is not None
        assert " ".join(guardian.public_key[i : i + 4] for i in range(0, 64, 4)) in words


def test_an_edition_is_chosen_and_the_address_follows(open_page: Open, organiser_token: str) -> None:
    first = SimulatedTown().create()
    second = SimulatedTown().create()
    desk = open_page("organiser", token=organiser_token, edition=first.slug)
    assert first.slug in str(desk.selectbox[0].value)
    other = next(option for option in desk.selectbox[0].options if f"({second.slug})" in option)
    desk.selectbox[0].set_value(other).run()
    assert desk.query_params["edition"] in (second.slug, [second.slug])
    desk.selectbox[0].set_value("Nouvelle édition").run()
    assert desk.text_input(key="new-name")


def test_a_session_that_ended_closes_the_desk_at_the_next_run(open_page: Open, organiser_token: str) -> None:
    SimulatedTown().create()
    desk = open_page("organiser", token=organiser_token)
    desk.text_input(key="project-title").input("Un banc")
    sign_out(organiser_token, _now())
    _press(desk, "Ajouter le projet")
    assert "réservée" in words_of(desk)
    assert not desk.text_input
