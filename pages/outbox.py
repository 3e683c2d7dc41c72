"""Outbox: the mail of the demonstration, which no server sends."""

from __future__ import annotations

import re

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.errors import DomainError
from budget_app.services.mail import MailView, list_outbox
from budget_app.ui.html import show, text
from budget_app.ui.opener import open_page, stop_with
from budget_app.ui.words import _, refusal


def _body(mail: MailView) -> str:
    """The text with its links made clickable."""
    links = re.sub(r"(https?://[^\s<]+)", r'<a href="\1" target="_self">\1</a>', text(mail.body))
    return links.replace("\n", "<br>")


def main() -> None:
    """Draws the page."""
    page = open_page(_("Le courrier de la démonstration"))
    try:
        mails = list_outbox(page.actor)
    except DomainError as error:
        st.error(refusal(error))
        st.stop()
    if not mails:
        stop_with(_("Aucun message."), _("Ce que l’application enverrait par courriel paraît ici."))
    show(f"<p>{text(_('Ces messages partiraient par courriel. En démonstration, ils restent ici.'))}</p>")
    shown = "".join(
        f'<article class="sheet"><h2>{text(mail.subject)}</h2>'
        f'<p class="soft">{text(mail.recipient)} · {text(format_moment(mail.queued_at, page.language))}</p>'
        f"<p>{_body(mail)}</p></article><br>"
        for mail in mails
    )
    show(shown)


main()
