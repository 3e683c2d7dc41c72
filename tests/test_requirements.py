"""The lists of requirements are whole: nothing is looked for beside what they pin."""

from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


def _pinned(name: str) -> dict[str, str]:
    """The versions that a list pins on this machine, by package."""
    lines = (ROOT / name).read_text().splitlines()
    entries = [Requirement(line.rstrip(" \\")) for line in lines if line and line[0] not in " #"]
    here = [entry for entry in entries if entry.marker is None or entry.marker.evaluate()]
    return {canonicalize_name(entry.name): str(entry.specifier).removeprefix("==") for entry in here}


def _needs(package: str, extras: set[str]) -> list[Requirement]:
    """What an installed package asks for on this machine, with these extras."""
    asked = [Requirement(line) for line in distribution(package).requires or []]
    return [
        entry
        for entry in asked
        if entry.marker is None or any(entry.marker.evaluate({"extra": e}) for e in extras | {""})
    ]


def test_every_requirement_is_installed_in_the_version_that_is_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for package, version in _pinned(name).items():
            assert distribution(package).version == version, package


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_what_a_pinned_package_asks_for_is_pinned_too(name: str) -> None:
    pinned = _pinned("requirements.txt") | _pinned(name)
    asked: list[tuple[str, set[str]]] = [(package, set()) for package in pinned]
    seen: set[tuple[str, frozenset[str]]] = set()
    while asked:
        package, extras = asked.pop()
        if (package, frozenset(extras)) in seen:
            continue
        seen.add((package, frozenset(extras)))
        for need in _needs(package, extras):
            wanted = canonicalize_name(need.name)
            assert wanted in pinned, f"{package} asks for {wanted}, which {name} does not pin"
            assert need.specifier.contains(pinned[wanted], prereleases=True), (package, str(need))
            asked.append((wanted, set(need.extras)))
