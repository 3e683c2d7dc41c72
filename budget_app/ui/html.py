"""Pieces of HTML: what people wrote is always escaped, a list is one element."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).parent / "style.css"


class Markup(str):
    """HTML of ours: :func:`text` leaves it as it is."""

    __slots__ = ()


def text(value: object) -> str:
    """``value`` as text in HTML, also inside an attribute."""
    return value if isinstance(value, Markup) else html.escape(str(value), quote=True)


def link(label: str, href: str) -> Markup:
    """A link in a sentence or a table."""
    return Markup(f'<a href="{text(href)}" target="_self">{text(label)}</a>')


def show(markup: str) -> None:
    """One element of the page."""
    st.html(markup)


@cache
def _style() -> str:
    return f"<style>{_STYLE.read_text()}</style>"


def show_style() -> None:
    """Our style sheet, once a page."""
    st.html(_style())


def table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numbers: Sequence[int] = (),
    style: str = "plain",
) -> str:
    """A table with its caption; the columns ``numbers`` are set to the right. The first cell of a row heads it.

    ``style`` are the classes of the style sheet.
    """
    head = "".join(
        f'<th scope="col"{_right(i in numbers)}>{text(name)}</th>' for i, name in enumerate(header)
    )
    body = []
    for row in rows:
        first, *rest = row
        cells = "".join(f"<td{_right(i in numbers)}>{text(cell)}</td>" for i, cell in enumerate(rest, start=1))
        body.append(f'<tr><th scope="row"{_right(0 in numbers)}>{text(first)}</th>{cells}</tr>')
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}"><table class="{style}">'
        f"<caption>{text(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _right(numeric: bool) -> str:
    return ' class="number"' if numeric else ""


def action(label: str, href: str) -> str:
    """The page's one main action, as a link to ``href``."""
    return f'<p><a class="action" href="{text(href)}" target="_self">{text(label)}</a></p>'


def facts(pairs: Iterable[tuple[str, object]]) -> str:
    """Names and values, as a description list."""
    rows = "".join(f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for name, value in pairs)
    return f'<dl class="facts">{rows}</dl>'


def groups(value: str) -> str:
    """Characters in groups of four, easier to compare."""
    return " ".join(value[i : i + 4] for i in range(0, len(value), 4))


def code(value: str) -> str:
    """A fingerprint: characters to compare, which may break anywhere."""
    return f'<code class="long" translate="no">{text(value)}</code>'
