"""Sentences in the person's language: the French sentence is the key, other languages are files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "fr"
_FOLDER = Path(__file__).parent
LANGUAGES = (SOURCE_LANGUAGE, *sorted(path.stem for path in _FOLDER.glob("*.po")))


@cache
def catalogue(language: str) -> dict[str, str]:
    """Translations of ``language`` by French sentence; empty for French."""
    path = _FOLDER / f"{language}.po"
    if language not in LANGUAGES or language == SOURCE_LANGUAGE:
        return {}
    with path.open("rb") as stream:
        messages = read_po(stream)
    return {str(m.id): str(m.string) for m in messages if m.id and m.string}


def translate(message: str, language: str, **values: object) -> str:
    """``message`` (a French sentence) in ``language``, its ``{names}`` filled from ``values``."""
    text = catalogue(language).get(message, message)
    return text.format(**values) if values else text
