"""The rule book: what the town decided for this edition, in plain words and as data."""

from __future__ import annotations

from budget_app.services.rule_book import load_rule_book
from budget_app.ui.html import show
from budget_app.ui.opener import open_page
from budget_app.ui.rule_book import rule_book
from budget_app.ui.words import _


def main() -> None:
    """Draws the page."""
    page = open_page(_("Le règlement"))
    show(rule_book(load_rule_book(page.edition().slug, page.now)))


main()
