"""What voters get: how many of their projects are funded, and who gets none."""

from __future__ import annotations

from collections.abc import Sequence

from budget_app.domain.allocation.statistics import ResultFigures, VoterFigures
from budget_app.ui.charts import Series, columns, in_table
from budget_app.ui.html import show, table, text
from budget_app.ui.results.names import number, percent, tenths
from budget_app.ui.words import _

_MOST_SHOWN = 12
"""Columns that fit across a telephone; more winners are put together in the last one."""


def _shown(figures: VoterFigures, columns_shown: int) -> list[int]:
    """Voters by number of winners, filled up with zeros; the last column holds all that are beyond it."""
    numbers = [*figures.by_number, *[0] * columns_shown]
    return [*numbers[: columns_shown - 1], sum(numbers[columns_shown - 1 :])]


def voters_sentence(figures: VoterFigures) -> str:
    """Who gets nothing, and how much voters get on average."""
    return _(
        "Votants dont aucun projet choisi n’est financé : {without} sur {voters} ({percent}). "
        "En moyenne, un votant a {mean} projets financés parmi ceux qu’il a choisis.",
        without=number(figures.without),
        voters=number(figures.voters),
        percent=percent(figures.without, figures.voters),
        mean=tenths(figures.mean),
    )


def _series(known: ResultFigures) -> list[tuple[str, VoterFigures]]:
    """The results to show; the one that is in force alone where there is no other."""
    if known.by_shares is not None and known.by_votes is not None:
        return [(_("En parts égales"), known.by_shares), (_("Dans l’ordre des votes"), known.by_votes)]
    return [(_("Votants"), known.voters)] if known.voters is not None else []


def _unknown(known: ResultFigures) -> str:
    """What totals say, and what they do not."""
    words = _(
        "Seuls les totaux ont été déchiffrés : personne ne peut savoir combien de votants n’ont aucun projet financé. "
        "C’est le prix d’un secret plus fort."
    )
    if known.mean is not None:
        words += " " + _("En moyenne, un votant a {mean} projets financés parmi ceux qu’il a choisis.", mean=tenths(known.mean))
    return words


def voters_columns(results: Sequence[tuple[str, VoterFigures]], key: str, said: str) -> None:
    """Voters by number of funded projects in one result or two, as columns and as a table; ``said`` in words."""
    longest = max(len(figures.by_number) for _name, figures in results)
    width = min(longest, _MOST_SHOWN)
    labels = [str(n) for n in range(width)]
    if longest > width:
        labels[-1] += "+"
    label = _("Votants par nombre de projets financés parmi ceux qu’ils ont choisis")
    axis = _("Projets financés")
    columns(labels, axis, [Series(name, _shown(figures, width)) for name, figures in results], key, f"{label}. {said}")
    rows = zip(labels, *(map(number, _shown(figures, width)) for _name, figures in results), strict=True)
    header = (_("Projets financés"), *(name for name, _figures in results))
    in_table(table(label, header, rows, numbers=range(len(header))))


def draw_voters(known: ResultFigures) -> None:
    """The section."""
    title = f"<h2>{text(_('Ce que les votants obtiennent'))}</h2>"
    if known.voters is None:
        show(f"{title}<p>{text(_unknown(known))}</p>")
        return
    said = voters_sentence(known.voters)
    show(f"{title}<p>{text(said)}</p>")
    voters_columns(_series(known), "voters", said)
