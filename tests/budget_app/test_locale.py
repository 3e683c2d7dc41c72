"""Every sentence of the pages has its English, with the same places to fill; none stands outside the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from budget_app.locale import catalogue, translate
from budget_app.locale.calendar import DATE_NAMES
from budget_app.locale.decisions import MARKS, MEANINGS, VERDICTS
from budget_app.locale.roles import ACTION_NAMES, LOGGED, ROLE_NAMES
from budget_app.locale.sentences import FIELDS, SENTENCES
from budget_app.locale.votes import INVALID_REASONS, KINDS, REASONS, SEALINGS
from budget_app.settings import PROJECT

SOURCES = sorted([*PROJECT.glob("pages/*.py"), *PROJECT.glob("budget_app/ui/**/*.py")])
OTHERS = sorted(set(PROJECT.glob("budget_app/**/*.py")) - set(SOURCES))
_SAYING = ("_", "translate", "in_words", "tell", "say")
_PLACES = re.compile(r"\{(\w+)\}")


def _calls(tree: ast.AST, names: tuple[str, ...] = ("_",)) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) in names:
            yield node


def _sentences(path: Path) -> list[str]:
    """The msgids of a file; each must be one plain string, or no catalogue could hold it."""
    found = []
    for call in _calls(ast.parse(path.read_text())):
        assert isinstance(call.args[0], ast.Constant), f"{path.name}:{call.lineno}"
        found.append(str(call.args[0].value))
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_sentence_of_the_pages_has_its_english(path: Path) -> None:
    assert [sentence for sentence in _sentences(path) if sentence not in catalogue("en")] == []


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_sentence_of_services_commands_and_the_web_has_its_english(path: Path) -> None:
    arguments = [call.args[0] for call in _calls(ast.parse(path.read_text()), _SAYING)]
    sentences = [str(argument.value) for argument in arguments if isinstance(argument, ast.Constant)]
    assert [sentence for sentence in sentences if sentence not in catalogue("en")] == []


def test_translations_fill_the_same_places() -> None:
    wrong = [
        message
        for message, translated in catalogue("en").items()
        if set(_PLACES.findall(message)) != set(_PLACES.findall(translated))
    ]
    assert wrong == []


def test_every_refusal_has_its_english() -> None:
    sentences = [*SENTENCES.values(), *FIELDS.values(), *KINDS.values(), *SEALINGS.values(), *INVALID_REASONS.values()]
    sentences += [*REASONS.values(), *VERDICTS.values(), *MARKS.values(), *MEANINGS]
    sentences += [*DATE_NAMES.values()]
    sentences += [*ROLE_NAMES.values(), *ACTION_NAMES.values(), *LOGGED.values()]
    assert [sentence for sentence in sentences if sentence not in catalogue("en")] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_french_sentence_stands_outside_the_catalogue(path: Path) -> None:
    tree = ast.parse(path.read_text())
    inside = {id(call.args[0]) for call in _calls(tree)}
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and isinstance(node.body[0], ast.Expr)
    }
    french = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in inside | documents
        and re.search(r"[àâçéèêîôùû].* |\b(le|la|les|des|vous|votre)\b .*", re.sub(r"<[^>]*>", "", node.value))
    ]
    assert french == []


def test_a_language_without_a_file_falls_back_to_french() -> None:
    assert translate("Budget", "xx") == "Budget"
