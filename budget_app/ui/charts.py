"""Charts in Plotly, each with the same figures in a table below."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from budget_app.domain.dates import format_day, format_short_day
from budget_app.domain.result import ResultView
from budget_app.domain.vote import Turnout
from budget_app.ui.html import show, table
from budget_app.ui.words import _, language

_ACCENT, _SOFT, _LINE, _INK = "#0b4f7d", "#9db4c5", "#c9ccd3", "#14213d"
_LABEL = 22  # characters: more would leave no room for the bars on a telephone
_CONFIG = {"displayModeBar": False, "scrollZoom": False}
_FONT = {"family": "system-ui, 'DejaVu Sans', Arial, sans-serif", "size": 15, "color": _INK}


def _draw(figure: go.Figure, key: str, alt: str, height: int) -> None:
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font=_FONT,
        showlegend=False,
        dragmode=False,
    )
    st.plotly_chart(figure, key=key, width="stretch", config=_CONFIG, alt=alt, theme=None)


def turnout_chart(turnout: Turnout) -> None:
    """How many first voted on each day, as bars and as a table."""
    days = [day for day, _count in turnout.by_day]
    counts = [count for _day, count in turnout.by_day]
    labels = [format_short_day(day, language()) for day in days]
    figure = go.Figure(go.Bar(x=labels, y=counts, marker_color=_ACCENT, hovertemplate="%{x} : %{y}<extra></extra>"))
    figure.update_xaxes(fixedrange=True, type="category", nticks=8, tickangle=0, automargin=True)
    figure.update_yaxes(fixedrange=True, gridcolor=_LINE, rangemode="tozero", tickformat="d", automargin=True)
    caption = _("Personnes ayant voté, par jour")
    _draw(figure, "turnout", caption, 260)
    with st.expander(_("Les mêmes nombres en tableau")):
        rows = [(format_day(day, language()), count) for day, count in turnout.by_day]
        show(table(caption, (_("Jour"), _("Personnes")), rows, numbers=(1,)))


def result_chart(result: ResultView) -> None:
    """Votes of each project, the funded ones in full colour."""
    lines = list(reversed(result.lines))
    names = [f"{line.number}. {line.title}" for line in lines]
    short = [name if len(name) <= _LABEL else f"{name[: _LABEL - 1]}…" for name in names]
    figure = go.Figure(
        go.Bar(
            x=[line.votes for line in lines],
            y=list(range(len(lines))),
            orientation="h",
            text=[line.votes for line in lines],
            textposition="auto",
            marker_color=[_ACCENT if line.funded else _SOFT for line in lines],
            customdata=names,
            hovertemplate="%{customdata} : %{x}<extra></extra>",
        )
    )
    figure.update_xaxes(fixedrange=True, gridcolor=_LINE, tickformat="d", automargin=True)
    figure.update_yaxes(fixedrange=True, tickmode="array", tickvals=list(range(len(lines))), ticktext=short, automargin=True)
    _draw(figure, "result", _("Votes de chaque projet ; en couleur pleine, les projets financés"), 60 + 30 * len(lines))
