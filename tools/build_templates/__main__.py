"""Command: write every template workbook into the checkout."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.build_templates import (
    chongqing_2021,
    hebei_2020,
    hunan_2019,
    hunan_2021,
    hunan_2022,
    hunan_2022_target,
    mof_2015_department_target,
    mof_2015_target,
    mof_2020,
    mof_2020_department,
    xiangtan_2023_target,
    yiyang_2018,
)

CHECKOUT = Path(__file__).resolve().parents[2]

TEMPLATES = {
    "chongqing-2021": chongqing_2021.template,
    "hebei-2020": hebei_2020.template,
    "hunan-2019": hunan_2019.template,
    "hunan-2021": hunan_2021.template,
    "hunan-2022": hunan_2022.template,
    "hunan-2022-target": hunan_2022_target.template,
    "mof-2015-department-target": mof_2015_department_target.template,
    "mof-2015-target": mof_2015_target.template,
    "mof-2020": mof_2020.template,
    "mof-2020-department": mof_2020_department.template,
    "xiangtan-2023-target": xiangtan_2023_target.template,
    "yiyang-2018": yiyang_2018.template,
}


def main(arguments: list[str] | None = None) -> int:
    """Write ``templates_xlsx/<form set>/template.xlsx`` for each form set; returns the exit code 0."""
    parser = argparse.ArgumentParser(prog="python -m tools.build_templates", description=__doc__)
    parser.add_argument(
        "--into", type=Path, default=CHECKOUT / "templates_xlsx", help="folder of the form sets"
    )
    folder: Path = parser.parse_args(arguments).into
    for form_set, build in TEMPLATES.items():
        path = folder / form_set / "template.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(build())
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
