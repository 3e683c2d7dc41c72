"""What residents do with each other's proposals: supports, favourites, comments and flags, within limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from budget_app.domain.call_rules import CallRules, Moderation
from budget_app.domain.proposal import ProposalState
from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.services import comments, flags, supports
from budget_app.services.actor import ANONYMOUS, SYSTEM, Actor
from budget_app.services.call_rules import choose_call_rules
from budget_app.services.comments import list_comments, write_comment
from budget_app.services.moderation import hide, publish
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import BEFORE_CALL, CALL_CLOSES, COMPLETE, DURING_CALL, SimulatedCall

pytestmark = pytest.mark.usefixtures("database")


def _call(rules: CallRules) -> SimulatedCall:
    """A call with the published proposal 1 of the first resident; 2 waits."""
    call = SimulatedCall().create()
    choose_call_rules(SYSTEM, call.slug, replace(rules, proposals_each=0), BEFORE_CALL)
    number = call.propose(call.people[0])
    publish(call.staff[Role.AGENT], call.slug, number, DURING_CALL)
    hide(call.staff[Role.AGENT], call.slug, call.propose(call.people[0]), "Raison", DURING_CALL)
    return call


@pytest.fixture
def call() -> SimulatedCall:
    return _call(CallRules(supports_needed=2, moderation=Moderation.AFTER))


@pytest.fixture
def careful() -> SimulatedCall:
    """Comments are looked at first."""
    return _call(CallRules(words_to_check=("zut",)))


def test_a_support_counts_once_and_can_be_taken_back(call: SimulatedCall) -> None:
    neighbour = call.people[1]
    for _again in range(2):
        supports.give_support(neighbour, call.slug, 1, DURING_CALL)
    assert supports.find_backing(neighbour, call.slug, 1) == supports.Backing(1, 2, supported=True, followed=False)
    assert supports.find_backing(ANONYMOUS, call.slug, 1) == supports.Backing(1, 2, supported=False, followed=False)
    supports.take_support_back(neighbour, call.slug, 1, DURING_CALL)
    supports.take_support_back(neighbour, call.slug, 1, DURING_CALL)
    assert supports.find_backing(neighbour, call.slug, 1).supports == 0


def test_authors_do_not_support_themselves_and_supports_end_with_the_call(call: SimulatedCall) -> None:
    with refused("support-own"):
        supports.give_support(call.people[0], call.slug, 1, DURING_CALL)
    with refused("call-closed"):
        supports.give_support(call.people[1], call.slug, 1, CALL_CLOSES)
    with refused("call-closed"):
        supports.take_support_back(call.people[1], call.slug, 1, CALL_CLOSES)


def test_an_edition_that_needs_no_supports_takes_none(careful: SimulatedCall) -> None:
    with refused("supports-not-asked"):
        supports.give_support(careful.people[1], careful.slug, 1, DURING_CALL)


def test_favourites_are_listed_for_their_owner_until_they_are_taken_off(call: SimulatedCall) -> None:
    supports.follow(call.people[1], call.slug, 1, DURING_CALL)
    supports.follow(call.people[1], call.slug, 1, DURING_CALL)
    assert supports.list_favourites(call.people[1]) == (supports.Followed(call.slug, 1, COMPLETE.title),)
    assert supports.list_favourites(call.people[0]) == ()
    supports.unfollow(call.people[1], call.slug, 1)
    assert supports.list_favourites(call.people[1]) == ()


def test_a_comment_is_read_at_once_where_moderation_comes_after(call: SimulatedCall) -> None:
    write_comment(call.people[1], call.slug, 1, " Bonne idée <b>! ", DURING_CALL)
    (comment,) = list_comments(ANONYMOUS, call.slug, 1)
    assert (comment.body, comment.author_name, comment.mine) == ("Bonne idée <b>!", "Habitante 2", False)


def test_a_comment_that_waits_is_read_by_its_author_and_the_moderators_only(careful: SimulatedCall) -> None:
    known = write_comment(careful.people[1], careful.slug, 1, "Zut, trop cher !", DURING_CALL)
    assert list_comments(ANONYMOUS, careful.slug, 1) == ()
    assert list_comments(careful.people[2], careful.slug, 1) == ()
    assert list_comments(careful.people[1], careful.slug, 1)[0].mine
    agent = careful.staff[Role.AGENT]
    (waiting,) = comments.comment_queue(agent, careful.slug)
    assert (waiting.id, waiting.proposal, waiting.words) == (known, 1, ("zut",))
    comments.publish_comment(agent, careful.slug, known, DURING_CALL)
    assert [comment.id for comment in list_comments(ANONYMOUS, careful.slug, 1)] == [known]
    comments.hide_comment(agent, careful.slug, known, "Grossier", DURING_CALL)
    assert list_comments(careful.people[1], careful.slug, 1) == ()
    with refused("moderation-state"):
        comments.publish_comment(agent, careful.slug, known, DURING_CALL)


def test_one_takes_back_ones_own_comment_and_no_other(call: SimulatedCall) -> None:
    known = write_comment(call.people[1], call.slug, 1, "Bonne idée", DURING_CALL)
    for comment in (known, 9_999):
        with refused("comment-unknown"):
            comments.withdraw_comment(call.people[2], comment)
    comments.withdraw_comment(call.people[1], known)
    assert list_comments(call.people[1], call.slug, 1) == ()


@pytest.mark.parametrize(("body", "code"), [("  ", "field-empty"), ("x" * 2_001, "field-too-long")])
def test_a_comment_says_something_and_not_too_much(call: SimulatedCall, body: str, code: str) -> None:
    with refused(code):
        write_comment(call.people[1], call.slug, 1, body, DURING_CALL)
    with refused(code):
        flags.raise_flag(call.people[1], call.slug, 1, body, DURING_CALL)
    assert list_comments(ANONYMOUS, call.slug, 1) == ()


def test_comments_and_flags_are_limited_by_the_day(call: SimulatedCall) -> None:
    writer = call.people[1]
    known = [write_comment(writer, call.slug, 1, "Encore", DURING_CALL) for _again in range(comments.COMMENTS_A_DAY)]
    with refused("comments-too-many"):
        write_comment(writer, call.slug, 1, "De trop", DURING_CALL)
    write_comment(call.people[2], call.slug, 1, "Quelqu’un d’autre", DURING_CALL)
    write_comment(writer, call.slug, 1, "Le lendemain", DURING_CALL + timedelta(days=1))
    for comment in known[: flags.FLAGS_A_DAY]:
        flags.raise_flag(call.people[2], call.slug, 1, "Répète", DURING_CALL, comment)
    with refused("flags-too-many"):
        flags.raise_flag(call.people[2], call.slug, 1, "Trop", DURING_CALL)


def test_where_there_are_no_comments_none_is_taken() -> None:
    call = _call(CallRules(comments=False))
    with refused("comments-closed"):
        write_comment(call.people[1], call.slug, 1, "Bonne idée", DURING_CALL)


def test_a_flag_waits_for_the_moderators_once_a_person_and_thing(call: SimulatedCall) -> None:
    known = write_comment(call.people[1], call.slug, 1, "Une insulte", DURING_CALL)
    flags.raise_flag(call.people[2], call.slug, 1, "Doublon", DURING_CALL)
    flags.raise_flag(call.people[2], call.slug, 1, "Insulte", DURING_CALL, known)
    for comment in (None, known):
        with refused("flag-twice"):
            flags.raise_flag(call.people[2], call.slug, 1, "Encore", DURING_CALL, comment)
    with refused("comment-unknown"):
        flags.raise_flag(call.people[2], call.slug, 1, "Rien", DURING_CALL, 9_999)
    agent = call.staff[Role.AGENT]
    first, second = flags.list_flags(agent, call.slug)
    assert (first.title, first.comment_id) == (COMPLETE.title, None)
    assert (second.comment, second.reason) == ("Une insulte", "Insulte")
    for _again in range(2):
        flags.settle_flag(agent, call.slug, first.id, DURING_CALL)
    assert flags.list_flags(agent, call.slug) == (second,)


def test_what_is_not_public_is_neither_supported_nor_followed_nor_spoken_of(call: SimulatedCall) -> None:
    neighbour = call.people[1]
    for number in (2, 99):
        with refused("proposal-unknown"):
            supports.give_support(neighbour, call.slug, number, DURING_CALL)
        with refused("proposal-unknown"):
            supports.find_backing(neighbour, call.slug, number)
        with refused("proposal-unknown"):
            supports.follow(neighbour, call.slug, number, DURING_CALL)
        with refused("proposal-unknown"):
            write_comment(neighbour, call.slug, number, "Bonjour", DURING_CALL)
        with refused("proposal-unknown"):
            list_comments(neighbour, call.slug, number)
        with refused("proposal-unknown"):
            flags.raise_flag(neighbour, call.slug, number, "Raison", DURING_CALL)


def test_nobody_does_any_of_it_without_an_account(call: SimulatedCall) -> None:
    with refused("sign-in-first"):
        supports.give_support(ANONYMOUS, call.slug, 1, DURING_CALL)
    with refused("sign-in-first"):
        supports.take_support_back(ANONYMOUS, call.slug, 1, DURING_CALL)
    with refused("sign-in-first"):
        supports.follow(ANONYMOUS, call.slug, 1, DURING_CALL)
    with refused("sign-in-first"):
        supports.unfollow(ANONYMOUS, call.slug, 1)
    with refused("sign-in-first"):
        supports.list_favourites(ANONYMOUS)
    with refused("sign-in-first"):
        write_comment(ANONYMOUS, call.slug, 1, "Bonjour", DURING_CALL)
    with refused("sign-in-first"):
        comments.withdraw_comment(ANONYMOUS, 1)
    with refused("sign-in-first"):
        flags.raise_flag(ANONYMOUS, call.slug, 1, "Raison", DURING_CALL)


def test_only_moderators_moderate_what_is_said(careful: SimulatedCall) -> None:
    known = write_comment(careful.people[1], careful.slug, 1, "Bonjour", DURING_CALL)
    flags.raise_flag(careful.people[1], careful.slug, 1, "Raison", DURING_CALL)
    strangers: list[Actor] = [ANONYMOUS, *careful.people]
    strangers += [actor for role, actor in careful.staff.items() if role not in ALLOWED[Action.MODERATE]]
    for actor in strangers:
        with refused("not-allowed"):
            comments.comment_queue(actor, careful.slug)
        with refused("not-allowed"):
            comments.publish_comment(actor, careful.slug, known, DURING_CALL)
        with refused("not-allowed"):
            comments.hide_comment(actor, careful.slug, known, "Raison", DURING_CALL)
        with refused("not-allowed"):
            flags.list_flags(actor, careful.slug)
        with refused("not-allowed"):
            flags.settle_flag(actor, careful.slug, 1, DURING_CALL)
    agent = careful.staff[Role.AGENT]
    own = write_comment(agent, careful.slug, 1, "De l’agent", DURING_CALL)
    with refused("moderation-own"):
        comments.publish_comment(agent, careful.slug, own, DURING_CALL)
    with refused("flag-unknown"):
        flags.settle_flag(agent, careful.slug, 9_999, DURING_CALL)
    with refused("comment-unknown"):
        comments.publish_comment(agent, careful.slug, 9_999, DURING_CALL)
    assert comments.comment_queue(agent, careful.slug)[0].state is ProposalState.WAITING
