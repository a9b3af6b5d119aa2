"""A Word template filled in: jinja2 through docxtpl, in a sandbox, every text escaped."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfxl.documents.chart import PART
from perfxl.documents.template import TemplateError

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_COMPILED = 64
"""How many texts are kept compiled: a document has a body, feet and a dozen properties."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def render(template: Path, context: Mapping[str, Any], chart: str | None = None) -> bytes:
    """The document. ``chart`` replaces what the template's chart shows. Raises TemplateError.

    The same input gives the same bytes.
    """
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]
    from jinja2 import TemplateError as JinjaError

    try:
        document = DocxTemplate(template)
        document.render(dict(context), _environment(), autoescape=True)
    except JinjaError as error:
        raise TemplateError(f"模板 {template.name} 有错：{error}") from error
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise TemplateError(f"模板 {template.name} 不是可用的 Word 文档：{error}") from error
    for part in document.docx.part.package.iter_parts():
        if chart is not None and str(part.partname).startswith(PART):
            part._blob = chart.encode()
    stream = io.BytesIO()
    document.save(stream)
    return dated(stream.getvalue())


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    """The sandbox, which compiles each text once: documents about many returns come from one template."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.from_string = lru_cache(_COMPILED)(environment.from_string)  # type: ignore[assignment, method-assign]
    return environment


def dated(data: bytes) -> bytes:
    """The package with every entry at one date, so that the same content gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return stream.getvalue()
