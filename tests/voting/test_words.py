"""What the command line says: every refusal has its sentence, in both languages, and files cannot forge lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import voting
from voting.verification.report import CHECKS
from voting.words import LANGUAGES, PASSED, SENTENCES, STATUSES, TITLES, fact, passed, plain, refusal, say, title
from voting.words_of_help import HELP
from voting.words_of_refusals import REFUSALS

SOURCES = sorted(Path(voting.__file__).parent.rglob("*.py"))
GIVEN_ELSEWHERE = ("check_knowledge", "check_shape", "Statement", "_parse")
PAIRS = {**TITLES, **STATUSES, **PASSED, **SENTENCES, **HELP, **REFUSALS}


def _codes(path: Path) -> Iterator[str]:
    """The codes of the refusals that a source file raises."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        first = node.args[0]
        if (name.endswith("Error") or name in GIVEN_ELSEWHERE) and isinstance(first, ast.Constant):
            yield str(first.value)


def test_every_refusal_has_its_sentence() -> None:
    codes = {code for path in SOURCES for code in _codes(path)}
    assert len(codes) > 90
    assert codes - set(REFUSALS) - set(SENTENCES) == set()


def test_no_sentence_is_left_from_a_refusal_that_is_gone() -> None:
    text = "\n".join(path.read_text() for path in SOURCES if not path.name.startswith("words_of_"))
    assert [code for code in REFUSALS if f'"{code}"' not in text] == []


@pytest.mark.parametrize("key", PAIRS)
def test_each_sentence_is_there_in_french_and_in_english(key: str) -> None:
    french, english = PAIRS[key]
    assert french
    assert english
    assert french.count("{") == english.count("{")


def test_every_check_has_a_title_and_says_what_it_counted() -> None:
    assert set(TITLES) == set(CHECKS)
    assert set(PASSED) == set(CHECKS)
    for language in LANGUAGES:
        assert len({title(check, language) for check in CHECKS}) == 12
        assert "7" in passed("ballots", "7", language)


@pytest.mark.parametrize("forged", ["\n 1. ok", "\x1b[2J", "a\u202eb", "\r", "\u2028", "\u0000", "\ud800"])
def test_a_text_from_a_file_cannot_forge_a_line(forged: str) -> None:
    assert plain(forged).isprintable()
    assert say("share-made", "en", path=forged).isprintable()
    assert fact(forged, "fr").isprintable()


def test_ordinary_words_stay_as_they_are() -> None:
    for text in ("Bibliothèque « Été »", "10\u202f000\u00a0€", "𝄞 日本 ❤"):
        assert plain(text) == text


def test_places_are_said_in_french() -> None:
    assert fact("event 4, ballot abc+B/event7", "fr") == "événement 4, bulletin abc+B/event7"
    assert fact("event 4", "en") == "event 4"
    assert fact("3 (3 strong), invalid 4", "fr") == "3 (3 avec preuve forte), fausses 4"
    assert refusal("archive-hash", "fr").startswith("Le contenu")
