"""Of a valid archive of any kind no byte can be another, even where every hash is made right again.

Each run draws other changes: it prints ``ISOLOIR_SEED``, which makes them again. ``ISOLOIR_CHANGES`` is the number of
changes of each sort and kind. `python -m tests.fuzz` makes the same changes for as long as it is told.
"""

from __future__ import annotations

import os
from random import Random

import pytest

from tests.fuzz.changed_archives import change_byte, change_payload, compare, flip, is_told, published_of
from tests.fuzz.seeds import seeded_by_run
from tests.voting.every_kind import KINDS, archive_of
from tests.voting.forged_board import forge, steps_of
from tests.voting.packed_archives import refusal_of, report_on

CHANGES = int(os.environ.get("ISOLOIR_CHANGES", "20"))
BYTES_PER_CHANGE = 15
"""A changed byte of the file is found by its hash: that costs much less than a changed payload."""
STEPS_OF_THE_FILE = 100


def test_there_is_an_archive_of_every_kind() -> None:
    """Of totals, of opened votes with shuffles, of a group, with weights, of several questions of both types, empty."""
    facts = {kind: report_on(archive_of(kind)) for kind in KINDS}
    assert all(report.valid for report in facts.values())
    events = {kind: [name for name, _ in steps_of(archive_of(kind))] for kind in KINDS}
    types = {kind: {type(question) for question in report.facts.questions} for kind, report in facts.items()}
    assert any("Shuffle" not in names and "Result" in names for names in events.values())
    assert any(names.count("Shuffle") == 2 for names in events.values())
    assert any(names[-1] == "Ballot" for names in events.values())
    assert any("Ballot" not in names for names in events.values())
    assert any(len(found) == 2 for found in types.values())
    assert any(report.facts.ballots > report.facts.effective_ballots for report in facts.values())
    assert {"threshold", "threshold_all", "threshold_only", "weights", "mixed_threshold"} < set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_of_an_archive_can_be_another_more_or_fewer(kind: str) -> None:
    random, archive = seeded_by_run(kind), archive_of(kind)
    for _ in range(CHANGES * BYTES_PER_CHANGE):
        assert refusal_of(change_byte(random, archive)) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_no_part_of_an_archive_is_left_out_of_its_hashes(kind: str) -> None:
    """The same places in each run, all over the file."""
    archive = archive_of(kind)
    for number in range(STEPS_OF_THE_FILE):
        start = number * len(archive) // STEPS_OF_THE_FILE
        end = (number + 1) * len(archive) // STEPS_OF_THE_FILE
        changed = archive[:start] + flip(Random(number), archive[start:end]) + archive[end:]  # noqa: S311  no secret
        assert refusal_of(changed) is not None, (start, end)


@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_of_a_payload_can_be_another_under_hashes_made_right_again(kind: str) -> None:
    """Beside what was published: one unused credential for another is told by their fingerprint alone."""
    random, archive = seeded_by_run(kind), archive_of(kind)
    published, steps = published_of(archive), steps_of(archive)
    assert compare(forge(steps), published).valid
    for _ in range(CHANGES):
        assert is_told(compare(change_payload(random, steps), published))
