"""What a printed document says, as two readers read it: pypdf, and pdftotext (Poppler) where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader


def pages_of_pdf(pdf: bytes) -> int:
    """How many pages it has."""
    return len(PdfReader(BytesIO(pdf)).pages)


def words_of_pdf(pdf: bytes) -> str:
    """The words of every page, spaces and line ends taken out: a table's cells may break anywhere."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def readings_of_pdf(pdf: bytes) -> Iterator[str]:
    """The words as each reader finds them."""
    yield words_of_pdf(pdf)
    program = shutil.which("pdftotext")
    if program is not None:
        command = [program, "-raw", "-enc", "UTF-8", "-", "-"]
        yield "".join(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode().split())


def found(text: object, where: str) -> bool:
    """Whether ``text`` stands in the words of a document."""
    return "".join(str(text).split()) in where
