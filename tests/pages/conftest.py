"""A database of its own for each test, and pages opened as different people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.services.accounts import create_account, sign_in
from budget_app.services.actor import ORGANISER, SYSTEM
from budget_app.services.upkeep import prepare_database
from budget_app.settings import PROJECT
from budget_app.ui import browser, opener, words

EMAIL, PASSWORD = "mairie@essai.example", "un mot de passe bien long"
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty database that the settings name, for this test alone."""
    monkeypatch.setenv("ISOLOIR_DATA", str(tmp_path))
    monkeypatch.setenv("ISOLOIR_DEMO", "1")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    prepare_database()


@pytest.fixture
def organiser_token() -> str:
    """The session of a signed-in organiser."""
    now = datetime.now(UTC)
    create_account(SYSTEM, EMAIL, PASSWORD, frozenset({ORGANISER}), now)
    return sign_in(EMAIL, PASSWORD, "192.0.2.1", now)


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page by the name of its file, with a session, a language and a query."""

    def opened(name: str, *, token: str | None = None, locale: str = "fr-FR", **query: str) -> AppTest:
        cookies = {"isoloir_session": token} if token else {}
        for module in (browser, opener, words):
            monkeypatch.setattr(module, "request_cookies", lambda: cookies)
        monkeypatch.setattr(words, "request_locale", lambda: locale)
        app = AppTest.from_file(PROJECT / "budget_app" / "ui" / "main.py", default_timeout=30)
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        return app.switch_page(str(PROJECT / "pages" / f"{name}.py")).run() if name != "home" else app

    return opened


def words_of(app: AppTest) -> str:
    """Everything that a page says, but the style sheet."""
    parts = [element.proto.body for element in app.get("html") if not element.proto.body.startswith("<style>")]
    parts += [str(element.value) for kind in (app.title, app.error, app.success, app.warning) for element in kind]
    parts += [element.label for kind in (app.button, app.selectbox, app.text_input) for element in kind]
    return " ".join(parts)
