"""Who acts, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from budget_app.domain.errors import NotAllowedError
from budget_app.domain.roles import ALLOWED, Action, Role

ORGANISER = "organiser"


@dataclass(frozen=True)
class Actor:
    """A signed-in account with its roles, or nobody."""

    account_id: int | None
    roles: frozenset[str]

    def has(self, role: str) -> bool:
        """Whether the actor has ``role``."""
        return role in self.roles


ANONYMOUS = Actor(None, frozenset())
SYSTEM = Actor(None, frozenset({ORGANISER, Role.ADMINISTRATOR}))


def require(actor: Actor, role: str) -> None:
    """Raises NotAllowedError ``not-allowed`` unless the actor has ``role``."""
    if not actor.has(role):
        raise NotAllowedError("not-allowed", role=role)


def may(actor: Actor, action: Action) -> bool:
    """Whether one of the actor's roles allows the action."""
    return bool(actor.roles & ALLOWED[action])


def require_action(actor: Actor, action: Action) -> None:
    """Raises NotAllowedError ``not-allowed`` unless one of the actor's roles allows the action."""
    if not may(actor, action):
        raise NotAllowedError("not-allowed", action=action)
