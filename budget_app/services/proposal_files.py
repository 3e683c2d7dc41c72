"""Files of proposals: attached by those who write, opened by those who may read, forgotten when nothing names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from budget_app.domain.errors import InvalidInputError, NotFoundError
from budget_app.domain.proposal import MAX_FILES, AttachedFile, FileKind, read_content
from budget_app.domain.uploads import MAX_TOTAL, CleanFile, file_name, find_kind
from budget_app.services.actor import Actor
from budget_app.services.cleaning import clean_file
from budget_app.services.proposals import PUBLIC, load_version, load_written, may_read, may_write
from budget_app.storage.database import read_session, write_session
from budget_app.storage.files import delete_file, list_files, read_file, remove_unfinished, store_file
from budget_app.storage.proposals import ProposalDraftRow, ProposalFileRow, ProposalRow, ProposalVersionRow

_KEPT_UNNAMED = timedelta(days=1)  # between attaching a file and saving the draft that names it
_KEPT_UNKNOWN = timedelta(hours=1)  # between writing a file and the transaction that makes it known


@dataclass(frozen=True)
class OpenedFile:
    """A kept file; ``public`` says that everyone may read it."""

    content: bytes
    kind: FileKind
    public: bool


def attach_file(
    actor: Actor, proposal_id: int, raw: bytes, kind: FileKind | None, alt: str, now: datetime
) -> AttachedFile:
    """Keeps a clean copy of ``raw`` with the proposal; whoever calls then saves the draft that names it.

    ``kind`` is what was asked for, None for either. Raises NotFoundError ``proposal-unknown`` unless the actor may
    change the proposal, ConflictError ``proposal-final``, InvalidInputError ``files-too-many``, ``files-full``,
    ``file-unknown-kind``, and as :func:`budget_app.services.cleaning.clean_file`.
    """
    with read_session() as session:  # nobody else's file is worth the work
        row = load_written(session, actor, proposal_id)
        _check_count(session, row, None)
        _check_room(session, row, 0)
    clean = clean_file(raw, kind or find_kind(raw))
    with write_session() as session:
        row = load_written(session, actor, proposal_id)
        _check_count(session, row, clean.key)
        if _find(session, proposal_id, clean.key) is None:
            _check_room(session, row, clean.size)
            session.add(
                ProposalFileRow(proposal_id=proposal_id, key=clean.key, kind=clean.kind, size=clean.size, added_at=now)
            )
            session.flush()
        _store(clean)  # before the commit: a crash leaves a file that nothing names, which the sweep takes
    return AttachedFile(clean.key, clean.kind, alt)


def _store(clean: CleanFile) -> None:
    store_file(file_name(clean.key, clean.kind), clean.content)
    if clean.card is not None:
        store_file(file_name(clean.key, clean.kind, card=True), clean.card)


def _check_count(session: Session, row: ProposalRow, key: str | None) -> None:
    """Raises InvalidInputError ``files-too-many`` when what is being written has no place for one more file."""
    draft = session.get(ProposalDraftRow, row.id)
    content = read_content(draft.content) if draft else load_version(session, row)
    keys = {file.key for file in content.files}
    if len(keys) >= MAX_FILES and key not in keys:
        raise InvalidInputError("files-too-many", field="files", limit=MAX_FILES)


def _check_room(session: Session, row: ProposalRow, size: int) -> None:
    """Raises InvalidInputError ``files-full`` when the author's files would take more than all of them may."""
    taken = select(func.sum(ProposalFileRow.size)).where(ProposalFileRow.proposal_id == ProposalRow.id)
    if row.author_id is None:  # keyed at the counter: each proposal has the room of one account
        taken = taken.where(ProposalRow.id == row.id)
    else:
        taken = taken.where(ProposalRow.author_id == row.author_id)
    if (session.exec(taken).one() or 0) + size >= MAX_TOTAL:
        raise InvalidInputError("files-full", field="files", limit=MAX_TOTAL // 1024**2)


def _find(session: Session, proposal_id: int, key: str) -> ProposalFileRow | None:
    wanted = select(ProposalFileRow).where(ProposalFileRow.proposal_id == proposal_id, ProposalFileRow.key == key)
    return session.exec(wanted).first()


def _was_sent(session: Session, proposal_id: int, key: str) -> bool:
    """Whether a version of the proposal names the file."""
    named = select(ProposalVersionRow.id).where(
        ProposalVersionRow.proposal_id == proposal_id, col(ProposalVersionRow.content).contains(key)
    )
    return session.exec(named).first() is not None


def _is_named(session: Session, row: ProposalFileRow) -> bool:
    """Whether the draft or a version names the file."""
    draft = session.get(ProposalDraftRow, row.proposal_id)
    return (draft is not None and row.key in draft.content) or _was_sent(session, row.proposal_id, row.key)


def remove_file(actor: Actor, proposal_id: int, key: str) -> None:
    """Forgets a file, once the draft that was saved no longer names it; one that a version names stays with it.

    Raises NotFoundError ``file-unknown``, or ``proposal-unknown`` unless the actor may change the proposal.
    """
    with write_session() as session:
        load_written(session, actor, proposal_id)
        row = _find(session, proposal_id, key)
        if row is None:
            raise NotFoundError("file-unknown")
        if not _is_named(session, row):
            _forget(session, row)


def _forget(session: Session, row: ProposalFileRow) -> None:
    """Takes the row away, and the bytes when no other proposal has the same; after a crash the row is back alone."""
    session.delete(row)
    session.flush()
    if session.exec(select(ProposalFileRow.id).where(ProposalFileRow.key == row.key)).first() is None:
        kind = FileKind(row.kind)
        for card in (False, True):
            delete_file(file_name(row.key, kind, card=card and kind is FileKind.PHOTO))


def open_file(actor: Actor, key: str, kind: FileKind, *, card: bool = False) -> OpenedFile:
    """The file, or its card, when the actor may read a proposal that has it; raises NotFoundError ``file-unknown``.

    A file that only a draft names is its authors' alone, also while an earlier version is public.
    """
    with read_session() as session:
        wanted = (
            select(ProposalRow)
            .join(ProposalFileRow, col(ProposalFileRow.proposal_id) == ProposalRow.id)
            .where(ProposalFileRow.key == key, ProposalFileRow.kind == kind)
        )
        readable = [row for row in session.exec(wanted) if _may_open(session, actor, row, key)]
        public = any(row.state in PUBLIC and _was_sent(session, row.id or 0, key) for row in readable)
    content = read_file(file_name(key, kind, card=card)) if readable else None
    if content is None:
        raise NotFoundError("file-unknown")
    return OpenedFile(content, kind, public)


def _may_open(session: Session, actor: Actor, row: ProposalRow, key: str) -> bool:
    return may_write(session, actor, row) or (may_read(session, actor, row) and _was_sent(session, row.id or 0, key))


def sweep_files(now: datetime) -> int:
    """Forgets files that nothing names for a day, and what crashes left on disk; gives how many were taken away."""
    old = select(ProposalFileRow).where(ProposalFileRow.added_at < now - _KEPT_UNNAMED)
    with read_session() as session:
        unnamed = [row.id for row in session.exec(old) if not _is_named(session, row)]
    count = 0
    with write_session() as session:
        for row_id in unnamed:
            row = session.get(ProposalFileRow, row_id)
            if row is not None and not _is_named(session, row):
                _forget(session, row)
                count += 1
        known = set(session.exec(select(ProposalFileRow.key)))
        for name, written_at in list_files():
            if name[:64] not in known and written_at < now - _KEPT_UNKNOWN:
                delete_file(name)
                count += 1
        remove_unfinished(now - _KEPT_UNKNOWN)
    return count
