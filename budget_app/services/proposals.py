"""Proposals: begun, saved as drafts, sent as versions, withdrawn, and read by those who may."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, or_, select

from budget_app.domain.call_rules import Moderation, read_call_rules
from budget_app.domain.errors import ConflictError, DomainError, NotAllowedError, NotFoundError
from budget_app.domain.proposal import (
    Channel,
    FileKind,
    ProposalContent,
    ProposalState,
    ProposalView,
    SentVersion,
    check_inside,
    fold,
    read_content,
)
from budget_app.domain.roles import ALLOWED, Action
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor
from budget_app.services.editions import load_edition
from budget_app.services.projects import load_districts
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import CoAuthorRow, ProposalDraftRow, ProposalRow, ProposalVersionRow

FINAL = (ProposalState.WITHDRAWN, ProposalState.MERGED)
PUBLIC = (ProposalState.PUBLISHED, ProposalState.MERGED)
_STAFF = ALLOWED[Action.MODERATE] | ALLOWED[Action.READ_REVIEWS]


def check_call_open(edition: EditionRow, now: datetime) -> None:
    """Raises ConflictError ``call-not-open`` or ``call-closed`` outside the dates of the call."""
    if edition.proposals_from is None or now < edition.proposals_from:
        raise ConflictError("call-not-open")
    if now >= (edition.review_from or edition.vote_opens_at):
        raise ConflictError("call-closed")


def is_author(session: Session, actor: Actor, row: ProposalRow) -> bool:
    """Whether the actor wrote the proposal, or accepted to be one of its authors."""
    if actor.account_id is None:
        return False
    if row.author_id == actor.account_id:
        return True
    accepted = select(CoAuthorRow.id).where(
        CoAuthorRow.proposal_id == row.id,
        CoAuthorRow.account_id == actor.account_id,
        col(CoAuthorRow.accepted_at).is_not(None),
    )
    return session.exec(accepted).first() is not None


def may_write(session: Session, actor: Actor, row: ProposalRow) -> bool:
    """Whether the actor may change the proposal: its authors, and agents for one that came at the counter."""
    at_counter = row.channel == Channel.COUNTER and bool(actor.roles & ALLOWED[Action.ENTER_PAPER_PROPOSAL])
    return at_counter or is_author(session, actor, row)


def may_read(session: Session, actor: Actor, row: ProposalRow) -> bool:
    """Whether the actor may read the proposal: everyone once it is public, else its authors and staff."""
    if row.state in PUBLIC:
        return True
    sent = row.state != ProposalState.DRAFT
    return (sent and bool(actor.roles & _STAFF)) or may_write(session, actor, row)


def load_proposal(session: Session, slug: str, number: int) -> ProposalRow:
    """The row of a sent proposal; raises NotFoundError ``edition-unknown`` or ``proposal-unknown``."""
    edition = load_edition(session, slug)
    wanted = select(ProposalRow).where(ProposalRow.edition_id == edition.id, ProposalRow.number == number)
    row = session.exec(wanted).first()
    if row is None:
        raise NotFoundError("proposal-unknown")
    return row


def load_written(session: Session, actor: Actor, proposal_id: int) -> ProposalRow:
    """The row of a proposal that the actor may change, locked; raises NotFoundError as if others' did not exist.

    Raises ConflictError ``proposal-final`` for one that was withdrawn or merged.
    """
    wanted = select(ProposalRow).where(ProposalRow.id == proposal_id).with_for_update()
    row = session.exec(wanted).first()
    if row is None or not may_write(session, actor, row):
        raise NotFoundError("proposal-unknown")
    if row.state in FINAL:
        raise ConflictError("proposal-final")
    return row


def edition_of(session: Session, row: ProposalRow) -> EditionRow:
    """The edition that the proposal belongs to."""
    edition = session.get(EditionRow, row.edition_id)
    if edition is None:
        raise RuntimeError("the proposal's edition is not there")
    return edition


def load_version(session: Session, row: ProposalRow, version: int | None = None) -> ProposalContent:
    """What a version says, the newest unless told; empty for a proposal that was never sent."""
    wanted = select(ProposalVersionRow).where(
        ProposalVersionRow.proposal_id == row.id, ProposalVersionRow.version == (version or row.version)
    )
    found = session.exec(wanted).first()
    return ProposalContent() if found is None else read_content(found.content)


def co_authors_of(session: Session, row: ProposalRow) -> list[CoAuthorRow]:
    """Those who accepted to be authors too, in the order in which they were asked."""
    accepted = select(CoAuthorRow).where(CoAuthorRow.proposal_id == row.id, col(CoAuthorRow.accepted_at).is_not(None))
    return list(session.exec(accepted.order_by(col(CoAuthorRow.id))))


def as_proposal(session: Session, row: ProposalRow) -> ProposalView:
    """The proposal of a row with its newest version."""
    return ProposalView(
        id=row.id or 0,
        edition=edition_of(session, row).slug,
        number=row.number,
        state=ProposalState(row.state),
        channel=Channel(row.channel),
        author_id=row.author_id,
        author_name=row.author_name,
        group_name=row.group_name,
        content=load_version(session, row),
        version=row.version,
        created_at=row.created_at,
        sent_at=row.sent_at,
        changed_at=row.changed_at,
        co_authors=tuple(each.name for each in co_authors_of(session, row)),
        merged_into=_number_of(session, row.merged_into),
        hidden_reason=row.hidden_reason,
    )


def _number_of(session: Session, proposal_id: int | None) -> int | None:
    row = session.get(ProposalRow, proposal_id) if proposal_id else None
    return row.number if row else None


def find_proposal(actor: Actor, slug: str, number: int) -> ProposalView | None:
    """One sent proposal; None when there is no such number, or when the actor may not read it."""
    with read_session() as session:
        try:
            row = load_proposal(session, slug, number)
        except DomainError:
            return None
        return as_proposal(session, row) if may_read(session, actor, row) else None


def list_versions(actor: Actor, slug: str, number: int) -> tuple[SentVersion, ...]:
    """The versions of a proposal, the first one first; none when the actor may not read it. Raises NotFoundError."""
    with read_session() as session:
        row = load_proposal(session, slug, number)
        if not may_read(session, actor, row):
            return ()
        sent = select(ProposalVersionRow).where(ProposalVersionRow.proposal_id == row.id)
        rows = session.exec(sent.order_by(col(ProposalVersionRow.version)))
        return tuple(SentVersion(each.version, read_content(each.content), each.saved_at) for each in rows)


def count_of_account(session: Session, edition: EditionRow, account: AccountRow) -> int:
    """How many proposals the account has, those on paper with its address among them.

    What was withdrawn or merged leaves its place.
    """
    mine = select(func.count()).where(
        ProposalRow.edition_id == edition.id,
        or_(col(ProposalRow.author_id) == account.id, col(ProposalRow.contact) == account.email),
        col(ProposalRow.state).not_in(FINAL),
    )
    return session.exec(mine).one()


def _check_room(session: Session, edition: EditionRow, account: AccountRow) -> None:
    """Raises ConflictError ``proposals-too-many``."""
    limit = read_call_rules(edition.call_rules).proposals_each
    if limit and count_of_account(session, edition, account) >= limit:
        raise ConflictError("proposals-too-many", limit=limit)


def start_proposal(actor: Actor, slug: str, now: datetime) -> int:
    """Begins a proposal with an empty draft and gives its id.

    Raises NotAllowedError ``sign-in-first``, ConflictError ``call-not-open``, ``call-closed``, ``proposals-too-many``.
    """
    with write_session() as session:
        account = session.get(AccountRow, actor.account_id) if actor.account_id else None
        if account is None or account.id is None:
            raise NotAllowedError("sign-in-first")
        edition = load_edition(session, slug)
        check_call_open(edition, now)
        _check_room(session, edition, account)
        row = ProposalRow(
            edition_id=edition.id or 0,
            state=ProposalState.DRAFT,
            channel=Channel.WEB,
            author_id=account.id,
            author_name=account.name,
            created_at=now,
            changed_at=now,
        )
        return store_draft(session, row, now)


def store_draft(session: Session, row: ProposalRow, now: datetime) -> int:
    """Stores a new proposal with an empty draft, inside the caller's transaction, and gives its id."""
    session.add(row)
    session.flush()
    if row.id is None:
        raise RuntimeError("the database gave the proposal no id")
    session.add(ProposalDraftRow(proposal_id=row.id, content=ProposalContent().to_json(), saved_at=now))
    session.flush()
    return row.id


