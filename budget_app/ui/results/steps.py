"""The replay: the way to the result, one step at a time, and all steps as a table."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.allocation.descriptor import Satisfaction
from budget_app.domain.allocation.replay import Opening, Purchase, Step, Turn, Verdict, replay
from budget_app.domain.result import ResultView
from budget_app.ui.charts import in_table
from budget_app.ui.html import show, table, text
from budget_app.ui.results.beside import verdict
from budget_app.ui.results.names import Names, money, number
from budget_app.ui.words import _

_STEP = "replay-step"


def _purchase(step: Purchase, *, by_points: bool) -> str:
    price = _("{price} par point", price=money(step.price)) if by_points else money(step.price)
    words = _(
        "Ses votants le paient de leurs parts : {full} donnent {price}, {short} donnent tout ce qui leur reste.",
        full=number(step.paid_in_full),
        price=price,
        short=number(step.gave_all),
    )
    left = _("Il reste {left} à tous les votants ensemble.", left=money(step.money_left))
    tie = " " + _("Une égalité a été départagée.") if step.tie is not None else ""
    return f"{words} {left}{tie}"


def _turn(step: Turn, names: Names) -> str:
    line = step.line
    if not line.funded:
        return names.reason(line)
    words = _("Financé : il restait {before}, il reste {after}.", before=money(line.left_before), after=money(line.left_after))
    if line.pot:
        words += " " + _("Enveloppe : {name}.", name=line.pot)
    return words


def _title(step: Step, names: Names) -> str:
    if isinstance(step, Purchase):
        return names.name(step.project)
    if isinstance(step, Turn):
        return names.name(step.line.identifier)
    return _("La part de chaque votant") if isinstance(step, Opening) else _("La comparaison des deux résultats")


def _words(step: Step, result: ResultView, names: Names) -> str:
    """What happens at a step."""
    rule, shares = result.allocation.rule, result.allocation.shares
    if isinstance(step, Purchase):
        by_points = rule.shares is not None and rule.shares.satisfaction is not Satisfaction.COST
        return _purchase(step, by_points=by_points)
    if isinstance(step, Turn):
        return (_("Ce qui reste, dans l’ordre des votes.") + " " if step.filling else "") + _turn(step, names)
    if isinstance(step, Opening):
        return _(
            "Chacun des {voters} votants a {share}. La première part était de {first} ; elle a monté de {steps} pas.",
            voters=number(step.voters),
            share=money(step.share),
            first=money(step.first_share),
            steps=number(step.steps),
        )
    return verdict(shares) if isinstance(step, Verdict) and shares is not None else ""


def _meter(spent: int, budget: int) -> str:
    """The part of the budget that is spent, as a bar and in words."""
    words = _("Dépensé : {spent} sur {budget}", spent=money(spent), budget=money(budget))
    return (
        f'<p class="spent">{text(words)}</p>'
        f'<div class="meter" aria-hidden="true"><span style="width:{100 * spent / budget:.1f}%"></span></div>'
    )


def _move(by: int, last: int) -> None:
    st.session_state[_STEP] = min(max(st.session_state.get(_STEP, 1) + by, 1), last)


def _controls(last: int) -> int:
    """Which step is shown, from 1 to ``last``."""
    back, place, on = st.columns(3, vertical_alignment="bottom")
    st.session_state[_STEP] = min(st.session_state.get(_STEP, 1), last)
    with place:
        chosen = st.number_input(_("Étape (de 1 à {last})", last=last), 1, last, key=_STEP)
    with back:
        label = _("Étape précédente")
        st.button(label, key="replay-back", on_click=_move, args=(-1, last), disabled=chosen == 1, width="stretch")
    with on:
        label = _("Étape suivante")
        st.button(label, key="replay-on", on_click=_move, args=(1, last), disabled=chosen == last, width="stretch")
    return int(chosen)


@st.fragment
def draw_replay(result: ResultView, names: Names) -> None:
    """The section; each step draws itself alone."""
    steps = replay(result.allocation)
    if len(steps) < 2:
        return
    show(f"<h2>{text(_('Revoir le résultat pas à pas'))}</h2>")
    chosen = _controls(len(steps))
    step = steps[chosen - 1]
    won = _("Financés à ce moment ({number}) : {names}", number=len(step.winners), names=names.listed(step.winners))
    so_far = f"<p>{text(won)}</p>" if step.winners else ""
    said = _("Étape {number} : {title}", number=chosen, title=_title(step, names))
    show(
        f'<section class="step" role="status"><h3>{text(said)}</h3><p>{text(_words(step, result, names))}</p>'
        f"{_meter(step.spent, result.budget)}{so_far}</section>"
    )
    header = (_("Étape"), _("Projet"), _("Ce qui se passe"), _("Dépensé"))
    rows = (
        (place, _title(item, names), _words(item, result, names), money(item.spent))
        for place, item in enumerate(steps, start=1)
    )
    label = _("Toutes les étapes")
    in_table(table(label, header, rows, numbers=(3,)), label)
