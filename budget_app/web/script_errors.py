"""What a person sees when a page's script fails: a refusal's sentence, or an incident number."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.errors import DomainError
from budget_app.locale import LANGUAGES, translate
from budget_app.locale.sentences import sentence
from budget_app.web.answers import note_incident
from budget_app.web.language import COOKIE, preferred_language


def _language() -> str:
    chosen = st.context.cookies.get(COOKIE)
    return chosen if chosen in LANGUAGES else preferred_language(st.context.headers.get("Accept-Language", ""))


def show_script_error(error: Exception) -> bool:
    """Shows the error in the page; True, so that Streamlit does not show it as well."""
    language = _language()
    if isinstance(error, DomainError):
        st.error(sentence(error, language))
        return True
    number = note_incident(error, "a page's script")
    st.error(translate("Une erreur est survenue de notre côté. Numéro d’incident : {number}.", language, number=number))
    return True
