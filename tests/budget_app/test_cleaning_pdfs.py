"""PDFs of residents are made anew from what is drawn on their pages: nothing acts, nothing tells of their author."""

from __future__ import annotations

import subprocess
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject

from budget_app.domain.uploads import MAX_BYTES, FileKind
from budget_app.services.cleaning import clean_pdf
from budget_app.services.cleaning.pdf import make_pdf
from budget_app.services.cleaning.pdf_streams import bare_jpeg
from tests.budget_app.made_files import (
    ELF,
    SCRIPT_SVG,
    dictionary,
    note,
    pdf,
    pdf_of,
    photo,
    photo_with_place,
    writer_of,
    written,
)
from tests.budget_app.pdf_text import readings_of_pdf
from tests.budget_app.refusals import refused

SCRIPT = dictionary(S="/JavaScript", JS="app.alert(1)")


def _text(raw: bytes) -> str:
    return " ".join(page.extract_text().strip() for page in PdfReader(BytesIO(raw)).pages)


def test_the_pages_come_back_and_the_author_does_not() -> None:
    raw = pdf(3)
    assert b"Jeanne" in raw
    clean = clean_pdf(raw)
    assert (clean.kind, clean.card) == (FileKind.PDF, None)
    assert _text(clean.content) == "Page 1 Page 2 Page 3"
    assert all("Page2" in words for words in readings_of_pdf(clean.content))
    assert b"Jeanne" not in clean.content
    assert PdfReader(BytesIO(clean.content)).metadata is None
    assert clean_pdf(raw).key == clean.key


def test_a_clean_file_stays_as_it_is() -> None:
    once = make_pdf(pdf(2, photo()))
    assert make_pdf(once) == once


def test_photos_in_it_are_seen_but_tell_no_place() -> None:
    raw = make_pdf(pdf(1, photo_with_place()))
    (image,) = PdfReader(BytesIO(raw)).pages[0].images
    assert image.image is not None
    assert image.image.size == (640, 480)
    assert dict(image.image.getexif()) == {}
    assert b"Jeanne" not in raw
    assert b"Exif" not in raw


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 2}])
def test_a_photo_within_keeps_its_pixels_and_nothing_behind_them(options: dict[str, object]) -> None:
    from PIL import Image

    raw = photo_with_place(**options)
    bare = bare_jpeg(raw + photo_with_place())
    before, after = (Image.open(BytesIO(it)) for it in (raw, bare))
    assert before.tobytes() == after.tobytes()
    assert b"Jeanne" not in bare
    assert len(bare) < len(raw)


