"""What the rules over a report share: the report beside its return, what a rule says, comparison, wording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from perfxl.finding import ROUNDING_NOTE, Level, Place
from perfxl.formset.labels import normal
from perfxl.formset.model import Type
from perfxl.formset.names import DECLARATIONS
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.money import WAN
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT, ROUNDING, Outcome, figure
from perfxl.words.document import Document
from perfxl.words.outline import Outline
from perfxl.words.statements import Basis, Figure, Statements
from perfxl.words.text import excerpt
from perfxl.words.tokens import MONEY, Sentence
from perfxl.words.vocabulary import Vocabulary, vocabulary

ZERO = Decimal(0)
_ALSO = {
    "资金总额": "年度资金总额.全年预算数",
    "执行数": "年度资金总额.全年执行数",
    "资金执行率": "年度资金总额.执行率",
}
"""What a form that states the money by its sources calls the figures of the unit as a whole."""


class Report(Struct, dict=True):
    """A report as read, and the return that it belongs to, if that is at hand."""

    document: Document
    outline: Outline
    statements: Statements
    year: int
    """0 where neither the return nor the report states one."""
    ret: Return | None = None
    said_of_tables: frozenset[tuple[str, str]] = frozenset()
    """(rule, form) of what was already found in the return itself."""

    @property
    def words(self) -> Vocabulary:
        """The vocabulary that it was read by."""
        return vocabulary()

    @cached_property
    def text(self) -> str:
        """All its paragraphs, in order, one a line."""
        return "\n".join(paragraph.text for paragraph in self.document.paragraphs)

    @cached_property
    def projects(self) -> Mapping[str, list[Mapping[str, Value]]]:
        """The projects of the return by their keys: values by column, once for each form that names them.

        Amounts are in 万元.
        """
        found: dict[str, list[Mapping[str, Value]]] = {}
        for form in self.ret.forms if self.ret else ():
            for row in form.groups.get("项目", ()):
                if row.name and not row.of_which:
                    values = {column: self.in_wan(form, value) for column, value in row.values.items()}
                    found.setdefault(project_key(row.name), []).append(values)
            name = form.values.get(form.form.project_name)
            if name is not None and name.text:
                prefix = "年度资金总额."
                values = {
                    key.removeprefix(prefix): self.in_wan(form, value)
                    for key, value in form.values.items()
                    if key.startswith(prefix)
                }
                if form.id in DECLARATIONS and "资金总额" in form.values:
                    values["全年预算数"] = self.in_wan(form, form.values["资金总额"])
                found.setdefault(project_key(name.text), []).append(values)
        return found

    @property
    def declared_only(self) -> bool:
        """Whether the return plans a year and says nothing of its execution."""
        return self.ret is not None and all(form.id in DECLARATIONS for form in self.ret.forms)

    def form(self, form_id: str) -> FormReturn | None:
        """The first form of the return with that id."""
        return next(iter(self.ret.of(form_id)), None) if self.ret else None

    def field(self, path: str) -> tuple[FormReturn, Value] | None:
        """The value ``form.field`` of the return, an amount in 万元, if it has that form and field, be it by another name."""
        form_id, _, name = path.partition(".")
        form = self.form(form_id)
        value = (form.values.get(name) or form.values.get(_ALSO.get(name, ""))) if form else None
        return (form, self.in_wan(form, value)) if form is not None and value is not None else None

    def in_wan(self, form: FormReturn, value: Value) -> Value:
        """A value of a form, an amount in 万元 by the unit marked, or as written where the report says that rather."""
        return value if form.sheet in self._marked_wrong else form.in_wan(value)

    @cached_property
    def _marked_wrong(self) -> frozenset[str]:
        """The sheets marked with another unit than 万元 of which the report repeats more amounts as written."""
        marked = [form for form in self.ret.forms if form.money_unit != WAN] if self.ret else []
        said = {
            one.number
            for one in self.statements.figures
            if marked and one.quantity.unit == MONEY and one.number
        }
        return frozenset(
            form.sheet for form in marked if _agreeing(said, form, marked=False) > _agreeing(said, form)
        )


def _agreeing(said: Iterable[Decimal], form: FormReturn, *, marked: bool = True) -> int:
    """How many of the amounts in 万元 a form states, in the unit marked there or in 万元 all the same."""
    stated = {
        (form.in_wan(value) if marked else value).number
        for value in form.figures
        if value.type is Type.AMOUNT
    }
    return sum(any(number is not None and abs(number - one) <= EXACT for number in stated) for one in said)


class Said(Struct, eq=False):
    """What a rule says of a report.

    ``fault`` is the figure, change or cell at fault, ``inputs`` all that took part: what follows from the fault of
    another is no primary finding. ``related`` are the cells of the tables that were compared.
    """

    message: str
    sentence: Sentence | None = None
    span: tuple[int, int] = (0, 0)
    stated: str | None = None
    computed: Decimal | str | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    level: Level | None = None
    rounding: bool = False
    """Whether a figure is only off by rounding, which is said of it and worth no more than a look."""
    related: Sequence[Value | Place] = ()
    fault: object = None
    inputs: Sequence[object] = ()
    primary: bool = True
    paragraph: int = 0
    row: tuple[int, int] | None = None
    """The table and its row, both from 1, where it concerns a cell of a table."""
    rule: str = ""
    fix: str | None = None
    """What to do, where the rule's own advice is not it."""

    def __post_init__(self) -> None:
        """Say so where it is but rounding."""
        if self.rounding:
            self.message += ROUNDING_NOTE
            self.level = Level.INFO

    @property
    def where(self) -> str:
        """``第 3 段“…”：``, ``第 1 个表第 2 行：``, or nothing where it concerns the report as a whole."""
        if self.row is not None:
            return f"第 {self.row[0]} 个表第 {self.row[1]} 行："
        if self.sentence is not None:
            return f"第 {self.sentence.paragraph} 段“{excerpt(self.sentence.text, *self.span)}”："
        return f"第 {self.paragraph} 段：" if self.paragraph else ""


