"""Verify: the board to download, its fingerprints, how to check, and the verifier's numbered report."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.errors import DomainError
from budget_app.domain.verification import Verification
from budget_app.services.board import board_summary
from budget_app.services.verification import booth_files, verify_board, words_of
from budget_app.ui.board_files import downloads, fingerprints, how_to_check, second_opinion
from budget_app.ui.credential_record import show_record
from budget_app.ui.html import show, table, text
from budget_app.ui.opener import open_page, stop_with
from budget_app.ui.signed_board import show_checkpoint
from budget_app.ui.words import _, refusal


def _report(report: Verification, language: str) -> str:
    items = []
    for line in report.lines:
        words = words_of(line, language)
        items.append(
            f"<li><span>{line.number}.</span><div>{text(words.title)} : "
            f'<span class="status {line.status}">{text(words.status)}</span>'
            f'<br><span class="soft">{text(words.detail)}</span></div></li>'
        )
    verdict = _("L’urne publique est valable.") if report.valid else _("L’urne publique est REFUSÉE : {code}.", code=report.failure)
    state = "" if report.valid else " refused"
    return f'<div class="verdict{state}" role="status">{text(verdict)}</div><ol class="checks">{"".join(items)}</ol>'


def _show_details(report: Verification, language: str) -> None:
    """The whole report as a table: what each check expects and what it found."""
    header = (_("Contrôle"), _("État"), _("Attendu"), _("Trouvé"), _("Code"))
    rows = []
    for line in report.lines:
        words = words_of(line, language)
        rows.append((f"{line.number}. {words.title}", words.status, line.expected, line.found, line.code))
    with st.expander(_("Le rapport complet en tableau")):
        show(table(_("Ce que chaque contrôle attend et ce qu’il a trouvé"), header, rows))


def _verify(slug: str, language: str) -> None:
    with st.spinner(_("Vérification de chaque bulletin…")):
        try:
            report = verify_board(slug)
        except DomainError as error:
            st.error(refusal(error))
            return
    show(_report(report, language))
    _show_details(report, language)


def main() -> None:
    """Draws the page."""
    page = open_page(_("Vérifier"))
    edition = page.edition()
    show(f"<p>{text(_('Tout ce qui sert au compte est public. Vous n’avez besoin de faire confiance à personne pour le refaire.'))}</p>")
    board = board_summary(edition.slug, page.now)
    if board is None:
        stop_with(_("L’urne n’est pas encore en place."), _("Elle paraîtra ici dès que le vote sera préparé."))
    show(f"<h2>{text(_('L’urne publique'))}</h2>{downloads(board)}{fingerprints(board)}")
    show(f"<h2>{text(_('Vérifier ici'))}</h2>")
    if st.button(_("Lancer la vérification"), key="verify"):
        _verify(edition.slug, page.language)
    show(second_opinion(board))
    show(how_to_check(board))
    show_checkpoint(board.uuid)
    show_record(edition.slug, board.uuid)
    rows = [(name, digest) for name, digest in booth_files()]
    show(f"<h2>{text(_('Les fichiers de l’isoloir'))}</h2>" + table(_("SHA-256 de chaque fichier que votre navigateur reçoit"), (_("Fichier"), "SHA-256"), rows))


main()
