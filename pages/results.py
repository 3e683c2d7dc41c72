"""Results: votes, and what the budget pays for. Before the end, when it will be there."""

from __future__ import annotations

from budget_app.domain.allocation.outcome import Reason
from budget_app.domain.dates import format_moment
from budget_app.domain.money import format_money
from budget_app.domain.result import ResultLine, ResultView
from budget_app.locale import translate
from budget_app.locale.rules import rule_sentences
from budget_app.locale.votes import REASONS
from budget_app.services.results import find_result
from budget_app.ui.charts import result_chart
from budget_app.ui.edition_view import figures, with_edition
from budget_app.ui.html import show, table, text
from budget_app.ui.invalid_votes import invalid_votes
from budget_app.ui.opener import OpenPage, open_page, stop_with
from budget_app.ui.words import _


def _reason(line: ResultLine, language: str) -> str:
    if line.reason == Reason.DOES_NOT_FIT:
        return _("N’entrait plus dans le budget : il restait {left}", left=format_money(line.left_before, language))
    return translate(REASONS[Reason(line.reason)], language)


def _figures(result: ResultView, language: str) -> str:
    share = 100 * result.attended // result.voters if result.voters else 0
    pairs: list[tuple[str, object]] = [
        (_("Ont voté"), f"{result.attended} / {result.voters} ({share} %)"),
        (_("Projets financés"), sum(line.funded for line in result.lines)),
        (_("Dépensé"), format_money(result.spent, language)),
        (_("Reste"), format_money(result.left, language)),
    ]
    if result.blank is not None:
        pairs.insert(1, (_("Votes blancs"), result.blank))
    return figures(pairs)


def _table(result: ResultView, language: str) -> str:
    header = (_("Rang"), _("Projet"), _("Votes"), _("Coût"), _("Résultat"), _("Reste du budget"))
    rows = (
        (
            line.rank,
            f"{line.number}. {line.title}",
            line.votes,
            format_money(line.cost, language),
            _reason(line, language),
            format_money(line.left_after, language),
        )
        for line in result.lines
    )
    return table(_("Tous les projets, dans l’ordre des votes"), header, rows, numbers=(2, 3, 5))


def _rule(result: ResultView, page: OpenPage) -> str:
    rule = " ".join(rule_sentences(result.allocation.rule, page.language))
    check = _("Vérifier ce résultat vous-même")
    address = with_edition("/verifier", page.slug)
    return f'<h2>{text(_("La règle"))}</h2><p>{text(rule)}</p><p><a href="{text(address)}" target="_self">{text(check)}</a></p>'


def _funded(result: ResultView, language: str) -> str:
    lines = [
        f"<li><span>{line.number}. {text(line.title)}</span><b>{text(format_money(line.cost, language))}</b></li>"
        for line in result.lines
        if line.funded
    ]
    if not lines:
        return f"<p>{text(_('Aucun projet n’a reçu de vote : rien n’est financé.'))}</p>"
    return f'<ol class="funded">{"".join(lines)}</ol>'


def _minutes(slug: str) -> str:
    links = (("pdf", _("À imprimer et à signer (PDF)")), ("json", _("Pour les programmes (JSON)")))
    listed = "".join(f'<li><a href="/minutes/{text(slug)}.{ending}">{text(name)}</a></li>' for ending, name in links)
    return f"<h2>{text(_('Le procès-verbal'))}</h2><ul>{listed}</ul>"


def main() -> None:
    """Draws the page."""
    page = open_page(_("Les résultats"))
    edition = page.edition()
    result = find_result(edition.slug)
    if result is None:
        closes = format_moment(edition.calendar.vote_closes_at, page.language)
        stop_with(
            _("Il n’y a pas encore de résultat."),
            _("Il paraîtra ici après la clôture du {moment}, quand tous les gardiens auront ouvert le total. Personne ne connaît de résultat partiel.", moment=closes),
        )
    show(f"<h2>{text(_('Les projets financés'))}</h2>{_funded(result, page.language)}{_figures(result, page.language)}")
    show(f"<h2>{text(_('Les votes'))}</h2>")
    result_chart(result)
    show(_table(result, page.language) + _rule(result, page) + invalid_votes(result) + _minutes(edition.slug))


main()
