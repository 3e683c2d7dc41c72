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
    "checkpoint-fork": (
        "FOURCHE PROUVÉE : la même clé a signé deux histoires de cette urne. Gardez ces deux points de contrôle et "
        "publiez-les : ensemble, ils le prouvent à tout le monde.",
        "PROVEN FORK: the same key signed two histories of this board. Keep these two checkpoints and publish them: "
        "together they prove it to everybody.",
    ),
    "checkpoint-sizes": (
        "Ces deux points de contrôle n'ont pas la même taille : seule l'urne peut dire si l'un prolonge l'autre. "
        "Ajoutez --archive.",
        "These two checkpoints are not of the same size: only the board can tell whether one extends the other. Add "
        "--archive.",
    ),
    "checkpoint-behind": (
        "Votre copie a plus d'événements que ce point de contrôle : demandez-en un plus récent avant de contresigner.",
        "Your copy has more events than this checkpoint: ask for a newer one before you cosign.",
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
    "receipt-no-ballot": (
        "Ce reçu n'est pas celui d'un bulletin.",
        "This receipt is not of a ballot.",
    ),
    "receipt-tracker": (
        "Ce reçu est celui d'un autre bulletin que celui de ce numéro de suivi.",
        "This receipt is of another ballot than that of this tracker.",
    ),
    "receipt-tracker-unknown": (
        "Aucun bulletin de cette urne n'a ce numéro de suivi.",
        "No ballot of this board has this tracker.",
    ),
}
SENTENCES_OF_CHECKPOINTS = {
    "witness-saw": ("Contresigné par {name} le {time}.", "Cosigned by {name} at {time}."),
    "receipt-holds": (
        "Le bulletin {tracker} est bien dans l'urne {origin} : c'est l'événement {index}.",
        "The ballot {tracker} is indeed on the board {origin}: it is event {index}.",
    ),
    "checkpoint-counts": (
        "Point de contrôle signé par l'urne : {size} événements.",
        "Checkpoint signed by the board: {size} events.",
    ),
    "receipt-made": ("Reçu écrit dans {path}.", "Receipt written to {path}."),
    "note-key-made": (
        "Clé secrète écrite dans {path} : ne la montrez à personne.\nClé de vérification, à publier :\n{public}",
        "Secret key written to {path}: show it to nobody.\nVerifier key, to publish:\n{public}",
    ),
    "checkpoint-signed": (
        "Point de contrôle de {size} événements écrit dans {path}.",
        "Checkpoint of {size} events written to {path}.",
    ),
    "checkpoint-cosigned": (
        "Point de contrôle de {size} événements, contresigné, écrit dans {path}.",
        "Checkpoint of {size} events, cosigned, written to {path}.",
    ),
    "checkpoints-agree": (
        "Ces deux points de contrôle sont d'une même histoire ({sizes} événements).",
        "These two checkpoints are of one history ({sizes} events).",
    ),
}
HELP_OF_CHECKPOINTS = {
    "board-key": (
        "la clé de vérification de l'urne, ou un fichier de clés, une par ligne",
        "the board's verifier key, or a file of keys, one a line",
    ),
    "witness-key": (
        "la clé de vérification d'un témoin qui doit avoir contresigné (autant de fois qu'il y a de témoins)",
        "the verifier key of a witness who must have cosigned (once for each witness)",
    ),
    "verify-checkpoint": (
        "un point de contrôle signé, gardé plus tôt ou reçu d'un autre : l'urne doit commencer par ses événements",
        "a signed checkpoint, kept earlier or had from somebody else: the board must begin with its events",
    ),
    "receipt": ("vérifie le reçu d'un bulletin, sans l'urne", "checks the receipt of a ballot, without the board"),
    "receipt-more": (
        "Un reçu prouve qu'un bulletin figure dans l'urne à la taille que la ville a signée. Il se vérifie hors ligne.",
        "A receipt proves that a ballot is on the board at the size that the town signed. It is checked offline.",
    ),
    "receipt-check": ("vérifie un reçu", "checks a receipt"),
    "receipt-check-more": (
        "Vérifie la signature de l'urne, la preuve d'inclusion et, si vous les nommez, les témoins. Comparez le numéro "
        "de suivi avec celui que l'isoloir vous a montré, ou donnez-le avec --tracker.",
        "Checks the board's signature, the inclusion proof and, if you name them, the witnesses. Compare the tracker "
        "with the one that the booth showed you, or give it with --tracker.",
    ),
    "receipt-file": ("le reçu (.tlog-proof)", "the receipt (.tlog-proof)"),
    "receipt-tracker": ("le numéro de suivi du bulletin", "the ballot's tracker"),
    "receipt-make": ("tire un reçu d'une urne", "takes a receipt from a board"),
    "receipt-make-more": (
        "Écrit le reçu d'un bulletin à partir d'une copie de l'urne et d'un point de contrôle signé.",
        "Writes the receipt of a ballot from a copy of the board and a signed checkpoint.",
    ),
    "receipt-out": ("le fichier du reçu, qui ne doit pas exister", "the receipt's file, made new"),
    "checkpoint": (
        "signe, contresigne et compare des points de contrôle",
        "signs, cosigns and compares checkpoints",
    ),
    "checkpoint-more": (
        "Un point de contrôle dit combien d'événements une urne compte, et leur empreinte commune, sous une signature. "
        "Deux points de contrôle contradictoires prouvent que deux personnes ont reçu deux histoires.",
        "A checkpoint says how many events a board has, and their common hash, under a signature. Two contradicting "
        "checkpoints prove that two people were given two histories.",
    ),
    "checkpoint-file": ("un point de contrôle signé", "a signed checkpoint"),
    "checkpoint-out": ("le fichier du point de contrôle, qui ne doit pas exister", "the checkpoint's file, made new"),
    "checkpoint-keygen": ("crée une clé d'urne ou de témoin", "makes the key of a board or of a witness"),
    "checkpoint-keygen-more": (
        "Écrit deux fichiers neufs : la clé secrète, lisible par vous seul, et la clé de vérification (.pub).",
        "Writes two new files: the secret key, readable by you only, and the verifier key (.pub).",
    ),
    "note-name": (
        "nom de l'urne ou du témoin, comme ville.example/board/…",
        "name of the board or of the witness, like town.example/board/…",
    ),
    "note-witness": ("fait une clé de témoin", "makes a key of a witness"),
    "note-key-out": ("le fichier de la clé secrète, qui ne doit pas exister", "the secret key file, made new"),
    "note-key-file": ("le fichier de la clé secrète", "the secret key file"),
    "checkpoint-sign": ("signe toute une urne", "signs a whole board"),
    "checkpoint-sign-more": (
        "Écrit le point de contrôle d'une urne que vous tenez vous-même ; le site signe la sienne tout seul.",
        "Writes the checkpoint of a board that you keep yourself; the site signs its own by itself.",
    ),
    "checkpoint-cosign": ("contresigne ce que vous avez vu", "cosigns what you saw"),
    "checkpoint-cosign-more": (
        "Ajoute votre ligne à un point de contrôle, si votre propre copie de l'urne est exactement ce qui a été signé. "
        "Ne contresignez qu'une urne dont chaque copie a prolongé la précédente.",
        "Adds your line to a checkpoint, if your own copy of the board is exactly what was signed. Only cosign a board "
        "every copy of which extended the one before.",
    ),
    "checkpoint-compare": ("dit si deux points de contrôle se contredisent", "says whether two checkpoints contradict"),
    "checkpoint-compare-more": (
        "Deux points de contrôle de même taille, signés par la même clé et différents, prouvent une fourche. Si les "
        "tailles diffèrent, l'urne dit si elle commence par les deux.",
        "Two checkpoints of the same size, signed by the same key and different, prove a fork. When the sizes differ, "
        "the board tells whether it begins with both.",
    ),
    "compare-archive": ("une copie de l'urne, au moins aussi longue", "a copy of the board, at least as long"),
}
