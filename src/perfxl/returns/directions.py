"""Which way an indicator is better: as its target says by a sign, else as its name or its unit lets know.

Many units write no sign. A bare value is taken for the least (``合格率 95%``) or for the most (``故障率 2%``) only
where what is measured is known; any other name leaves it open, and so may its score.
"""

from __future__ import annotations

from enum import Enum

from perfxl.patterns import pattern
from perfxl.returns.counting import is_duration, scale
from perfxl.returns.numbers import plain
from perfxl.returns.targets import IndicatorValue, ValueKind, is_money

COST, QUANTITY, SATISFACTION, TIMELINESS = "成本", "数量", "满意度", "时效"


class Direction(Enum):
    """Which way an indicator is better, and how sure that is."""

    MORE = "more"
    LESS = "less"
    MOSTLY_MORE = "mostly more"
    MOSTLY_LESS = "mostly less"
    UNSAID = "unsaid"
    """Nothing is known of what is measured."""
    EITHER = "either"
    """What is measured may be harm or the work that it makes: 案件 30件, 120天."""
    NONE = "none"
    """The question does not arise: no number, or exactly this one."""

    @property
    def less(self) -> bool:
        """Whether less is better, surely or mostly."""
        return self in (Direction.LESS, Direction.MOSTLY_LESS)

    @property
    def sure(self) -> bool:
        """Whether a score can be worked out by it."""
        return self in (Direction.MORE, Direction.LESS, Direction.NONE)


