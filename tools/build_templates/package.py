"""Repacks a workbook so that the same content always gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO

CREATED = datetime(2021, 12, 31, 8, 0, 0)
"""The date that every built workbook carries."""

_ENTRY_DATE = (1980, 1, 1, 0, 0, 0)
_SAVED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_EMPTY_RESULT = re.compile(rb'(<c r="[A-Z]+\d+" s="\d+")(><f>[^<]*</f><v></v></c>)')


def repack(workbook: bytes) -> bytes:
    """Give the bytes of an .xlsx file fixed dates, in the package and in its properties.

    Formulas whose result is empty text are also marked as such (``t="str"``), as Excel does: without the mark
    they read as formulas that were never calculated.
    """
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                stamp = CREATED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = _SAVED.sub(rb"\g<1>" + stamp, content)
            elif name.startswith("xl/worksheets/"):
                content = _EMPTY_RESULT.sub(rb'\1 t="str"\2', content)
            entry = zipfile.ZipInfo(name, _ENTRY_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The same on every system; otherwise the zip header names the system it was written on.
            entry.create_system = 0
            target.writestr(entry, content)
    return packed.getvalue()
