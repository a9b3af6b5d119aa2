"""Actuals that say in words that what was promised is not done: 尚未验收, 进行中, 已取消, 因疫情未开展."""

from __future__ import annotations

from perfxl.formset.labels import compact
from perfxl.patterns import pattern
from perfxl.returns.targets import IndicatorValue, ValueKind

_LONGEST = 24
_DOING = (
    "完成|完工|竣工|验收|建成|开工|动工|开展|实施|启动|建设|施工|交付|投入使用|支付|拨付|发放|落实|达到|达标|通过|执行|办理|办结"
    "|举办|组织|进行|到位|整改|覆盖|实现|制定|出台|签订|结算"
)
_FINISHED = pattern("完成|完工|竣工|验收|建成|合格|达标|交付|投入使用|到位|办结|通过")
"""What is promised to be done with, so that to be at it is not enough."""
_PROMISED = pattern(f"{_DOING}|合格|[按如]期|按时|及时|全部|全覆盖|[前底末]$")
_NOTHING_CERTAIN = pattern("[未不无没零]|按需|需要|适时|视情|如有|必要时|取消|暂停|终止")
"""A target that is met, or may be, by doing nothing."""
_ALWAYS = pattern("长期|持续|常年|逐步|推进|正在|启动|[开动]工|前期")
_BECAUSE = "(?:[因受].{1,10}?(?:影响|原因)?,?)?"
_NOT_DONE = pattern(
    rf"{_BECAUSE}(?:项目|任务|工作)?(?:[尚还仍暂均]*)(?:未|没有)能?(?:{_DOING})(?:{_DOING})?(?:工作|任务)?"
)
_GIVEN_UP = pattern(
    rf"{_BECAUSE}(?:项目|活动|任务)?(?:已|被|予以)*(?:取消|暂停|暂缓|中止|终止|停止|搁置)(?:{_DOING})?(?:了|中)?"
)
_UNDER_WAY = pattern(
    rf"(?:项目|工程|任务)?(?:目前|现|仍|还|尚)*(?:正?在?(?:{_DOING}|推进|采购|招标)(?:之中|过程中|中)|正在(?:{_DOING}|推进|采购|招标)|已?[开动]工(?:建设)?)"
)


def not_done(target: IndicatorValue, actual: str, year: int | None) -> bool:
    """Whether an actual says that what a target in words promises, or a day in ``year``, is given up or not done yet.

    ``year`` is the form's, None where it is not known; what is due later need not be done yet.
    """
    promised, said = compact(target.raw).rstrip("。."), compact(actual).rstrip("。.")
    if target.kind not in (ValueKind.TEXT, ValueKind.TIME) or max(len(promised), len(said)) > _LONGEST:
        return False
    if not _PROMISED.search(promised) or _NOTHING_CERTAIN.search(promised):
        return False
    if target.deadline and (year is None or target.deadline.year > year):
        return False
    if _NOT_DONE.fullmatch(said) or _GIVEN_UP.fullmatch(said):
        return True
    finished = _FINISHED.search(promised) and not _ALWAYS.search(promised)
    return bool(finished) and _UNDER_WAY.fullmatch(said) is not None
