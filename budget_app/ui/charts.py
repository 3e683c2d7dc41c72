"""Charts in Plotly, each with the same figures in a table below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go
import streamlit as st

from budget_app.domain.dates import format_day, format_short_day
from budget_app.domain.vote import Turnout
from budget_app.ui.html import show, table, text
from budget_app.ui.words import _, language

_ACCENT, _SOFT, _LINE, _INK = "#0b4f7d", "#9db4c5", "#c9ccd3", "#14213d"
_NAME_LENGTH = 44  # characters of a name that fit across a telephone
_GAP = 4  # characters between a name and its value
_DAYS_NAMED = 5  # as many as fit under the bars on a telephone
_GRADES = ("#8c2d04", "#e8a66b", "#9db4c5", "#0b4f7d")
_CONFIG = {"displayModeBar": False, "scrollZoom": False}
_FONT = {"family": "system-ui, 'DejaVu Sans', Arial, sans-serif", "size": 15, "color": _INK}


@dataclass(frozen=True)
class Bar:
    """A bar: its name and what is written at its end; ``strong`` in full colour."""

    name: str
    value: int
    shown: str
    strong: bool = True


@dataclass(frozen=True)
class Series:
    """Columns of one colour, by position."""

    name: str
    values: Sequence[int]


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


def in_table(markup: str, label: str | None = None) -> None:
    """The numbers of a chart as a table, folded away below it."""
    with st.expander(label or _("Les mêmes nombres en tableau")):
        show(markup)


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
    rows = [(format_day(day, language()), count) for day, count in turnout.by_day]
    in_table(table(caption, (_("Jour"), _("Personnes")), rows, numbers=(1,)))


def _above(position: int, words: str, *, at_end: bool = False) -> dict[str, object]:
    """Words above a bar, from the left edge or, ``at_end``, up to the right one: long names fit on a telephone."""
    return {
        "text": escape(words, quote=False),
        "x": 1 if at_end else 0,
        "y": position + 0.28,
        "xref": "paper",
        "xanchor": "right" if at_end else "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14},
    }


def _short(name: str, length: int) -> str:
    return name if len(name) <= length else f"{name[: length - 1]}…"


def _above_bars(names: Sequence[str], shown: Sequence[str]) -> list[dict[str, object]]:
    """Name and value of each bar, both above it."""
    length = _NAME_LENGTH - _GAP - max(map(len, shown), default=0)
    named = [_above(position, _short(name, length)) for position, name in enumerate(names)]
    return named + [_above(position, value, at_end=True) for position, value in enumerate(shown) if value]


def _as_list(figure: go.Figure, key: str, alt: str, names: Sequence[str], shown: Sequence[str], most: int) -> None:
    """Bars one below the other, the first one at the bottom."""
    figure.update_xaxes(fixedrange=True, visible=False, range=[0, max(most, 1)])
    figure.update_yaxes(fixedrange=True, visible=False, range=[-0.6, len(names) - 0.2])
    figure.update_layout(annotations=_above_bars(names, shown))
    _draw(figure, key, alt, 24 + 50 * len(names))


def bars(listed: Sequence[Bar], key: str, alt: str) -> None:
    """Bars one below the other, in their order; ``alt`` says in words what they show."""
    upward = list(reversed(listed))
    figure = go.Figure(
        go.Bar(
            x=[bar.value for bar in upward],
            y=list(range(len(upward))),
            width=0.42,
            orientation="h",
            marker_color=[_ACCENT if bar.strong else _SOFT for bar in upward],
            customdata=[escape(f"{bar.name} : {bar.shown}", quote=False) for bar in upward],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    names, shown = [bar.name for bar in upward], [bar.shown for bar in upward]
    _as_list(figure, key, alt, names, shown, max((bar.value for bar in upward), default=0))


def _key(colours: Sequence[tuple[str, str]]) -> None:
    """What the colours of a chart mean: pairs of a name and a CSS background."""
    shown = "".join(f'<i><span style="background:{colour}"></span>{text(name)}</i>' for name, colour in colours)
    show(f'<p class="legend">{shown}</p>')


def grades_chart(listed: Sequence[tuple[str, Sequence[int]]], grades: Sequence[str], alt: str) -> None:
    """For each project its ballots by grade, the best first, as parts of one bar; numbers are the worst first."""
    upward = list(reversed(listed))
    order = list(reversed(range(len(grades))))
    _key([(grades[grade], _GRADES[grade]) for grade in order])
    figure = go.Figure(
        [
            go.Bar(
                x=[numbers[grade] for _name, numbers in upward],
                y=list(range(len(upward))),
                width=0.42,
                orientation="h",
                marker={"color": _GRADES[grade], "line": {"color": "white", "width": 1}},
                customdata=[escape(f"{name} : {grades[grade]}", quote=False) for name, _numbers in upward],
                hovertemplate="%{customdata}, %{x}<extra></extra>",
            )
            for grade in order
        ]
    )
    figure.update_layout(barmode="stack")
    names = [name for name, _numbers in upward]
    _as_list(figure, "grades", alt, names, [""] * len(names), max((sum(n) for _name, n in upward), default=0))


def columns(labels: Sequence[str], axis: str, series: Sequence[Series], key: str, alt: str) -> None:
    """Columns side by side, one colour for each series, the second hatched; ``axis`` says what the labels are."""
    looks: tuple[dict[str, object], ...] = (
        {"color": _ACCENT},
        {"color": "white", "line": {"color": _ACCENT, "width": 1.5}, "pattern": {"shape": "/", "fgcolor": _ACCENT}},
    )
    if len(series) > 1:
        hatched = f"repeating-linear-gradient(135deg,{_ACCENT} 0 2px,#fff 2px 5px)"
        _key([(one.name, look) for one, look in zip(series, (_ACCENT, hatched), strict=True)])
    figure = go.Figure(
        [
            go.Bar(
                x=list(labels),
                y=list(one.values),
                marker=look,
                customdata=[escape(one.name, quote=False)] * len(labels),
                hovertemplate="%{customdata} : %{y}<extra></extra>",
            )
            for one, look in zip(series, looks, strict=False)
        ]
    )
    figure.update_layout(barmode="group")
    figure.update_xaxes(fixedrange=True, type="category", tickangle=0, automargin=True, title={"text": axis, "font": {"size": 14}})
    figure.update_yaxes(fixedrange=True, gridcolor=_LINE, rangemode="tozero", tickformat="d", automargin=True)
    _draw(figure, key, alt, 300)
