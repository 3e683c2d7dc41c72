"""What is said of decryption shares that are not sound, in French and English."""

from __future__ import annotations

REFUSALS_OF_SHARES = {
    "published-promise": ("la promesse d'une part est mal écrite", "the promise of a share is badly written"),
    "published-share": (
        "Une part de déchiffrement n'est pas celle que la ville avait promise avant d'en montrer aucune.",
        "A decryption share is not the one that the town had promised before any was shown.",
    ),
    "published-share-withheld": (
        "Une part promise n'a pas été montrée : le dépouillement s'est fait sans elle.",
        "A share that was promised was not shown: the count was made without it.",
    ),
    "published-strong": (
        "Une preuve forte n'est pas celle qui avait été promise avec la part.",
        "A strong proof is not the one that was promised with the share.",
    ),
    "share-disagrees": (
        "Une part d'un groupe ne s'accorde pas avec les autres : ce gardien a triché, ou son appareil.",
        "A share of a group does not agree with the others: this trustee cheated, or their device did.",
    ),
    "share-malformed": (
        "Une part de déchiffrement n'est pas écrite comme elle doit l'être.",
        "A decryption share is not written as it must be.",
    ),
    "share-owner": (
        "Une part de déchiffrement est attribuée à un gardien qui n'existe pas.",
        "A decryption share is attributed to a trustee who does not exist.",
    ),
    "share-proof": (
        "Une part de déchiffrement est fausse : sa preuve ne tient pas.",
        "A decryption share is wrong: its proof does not hold.",
    ),
    "share-repeated": (
        "Un gardien a deux parts de déchiffrement.",
        "A trustee has two decryption shares.",
    ),
    "share-shape": (
        "Une part de déchiffrement n'a pas une valeur par réponse.",
        "A decryption share does not have one value an answer.",
    ),
    "shares-inconsistent": (
        "Les parts d'un groupe ne s'accordent pas : l'une est fausse. Les preuves fortes (--strong) disent laquelle.",
        "The shares of a group do not agree: one is wrong. The strong proofs (--strong) say which.",
    ),
    "shares-missing": (
        "Un résultat est publié sans la part de chaque gardien.",
        "A result is published without the share of every trustee.",
    ),
    "strong-election": (
        "Ces preuves fortes sont celles d'un autre scrutin.",
        "These strong proofs are those of another election.",
    ),
    "strong-extra": (
        "Une preuve forte est donnée pour une part qui n'est pas dans l'urne.",
        "A strong proof is given for a share that is not on the board.",
    ),
    "strong-format": (
        "Ce fichier n'est pas un fichier de preuves fortes.",
        "This file is not a file of strong proofs.",
    ),
    "strong-malformed": (
        "Une preuve forte n'est pas écrite comme elle doit l'être.",
        "A strong proof is not written as it must be.",
    ),
    "strong-missing": (
        "Une part de déchiffrement n'a pas de preuve forte.",
        "A decryption share has no strong proof.",
    ),
    "strong-order": (
        "Les preuves fortes ne sont pas dans l'ordre des gardiens, ou l'un en a deux.",
        "The strong proofs are not in the order of the trustees, or one has two.",
    ),
    "strong-other": (
        "Une preuve forte a été faite pour une autre part que celle de l'urne.",
        "A strong proof was made for another share than the one on the board.",
    ),
    "strong-proof": (
        "Une part de déchiffrement est fausse : sa preuve forte ne tient pas. Le gardien a triché, ou son appareil.",
        "A decryption share is wrong: its strong proof does not hold. The trustee cheated, or their device did.",
    ),
    "strong-shape": (
        "Une preuve forte n'a pas une preuve par valeur déchiffrée.",
        "A strong proof does not have one proof a decrypted value.",
    ),
}
