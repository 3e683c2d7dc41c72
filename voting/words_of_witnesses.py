"""What is said to watchers and witnesses, in French and English."""

from __future__ import annotations

REFUSALS_OF_WITNESSES = {
    "watch-address": (
        "Il faut l'adresse du fichier de l'urne, comme https://ville.example/board/….bel.",
        "The address of the board's file is needed, like https://town.example/board/….bel.",
    ),
    "watch-removed": (
        "L'urne du site est plus courte que ce qui a été vu : des événements ont été retirés.",
        "The site's board is shorter than what was seen: events were removed.",
    ),
    "watch-unsigned": (
        "Le site ne signe plus son urne.",
        "The site no longer signs its board.",
    ),
}
SENTENCES_OF_WITNESSES = {
    "watch-seen": (
        "{new} nouveaux événements, {size} en tout, {signed} signés : tout prolonge ce qui a été vu.",
        "{new} new events, {size} in all, {signed} signed: everything extends what was seen.",
    ),
    "watch-seen-unsigned": (
        "{new} nouveaux événements, {size} en tout, rien de signé : tout prolonge ce qui a été vu.",
        "{new} new events, {size} in all, nothing signed: everything extends what was seen.",
    ),
    "watch-alarm": (
        "ALERTE [{code}] : {reason}\nLes deux histoires sont gardées dans {folder}. Ne les effacez pas : montrez-les.",
        "ALARM [{code}]: {reason}\nBoth histories are kept in {folder}. Do not delete them, and show them.",
    ),
    "watch-offline": (
        "Le site ne répond pas ({reason}) : nouvel essai dans {seconds} s.",
        "The site does not answer ({reason}): another try in {seconds} s.",
    ),
}
HELP_OF_WITNESSES = {
    "watch": ("suit une urne en ligne et donne l'alerte", "follows a board online and raises the alarm"),
    "watch-more": (
        "Garde sa propre copie d'une urne, vérifie chaque nouvel événement, compare le point de contrôle signé avec "
        "tout ce qui a été vu. Si quelque chose a été retiré ou réécrit, s'arrête avec le code 1 et garde les deux "
        "histoires. Sans --key, la première clé que le site montre est gardée et ne doit plus changer.",
        "Keeps its own copy of a board, checks each new event, compares the signed checkpoint with all that was seen. "
        "If anything was removed or rewritten, stops with status 1 and keeps both histories. Without --key, the first "
        "key that the site shows is kept and must not change any more.",
    ),
    "watch-url": (
        "l'adresse du fichier de l'urne : https://…/board/….bel",
        "the address of the board's file: https://…/board/….bel",
    ),
    "watch-folder": (
        "le dossier de votre copie et des preuves d'une alerte",
        "the folder of your copy and of the evidence of an alarm",
    ),
    "watch-cosign": (
        "la clé secrète de témoin qui contresigne ce qui a été vu (fichier cosigned du dossier)",
        "the witness's secret key that cosigns what was seen (file cosigned of the folder)",
    ),
    "watch-every": ("secondes entre deux passages (par défaut 60)", "seconds between two looks (60 by default)"),
    "watch-once": ("un seul passage", "looks once"),
}
