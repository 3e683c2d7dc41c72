"""What the commands say, in French unless the system speaks another language."""

from __future__ import annotations

import os

from budget_app.locale import translate


def language() -> str:
    """The language of the terminal's settings; French where they name none."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "fr")
    return "fr" if locale.startswith(("fr", "C", "POSIX")) else "en"


def in_words(message: str, **values: object) -> str:
    """``message`` in the language of the terminal."""
    return translate(message, language(), **values)


def tell(message: str, **values: object) -> None:
    """Prints ``message`` in the language of the terminal."""
    print(in_words(message, **values), flush=True)
