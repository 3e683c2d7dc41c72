"""The rule of an edition: chosen while the vote is prepared, frozen with the ballot list when it is set up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlmodel import Session

from budget_app.domain.allocation.descriptor import Dividing, Rule, check_rule_for
from budget_app.domain.allocation.funding import check_rule_names
from budget_app.domain.allocation.rule_json import compose_rule, parse_rule
from budget_app.domain.allocation.votes import sealing_for, usual_rule
from budget_app.domain.ballot_kind import BallotKind, Sealing
from budget_app.domain.ballot_list import find_rule
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.project import ProjectView
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.editions import load_edition, load_election, load_in_preparation
from budget_app.services.projects import load_projects
from budget_app.storage.board import ElectionRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow


@dataclass(frozen=True)
class EditionRule:
    """The rule as it stands, what it means for the ballots, and whether it can still change."""

    rule: Rule
    kind: BallotKind
    sealing: Sealing
    frozen: bool


def rule_of(edition: EditionRow) -> Rule:
    """The rule that the organiser chose, or the usual one, whose seed of lots is the name of the vote."""
    if edition.rule is None:
        return usual_rule(BallotKind(edition.ballot_kind), edition.budget, edition.uuid)
    return parse_rule(edition.rule.encode())


def rule_in_force(edition: EditionRow, election: ElectionRow) -> Rule:
    """The frozen rule once there is one, whatever the edition says since; else :func:`rule_of`."""
    frozen = find_rule(election.ballot_list) if election.ballot_list else None
    return frozen or rule_of(edition)


def sealing_in_force(edition: EditionRow) -> Sealing:
    """What is decrypted after the vote, by kind of ballots and rule."""
    return sealing_for(rule_of(edition), BallotKind(edition.ballot_kind))


def check_rule_of(edition: EditionRow, projects: tuple[ProjectView, ...]) -> None:
    """Raises InvalidInputError ``rule-project-unknown`` or ``rule-place-unknown`` for a name that is no more there."""
    rule = rule_of(edition)
    check_rule_names(rule, {str(project.number) for project in projects})
    if rule.envelopes is None or rule.envelopes.by is Dividing.COST:
        return
    by_district = rule.envelopes.by is Dividing.DISTRICT
    known = {project.district if by_district else project.category for project in projects}
    for pot in rule.envelopes.pots:
        for name in pot.holds:
            if name not in known:
                raise InvalidInputError("rule-place-unknown", name=name[:40])


def find_edition_rule(slug: str) -> EditionRule:
    """The rule of an edition, which everybody may read; raises NotFoundError ``edition-unknown``."""
    with read_session() as session:
        return _edition_rule(session, slug)


def _edition_rule(session: Session, slug: str) -> EditionRule:
    edition = load_edition(session, slug)
    election = load_election(session, edition.uuid)
    rule, kind = rule_in_force(edition, election), BallotKind(edition.ballot_kind)
    return EditionRule(rule, kind, sealing_for(rule, kind), frozen=election.ballot_list is not None)


def choose_rule(actor: Actor, slug: str, rule: Rule) -> None:
    """Sets the rule of an edition whose vote is not set up; its budget is the edition's, whatever ``rule`` says.

    Raises InvalidInputError ``rule-not-for-ballots``, ``rule-project-unknown``, ``rule-place-unknown`` or what
    :class:`Rule` refuses, ConflictError ``vote-already-set-up``, NotAllowedError.
    """
    require(actor, ORGANISER)
    with write_session() as session:
        edition = load_in_preparation(session, slug)
        chosen = replace(rule, budget=edition.budget)
        check_rule_for(chosen, BallotKind(edition.ballot_kind))
        edition.rule = compose_rule(chosen).decode()
        check_rule_of(edition, load_projects(session, edition.id or 0))
        session.add(edition)
