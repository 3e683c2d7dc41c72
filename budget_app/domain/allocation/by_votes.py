"""The rule "by votes": the most votes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from budget_app.domain.allocation.descriptor import Rule
from budget_app.domain.allocation.election import Tally
from budget_app.domain.allocation.funding import Ranking, fund
from budget_app.domain.allocation.outcome import Funding, Reason
from budget_app.domain.allocation.ties import Tie, TieOrder, tie_order


def below_threshold(rule: Rule, votes: int, voters: int) -> bool:
    """Whether ``votes`` of ``voters`` ballots are too few."""
    return votes < rule.threshold_votes or votes * 100 < rule.threshold_percent * voters


def rank_by_votes(tally: Tally, rule: Rule, ties: TieOrder) -> Ranking:
    """The most votes first; who has enough of them; and how equals were told apart."""
    votes = tally.votes
    order = sorted(range(len(votes)), key=lambda position: (-votes[position], *ties.key(position)))
    refused = {
        position: Reason.BELOW_THRESHOLD for position in order if below_threshold(rule, votes[position], tally.voters)
    }
    return Ranking(tuple(order), votes, refused, ties_by_votes((p for p in order if p not in refused), votes, ties))


def ties_by_votes(order: Iterable[int], votes: Sequence[int], ties: TieOrder) -> tuple[Tie, ...]:
    """The ties among projects that stand in the order of votes."""
    equals = (list(group) for _votes, group in groupby(order, key=lambda position: votes[position]))
    return tuple(ties.tell(positions) for positions in equals if len(positions) > 1)


def fund_by_votes(tally: Tally, rule: Rule) -> Funding:
    """The result of ``rule`` by votes; the order of the input does not matter.

    Raises InvalidInputError ``rule-project-unknown``.
    """
    ties = tie_order(tally.projects, tally.votes, rule.seed)
    return fund(tally.projects, rank_by_votes(tally, rule, ties), rule)
