"""Who may import whom: the table of docs/architecture.md, and the secrecy rule, read from the source itself."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
ROOTS = ("voting", "budget_app", "pages")
COMMON = frozenset({"budget_app.settings", "budget_app.locale"})
SERVED = frozenset({"budget_app.services", "budget_app.domain"}) | COMMON


@dataclass(frozen=True)
class Rule:
    """What a layer may import besides itself and the standard library; ``others`` are installed packages."""

    ours: frozenset[str]
    others: frozenset[str]


RULES = {
    "voting": Rule(frozenset(), frozenset({"nacl", "cryptography"})),
    "voting.commands": Rule(frozenset({"voting"}), frozenset()),
    "budget_app.settings": Rule(frozenset(), frozenset()),
    "budget_app.locale": Rule(frozenset({"budget_app.domain"}), frozenset({"babel"})),
    "budget_app.domain": Rule(frozenset(), frozenset({"gmpy2"})),
    "budget_app.storage": Rule(
        frozenset({"budget_app.domain", "budget_app.settings", "voting"}),
        frozenset({"sqlmodel", "sqlalchemy", "alembic"}),
    ),
    "budget_app.documents": Rule(frozenset({"budget_app.domain"}) | COMMON, frozenset({"reportlab", "segno", "babel"})),
    "budget_app.services": Rule(
        frozenset({"budget_app.domain", "budget_app.storage", "budget_app.documents", "voting"}) | COMMON,
        frozenset({"sqlmodel", "sqlalchemy", "argon2"}),
    ),
    "budget_app.web": Rule(SERVED, frozenset({"starlette", "anyio", "jinja2", "streamlit", "google"})),
    "budget_app.ui": Rule(SERVED, frozenset({"streamlit", "plotly", "starlette"})),
    "pages": Rule(SERVED | {"budget_app.ui"}, frozenset({"streamlit", "plotly"})),
    "budget_app.commands": Rule(
        SERVED | {"budget_app.storage", "budget_app.documents", "budget_app.web", "voting", "voting.commands"},
        frozenset({"starlette", "uvicorn", "httpx"}),
    ),
}

# Of one file each, and why.
ALSO_ALLOWED = {
    "budget_app/domain/dates.py": frozenset({"babel"}),  # the names of days and months, as data
    "budget_app/commands/demo_call.py": frozenset({"sqlmodel"}),  # finds the projects that it says come from proposals
    "budget_app/web/multipart.py": frozenset({"python_multipart"}),
    # What reads strangers' files: only in a process of its own.
    "budget_app/services/cleaning/photo.py": frozenset({"PIL"}),
    "budget_app/services/cleaning/pdf.py": frozenset({"pypdf"}),
    "budget_app/services/cleaning/pdf_streams.py": frozenset({"pypdf"}),
}

# The protocol and the rules take the clock, the network, files and chance as arguments.
IMPURE = frozenset(
    {"asyncio", "http", "os", "random", "secrets", "socket", "sqlite3", "ssl", "subprocess", "time", "urllib"}
)

TAKES_AND_COUNTS = (
    "budget_app/services/ballots.py",
    "budget_app/services/counting.py",
    "budget_app/services/board.py",
    "budget_app/services/checkpoints.py",
    "budget_app/services/sealed_election.py",
    "budget_app/storage/board.py",
)
KNOWS_PEOPLE = (
    "proposal_files",
    "accounts",
    "roll",
    "mail",
    "mail_delivery",
    "identity",
    "guardians",
    "passwords",
    "sign_in_limits",
    "sign_up",
    "staff",
    "registrars",
    "proposals",
    "counter",
    "authors",
    "merges",
    "merging",
    "parents",
    "reviews",
    "assignments",
    "workload",
    "conflicts",
    "decisions",
    "review_access",
    "action_log",
    "supports",
    "comments",
    "flags",
    "moderation",
    "notices",
    "appeals",
    "decision_register",
    "ballot_transfer",
    "decision_mail",
)


def _sources() -> list[str]:
    paths = [path for root in ROOTS for path in (PROJECT / root).rglob("*.py") if "node_modules" not in path.parts]
    return sorted(str(path.relative_to(PROJECT)) for path in paths)


SOURCES = _sources()
MODULES = {source.removesuffix(".py").removesuffix("/__init__").replace("/", "."): source for source in SOURCES}


@cache
def _tree(source: str) -> ast.Module:
    return ast.parse((PROJECT / source).read_text())


def _imports(source: str) -> Iterator[str]:
    """Every module that ``source`` names in an import, anywhere in it, under its longest name that is a module."""
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: imports are written in full"
            module = node.module or ""
            for name in node.names:
                whole = f"{module}.{name.name}"
                yield whole if whole in MODULES else module


def layer_of(module: str) -> str:
    """The row of the table that a module of ours belongs to."""
    parts = module.split(".")
    if parts[0] == "voting":
        return "voting.commands" if parts[1:2] in (["commands"], ["__main__"], ["private_files"]) else "voting"
    if parts[0] == "budget_app" and parts[1:2] == ["__main__"]:
        return "budget_app.commands"
    return ".".join(parts[:2]) if parts[0] == "budget_app" else parts[0]


def find_breach(source: str, module: str) -> str | None:
    """Why ``source`` may not import ``module``; None when it may."""
    name = source.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    layer = layer_of(name)
    if layer == "budget_app":
        return None if module == "__future__" else f"{source} imports {module}: it only names the package"
    rule, top = RULES[layer], module.partition(".")[0]
    if top in ROOTS:
        target = layer_of(module)
        same_page = target == "pages" and module != name
        allowed = target in rule.ours or (target == layer and not same_page)
        return None if allowed else f"{source} ({layer}) imports {module} ({target})"
    if top in sys.stdlib_module_names:
        pure = layer in ("voting", "budget_app.domain")
        return f"{source} ({layer}) imports {module}: it is not pure" if pure and top in IMPURE else None
    allowed = top in rule.others or top in ALSO_ALLOWED.get(source, ())
    return None if allowed else f"{source} ({layer}) imports {module}, which is not on its list"


@pytest.mark.parametrize("source", SOURCES)
def test_every_import_follows_the_table(source: str) -> None:
    breaches = [find_breach(source, module) for module in _imports(source)]
    assert [breach for breach in breaches if breach] == []


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("voting/ballot.py", "budget_app.domain.edition"),
        ("voting/ballot.py", "time"),
        ("voting/ballot.py", "streamlit"),
        ("voting/ballot.py", "voting.commands.verify"),
        ("budget_app/domain/edition.py", "budget_app.storage.editions"),
        ("budget_app/domain/edition.py", "voting.ballot"),
        ("budget_app/domain/edition.py", "sqlmodel"),
        ("budget_app/domain/edition.py", "babel"),
        ("budget_app/storage/board.py", "budget_app.services.ballots"),
        ("budget_app/services/ballots.py", "budget_app.web.ballots"),
        ("budget_app/services/ballots.py", "budget_app.ui.words"),
        ("budget_app/services/ballots.py", "streamlit"),
        ("budget_app/web/ballots.py", "budget_app.storage.board"),
        ("budget_app/web/ballots.py", "voting.ballot"),
        ("budget_app/ui/main.py", "budget_app.storage.board"),
        ("pages/home.py", "voting.ballot"),
        ("pages/home.py", "budget_app.storage.board"),
        ("pages/home.py", "pages.results"),
    ],
)
def test_the_table_refuses(source: str, module: str) -> None:
    assert find_breach(source, module)


def _reached_from(source: str) -> set[str]:
    """The files of ours that importing ``source`` loads."""
    reached: set[str] = set()
    waiting = [source]
    while waiting:
        current = waiting.pop()
        if current not in reached:
            reached.add(current)
            waiting += [MODULES[module] for module in _imports(current) if module in MODULES]
    return reached


@pytest.mark.parametrize("source", TAKES_AND_COUNTS)
def test_what_takes_and_counts_ballots_learns_of_nobody_even_through_others(source: str) -> None:
    assert source in SOURCES
    people = {path for path in _reached_from(source) if Path(path).stem in KNOWS_PEOPLE}
    assert people == set()


@pytest.mark.parametrize("source", [s for s in SOURCES if s.startswith(("voting/", "budget_app/domain/"))])
def test_no_rule_looks_at_the_clock(source: str) -> None:
    if layer_of(source.removesuffix(".py").replace("/", ".")) == "voting.commands":
        return
    asked = [
        node.lineno
        for node in ast.walk(_tree(source))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
    ]
    assert asked == []
