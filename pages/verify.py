"""Verify: the board to download, its fingerprints, how to check, and the verifier's numbered report."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.errors import DomainError
from budget_app.domain.verification import Verification
from budget_app.domain.vote import BoardSummary
from budget_app.services.board import board_summary
from budget_app.services.shares import has_strong_file
from budget_app.services.verification import booth_files, verify_board, words_of
from budget_app.ui.credential_record import show_record
from budget_app.ui.html import code, show, table, text
from budget_app.ui.opener import open_page, stop_with
from budget_app.ui.signed_board import show_checkpoint
from budget_app.ui.words import _, refusal


def _second_opinion(board: BoardSummary) -> str:
    """The verifier that runs in the visitor's own browser, with the file of this edition or any other."""
    words = _("Un second avis, sans nous croire : un autre programme refait les douze contrôles dans votre navigateur.")
    label = text(_("Vérifier maintenant le fichier de cette édition dans votre navigateur"))
    return f'<p>{text(words)}</p><p><a class="action" href="/booth/verifier.html?uuid={board.uuid}">{label}</a></p>'


def _fingerprints(board: BoardSummary) -> str:
    pairs = (
        (_("Empreinte du scrutin"), board.election_fingerprint),
        (_("Empreinte des gardiens"), board.trustees_fingerprint),
        (_("Empreinte de la liste des codes"), board.credentials_fingerprint),
        (_("Dernier événement"), board.head_hash),
        (_("Liste des projets (SHA-256)"), board.ballot_list_sha256),
        (_("Empreinte du total chiffré"), board.tally_fingerprint),
    )
    rows = "".join(f"<div><dt>{text(name)}</dt><dd>{code(value)}</dd></div>" for name, value in pairs if value)
    return f'<dl class="facts">{rows}</dl>'


def _beside(board: BoardSummary) -> tuple[tuple[str, str, str], ...]:
    """What stands beside the board: what it is, its file, and the option by which the verifier takes it."""
    facts = (_("Empreintes et participation annoncées"), f"{board.uuid}.published.json", "--published")
    strong = (_("Preuves fortes des parts de déchiffrement"), f"{board.uuid}.strong.json", "--strong")
    return (facts, strong) if has_strong_file(board.uuid) else (facts,)


def _download(board: BoardSummary) -> str:
    figures = {"ballots": board.ballots, "voters": board.voters, "events": board.events, "size": -(-board.size // 1024)}
    words = _("Bulletins : {ballots}. Votants : {voters}. Événements : {events}. Taille : {size} ko.", **figures)
    label = text(_("Télécharger l’urne publique"))
    links = "".join(f'<li><a href="/board/{file}" download>{text(name)}</a></li>' for name, file, _option in _beside(board))
    action = f'<a class="action" href="/board/{board.uuid}.bel" download>{label}</a>'
    return f"<p>{text(words)}</p><p>{action}</p><ul>{links}</ul>"


def _how(board: BoardSummary) -> str:
    file = f"{board.uuid}.bel"
    options = "".join(f" {option} {name}" for _what, name, option in _beside(board))
    steps = (
        (_("Téléchargez l’urne publique et les fichiers qui l’accompagnent dans un dossier vide."), ""),
        (_("Vérifiez-la avec notre programme, qui n’a besoin ni de ce site, ni du réseau :"), f"python -m voting verify {file}{options}"),
        (_("Vérifiez-la avec celui de Belenios, écrit par d’autres que nous, dans le même dossier :"), "belenios-tool election verify --dir ."),
        (_("Comparez les empreintes qu’ils affichent avec celles de cette page, et avec la feuille imprimée avant le vote."), ""),
        (_("Pendant le vote, gardez une copie. Plus tard, cette commande montre que rien n’a été retiré ni changé :"), f"python -m voting verify {file} --earlier copie.bel"),
    )
    items = "".join(
        f"<li>{text(words)}{f'<pre class=shell>{text(command)}</pre>' if command else ''}</li>" for words, command in steps
    )
    both = _("Deux programmes, écrits par des personnes différentes, doivent dire la même chose.")
    return f"<h2>{text(_('Vérifier sur votre propre machine'))}</h2><p>{text(both)}</p><ol class=\"steps\">{items}</ol>"


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
    show(f"<h2>{text(_('L’urne publique'))}</h2>{_download(board)}{_fingerprints(board)}")
    show(f"<h2>{text(_('Vérifier ici'))}</h2>")
    if st.button(_("Lancer la vérification"), key="verify"):
        _verify(edition.slug, page.language)
    show(_second_opinion(board))
    show(_how(board))
    show_checkpoint(board.uuid)
    show_record(edition.slug, board.uuid)
    rows = [(name, digest) for name, digest in booth_files()]
    show(f"<h2>{text(_('Les fichiers de l’isoloir'))}</h2>" + table(_("SHA-256 de chaque fichier que votre navigateur reçoit"), (_("Fichier"), "SHA-256"), rows))


main()
