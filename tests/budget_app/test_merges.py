"""Merging: everyone who wrote a part must agree, one refusal ends it, and nothing that was said is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from budget_app.domain.proposal import ProposalState
from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.services.actor import ANONYMOUS, SYSTEM, Actor
from budget_app.services.authors import answer_invitation, ask_co_author, list_invitations
from budget_app.services.call_rules import choose_call_rules, find_call_rules
from budget_app.services.counter import PaperAuthor, enter_paper_proposal
from budget_app.services.merges import (
    MOST_PARTS,
    answer_merge,
    ask_merge,
    list_my_merges,
    list_open_merges,
    withdraw_merge,
)
from budget_app.services.merging import list_merged_into
from budget_app.services.moderation import publish
from budget_app.services.my_space import list_mine
from budget_app.services.notices import author_addresses
from budget_app.services.proposal_form import open_written
from budget_app.services.proposals import find_proposal, load_proposal, save_draft, send_proposal, withdraw_proposal
from budget_app.services.supports import find_backing, follow, give_support, list_favourites
from budget_app.storage.action_log import ActionRow
from budget_app.storage.database import read_session
from tests.budget_app.decided_call import DecidedCall
from tests.budget_app.mailbox import mails_to
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import BEFORE_CALL, COMPLETE, DURING_CALL

pytestmark = pytest.mark.usefixtures("database")
LATER = DURING_CALL + timedelta(hours=1)


@pytest.fixture
def call() -> DecidedCall:
    """Three published proposals, 1, 2 and 3, by the first three of five residents."""
    made = DecidedCall(residents=5)
    made.create()
    rules = find_call_rules(made.slug)
    choose_call_rules(SYSTEM, made.slug, type(rules)(**{**vars(rules), "supports_needed": 1}), BEFORE_CALL)
    for person, title in zip(made.people, ("Des bancs", "Des bancs verts", "Des chaises"), strict=False):
        made.publish(person, title=title)
    return made


@pytest.fixture
def moderator(call: DecidedCall) -> Actor:
    return call.staff[Role.AGENT]


def _asked(actor: Actor) -> int:
    (only,) = list_my_merges(actor)
    return only.id


def _answer(actor: Actor, *, agrees: bool = True) -> bool:
    return answer_merge(actor, _asked(actor), agrees=agrees, now=LATER)


def _state(call: DecidedCall, number: int) -> ProposalState:
    found = find_proposal(ANONYMOUS, call.slug, number)
    assert found is not None
    return found.state


def test_proposals_become_one_when_the_last_author_agreed_and_not_before(call: DecidedCall, moderator: Actor) -> None:
    first, second, third = call.people[:3]
    ask_merge(moderator, call.slug, 1, (2, 3), DURING_CALL)
    assert "n° 2 – Des bancs verts" in mails_to("habitante.1@essai.example")[-1].body
    assert not _answer(second)
    assert not _answer(first)
    assert _state(call, 2) is ProposalState.PUBLISHED
    (waiting,) = list_open_merges(moderator, call.slug)
    assert [one.waits for one in (waiting.into, *waiting.parts)] == [False, False, True]
    assert _answer(third)
    kept = find_proposal(ANONYMOUS, call.slug, 1)
    assert kept is not None
    assert (kept.state, kept.author_name, kept.co_authors) == (
        ProposalState.PUBLISHED,
        "Habitante 1",
        ("Habitante 2", "Habitante 3"),
    )
    for number, title in ((2, "Des bancs verts"), (3, "Des chaises")):
        part = find_proposal(ANONYMOUS, call.slug, number)
        assert part is not None
        assert (part.state, part.merged_into, part.content.title) == (ProposalState.MERGED, 1, title)
    merged = [(one.number, one.title) for one in list_merged_into(call.slug, 1)]
    assert merged == [(2, "Des bancs verts"), (3, "Des chaises")]
    assert list_open_merges(moderator, call.slug) == ()
    assert "sont réunies" in mails_to("habitante.2@essai.example")[-1].body


def test_new_authors_write_what_is_kept_and_no_longer_what_was_merged(call: DecidedCall, moderator: Actor) -> None:
    ask_merge(moderator, call.slug, 1, (2,), DURING_CALL)
    _answer(call.people[0])
    _answer(call.people[1])
    with read_session() as session:
        kept, part = (load_proposal(session, call.slug, number).id or 0 for number in (1, 2))
    written = open_written(call.people[1], kept, LATER)
    assert "habitante.2@" not in repr(written.authors), "no address is shown to the other authors"
    with refused("proposal-final"):
        open_written(call.people[1], part, LATER)
    assert {mine.id for mine in list_mine(call.people[1], LATER)} == {kept, part}


def test_one_refusal_ends_it_and_everyone_is_told(call: DecidedCall, moderator: Actor) -> None:
    ask_merge(moderator, call.slug, 1, (2, 3), DURING_CALL)
    _answer(call.people[0])
    assert not _answer(call.people[1], agrees=False)
    assert list_my_merges(call.people[2]) == ()
    assert list_open_merges(moderator, call.slug) == ()
    assert [_state(call, number) for number in (1, 2, 3)] == [ProposalState.PUBLISHED] * 3
    assert "restent séparées" in mails_to("habitante.3@essai.example")[-1].body
    ask_merge(moderator, call.slug, 1, (2,), LATER)


def test_a_co_author_of_a_part_must_agree_too_even_one_who_came_later(call: DecidedCall, moderator: Actor) -> None:
    ask_merge(moderator, call.slug, 1, (2,), DURING_CALL)
    with read_session() as session:
        part = load_proposal(session, call.slug, 2).id or 0
    ask_co_author(call.people[1], part, "habitante.4@essai.example", DURING_CALL)
    (invited,) = list_invitations(call.people[3])
    answer_invitation(call.people[3], invited.id, accepts=True, now=DURING_CALL)
    _answer(call.people[0])
    assert not _answer(call.people[1])
    assert _answer(call.people[3])
    kept = find_proposal(ANONYMOUS, call.slug, 1)
    assert kept is not None
    assert kept.co_authors == ("Habitante 2", "Habitante 4")


def test_supports_and_favourites_move_and_count_once_for_each(call: DecidedCall, moderator: Actor) -> None:
    first, second, third, fourth, fifth = call.people
    for person, number in ((fourth, 1), (fourth, 2), (fifth, 2), (third, 2), (second, 1), (first, 2)):
        give_support(person, call.slug, number, DURING_CALL)
    follow(fifth, call.slug, 2, DURING_CALL)
    ask_merge(moderator, call.slug, 1, (2,), DURING_CALL)
    _answer(first)
    _answer(second)
    assert find_backing(ANONYMOUS, call.slug, 1).supports == 3, "the third, fourth and fifth resident"
    assert 1 in {one.number for one in list_favourites(fifth)}


def test_a_paper_is_answered_for_by_an_agent_and_its_person_stays_unnamed(call: DecidedCall, moderator: Actor) -> None:
    paper = enter_paper_proposal(moderator, call.slug, PaperAuthor("Rose Invent", "rose@essai.example"), DURING_CALL)
    save_draft(moderator, paper, COMPLETE, 0, DURING_CALL)
    number = send_proposal(moderator, paper, DURING_CALL)
    publish(moderator, call.slug, number, DURING_CALL)
    ask_merge(moderator, call.slug, 1, (number,), DURING_CALL)
    (asked,) = list_my_merges(moderator)
    assert asked.on_paper == (number,)
    assert list_my_merges(call.staff[Role.REVIEWER]) == ()
    assert not _answer(moderator)
    assert _answer(call.people[0])
    kept = find_proposal(ANONYMOUS, call.slug, 1)
    assert kept is not None
    assert "Rose" not in repr(kept)
    with read_session() as session:
        row = load_proposal(session, call.slug, 1)
        assert "rose@essai.example" in author_addresses(session, row), "she learns what is decided"
        assert "rose" not in repr(open_written(call.people[0], row.id or 0, LATER).authors)


@pytest.mark.parametrize("numbers", [(1, ()), (1, (1,)), (1, (2, 2)), (1, tuple(range(2, MOST_PARTS + 3)))])
def test_numbers_that_make_no_merge_are_refused(
    call: DecidedCall, moderator: Actor, numbers: tuple[int, tuple[int, ...]]
) -> None:
    with refused("merge-numbers", field="numbers"):
        ask_merge(moderator, call.slug, *numbers, DURING_CALL)


def test_what_is_not_public_decided_or_asked_about_already_cannot_be_merged(
    call: DecidedCall, moderator: Actor
) -> None:
    waiting = call.propose(call.people[3])
    with refused("merge-state", number=waiting):
        ask_merge(moderator, call.slug, 1, (waiting,), DURING_CALL)
    with refused("proposal-unknown"):
        ask_merge(moderator, call.slug, 1, (99,), DURING_CALL)
    ask_merge(moderator, call.slug, 1, (2,), DURING_CALL)
    for into, part in ((3, 1), (2, 3)):
        with refused("merge-state"):
            ask_merge(moderator, call.slug, into, (part,), DURING_CALL)
    call.decide(3)
    with refused("merge-state", number=3):
        ask_merge(moderator, call.slug, call.publish(call.people[4]), (3,), DURING_CALL)


def test_a_withdrawal_or_a_decision_ends_the_question(call: DecidedCall, moderator: Actor) -> None:
    ask_merge(moderator, call.slug, 1, (2,), DURING_CALL)
    merge = _asked(call.people[0])
    with read_session() as session:
        part = load_proposal(session, call.slug, 2).id or 0
    withdraw_proposal(call.people[1], part, DURING_CALL)
    with refused("merge-unknown"):
        answer_merge(call.people[0], merge, agrees=True, now=LATER)
    ask_merge(moderator, call.slug, 1, (3,), LATER)
    call.decide(3)
    assert list_my_merges(call.people[0]) == ()


def test_a_moderator_can_take_the_question_back(call: DecidedCall, moderator: Actor) -> None:
    ask_merge(moderator, call.slug, 1, (2,), DURING_CALL)
    merge = _asked(call.people[0])
    withdraw_merge(moderator, merge, LATER)
    with refused("merge-unknown"):
        withdraw_merge(moderator, merge, LATER)
    with refused("merge-unknown"):
        answer_merge(call.people[0], merge, agrees=True, now=LATER)


def test_only_authors_answer_and_each_once(call: DecidedCall, moderator: Actor) -> None:
    ask_merge(moderator, call.slug, 1, (2,), DURING_CALL)
    merge = _asked(call.people[0])
    with refused("sign-in-first"):
        answer_merge(ANONYMOUS, merge, agrees=True, now=LATER)
    for stranger in (call.people[2], *call.staff.values()):
        assert list_my_merges(stranger) == ()
        with refused("merge-unknown"):
            answer_merge(stranger, merge, agrees=True, now=LATER)
    _answer(call.people[0])
    with refused("merge-unknown"):
        answer_merge(call.people[0], merge, agrees=False, now=LATER)
    assert list_my_merges(ANONYMOUS) == ()


@pytest.mark.parametrize("role", [None, *Role])
def test_only_moderators_ask_list_and_take_back(call: DecidedCall, role: Role | None) -> None:
    actor = call.staff[role] if role else call.people[4]
    if role in ALLOWED[Action.MODERATE]:
        ask_merge(actor, call.slug, 1, (2,), DURING_CALL)
        (merge,) = list_open_merges(actor, call.slug)
        withdraw_merge(actor, merge.id, LATER)
        return
    for act in (
        lambda: ask_merge(actor, call.slug, 1, (2,), DURING_CALL),
        lambda: list_open_merges(actor, call.slug),
        lambda: withdraw_merge(actor, 1, LATER),
    ):
        with refused("not-allowed"):
            act()


def test_the_action_log_tells_numbers_and_no_names(call: DecidedCall, moderator: Actor) -> None:
    ask_merge(moderator, call.slug, 1, (2,), DURING_CALL)
    _answer(call.people[0])
    _answer(call.people[1])
    with read_session() as session:
        logged = repr([vars(row) for row in session.exec(select(ActionRow))])
    for action in ("ask-merge", "answer-merge", "'merge'"):
        assert action in logged
    assert "Habitante" not in logged
