"""The Streamlit script: runs at each interaction, before the page that it opens."""

from __future__ import annotations

import streamlit as st


def _home() -> None:
    st.title("Isoloir")


st.navigation([st.Page(_home, title="Accueil", default=True)], position="top").run()
