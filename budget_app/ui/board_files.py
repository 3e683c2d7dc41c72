"""The public board on the page that verifies it: its files, its fingerprints, and how to check it at home."""

from __future__ import annotations

from budget_app.domain.vote import BoardSummary
from budget_app.services.shares import has_strong_file
from budget_app.ui.html import code, text
from budget_app.ui.words import _


def second_opinion(board: BoardSummary) -> str:
    """The verifier that runs in the visitor's own browser, with the file of this edition or any other."""
    words = _("Un second avis, sans nous croire : un autre programme refait les douze contrôles dans votre navigateur.")
    label = text(_("Vérifier maintenant le fichier de cette édition dans votre navigateur"))
    return f'<p>{text(words)}</p><p><a class="action" href="/booth/verifier.html?uuid={board.uuid}">{label}</a></p>'


def fingerprints(board: BoardSummary) -> str:
    """What to compare with other papers and programs."""
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


def downloads(board: BoardSummary) -> str:
    """The board and what stands beside it."""
    figures = {"ballots": board.ballots, "voters": board.voters, "events": board.events, "size": -(-board.size // 1024)}
    words = _("Bulletins : {ballots}. Votants : {voters}. Événements : {events}. Taille : {size} ko.", **figures)
    label = text(_("Télécharger l’urne publique"))
    links = "".join(f'<li><a href="/board/{file}" download>{text(name)}</a></li>' for name, file, _option in _beside(board))
    action = f'<a class="action" href="/board/{board.uuid}.bel" download>{label}</a>'
    return f"<p>{text(words)}</p><p>{action}</p><ul>{links}</ul>"


def how_to_check(board: BoardSummary) -> str:
    """Commands of two programs, for one's own machine."""
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
