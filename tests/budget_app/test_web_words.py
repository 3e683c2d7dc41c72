"""Every refusal and every sentence of the plain pages has its words in both languages."""

from __future__ import annotations

import re

import pytest

from budget_app.locale import catalogue
from budget_app.locale.sentences import SENTENCES
from budget_app.settings import PROJECT
from budget_app.web.plain_pages import TEMPLATES


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_every_sentence_of_a_template_has_its_english(template: object) -> None:
    text = (TEMPLATES / str(template)).read_text()
    assert [sentence for sentence in re.findall(r'_\("([^"]+)"', text) if sentence not in catalogue("en")] == []


def test_every_refusal_has_its_sentence_in_both_languages() -> None:
    raised = re.compile(r'(?:(?:Allowed|Found|Input|Conflict|Tries)Error\(\s*|too_large: str = )"([a-z]+(?:-[a-z]+)+)"')
    code = [path.read_text() for path in PROJECT.glob("budget_app/**/*.py")]
    codes = {found for text in code for found in raised.findall(text)}
    assert {"sign-in-wrong", "origin-refused", "body-too-large", "vote-closed"} <= codes
    assert sorted(code for code in codes if SENTENCES.get(code) not in catalogue("en")) == []
