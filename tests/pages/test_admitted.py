"""The desk's section of admitted proposals, and the page of a project that was one."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.project import ProjectDraft
from budget_app.domain.roles import Role
from budget_app.services.actor import SYSTEM
from budget_app.services.projects import add_project, list_projects
from tests.budget_app.decided_call import NOT_PUBLIC, DecidedCall, open_session
from tests.pages.conftest import Open, words_of

TITLES = ("Des bancs à l’ombre", "Une fontaine", "Un verger")


@pytest.fixture
def call() -> DecidedCall:
    """1 and 2 are admitted, 3 is not decided; appeals run now."""
    call = DecidedCall().create()
    for person, title in zip(call.people, TITLES, strict=True):
        call.publish(person, title=title)
    call.decide(1)
    call.decide(2)
    call.release()
    return call


def _desk(call: DecidedCall, open_page: Open, **query: str) -> AppTest:
    return open_page("organiser", token=open_session(call.staff[Role.ORGANISER]), **query)


def _press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_the_desk_names_what_keeps_it_waiting(call: DecidedCall, open_page: Open) -> None:
    call.bring_to_now()
    app = _desk(call, open_page)
    assert not app.exception
    words = words_of(app)
    assert "Ces propositions n’ont pas encore de décision publique : 3." in words
    assert "1. Des bancs à l’ombre" in words
    assert not any(button.label == "Reprendre les propositions admises" for button in app.button)


def test_the_desk_takes_the_admitted_ones_and_offers_no_change_of_them(call: DecidedCall, open_page: Open) -> None:
    call.decide(3, NOT_PUBLIC, appeal_round=1)
    call.release()
    call.end_appeals()
    app = _press(_desk(call, open_page), "Reprendre les propositions admises")
    assert "La liste de vote a 2 projets venus de propositions : 2 ajoutés, 0 retirés." in words_of(app)
    assert {project.title for project in list_projects(call.slug)} == set(TITLES[:2])
    assert not any(button.label == "Retirer ce projet" for button in app.button)


def test_an_edition_without_a_call_has_no_such_section(open_page: Open) -> None:
    call = DecidedCall().create()
    call.drop_call()
    app = _desk(call, open_page)
    assert "Propositions admises" not in [tab.label for tab in app.tabs]


def test_a_project_leads_to_its_proposal_decision_and_notice(call: DecidedCall, open_page: Open) -> None:
    add_project(SYSTEM, call.slug, ProjectDraft("Projet de la mairie", 1_000_00))
    call.decide(3, NOT_PUBLIC)
    call.release()
    call.end_appeals()
    _press(_desk(call, open_page), "Reprendre les propositions admises")
    words = words_of(open_page("project", numero="2"))
    number = 1 + TITLES.index(next(project.title for project in list_projects(call.slug) if project.number == 2))
    assert f"/proposition?numero={number}&amp;edition={call.slug}" in words
    assert f"/decisions?numero={number}&amp;edition={call.slug}" in words
    assert f'href="/avis/{call.slug}/{number}.pdf"' in words
    assert "D’où vient ce projet" not in words_of(open_page("project", numero="1"))
