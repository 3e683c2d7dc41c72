"""Files that somebody broke on purpose: each is read or refused by its code, and nothing else ever happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from budget_app.domain.errors import DomainError
from budget_app.domain.pabulib import parse_pabulib
from budget_app.domain.pabulib_election import election_of
from budget_app.locale.sentences import SENTENCES, sentence
from budget_app.services.frozen_list import parse_frozen_list
from budget_app.services.recount import parse_result_file, recount
from tests.budget_app.counted_votes import counted_vote
from tests.budget_app.pabulib_files import SMALL

SEEDS = st.integers(0, 2**32)
STRANGE = (None, True, -1, 0, 10**17, "", "x", "\u202e", [], [1], {}, {"a": 1}, [[]], "1/0", "\x00")
CHANGES = st.lists(
    st.tuples(st.integers(0, len(SMALL) - 1), st.sampled_from(list(';",\n-\r\t 0a9.é\ufeff')), st.integers(0, 2)),
    min_size=1,
    max_size=4,
)


def _refusal(read: Callable[[], object]) -> DomainError | None:
    """How ``read`` refuses; None when it reads. Anything else that it raises is a fault of ours."""
    try:
        read()
    except DomainError as error:
        return error
    return None


def _dumped(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _changed(value: object, seed: int) -> object:
    """``value`` with one thing in it, somewhere, replaced, added or taken away."""
    chance = Random(seed)  # noqa: S311  a test must be replayable
    copy: object = json.loads(json.dumps(value))
    place = copy
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return copy
        key = chance.choice(keys)
        inner = place[key]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.8:
            place = inner
            continue
        if chance.random() < 0.2:
            del place[key]
        elif isinstance(place, dict) and chance.random() < 0.2:
            place[f"{key}2"] = inner
        else:
            place[key] = chance.choice(STRANGE)
        return copy


@settings(deadline=None, max_examples=400)
@given(CHANGES)
@example([(0, "\ufeff", 1)])
def test_a_pabulib_file_is_read_or_refused_with_its_line(changes: list[tuple[int, str, int]]) -> None:
    text = SMALL
    for place, put, taken in changes:
        text = text[:place] + put + text[place + taken :]
    error = _refusal(lambda: election_of(parse_pabulib(text.encode())))
    if error is not None:
        assert error.code in SENTENCES
        assert f"Line {error.facts['line']}: " in sentence(error, "en")


@settings(deadline=None, max_examples=300)
@given(SEEDS)
def test_a_ballot_list_is_read_or_refused(seed: int) -> None:
    listed = json.loads(json.loads(counted_vote("shares").result)["ballot_list"])
    error = _refusal(lambda: parse_frozen_list(json.dumps(_changed(listed, seed)).encode()))
    assert error is None or error.code in SENTENCES


@settings(deadline=None, max_examples=25)
@given(SEEDS)
@example(1495)
def test_a_result_with_anything_changed_is_refused_or_different_and_never_the_same(seed: int) -> None:
    vote = counted_vote("totals")
    honest = json.loads(vote.result)
    raw = _dumped(_changed(honest, seed))
    if raw == _dumped(honest):  # what was put there is what stood there
        return
    error = _refusal(lambda: parse_result_file(raw))
    assert error.code in SENTENCES if error else not recount(BytesIO(vote.archive), raw).same
