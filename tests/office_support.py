"""Files as LibreOffice saves them in other formats: one LibreOffice converts all of a run."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path

import pytest

from calc_engine.office import Office, Unavailable, properties, url

_FILTERS = {
    "doc": "MS Word 97",
    "ods": "calc8",
    "xls": "MS Excel 97",
    "xlsx": "Calc MS Excel 2007 XML",
}
_PRINTED = {".docx": "writer_pdf_Export", ".xlsx": "calc_pdf_Export"}


def converted(source: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it in ``folder`` as ``doc``, ``ods``, ``pdf``, ``xls`` or ``xlsx``.

    Skips the test where LibreOffice or its Python bridge is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{source.stem}.{kind}"
    name = _PRINTED[source.suffix] if kind == "pdf" else _FILTERS[kind]
    document = _office().desktop.loadComponentFromURL(url(source), "_blank", 0, properties(Hidden=True))
    assert document is not None, f"LibreOffice does not open {source.name}"
    try:
        document.storeToURL(url(target), properties(FilterName=name))
    finally:
        document.close(True)
    return target


@cache
def _office() -> Office:
    try:
        office = Office()
    except Unavailable as reason:
        pytest.skip(str(reason))
    atexit.register(office.kill)
    return office
