"""How tests of the services say that something must be refused."""

from __future__ import annotations

import re

import pytest

from budget_app.domain.errors import DomainError


def refused(code: str) -> pytest.RaisesExc[DomainError]:
    """The block must be refused with exactly ``code``; the refusal is the context's ``value``."""
    return pytest.RaisesExc(DomainError, match=f"^{re.escape(code)}$")
