"""The parent of a minor who proposes: asked by mail, reads the proposal by a link of their own, agrees or does not."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from budget_app.domain.errors import NotAllowedError
from budget_app.domain.proposal import ProposalContent
from budget_app.locale import SOURCE_LANGUAGE, translate
from budget_app.services import mail
from budget_app.services.accounts import hash_token
from budget_app.services.proposals import FINAL, draft_of
from budget_app.settings import read_settings
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.proposals import ProposalRow


@dataclass(frozen=True)
class AskedConsent:
    """What a parent is asked about: who proposes, and what."""

    minor: str
    content: ProposalContent


def ask_parent(session: Session, row: ProposalRow, name: str, email: str, now: datetime) -> None:
    """Mails the parent a link of their own; nothing when this address was asked already and did not refuse.

    Belongs in the caller's transaction. A new address makes an earlier link and an earlier answer void.
    """
    row.parent_name = name
    if row.parent_contact == email and (row.parent_token_hash or row.parent_agreed_at is not None):
        return
    token = secrets.token_urlsafe(32)
    row.parent_contact, row.parent_token_hash, row.parent_agreed_at = email, hash_token(token), None
    body = translate(
        "Bonjour,\n\n{minor} veut faire une proposition au budget participatif de la commune et vous a indiqué comme "
        "parent. Pour la lire et dire si vous êtes d’accord, suivez ce lien :\n\n{link}\n\n"
        "Sans votre accord, elle ne peut pas être envoyée.\n",
        _language(session, row),
        minor=row.author_name,
        link=f"{read_settings().base_url}/accord#{token}",
    )
    mail.queue(session, email, translate("Votre accord de parent", _language(session, row)), body, now)


def _author(session: Session, row: ProposalRow) -> AccountRow | None:
    return session.get(AccountRow, row.author_id) if row.author_id else None


def _language(session: Session, row: ProposalRow) -> str:
    author = _author(session, row)
    return author.language if author else SOURCE_LANGUAGE


def _find(session: Session, token: str) -> ProposalRow:
    wanted = select(ProposalRow).where(ProposalRow.parent_token_hash == hash_token(token)).with_for_update()
    row = session.exec(wanted).first() if token else None
    if row is None or row.state in FINAL:
        raise NotAllowedError("consent-link-invalid")
    return row


def find_consent(token: str) -> AskedConsent:
    """What the link's holder is asked; raises NotAllowedError ``consent-link-invalid`` (unknown, or answered)."""
    with read_session() as session:
        row = _find(session, token)
        return AskedConsent(row.author_name, draft_of(session, row)[0])


def answer_consent(token: str, *, agrees: bool, now: datetime) -> None:
    """Keeps the parent's answer, which ends the link, and tells the author by mail; raises as :func:`find_consent`."""
    with write_session() as session:
        row = _find(session, token)
        row.parent_token_hash, row.parent_agreed_at = "", now if agrees else None
        session.add(row)
        author = _author(session, row)
        if author is not None:
            mail.queue(session, author.email, *_told(row.id or 0, agrees, author.language), now)


def _told(proposal_id: int, agrees: bool, language: str) -> tuple[str, str]:
    said = (
        translate("Votre parent est d’accord : vous pouvez envoyer votre proposition.", language)
        if agrees
        else translate("Votre parent n’est pas d’accord : votre proposition ne peut pas être envoyée.", language)
    )
    link = f"{read_settings().base_url}/proposer/{proposal_id}/relire"
    body = translate("Bonjour,\n\n{said}\n\n{link}\n", language, said=said, link=link)
    return translate("La réponse de votre parent", language), body
