"""Photos of residents are made anew: upright, small, and without a word on where they were taken."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from budget_app.domain.proposal import FileKind
from budget_app.domain.uploads import MAX_BYTES, kind_of
from budget_app.services.cleaning import clean_photo
from budget_app.services.cleaning.photo import make_photo
from budget_app.settings import PROJECT
from tests.budget_app.made_files import (
    ELF,
    SCRIPT_SVG,
    animated_webp,
    bomb_png,
    pdf,
    photo,
    photo_with_place,
)
from tests.budget_app.refusals import refused

GIF = b"GIF89a" + bytes(40)
BLUE, ORANGE = (0, 0, 255), (200, 120, 40)


def _opened(raw: bytes) -> Image.Image:
    picture = Image.open(BytesIO(raw))
    picture.load()
    return picture


def _near(found: object, wanted: tuple[int, ...]) -> bool:
    return isinstance(found, tuple) and all(abs(a - b) < 12 for a, b in zip(found, wanted, strict=True))


def test_a_photo_comes_back_as_a_jpeg_of_at_most_1600_by_1200_and_a_card() -> None:
    clean = clean_photo(photo(4000, 3000, quality=90))
    assert clean.kind is FileKind.PHOTO
    picture, card = _opened(clean.content), _opened(clean.card or b"")
    assert (picture.format, picture.size, card.format, card.size) == ("JPEG", (1600, 1200), "JPEG", (480, 270))
    assert _near(picture.getpixel((10, 10)), BLUE)
    assert _near(picture.getpixel((1500, 1100)), ORANGE)
    assert len(clean.key) == 64
    assert clean.size == len(clean.content) + len(clean.card or b"")


def test_the_same_photo_gives_the_same_key_and_another_one_another() -> None:
    assert clean_photo(photo()).key == clean_photo(photo()).key != clean_photo(photo(colour=(1, 2, 3))).key


@pytest.mark.parametrize("size", [(300, 200), (40, 1000), (1, 1)])
def test_a_small_photo_is_not_made_larger(size: tuple[int, int]) -> None:
    assert _opened(make_photo(photo(*size))[0]).size == size


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_of_photo_is_taken(kind: str) -> None:
    raw = photo(kind=kind)
    assert kind_of(raw) is FileKind.PHOTO
    assert _near(_opened(make_photo(raw)[0]).getpixel((600, 400)), ORANGE)


CORNERS = list(enumerate([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0), (1, 0), (1, 1), (0, 1)], 1))


@pytest.mark.parametrize(("turn", "corner"), CORNERS)
def test_a_photo_is_turned_as_the_camera_was_held(turn: int, corner: tuple[int, int]) -> None:
    picture = _opened(make_photo(photo_with_place(turn))[0])
    assert picture.size == ((640, 480) if turn < 5 else (480, 640))
    x, y = (10 + (picture.width - 20) * corner[0], 10 + (picture.height - 20) * corner[1])
    assert _near(picture.getpixel((x, y)), BLUE)
    assert picture.getexif().get(0x0112) is None


def test_nothing_tells_where_when_or_by_whom_it_was_taken() -> None:
    raw = photo_with_place()
    assert _opened(raw).getexif().get_ifd(0x8825)[2] == (46.0, 55.0, 12.0)
    assert b"Jeanne" in raw
    clean = clean_photo(raw)
    for made in (clean.content, clean.card or b""):
        picture = _opened(made)
        assert dict(picture.getexif()) == {}
        assert dict(picture.getexif().get_ifd(0x8825)) == {}
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert b"Jeanne" not in made
        assert b"Exif" not in made
        assert b"2030" not in made


def test_what_is_transparent_becomes_white() -> None:
    raw = photo(mode="RGBA", colour=(10, 20, 30, 0), kind="PNG")
    assert _near(_opened(make_photo(raw)[0]).getpixel((300, 300)), (255, 255, 255))
    few, output = _opened(photo(kind="PNG")).quantize(8), BytesIO()
    few.save(output, "PNG", transparency=few.getpixel((300, 300)))
    assert _near(_opened(make_photo(output.getvalue())[0]).getpixel((300, 300)), (255, 255, 255))


@pytest.mark.parametrize(("mode", "colour"), [("L", 128), ("CMYK", (0, 0, 0, 128)), ("1", 1)])
def test_grey_printed_and_black_and_white_photos_become_coloured_ones(mode: str, colour: object) -> None:
    raw = photo(mode=mode, colour=colour, kind="PNG" if mode == "1" else "JPEG")
    assert _opened(make_photo(raw)[0]).mode == "RGB"


def test_a_profile_that_explains_nothing_is_left_out() -> None:
    picture = _opened(make_photo(photo(icc_profile=b"not a profile" * 20))[0])
    assert "icc_profile" not in picture.info
    assert _near(picture.getpixel((600, 400)), ORANGE)


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    picture = _opened(make_photo(animated_webp())[0])
    assert getattr(picture, "n_frames", 1) == 1
    assert _near(picture.getpixel((100, 100)), (254, 0, 0))


@pytest.mark.parametrize(
    "raw",
    [ELF, GIF, SCRIPT_SVG, b"PK\x03\x04" + bytes(100), b"<html>", b"\x00", photo(kind="BMP"), photo(kind="TIFF")]
    + [GIF + photo(), pdf()],
    ids=["program", "gif", "svg", "zip", "html", "zero", "bmp", "tiff", "gif that is also a jpeg", "pdf"],
)
def test_what_is_no_photo_is_refused_whatever_its_name(raw: bytes) -> None:
    with refused("photo-unknown"):
        clean_photo(raw)


def test_an_empty_file_is_refused() -> None:
    with refused("file-empty"):
        clean_photo(b"")


def test_fifty_megabytes_are_refused_before_anything_is_read() -> None:
    with refused("file-too-large") as refusal:
        clean_photo(photo() + bytes(50 * 1024 * 1024))
    assert refusal.value.facts == {"field": "files", "limit": 12}
    assert MAX_BYTES[FileKind.PHOTO] == 12 * 1024 * 1024


@pytest.mark.parametrize("side", [7_100, 12_000, 60_000])
def test_a_bomb_is_refused_from_its_header(side: int) -> None:
    with refused("photo-too-many-pixels") as refusal:
        clean_photo(bomb_png(side))
    assert refusal.value.facts == {"field": "files", "limit": 50}


def test_a_bomb_in_webp_is_refused_from_its_header() -> None:
    canvas = b"VP8X" + (10).to_bytes(4, "little") + bytes(4) + (16_000).to_bytes(3, "little") * 2
    raw = b"RIFF" + (4 + len(canvas)).to_bytes(4, "little") + b"WEBP" + canvas
    with refused("photo-too-many-pixels"):
        clean_photo(raw)


@pytest.mark.parametrize(
    "raw",
    [photo()[:1000], photo(kind="PNG")[:200], photo(kind="WEBP")[:60], b"\xff\xd8\xff" + ELF, bomb_png(6000)]
    + [photo(kind="PNG").replace(b"IDAT", b"IDAT\x00", 1), b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(40)],
    ids=["cut jpeg", "cut png", "cut webp", "program in a jpeg's coat", "pixels missing", "shifted png", "empty webp"],
)
def test_a_broken_photo_is_refused(raw: bytes) -> None:
    with refused("photo-broken"):
        clean_photo(raw)


def test_what_stands_behind_a_photo_does_not_come_along() -> None:
    clean = clean_photo(photo() + b"PK\x03\x04 <script>alert(1)</script>")
    assert b"script" not in clean.content


def test_the_process_dies_when_it_takes_too_much_memory() -> None:
    program = (
        "from budget_app.services.cleaning.__main__ import _limit; _limit(); import resource;"
        "assert resource.getrlimit(resource.RLIMIT_CPU)[0] == 20; bytearray(2 * 1024**3)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, check=False)
    assert ended.returncode == 1
    assert b"MemoryError" in ended.stderr


def test_a_process_that_ends_without_an_answer_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with refused("file-too-hard"):
        clean_photo(photo())


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budget_app.services.cleaning._SECONDS", 0.001)
    with refused("file-too-hard"):
        clean_photo(photo())


def test_the_process_knows_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen, program = tmp_path / "seen", tmp_path / "program"
    program.write_text(f"#!/bin/sh\n/usr/bin/env > {seen}\n")
    program.chmod(0o700)
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@host/base")
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(ValueError):
        clean_photo(photo())
    assert "secret" not in seen.read_text()