@pytest.mark.parametrize("raw", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\x00\x00", b"no photo", bytes(9)])
def test_what_is_no_whole_photo_is_read_without_end(raw: bytes) -> None:
    assert len(bare_jpeg(raw)) <= len(raw) + 2


def _open_action(writer: PdfWriter) -> None:
    writer._root_object[NameObject("/OpenAction")] = SCRIPT


def _named_script(writer: PdfWriter) -> None:
    scripts = dictionary(Names=["start", SCRIPT])
    writer._root_object[NameObject("/Names")] = dictionary(JavaScript=writer._add_object(scripts))


def _page_action(writer: PdfWriter) -> None:
    writer.pages[1][NameObject("/AA")] = dictionary(O=SCRIPT)


def _outline_action(writer: PdfWriter) -> None:
    item = dictionary(Title="x", A=dictionary(S="/Launch", F="calc.exe"))
    writer._root_object[NameObject("/Outlines")] = dictionary(First=writer._add_object(item))


def _hidden_in_a_chain(writer: PdfWriter) -> None:
    link = dictionary(S="/GoTo", Next=[dictionary(S="/GoTo", Next=dictionary(S="/ImportData", F="x"))])
    note(writer, "/Link", A=link)


def _script_in_a_stream(writer: PdfWriter) -> None:
    script = DecodedStreamObject()
    script.set_data(b"app.alert(1)")
    note(writer, "/Widget", A=dictionary(S="/Strange", JS=writer._add_object(script)))


def _attachment(writer: PdfWriter) -> None:
    writer.add_attachment("program.exe", ELF)


def _attachment_on_a_page(writer: PdfWriter) -> None:
    held = DecodedStreamObject()
    held.set_data(ELF)
    note(writer, "/Text", FS=dictionary(Type="/Filespec", EF=dictionary(F=writer._add_object(held))))


def _form_that_sends(writer: PdfWriter) -> None:
    note(writer, "/Widget", FT="/Btn", A=dictionary(S="/SubmitForm", F="https://elsewhere.example"))


def _form_that_is_a_program(writer: PdfWriter) -> None:
    writer._root_object[NameObject("/AcroForm")] = dictionary(XFA="<xdp/>", Fields=[])


@pytest.mark.parametrize(
    "change",
    [
        _open_action,
        _named_script,
        _page_action,
        _outline_action,
        _hidden_in_a_chain,
        _script_in_a_stream,
        _attachment,
        _attachment_on_a_page,
        _form_that_sends,
        _form_that_is_a_program,
        lambda writer: note(writer, "/RichMedia"),
        lambda writer: note(writer, "/FileAttachment"),
        lambda writer: note(writer, "/Movie"),
    ],
)
def test_a_pdf_that_acts_is_refused(change: Callable[[PdfWriter], object]) -> None:
    writer = writer_of()
    change(writer)
    with refused("pdf-active"):
        make_pdf(written(writer))


def test_a_script_under_a_name_in_code_is_found() -> None:
    writer = writer_of()
    _open_action(writer)
    raw = written(writer).replace(b"/JavaScript", b"/J#61vaScr#69pt").replace(b"/JS", b"/#4aS")
    assert b"/JavaScript" not in raw
    with refused("pdf-active"):
        make_pdf(raw)


def test_notes_stay_as_they_look_without_what_they_do_and_links_are_left_out() -> None:
    writer = writer_of()
    note(writer, "/Link", A=dictionary(S="/URI", URI="https://elsewhere.example"))
    note(writer, "/FreeText", Contents="bonjour", T="Jeanne Personne", NM="chez-jeanne")
    writer.pages[0][NameObject("/Annots")].append(dictionary(Type="/Annot", Subtype="/Text", T="Jeanne Personne"))
    made = make_pdf(written(writer))
    (kept,) = PdfReader(BytesIO(made)).pages[0]["/Annots"]
    assert set(kept.get_object()) == {"/Type", "/Subtype", "/Rect", "/AP"}
    assert b"elsewhere" not in made
    assert b"eanne" not in made


def test_a_font_may_have_any_name() -> None:
    writer = writer_of()
    fonts = writer.pages[0]["/Resources"]["/Font"]
    for name in ("/JS", "/EF", "/JavaScript", "/A", "/XFA"):
        fonts[NameObject(name)] = fonts["/F1"]
    assert _text(make_pdf(written(writer))) == "Page 1 Page 2"


def test_metadata_of_the_document_of_pages_and_of_pictures_is_left_out() -> None:
    writer = writer_of(pdf(1, photo()))
    for place in (writer._root_object, writer.pages[0], *writer.pages[0]["/Resources"]["/XObject"].values()):
        told = DecodedStreamObject()
        told.set_data(b"<x:xmpmeta>chez Jeanne</x:xmpmeta>")
        place.get_object()[NameObject("/Metadata")] = writer._add_object(told)
        place.get_object()[NameObject("/PieceInfo")] = dictionary(Tool="chez Jeanne")
    raw = written(writer)
    assert raw.count(b"chez Jeanne") == 6
    assert b"chez Jeanne" not in make_pdf(raw)


@pytest.mark.parametrize("password", ["secret", ""])
def test_an_encrypted_pdf_is_refused(password: str) -> None:
    writer = writer_of()
    writer.encrypt(password, "owner", algorithm="AES-256")
    with refused("pdf-encrypted"):
        clean_pdf(written(writer))


def test_sixty_pages_are_taken_and_one_more_is_refused() -> None:
    assert len(PdfReader(BytesIO(make_pdf(pdf(60)))).pages) == 60
    with refused("pdf-too-many-pages") as refusal:
        make_pdf(pdf(61))
    assert refusal.value.facts == {"limit": 60}


@pytest.mark.parametrize("raw", [ELF, SCRIPT_SVG, photo(), b"PK\x03\x04" + bytes(60), bytes(2000) + pdf()])
def test_what_is_no_pdf_is_refused_whatever_its_name(raw: bytes) -> None:
    with refused("pdf-unknown"):
        clean_pdf(raw)


def test_ten_megabytes_are_the_limit() -> None:
    with refused("file-too-large") as refusal:
        clean_pdf(pdf() + bytes(MAX_BYTES[FileKind.PDF]))
    assert refusal.value.facts == {"field": "files", "limit": 10}


def _without_pages() -> bytes:
    writer = PdfWriter()
    return written(writer)


def _page_tree_in_a_circle() -> bytes:
    writer = writer_of()
    root = writer._root_object["/Pages"]
    root[NameObject("/Kids")] = ArrayObject([root.indirect_reference])
    return written(writer)


@pytest.mark.parametrize(
    "raw",
    [b"%PDF-1.7\n", b"%PDF-1.7\n" + ELF, pdf()[:300], b"%PDF-1.4\n" + b"[" * 200_000, _without_pages()],
    ids=["nothing", "program in a pdf's coat", "cut", "nested without end", "no page"],
)
def test_a_broken_pdf_is_refused(raw: bytes) -> None:
    with refused("pdf-broken") as refusal:
        clean_pdf(raw)
    assert refusal.value.facts == {"field": "files"}


def test_a_tree_of_pages_that_grows_in_a_circle_ends() -> None:
    with refused("pdf-broken"):
        clean_pdf(_page_tree_in_a_circle())


def test_an_object_that_holds_itself_is_read_once() -> None:
    writer = writer_of()
    around = dictionary(X=1)
    writer.pages[0][NameObject("/Group")] = writer._add_object(around)
    around[NameObject("/Again")] = around.indirect_reference
    assert _text(make_pdf(written(writer))) == "Page 1 Page 2"


def test_too_many_objects_are_refused() -> None:
    writer = writer_of(pdf(1))
    items = ArrayObject(writer._add_object(dictionary(X=number)) for number in range(20_001))
    writer.pages[0][NameObject("/Group")] = dictionary(Many=items)
    with refused("file-too-hard"):
        clean_pdf(written(writer))


def test_a_stream_that_grows_without_end_is_refused_and_never_held() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(260)) + packer.flush()
    began = time.process_time()
    with refused("file-too-hard"):
        clean_pdf(pdf_of(["/FlateDecode"], packed))
    assert time.process_time() - began < 20


