"""What is said of trustees, and of thresholds of trustees, that are not sound, in French and English."""

from __future__ import annotations

REFUSALS_OF_TRUSTEES = {
    "certificate-context": (
        "Un certificat a été fait pour un autre groupe, un autre seuil ou une autre place.",
        "A certificate was made for another group, another threshold or another place.",
    ),
    "certificate-invalid": (
        "Le certificat d'un gardien du groupe n'est pas valable.",
        "The certificate of a trustee of the group is not valid.",
    ),
    "certificate-own": (
        "Ce certificat n'est pas celui de vos clés.",
        "This certificate is not that of your keys.",
    ),
    "certificate-repeated": (
        "Deux gardiens du groupe ont une même clé.",
        "Two trustees of the group have the same key.",
    ),
    "coefexps-count": (
        "Un gardien du groupe a trop ou trop peu de coefficients pour ce seuil.",
        "A trustee of the group has too many or too few coefficients for this threshold.",
    ),
    "key-file-malformed": ("Ce fichier n'est pas une clé de gardien.", "This file is not a trustee's key."),
    "key-file-mismatch": (
        "Les deux moitiés de cette clé ne vont pas ensemble : le fichier est abîmé. Prenez l'autre copie.",
        "The two halves of this key do not belong together: the file is damaged. Take the other copy.",
    ),
    "key-of-nobody": (
        "Cette clé n'est celle d'aucun gardien de ce scrutin. Vérifiez le fichier de clé et l'archive.",
        "This key is not one of this election's trustees. Check the key file and the archive.",
    ),
    "message-malformed": ("Un message entre gardiens est illisible.", "A message between trustees is unreadable."),
    "message-not-opened": (
        "Un message entre gardiens ne s'ouvre pas avec cette clé.",
        "A message between trustees does not open with this key.",
    ),
    "message-recipient": (
        "Un message entre gardiens a été écrit pour quelqu'un d'autre.",
        "A message between trustees was written for somebody else.",
    ),
    "message-signature": (
        "Un message entre gardiens n'est pas signé par son expéditeur.",
        "A message between trustees is not signed by its sender.",
    ),
    "polynomial-invalid": (
        "Ce qu'un gardien du groupe a publié n'est pas valable.",
        "What a trustee of the group published is not valid.",
    ),
    "polynomial-malformed": ("Le message d'un gardien est illisible.", "A trustee's message is unreadable."),
    "secret-invalid": (
        "Le message secret d'un gardien n'est pas juste : ne continuez pas, et dites qui l'a envoyé.",
        "A trustee's secret message is not right: do not go on, and say who sent it.",
    ),
    "secret-wrong": (
        "Un secret n'est pas celui que son expéditeur a publié sous forme chiffrée.",
        "A secret is not the one whose image its sender published.",
    ),
    "secrets-count": (
        "Il y a trop ou trop peu de messages secrets pour ce groupe.",
        "There are too many or too few secret messages for this group.",
    ),
    "seed-malformed": (
        "Ce ne sont pas les 22 caractères d'une clé de gardien.",
        "These are not the 22 characters of a trustee's key.",
    ),
    "trustee-malformed": ("La liste des gardiens n'est pas valable.", "The list of trustees is not valid."),
    "trustee-kind-unsupported": (
        "Un gardien est d'un genre que ce programme ne connaît pas.",
        "A trustee is of a kind that this program does not know.",
    ),
    "trustee-none": ("Le scrutin n'a aucun gardien.", "The election has no trustee."),
    "trustee-key-repeated": ("Deux gardiens ont la même clé.", "Two trustees have the same key."),
    "trustee-keys-cancel": (
        "Les clés des gardiens s'annulent : les bulletins seraient lisibles par tous.",
        "The trustees' keys cancel out: the ballots could be read by anyone.",
    ),
    "trustee-possession": (
        "Un gardien ne prouve pas qu'il possède sa clé.",
        "A trustee does not prove possession of the key.",
    ),
    "trustee-signature": ("Une signature de gardien n'est pas valable.", "A trustee's signature is not valid."),
    "threshold-shape": (
        "Le seuil et le nombre de gardiens du groupe ne vont pas ensemble.",
        "The threshold and the number of trustees of the group do not go together.",
    ),
    "verification-key-invalid": (
        "La clé de vérification d'un gardien du groupe n'est pas valable.",
        "The verification key of a trustee of the group is not valid.",
    ),
    "verification-key-unsigned": (
        "La clé de vérification d'un gardien n'est pas signée.",
        "A trustee's verification key is not signed.",
    ),
    "verification-key-wrong": (
        "La clé de vérification d'un gardien n'est pas celle que donne l'échange.",
        "A trustee's verification key is not the one that the exchange gives.",
    ),
    "vinput-malformed": (
        "Ce que le serveur a rassemblé pour ce gardien est illisible.",
        "What the server put together for this trustee is unreadable.",
    ),
    "voutput-invalid": (
        "Le dernier message d'un gardien du groupe n'est pas valable.",
        "The last message of a trustee of the group is not valid.",
    ),
}
