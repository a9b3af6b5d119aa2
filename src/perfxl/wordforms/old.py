"""Old Word documents (.doc, .wps, .rtf), made into .docx by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from perfxl.workbook.model import Unreadable

OLD = frozenset({".doc", ".wps", ".rtf", ".odt"})
"""File names that are converted before they are read."""
_SECONDS = 120
_SAVE_AS = "请用 Word 或 WPS 打开后另存为“Word 文档（.docx）”，再导入。"


def as_docx(path: Path) -> bytes:
    """The document as a .docx. The original is copied first; macros do not run.

    Raises ``Unreadable`` where LibreOffice is absent, fails or takes too long, OSError where the file cannot be read.
    """
    data = path.read_bytes()
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Unreadable(
            "unsupported", f"这是旧式文档（{path.suffix}），转换要用 LibreOffice，本机没有安装。{_SAVE_AS}"
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"source{path.suffix.lower()}"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={profile}",
                   "--convert-to", "docx:MS Word 2007 XML", "--outdir", f"{folder}/out", str(source)]  # fmt: skip
        try:
            subprocess.run(  # noqa: S603 - no shell, no word of the command comes from the file
                command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable(
                "unsupported", f"LibreOffice 转换超过 {_SECONDS} 秒，已停止。{_SAVE_AS}"
            ) from error
        converted = Path(folder) / "out" / "source.docx"
        if not converted.is_file():
            raise Unreadable(
                "unsupported", f"LibreOffice 没有能转换这个文档，它可能已损坏或加了密码。{_SAVE_AS}"
            )
        return converted.read_bytes()
