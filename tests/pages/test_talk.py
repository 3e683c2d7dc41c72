"""Supports, favourites, comments and flags on a proposal's page, and what moderators do with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from budget_app.domain.call_rules import CallRules
from budget_app.domain.roles import Role
from budget_app.services.actor import ANONYMOUS, SYSTEM
from budget_app.services.call_rules import choose_call_rules
from budget_app.services.comments import list_comments, write_comment
from budget_app.services.flags import list_flags, raise_flag
from budget_app.services.moderation import publish
from budget_app.services.supports import find_backing, list_favourites
from tests.budget_app.decided_call import open_session
from tests.budget_app.simulated_call import SimulatedCall, calendar_around
from tests.pages.conftest import Open, words_of
from tests.pages.test_moderation import _press


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def call(now: datetime) -> SimulatedCall:
    """A call that is open now and asks for two supports, with one published proposal."""
    call = SimulatedCall(calendar=calendar_around(now)).create()
    rules = replace(CallRules(), supports_needed=2)
    choose_call_rules(SYSTEM, call.slug, rules, now - timedelta(days=60))
    publish(call.staff[Role.AGENT], call.slug, call.propose(call.people[0], now=now), now)
    return call


def test_a_neighbour_supports_follows_comments_and_flags(open_page: Open, call: SimulatedCall) -> None:
    neighbour = call.people[1]
    page = open_page("proposal", token=open_session(neighbour), numero="1")
    assert "Soutiens : 0 sur les 2" in words_of(page)
    _press(page, "Soutenir")
    _press(page, "Suivre")
    assert find_backing(neighbour, call.slug, 1).supported
    assert len(list_favourites(neighbour)) == 1
    page.text_area(key="comment-body").input("Bonne idée <i>!")
    _press(page, "Envoyer le commentaire")
    words = words_of(page)
    assert "Bonne idée &lt;i&gt;!" in words
    assert "vous seul le voyez" in words
    page.text_area(key="flag-reason").input("Doublon de la 7")
    _press(page, "Envoyer le signalement")
    assert [flag.reason for flag in list_flags(call.staff[Role.AGENT], call.slug)] == ["Doublon de la 7"]
    _press(page, "Retirer mon soutien")
    _press(page, "Ne plus suivre")
    _press(page, "Retirer mon commentaire : Bonne idée <i>!")
    assert find_backing(neighbour, call.slug, 1).supports == 0
    assert (list_favourites(neighbour), list_comments(neighbour, call.slug, 1)) == ((), ())


def test_without_an_account_one_reads_and_is_led_to_sign_in_and_back(open_page: Open, call: SimulatedCall) -> None:
    page = open_page("proposal", numero="1")
    assert not page.button
    assert 'href="/sign-in?next=%2Fproposition%3Fnumero%3D1"' in words_of(page)
    assert "Pas encore de commentaire." in words_of(page)
    assert call.slug


def test_an_author_is_not_asked_to_support_their_own(open_page: Open, call: SimulatedCall) -> None:
    page = open_page("proposal", token=open_session(call.people[0]), numero="1")
    assert [button.label for button in page.button] == ["Suivre", "Envoyer le commentaire", "Envoyer le signalement"]


def test_an_empty_comment_is_refused_at_its_place(open_page: Open, call: SimulatedCall) -> None:
    page = open_page("proposal", token=open_session(call.people[1]), numero="1")
    _press(page, "Envoyer le commentaire")
    assert [error.value for error in page.error] == ["Ce champ ne peut pas rester vide : commentaire."]


def test_moderators_publish_a_comment_and_settle_a_flag(open_page: Open, call: SimulatedCall, now: datetime) -> None:
    write_comment(call.people[1], call.slug, 1, "À publier", now)
    write_comment(call.people[1], call.slug, 1, "À masquer", now)
    raise_flag(call.people[2], call.slug, 1, "À voir", now)
    desk = open_page("moderation", token=open_session(call.staff[Role.AGENT]))
    words = words_of(desk)
    assert "Commentaires à lire : 2" in words
    assert "Signalements à regarder : 1" in words
    _press(desk, "Publier le commentaire")
    assert [comment.body for comment in list_comments(ANONYMOUS, call.slug, 1)] == ["À publier"]
    _press(desk, "Vu : rien d’autre à faire")
    assert list_flags(call.staff[Role.AGENT], call.slug) == ()
    desk.text_area(key="comment-reason-2").input("Hors sujet")
    _press(desk, "Masquer le commentaire")
    assert "Commentaires à lire" not in words_of(desk)
    assert [comment.body for comment in list_comments(ANONYMOUS, call.slug, 1)] == ["À publier"]
