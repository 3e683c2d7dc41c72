"""What is said of checkpoints, receipts and witnesses, in French and English."""

from __future__ import annotations

_FORM = {
    "base64": ("un texte n'est pas en Base64", "a text is not in Base64"),
    "control": ("un caractère est interdit", "a character is forbidden"),
    "encoding": ("le texte n'est pas en UTF-8", "the text is not in UTF-8"),
    "end": ("la dernière ligne ne se termine pas", "the last line does not end"),
    "extra": ("l'enregistrement de l'événement manque", "the record of the event is missing"),
    "form": ("la forme n'est pas la bonne", "the form is not the right one"),
    "hash": ("une empreinte est mal écrite", "a hash is badly written"),
    "identifier": ("l'identifiant de la clé n'est pas le sien", "the key's identifier is not its own"),
    "index": ("la place de l'événement n'est pas la bonne", "the place of the event is not the right one"),
    "key": ("n'importe qui pourrait signer avec cette clé", "anybody could sign with this key"),
    "kind": ("le genre de la clé est inconnu", "the kind of the key is unknown"),
    "lines": ("il y a trop ou trop peu de lignes", "there are too many or too few lines"),
    "name": ("le nom ne peut pas figurer dans une note", "the name cannot stand in a note"),
    "signature": ("une ligne de signature est mal écrite", "a signature line is badly written"),
    "signatures": ("il y a trop de signatures", "there are too many signatures"),
    "size": ("un nombre ou une taille n'est pas permis", "a number or a size is not allowed"),
}
REFUSALS_OF_CHECKPOINTS = {
    **_FORM,
    "note-malformed": (
        "Ce n'est pas une note signée, ou elle n'est pas écrite comme elle doit l'être.",
        "This is not a signed note, or it is not written as it must be.",
    ),
    "note-key-malformed": (
        "Cette clé de vérification ou de signature n'est pas écrite comme elle doit l'être.",
        "This verifier or signing key is not written as it must be.",
    ),
    "note-key-kind": (
        "Cette clé est d'un autre genre : une urne signe, un témoin contresigne.",
        "This key is of another kind: a board signs, a witness cosigns.",
    ),
    "note-unsigned": (
        "Cette clé n'a pas signé ce texte.",
        "This key did not sign this text.",
    ),
    "note-signature": (
        "Une signature est fausse : le texte a été modifié, ou quelqu'un d'autre l'a écrit.",
        "A signature is false: the text was changed, or somebody else wrote it.",
    ),
    "checkpoint-malformed": (
        "Ce point de contrôle n'est pas écrit comme il doit l'être.",
        "This checkpoint is not written as it must be.",
    ),
    "checkpoint-origin": (
        "Ce point de contrôle est celui d'une autre urne que celle de la clé.",
        "This checkpoint is that of another board than the key's.",
    ),
    "checkpoint-beyond": (
        "L'urne a moins d'événements que le point de contrôle signé : des événements ont été retirés.",
        "The board has fewer events than the signed checkpoint: events were removed.",
    ),
    "checkpoint-root": (
        "Les événements de l'urne ne sont pas ceux du point de contrôle signé : l'histoire a été réécrite. Gardez les "
        "deux fichiers, ensemble ils le prouvent.",
        "The events of the board are not those of the signed checkpoint: history was rewritten. Keep both files, "
        "together they prove it.",
    ),
    "consistency-size": (
        "Le point de contrôle le plus récent est le plus court.",
        "The newer checkpoint is the shorter one.",
    ),
    "consistency-proof": (
        "La preuve que le nouveau point de contrôle prolonge l'ancien est fausse.",
        "The proof that the new checkpoint extends the old one is false.",
    ),
    "inclusion-index": (
        "Le reçu parle d'un événement que le point de contrôle ne compte pas.",
        "The receipt is of an event that the checkpoint does not count.",
    ),
    "inclusion-proof": (
        "La preuve que l'événement figure dans l'urne est fausse.",
        "The proof that the event is on the board is false.",
    ),
    "receipt-malformed": (
        "Ce fichier n'est pas un reçu, ou il n'est pas écrit comme il doit l'être.",
        "This file is not a receipt, or it is not written as it must be.",
    ),
}
