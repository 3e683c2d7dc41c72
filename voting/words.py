"""What the command line says, in French and English."""

from __future__ import annotations

import re

from voting.words_of_checkpoints import SENTENCES_OF_CHECKPOINTS
from voting.words_of_exchange import SENTENCES_OF_EXCHANGE
from voting.words_of_refusals import REFUSALS
from voting.words_of_registrars import SENTENCES_OF_REGISTRARS
from voting.words_of_witnesses import SENTENCES_OF_WITNESSES

LANGUAGES = ("fr", "en")
TITLES = {
    "container": ("Le fichier est entier et bien formé", "The file is whole and well formed"),
    "chain": ("Les événements sont chaînés", "The events are chained"),
    "order": ("Les événements sont dans l'ordre", "The events are in order"),
    "setup": (
        "Le scrutin, les gardiens et les accréditations sont corrects",
        "Election, trustees and credentials are sound",
    ),
    "ballots": ("Chaque bulletin est valable", "Every ballot is valid"),
    "effective-ballots": (
        "Le dernier bulletin de chaque accréditation compte",
        "The last ballot of each credential counts",
    ),
    "encrypted-tally": ("Le total chiffré est celui des bulletins", "The encrypted tally is the ballots' sum"),
    "shuffles": ("Les mélanges", "The shuffles"),
    "shares": ("Les parts de déchiffrement sont justes", "The decryption shares are right"),
    "result": ("Le résultat est le déchiffrement du total", "The result is the decryption of the tally"),
    "opened-votes": ("Les votes ouverts", "The opened votes"),
    "earlier-copy": ("Rien n'a changé depuis l'ancienne copie", "Nothing has changed since the earlier copy"),
}
STATUSES = {
    "passed": ("juste", "passed"),
    "failed": ("REFUSÉ", "FAILED"),
    "not-applicable": ("sans objet", "not applicable"),
    "not-reached": ("pas atteint", "not reached"),
}
PASSED = {
    "container": ("{} lus", "{} read"),
    "chain": ("{} événements", "{} events"),
    "order": ("dernier événement : {}", "last event: {}"),
    "setup": ("{} (gardiens + accréditations)", "{} (trustees + credentials)"),
    "ballots": ("{} bulletins dans l'urne", "{} ballots on the board"),
    "effective-ballots": ("{} bulletins comptés", "{} ballots counted"),
    "encrypted-tally": ("poids total : {}", "total weight: {}"),
    "shuffles": ("mélangé par les gardiens {}", "shuffled by trustees {}"),
    "shares": ("Parts justes : {}", "Right shares: {}"),
    "opened-votes": ("{} votes bien codés", "{} votes well encoded"),
    "result": ("totaux : {}", "totals: {}"),
    "earlier-copy": ("concorde : {}", "agrees: {}"),
}
_NO_BREAK_SPACES = "\u00a0\u202f"
_FACTS_IN_FRENCH = {
    "event": "événement",
    "ballot": "bulletin",
    "byte": "octet",
    "B": "octets",
    "nothing": "rien",
    "published": "publication",
    "checkpoint": "point de contrôle",
    "strong": "avec preuve forte",
    "invalid": "fausses",
}
SENTENCES = {
    "valid": (
        "Cette archive est valable : le résultat est bien celui de ses bulletins.",
        "This archive is valid: the result is indeed that of its ballots.",
    ),
    "valid-so-far": (
        "Cette archive est valable jusqu'ici : le dépouillement n'est pas terminé.",
        "This archive is valid so far: the count is not finished.",
    ),
    "refused": ("Cette archive est REFUSÉE : {code}.", "This archive is REFUSED: {code}."),
    "compare": (
        "Comparez ces empreintes avec celles que la ville a publiées avant le vote.",
        "Compare these fingerprints with those that the town published before the vote.",
    ),
    "refused-input": ("Refusé [{code}] : {reason}", "Refused [{code}]: {reason}"),
    "unreadable": ("Fichier illisible : {reason}.", "The file cannot be read: {reason}."),
    "unreadable-text": ("le texte n'est pas en UTF-8", "the text is not in UTF-8"),
    "file-exists": (
        "Le fichier {path} existe déjà : choisissez un autre nom, rien n'a été écrit.",
        "The file {path} exists already: choose another name, nothing was written.",
    ),
    "command-malformed": ("Commande mal écrite : {reason}", "The command is badly written: {reason}"),
    "expected": ("attendu", "expected"),
    "found": ("trouvé", "found"),
    "election": ("Scrutin", "Election"),
    "fingerprint": ("Empreinte du scrutin", "Election fingerprint"),
    "credentials": ("Empreinte des accréditations", "Fingerprint of the credentials"),
    "trustees": ("Empreinte des gardiens", "Fingerprint of the trustees"),
    "counts": (
        "{voters} accréditations, {ballots} bulletins dans l'urne, {effective} comptés ou à compter",
        "{voters} credentials, {ballots} ballots on the board, {effective} counted or to be counted",
    ),
    "credentials-unsorted": (
        "Avertissement : les accréditations ne sont pas triées ; leur ordre peut révéler celui de la liste des "
        "votants.",
        "Warning: the credentials are not sorted; their order could reveal that of the roll.",
    ),
    "votes-not-canonical": (
        "Avertissement : des votes ouverts ne sont pas codés comme ils doivent l'être : un votant les a marqués, ou un "
        "gardien a donné une part fausse. Ils comptent comme nuls.",
        "Warning: some opened votes are not encoded as they must be: a voter marked them, or a trustee gave a wrong "
        "share. They count as invalid.",
    ),
    "share-of-group-invalid": (
        "Avertissement : la part d'un gardien du groupe est fausse ; les autres suffisent au résultat.",
        "Warning: the share of a trustee of the group is wrong; the others suffice for the result.",
    ),
    "question-over-24": (
        "Avertissement : une question à ouvrir a plus de 24 réponses ; une part fausse ou une marque peut s'y cacher.",
        "Warning: a question to be opened has more than 24 answers; a wrong share or a mark can hide in it.",
    ),
    "votes-opened": ("{votes} votes ouverts", "{votes} votes opened"),
    "result": ("Résultat", "Result"),
    "blank": ("vote blanc", "blank vote"),
    "key-made": (
        "Clé secrète écrite dans {path}. Sans ce fichier, il n'y aura pas de résultat : gardez-en deux copies en lieu "
        "sûr, et ne le montrez à personne.\n"
        "À envoyer à l'organisation : {public_path}\n"
        "Clé publique : {public}",
        "Secret key written to {path}. Without this file there will be no result: keep two copies in safe places, "
        "and show it to nobody.\n"
        "To send to the organiser: {public_path}\n"
        "Public key: {public}",
    ),
    "share-made": (
        "Part de déchiffrement écrite dans {path} : envoyez ce fichier à l'organisation.",
        "Decryption share written to {path}: send this file to the organiser.",
    ),
    "strong-made": (
        "Preuve forte écrite dans {path} : envoyez-la avec la part.",
        "Strong proof written to {path}: send it with the share.",
    ),
    "shuffle-made": (
        "Mélange écrit dans {path} : envoyez ce fichier à l'organisation.",
        "Shuffle written to {path}: send this file to the organiser.",
    ),
    "nothing-to-shuffle": (
        "Cette archive n'a rien à mélanger : seuls des totaux sont ouverts, ou les mélanges sont terminés.",
        "This archive has nothing to shuffle: only totals are opened, or the shuffles are done.",
    ),
    "shuffles-not-done": (
        "Les bulletins ne sont pas encore tous mélangés : attendez la fin des mélanges.",
        "The ballots are not all shuffled yet: wait for the end of the shuffles.",
    ),
    "share-not-yet": (
        "Cette archive ne contient pas encore le total chiffré : le vote n'est pas clos.",
        "This archive does not hold the encrypted tally yet: the vote is not closed.",
    ),
    "share-of-this": (
        "Cette archive est valable. La part est faite pour ce scrutin :",
        "This archive is valid. The share is made for this election:",
    ),
    "opened-holds": ("Ce bulletin scellé contient :", "This sealed ballot holds:"),
    "opened-nothing": ("aucun projet (vote blanc)", "no project (blank vote)"),
    "opened-tracker": ("Numéro de suivi", "Tracker"),
    "codes-made": (
        "{count} codes écrits.\n  {private} : secret, pour les lettres, à détruire ensuite ou à garder sous clé.\n"
        "  {public} : public, à donner à l'organisation.\n  Empreinte de la liste publique : {fingerprint}",
        "{count} codes written.\n  {private}: secret, to print the letters, then to destroy or lock away.\n"
        "  {public}: public, to give to the organiser.\n  Fingerprint of the public list: {fingerprint}",
    ),
    "roll-malformed": (
        "Ligne {line} : il faut une colonne roll_number avec des nombres entiers, tous différents.",
        "Line {line}: a column roll_number with whole numbers, all different, is needed.",
    ),
    **SENTENCES_OF_CHECKPOINTS,
    **SENTENCES_OF_EXCHANGE,
    **SENTENCES_OF_REGISTRARS,
    **SENTENCES_OF_WITNESSES,
}


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[LANGUAGES.index(language)]


