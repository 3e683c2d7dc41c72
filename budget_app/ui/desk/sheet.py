"""The sheet of fingerprints, to print before the vote and hand to guardians and observers."""

from __future__ import annotations

from budget_app.domain.edition import Edition
from budget_app.services.board import board_summary
from budget_app.services.credential_record import record_facts
from budget_app.services.guardians import guardian_progress
from budget_app.ui.edition_view import vote_times
from budget_app.ui.html import code, groups, show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def draw(edition: Edition, page: OpenPage) -> None:
    """The section."""
    board = board_summary(edition.slug, page.now)
    if board is None:
        return
    pairs = [
        (_("Identifiant du scrutin"), board.uuid),
        (_("Empreinte du scrutin"), board.election_fingerprint),
        (_("Empreinte de la liste des codes"), board.credentials_fingerprint),
        (_("Empreinte des gardiens"), board.trustees_fingerprint),
        (_("Liste des projets (SHA-256)"), board.ballot_list_sha256),
    ]
    record = record_facts(edition.slug)
    if record is not None:
        pairs.append((_("Codes remplacés"), str(record.replacements)))
        pairs.append((_("Empreinte du registre des codes"), record.head_hash))
    pairs += [(f"{g.number}. {g.name}", groups(g.public_key or "")) for g in guardian_progress(edition.slug)]
    rows = "".join(f"<div><dt>{text(name)}</dt><dd>{code(value)}</dd></div>" for name, value in pairs)
    why = _("Imprimez cette feuille avant l’ouverture. Les gardiens la compareront à leur écran le jour du dépouillement.")
    show(
        f'<p>{text(why)}</p><section class="sheet alone"><h2>{text(edition.town)} – {text(edition.name)}</h2>'
        f'<p>{text(vote_times(edition))}</p><dl class="facts">{rows}</dl></section>'
    )
