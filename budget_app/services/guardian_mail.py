"""Mail to guardians, each in the language that the organiser gave for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from budget_app.domain.guardian import ExchangeFault
from budget_app.locale import translate
from budget_app.locale.sentences import say
from budget_app.services.mail import queue
from budget_app.storage.editions import EditionRow
from budget_app.storage.guardians import GuardianRow

_HELLO = "Bonjour {name},"
_AGAIN = "Ouvrez de nouveau le lien personnel de notre premier message, et ayez votre fichier de clé sous la main."
_OPEN_PAGE = "Si vous avez laissé cette page ouverte, elle continue toute seule : il n’y a rien à faire."
_LINK_SUBJECT = "{town} : votre lien de gardien, {edition}"
_LINK = (
    "Vous êtes gardien ou gardienne d’une part de la clé du vote « {edition} ».\n"
    "Ce lien est personnel : ne le transmettez à personne.\n\n{url}"
)
_VISITS_ALONE = "Ouvrez-le pour créer votre clé. Vous le rouvrirez après la clôture, pour le dépouillement."
_VISITS_GROUP = (
    "Vous faites partie d’un groupe de {size} gardiens, dont {threshold} suffiront au dépouillement. Le groupe fait sa "
    "clé en trois étapes, et chacune attend que tous aient fini la précédente : ouvrez ce lien maintenant, nous vous "
    "écrirons pour la suite. Si vous ouvrez tous ce lien au même moment et gardez la page ouverte, tout se fait en une "
    "fois.\nVous rouvrirez ce lien après la clôture, pour le dépouillement."
)
_POLYNOMIAL_SUBJECT = "{town} : deuxième étape de votre clé de gardien"
_POLYNOMIAL = (
    "Tous les gardiens du groupe ont créé leur clé du vote « {edition} ». C’est à vous pour la deuxième étape."
)
_CHECK_SUBJECT = "{town} : dernière étape de votre clé de gardien"
_CHECK = (
    "Tous les gardiens du groupe ont envoyé leurs messages pour la clé du vote « {edition} ». Il vous reste à vérifier "
    "ceux qui sont pour vous : c’est la dernière étape avant le vote."
)
_RESTART_SUBJECT = "{town} : la clé du groupe est à refaire"
_RESTART = (
    "La clé du groupe de gardiens du vote « {edition} » n’a pas pu être faite. Tout le groupe recommence, avec une "
    "nouvelle clé et un nouveau fichier : l’ancien ne sert plus à rien."
)
_REASON = "Ce qui s’est passé : {reason}"
_RESTART_LINK = "Ouvrez de nouveau le lien personnel de notre premier message."


def _send(
    session: Session, edition: EditionRow, row: GuardianRow, subject: str, parts: Iterable[str], now: datetime
) -> None:
    """Queues a mail of ``parts``, already translated."""
    hello = translate(_HELLO, row.language, name=row.name)
    title = translate(subject, row.language, town=edition.town, edition=edition.name)
    queue(session, row.email, title, "\n\n".join([hello, *parts]) + "\n", now)


def send_link(
    session: Session, edition: EditionRow, row: GuardianRow, url: str, group: tuple[int, int] | None, now: datetime
) -> None:
    """The link, and how often to come. ``group`` is its size and threshold, for a guardian who is in one."""
    visits = (
        translate(_VISITS_GROUP, row.language, size=group[0], threshold=group[1])
        if group
        else translate(_VISITS_ALONE, row.language)
    )
    link = translate(_LINK, row.language, edition=edition.name, url=url)
    _send(session, edition, row, _LINK_SUBJECT, [link, visits], now)


def _send_turn(
    session: Session, edition: EditionRow, rows: Iterable[GuardianRow], words: tuple[str, str], now: datetime
) -> None:
    subject, body = words
    for row in rows:
        parts = [translate(body, row.language, edition=edition.name)]
        parts += [translate(sentence, row.language) for sentence in (_AGAIN, _OPEN_PAGE)]
        _send(session, edition, row, subject, parts, now)


def send_polynomial_turn(session: Session, edition: EditionRow, rows: Iterable[GuardianRow], now: datetime) -> None:
    """Every certificate and promise is there: the second visit can be made."""
    _send_turn(session, edition, rows, (_POLYNOMIAL_SUBJECT, _POLYNOMIAL), now)


def send_check_turn(session: Session, edition: EditionRow, rows: Iterable[GuardianRow], now: datetime) -> None:
    """Every polynomial is there: the third visit can be made."""
    _send_turn(session, edition, rows, (_CHECK_SUBJECT, _CHECK), now)


def send_restart(
    session: Session,
    edition: EditionRow,
    rows: Iterable[GuardianRow],
    fault: ExchangeFault | None,
    now: datetime,
) -> None:
    """The group begins again, because of ``fault`` where there was one."""
    for row in rows:
        parts = [translate(_RESTART, row.language, edition=edition.name)]
        if fault:
            reason = say(f"fault-{fault.code}", row.language, by=fault.by, about=fault.about or "")
            parts.append(translate(_REASON, row.language, reason=reason))
        parts.append(translate(_RESTART_LINK, row.language))
        _send(session, edition, row, _RESTART_SUBJECT, parts, now)
