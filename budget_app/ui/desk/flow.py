"""How a section acts: a refusal is shown where it was caused, a success survives the next run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from budget_app.domain.errors import DomainError
from budget_app.ui.words import refusal

T = TypeVar("T")
_DONE = "done"


def attempt(action: Callable[[], T]) -> T | None:
    """What ``action`` gives; None after a refusal, whose sentence is shown here."""
    try:
        return action()
    except DomainError as error:
        st.error(refusal(error))
        return None


def works(action: Callable[[], None]) -> bool:
    """Whether ``action`` was done; after a refusal its sentence is shown here."""
    try:
        action()
    except DomainError as error:
        st.error(refusal(error))
        return False
    return True


def succeed(section: str, sentence: str) -> None:
    """Runs the page again, so that all of it shows the new state, and says ``sentence`` in ``section``."""
    st.session_state[_DONE] = (section, sentence)
    st.rerun()


def show_success(section: str) -> None:
    """What :func:`succeed` left for ``section``, once."""
    left = st.session_state.get(_DONE)
    if left is not None and left[0] == section:
        del st.session_state[_DONE]
        st.success(left[1])
