"""Make the pictures of the report: ``python -m tools.build_report_pictures [--into FOLDER]``.

A run over made-up units is reported and opened in headless Chromium.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from perfxl.report import write_results

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests" / "report")]

from browser import Browser  # noqa: E402

from report_lines import made_lines, unit  # noqa: E402

RETURNS, WIDTH = 300, 1180
MISSING = ("示例市妇幼保健院", "示例市水文站", "示例市残疾人康复中心")
HEIGHTS = {"report.png": 1420, "report-unit.png": 1080}
MOST_ERRORS = """(() => {
  document.querySelector('[data-sort=error] button').click();
  location.hash = document.querySelector('#rows a').hash;
})()"""


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "pictures")
    into = parser.parse_args().into
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        report = make(Path(name))
        with Browser(Path(name) / "profile") as browser:
            browser.open(report, width=WIDTH, height=HEIGHTS["report.png"])
            browser.picture(into / "report.png")
            browser.run(MOST_ERRORS)
            browser.wait("!document.getElementById('detail').hidden")
            browser.size(WIDTH, HEIGHTS["report-unit.png"])
            browser.run("document.querySelector('header').hidden = true")
            browser.picture(into / "report-unit.png")


def make(folder: Path) -> Path:
    """The report of a made-up run."""
    lines, roster = folder / "审核结果.jsonl", folder / "名册.txt"
    lines.write_text("".join(f"{line}\n" for line in made_lines(RETURNS)), "utf-8")
    roster.write_text("\n".join([*(unit(number) for number in range(RETURNS)), *MISSING]), "utf-8")
    return write_results(lines, folder, roster=roster, formats=["html"])[0]


if __name__ == "__main__":
    main()
