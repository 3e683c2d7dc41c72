"""Sentences about places and attached files: a refusal's code, what happened and what to do."""

from __future__ import annotations

FILES_SENTENCES = {
    "place-outside": "Ce lieu est en dehors de la commune. Déplacez l’épingle, ou corrigez l’adresse.",
}
