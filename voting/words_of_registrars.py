"""What the registrar's commands say, in French and English: sentences, help and refusals."""

from __future__ import annotations

SENTENCES_OF_REGISTRARS = {
    "codes-reissued": (
        "{count} codes refaits.\n  {private} : secret, pour les nouvelles lettres, à détruire ensuite.\n"
        "  {replacements} : public, à donner à l'organisation avant la mise en place du vote.\n"
        "  {public} : la liste publique entière, telle qu'elle sera ; à garder.\n"
        "  Empreinte de la liste avant : {before}\n  Empreinte de la liste après : {after}",
        "{count} codes made again.\n  {private}: secret, to print the new letters, then to destroy.\n"
        "  {replacements}: public, to give to the organiser before the vote is set up.\n"
        "  {public}: the whole public list as it will be; to keep.\n"
        "  Fingerprint of the list before: {before}\n  Fingerprint of the list after: {after}",
    ),
    "record-first": (
        "Première liste, donnée le {time} : {fingerprint}",
        "First list, handed in on {time}: {fingerprint}",
    ),
    "record-replacements": (
        "Codes publics remplacés avant la mise en place : {count}",
        "Public credentials replaced before the vote was set up: {count}",
    ),
    "record-final": (
        "Liste figée dans l'urne ({count} codes publics) : {fingerprint}",
        "List frozen on the board ({count} public credentials): {fingerprint}",
    ),
    "record-head": ("Empreinte du registre : {head}", "Fingerprint of the record: {head}"),
    "record-lists": (
        "Avertissement : une liste entière a été donnée {count} fois. Demandez pourquoi : les codes de la précédente "
        "ne valent plus rien.",
        "Warning: a whole list was handed in {count} times. Ask why: the codes of the one before are worth nothing.",
    ),
    "record-valid": (
        "Ce registre explique la liste figée : rien d'autre n'y a changé. Demandez à la personne chargée des codes si "
        "ces nombres et ces empreintes sont les siens.",
        "This record explains the frozen list: nothing else was changed. Ask the registrar whether these numbers and "
        "fingerprints are theirs.",
    ),
    "record-refused": (
        "Ce registre est REFUSÉ [{code}] : {reason}",
        "This record is REFUSED [{code}]: {reason}",
    ),
}
HELP_OF_REGISTRARS = {
    "credentials-reference": (
        "écrit aussi les deux fichiers comme le fait belenios-tool (.privcreds, secret, et .pubcreds)",
        "also writes both files as belenios-tool does (.privcreds, secret, and .pubcreds)",
    ),
    "credentials-reissue": (
        "refait le code de quelques votants, avant la mise en place du vote",
        "makes the codes of some voters again, before the vote is set up",
    ),
    "credentials-reissue-more": (
        "Pour une lettre perdue ou mal distribuée. À faire hors ligne par l'autorité d'accréditation, avec la liste "
        "publique seulement : les anciens codes secrets ne servent à rien. L'ancien code ne vaudra plus rien dès que "
        "replacements.csv sera donné à l'organisation.",
        "For a letter that was lost or misdirected. To be run offline by the registrar, with the public list only: the "
        "old secret codes are not needed. The old code is worth nothing as soon as replacements.csv is handed in.",
    ),
    "reissue-credentials": (
        "la liste publique d'avant : credentials.csv, ou .pubcreds",
        "the public list as it was: credentials.csv, or .pubcreds",
    ),
    "reissue-number": (
        "le numéro d'un votant ; l'option peut être répétée",
        "the roll number of a voter; may be given several times",
    ),
    "reissue-out": (
        "le dossier des nouveaux fichiers : codes.csv (secret), replacements.csv et credentials.csv",
        "the folder for the new files: codes.csv (secret), replacements.csv and credentials.csv",
    ),
    "credentials-check": (
        "vérifie le registre des codes publics remplacés avant le vote",
        "checks the record of public credentials replaced before the vote",
    ),
    "credentials-check-more": (
        "Rejoue le registre publié à côté de l'urne et le compare avec la liste que l'urne a figée. Ce que cela "
        "prouve : entre la première liste donnée par l'autorité d'accréditation et la liste figée, seuls les "
        "remplacements inscrits ont eu lieu, et aucun code révoqué n'est revenu. Ce que cela ne prouve pas : que "
        "l'autorité a voulu chacun d'eux (demandez-lui ses nombres, ou utilisez --own).",
        "Replays the record published beside the board and compares it with the list that the board froze. What this "
        "proves: between the first list that the registrar handed in and the frozen list, nothing happened but the "
        "replacements recorded, and no revoked credential came back. What it does not prove: that the registrar wanted "
        "each of them (ask for their numbers, or use --own).",
    ),
    "check-record": ("le fichier .credentials.json téléchargé", "the downloaded .credentials.json file"),
    "check-archive": ("l'urne publique : le fichier .bel", "the public board: the .bel file"),
    "check-earlier": (
        "une copie plus ancienne du registre : aucune ligne ne doit avoir disparu ni changé",
        "a copy of the record taken earlier: no entry may be gone or changed",
    ),
    "check-own": (
        "la liste publique de l'autorité d'accréditation : elle doit être celle que l'urne a figée",
        "the registrar's own public list: it must be the one that the board froze",
    ),
}
REFUSALS_OF_RECORDS = {
    "record-malformed": (
        "Le registre des remplacements n'est pas écrit comme il doit l'être.",
        "The record of replacements is not written as it must be.",
    ),
    "record-chain": (
        "Une ligne du registre ne suit pas la précédente : une ligne a été retirée, ajoutée ou changée.",
        "An entry of the record does not follow the one before it: an entry was removed, added or changed.",
    ),
    "record-order": (
        "Les lignes du registre ne sont pas dans l'ordre : il commence par une liste et finit par la liste figée.",
        "The entries of the record are out of order: it begins with a list and ends with the frozen list.",
    ),
    "record-other-election": (
        "Ce registre est celui d'un autre scrutin.",
        "This record is one of another election.",
    ),
    "record-open": (
        "Le registre n'est pas fini, alors que l'urne a figé une liste.",
        "The record is not finished, although the board froze a list.",
    ),
    "record-final-list": (
        "La liste figée dans l'urne n'est pas celle par laquelle le registre finit.",
        "The list frozen on the board is not the one that the record ends with.",
    ),
    "record-unsorted": (
        "La liste figée n'est pas triée : la place d'un code public pourrait dire à qui il est.",
        "The frozen list is not sorted: the place of a credential could tell whose it is.",
    ),
    "record-revived": (
        "Un code public révoqué est revenu dans la liste.",
        "A revoked public credential came back to the list.",
    ),
    "record-replacement": (
        "Un remplacement inscrit ne va pas avec la liste : ce code public n'y était pas, ou l'ancien y est encore.",
        "A recorded replacement does not fit the list: this credential was not there, or the old one still is.",
    ),
    "record-weight": (
        "Un remplacement a changé le poids d'un code public.",
        "A replacement changed the weight of a public credential.",
    ),
    "record-first-list": (
        "Une fois les remplacements défaits, la liste n'est pas celle que le registre annonce : un code public a été "
        "changé, retiré ou ajouté sans être inscrit.",
        "With the replacements undone, the list is not the one that the record names: a public credential was swapped, "
        "removed or added without being recorded.",
    ),
    "record-rewritten": (
        "Le registre a été réécrit : il ne commence pas par les lignes de l'ancienne copie. Gardez les deux fichiers "
        "et donnez l'alerte.",
        "The record was rewritten: it does not begin with the entries of the earlier copy. Keep both files and raise "
        "the alarm.",
    ),
    "record-own-list": (
        "La liste figée dans l'urne n'est PAS celle de ce fichier : un code public a été changé sans la personne "
        "chargée des codes, ou ce fichier est d'avant un remplacement. Comparez, et donnez l'alerte.",
        "The list frozen on the board is NOT that of this file: a public credential was changed without the registrar, "
        "or this file is from before a replacement. Compare, and raise the alarm.",
    ),
    "public-file-malformed": (
        "Ce fichier n'est pas une liste de codes publics (roll_number;credential, ou un .pubcreds).",
        "This file is not a list of public credentials (roll_number;credential, or a .pubcreds).",
    ),
    "private-file-malformed": (
        "Ce fichier n'est pas une liste de codes secrets (roll_number;code, ou un .privcreds).",
        "This file is not a list of secret codes (roll_number;code, or a .privcreds).",
    ),
    "roll-number-unlisted": (
        "Un des numéros demandés n'est pas dans la liste publique.",
        "One of the numbers asked for is not in the public list.",
    ),
}
