"""The decisions on one proposal: reasons by criterion, costs, notices, and where an appeal stands."""

from __future__ import annotations

from budget_app.domain.dates import PARIS, format_day, format_moment
from budget_app.domain.decision_register import Entry, Register
from budget_app.domain.money import format_money
from budget_app.domain.notice import Decision, Reason, paper_path
from budget_app.domain.review import Mark, Verdict
from budget_app.locale import translate
from budget_app.locale.decisions import MARKS, decision_name, meaning
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import Markup, facts, link, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _, language


def _reason(number: int, reason: Reason) -> str:
    state = {Mark.MET: " passed", Mark.NOT_MET: " failed"}.get(reason.mark, "")
    mark = text(translate(MARKS[reason.mark], language()))
    question = f'<br><span class="soft">{text(reason.question)}</span>' if reason.question else ""
    why = f'<p class="typed">{text(reason.why)}</p>' if reason.why else ""
    return (
        f"<li><span>{number}.</span><div>{text(reason.name)} : "
        f'<span class="status{state}">{mark}</span>{question}{why}</div></li>'
    )


def _reasons(decision: Decision) -> str:
    listed = "".join(_reason(number, reason) for number, reason in enumerate(decision.reasons, start=1))
    return f'<h3>{text(_("Les raisons, critère par critère"))}</h3><ol class="checks">{listed}</ol>'


def _costs(decision: Decision) -> str:
    cost = decision.cost
    known = [
        (_("Investissement, une fois"), format_money(cost.investment, language())),
        (_("Fonctionnement, par an"), format_money(cost.running, language())),
        (_("Comment ce coût est estimé"), Markup(f'<span class="typed">{text(cost.explanation)}</span>')),
        (_("Sources"), Markup(f'<span class="typed">{text(cost.sources)}</span>') if cost.sources else ""),
    ]
    return f"<h3>{text(_('Le coût estimé par les services'))}</h3>" + facts(pair for pair in known if pair[1])


def _decision(decision: Decision, slug: str) -> str:
    day = format_day(decision.released_at.astimezone(PARIS).date(), language())
    state = " refused" if decision.verdict is Verdict.REFUSED else ""
    paper = f'<a href="{text(paper_path(slug, decision.number))}">{text(_("L’avis, à imprimer (PDF)"))}</a>'
    return (
        f"<h2>{text(decision_name(decision, language()))}</h2>"
        f'<div class="verdict{state}">{text(meaning(decision, language()))}</div>'
        f"<p>{text(_('Rendue publique le {day}.', day=day))} {paper}</p>{_reasons(decision)}{_costs(decision)}"
    )


def _appeal(register: Register, entry: Entry, page: OpenPage) -> str:
    """Where an appeal stands, for everyone."""
    if entry.appealed_at is not None:
        day = format_day(entry.appealed_at.astimezone(PARIS).date(), language())
        made = _("Un recours a été déposé le {day}.", day=day)
        waiting = _("Une autre personne examine la proposition de nouveau.") if entry.appeal_open else ""
        return f"<p>{text(made)} {text(waiting)}</p>"
    until = register.appeals_until
    if entry.first.verdict is Verdict.ADMITTED or until is None or page.now >= until:
        return ""
    moment = format_moment(until, language())
    said = text(_("Les personnes qui ont fait cette proposition peuvent déposer un recours jusqu’au {moment}.", moment=moment))
    door = "" if page.actor.account_id is not None else f' {link(_("Se connecter"), "/sign-in")}'
    return f"<p>{said}{door}</p>"


def decisions_of(register: Register, entry: Entry, page: OpenPage) -> str:
    """All of it as HTML, the decision in force first."""
    everything = link(_("Toutes les décisions"), with_edition("/decisions", page.slug))
    proposal = link(
        _("La proposition"), with_edition("/proposition", page.slug or register.slug, numero=entry.proposal)
    )
    told = "".join(_decision(decision, register.slug) for decision in reversed(entry.decisions))
    return f"<p>{everything} · {proposal}</p>{_appeal(register, entry, page)}{told}"