def plain(text: str) -> str:
    """``text`` without what could forge the lines of a terminal: control and invisible characters are spelt out."""
    return "".join(c if c.isprintable() or c in _NO_BREAK_SPACES else f"\\u{ord(c):04x}" for c in text)


def say(key: str, language: str, **values: object) -> str:
    """The sentence ``key`` in ``language``; what comes from files is made plain."""
    text = _pick(SENTENCES[key], language)
    return text.format(**{name: plain(str(value)) for name, value in values.items()}) if values else text


def title(check: str, language: str) -> str:
    """What a check is about."""
    return _pick(TITLES[check], language)


def status(value: str, language: str) -> str:
    """How a check ended."""
    return _pick(STATUSES[value], language)


def passed(check: str, found: str, language: str) -> str:
    """What a check that passed has counted."""
    return _pick(PASSED[check], language).format(fact(found, language))


def fact(text: str, language: str) -> str:
    """Something expected or found, its few words translated."""
    if language == "en":
        return plain(text)
    return re.sub(r"(?<!\S)[A-Za-z]+(?=[ ,)]|$)", lambda word: _FACTS_IN_FRENCH.get(word[0], word[0]), plain(text))


def refusal(code: str, language: str) -> str:
    """What the refusal ``code`` means."""
    return _pick(REFUSALS[code], language) if code in REFUSALS else code
