"""The rules of an edition's call: found by everyone, chosen by the organiser until the call opens."""

from __future__ import annotations

from datetime import datetime

from budget_app.domain.call_rules import CallRules, read_call_rules
from budget_app.domain.errors import ConflictError
from budget_app.domain.roles import Action
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.editions import load_edition
from budget_app.storage.database import read_session, write_session


def find_call_rules(slug: str) -> CallRules:
    """The rules of the call, the usual ones until others are chosen; raises NotFoundError ``edition-unknown``."""
    with read_session() as session:
        return read_call_rules(load_edition(session, slug).call_rules)


def choose_call_rules(actor: Actor, slug: str, rules: CallRules, now: datetime) -> None:
    """Keeps the rules of the call.

    Raises ConflictError ``call-rules-frozen`` once the call has opened, InvalidInputError with the field that cannot
    be taken, NotAllowedError, NotFoundError.
    """
    require_action(actor, Action.MANAGE_EDITION)
    rules.check()
    with write_session() as session:
        edition = load_edition(session, slug)
        if edition.proposals_from is not None and now >= edition.proposals_from:
            raise ConflictError("call-rules-frozen")
        edition.call_rules = rules.to_json()
        session.add(edition)
        note_action(session, actor, "choose-call-rules", f"edition/{slug}", now)
