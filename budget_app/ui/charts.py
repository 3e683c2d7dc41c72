"""Charts in Plotly, each with the same figures in a table below."""

from __future__ import annotations

from html import escape

import plotly.graph_objects as go
import streamlit as st

from budget_app.domain.dates import format_day, format_short_day
from budget_app.domain.result import ResultView
from budget_app.domain.vote import Turnout
from budget_app.ui.html import show, table, text
from budget_app.ui.words import _, language

_ACCENT, _SOFT, _LINE, _INK = "#0b4f7d", "#9db4c5", "#c9ccd3", "#14213d"
_NAME_LENGTH = 44  # characters of a name that fit across a telephone
_DAYS_NAMED = 5  # as many as fit under the bars on a telephone
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


def _busiest(turnout: Turnout) -> str:
    day, count = max(turnout.by_day, key=lambda entry: entry[1])
    return _("Le jour le plus suivi : {day}, avec {count} votants.", day=format_day(day, language()), count=count)


def turnout_chart(turnout: Turnout) -> None:
    """How many first voted on each day: as bars, in a sentence and as a table."""
    days = [day for day, _count in turnout.by_day]
    counts = [count for _day, count in turnout.by_day]
    labels = [format_short_day(day, language()) for day in days]
    figure = go.Figure(go.Bar(x=labels, y=counts, marker_color=_ACCENT, hovertemplate="%{x} : %{y}<extra></extra>"))
    figure.update_xaxes(
        fixedrange=True, type="category", tickvals=labels[:: 1 + len(labels) // _DAYS_NAMED], tickangle=0, automargin=True
    )
    figure.update_yaxes(fixedrange=True, gridcolor=_LINE, rangemode="tozero", tickformat="d", automargin=True)
    caption = _("Personnes ayant voté, par jour")
    _draw(figure, "turnout", f"{caption}. {_busiest(turnout)}", 260)
    with st.expander(_("Les mêmes nombres en tableau")):
        rows = [(format_day(day, language()), count) for day, count in turnout.by_day]
        show(table(caption, (_("Jour"), _("Personnes")), rows, numbers=(1,)))


def _name_above(position: int, name: str) -> dict[str, object]:
    """The name of a bar, written above it from the left edge: long names fit on a telephone."""
    return {
        "text": escape(name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1]}…", quote=False),
        "x": 0,
        "y": position + 0.28,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "xshift": -2,
        "font": {"size": 14},
    }


def result_chart(result: ResultView) -> None:
    """Votes of each project, the funded ones in full colour."""
    lines = list(reversed(result.lines))
    names = [f"{line.number}. {line.title}" for line in lines]
    figure = go.Figure(
        go.Bar(
            x=[line.votes for line in lines],
            y=list(range(len(lines))),
            width=0.42,
            orientation="h",
            text=[line.votes for line in lines],
            textposition="outside",
            cliponaxis=False,
            marker_color=[_ACCENT if line.funded else _SOFT for line in lines],
            customdata=[escape(name, quote=False) for name in names],
            hovertemplate="%{customdata} : %{x}<extra></extra>",
        )
    )
    most = max((line.votes for line in lines), default=0)
    figure.update_xaxes(fixedrange=True, visible=False, range=[0, max(most, 1) * 1.12])
    figure.update_yaxes(fixedrange=True, visible=False, range=[-0.6, len(lines) - 0.2])
    figure.update_layout(annotations=[_name_above(position, name) for position, name in enumerate(names)])
    show(
        f'<p class="legend"><span class="funded-colour"></span>{text(_("Financé"))}'
        f'<span class="other-colour"></span>{text(_("Non financé"))}</p>'
    )
    label = _("Votes de chaque projet ; en couleur pleine, les projets financés")
    _draw(figure, "result", label, 24 + 50 * len(lines))
