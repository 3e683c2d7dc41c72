"""Proposals that look alike: by words and by distance, in every edition, always the same, and quickly."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.call_rules import CallRules, Moderation
from budget_app.domain.edition import EditionDraft, VotingRules
from budget_app.domain.look_alikes import Alike, Text, find_alike
from budget_app.domain.project import ProjectDraft
from budget_app.domain.territory import Place, move_place
from budget_app.services.actor import SYSTEM
from budget_app.services.editions import create_edition, load_edition
from budget_app.services.look_alikes import find_look_alikes
from budget_app.services.projects import add_project
from budget_app.services.proposals import send_proposal, withdraw_proposal
from budget_app.storage.database import write_session
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import BEFORE_CALL, DURING_CALL, SimulatedCall

HALL = Place(2.35, 46.5)
BENCHES = Text("Des bancs à l’ombre", "Six bancs sous les tilleuls de la place.", HALL)
OTHERS = [
    Text("Une piste cyclable vers le lycée", "Pour aller au lycée à vélo sans danger."),
    Text("Bancs ombragés place de la Halle", "Des bancs sous les tilleuls, pour se reposer."),
    Text("Un composteur de quartier", "Réduire les déchets, et faire du terreau."),
    Text("Des jeux pour enfants", "Un toboggan et des balançoires au parc."),
]


def _positions(found: tuple[Alike, ...]) -> list[int]:
    return [alike.position for alike in found]


def test_the_same_idea_in_other_words_is_found_and_others_are_not() -> None:
    assert _positions(find_alike(BENCHES, OTHERS)) == [1]


def test_plurals_accents_and_capitals_make_no_difference() -> None:
    assert _positions(find_alike(Text("PISTES CYCLABLES DU LYCEE", ""), OTHERS)) == [0]


def test_two_that_share_little_are_alike_only_when_they_are_near() -> None:
    asked = Text("Une fontaine à la place des tilleuls", "De l’eau fraîche pour les passants en été.", HALL)
    there = Text("Repeindre les bancs", "Les tilleuls de la place tachent les bancs verts.")
    near, far = (replace(there, place=move_place(HALL, metres, 0)) for metres in (40, 2_000))
    filler = OTHERS[:1] + OTHERS[2:]
    assert _positions(find_alike(asked, [*filler, far])) == []
    found = find_alike(asked, [*filler, near])
    assert _positions(found) == [3]
    assert found[0].metres == pytest.approx(40, rel=0.01)


def test_of_two_like_texts_the_nearer_comes_first() -> None:
    places = [move_place(HALL, metres, 0) for metres in (250, 10)]
    found = find_alike(BENCHES, [replace(BENCHES, place=place) for place in places])
    assert _positions(found) == [1, 0]


def test_at_most_five_are_named_and_ties_keep_the_order() -> None:
    assert _positions(find_alike(BENCHES, [BENCHES] * 9)) == [0, 1, 2, 3, 4]


def test_nothing_looks_like_nothing() -> None:
    assert find_alike(Text("", ""), [*OTHERS, Text("", "")]) == ()
    assert find_alike(BENCHES, []) == ()


@given(st.lists(st.builds(Text, st.text(max_size=40), st.text(max_size=80)), max_size=8), st.text(max_size=40))
def test_any_texts_can_be_compared_and_a_copy_is_always_found(texts: list[Text], title: str) -> None:
    asked = Text(f"Fontaine {title}", "au bord de la rivière")
    found = find_alike(asked, [*texts, asked])
    assert len(texts) in _positions(found) or len(found) == 5
    assert all(0 <= alike.score <= 1.3001 for alike in found)


def test_three_thousand_are_compared_in_the_time_that_a_page_has() -> None:
    words = [f"{syllable}{ending}" for syllable in ("ba", "co", "di", "fu", "ga", "lo") for ending in range(100, 400)]
    many = [
        Text(*(" ".join(words[(n * step + k * step) % 1800] for k in range(size)) for step, size in ((7, 6), (11, 30))))
        for n in range(3_000)
    ]
    began = time.process_time()
    assert _positions(find_alike(many[1234], many))[0] == 1234
    assert time.process_time() - began < 1  # measured: a fifth of that


@pytest.fixture
def call(database: None) -> SimulatedCall:
    call = SimulatedCall().create()
    with write_session() as session:
        edition = load_edition(session, call.slug)
        edition.call_rules = CallRules(moderation=Moderation.AFTER).to_json()
        session.add(edition)
    return call


def test_public_proposals_and_projects_of_every_edition_are_found(call: SimulatedCall) -> None:
    add_project(SYSTEM, call.slug, ProjectDraft("Bancs à l’ombre des tilleuls", 1_00, summary="Six bancs, sur place."))
    call.propose(call.people[1])
    later = replace(call, slug=_second_edition(call))
    mine = later.begin(call.people[0])
    found = find_look_alikes(call.people[0], mine)
    assert {(alike.edition, alike.number, alike.is_project) for alike in found} == {
        (call.slug, 1, False),
        (call.slug, 1, True),
    }


def _second_edition(call: SimulatedCall) -> str:
    draft = EditionDraft("Deuxième", "Essai-sur-Test", "", 100_000_00, call.calendar, VotingRules(1, 2))
    return create_edition(SYSTEM, draft, BEFORE_CALL)


def test_drafts_withdrawn_ones_and_the_proposal_itself_are_not_shown(call: SimulatedCall) -> None:
    call.begin(call.people[1])
    withdrawn = call.begin(call.people[1])
    send_proposal(call.people[1], withdrawn, DURING_CALL)
    withdraw_proposal(call.people[1], withdrawn, DURING_CALL)
    mine = call.begin(call.people[0])
    send_proposal(call.people[0], mine, DURING_CALL)
    assert find_look_alikes(call.people[0], mine) == ()


def test_only_its_authors_ask_what_looks_like_a_draft(call: SimulatedCall) -> None:
    mine = call.begin(call.people[0])
    for actor in (call.people[1], *call.staff.values()):
        with refused("proposal-unknown"):
            find_look_alikes(actor, mine)
