"""How tests of the services say that something must be refused."""

from __future__ import annotations

import re

import pytest

from budget_app.domain.errors import DomainError


def refused(code: str, **facts: object) -> pytest.RaisesExc[DomainError]:
    """The block must be refused with ``code`` and at least these ``facts``; the refusal is the context's ``value``."""
    return pytest.RaisesExc(
        DomainError, match=f"^{re.escape(code)}$", check=lambda error: facts.items() <= error.facts.items()
    )
