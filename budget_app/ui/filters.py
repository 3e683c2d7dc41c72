"""Filters of lists; what is chosen stands in the address."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st


def one_of(label: str, everything: str, values: Iterable[str], key: str) -> str:
    """The value chosen, in alphabetical order; empty for all of them."""
    options = ["", *sorted({value for value in values if value})]
    chosen = st.selectbox(label, options, format_func=lambda value: value or everything, key=key, bind="query-params")
    return chosen or ""
