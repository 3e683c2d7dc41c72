"""The reference makes codes too: its files are read here, ours have its form, and both derive the same credentials."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.node import answers
from tests.reference import MISSING, find_reference
from voting.__main__ import main
from voting.credential_files import parse_private, parse_public
from voting.credentials import compose_entries, derive_public
from voting.hashing import base64_unpadded

pytestmark = [pytest.mark.reference, pytest.mark.xdist_group("reference")]

UUID = "8a1jLn2rBVZ35r"


@pytest.fixture(scope="module")
def tool() -> Path:
    """The reference's command; the only reason for which a test here is left out."""
    found = find_reference()
    if found is None:
        pytest.skip(MISSING)
    return found


def _generate(tool: Path, folder: Path, *arguments: str) -> str:
    command = [str(tool), "setup", "generate-credentials", "--group", "Ed25519", "--uuid", UUID, "--dir", str(folder)]
    done = subprocess.run([*command, *arguments], check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def _made_by_reference(tool: Path, folder: Path, identities: str) -> tuple[dict[str, str], dict[str, str], str]:
    (folder / "voters.txt").write_text(identities)
    said = _generate(tool, folder, "--file", str(folder / "voters.txt"))
    [private], [public] = folder.glob("*.privcreds"), folder.glob("*.pubcreds")
    return parse_private(private.read_bytes()), parse_public(public.read_bytes()), said


def test_the_reference_s_files_are_read_and_its_credentials_are_ours(tool: Path, tmp_path: Path) -> None:
    codes, entries, said = _made_by_reference(tool, tmp_path, "7\n12\n3\n100000\n")
    assert set(codes) == set(entries) == {"7", "12", "3", "100000"}
    assert entries == {number: derive_public(UUID, code).text for number, code in codes.items()}
    fingerprint = re.search(r"fingerprint of public credentials is (\S+)", said)
    assert fingerprint is not None
    listed = json.loads(next(tmp_path.glob("*.pubcreds")).read_text())
    without_identity = [entry.partition(",")[0] for entry in listed]
    as_written = json.dumps(without_identity, separators=(",", ":")).encode()
    assert base64_unpadded(as_written) == fingerprint[1], "its order is not sorted, ours is"


def test_weights_of_the_reference_are_read(tool: Path, tmp_path: Path) -> None:
    codes, entries, _said = _made_by_reference(tool, tmp_path, "7,,3\n12\n")
    assert entries == {
        "7": f"{derive_public(UUID, codes['7']).text},3",
        "12": f"{derive_public(UUID, codes['12']).text},1",
    }


def test_the_reference_derives_our_credentials_from_our_codes(tool: Path, tmp_path: Path) -> None:
    (tmp_path / "roll.csv").write_text("roll_number\n7\n12\n")
    out = tmp_path / "codes"
    command = ["credentials", "--uuid", UUID, "--roll", str(tmp_path / "roll.csv"), "--out", str(out), "--reference"]
    assert main(command) == 0
    codes = parse_private((out / "codes.csv").read_bytes())
    entries = parse_public((out / "credentials.csv").read_bytes())
    for number, code in codes.items():
        assert _generate(tool, tmp_path, "--derive", code).strip() == entries[number]


def test_the_reference_derives_the_credentials_of_the_registrars_desk(tool: Path, tmp_path: Path) -> None:
    [made] = answers({"task": "codes", "uuid": UUID, "number": 3})
    for code, credential in made:
        assert _generate(tool, tmp_path, "--derive", code).strip() == credential == derive_public(UUID, code).text


def test_the_desk_derives_the_credentials_of_the_reference(tool: Path, tmp_path: Path) -> None:
    codes, entries, _said = _made_by_reference(tool, tmp_path, "7\n12\n3\n")
    tasks = [{"task": "credential", "uuid": UUID, "code": code} for code in codes.values()]
    assert answers(*tasks) == [entries[number] for number in codes]
    [fingerprint] = answers({"task": "listed", "credentials": list(entries.values())})
    assert fingerprint == base64_unpadded(compose_entries(entries.values()))


def test_our_files_in_its_form_have_its_shape(tool: Path, tmp_path: Path) -> None:
    (tmp_path / "roll.csv").write_text("roll_number\n7\n12\n")
    out = tmp_path / "codes"
    main(["credentials", "--uuid", UUID, "--roll", str(tmp_path / "roll.csv"), "--out", str(out), "--reference"])
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    _made_by_reference(tool, theirs, "7\n12\n")
    for ours, kind in ((out / "codes.privcreds", "privcreds"), (out / "credentials.pubcreds", "pubcreds")):
        other = next(theirs.glob(f"*.{kind}")).read_text()
        assert _shape(ours.read_text()) == _shape(other)
    public = parse_public((out / "credentials.pubcreds").read_bytes())
    listed = json.loads((out / "credentials.pubcreds").read_text())
    assert [entry.partition(",")[0] for entry in listed] == json.loads(compose_entries(public.values()))


def _shape(text: str) -> str:
    """The text with every letter and digit of its secrets and numbers made the same; the order of voters is free."""
    return re.sub(r"(7|12)(?=\"[:,\]])", "N", re.sub(r"[0-9a-f]{64}|[A-Za-z1-9]{5}-[A-Za-z1-9-]{19}", "X", text))
