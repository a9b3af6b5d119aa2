"""The generators of consistent returns, by form set."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seeded.evaluation import hunan_2019, hunan_2021, mof_2020
from seeded.paper import Draft

GENERATORS: Mapping[str, Callable[..., Draft]] = {
    "hunan-2021": hunan_2021,
    "hunan-2019": hunan_2019,
    "mof-2020": mof_2020,
}
