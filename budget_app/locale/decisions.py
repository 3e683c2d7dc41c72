"""What decisions, notices and mails say alike: verdicts, marks, reasons, and what can be done about a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from budget_app.domain.dates import PARIS, format_day, format_moment
from budget_app.domain.notice import Decision, Notice, Reason
from budget_app.domain.review import Mark, Verdict
from budget_app.locale import translate

VERDICTS = {Verdict.ADMITTED: "Admise", Verdict.REFUSED: "Refusée"}
MARKS = {Mark.MET: "rempli", Mark.NOT_MET: "non rempli", Mark.NOT_APPLICABLE: "sans objet"}
_MEANINGS = {
    (Verdict.ADMITTED, False): (
        "La proposition est admise : elle remplit les conditions du règlement pour être soumise au vote."
    ),
    (Verdict.REFUSED, False): (
        "La proposition est refusée : elle ne remplit pas toutes les conditions du règlement. Les raisons sont données "
        "plus bas, critère par critère."
    ),
    (Verdict.ADMITTED, True): (
        "Après le recours et un nouvel examen par une autre personne, la proposition est admise : elle remplit les "
        "conditions du règlement pour être soumise au vote."
    ),
    (Verdict.REFUSED, True): (
        "Après le recours et un nouvel examen par une autre personne, la proposition reste refusée. Les raisons sont "
        "données plus bas, critère par critère. Cette décision est définitive : elle ne peut plus faire l’objet d’un "
        "recours auprès de la commune."
    ),
}
MEANINGS = tuple(_MEANINGS.values())


def decision_name(decision: Decision, language: str) -> str:
    """ "Décision n° 12 / 2026", or "Décision définitive n° 31 / 2026" after an appeal."""
    facts = {"number": decision.number, "year": decision.year}
    if decision.final:
        return translate("Décision définitive n° {number} / {year}", language, **facts)
    return translate("Décision n° {number} / {year}", language, **facts)


def title_of(title: str, language: str) -> str:
    """The title of a proposal, or that moderators hid it."""
    return title or translate("titre masqué par la modération", language)


def meaning(decision: Decision, language: str) -> str:
    """What the decision means for the proposal."""
    return translate(_MEANINGS[decision.verdict, decision.final], language)


def reason_line(reason: Reason, language: str) -> str:
    """The criterion and its mark: "Terrain public : non rempli"."""
    return translate(
        "{criterion} : {mark}", language, criterion=reason.name, mark=translate(MARKS[reason.mark], language)
    )


def deciders(notice: Notice, language: str) -> str:
    """Who decided, by office, and when."""
    day = format_day(notice.decision.decided_at.astimezone(PARIS).date(), language)
    return translate(
        "La présidence du comité d’examen du budget participatif de {town}, le {day}",
        language,
        town=notice.town,
        day=day,
    )


def remedies(notice: Notice, language: str) -> Iterator[str]:
    """The way and the time to appeal, as paragraphs; what comes next after an admission."""
    if notice.decision.verdict is Verdict.ADMITTED:
        yield translate("Cette décision est favorable : vous n’avez rien à faire.", language)
        return
    if not notice.decision.final and notice.appeals_until is not None:
        yield translate(
            "Vous pouvez déposer un recours, une fois, jusqu’au {until}. Expliquez pourquoi la décision ne vous semble "
            "pas juste : la proposition sera examinée de nouveau, par une autre personne, et vous recevrez une "
            "décision définitive.",
            language,
            until=format_moment(notice.appeals_until, language),
        )
        yield translate("En ligne, avec votre compte : {address}", language, address=notice.address)
        yield translate(
            "Sur place, à l’accueil de la mairie de {town} : un agent enregistre votre recours, avant la même date.",
            language,
            town=notice.town,
        )
    yield translate(
        "Cette décision peut aussi être contestée devant le tribunal administratif dans un délai de deux mois à "
        "compter du jour où vous l’avez reçue (article R. 421-1 du code de justice administrative) : sur place, par "
        "courrier, ou sur le site www.telerecours.fr.",
        language,
    )
