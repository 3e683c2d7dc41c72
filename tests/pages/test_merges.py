"""Merging at the moderators' page: asked with numbers, refused at the field, followed and taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.roles import Role
from budget_app.services.merges import list_my_merges
from budget_app.services.moderation import publish
from tests.budget_app.signed_in import session_of
from tests.budget_app.simulated_call import SimulatedCall, calendar_around
from tests.pages.conftest import Open, words_of


@pytest.fixture
def call() -> SimulatedCall:
    """Two published proposals."""
    now = datetime.now(UTC)
    made = SimulatedCall(calendar=calendar_around(now)).create()
    for person in made.people[:2]:
        publish(made.staff[Role.AGENT], made.slug, made.propose(person, now=now), now)
    return made


@pytest.fixture
def desk(open_page: Open, call: SimulatedCall) -> AppTest:
    return open_page("moderation", token=session_of(call.staff[Role.AGENT]))


def _press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


def test_the_authors_are_asked_and_the_question_is_followed_and_taken_back(desk: AppTest, call: SimulatedCall) -> None:
    desk.text_input(key="merge-numbers").input("1, 2")
    _press(desk, "Demander aux auteurs")
    words = words_of(desk)
    assert "Les auteurs sont prévenus" in words
    assert words.count("réponse attendue") == 2
    assert len(list_my_merges(call.people[0])) == 1
    _press(desk, "Ne plus demander")
    assert "La demande est retirée." in words_of(desk)
    assert list_my_merges(call.people[0]) == ()


@pytest.mark.parametrize("typed", ["", "1", "1 1", "un et deux", "-1, 2", "²"])
def test_numbers_that_make_no_merge_are_told_at_the_field_and_stay(
    desk: AppTest, call: SimulatedCall, typed: str
) -> None:
    desk.text_input(key="merge-numbers").input(typed)
    _press(desk, "Demander aux auteurs")
    assert "Donnez deux numéros ou plus" in desk.error[0].value
    assert desk.text_input(key="merge-numbers").value == typed
    assert list_my_merges(call.people[0]) == ()


def test_a_number_that_does_not_exist_is_refused(desk: AppTest) -> None:
    desk.text_input(key="merge-numbers").input("1 77")
    _press(desk, "Demander aux auteurs")
    assert "n’existe pas" in desk.error[0].value
