"""The action log: what staff and authors did, the newest first, and whether its chain holds."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.roles import Action
from budget_app.locale import translate
from budget_app.locale.roles import LOGGED
from budget_app.services.action_log import PAGE, LoggedAction, LogPage, check_chain, list_actions
from budget_app.ui.html import code, link, show, table, text
from budget_app.ui.opener import OpenPage, open_page, stop_unless
from budget_app.ui.words import _, language


def _name(action: str) -> str:
    return translate(LOGGED.get(action, action), language())


def _who(row: LoggedAction) -> str:
    return _("application") if row.account_id is None else _("compte n° {number}", number=row.account_id)


def _row(row: LoggedAction, page: OpenPage) -> tuple[object, ...]:
    facts = ", ".join(f"{name} {value}" for name, value in row.facts.items())
    return (row.id, format_moment(row.done_at, page.language), _who(row), _name(row.action), row.subject, facts)


def _asked_page() -> int:
    asked = st.query_params.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None


def _filters(known: tuple[str, ...]) -> None:
    with st.form("filters"):
        chosen = st.selectbox(
            _("Action"), ["", *known], format_func=lambda name: _name(name) if name else _("Toutes"), key="log-action"
        )
        day = st.date_input(_("Jour"), value=None, format="DD/MM/YYYY", key="log-day")
        if st.form_submit_button(_("Filtrer"), key="log-filter"):
            asked = {"action": chosen, "jour": day.isoformat() if isinstance(day, date) else ""}
            st.query_params.from_dict({name: value for name, value in asked.items() if value})
            st.rerun()


def _pages(found: LogPage, number: int) -> str:
    kept = {name: value for name, value in st.query_params.items() if name != "page"}
    ways = [(_("Plus récentes"), number - 1, number > 1), (_("Plus anciennes"), number + 1, number * PAGE < found.total)]
    links = (link(name, f"/journal?{urlencode({**kept, 'page': to})}") for name, to, there in ways if there)
    return f"<p>{' · '.join(links)}</p>"


def _check(page: OpenPage) -> None:
    if not st.button(_("Vérifier la chaîne"), key="log-check"):
        return
    found = check_chain(page.actor)
    if found.first_wrong is None:
        show(f"<p role='status'>{text(_('La chaîne tient : {rows} lignes. Dernière empreinte :', rows=found.rows))} {code(found.last)}</p>")
    else:
        st.error(_("La chaîne est rompue à la ligne {row} : cette ligne, ou une d’avant, a été changée.", row=found.first_wrong))


def main() -> None:
    """Draws the page."""
    page = open_page(_("Le journal des actions"))
    stop_unless(page, Action.READ_ACTION_LOG)
    show(f"<p>{text(_('Chaque ligne contient l’empreinte de la précédente. La base de données refuse de changer une ligne.'))}</p>")
    number, query = _asked_page(), st.query_params
    found = list_actions(page.actor, query.get("action", ""), _day(query.get("jour", "")), number)
    _filters(found.actions)
    header = (_("N°"), _("Quand"), _("Qui"), _("Action"), _("À propos de"), _("Détails"))
    rows = [_row(row, page) for row in found.rows]
    show(table(_("Actions : {total}", total=found.total), header, rows) + _pages(found, number))
    _check(page)


main()
