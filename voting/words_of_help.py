"""The help of the command line, in French and English."""

from __future__ import annotations

from voting.words import LANGUAGES
from voting.words_of_checkpoints import HELP_OF_CHECKPOINTS
from voting.words_of_exchange import HELP_OF_EXCHANGE
from voting.words_of_registrars import HELP_OF_REGISTRARS
from voting.words_of_witnesses import HELP_OF_WITNESSES

HELP = {
    "usage": ("utilisation : ", "usage: "),
    "arguments": ("arguments", "arguments"),
    "options": ("options", "options"),
    "commands": ("commandes", "commands"),
    "actions": ("autres actions", "other actions"),
    "help": ("affiche cette aide", "shows this help"),
    "lang": (
        "langue : fr ou en (par défaut, celle du système)",
        "language: fr or en (by default, that of the system)",
    ),
    "program": (
        "Vérifie un vote scellé, et fait sur votre propre machine ce que l'urne publique demande aux gardiens et à "
        "l'autorité d'accréditation. Seuls watch et witness utilisent le réseau.",
        "Verifies a sealed vote, and does on your own machine what the public board asks of trustees and of the "
        "registrar. Only watch and witness use the network.",
    ),
    "program-end": (
        "Aide d'une commande : python -m voting verify --help\n"
        "Code de sortie : 0 valable ou fait, 1 refusé, 2 illisible ou commande mal écrite.",
        "Help of a command: python -m voting verify --help\n"
        "Exit status: 0 valid or done, 1 refused, 2 unreadable or badly written command.",
    ),
    "verify": ("vérifie une urne publique (fichier .bel)", "verifies a public board (.bel file)"),
    "verify-more": (
        "Refait douze vérifications numérotées, dans l'ordre : le fichier, la chaîne des événements, leur ordre, le "
        "scrutin, chaque bulletin, ceux qui comptent, le total chiffré, les mélanges, les parts de déchiffrement, le "
        "résultat, les votes ouverts, l'ancienne copie. La première qui échoue est nommée, avec ce qui était attendu "
        "et ce qui a été trouvé. Une urne dont le vote n'est pas clos est « valable jusqu'ici ».\n\n"
        "Ce que cela prouve : chaque bulletin compté vient d'une accréditation publiée et respecte les règles, aucun "
        "n'a été modifié, et le résultat est leur somme. Ce que cela ne prouve pas : que la liste des accréditations "
        "est celle des votants (comparez son empreinte avec celle qui a été publiée), ni que tout le monde voit la "
        "même urne (gardez une copie et utilisez --earlier).",
        "Repeats twelve numbered checks, in order: the file, the chain of events, their order, the election, every "
        "ballot, those that count, the encrypted tally, the shuffles, the decryption shares, the result, the opened "
        "votes, the earlier copy. The first that fails is named, with what was expected and what was found. A board "
        "whose vote is still open is “valid so far”.\n\n"
        "What this proves: every counted ballot comes from a published credential and respects the rules, none was "
        "changed, and the result is their sum. What it does not prove: that the list of credentials is that of the "
        "voters (compare its fingerprint with the published one), nor that everybody is shown the same board (keep a "
        "copy and use --earlier).",
    ),
    "verify-archive": ("le fichier .bel téléchargé", "the downloaded .bel file"),
    "verify-earlier": (
        "une copie plus ancienne : rien ne doit avoir disparu ni changé",
        "a copy taken earlier: nothing may be gone or changed",
    ),
    "verify-published": (
        "ce que la ville a publié hors de l'urne (.published.json) : empreintes, mélanges promis, émargements",
        "what the town published outside the board (.published.json): fingerprints, shuffles promised, attendance",
    ),
    "verify-strong": (
        "les preuves fortes des parts (.strong.json) : chaque valeur déchiffrée est celle du gardien",
        "the strong proofs of the shares (.strong.json): each decrypted value is the trustee's",
    ),
    "verify-json": (
        "le rapport en JSON, pour un autre programme (codes stables, en anglais)",
        "the report as JSON, for another program (stable codes, in English)",
    ),
    "verify-jobs": (
        "nombre de processus qui vérifient les bulletins (par défaut 1)",
        "number of processes that check ballots (1 by default)",
    ),
    "open-ballot": (
        "dit ce que contient un bulletin ouvert pour vérification",
        "says what a ballot opened for checking holds",
    ),
    "open-ballot-more": (
        "Refait le scellement du bulletin avec l'aléa que l'isoloir a enregistré, et compare. Si le bulletin contient "
        "autre chose que ce que l'écran disait, l'appareil a triché. Un bulletin ouvert ne peut plus être déposé.",
        "Seals the ballot again with the randomness that the booth saved, and compares. If the ballot holds something "
        "else than the screen said, the device cheated. An opened ballot can no longer be cast.",
    ),
    "open-ballot-file": ("le fichier enregistré par l'isoloir", "the file saved by the booth"),
    "trustee-key": (
        "crée la clé d'un gardien, sans navigateur",
        "makes a guardian's key, without a browser",
    ),
    "trustee-key-more": (
        "Écrit deux fichiers neufs : la clé secrète, lisible par vous seul, que personne d'autre ne doit voir, et la "
        "clé publique avec sa preuve, à envoyer à l'organisation. La clé secrète n'est jamais affichée.",
        "Writes two new files: the secret key, readable by you only, that nobody else may see, and the public key with "
        "its proof, to send to the organiser. The secret key is never shown.",
    ),
    "uuid": ("identifiant du scrutin", "identifier of the election"),
    "trustee-key-name": ("nom du gardien, écrit dans le fichier", "name of the guardian, written to the file"),
    "trustee-key-out": ("le fichier de la clé secrète, qui ne doit pas exister", "the secret key file, made new"),
    "trustee-key-public": (
        "le fichier de la clé publique (par défaut, le nom de l'autre suivi de .public.json)",
        "the public key file (by default, the other's name followed by .public.json)",
    ),
    "shuffle": (
        "mélange les bulletins à ouvrir, sans navigateur",
        "shuffles the ballots that are to be opened, without a browser",
    ),
    "shuffle-more": (
        "Vérifie d'abord toute l'urne, montre l'empreinte du scrutin, puis écrit le mélange à envoyer à "
        "l'organisation : les mêmes bulletins, rescellés, dans un ordre qui n'est écrit nulle part, avec la preuve "
        "qu'aucun n'est ajouté, retiré ni changé. Aucune clé n'est nécessaire.",
        "First verifies the whole board, shows the election's fingerprint, then writes the shuffle to send to the "
        "organiser: the same ballots, sealed anew, in an order that is written nowhere, with the proof that none is "
        "added, removed or changed. No key is needed.",
    ),
    "shuffle-archive": ("le fichier .bel, quand c'est à vous de mélanger", "the .bel file, when it is your turn"),
    "shuffle-out": ("le fichier du mélange, qui ne doit pas exister", "the shuffle's file, made new"),
    "decrypt": (
        "fait la part de déchiffrement d'un gardien, sans navigateur",
        "makes a guardian's decryption share, without a browser",
    ),
    "decrypt-more": (
        "Vérifie d'abord toute l'urne, montre l'empreinte du scrutin, puis écrit la part à envoyer à l'organisation. "
        "La part ne révèle que des totaux, jamais un bulletin. Refuse une urne qui n'est pas valable, un vote qui "
        "n'est pas clos, une clé d'un autre scrutin.",
        "First verifies the whole board, shows the election's fingerprint, then writes the share to send to the "
        "organiser. The share only reveals totals, never a ballot. Refuses a board that is not valid, a vote that is "
        "not closed, a key of another election.",
    ),
    "decrypt-archive": ("le fichier .bel, après la clôture du vote", "the .bel file, after the vote was closed"),
    "decrypt-key": ("le fichier de la clé secrète", "the secret key file"),
    "decrypt-out": ("le fichier de la part, qui ne doit pas exister", "the share's file, made new"),
    "decrypt-strong": (
        "écrit aussi, dans ce fichier neuf, la preuve forte de la part, qui engage chaque valeur déchiffrée",
        "also writes, to this new file, the strong proof of the share, which binds each decrypted value",
    ),
    "credentials": (
        "crée les codes de vote d'une liste de votants",
        "makes the voting codes of a roll",
    ),
    "credentials-more": (
        "À faire hors ligne par l'autorité d'accréditation. Lit un fichier CSV séparé par des points-virgules avec une "
        "colonne roll_number, et écrit deux fichiers neufs : codes.csv, secret, pour imprimer les lettres, et "
        "credentials.csv, public, à donner à l'organisation. Aucun code n'est affiché.",
        "To be run offline by the registrar. Reads a CSV file separated by semicolons with a column roll_number, and "
        "writes two new files: codes.csv, secret, to print the letters, and credentials.csv, public, to give to the "
        "organiser. No code is shown.",
    ),
    "credentials-roll": (
        "la liste des votants : CSV avec une colonne roll_number, séparé par ;",
        "the roll: CSV with a column roll_number, separated by ;",
    ),
    "credentials-out": (
        "le dossier de codes.csv (secret) et credentials.csv (public)",
        "the folder for codes.csv (secret) and credentials.csv (public)",
    ),
    **HELP_OF_CHECKPOINTS,
    **HELP_OF_EXCHANGE,
    **HELP_OF_REGISTRARS,
    **HELP_OF_WITNESSES,
}


def help_text(key: str, language: str) -> str:
    """The help ``key`` in ``language``."""
    return HELP[key][LANGUAGES.index(language)]
