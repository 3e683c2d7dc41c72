"""Mail about decisions: to the authors of a proposal, each in their language, and to the staff who look at appeals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from sqlmodel import Session

from budget_app.domain.dates import format_moment
from budget_app.domain.money import format_money
from budget_app.domain.notice import Notice
from budget_app.locale import SOURCE_LANGUAGE, translate
from budget_app.locale.decisions import decision_name, meaning, reason_line, remedies, title_of
from budget_app.services.mail import queue
from budget_app.settings import read_settings
from budget_app.storage.editions import EditionRow


def _reasons(notice: Notice, language: str) -> str:
    told = [translate("Les raisons, critère par critère :", language)]
    for reason in notice.decision.reasons:
        why = reason.why.strip().replace("\n", "\n  ")
        told.append(f"- {reason_line(reason, language)}" + (f"\n  {why}" if why else ""))
    return "\n".join(told)


def _costs(notice: Notice, language: str) -> str:
    cost = notice.decision.cost
    estimate = translate(
        "Coût estimé par les services : {investment} d’investissement, {running} de fonctionnement par an.",
        language,
        investment=format_money(cost.investment, language),
        running=format_money(cost.running, language),
    )
    return "\n".join(part for part in (estimate, cost.explanation.strip()) if part)


def _parts(notice: Notice, language: str) -> Iterator[str]:
    yield translate("Bonjour,", language)
    title = title_of(notice.title, language)
    yield translate("Proposition n° {number} : {title}", language, number=notice.proposal, title=title)
    yield f"{decision_name(notice.decision, language)}\n{meaning(notice.decision, language)}"
    yield _reasons(notice, language)
    yield _costs(notice, language)
    yield from remedies(notice, language)
    asked = "" if language == SOURCE_LANGUAGE else f"?lang={language}"
    yield translate("L’avis, à garder ou à imprimer (PDF) : {address}", language, address=notice.paper + asked)
    yield translate("Cette décision est publique : {address}", language, address=notice.address)


def send_decision(session: Session, email: str, notice: Notice, language: str, now: datetime) -> None:
    """Tells one author what was decided and why."""
    subject = translate(
        "{town} : décision sur votre proposition n° {number}", language, town=notice.town, number=notice.proposal
    )
    queue(session, email, subject, "\n\n".join(_parts(notice, language)) + "\n", now)


def send_appeal(session: Session, email: str, edition: EditionRow, number: int, language: str, now: datetime) -> None:
    """Tells one of the staff that proposal ``number`` is to be reviewed a second time."""
    subject = translate("{town} : recours sur la proposition n° {number}", language, town=edition.town, number=number)
    body = translate(
        "Bonjour,\n\nUn recours a été déposé contre le refus de la proposition n° {number} (« {edition} »). Un second "
        "examen commence : confiez-le à quelqu’un qui n’a pas participé au premier.\n\n{address}\n",
        language,
        number=number,
        edition=edition.name,
        address=f"{read_settings().base_url}/instruction?{urlencode({'edition': edition.slug, 'numero': number})}",
    )
    queue(session, email, subject, body, now)


def send_receipt(session: Session, email: str, edition: EditionRow, number: int, language: str, now: datetime) -> None:
    """Tells one of the authors that the appeal on proposal ``number`` arrived."""
    subject = translate("{town} : votre recours est arrivé", language, town=edition.town)
    body = translate(
        "Bonjour,\n\nUn recours a été déposé contre le refus de votre proposition n° {number}, le {moment}. Une autre "
        "personne va l’examiner de nouveau, et vous recevrez une décision définitive.\n",
        language,
        number=number,
        moment=format_moment(now, language),
    )
    queue(session, email, subject, body, now)
