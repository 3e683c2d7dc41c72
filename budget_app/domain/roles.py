"""Roles of people, and which role may do which action. docs/roles.md is made from this table."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an account may be given. Everyone with an account is a resident; an author is one by having written."""

    AGENT = "agent"
    REVIEWER = "reviewer"
    CHAIR = "chair"
    ORGANISER = "organiser"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What needs a role, in the order of an edition."""

    MANAGE_ACCOUNTS = "manage-accounts"
    READ_ACTION_LOG = "read-action-log"
    MANAGE_EDITION = "manage-edition"
    ENTER_PAPER_PROPOSAL = "enter-paper-proposal"
    MODERATE = "moderate"
    ASSIGN_REVIEWS = "assign-reviews"
    REVIEW = "review"
    READ_REVIEWS = "read-reviews"
    READ_CONFLICTS = "read-conflicts"
    DECIDE = "decide"
    RELEASE_DECISIONS = "release-decisions"


_ORGANISER = frozenset({Role.ORGANISER})

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.MANAGE_ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
    Action.READ_ACTION_LOG: frozenset({Role.ADMINISTRATOR, Role.ORGANISER, Role.AUDITOR}),
    Action.MANAGE_EDITION: _ORGANISER,
    Action.ENTER_PAPER_PROPOSAL: frozenset({Role.AGENT, Role.ORGANISER}),
    Action.MODERATE: frozenset({Role.AGENT, Role.ORGANISER}),
    Action.ASSIGN_REVIEWS: frozenset({Role.CHAIR, Role.ORGANISER}),
    Action.REVIEW: frozenset({Role.REVIEWER, Role.CHAIR}),
    Action.READ_REVIEWS: frozenset({Role.REVIEWER, Role.CHAIR, Role.ORGANISER, Role.AUDITOR}),
    Action.READ_CONFLICTS: frozenset({Role.CHAIR, Role.AUDITOR}),
    Action.DECIDE: frozenset({Role.CHAIR}),
    Action.RELEASE_DECISIONS: _ORGANISER,
}