_BY_SIGN = {"≤": Direction.LESS, "<": Direction.LESS, "=": Direction.NONE}
_INCIDENTS = (
    "事故|伤亡|死亡|投诉|上访|信访|舆情|违|案件|发案|犯罪|差错|失误|偏差|误差|偏离|超支|超标|超限|超时|逾期|拖欠|欠薪|欠缴|积压|返工|返修"
    "|破损|损坏|损毁|损失|损耗|漏损|漏失|缺陷|隐患|排放|污染|扬尘|空置|闲置|撂荒|荒废|故障|宕机|死机|停机|停电|停水|断水|断电|中断|掉线|漏报|误报"
    "|漏检|误诊|漏诊"
)
_ADVERSE = (
    rf"{_INCIDENTS}|不合格|不达标|不良|不满意|差评|退货|退保|退单|退件|离职|流失|辍学|缺勤|缺席|旷课|感染|发病|患病|受害|成灾|受灾(?!群众)|火灾|疫情|灾害"
    "|灾情|病虫害|事件|溺水|败诉|改判|近视|肥胖|贫困(?!户|人口|学生|生|家庭|群众|村|县|地区|妇女|儿童|劳动)|返贫|失业(?!人员|保险)|债务|负债|坏账|融资成本|黑臭|拥堵|堵车|噪声|噪音|能耗|[水电油物气煤]耗|消耗"
    "|(?<!离子)(?<!溶解氧)浓度|药占比|耗占比|产销差|候诊|等候|等待|住院日|风险|负面|失信|发回|重审"
)
"""What there should be less of."""
_HARM = pattern(_ADVERSE)
_HANDLED = pattern(
    "下降|降低|减少|减排|减量|削减|去除|消除|压减|压缩|节约|节省|化解|偿还|还本|付息|办[结理案]|处[理置罚突]|回复|答复|整[改治]|查[处办封]|结案"
    "|审[理结判查核]|受理|调[解处]|侦[破办]|破[获案]|抓获|打击|救[援助治济灾]|扑[救灭]|排[查除]|巡[查检]|检[查测验修]|监[测管督控]|预[防警]|防[控治范]"
    "|治理|修复|恢复|维[修护]|抢[修险]|演练|培训|宣传|报[道告送]|研判|引导|应对|应急|响应|解决|接[待处听]|清[理偿缴收退]|追[缴回缉]|减灾|理赔|赔付|帮扶"
    "|脱贫|管理|评[估查审]|鉴定|完成|达标|合格|及时|满意|覆盖|执行|收集|利用|控制在|发现|申报|拆除|取缔|再就业"
)
"""What is done about it, of which there should be more again: 投诉办结率, 违法案件查处数."""
_FALLS = pattern("^[^率]{0,4}(?:下降|降低|减少|压减|节约)")
"""Before a share it leaves open if the share itself or its fall is meant: 降低投诉率 3%."""
_GROWS = pattern("增|上升|提[升高]|涨")
_SPENT = pattern("经费|费用|支出|开支|价格|物价|涨幅|自然增长")
_MEANS = pattern("农药|化肥|抗生素|抗菌|用[水电能油地]|剖宫产")
"""Money and other means that are spent, of which a unit may want more or less."""
_NONE_OF_IT = pattern(
    rf"(?:零|(?<!未)[无未不](?:发生|出现)?)(?:重特?大|较大|安全|责任|质量|生产|人员|群体性)*(?:发生|出现|{_INCIDENTS})"
)
"""So that more of what is named is better again: 无事故率, 不发生率, 零投诉."""
_DENIED = pattern("[不未](?!成年|来|动产|断|低于|少于|小于|限)")
_ADVERSE_SHARE = pattern(
    "(?:控制|变动|超支|差错|失误|死亡|伤亡|发病|患病|失业|复发|返贫|贫困|流失|辍学|空置|闲置|结转结余|故障|宕机|停机|漏报|误报|漏检|误诊|漏诊"
    "|损坏|损毁|破损|损耗|漏损|漏失|发生|发案|犯罪|不合格|不达标|不良[^率]{0,4}|不满意|未[^率]{1,6}|超标|超限|超时|逾期|拖欠|坏账|返工|返修|退货|退保"
    "|退单|退件|离职|缺勤|缺席|感染|受害|成灾|受灾|败诉|改判|近视|违约|违法|负债|债务|偏差|误差|偏离|中断|掉线|拥堵|投诉|事故|违[规纪])率$"
    "|[药耗]占比$|投诉(?:量|数|次数|件数)$|事故(?:发生)?(?:数|数量|次数|起数)$|违[规纪](?:次数|起数)$"
)
_ADVERSE_COUNT = pattern(
    "(?:火灾|疫情|事件|溺水|故障|停电|停水|断水|败诉|欠薪|伤亡|死亡|犯罪|上访)(?:事件)?[起次人件例]?次?数?量?$"
)
"""Counted as a benefit or by quality it is harm; as an output it may be what was worked on."""
_LESS_SPENT = pattern("下降|降低|降幅|减少|压减|压缩|节约|节省|减量")
_BOTH_SIDES = pattern("(?i:ph值?)|酸碱|[气水室湿温]温|温度|湿度|余氯|水位")
"""What should be neither too high nor too low."""
_RATIO = pattern("占比|比重|比例")
_GOOD_PART = pattern("优|良|达标|合格|覆盖|受益|清洁|绿|合规")
_OF_ITSELF = pattern("控制率|变动率|负债率|债务率|占比|比重|比例")
"""Ratios that are large of themselves; any other share of which nine tenths are promised is one to be reached."""
_MOST = 90
_REACHED = pattern(
    "合[格规法]|达标|完[成好工善整]|及时|按[时期]|准[确时点]|正[确常]|覆盖|满意|增[长加收产值速幅]|到[位岗]|办结|成活|[入升毕结]学|结业|入[住园]"
    "|优[良秀质]|普[及惠]|知晓|参[与加训保]|公开|落[实地]|出[勤席]|巩固|发放|受[益惠训教]|惠[及民]|拨付|兑[现付]|实现|就业|创业|转[化移]|绿化|净化"
    "|上岗|持证|健全|规范|真实|有效|稳定|畅通|可用|提[升高]|收[入益]|利润|产[值量]|税[收额]|节[约省能]|减[排少量]|获奖|立项|息诉|治愈|救[治助]|好转|康复"
    "|资助|[补奖]助|[补奖]贴|奖[励补]|帮扶|带动|拉动|游客|客流|引进|招商|出口|零售|销售|签订|流转率|慰问|助[学力推农]|促[成进]|专利|论文|示范|新增就业|优良天数|绿地|植被"
    "|负氧离子|溶解氧|增粮|得分|评分|下降|降低|降幅|压减|压缩"
)
"""A good state, or what those get whom the money is for: wherever a name has it, more is better."""
_DONE = pattern(
    "(?:完成|通过|使用|利用|验收|签约|执行|支付|交付|缴[纳费]|保[障证持有留护]|留存|安[全置]|回[收复访款]|反馈|响应|供[应给水电气暖热]|接[入通待种]|联网|录[取用]"
    "|建[档设成]|归档|配[备置套]|开[放展出班工]|运行|履约|贡献|改[善造]|推广|应用|结项|鉴定|抽检|巡查|督[查导]|和解|执结|服判|筛查|随访|存活|报销|征收"
    "|上缴|服务|培[训养]|宣传|教育|演出|播[出放]|借阅|阅读|参观|到馆|旅游|投资|投产|交易|消费|点击|浏览|关注|报道|采[纳用]|授权|修[缮复]|[新改扩]建|种植|造林|养护"
    "|管护|维护|采购|购[置买]|编[制写印]|印[刷发制]|制[作定]|出版|调研|检[测查验]|监[测管]|评[估审价选]|认[定证]|登记|发证|登录|访问|管理|核算|处[理置]|整改|查[处办]|接种|办理|早[诊治])"
    "(?:活动|工作|任务|人员|群众|人口|单位|企业|农户|学生|项目)?(?:率|[人户次件家场个]?次?(?:数量?)?|总[数量]|量|面积|里程|[金总]?额|规模)?$"
)
"""What a unit does, at the end of a name: the more of it the better, unless something else was counted of it (服务器停用次数)."""

