"""The pages of proposals: a list that can be searched, and each proposal with its map and its versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.roles import Role
from budget_app.services.moderation import hide, publish
from budget_app.services.proposals import save_draft, send_proposal
from tests.budget_app.simulated_call import COMPLETE, SimulatedCall, calendar_around
from tests.pages.conftest import Open, words_of

LINK = "https://exemple.example/plan"
SCRIPT = "<script>alert(1)</script> & compagnie"


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def call(now: datetime) -> SimulatedCall:
    """A call that is open now, with two published proposals and one that waits."""
    call = SimulatedCall(calendar=calendar_around(now)).create()
    first = replace(COMPLETE, description=SCRIPT, links=(LINK,), latitude=46.92, longitude=1.33)
    for person, content in zip(call.people, (first, replace(COMPLETE, title="Une mare")), strict=False):
        publish(call.staff[Role.AGENT], call.slug, call.propose(person, content, now), now)
    call.propose(call.people[2], replace(COMPLETE, title="Pas encore lue"), now)
    return call


@pytest.mark.usefixtures("call")
def test_the_list_shows_what_is_public_and_offers_to_propose(open_page: Open) -> None:
    words = words_of(open_page("proposals"))
    assert "Propositions trouvées : 2 sur 2" in words
    assert "Des bancs à l’ombre" in words
    assert "Pas encore lue" not in words
    assert 'href="/proposer"' in words


@pytest.mark.usefixtures("call")
def test_a_word_narrows_the_list_and_finding_nothing_says_what_to_do(open_page: Open) -> None:
    page: AppTest = open_page("proposals")
    page.text_input(key="mots").input("mare").run()
    assert "Propositions trouvées : 1 sur 2" in words_of(page)
    page.text_input(key="mots").input("girafe").run()
    assert "Aucune proposition ne correspond. Enlevez un filtre." in words_of(page)


def test_before_anything_is_published_the_list_says_so(open_page: Open, now: datetime) -> None:
    SimulatedCall(calendar=calendar_around(now)).create()
    assert "Aucune proposition pour le moment." in words_of(open_page("proposals"))


@pytest.mark.usefixtures("call")
def test_a_proposal_shows_what_was_typed_as_text(open_page: Open) -> None:
    words = words_of(open_page("proposal", numero="1"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; compagnie" in words
    assert f'href="{LINK}" rel="noopener nofollow ugc"' in words
    assert "Habitante 1" in words
    assert 'class="map"' in words


@pytest.mark.parametrize("number", ["3", "99", "x", ""])
@pytest.mark.usefixtures("call")
def test_what_is_not_public_is_as_what_does_not_exist(open_page: Open, number: str) -> None:
    words = words_of(open_page("proposal", numero=number))
    assert "Cette proposition n’existe pas, ou n’est pas publique." in words
    assert "Pas encore lue" not in words


def test_versions_are_compared_word_by_word(open_page: Open, call: SimulatedCall, now: datetime) -> None:
    save_draft(call.people[1], 2, replace(COMPLETE, title="Une mare", summary="Six bancs sous les chênes."), 0, now)
    send_proposal(call.people[1], 2, now)
    publish(call.staff[Role.AGENT], call.slug, 2, now)
    words = words_of(open_page("proposal", numero="2"))
    assert "Ce qui a changé" in words
    assert '<ins><span class="unseen">ajouté : </span>chênes.</ins>' in words


def test_a_hidden_proposal_is_gone_from_the_list(open_page: Open, call: SimulatedCall, now: datetime) -> None:
    hide(call.staff[Role.AGENT], call.slug, 2, "Publicité.", now)
    assert "Une mare" not in words_of(open_page("proposals"))
    assert "Publicité." not in words_of(open_page("proposal", numero="2"))


@pytest.mark.usefixtures("call")
def test_while_the_call_is_open_home_offers_to_propose_and_shows_some(open_page: Open) -> None:
    words = words_of(open_page("home"))
    assert "Proposez un projet pour la commune." in words
    assert 'href="/proposer"' in words
    assert "Quelques propositions" in words
    assert "<dt>Propositions</dt><dd>2</dd>" in words


@pytest.mark.parametrize(
    ("days", "said", "way"),
    [
        (45, "La mairie examine les propositions", "/propositions"),
        (85, "Le vote a lieu du", "/decisions"),
    ],
)
def test_after_the_call_home_says_what_happens_now(
    open_page: Open, now: datetime, days: int, said: str, way: str
) -> None:
    SimulatedCall(calendar=calendar_around(now - timedelta(days=days))).create()
    words = words_of(open_page("home"))
    assert said in words
    assert f'class="action" href="{way}"' in words
