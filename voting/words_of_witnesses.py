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
    "request-malformed": (
        "Cette demande à un témoin n'est pas écrite comme elle doit l'être.",
        "This request to a witness is not written as it must be.",
    ),
    "witness-origin": ("Ce témoin ne connaît pas cette urne.", "This witness does not know this board."),
    "witness-old-size": (
        "La demande part de plus d'événements que le point de contrôle n'en compte.",
        "The request starts from more events than the checkpoint counts.",
    ),
    "witness-conflict": (
        "Le témoin a contresigné une autre taille en dernier.",
        "The witness cosigned another size last.",
    ),
    "witness-ahead": (
        "Le témoin a déjà contresigné plus d'événements que ce point de contrôle n'en compte : il est périmé, ou "
        "l'urne a reculé.",
        "The witness already cosigned more events than this checkpoint counts: it is out of date, or the board went "
        "back.",
    ),
    "witness-answer": (
        "Le témoin a refusé ce point de contrôle, ou sa réponse est illisible.",
        "The witness refused this checkpoint, or its answer is unreadable.",
    ),
    "submit-address": (
        "Il faut l'adresse d'un témoin, comme https://temoin.example.",
        "The address of a witness is needed, like https://witness.example.",
    ),
}
SENTENCES_OF_WITNESSES = {
    "witness-serves": (
        "Témoin à l'écoute sur {address}. Clé de vérification, à publier :\n{public}",
        "Witness listening on {address}. Verifier key, to publish:\n{public}",
    ),
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
    "witness": ("contresigne les points de contrôle qu'on lui envoie", "cosigns the checkpoints that are sent to it"),
    "witness-more": (
        "Sert POST /add-checkpoint (C2SP, tlog-witness). Ne contresigne que ce qui prolonge le dernier point de "
        "contrôle contresigné de la même urne, et garde ce qui le contredit. À mettre derrière un serveur qui chiffre. "
        "Un seul processus par dossier.",
        "Serves POST /add-checkpoint (C2SP, tlog-witness). Cosigns only what extends the last checkpoint cosigned of "
        "the same board, and keeps what contradicts it. To be put behind a server that encrypts. One process a folder.",
    ),
    "witness-board": (
        "la clé de vérification d'une urne que ce témoin suit, ou un fichier de clés (autant de fois qu'il faut)",
        "the verifier key of a board that this witness follows, or a file of keys (as many times as needed)",
    ),
    "witness-folder": (
        "le dossier de ce qui a été contresigné : sans lui, le témoin a tout oublié",
        "the folder of what was cosigned: without it the witness has forgotten everything",
    ),
    "witness-listen": (
        "adresse et port d'écoute (par défaut 127.0.0.1:8600)",
        "address and port to listen on (127.0.0.1:8600 by default)",
    ),
    "checkpoint-submit": ("demande à un témoin de contresigner", "asks a witness to cosign"),
    "checkpoint-submit-more": (
        "Envoie un point de contrôle à un témoin, avec la preuve qu'il prolonge le dernier que ce témoin a vu, et "
        "écrit le point de contrôle contresigné.",
        "Sends a checkpoint to a witness, with the proof that it extends the last one that this witness saw, and "
        "writes the cosigned checkpoint.",
    ),
    "submit-url": ("l'adresse du témoin : https://…", "the address of the witness: https://…"),
}