Check = Callable[[Report], Iterator[Said]]
_RULES: list[tuple[str, Check]] = []


def report_rule(rule_id: str) -> Callable[[Check], Check]:
    """Register a check of reports."""

    def register(check: Check) -> Check:
        _RULES.append((rule_id, check))
        return check

    return register


def registered_report_rules() -> Sequence[tuple[str, Check]]:
    """The checks that have been registered so far, with their rules' ids; ``families.report_rules`` has them all."""
    return _RULES


def project_key(name: str) -> str:
    """What a project's name comes down to: ``侨联工作经费专项`` and ``“侨联工作经费”项目`` are one."""
    key = normal(name).replace('"', "")
    while shorter := _shortened(key):
        key = shorter
    return key


def _shortened(key: str) -> str:
    """The key without one of the words that names may end with or not; "" where there is none, or little else."""
    for ending in (
        "项目支出",
        "专项资金",
        "项目资金",
        "专项经费",
        "项目经费",
        "专项",
        "项目",
        "经费",
        "资金",
    ):
        shorter = key.removesuffix(ending)
        if shorter != key and len(shorter) >= 2:
            return shorter
    return ""


def agree(stated: Decimal, computed: Decimal, scale: Decimal = Decimal(1)) -> tuple[Outcome, Decimal]:
    """Compare two amounts in 万元 by the policy for money; ``scale`` is the coarsest unit they are written in."""
    gap, tolerance = abs(stated - computed), EXACT * scale
    if gap <= tolerance:
        return Outcome.EQUAL, tolerance
    return (Outcome.ROUNDING if gap <= ROUNDING * scale else Outcome.DIFFERENT), tolerance


def scale_of(figures: Iterable[Figure]) -> Decimal:
    """The coarsest unit among figures of money, in 万元."""
    return max((one.quantity.scale for one in figures), default=Decimal(1))


def amount(number: Decimal, like: Figure) -> str:
    """A number with the unit of a figure, for messages: money in 万元."""
    if like.quantity.unit == MONEY:
        return figure(number)
    return f"{figure(number).removesuffix(' 万元')}{'' if like.quantity.unit == '%' else ' '}{like.quantity.unit}"


def more_or_less(difference: Decimal, like: Figure) -> str:
    """``多 2.25 万元`` or ``少 …``."""
    return f"{'多' if difference > 0 else '少'} {amount(abs(difference), like)}"


def called(one: Figure) -> str:
    """What a figure is called in messages."""
    return one.name or one.item or ("支出" if one.basis is Basis.ACTUAL else "金额")
