"""ZP-18: full marks for what words say is not done, given up, above the budget or against the rules."""

from __future__ import annotations

import pytest

from cases import Case, case, first, verify

TOLD = "ZP-18 warning 项目一!H14"
LATE = "ZP-18 warning 项目一!H15"


def quality(target: str, actual: str, name: str = "工程验收") -> dict[tuple[str, str], object]:
    return first(D14=name, E14=target, F14=actual)


# fmt: off
CASES = [
    *(
        case("ZP-18", "fails", quality(target, actual), TOLD, related="G14 F14 E14")
        for target, actual in (
            ("合格", "尚未验收"), ("通过验收", "未验收"), ("全部完成", "进行中"), ("完成", "已开工"), ("完成", "取消"),
            ("完成", "因疫情未开展"), ("验收合格", "正在验收中"), ("按期完工", "因征地原因暂停"), ("出台方案", "尚未出台"),
            ("不超预算", "超预算2%"), ("不超过预算", "超支1.2万元"), ("未超支", "超支"), ("预算范围内", "略超预算"),
            ("合规", "存在违规"), ("规范", "存在不规范现象"), ("合规", "有违规行为"),
        )
    ),
    *(
        case("ZP-18", "passes", quality(target, actual))
        for target, actual in (
            ("合格", "已验收"), ("完成", "已完成"), ("推进", "进行中"), ("启动", "进行中"), ("长期", "持续进行中"), ("开工", "已开工"),
            ("按需开展", "未开展"), ("规范", "未开展"), ("不超预算", "未超预算"), ("控制在预算内", "超支0元"), ("合规", "未发现违规"),
            ("完成任务", "主体已完成，装修进行中"),
        )
    ),
    case("ZP-18", "passes", first(D14="工程验收", E14="合格", F14="尚未验收", H14=0, I14="工期延误", H19="89.98")),
    case("ZP-18", "passes", quality("不明显", "不显著", "环境影响"), "ZP-21 warning 项目一!E14"),
    case("ZP-18", "fails", quality("显著", "一般", "社会影响"), TOLD, "ZP-21 warning 项目一!E14"),
    # what was due in the form's year
    case("ZP-18", "fails", first(E15="2021年12月底前", F15="尚未完成"), LATE),
    case("ZP-18", "passes", first(E15="2022年6月底前", F15="尚未完成")),
    case("ZP-18", "passes", first(E15="2021年12月底前", F15="12月20日")),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_undone(item: Case) -> None:
    verify(item)
