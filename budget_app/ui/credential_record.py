"""The record of replaced codes, as the public sees it."""

from __future__ import annotations

from budget_app.services.credential_record import record_facts
from budget_app.ui.html import action, code, facts, show, text
from budget_app.ui.words import _


def show_record(slug: str, uuid: str) -> None:
    """What was replaced before the vote, in figures, with the file and how to check it; nothing without a record."""
    record = record_facts(slug)
    if record is None:
        return
    words = _("Avant la mise en place du vote, un code perdu a pu être remplacé. Le registre public dit quels codes publics, jamais à qui ils sont. Cette commande montre que rien d’autre n’a changé dans la liste.")
    pairs = ((_("Listes entières données"), record.lists), (_("Codes remplacés"), record.replacements))
    show(
        f"<h2>{text(_('Les codes remplacés avant le vote'))}</h2><p>{text(words)}</p>"
        f'<pre class="shell">python -m voting credentials check {uuid}.credentials.json {uuid}.bel</pre>'
        f"{facts(pairs)}<p>{text(_('Empreinte du registre des codes'))}<br>{code(record.head_hash)}</p>"
        + action(_("Télécharger le registre"), f"/board/{uuid}.credentials.json")
    )
