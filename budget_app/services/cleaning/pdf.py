"""A PDF made anew with pypdf from the pages of another: only what is drawn. Runs in the cleaning process only.

Sections are those of ISO 32000-1 (PDF 1.7).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from budget_app.domain.errors import InvalidInputError
from budget_app.domain.proposal import FileKind
from budget_app.domain.uploads import MAX_BYTES, MAX_PAGES
from budget_app.services.cleaning.pdf_streams import clean_stream

_MAX_OBJECTS = 20_000
_MAX_INFLATED = 256 * 1024 * 1024  # of all streams together
_MAX_ENTRIES = 2_000  # of the tree of pages

# 12.6.4: actions that reach out of the document; 12.5.6: annotations that play or run something.
_ACTIVE = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToE", "/Rendition"}
_ACTIVE |= {"/RichMediaExecute", "/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D"}
_ACTIVE_KEYS = {"/XFA", "/EmbeddedFiles", "/JavaScript"}
# 7.7.3.3: what a page needs to be drawn; 12.5.2: and a note on it that is drawn as its author left it.
_OF_A_PAGE = {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group", "/Annots"}
_OF_A_NOTE = {"/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F", "/Border", "/BS"}
_NOT_DRAWN = {"/Link", "/Popup"}
# 14.3.2, 14.5, 14.11.7, 8.9.5.4, 8.10.4: what tells of the author's machine, or stands somewhere else.
_DROPPED = ("/Metadata", "/PieceInfo", "/LastModified", "/OPI", "/Alternates", "/AF", "/Ref", "/StructParents")


def make_pdf(raw: bytes) -> bytes:
    """The pages in a new document.

    Raises InvalidInputError ``pdf-encrypted``, ``pdf-too-many-pages``, ``pdf-active``, ``file-too-hard``, or whatever
    pypdf does with what it cannot read.
    """
    with apply_configuration(page_tree_maximum_entries=_MAX_ENTRIES, jbig2dec_binary=None):
        reader = PdfReader(BytesIO(raw))
        if reader.is_encrypted:
            raise InvalidInputError("pdf-encrypted")
        pages = list(reader.pages)
        if not pages:
            raise InvalidInputError("pdf-broken")
        if len(pages) > MAX_PAGES:
            raise InvalidInputError("pdf-too-many-pages", limit=MAX_PAGES)
        _check_passive(reader.root_object)
        for page in pages:
            _strip_page(page)
        _clean_streams(ArrayObject(pages))
        return _written(pages)


def _written(pages: list[PageObject]) -> bytes:
    writer = PdfWriter()
    for page in pages:
        writer.add_page(page)
    writer.metadata = None
    output = BytesIO()
    writer.write(output)
    made = output.getvalue()
    if len(made) > 2 * MAX_BYTES[FileKind.PDF]:
        raise InvalidInputError("file-too-hard")
    return made


def _parts(found: PdfObject) -> Iterator[PdfObject]:
    if isinstance(found, DictionaryObject):
        yield from (found.raw_get(name) for name in found)
    elif isinstance(found, ArrayObject):
        yield from list.__iter__(found)


def _everything(start: PdfObject) -> Iterator[PdfObject]:
    """Every object that ``start`` leads to, each once; raises InvalidInputError ``file-too-hard`` beyond the limit."""
    seen: set[tuple[int, int]] = set()
    waiting = [start]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            if len(seen) > _MAX_OBJECTS:
                raise InvalidInputError("file-too-hard")
            found = found.get_object() or NameObject("/Null")
        yield found
        waiting += _parts(found)


def _acts(found: DictionaryObject) -> bool:
    """Whether it is an action or a note that runs, sends, opens or plays something, or a file within the file."""
    names = {str(found.get(key)) for key in ("/S", "/Subtype") if not isinstance(found.get(key), DictionaryObject)}
    if names & _ACTIVE or found.get("/Type") == "/EmbeddedFile":
        return True
    script, files = found.get("/JS"), found.get("/EF")
    runs = script is not None and (isinstance(script, StreamObject) or not isinstance(script, DictionaryObject))
    return runs or isinstance(files, DictionaryObject) and bool({"/F", "/UF"} & set(files))


def _check_passive(root: DictionaryObject) -> None:
    """Raises InvalidInputError ``pdf-active``; what is not found here is not copied with the pages either."""
    root.pop("/StructTreeRoot", None)  # 14.7.2: many objects, none of which acts; they are not copied either
    for found in _everything(root):
        if isinstance(found, DictionaryObject) and (_acts(found) or _has_active_names(found)):
            raise InvalidInputError("pdf-active")


def _has_active_names(found: DictionaryObject) -> bool:
    """Whether it is the catalogue's list of scripts or files (7.7.4), or a form that is a program (12.7.8)."""
    if found.get("/Type") in ("/Font", "/XObject"):
        return False
    return any(key in found and not _is_drawn(found.get(key)) for key in _ACTIVE_KEYS)


def _is_drawn(found: object) -> bool:
    """Whether it is a font or a picture to which somebody gave such a name."""
    return isinstance(found, DictionaryObject) and found.get("/Type") in ("/Font", "/XObject")


def _strip_page(page: DictionaryObject) -> None:
    """Leaves a page what is drawn on it, and of its notes those that have an appearance, without what they do."""
    for name in [name for name in page if name not in _OF_A_PAGE]:
        del page[name]
    notes = page.pop("/Annots", None)
    notes = notes.get_object() if notes is not None else None
    kept = [note for note in map(_stripped, notes) if note] if isinstance(notes, ArrayObject) else []
    if kept:
        page[NameObject("/Annots")] = ArrayObject(kept)


def _stripped(raw_note: PdfObject) -> DictionaryObject | None:
    note = raw_note.get_object()
    if not isinstance(note, DictionaryObject) or note.get("/Subtype") in _NOT_DRAWN or "/AP" not in note:
        return None
    return DictionaryObject({NameObject(name): note.raw_get(name) for name in note if name in _OF_A_NOTE})


def _clean_streams(pages: ArrayObject) -> None:
    """Takes out of every drawn object what is not drawn; raises InvalidInputError ``file-too-hard`` for a bomb."""
    inflated = 0
    for found in _everything(pages):
        if isinstance(found, DictionaryObject):
            for name in _DROPPED:
                found.pop(name, None)
        if isinstance(found, StreamObject):
            inflated += clean_stream(found, _MAX_INFLATED - inflated)
