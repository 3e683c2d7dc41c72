"""Who proposes: the group's name, a minor's parent, and co-authors, who are asked by mail and answer signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from budget_app.domain.authors import MOST_CO_AUTHORS, Answer, Authors, AuthorsDraft, CoAuthor, Parent
from budget_app.domain.call_rules import ADULT, read_call_rules
from budget_app.domain.errors import ConflictError, InvalidInputError, NotFoundError, TooManyTriesError
from budget_app.domain.proposal import Channel
from budget_app.locale import SOURCE_LANGUAGE, translate
from budget_app.services import mail
from budget_app.services.accounts import check_email, find_account
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor
from budget_app.services.attempts import count_attempts, forget_attempts, record_attempt
from budget_app.services.parents import ask_parent
from budget_app.services.proposals import FINAL, check_call_open, draft_of, edition_of, load_written
from budget_app.services.sign_in_limits import normal_email, subject_of
from budget_app.settings import read_settings
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.proposals import CoAuthorRow, ProposalRow

_ASKED, _DAY = "co-author-asked", timedelta(days=1)
ASKED_A_DAY = 3


@dataclass(frozen=True)
class Invitation:
    """A proposal that someone is asked to be an author of; ``by`` is who asks, empty for a paper proposal."""

    id: int
    title: str
    summary: str
    by: str
    edition: str


def _answer(row: CoAuthorRow) -> Answer:
    if row.accepted_at is not None:
        return Answer.YES
    return Answer.WAITED_FOR if row.declined_at is None else Answer.NO


def _parent(row: ProposalRow) -> Parent | None:
    if not row.parent_contact:
        return None
    agreed = Answer.YES if row.parent_agreed_at is not None else Answer.NO
    answer = Answer.WAITED_FOR if row.parent_token_hash else agreed
    return Parent(row.parent_name, row.parent_contact, answer)


def load_authors(session: Session, row: ProposalRow) -> Authors:
    """Who proposes, for those who may write the proposal; of a merged paper its person is not told."""
    asked = select(CoAuthorRow).where(CoAuthorRow.proposal_id == row.id).order_by(col(CoAuthorRow.id))
    known = [each for each in session.exec(asked) if each.account_id is not None or each.accepted_at is None]
    co_authors = tuple(CoAuthor(each.id or 0, each.name or each.email, _answer(each)) for each in known)
    return Authors(row.group_name, co_authors, _parent(row))


def _load_open(session: Session, actor: Actor, proposal_id: int, now: datetime) -> ProposalRow:
    row = load_written(session, actor, proposal_id)
    check_call_open(edition_of(session, row), now)
    return row


def save_authors(actor: Actor, proposal_id: int, draft: AuthorsDraft, now: datetime) -> None:
    """Keeps the group's name and a minor's parent, who is asked by mail when their address is new.

    On paper an agent says that the parent signed. Raises InvalidInputError at the field, ConflictError
    ``call-closed`` or ``proposal-final``, NotFoundError ``proposal-unknown`` unless the actor may change it.
    """
    said = draft.check()
    with write_session() as session:
        row = _load_open(session, actor, proposal_id, now)
        minors = read_call_rules(edition_of(session, row).call_rules).min_age < ADULT
        row.group_name, row.changed_at = said.group_name, now
        if not (said.minor and minors):
            row.parent_name = row.parent_contact = row.parent_token_hash = ""
            row.parent_agreed_at = None
        elif row.channel == Channel.COUNTER:
            row.parent_name, row.parent_contact = said.parent_name, said.parent_contact
            row.parent_agreed_at = (row.parent_agreed_at or now) if said.parent_signed else None
        else:
            _check_email(said.parent_contact, "parent_contact")
            ask_parent(session, row, said.parent_name, normal_email(said.parent_contact), now)
        session.add(row)


def _check_email(address: str, field: str) -> None:
    try:
        check_email(address)
    except InvalidInputError as error:
        raise InvalidInputError(error.code, field=field) from None


def ask_co_author(actor: Actor, proposal_id: int, email: str, now: datetime) -> None:
    """Asks someone by mail to be an author too.

    Raises InvalidInputError ``email-malformed``, ConflictError ``co-author-twice`` (an author already, or asked),
    ``co-authors-too-many``, TooManyTriesError ``co-author-mails`` after three mails to one address within a day, and
    as :func:`save_authors`.
    """
    _check_email(email, "co_author")
    address = normal_email(email)
    with write_session() as session:
        row = _load_open(session, actor, proposal_id, now)
        known = session.exec(select(CoAuthorRow.email).where(CoAuthorRow.proposal_id == proposal_id)).all()
        author = session.get(AccountRow, row.author_id) if row.author_id else None
        if address in known or (author is not None and author.email == address):
            raise ConflictError("co-author-twice", field="co_author")
        if len(known) >= MOST_CO_AUTHORS:
            raise ConflictError("co-authors-too-many", field="co_author", limit=MOST_CO_AUTHORS)
        _count_mail(session, address, now)
        session.add(CoAuthorRow(proposal_id=proposal_id, email=address, asked_at=now))
        mail.queue(session, address, *_message(session, row, address), now)
        note_action(session, actor, "ask-co-author", f"proposal/{proposal_id}", now)


def _count_mail(session: Session, address: str, now: datetime) -> None:
    forget_attempts(session, _ASKED, now - _DAY)
    key = subject_of(address)
    if count_attempts(session, _ASKED, key, now - _DAY) >= ASKED_A_DAY:
        raise TooManyTriesError("co-author-mails", field="co_author", limit=ASKED_A_DAY)
    record_attempt(session, _ASKED, key, now)


def _message(session: Session, row: ProposalRow, address: str) -> tuple[str, str]:
    account = find_account(session, address)
    language = account.language if account else SOURCE_LANGUAGE
    body = translate(
        "Bonjour,\n\n{name} vous propose de signer aussi cette proposition au budget participatif :\n\n{title}\n\n"
        "Pour la lire et répondre, connectez-vous avec cette adresse, ou créez un compte avec elle :\n\n{address}\n\n"
        "Sans réponse de votre part, rien n’est publié à votre nom.\n",
        language,
        name=row.author_name or translate("Quelqu’un", language),
        title=draft_of(session, row)[0].title or "–",
        address=f"{read_settings().base_url}/invitations",
    )
    return translate("Invitation à signer une proposition", language), body


def remove_co_author(actor: Actor, proposal_id: int, request_id: int, now: datetime) -> None:
    """Takes back what someone was asked, or the place of someone who accepted; raises as :func:`save_authors`."""
    with write_session() as session:
        _load_open(session, actor, proposal_id, now)
        asked = session.get(CoAuthorRow, request_id)
        if asked is None or asked.proposal_id != proposal_id:
            return
        session.delete(asked)
        note_action(session, actor, "remove-co-author", f"proposal/{proposal_id}", now)


def _asked_of(session: Session, actor: Actor) -> list[tuple[CoAuthorRow, ProposalRow]]:
    """What the account's address is asked and has not answered, of proposals that are neither withdrawn nor merged."""
    account = session.get(AccountRow, actor.account_id) if actor.account_id else None
    if account is None:
        return []
    wanted = (
        select(CoAuthorRow, ProposalRow)
        .join(ProposalRow, col(ProposalRow.id) == CoAuthorRow.proposal_id)
        .where(
            CoAuthorRow.email == account.email,
            col(CoAuthorRow.accepted_at).is_(None),
            col(CoAuthorRow.declined_at).is_(None),
            col(ProposalRow.state).not_in(FINAL),
        )
    )
    return list(session.exec(wanted.order_by(col(CoAuthorRow.id))))


