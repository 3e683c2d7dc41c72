"""Towns whose vote is counted, of every kind, with projects of several districts, categories and beneficiaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from budget_app.domain.allocation.descriptor import Envelopes, Method, Rule, Satisfaction, Shares, Step, StepUnit
from budget_app.domain.ballot_kind import SMALLEST_OPENED_ROLL, BallotKind, Sealing
from budget_app.domain.edition import VotingRules
from budget_app.domain.project import ProjectDraft
from budget_app.services.actor import SYSTEM
from budget_app.services.elections import close_vote
from budget_app.services.guardians import submit_shuffle
from budget_app.services.projects import change_project
from budget_app.services.rules import choose_rule, find_edition_rule
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_votes import vote_runs

COSTS = (6_000_00, 2_500_00, 2_000_00, 4_000_00, 1_500_00)
TITLES = ("Grande halle du marché couvert", "Jardin", "Bancs", "Skatepark", "Boîtes à livres")
DISTRICTS = ("Centre", "Nord", "Nord", "Sud", "")
CATEGORIES = ("Culture", "Nature", "Nature", "Sport", "Culture")
PUBLICS = ("tous", "familles", "aînés", "jeunes", "")
APPROVALS = [(1, 0, 0, 0, 0)] * 4 + [(1, 0, 0, 1, 0)] * 2 + [(0, 1, 1, 0, 0)] * 3 + [(0, 0, 0, 1, 1)] * 2
"""By votes the hall (6), the skatepark (4) and nothing more; by equal shares the town is divided better."""

BY_VOTES = VotingRules(1, 5)
SINGLE = VotingRules(1, 1, kind=BallotKind.SINGLE)
GRADES = VotingRules(0, 1, kind=BallotKind.GRADES)
RANKING = VotingRules(1, 3, kind=BallotKind.RANKING)
POINTS = VotingRules(1, 1, kind=BallotKind.POINTS, points=5, points_each=3)


class DescribedTown(SimulatedTown):
    """A town of five projects that say where they are and whom they are for."""

    def create(self) -> SimulatedTown:
        """Makes the edition and describes its projects, before a rule speaks of their districts."""
        change, self.change_rule = self.change_rule, None
        super().create()
        described = zip(TITLES, COSTS, DISTRICTS, CATEGORIES, PUBLICS, strict=True)
        for number, (title, cost, district, category, public) in enumerate(described, start=1):
            draft = ProjectDraft(title, cost, district=district, category=category, beneficiaries=public)
            change_project(SYSTEM, self.slug, number, draft)
        if change is not None:
            choose_rule(SYSTEM, self.slug, change(find_edition_rule(self.slug).rule))
        return self


def in_equal_shares(rule: Rule) -> Rule:
    """Equal Shares with everything: shares that rise, filling, comparison."""
    shares = Shares(Satisfaction.COST, Step(10, StepUnit.PERCENT), fill=True, compare=Method.EQUAL_SHARES)
    return replace(rule, method=Method.EQUAL_SHARES, shares=shares)


def counted_town(
    ballots: Sequence[tuple[int, ...]] = APPROVALS,
    rules: VotingRules = BY_VOTES,
    *,
    shared: bool = False,
    envelopes: Envelopes | None = None,
) -> SimulatedTown:
    """The town after its count, by Equal Shares where ``shared``; each ballot gives each project a number."""

    def divided(rule: Rule) -> Rule:
        return replace(rule, envelopes=envelopes)

    opened = shared or rules.kind in (BallotKind.KNAPSACK, BallotKind.RANKING)
    town = DescribedTown(
        projects=len(COSTS),
        voters=SMALLEST_OPENED_ROLL if opened else len(ballots),
        guardians=1,
        rules=rules,
        change_rule=in_equal_shares if shared else divided,
    ).set_up()
    vote_runs(town, -2, 1)
    now = datetime.now(UTC)
    for person, fields in zip(town.people, ballots, strict=False):
        town.cast(person, town.seal_fields(person, *fields).raw, now)
    close_vote(SYSTEM, town.slug, now, early_confirmed=True)
    if find_edition_rule(town.slug).sealing is Sealing.OPENED:
        submit_shuffle(town.uuid, town.token(0), town.shuffle(0), now)
    town.open_count()
    return town