_MADE = frozenset(
    {"篇", "册", "场", "场次", "期", "班", "班次", "届", "幅", "首", "部", "棵", "株", "课", "节", "学时", "课时"}
)  # fmt: skip
"""Units of what is held, made or planted, and never of what goes wrong."""
_CASES = "起"
"""The unit of what happens and should not, or was dealt with."""

_UNTIL = pattern(
    "响应|工期|时限|用时|耗时|到[场达]|[交供送]货|候诊|等[待候]|平均住院|办结|审[批核]|停[机电水运]|断[水电网]|拥堵|堵车|故障|抢修|延[误迟期]|逾期|滞后|误工"
)
"""What should be over soon."""
_AS_LONG = pattern(
    "开放|运[行营转]|服务|保障|有效|供[水电暖热气]|执[勤法]|值[守班勤]|在[岗校线]|驻|培训|学习|工作天|续航|使用|年限|寿命|质保|责任期|租[赁用]|保修|保质|播[出放]|优良天|达标天"
    "|生长|存续|安全生产|课时|学时|锻炼|观看|停留|巡[查护逻]|监测|管护|养护"
)
"""What should last."""
_TAKES = pattern(
    "期限|周期|时长|时间|办理|完[成工]|支付|拨付|受理|维修|修复|处[理置]|建设|实施|施工|交付|发放|天数"
)
"""What takes time, of which less is mostly better."""
_ANY_TIME = frozenset({"天数", "时长", "时间"})
_LESSONS = frozenset({"学时", "课时"})
_UNIT_BEHIND = pattern(r"\(([^()]{1,4})\)$")


def direction_of(value: IndicatorValue, category: str, name: str) -> Direction:
    """Which way the indicator of a target is better.

    ``category`` is COST for a cost at whichever level the form says so, SATISFACTION likewise, else the second-level
    category or "". A bare amount of a cost (money, or a number without unit) is the most that it may be.
    """
    if value.op:
        return _BY_SIGN.get(value.op, Direction.MORE)
    if value.number is None and value.bounds is None:
        return Direction.NONE
    if (
        category == COST
        and value.kind is ValueKind.NUMBER
        and (is_money(value.unit) or not scale(value.unit)[0])
    ):
        return Direction.LESS
    told = _named(value, category, plain(name).rstrip("。;,. "))
    return told if value.bounds or value.number or told is Direction.LESS else Direction.NONE


