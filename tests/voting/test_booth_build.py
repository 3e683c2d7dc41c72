"""What the server gives out as booth and desk: built from these sources, small, without anything foreign in it."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from budget_app.web.policies import inline_script_hashes
from tests.node import BOOTH, run_node

DIST = BOOTH / "dist"
PAGES = ("booth.html", "desk.html", "registrar.html", "verifier.html")
BOOTH_FILES = ("booth.html", "booth.js", "worker.js", "style.css")
KILOBYTE = 1024


class _Elements(HTMLParser):
    """The elements of a page with their attributes, and the text inside scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] in ("script", "style"):
            self.inside.append(data)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_fresh_build_gives_the_bytes_that_are_served(tmp_path: Path) -> None:
    built = run_node("build.mjs", str(tmp_path))
    assert built.returncode == 0, built.stderr
    fresh, served = _contents(tmp_path), _contents(DIST)
    assert fresh.keys() == served.keys()
    changed = [name for name in fresh if fresh[name] != served[name]]
    assert changed == [], "sources changed: run `node build.mjs` in voting/booth and commit dist/"


def test_the_published_sums_are_those_of_the_files() -> None:
    files = {name: content for name, content in _contents(DIST).items() if name != "SHA256SUMS"}
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    assert (DIST / "SHA256SUMS").read_text() == "".join(lines)


def test_the_booth_weighs_less_than_a_hundred_kilobytes() -> None:
    """What opens it: the words of the other language follow when the voter has begun, and hold up nothing."""
    words = max((DIST / name for name in ("words.fr.js", "words.en.js")), key=lambda path: path.stat().st_size)
    weights = {path.name: path.stat().st_size for path in (*(DIST / name for name in BOOTH_FILES), words)}
    assert sum(weights.values()) < 100 * KILOBYTE, weights


@pytest.mark.parametrize("page_name", PAGES)
def test_a_page_has_no_inline_script_or_style_and_loads_our_own_files_only(page_name: str) -> None:
    page = _Elements((DIST / page_name).read_text())
    assert "".join(page.inside).strip() == ""
    for tag, attributes in page.found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for attribute in ("src", "href"):
            address = attributes.get(attribute)
            assert address is None or re.fullmatch(r"/(booth|assets)/[a-z.]+", address), address
    scripts = [attributes["src"] for tag, attributes in page.found if tag == "script"]
    assert scripts == [f"/booth/{page_name.removesuffix('.html')}.js"]


def test_no_script_runs_text_as_code_or_names_another_site() -> None:
    for path in (path for path in DIST.iterdir() if path.suffix in (".js", ".css", ".html")):
        text = path.read_text()
        assert not re.search(r"\beval\s*\(|new\s+Function\b|innerHTML|document\.write", text), path.name
        assert not re.search(r"(https?:|wss?:)?//[a-z0-9-]+\.[a-z]{2,}", text), path.name


@pytest.mark.parametrize("name", ["desk.js", "registrar.js", "registrar-worker.js"])
def test_a_desk_keeps_nothing_in_the_browser(name: str) -> None:
    desk = (DIST / name).read_text()
    assert not re.search(r"localStorage|sessionStorage|indexedDB|caches\.open", desk)


def test_what_makes_codes_cannot_ask_a_server_for_anything() -> None:
    """The worker gives codes to the page only, and the page has no other way to make one."""
    worker = (DIST / "registrar-worker.js").read_text()
    assert not re.search(r"\bfetch\b|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|\bimport\(", worker)
    assert "derive_credential" in worker
    assert "derive_credential" not in (DIST / "registrar.js").read_text()


def test_the_verifier_saved_as_one_file_holds_what_is_served_and_reaches_nothing() -> None:
    page = _Elements((DIST / "verifier-saved.html").read_text())
    assert not [attributes for _, attributes in page.found if attributes.keys() & {"src", "href"}]
    [policy] = [str(found["content"]) for _, found in page.found if "http-equiv" in found]
    assert policy.startswith("default-src 'none'; ")
    assert not re.search(r"https?:|'self'|unsafe|connect-src", policy)
    look, worker, script = [text for text in page.inside if text.strip()]
    assert (worker, script) == tuple((DIST / name).read_text() for name in ("verifier-worker.js", "verifier.js"))
    assert look == (DIST / "style.css").read_text() + (DIST / "verifier.css").read_text()
    assert inline_script_hashes(f"<script>{script}</script>")[0] in policy


def test_what_verifies_an_archive_cannot_ask_a_server_for_anything() -> None:
    worker = (DIST / "verifier-worker.js").read_text()
    assert not re.search(r"\bfetch\b|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|\bimport\(", worker)


def test_the_licences_of_what_is_built_in_are_given_out() -> None:
    text = (DIST / "licences.txt").read_text()
    for name in ("@noble/curves", "@noble/hashes"):
        assert name in text
    assert text.count("Permission is hereby granted") == 2


def test_the_lock_file_pins_every_module_and_names_no_registry() -> None:
    lock = (BOOTH / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') == lock.count('"node_modules/')


def test_the_tests_in_javascript_pass() -> None:
    ran = run_node("--test", "--test-reporter=tap", "tests/**/*.test.mjs")
    counts = {name: int(number) for name, number in re.findall(r"^# (\w+) (\d+)$", ran.stdout, re.MULTILINE)}
    print({name: counts.get(name) for name in ("tests", "pass", "fail", "skipped", "todo")})
    assert ran.returncode == 0, ran.stdout
    assert counts["pass"] == counts["tests"] > 0
