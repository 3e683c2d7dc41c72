"""What the command line says, in French and English."""

from __future__ import annotations

TITLES = {
    "container": ("Le fichier est entier et bien formé", "The file is whole and well formed"),
    "chain": ("Les événements sont chaînés", "The events are chained"),
    "order": ("Les événements sont dans l'ordre", "The events are in order"),
    "setup": ("Le scrutin, les gardiens et les codes sont corrects", "Election, trustees and credentials are sound"),
    "ballots": ("Chaque bulletin est valable", "Every ballot is valid"),
    "effective-ballots": ("Le dernier bulletin de chaque code compte", "The last ballot of each credential counts"),
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
SENTENCES = {
    "valid": ("Cette archive est valable.", "This archive is valid."),
    "valid-so-far": (
        "Cette archive est valable jusqu'ici : le dépouillement n'est pas terminé.",
        "This archive is valid so far: the count is not finished.",
    ),
    "refused": ("Cette archive est REFUSÉE : {code}.", "This archive is REFUSED: {code}."),
    "refused-input": ("Refusé : {reason}.", "Refused: {reason}."),
    "unreadable": ("Fichier illisible : {reason}.", "The file cannot be read: {reason}."),
    "file-exists": (
        "Le fichier {path} existe déjà : choisissez un autre nom, rien n'a été écrit.",
        "The file {path} exists already: choose another name, nothing was written.",
    ),
    "expected": ("attendu", "expected"),
    "found": ("trouvé", "found"),
    "election": ("Scrutin", "Election"),
    "fingerprint": ("Empreinte du scrutin", "Election fingerprint"),
    "credentials": ("Empreinte de la liste des codes", "Fingerprint of the credentials"),
    "trustees": ("Empreinte des gardiens", "Fingerprint of the trustees"),
    "counts": (
        "{voters} codes, {ballots} bulletins dans l'urne, {effective} comptés",
        "{voters} credentials, {ballots} ballots on the board, {effective} counted",
    ),
    "credentials-unsorted": (
        "Avertissement : la liste des codes n'est pas triée ; son ordre peut révéler celui de la liste des votants.",
        "Warning: the list of credentials is not sorted; its order could reveal that of the roll.",
    ),
    "key-made": (
        "Clé écrite dans {path}. Sans ce fichier, il n'y aura pas de résultat : gardez-en deux copies en lieu sûr.\n"
        "Clé publique : {public}",
        "Key written to {path}. Without this file there will be no result: keep two copies in safe places.\n"
        "Public key: {public}",
    ),
    "share-made": ("Part de déchiffrement écrite dans {path}.", "Decryption share written to {path}."),
    "share-not-yet": (
        "Cette archive ne contient pas encore le total chiffré : le vote n'est pas clos.",
        "This archive does not hold the encrypted tally yet: the vote is not closed.",
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
}
LANGUAGES = ("fr", "en")


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[LANGUAGES.index(language)]


def say(key: str, language: str, **values: object) -> str:
    """The sentence ``key`` in ``language``."""
    text = _pick(SENTENCES[key], language)
    return text.format(**values) if values else text


def title(check: str, language: str) -> str:
    """What a check is about."""
    return _pick(TITLES[check], language)


def status(value: str, language: str) -> str:
    """How a check ended."""
    return _pick(STATUSES[value], language)
