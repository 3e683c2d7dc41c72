"""My space: empty, signed out, and with what was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from budget_app.domain.edition import Calendar
from budget_app.domain.roles import Role
from budget_app.services.moderation import publish
from budget_app.services.supports import follow
from tests.budget_app.signed_in import session_of
from tests.budget_app.simulated_call import COMPLETE, SimulatedCall
from tests.pages.conftest import Open, words_of

DAY = timedelta(days=1)


@pytest.fixture
def call() -> SimulatedCall:
    now = datetime.now(UTC)
    return SimulatedCall(calendar=Calendar(now + 100 * DAY, now + 110 * DAY, now - DAY, now + DAY)).create()


def test_who_is_not_signed_in_is_asked_to(open_page: Open, call: SimulatedCall) -> None:
    app = open_page("my_space")
    assert not app.exception
    assert 'href="/sign-in?next=/mon-espace"' in words_of(app)


def test_who_has_proposed_nothing_is_invited_to(open_page: Open, call: SimulatedCall) -> None:
    words = words_of(open_page("my_space", token=session_of(call.people[0])))
    assert "Vous n’avez encore rien proposé." in words
    assert 'href="/proposer"' in words


def test_drafts_and_proposals_are_listed_with_what_can_be_done(open_page: Open, call: SimulatedCall) -> None:
    author, now = call.people[0], datetime.now(UTC)
    draft = call.begin(author, replace(COMPLETE, title="<b>Brouillon"), now)
    number = call.propose(author, now=now)
    words = words_of(open_page("my_space", token=session_of(author), locale="en-GB"))
    assert "&lt;b&gt;Brouillon" in words
    assert "Draft: it is not sent yet." in words
    assert "Sent: the town reads it before publishing it." in words
    for address in (
        f"/proposer/{draft}/idee",
        f"/proposer/{draft}/retirer",
        f"/proposition?numero={number}&amp;edition={call.slug}",
    ):
        assert f'href="{address}"' in words


def test_what_one_follows_is_listed(open_page: Open, call: SimulatedCall) -> None:
    now = datetime.now(UTC)
    number = call.propose(call.people[0], now=now)
    publish(call.staff[Role.AGENT], call.slug, number, now)
    follow(call.people[1], call.slug, number, now)
    words = words_of(open_page("my_space", token=session_of(call.people[1])))
    assert "Je suis ces propositions" in words
    assert f"{number}. {COMPLETE.title}" in words
