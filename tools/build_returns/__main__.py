"""Command: write the returns that the tests and the documentation use."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.build_returns import on_template, retyped, version_b

CHECKOUT = Path(__file__).resolve().parents[2]

RETURNS = {
    "hengyang-2021-on-template.xlsx": on_template.workbook,
    "hengyang-2021.xlsx": retyped.workbook,
    "hunan-2019-version-b.xlsx": version_b.workbook,
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
        (folder / name).write_bytes(build())
        sys.stdout.write(f"{folder / name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
