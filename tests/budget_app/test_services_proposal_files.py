"""Files of proposals: who may attach, open and remove them, how many, how much, and what is swept away."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from budget_app.domain.proposal import MAX_FILES, AttachedFile, Channel, FileKind, ProposalState
from budget_app.domain.roles import Role
from budget_app.services.actor import ANONYMOUS, Actor
from budget_app.services.proposal_files import attach_file, open_file, remove_file, sweep_files
from budget_app.services.proposals import find_draft, save_draft, send_proposal, withdraw_proposal
from budget_app.storage import files
from budget_app.storage.database import read_session, write_session
from budget_app.storage.proposals import CoAuthorRow, ProposalFileRow, ProposalRow
from tests.budget_app.made_files import ELF, pdf, photo
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import DURING_CALL, SimulatedCall

pytestmark = pytest.mark.usefixtures("database")
PHOTO, PDF = FileKind.PHOTO, FileKind.PDF
LATER = DURING_CALL + timedelta(days=2)
READS_SENT = {Role.AGENT, Role.ORGANISER, Role.REVIEWER, Role.CHAIR, Role.AUDITOR}


@pytest.fixture
def call() -> SimulatedCall:
    return SimulatedCall().create()


@pytest.fixture
def author(call: SimulatedCall) -> Actor:
    return call.people[0]


def _attach(actor: Actor, proposal: int, raw: bytes | None = None, kind: FileKind | None = PHOTO) -> AttachedFile:
    return attach_file(actor, proposal, raw or photo(), kind, "Un banc", DURING_CALL)


def _name(actor: Actor, proposal: int, *attached: AttachedFile) -> None:
    content, revision = find_draft(actor, proposal)
    save_draft(actor, proposal, replace(content, files=attached), revision, DURING_CALL)


def _row(proposal: int, **changes: object) -> None:
    with write_session() as session:
        row = session.get(ProposalRow, proposal)
        assert row is not None
        for name, value in changes.items():
            setattr(row, name, value)
        session.add(row)


def _on_disk() -> list[str]:
    return sorted(name for name, _written_at in files.list_files())


def _known() -> int:
    with read_session() as session:
        return len(session.exec(select(ProposalFileRow)).all())


def _age_disk(hours: int) -> None:
    for path in (Path(os.environ["ISOLOIR_DATA"]) / "files").glob("??/*"):
        old = (datetime.now(UTC) - timedelta(hours=hours)).timestamp()
        os.utime(path, (old, old))


def test_a_photo_is_kept_clean_under_what_it_holds_with_its_card(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    attached = _attach(author, proposal)
    assert (attached.kind, attached.alt, len(attached.key)) == (PHOTO, "Un banc", 64)
    assert _on_disk() == [f"{attached.key}-carte.jpg", f"{attached.key}.jpg"]
    opened = open_file(author, attached.key, PHOTO)
    assert opened.content.startswith(b"\xff\xd8\xff")
    assert len(open_file(author, attached.key, PHOTO, card=True).content) < len(opened.content)
    assert not opened.public


def test_a_file_of_either_kind_is_recognised_and_other_files_are_refused(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    assert _attach(author, proposal, pdf(1), None).kind is PDF
    assert _attach(author, proposal, photo(), None).kind is PHOTO
    with refused("file-unknown-kind"):
        _attach(author, proposal, ELF, None)
    with refused("photo-unknown"):
        _attach(author, proposal, pdf(1), PHOTO)
    assert _known() == 2


def test_nobody_but_its_authors_attaches_to_a_draft(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    for actor in (ANONYMOUS, call.people[1], *call.staff.values()):
        with refused("proposal-unknown"):
            _attach(actor, proposal)
        with refused("proposal-unknown"):
            remove_file(actor, proposal, "0" * 64)
    assert _on_disk() == []


@pytest.mark.parametrize("role", list(Role))
def test_agents_and_organisers_attach_to_a_paper_proposal(call: SimulatedCall, author: Actor, role: Role) -> None:
    proposal = call.begin(author)
    _row(proposal, channel=Channel.COUNTER, author_id=None)
    if role in (Role.AGENT, Role.ORGANISER):
        key = _attach(call.staff[role], proposal).key
        assert open_file(call.staff[role], key, PHOTO).content
    else:
        with refused("proposal-unknown"):
            _attach(call.staff[role], proposal)


def test_a_co_author_attaches_once_they_accepted(call: SimulatedCall, author: Actor) -> None:
    proposal, friend = call.begin(author), call.people[1]
    asked = CoAuthorRow(
        proposal_id=proposal, email="a@b.example", account_id=friend.account_id, asked_at=DURING_CALL
    )
    with write_session() as session:
        session.add(asked)
    with refused("proposal-unknown"):
        _attach(friend, proposal)
    asked.accepted_at = DURING_CALL
    with write_session() as session:
        session.add(asked)
    assert _attach(friend, proposal)


def test_a_withdrawn_proposal_takes_no_file(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    withdraw_proposal(author, proposal, DURING_CALL)
    with refused("proposal-final"):
        _attach(author, proposal)


def test_a_draft_takes_so_many_files_and_not_one_more(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    first = _attach(author, proposal)
    others = [AttachedFile(f"{number:064x}", PHOTO, "x") for number in range(MAX_FILES - 1)]
    _name(author, proposal, first, *others)
    with refused("files-too-many") as refusal:
        _attach(author, proposal, photo(colour=(1, 2, 3)))
    assert refusal.value.facts == {"field": "files", "limit": MAX_FILES}
    assert len(_on_disk()) == 2


def test_the_files_of_an_account_may_take_so_much_and_not_more(
    call: SimulatedCall, author: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = call.begin(author), call.begin(author)
    _attach(author, first)
    with read_session() as session:
        (size,) = session.exec(select(ProposalFileRow.size))
    monkeypatch.setattr("budget_app.services.proposal_files.MAX_TOTAL", 2 * size)
    with refused("files-full"):
        _attach(author, second)
    assert _attach(call.people[1], call.begin(call.people[1]))
    remove_file(author, first, _attach(author, first).key)
    assert _attach(author, second)


def test_the_same_photo_twice_is_kept_once(call: SimulatedCall, author: Actor) -> None:
    proposal, other = call.begin(author), call.begin(author)
    key = _attach(author, proposal).key
    assert _attach(author, proposal).key == key == _attach(author, other).key
    assert (len(_on_disk()), _known()) == (2, 2)
    remove_file(author, proposal, key)
    assert open_file(author, key, PHOTO).content
    remove_file(author, other, key)
    assert (_on_disk(), _known()) == ([], 0)
    with refused("file-unknown"):
        open_file(author, key, PHOTO)
    with refused("file-unknown"):
        remove_file(author, other, key)


def test_a_file_that_the_draft_or_a_version_names_is_not_removed(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    attached = _attach(author, proposal)
    _name(author, proposal, attached)
    remove_file(author, proposal, attached.key)
    assert len(_on_disk()) == 2
    send_proposal(author, proposal, DURING_CALL)
    _name(author, proposal)
    remove_file(author, proposal, attached.key)
    assert len(_on_disk()) == 2


def test_a_draft_is_opened_by_its_authors_only(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    attached = _attach(author, proposal)
    _name(author, proposal, attached)
    assert open_file(author, attached.key, PHOTO).content
    for actor in (ANONYMOUS, call.people[1], *call.staff.values()):
        with refused("file-unknown"):
            open_file(actor, attached.key, PHOTO)


@pytest.mark.parametrize("state", [ProposalState.WAITING, ProposalState.HIDDEN, ProposalState.WITHDRAWN])
def test_what_was_sent_and_is_not_public_is_opened_by_authors_and_staff(
    call: SimulatedCall, author: Actor, state: ProposalState
) -> None:
    proposal = call.begin(author)
    attached = _attach(author, proposal)
    _name(author, proposal, attached)
    send_proposal(author, proposal, DURING_CALL)
    _row(proposal, state=state)
    for actor in (author, *(call.staff[role] for role in READS_SENT)):
        assert not open_file(actor, attached.key, PHOTO).public
    for actor in (ANONYMOUS, call.people[1], call.staff[Role.ADMINISTRATOR]):
        with refused("file-unknown"):
            open_file(actor, attached.key, PHOTO)


def test_everyone_opens_what_is_public_but_not_what_is_still_being_written(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    sent = _attach(author, proposal)
    _name(author, proposal, sent)
    send_proposal(author, proposal, DURING_CALL)
    _row(proposal, state=ProposalState.PUBLISHED)
    written = _attach(author, proposal, photo(colour=(1, 2, 3)))
    _name(author, proposal, written)
    assert open_file(ANONYMOUS, sent.key, PHOTO).public
    assert not open_file(author, written.key, PHOTO).public
    with refused("file-unknown"):
        open_file(ANONYMOUS, written.key, PHOTO)
    with refused("file-unknown"):
        open_file(call.staff[Role.ORGANISER], written.key, PHOTO)


def test_naming_anothers_file_does_not_open_it(call: SimulatedCall, author: Actor) -> None:
    secret = _attach(author, call.begin(author))
    thief = call.people[1]
    proposal = call.begin(thief)
    _name(thief, proposal, secret)
    send_proposal(thief, proposal, DURING_CALL)
    _row(proposal, state=ProposalState.PUBLISHED)
    with refused("file-unknown"):
        open_file(thief, secret.key, PHOTO)


def test_a_file_is_opened_as_what_it_is(call: SimulatedCall, author: Actor) -> None:
    attached = _attach(author, call.begin(author))
    with refused("file-unknown"):
        open_file(author, attached.key, PDF)


def test_the_sweep_takes_what_nothing_names_for_a_day_and_nothing_else(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    named, forgotten = _attach(author, proposal), _attach(author, proposal, photo(colour=(1, 2, 3)))
    _name(author, proposal, named)
    assert sweep_files(DURING_CALL + timedelta(hours=23)) == 0
    assert sweep_files(LATER) == 1
    assert _on_disk() == [f"{named.key}-carte.jpg", f"{named.key}.jpg"]
    with refused("file-unknown"):
        open_file(author, forgotten.key, PHOTO)
    send_proposal(author, proposal, DURING_CALL)
    assert sweep_files(LATER) == 0


def test_the_sweep_takes_what_a_crash_left(call: SimulatedCall, author: Actor) -> None:
    kept = _attach(author, call.begin(author))
    files.store_file("a" * 64 + ".pdf", b"nothing knows it")
    folder = Path(os.environ["ISOLOIR_DATA"]) / "files" / "aa"
    (folder / ".unfinished-1").write_bytes(b"half")
    now = datetime.now(UTC)
    assert sweep_files(now) == 0
    assert len(_on_disk()) == 3
    _age_disk(2)
    assert sweep_files(now) == 1
    assert _on_disk() == [f"{kept.key}-carte.jpg", f"{kept.key}.jpg"]
    assert list(folder.iterdir()) == []


def test_a_file_that_the_disk_has_no_room_for_is_not_half_there(
    call: SimulatedCall, author: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    proposal = call.begin(author)
    monkeypatch.setattr("budget_app.storage.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        _attach(author, proposal)
    assert _known() == 0
    assert list((Path(os.environ["ISOLOIR_DATA"]) / "files").glob("??/*")) == []


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "a" * 64, "A" * 64 + ".jpg", "a" * 64 + ".svg", "a" * 63 + "/.jpg"]
)
def test_no_other_name_reaches_the_disk(database: None, name: str) -> None:
    for touch in (files.read_file, files.delete_file, lambda it: files.store_file(it, b"")):
        with pytest.raises(ValueError, match="not the name"):
            touch(name)
