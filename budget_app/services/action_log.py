"""The action log: what staff and authors did, chained by hashes, so that a row that was changed or taken out shows."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.services.actor import Actor
from budget_app.storage.action_log import ActionRow

START = "0" * 64


def action_hash(row: ActionRow) -> str:
    """The SHA-256, in hexadecimal, of the row before and of what this one says."""
    said = [row.previous, row.account_id, row.action, row.subject, row.facts, row.done_at.isoformat()]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def note_action(session: Session, actor: Actor, action: str, subject: str, now: datetime, **facts: object) -> None:
    """Adds a row inside the caller's transaction, so that what is logged is what happened.

    ``action`` is the name of the service, ``subject`` what it was done to ("edition/printemps", "proposal/12").
    Facts are public codes and numbers: no names, addresses, words of people, nor choices.
    """
    last = session.exec(select(ActionRow.hash).order_by(col(ActionRow.id).desc()).limit(1)).first()
    row = ActionRow(
        account_id=actor.account_id,
        action=action,
        subject=subject,
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        done_at=now,
        previous=last or START,
        hash="",
    )
    row.hash = action_hash(row)
    session.add(row)
    session.flush()
