"""BD: 无, — or / in a row whose budget is stated says that nothing was spent; an empty cell says nothing."""

from __future__ import annotations

import pytest

from cases import Case, base, case, verify

# fmt: off
CASES = [
    case("BD-16", "passes", base(C22="无", D22="—")),
    *(case("BD-16", "fails", base(D22=none), "BD-16 warning 基础数据表!D22", related="C22") for none in ("无", "—", "/")),
    case("BD-16", "fails", base(C22="无"), "BD-16 warning 基础数据表!D22", figures=("21.5", "0", "21.5"), related="C22"),
    case("BD-16", "boundary", base(C22="无", D22=None)),
    case("BD-12", "boundary", base(D9="—"), "BD-12 undecided 基础数据表!D9", related="C9"),
    case(
        "BD-10", "fails", base(D13="—", D14="—", D15="—", D16="—", D17="—", D18="—"), "BD-10 info 基础数据表!D13",
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_none_spent(item: Case) -> None:
    verify(item)
