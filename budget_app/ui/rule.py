"""The rule of an edition, for everybody."""

from __future__ import annotations

from budget_app.domain.allocation.descriptor import Rule
from budget_app.domain.allocation.rule_json import rule_fingerprint
from budget_app.locale.rules import rule_sentences
from budget_app.ui.html import code, text
from budget_app.ui.words import _


def rule_list(rule: Rule, language: str) -> str:
    """The rule, a sentence or two a line."""
    return "<ul>" + "".join(f"<li>{text(sentence)}</li>" for sentence in rule_sentences(rule, language)) + "</ul>"


def rule_box(rule: Rule, language: str) -> str:
    """The rule folded away, with the fingerprint that the election carries."""
    fingerprint = f"<p>{text(_('Empreinte de la règle (SHA-256) :'))} {code(rule_fingerprint(rule))}</p>"
    title = _("Comment les projets seront choisis")
    return f'<details class="rule"><summary>{text(title)}</summary>{rule_list(rule, language)}{fingerprint}</details>'
