"""Sentences about places and attached files: a refusal's code, what happened and what to do."""

from __future__ import annotations

FILES_SENTENCES = {
    "place-outside": "Ce lieu est en dehors de la commune. Déplacez l’épingle, ou corrigez l’adresse.",
    "file-empty": "Ce fichier est vide. Choisissez-en un autre.",
    "file-too-large": "Ce fichier est trop volumineux : {limit} Mo au plus. Choisissez-en un plus petit.",
    "file-too-hard": (
        "Ce fichier est trop compliqué à lire. Exportez-le de nouveau, plus simplement, ou choisissez-en un autre."
    ),
    "file-unknown-kind": "Ce fichier n’est ni une photo (JPEG, PNG, WebP) ni un PDF.",
    "file-unknown": "Ce fichier n’est pas là, ou il n’est pas public.",
    "files-full": (
        "Vos fichiers prennent déjà trop de place : {limit} Mo au plus pour toutes vos propositions. Retirez-en, ou "
        "choisissez-en un plus petit."
    ),
    "photo-unknown": "Ce fichier n’est pas une photo que nous savons lire. Choisissez un fichier JPEG, PNG ou WebP.",
    "photo-too-many-pixels": "Cette photo a trop de pixels : {limit} millions au plus. Réduisez-la, puis recommencez.",
    "photo-broken": "Cette photo est abîmée ou incomplète. Envoyez-la de nouveau, ou choisissez-en une autre.",
    "pdf-unknown": "Ce fichier n’est pas un PDF. Choisissez un fichier PDF.",
    "pdf-too-many-pages": "Ce PDF a trop de pages : {limit} au plus.",
    "pdf-encrypted": "Ce PDF est protégé par un mot de passe ou par des droits. Enregistrez-le sans protection.",
    "pdf-active": (
        "Ce PDF contient un programme, un fichier joint ou un formulaire qui envoie. Imprimez-le dans un nouveau PDF, "
        "puis envoyez celui-ci."
    ),
    "pdf-broken": "Ce PDF est abîmé ou incomplet. Exportez-le de nouveau, ou choisissez-en un autre.",
}
