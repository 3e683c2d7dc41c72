"""The sentences of the pages in the person's language."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.errors import DomainError
from budget_app.locale import LANGUAGES, SOURCE_LANGUAGE, translate
from budget_app.locale.sentences import say, sentence
from budget_app.ui.browser import request_cookies, request_locale

COOKIE = "isoloir_language"


def language() -> str:
    """The person's language: asked for in the address, remembered, else the browser's."""
    asked = st.query_params.get("lang")
    for candidate in (asked, request_cookies().get(COOKIE), request_locale()[:2]):
        if candidate in LANGUAGES:
            return str(candidate)
    return SOURCE_LANGUAGE


def _(message: str, **values: object) -> str:
    """``message`` (a French sentence) in the person's language, its ``{names}`` filled."""
    return translate(message, language(), **values)


def refusal(error: DomainError) -> str:
    """What happened and what to do, for a refusal."""
    return sentence(error, language())


def refusal_of(code: str, **facts: object) -> str:
    """The sentence of a refusal that was not raised: what stands in the way of something."""
    return say(code, language(), **facts)
