"""Equal Shares beside the result by votes, and how far each of their stages came."""

from __future__ import annotations

from budget_app.domain.allocation.completion import SharesResult
from budget_app.domain.allocation.descriptor import Method
from budget_app.domain.allocation.outcome import Funding
from budget_app.domain.allocation.statistics import ResultFigures, Stages, TwoResults, VoterFigures
from budget_app.domain.result import ResultView
from budget_app.ui.charts import Bar, bars, in_table
from budget_app.ui.html import show, table, text
from budget_app.ui.results.names import Names, money, number, tenths
from budget_app.ui.words import _


def verdict(shares: SharesResult) -> str:
    """Which of the two results stays, and why; empty where the rule compares nothing."""
    comparison = shares.comparison
    if comparison is None:
        return ""
    words = _(
        "Votants qui ont plus de projets financés en parts égales : {shares} ; dans l’ordre des votes : {votes} ; "
        "autant dans les deux : {even}.",
        shares=number(comparison.more_by_shares),
        votes=number(comparison.more_by_votes),
        even=number(comparison.even),
    )
    if comparison.kept is Method.EQUAL_SHARES:
        return f"{words} {_('Le résultat en parts égales est donc retenu.')}"
    return f"{words} {_('Le résultat dans l’ordre des votes est donc retenu.')}"


def measures(one: Funding, other: Funding, voters: tuple[VoterFigures | None, VoterFigures | None]) -> list[list[str]]:
    """The two results measure by measure: name, of the one, of the other."""
    rows = [
        [_("Projets financés"), number(len(one.winners)), number(len(other.winners))],
        [_("Dépensé"), money(one.spent), money(other.spent)],
        [_("Reste"), money(one.left), money(other.left)],
    ]
    first, second = voters
    if first is not None and second is not None:
        rows.append([_("Votants sans projet financé"), number(first.without), number(second.without)])
        rows.append([_("Projets financés par votant, en moyenne"), tenths(first.mean), tenths(second.mean)])
    return rows


def _projects(result: ResultView, two: TwoResults, names: Names) -> str:
    """Every project that at least one of the results funds."""
    yes, no = _("Financé"), _("Non financé")
    costs = result.allocation.projects
    parts = ((two.both, (yes, yes)), (two.only_shares, (yes, no)), (two.only_votes, (no, yes)))
    rows = [(names.link(name), money(costs[name].cost), *said) for listed, said in parts for name in listed]
    header = (_("Projet"), _("Coût"), _("En parts égales"), _("Dans l’ordre des votes"))
    return table(_("Les projets que finance au moins un des deux résultats"), header, rows, numbers=(1,))


def _stages(shares: SharesResult, stages: Stages) -> None:
    """How shares rose, and what each stage could pay for."""
    said = _(
        "Chaque votant a d’abord reçu {first}. Les parts ont monté de {steps} pas, jusqu’à {last} : un pas de plus "
        "n’apportait rien ou dépassait le budget.",
        first=money(shares.first_share),
        steps=number(shares.steps),
        last=money(shares.share),
    )
    if not shares.steps:
        said = _("Chaque votant a reçu {first} ; les parts n’ont pas monté.", first=money(shares.first_share))
    named = (
        (_("Avec la première part"), stages.first),
        (_("Après la montée des parts"), stages.completed),
        (_("Après avoir donné le reste"), stages.filled),
    )
    show(f"<h3>{text(_('La montée des parts'))}</h3><p>{text(said)}</p>")
    label = _("Dépensé à chaque étape des parts égales")
    bars([Bar(name, stage.spent, money(stage.spent)) for name, stage in named], "stages", f"{label}. {said}")
    rows = ((name, number(stage.projects), money(stage.spent)) for name, stage in named)
    in_table(table(label, (_("Étape"), _("Projets financés"), _("Dépensé")), rows, numbers=(1, 2)))


def draw_beside(result: ResultView, known: ResultFigures, names: Names) -> None:
    """The section; nothing for a rule without a second result."""
    shares, votes = result.allocation.shares, result.allocation.by_votes
    if shares is None or votes is None or known.two is None or known.stages is None:
        return
    two = known.two
    said = _(
        "Projets financés dans les deux résultats : {both} ; en parts égales seulement : {shares} ; dans l’ordre des "
        "votes seulement : {votes}.",
        both=number(len(two.both)),
        shares=number(len(two.only_shares)),
        votes=number(len(two.only_votes)),
    )
    header = (_("Mesure"), _("En parts égales"), _("Dans l’ordre des votes"))
    rows = measures(shares.funding, votes, (known.by_shares, known.by_votes))
    measured = table(_("Les deux résultats en chiffres"), header, rows, numbers=(1, 2))
    show(
        f"<h2>{text(_('À côté du résultat dans l’ordre des votes'))}</h2><p>{text(verdict(shares))}</p><p>{text(said)}</p>"
        f"{measured}{_projects(result, two, names)}"
    )
    _stages(shares, known.stages)
