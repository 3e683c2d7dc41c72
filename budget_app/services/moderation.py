"""Moderation of proposals: what waits to be looked at, published, hidden with a reason, shown again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlmodel import Session, col, select

from budget_app.domain.call_rules import read_call_rules
from budget_app.domain.errors import ConflictError, NotAllowedError
from budget_app.domain.project import MAX_SUMMARY
from budget_app.domain.proposal import ProposalState, ProposalView
from budget_app.domain.roles import Action
from budget_app.domain.texts import check_text
from budget_app.domain.word_check import find_words
from budget_app.locale import translate
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.editions import load_edition
from budget_app.services.mail import queue
from budget_app.services.notices import author_addresses
from budget_app.services.proposals import as_proposal, is_author, load_proposal
from budget_app.settings import read_settings
from budget_app.storage.database import read_session, write_session
from budget_app.storage.proposals import ProposalRow

LISTED = 50


@dataclass(frozen=True)
class Waiting:
    """A proposal to look at, and the words of the town's list that stand in it."""

    proposal: ProposalView
    words: tuple[str, ...]


def moderation_queue(actor: Actor, slug: str) -> tuple[Waiting, ...]:
    """The first 50 proposals that nobody has looked at yet, the oldest first; raises NotAllowedError, NotFoundError."""
    require_action(actor, Action.MODERATE)
    with read_session() as session:
        edition = load_edition(session, slug)
        wanted = read_call_rules(edition.call_rules).words_to_check
        rows = session.exec(
            select(ProposalRow)
            .where(
                ProposalRow.edition_id == edition.id,
                col(ProposalRow.state).in_((ProposalState.WAITING, ProposalState.PUBLISHED)),
                col(ProposalRow.looked_at).is_(None),
            )
            .order_by(col(ProposalRow.changed_at), col(ProposalRow.id))
            .limit(LISTED)
        )
        proposals = [as_proposal(session, row) for row in rows]
    return tuple(Waiting(proposal, find_words(_said(proposal), wanted)) for proposal in proposals)


def list_hidden(actor: Actor, slug: str) -> tuple[ProposalView, ...]:
    """The last 50 proposals that were hidden, the newest first; raises NotAllowedError, NotFoundError."""
    require_action(actor, Action.MODERATE)
    with read_session() as session:
        edition = load_edition(session, slug)
        hidden = select(ProposalRow).where(
            ProposalRow.edition_id == edition.id, ProposalRow.state == ProposalState.HIDDEN
        )
        rows = session.exec(hidden.order_by(col(ProposalRow.looked_at).desc(), col(ProposalRow.id)).limit(LISTED))
        return tuple(as_proposal(session, row) for row in rows)


def _said(proposal: ProposalView) -> str:
    content = proposal.content
    return "\n".join((content.title, content.summary, content.description, content.beneficiaries, content.place))


def _load(session: Session, actor: Actor, slug: str, number: int, states: tuple[ProposalState, ...]) -> ProposalRow:
    """The row to moderate.

    Raises NotAllowedError ``moderation-own`` to its authors, ConflictError ``moderation-state`` in another state.
    """
    row = load_proposal(session, slug, number)
    if is_author(session, actor, row):
        raise NotAllowedError("moderation-own")
    if row.state not in states:
        raise ConflictError("moderation-state")
    return row


def _move(session: Session, row: ProposalRow, state: ProposalState, reason: str, now: datetime) -> None:
    row.state, row.hidden_reason, row.looked_at, row.revision = state, reason, now, row.revision + 1
    session.add(row)


def publish(actor: Actor, slug: str, number: int, now: datetime) -> None:
    """Says that a proposal was looked at and may be read by everyone; its author is told when it had to wait.

    Raises NotAllowedError, NotFoundError, ConflictError ``moderation-state``.
    """
    require_action(actor, Action.MODERATE)
    with write_session() as session:
        row = _load(session, actor, slug, number, (ProposalState.WAITING, ProposalState.PUBLISHED))
        waited = row.state == ProposalState.WAITING
        _move(session, row, ProposalState.PUBLISHED, "", now)
        if waited:
            _tell(session, row, slug, now)
        note_action(session, actor, "publish", f"proposal/{row.id}", now, number=number)


def hide(actor: Actor, slug: str, number: int, reason: str, now: datetime) -> None:
    """Takes a proposal out of sight, for a reason that its author is told.

    Raises as :func:`publish`, and InvalidInputError ``field-empty`` or ``field-too-long``.
    """
    require_action(actor, Action.MODERATE)
    why = check_text(reason, "reason", MAX_SUMMARY)
    with write_session() as session:
        row = _load(session, actor, slug, number, (ProposalState.WAITING, ProposalState.PUBLISHED))
        _move(session, row, ProposalState.HIDDEN, why, now)
        _tell(session, row, slug, now)
        note_action(session, actor, "hide", f"proposal/{row.id}", now, number=number)


def show_again(actor: Actor, slug: str, number: int, now: datetime) -> None:
    """Publishes a hidden proposal; raises as :func:`publish`."""
    require_action(actor, Action.MODERATE)
    with write_session() as session:
        row = _load(session, actor, slug, number, (ProposalState.HIDDEN,))
        _move(session, row, ProposalState.PUBLISHED, "", now)
        _tell(session, row, slug, now)
        note_action(session, actor, "show-again", f"proposal/{row.id}", now, number=number)


def _published_message(row: ProposalRow, link: str, language: str) -> tuple[str, str]:
    body = translate(
        "Bonjour,\n\nVotre proposition n° {number}, « {title} », est publiée :\n\n{link}\n",
        language,
        number=row.number,
        title=row.title,
        link=link,
    )
    return translate("Votre proposition est publiée", language), body


def _hidden_message(row: ProposalRow, link: str, language: str) -> tuple[str, str]:
    body = translate(
        "Bonjour,\n\nVotre proposition n° {number}, « {title} », n’est pas visible du public. La raison :\n\n"
        "{reason}\n\nVous pouvez la modifier tant que l’appel est ouvert, ou écrire à la mairie.\n\n{link}\n",
        language,
        number=row.number,
        title=row.title,
        reason=row.hidden_reason,
        link=link,
    )
    return translate("Votre proposition est masquée", language), body


def _tell(session: Session, row: ProposalRow, slug: str, now: datetime) -> None:
    """Mails every author who can be written to, of a paper too, each in their language, in the caller's transaction."""
    link = f"{read_settings().base_url}/proposition?{urlencode({'edition': slug, 'numero': row.number})}"
    hidden = row.state == ProposalState.HIDDEN
    message = _hidden_message if hidden else _published_message
    for address, language in author_addresses(session, row).items():
        queue(session, address, *message(row, link, language), now)
