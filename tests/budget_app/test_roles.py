"""Which role may do what: cell by cell, as docs/roles.md tells it."""

from __future__ import annotations

import pytest

from budget_app.documents.roles import roles_page
from budget_app.domain.roles import Action, Role
from budget_app.locale.roles import ACTION_NAMES, ROLE_NAMES
from budget_app.services.actor import ANONYMOUS, Actor, may, require_action
from budget_app.settings import PROJECT
from tests.budget_app.refusals import refused

# Written out once more, by hand: the code's own table must not be able to change unseen.
CELLS = {
    "manage-accounts": "administrator",
    "read-action-log": "organiser auditor administrator",
    "manage-edition": "organiser",
    "enter-paper-proposal": "agent organiser",
    "moderate": "agent organiser",
    "assign-reviews": "chair organiser",
    "review": "reviewer chair",
    "read-reviews": "reviewer chair organiser auditor",
    "read-conflicts": "chair auditor",
    "decide": "chair",
    "release-decisions": "organiser",
}


def test_every_action_has_its_row() -> None:
    assert [action.value for action in Action] == list(CELLS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_a_role_is_allowed_an_action_or_refused_as_its_cell_says(role: Role, action: Action) -> None:
    actor = Actor(1, frozenset({role.value}))
    allowed = role.value in CELLS[action.value].split()
    assert may(actor, action) is allowed
    if allowed:
        require_action(actor, action)
        return
    with refused("not-allowed"):
        require_action(actor, action)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("roles", ["", "Administrator", "organiser ", "resident", "author", "guardian"])
def test_who_has_no_role_of_the_table_is_refused_every_action(action: Action, roles: str) -> None:
    for actor in (ANONYMOUS, Actor(1, frozenset({roles} - {""}))):
        with refused("not-allowed"):
            require_action(actor, action)


def test_the_document_is_what_the_command_writes() -> None:
    assert (PROJECT / "docs" / "roles.md").read_text() == roles_page()


def test_every_role_and_action_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(Role)
    assert set(ACTION_NAMES) == set(Action)
