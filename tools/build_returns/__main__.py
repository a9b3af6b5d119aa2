"""Command: write the returns that the tests and the documentation use."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.build_returns import (
    hengyang_2022,
    mof_2020_sample,
    on_template,
    report_files,
    retyped,
    version_b,
    word_forms,
    xingtai_2020,
    yiyang_2018,
)

CHECKOUT = Path(__file__).resolve().parents[2]

RETURNS = {
    "hengyang-2021-on-template.xlsx": on_template.workbook,
    "hengyang-2021.xlsx": retyped.workbook,
    "hengyang-2022.xlsx": hengyang_2022.workbook,
    "word/hengyang-2021.docx": word_forms.workbook,
    "hunan-2019-version-b.xlsx": version_b.workbook,
    "mof-2020-sample.xlsx": mof_2020_sample.workbook,
    "xingtai-2020.xlsx": xingtai_2020.workbook,
    "yiyang-2018.xlsx": yiyang_2018.workbook,
    "reports/hengyang-2021.docx": report_files.hengyang,
    "reports/lusong-2021.txt": report_files.lusong,
    "reports/yiyang-2018.pdf": report_files.yiyang,
}


def main(arguments: list[str] | None = None) -> int:
    """Write every return into ``tests/returns``; returns the exit code 0."""
    parser = argparse.ArgumentParser(prog="python -m tools.build_returns", description=__doc__)
    parser.add_argument(
        "--into", type=Path, default=CHECKOUT / "tests" / "returns", help="folder to write to"
    )
    folder: Path = parser.parse_args(arguments).into
    folder.mkdir(parents=True, exist_ok=True)
    for name, build in RETURNS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(build())
        sys.stdout.write(f"{folder / name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
