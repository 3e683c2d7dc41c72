"""Votes of each project and what became of it, and the ties that had to be decided."""

from __future__ import annotations

from budget_app.domain.allocation.descriptor import Count, Method
from budget_app.domain.allocation.majority_judgment import majority_grade
from budget_app.domain.allocation.ties import Decided
from budget_app.domain.ballot_kind import GRADE_NAMES
from budget_app.domain.result import ResultView
from budget_app.locale import translate
from budget_app.ui.charts import Bar, bars, grades_chart, in_table
from budget_app.ui.html import show, table, text
from budget_app.ui.results.names import Names, money, number
from budget_app.ui.words import _, language


def _caption(result: ResultView) -> str:
    return {
        Method.BY_VOTES: _("Tous les projets, dans l’ordre des votes"),
        Method.EQUAL_SHARES: _("Tous les projets : les financés dans l’ordre des tours, puis les autres"),
        Method.MAJORITY_JUDGMENT: _("Tous les projets, dans l’ordre des mentions"),
    }[result.allocation.rule.method]


def _grades(result: ResultView) -> dict[str, tuple[int, ...]]:
    tally = result.allocation.tally
    pairs = zip(tally.projects, tally.grades, strict=False)
    return {project.identifier: grades for project, grades in pairs}


def _table(result: ResultView, names: Names) -> str:
    """All projects in the order of the rule; with their majority grades where there are grades."""
    grades = _grades(result) if result.allocation.rule.method is Method.MAJORITY_JUDGMENT else {}
    votes = _("Points") if result.allocation.rule.count is Count.POINTS else _("Votes")
    graded = [_("Mention majoritaire")] if grades else []
    header = (_("Rang"), _("Projet"), *graded, votes, _("Coût"), _("Résultat"), _("Reste du budget"))
    rows = (
        (
            line.rank,
            names.link(line.identifier),
            *([translate(GRADE_NAMES[majority_grade(grades[line.identifier])], language())] if grades else []),
            number(line.votes),
            money(line.cost),
            names.reason(line),
            money(line.left_after),
        )
        for line in result.allocation.funding.lines
    )
    note = _("Votes : les bulletins qui donnent au projet mieux que « À rejeter ».") if grades else ""
    listed = table(_caption(result), header, rows, numbers=(3, 4, 6) if grades else (2, 3, 5))
    return listed + (f'<p class="soft">{text(note)}</p>' if note else "")


def _legend() -> str:
    return (
        f'<p class="legend"><span class="funded-colour"></span>{text(_("Financé"))}'
        f'<span class="other-colour"></span>{text(_("Non financé"))}</p>'
    )


def _profile(result: ResultView, names: Names) -> None:
    """The grades of each project, as parts of all ballots."""
    grades = _grades(result)
    lines = result.allocation.funding.lines
    grade_names = [translate(name, language()) for name in GRADE_NAMES]
    label = _("Part de chaque mention pour chaque projet, dans l’ordre des mentions majoritaires")
    grades_chart([(names.name(line.identifier), grades[line.identifier]) for line in lines], grade_names, label)
    rows = ((names.name(line.identifier), *map(number, grades[line.identifier])) for line in lines)
    in_table(table(label, (_("Projet"), *grade_names), rows, numbers=range(1, 1 + len(grade_names))))


def draw_votes(result: ResultView, names: Names) -> None:
    """The section."""
    show(f"<h2>{text(_('Les votes'))}</h2>")
    if result.allocation.rule.method is Method.MAJORITY_JUDGMENT:
        show(_table(result, names))
        if result.projects:
            _profile(result, names)
        return
    lines = result.allocation.funding.lines
    if lines:
        show(_legend())
        most = max(lines, key=lambda line: line.votes)
        said = _("Le plus de votes : « {name} », {votes}.", name=names.name(most.identifier), votes=number(most.votes))
        label = _("Votes de chaque projet ; en couleur pleine, les projets financés")
        shown = [Bar(names.name(line.identifier), line.votes, number(line.votes), line.funded) for line in lines]
        bars(shown, "result", f"{label}. {said}")
    show(_table(result, names))


def ties_used(result: ResultView, names: Names) -> str:
    """The ties that the rule had to decide, as HTML; a sentence where there was none."""
    words = {
        Decided.COST: _("Le moins cher passe d’abord : {names}."),
        Decided.VOTES: _("À coût égal aussi, celui qui a le plus de votes passe d’abord : {names}."),
        Decided.LOT: _("Le tirage au sort public a décidé de l’ordre : {names}."),
    }
    ties = result.allocation.funding.ties
    said = "".join(
        f"<li>{text(words[tie.decided].format(names=names.listed(tie.projects)))}</li>" for tie in ties
    )
    none = f"<p>{text(_('La règle n’a trouvé aucune égalité à départager.'))}</p>"
    return f"<h2>{text(_('Les égalités'))}</h2>" + (f"<ul>{said}</ul>" if said else none)
