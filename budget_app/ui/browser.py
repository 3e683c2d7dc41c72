"""What the browser brought along: the only place that reads it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def request_cookies() -> Mapping[str, str]:
    """The cookies of the page's connection."""
    return st.context.cookies


def request_locale() -> str:
    """The browser's language, as "fr-FR"; empty when it says none."""
    return st.context.locale or ""
