"""Make the pictures of the documentation from a real return: ``python -m tools.build_pictures [--into FOLDER]``.

The program itself marks the return 衡阳2021, LibreOffice prints the marked copy, and poppler cuts out what is shown.
Needs the programs ``soffice``, ``pdftotext`` and ``pdftoppm``.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from perfxl.checking import check_file
from perfxl.marking import mark_file

ROOT = Path(__file__).resolve().parent.parent
RETURN = ROOT / "tests" / "returns" / "hengyang-2021.xlsx"
PICTURES = {"findings-sheet.png": ("审核结果", 330), "marked-form.png": ("附件2", 842)}
"""Each picture with the text that its page begins with and how much of the page is shown, in points."""
_DOTS_PER_INCH = 110
_POINTS_PER_INCH = 72
_MARGIN = 14
"""Points around the text that is shown, so that frames are in the picture."""
_PAGE = re.compile(r"<page .*?</page>", re.DOTALL)
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "pictures")
    folder = parser.parse_args().into
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        printed = print_out(marked_copy(Path(name)), Path(name))
        for picture, (start, tallest) in PICTURES.items():
            cut(printed, start, tallest, folder / picture)


def marked_copy(folder: Path) -> Path:
    """The marked copy of the return."""
    return mark_file(RETURN, check_file(RETURN), folder / "marked.xlsx").path


def print_out(workbook: Path, folder: Path) -> Path:
    """The workbook as LibreOffice prints it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook))
    return workbook.with_suffix(".pdf")


def cut(printed: Path, start: str, tallest: int, target: Path) -> None:
    """A picture of what is on the first page that begins with a text. Raises LookupError."""
    number, width, words = page_of(printed, start)
    boxes = [[float(edge) for edge in word[:4]] for word in words]
    left, top = (min(box[side] for box in boxes) - _MARGIN for side in (0, 1))
    bottom = max(box[3] for box in boxes) + _MARGIN
    # What is printed is centred, and its last column may hold no text.
    edges = (left, top, width - 2 * left, min(bottom - top, tallest))
    dots = [str(max(round(edge * _DOTS_PER_INCH / _POINTS_PER_INCH), 0)) for edge in edges]
    where = [item for pair in zip(("-x", "-y", "-W", "-H"), dots, strict=True) for item in pair]
    page = ("-f", str(number), "-l", str(number), "-singlefile", "-r", str(_DOTS_PER_INCH), "-png")
    _run("pdftoppm", *page, *where, str(printed), str(target.with_suffix("")))


def page_of(printed: Path, start: str) -> tuple[int, float, list[tuple[str, ...]]]:
    """Number, width in points and words of the first page that begins with a text.

    A word is left, top, right, bottom in points and its text; the page number at the foot is left out. Raises
    LookupError.
    """
    pages = _PAGE.findall(_run("pdftotext", "-bbox", str(printed), "-").decode())
    for number, page in enumerate(pages, 1):
        words = _WORD.findall(page)
        if "".join(word[4] for word in words).startswith(start):
            width = float(page.partition('width="')[2].partition('"')[0])
            return number, width, [word for word in words if not _at_foot(word, words)]
    raise LookupError(f"no page begins with {start}")


def _at_foot(word: tuple[str, ...], words: list[tuple[str, ...]]) -> bool:
    lowest = max(float(other[1]) for other in words)
    line = "".join(other[4] for other in words if float(other[1]) > lowest - 2)
    return float(word[1]) > lowest - 2 and line.startswith("第") and line.endswith("页")


def _run(program: str, *arguments: str) -> bytes:
    path = shutil.which(program)
    if path is None:
        raise SystemExit(f"{program} is not installed")
    return subprocess.run([path, *arguments], check=True, capture_output=True, timeout=180).stdout  # noqa: S603


if __name__ == "__main__":
    main()