def adverse(name: str) -> bool:
    """Whether what an indicator's name names should not happen (accidents, complaints)."""
    return _HARM.search(name) is not None and _HANDLED.search(name) is None


def _named(value: IndicatorValue, category: str, name: str) -> Direction:
    """As the indicator's name and the unit of its bare target tell."""
    behind = _UNIT_BEHIND.search(name)
    unit, name = value.unit or (behind[1] if behind else ""), _UNIT_BEHIND.sub("", name)
    shares = value.kind is ValueKind.PERCENT or (not value.unit and name.endswith("率"))
    large = shares and value.number is not None and value.number >= _MOST and not _OF_ITSELF.search(name)
    lasts = is_duration(unit) and (unit != "分" or category == TIMELINESS)
    if large and category != COST:
        return Direction.MORE
    if _NONE_OF_IT.search(name):
        return Direction.MOSTLY_MORE if lasts else Direction.UNSAID
    if (share := _ADVERSE_SHARE.search(name)) and not large:
        other = _FALLS.search(name) if name.endswith("率") else _HANDLED.search(name, 0, share.start())
        return Direction.EITHER if other else Direction.LESS
    if lasts:
        return _lasting(unit, category, name)
    return _harm(category, name) or _wanted(value, unit, category, name)


def _harm(category: str, name: str) -> Direction | None:
    """Of what should not happen, or of what is done about it; None of anything else."""
    harm = [found.end() for found in _HARM.finditer(name)]
    if not harm:
        return Direction.UNSAID if _DENIED.search(name) else None
    behind = name[harm[-1] :]
    if _DENIED.search(behind):
        return Direction.EITHER
    if not _GROWS.search(behind) and any(good.search(behind) for good in (_HANDLED, _REACHED, _DONE)):
        return Direction.MORE
    if _HANDLED.search(name) or category == QUANTITY:
        led = _HANDLED.match(name) or _REACHED.match(name)
        return Direction.MORE if category == QUANTITY and led else Direction.EITHER
    return Direction.LESS if _ADVERSE_COUNT.search(name) else Direction.MOSTLY_LESS


def _wanted(value: IndicatorValue, unit: str, category: str, name: str) -> Direction:
    if category == SATISFACTION:
        return Direction.MORE
    counted = category == QUANTITY and value.kind is ValueKind.NUMBER and not is_money(unit)
    if _BOTH_SIDES.search(name) or _is_spent(name, counted):
        return Direction.EITHER
    if _RATIO.search(name) and not _GOOD_PART.search(name):
        return Direction.UNSAID
    if _REACHED.search(name) or _DONE.search(name) or (unit == _CASES and _HANDLED.search(name)):
        return Direction.MORE
    if unit == _CASES:
        return Direction.EITHER if category == QUANTITY else Direction.MOSTLY_LESS
    return Direction.MORE if counted or unit in _MADE else Direction.UNSAID


def _is_spent(name: str, counted: bool) -> bool:
    """Whether money or means are measured, and not how many things were done with them or which share was provided."""
    if _LESS_SPENT.search(name):
        return False
    if _MEANS.search(name):
        return True
    provided = name.endswith("率") and not _GROWS.search(name)
    return not (counted or provided) and _SPENT.search(name) is not None


def _lasting(unit: str, category: str, name: str) -> Direction:
    """Of what is measured in days or hours: how long it lasts, or how long it may take."""
    if _UNTIL.search(name):
        return Direction.LESS
    lasts, takes = _AS_LONG.search(name), _TAKES.search(name)
    if unit in _LESSONS or (lasts and (not takes or takes[0] in _ANY_TIME)):
        return Direction.MOSTLY_MORE
    if adverse(name) or (takes and not lasts and category == TIMELINESS):
        return Direction.MOSTLY_LESS
    return Direction.EITHER