def list_invitations(actor: Actor) -> tuple[Invitation, ...]:
    """What the account is asked to sign, at its confirmed address; none for nobody."""
    with read_session() as session:
        found = []
        for asked, row in _asked_of(session, actor):
            content, _revision = draft_of(session, row)
            edition = edition_of(session, row)
            found.append(Invitation(asked.id or 0, content.title, content.summary, row.author_name, edition.name))
        return tuple(found)


def answer_invitation(actor: Actor, request_id: int, *, accepts: bool, now: datetime) -> None:
    """Becomes an author, under the account's name, or declines.

    Raises NotFoundError ``invitation-unknown`` unless the account is asked and has not answered, ConflictError
    ``call-closed``.
    """
    with write_session() as session:
        found = next(((one, row) for one, row in _asked_of(session, actor) if one.id == request_id), None)
        if found is None:
            raise NotFoundError("invitation-unknown")
        asked, row = found
        check_call_open(edition_of(session, row), now)
        if accepts:
            name = account.name if (account := session.get(AccountRow, actor.account_id)) else ""
            asked.account_id, asked.name, asked.accepted_at = actor.account_id, name, now
        else:
            asked.declined_at = now
        session.add(asked)
        note_action(session, actor, "answer-invitation", f"proposal/{row.id}", now, accepts=accepts)
