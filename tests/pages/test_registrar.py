"""The organiser names the registrar and hands in public files; everybody sees what was replaced, nobody sees whose."""

from __future__ import annotations

import os

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.registrar import RegistrarDraft
from budget_app.services.actor import SYSTEM
from budget_app.services.credential_lists import replace_codes
from budget_app.services.credential_record import record_facts
from budget_app.services.elections import set_up_vote
from budget_app.services.registrars import check_registrar, name_registrar, registrar_progress
from budget_app.services.roll import roll_summary
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import BEFORE, SimulatedTown
from tests.pages.conftest import Open, words_of
from voting.credentials import derive_public, generate_code


def _press(desk: AppTest, label: str) -> AppTest:
    next(button for button in desk.button if button.label == label).click().run()
    assert not desk.exception
    return desk


def _replacement(town: SimulatedTown, number: int = 1) -> bytes:
    credential = derive_public(town.uuid, generate_code(os.urandom)).text
    return f"roll_number;credential\n{number};{credential}\n".encode()


def _name(desk: AppTest, name: str = "Rosa Registre", email: str = "rosa@essai.example") -> AppTest:
    desk.text_input(key="registrar-name").input(name)
    desk.text_input(key="registrar-email").input(email)
    return desk


def _link(desk: AppTest) -> str:
    words = words_of(desk)
    start = words.index("http://localhost:8501/registrar/")
    return words[start : words.index("<", start)]


def test_the_registrar_is_named_and_the_link_is_shown_once(open_page: Open, organiser_token: str) -> None:
    town = SimulatedTown().prepare()
    desk = open_page("organiser", token=organiser_token)
    link = _link(_press(_name(desk), "Nommer cette personne"))
    check_registrar(town.uuid, link.partition("#")[2])
    assert "Rosa Registre, rosa@essai.example" in words_of(desk)
    desk.run()
    assert "/registrar/" not in words_of(desk)
    assert desk.text_input(key="registrar-name").value == ""


def test_a_new_link_makes_the_old_one_worthless(open_page: Open, organiser_token: str) -> None:
    town = SimulatedTown().prepare()
    old = name_registrar(SYSTEM, town.slug, RegistrarDraft("Rosa", "rosa@essai.example"), BEFORE)
    desk = open_page("organiser", token=organiser_token)
    _press(_name(desk, "Remi", "remi@essai.example"), "Nommer, et remplacer le lien d’avant")
    with refused("registrar-unknown"):
        check_registrar(town.uuid, old.url.partition("#")[2])
    progress = registrar_progress(SYSTEM, town.slug)
    assert progress is not None
    assert progress.name == "Remi"


@pytest.mark.parametrize(("name", "email"), [("", "rosa@essai.example"), ("Rosa", "rosa"), ("Rosa", "")])
def test_a_registrar_who_cannot_be_named_is_refused(
    open_page: Open, organiser_token: str, name: str, email: str
) -> None:
    town = SimulatedTown().prepare()
    desk = open_page("organiser", token=organiser_token)
    _press(_name(desk, name, email), "Nommer cette personne")
    assert len(desk.error) == 1
    assert registrar_progress(SYSTEM, town.slug) is None


def test_a_file_of_replacements_is_taken_and_counted(open_page: Open, organiser_token: str) -> None:
    town = SimulatedTown().prepare()
    desk = open_page("organiser", token=organiser_token)
    desk.file_uploader(key="replacements-file").set_value(("r.csv", _replacement(town), "text/csv")).run()
    _press(desk, "Remplacer ces codes")
    assert "Codes remplacés : 1." in words_of(desk)
    facts = record_facts(town.slug)
    assert facts is not None
    assert facts.replacements == 1
    assert facts.head_hash in words_of(desk)


def test_a_file_that_cannot_be_taken_is_refused_and_nothing_changes(open_page: Open, organiser_token: str) -> None:
    town = SimulatedTown().prepare()
    before = record_facts(town.slug)
    desk = open_page("organiser", token=organiser_token)
    desk.file_uploader(key="replacements-file").set_value(("r.csv", _replacement(town, 77), "text/csv")).run()
    _press(desk, "Remplacer ces codes")
    assert "n’est pas sur la liste des votants" in desk.error[0].value
    assert record_facts(town.slug) == before


def test_nothing_can_be_replaced_before_there_are_codes(open_page: Open, organiser_token: str) -> None:
    SimulatedTown().create()
    desk = open_page("organiser", token=organiser_token)
    assert "Fichier replacements.csv" not in [uploader.label for uploader in desk.file_uploader]


@pytest.mark.parametrize(
    ("locale", "heading"), [("fr-FR", "Les codes remplacés avant le vote"), ("en-GB", "Codes replaced before the vote")]
)
def test_everybody_finds_the_record_beside_the_board(open_page: Open, locale: str, heading: str) -> None:
    town = SimulatedTown(guardians=1).prepare()
    replace_codes(SYSTEM, town.slug, _replacement(town), BEFORE)
    set_up_vote(SYSTEM, town.slug, BEFORE)
    words = words_of(open_page("verify", locale=locale))
    assert heading in words
    assert f'href="/board/{town.uuid}.credentials.json"' in words
    assert f"python -m voting credentials check {town.uuid}.credentials.json {town.uuid}.bel" in words
    facts = record_facts(town.slug)
    assert facts is not None
    assert facts.head_hash in words


def test_the_printed_sheet_binds_the_record(open_page: Open, organiser_token: str) -> None:
    town = SimulatedTown(guardians=1).set_up()
    facts = record_facts(town.slug)
    assert facts is not None
    assert facts.head_hash in words_of(open_page("organiser", token=organiser_token))


def test_a_new_roll_deletes_codes_only_on_purpose(open_page: Open, organiser_token: str) -> None:
    town = SimulatedTown().prepare()
    desk = open_page("organiser", token=organiser_token)
    roll = b"roll_number;name;birth_date;district\n9;Ada;1950-01-01;\n"
    desk.file_uploader(key="roll-file").set_value(("votants.csv", roll, "text/csv")).run()
    assert desk.button(key="roll-take").disabled
    assert "Des codes sont déjà faits : 4." in words_of(desk)
    desk.checkbox(key="roll-replace").check().run()
    _press(desk, "Prendre cette liste")
    assert "1 votants inscrits." in words_of(desk)
    assert roll_summary(SYSTEM, town.slug).with_credential == 0
