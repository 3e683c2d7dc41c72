"""What a person sees of an error in a page's script."""

from __future__ import annotations

import logging

import pytest
from streamlit.testing.v1 import AppTest


def _refused() -> None:
    from budget_app.domain.errors import NotAllowedError
    from budget_app.web.script_errors import show_script_error

    assert show_script_error(NotAllowedError("not-allowed"))


def _failed() -> None:
    from budget_app.web.script_errors import show_script_error

    assert show_script_error(ValueError("SECRETDETAIL"))


def test_a_refusal_is_said_in_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    page = AppTest.from_function(_refused).run()
    assert [error.value for error in page.error] == ["Il faut être connecté, avec un rôle qui le permet."]
    assert not page.exception
    assert "incident" not in caplog.text


def test_a_failure_is_said_with_an_incident_number_that_the_log_has_too(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "budget_app.incidents"):
        page = AppTest.from_function(_failed).run()
    (shown,) = (error.value for error in page.error)
    number = shown.rpartition(" : ")[2].rstrip(".")
    assert f"incident {number} at a page's script" in caplog.text
    assert "SECRETDETAIL" in caplog.text
    assert "SECRETDETAIL" not in shown
