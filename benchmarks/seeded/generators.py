"""The generators of consistent returns, by form set."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seeded.declaration import hebei_2020, hunan_2022_target
from seeded.departments import chongqing_2021, mof_2015_department_target
from seeded.evaluation import hunan_2019, hunan_2021, hunan_2022, mof_2020
from seeded.national import mof_2015_target, mof_2020_department, xiangtan_2023_target
from seeded.paper import Draft
from seeded.scoring import yiyang_2018

GENERATORS: Mapping[str, Callable[..., Draft]] = {
    "hunan-2021": hunan_2021,
    "hunan-2019": hunan_2019,
    "hunan-2022": hunan_2022,
    "hunan-2022-target": hunan_2022_target,
    "yiyang-2018": yiyang_2018,
    "hebei-2020": hebei_2020,
    "mof-2020": mof_2020,
    "mof-2020-department": mof_2020_department,
    "mof-2015-target": mof_2015_target,
    "xiangtan-2023-target": xiangtan_2023_target,
    "mof-2015-department-target": mof_2015_department_target,
    "chongqing-2021": chongqing_2021,
}