def find_draft(actor: Actor, proposal_id: int) -> tuple[ProposalContent, int]:
    """What is being written, and its revision; the newest version and 0 when no change was begun.

    Raises NotFoundError ``proposal-unknown`` unless the actor may change it, ConflictError ``proposal-final``.
    """
    with read_session() as session:
        return draft_of(session, load_written(session, actor, proposal_id))


def draft_of(session: Session, row: ProposalRow) -> tuple[ProposalContent, int]:
    """What is being written of a row, and its revision; the newest version and 0 when no change was begun."""
    draft = session.get(ProposalDraftRow, row.id)
    return (load_version(session, row), 0) if draft is None else (read_content(draft.content), draft.revision)


def save_draft(actor: Actor, proposal_id: int, content: ProposalContent, revision: int, now: datetime) -> int:
    """Keeps what is being written and gives its new revision; ``revision`` is the one that the writer had read.

    A draft is kept also when the call has closed. Raises ConflictError ``draft-changed-elsewhere``, InvalidInputError
    for what not even a draft may hold, and as :func:`find_draft`.
    """
    content.check_shape()
    with write_session() as session:
        load_written(session, actor, proposal_id)
        draft = session.get(ProposalDraftRow, proposal_id)
        if revision != (draft.revision if draft else 0):
            raise ConflictError("draft-changed-elsewhere")
        draft = draft or ProposalDraftRow(proposal_id=proposal_id, content="", saved_at=now)
        draft.content, draft.revision, draft.saved_at = content.to_json(), revision + 1, now
        session.add(draft)
        return draft.revision


