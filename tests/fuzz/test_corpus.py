"""What fuzzing kept runs again, with a short pass that is the same each time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.fuzz.__main__ import CORPUS, LONGEST_KEPT, LONGEST_SECONDS, Fuzzer, file_name
from tests.fuzz.parsers import Parser, parsers

PARSERS = parsers()
KEPT = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.glob("*/*"))


@pytest.mark.parametrize("path", KEPT)
def test_a_kept_input_is_answered_as_when_it_was_found(path: str) -> None:
    name, _, answer = path.partition("/")
    raw = (CORPUS / path).read_bytes()
    assert len(raw) <= LONGEST_KEPT
    assert file_name(PARSERS[name].outcome(raw)) == answer


@pytest.mark.parametrize("name", PARSERS)
def test_what_a_parser_is_fed_with_at_first_is_accepted(name: str) -> None:
    assert any(PARSERS[name].outcome(seed) == "accepted" for seed in PARSERS[name].seeds)


@pytest.mark.parametrize("name", PARSERS)
def test_changed_inputs_raise_nothing_but_refusals_soon(name: str) -> None:
    fuzzer = Fuzzer(5, {name: PARSERS[name]}, keeping=False)
    for _ in range(60):
        fuzzer.step()
    assert sum(fuzzer.runs.values()) == 60


def _run(fuzzer: Fuzzer) -> None:
    for _ in range(200):
        fuzzer.step()


def test_a_parser_that_raises_something_else_or_is_slow_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fuzzer itself can fail, and keeps what made it."""

    def broken(raw: bytes) -> object:
        if raw != b"[]":
            raise IndexError
        return None

    def slow(raw: bytes) -> object:
        until = time.process_time() + (LONGEST_SECONDS * 1.1 if raw != b"[]" else 0)
        while time.process_time() < until:
            pass
        return None

    monkeypatch.setattr("tests.fuzz.__main__.CORPUS", tmp_path)
    for parse, error in ((broken, IndexError), (slow, RuntimeError)):
        with pytest.raises(error):
            _run(Fuzzer(6, {"json": Parser(parse, (b"[]",))}, keeping=False))
    assert sorted(path.name for path in tmp_path.glob("json/*")) == ["crash", "slow"]
