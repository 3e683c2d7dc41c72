"""What a rule did, as values for JSON: money in cents, fractions exact and written "p/q" in lowest terms."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from budget_app.domain.allocation.allocate import Allocation
from budget_app.domain.allocation.completion import Comparison, SharesResult
from budget_app.domain.allocation.election import Project
from budget_app.domain.allocation.equal_shares import Round
from budget_app.domain.allocation.outcome import Funding, Line
from budget_app.domain.allocation.ties import Tie

Members = dict[str, object]


def exact(number: Fraction) -> str:
    """ "p/q", with q above 0 and nothing to cancel; "p/1" for a whole number.

    Written by way of Decimal, which is exact too: Python writes no integer of more than 4,300 digits by itself, and
    after many hundred purchases a price can have more.
    """
    return "/".join(f"{Decimal(part):f}" for part in number.as_integer_ratio())


def _line(line: Line) -> Members:
    return {
        "project": line.identifier,
        "rank": line.rank,
        "votes": line.votes,
        "cost": line.cost,
        "reason": str(line.reason),
        "left_before": line.left_before,
        "left_after": line.left_after,
        "pot": line.pot,
        "rival": line.rival,
    }


def _tie(tie: Tie | None) -> Members | None:
    return None if tie is None else {"projects": list(tie.projects), "decided": str(tie.decided)}


def _round(round_: Round, projects: tuple[Project, ...]) -> Members:
    return {
        "project": projects[round_.project].identifier,
        "price": exact(round_.price),
        "effective_votes": exact(round_.effective_votes),
        "paid_in_full": round_.paid_in_full,
        "gave_all": round_.gave_all,
        "tie": _tie(round_.tie),
    }


def _comparison(comparison: Comparison | None) -> Members | None:
    if comparison is None:
        return None
    return {
        "more_by_shares": comparison.more_by_shares,
        "more_by_votes": comparison.more_by_votes,
        "even": comparison.even,
        "kept": str(comparison.kept),
    }


def _shares(shares: SharesResult | None, projects: tuple[Project, ...]) -> Members | None:
    if shares is None:
        return None
    return {
        "first_share": exact(shares.first_share),
        "share": exact(shares.share),
        "steps": shares.steps,
        "rounds": [_round(round_, projects) for round_ in shares.rounds],
        "filled": list(shares.filled),
        "comparison": _comparison(shares.comparison),
    }


def _winners(funding: Funding | None) -> list[str] | None:
    return None if funding is None else list(funding.winners)


def outcome_members(allocation: Allocation) -> Members:
    """The outcome. Projects are named by their identifiers, winners in the order in which they were paid for."""
    funding = allocation.funding
    return {
        "budget": funding.budget,
        "spent": funding.spent,
        "left": funding.left,
        "winners": list(funding.winners),
        "winners_by_votes": _winners(allocation.by_votes),
        "lines": [_line(line) for line in funding.lines],
        "ties": [_tie(tie) for tie in funding.ties],
        "shares": _shares(allocation.shares, allocation.tally.projects),
    }