def _searched(content: ProposalContent) -> str:
    parts = (content.title, content.summary, content.description, content.place, content.district, content.category)
    return fold(" ".join(parts))


def _take_version(session: Session, row: ProposalRow, content: ProposalContent, actor: Actor, now: datetime) -> None:
    """Makes ``content`` the newest version; the lists' columns repeat it."""
    row.version += 1
    photos = (file.key for file in content.files if file.kind is FileKind.PHOTO)
    for name in ("title", "summary", "category", "district", "latitude", "longitude", "cost"):
        setattr(row, name, getattr(content, name))
    row.picture, row.searched, row.changed_at = next(photos, None), _searched(content), now
    row.revision, row.looked_at = row.revision + 1, None
    session.add(row)
    version = ProposalVersionRow(proposal_id=row.id or 0, version=row.version, content=content.to_json(), saved_at=now)
    version.saved_by = actor.account_id
    session.add(version)


def _next_number(session: Session, edition_id: int) -> int:
    last = session.exec(select(func.max(ProposalRow.number)).where(ProposalRow.edition_id == edition_id)).one()
    return (last or 0) + 1


def send_proposal(actor: Actor, proposal_id: int, now: datetime, revision: int | None = None) -> int:
    """Sends the draft as a new version and gives the proposal's number, which the first sending draws.

    ``revision`` is the one that was read again before sending, where that matters. Raises ConflictError
    ``call-not-open``, ``call-closed``, ``draft-missing``, ``draft-changed-elsewhere``, ``proposal-final``,
    ``parent-not-agreed``, NotFoundError, and InvalidInputError with the first field that is missing or cannot be
    taken. The draft is kept when it is refused.
    """
    with write_session() as session:
        row = load_written(session, actor, proposal_id)
        edition = edition_of(session, row)
        check_call_open(edition, now)
        draft = session.get(ProposalDraftRow, proposal_id)
        if draft is None:
            raise ConflictError("draft-missing")
        if revision not in (None, draft.revision):
            raise ConflictError("draft-changed-elsewhere")
        rules, content = read_call_rules(edition.call_rules), read_content(draft.content)
        content.check_complete(rules)
        if row.parent_contact and row.parent_agreed_at is None:
            raise ConflictError("parent-not-agreed", field="parent_contact")
        check_inside(content, load_districts(session, row.edition_id))
        _take_version(session, row, content, actor, now)
        if row.state == ProposalState.DRAFT:
            row.number, row.sent_at = _next_number(session, row.edition_id), now
        if row.state != ProposalState.HIDDEN:
            looked_at_first = rules.moderation is Moderation.BEFORE
            row.state = ProposalState.WAITING if looked_at_first else ProposalState.PUBLISHED
        session.delete(draft)
        note_action(session, actor, "send-proposal", f"proposal/{row.id}", now, number=row.number, version=row.version)
        return row.number or 0


def withdraw_proposal(actor: Actor, proposal_id: int, now: datetime) -> None:
    """Takes a proposal back while the call is open, for good; a draft that was never sent too.

    Raises as :func:`send_proposal`.
    """
    with write_session() as session:
        row = load_written(session, actor, proposal_id)
        check_call_open(edition_of(session, row), now)
        row.state, row.changed_at, row.revision = ProposalState.WITHDRAWN, now, row.revision + 1
        session.add(row)
        note_action(session, actor, "withdraw-proposal", f"proposal/{row.id}", now, number=row.number)
