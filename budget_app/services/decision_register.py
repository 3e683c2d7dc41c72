"""The public register of decisions, and its files; nothing of a decision shows before its release."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from budget_app.documents.register_csv import compose_register_csv
from budget_app.domain.call_rules import CallRules, read_call_rules
from budget_app.domain.decision_register import Entry, Register, draw_seed, figures_of
from budget_app.domain.errors import NotFoundError
from budget_app.domain.notice import Decision
from budget_app.domain.proposal import ProposalState
from budget_app.domain.register_json import register_as_json
from budget_app.domain.review import FIRST_ROUND, SECOND_ROUND
from budget_app.services.editions import load_edition
from budget_app.services.notices import as_decision, public_title
from budget_app.settings import read_settings
from budget_app.storage.database import read_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import ProposalRow
from budget_app.storage.reviews import AppealRow, DecisionRow

_Rounds = dict[int, Decision]


def _proposals(session: Session, edition: EditionRow, number: int | None) -> list[ProposalRow]:
    """The sent proposals by number, or the one that is asked for."""
    sent = select(ProposalRow).where(ProposalRow.edition_id == edition.id, col(ProposalRow.number).is_not(None))
    asked = sent if number is None else sent.where(ProposalRow.number == number)
    return list(session.exec(asked.order_by(col(ProposalRow.number))))


def _mine(edition: EditionRow, proposals: Sequence[ProposalRow]) -> ColumnElement[bool]:
    """Whether a decision is about one of the edition's proposals: about the only one, where there is one."""
    alone = proposals[0].id if len(proposals) == 1 else None
    mine = col(DecisionRow.edition_id) == edition.id
    return mine if alone is None else and_(mine, col(DecisionRow.proposal_id) == alone)


def _released(session: Session, mine: ColumnElement[bool], rules: CallRules, now: datetime) -> dict[int, _Rounds]:
    """Released decisions by proposal and round."""
    found: dict[int, _Rounds] = {}
    for row in session.exec(select(DecisionRow).where(mine, col(DecisionRow.released_at) <= now)):
        found.setdefault(row.proposal_id, {})[row.round] = as_decision(row, rules)
    return found


def _appeals(session: Session, mine: ColumnElement[bool]) -> dict[int, datetime]:
    """When appeals were made, by proposal."""
    joined = select(DecisionRow.proposal_id, AppealRow.made_at).where(AppealRow.decision_id == DecisionRow.id, mine)
    return dict(session.exec(joined).all())


def _entries(
    session: Session, edition: EditionRow, rules: CallRules, now: datetime, number: int | None = None
) -> Iterator[Entry]:
    """The entries by number of proposal, or the one that is asked for."""
    proposals = _proposals(session, edition, number)
    mine = _mine(edition, proposals)
    appeals, decisions = _appeals(session, mine), _released(session, mine, rules, now)
    for row in proposals:
        rounds = decisions.get(row.id or 0)
        if rounds is None or row.number is None:
            continue
        yield Entry(
            proposal=row.number,
            title=public_title(row),
            category=row.category,
            district=row.district,
            sent_at=row.sent_at or row.created_at,
            first=rounds[FIRST_ROUND],
            appealed_at=appeals.get(row.id or 0),
            final=rounds.get(SECOND_ROUND),
        )


def find_entry(slug: str, number: int, now: datetime) -> Entry | None:
    """What was decided of one proposal, looked up alone; None before the release. Raises ``edition-unknown``."""
    with read_session() as session:
        return find_entry_of(session, load_edition(session, slug), number, now)


def find_entry_of(session: Session, edition: EditionRow, number: int, now: datetime) -> Entry | None:
    """As :func:`find_entry`, inside the caller's transaction."""
    return next(_entries(session, edition, read_call_rules(edition.call_rules), now, number), None)


def load_register_of(session: Session, edition: EditionRow, now: datetime) -> Register:
    """The register of an edition, inside the caller's transaction."""
    rules = read_call_rules(edition.call_rules)
    sent = select(ProposalRow.state).where(ProposalRow.edition_id == edition.id, col(ProposalRow.number).is_not(None))
    states = [ProposalState(state) for state in session.exec(sent)]
    entries = tuple(_entries(session, edition, rules, now))
    return Register(
        slug=edition.slug,
        town=edition.town,
        edition=edition.name,
        due_at=edition.decisions_at,
        appeals_until=edition.appeals_until,
        criteria=rules.criteria,
        entries=entries,
        figures=figures_of(states, entries, rules.criteria),
        seed=draw_seed(edition.uuid, entries) if entries else None,
    )


def load_register(slug: str, now: datetime) -> Register:
    """The register as it can be read at ``now``; raises NotFoundError ``edition-unknown``."""
    with read_session() as session:
        return load_register_of(session, load_edition(session, slug), now)


def _published(slug: str, now: datetime) -> Register:
    register = load_register(slug, now)
    if not register.entries:
        raise NotFoundError("decisions-not-yet")
    return register


def load_register_csv(slug: str, language: str, now: datetime) -> bytes:
    """The register as CSV; raises NotFoundError ``edition-unknown``, or ``decisions-not-yet`` before the release."""
    return compose_register_csv(_published(slug, now), language)


def load_register_json(slug: str, now: datetime) -> bytes:
    """The register for programs (docs/decisions-register.md); raises as :func:`load_register_csv`."""
    members = register_as_json(_published(slug, now), read_settings().base_url)
    return (json.dumps(members, ensure_ascii=False, indent=1) + "\n").encode()