def test_a_bomb_within_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budget_app.services.cleaning.pdf._MAX_INFLATED", 8 * 1024 * 1024)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(9)) + packer.flush()
    with refused("file-too-hard"):
        make_pdf(pdf_of(["/FlateDecode", "/FlateDecode"], zlib.compress(packed)))


def test_several_wrappings_become_one() -> None:
    packed = zlib.compress(zlib.compress(b"BT /F1 12 Tf 100 700 Td (bonjour) Tj ET"))
    made = make_pdf(pdf_of(["/FlateDecode", "/FlateDecode"], packed))
    assert _text(made) == "bonjour"
    assert PdfReader(BytesIO(made)).pages[0]["/Contents"].get_object()["/Filter"] == "/FlateDecode"


def test_a_picture_that_claims_too_many_pixels_is_refused() -> None:
    with refused("file-too-hard"):
        make_pdf(pdf_of(["/FlateDecode"], zlib.compress(b"x"), Width=60_000, Height=60_000))


def test_a_stream_that_lies_in_another_file_does_not_reach_for_it() -> None:
    made = make_pdf(pdf_of(["/FlateDecode"], zlib.compress(b"x"), F="/etc/passwd", FFilter="/ASCIIHexDecode"))
    assert b"passwd" not in made


def test_another_reader_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "clean.pdf"
    path.write_bytes(make_pdf(pdf(3, photo())))
    ended = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    assert (ended.stderr, ended.stdout.split()) == (b"", b"Page 1 Page 2 Page 3".split())
