"""Formulas of a form set: Excel's syntax over field names, parsed once and compiled to closures.

``三公经费 = 公务用车经费 + 出国经费 + 公务接待``, ``项目支出 = SUM(项目)``, ``基本支出 >= 公用经费``. Evaluation is
three-valued: a result is a number, blank (nothing stated), or unusable because of certain cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Protocol

from msgspec import Struct

from perfxl import measures
from perfxl.prepared import prepared_formula
from perfxl.returns.reading import Reading, State

COMPARISONS = ("=", ">=", "<=")


class FormulaError(ValueError):
    """A formula that cannot be used; ``str()`` says why, in Chinese."""


class Operand(Protocol):
    """What a name stands for in one form: a value that knows its cell."""

    @property
    def reading(self) -> Reading:
        """The reading of the value."""


class Result:
    """An evaluated expression: ``number``, or None if it is blank or unusable; ``used`` are the operands read."""

    __slots__ = ("blanks", "number", "unusable", "used")

    def __init__(
        self,
        number: Decimal | None,
        used: Sequence[Operand] = (),
        blanks: Sequence[Operand] = (),
        unusable: Sequence[Operand] = (),
    ) -> None:
        self.number = number
        self.used = used
        self.blanks = blanks
        self.unusable = unusable


Scope = Callable[[str], Sequence[Operand]]
"""Gives the operands that a name stands for; empty where the form has none of them."""
Compiled = Callable[[Scope], Result]


class ParsedRelation(Struct, frozen=True):
    """``left`` compared with an expression."""

    text: str
    left: str
    comparison: str
    right: Compiled
    names: tuple[str, ...]
    """The names on the right, in order of appearance."""
    additive: bool
    """Whether the right side is a plain sum of values."""


@lru_cache(maxsize=4096)
def parse_relation(text: str) -> ParsedRelation:
    """Parse ``name = expression`` (or ``>=``, ``<=``). Raises FormulaError."""
    tree = prepared_formula(text) or parse_tree(text)
    if tree["node_type"] != "BinaryOp" or tree["operator"] not in COMPARISONS:
        raise FormulaError(f"公式“{text}”应为“数据项 = 表达式”（或 >=、<=）")
    if tree["left"]["node_type"] != "Reference":
        raise FormulaError(f"公式“{text}”左边应为一个数据项")
    names: list[str] = []
    right = _compile(tree["right"], names)
    left = tree["left"]["reference"]
    return ParsedRelation(
        text, left, tree["operator"], right, tuple(dict.fromkeys(names)), _is_sum(tree["right"])
    )


def parse_tree(text: str) -> dict[str, Any]:
    """The syntax tree of a formula. Raises FormulaError."""
    import formualizer  # 20 MB of library, of no use where all formulas have been parsed

    try:
        tree: dict[str, Any] = formualizer.parse("=" + text).to_dict()
    except Exception as error:
        raise FormulaError(f"公式“{text}”无法解析：{error}") from error
    return tree


def _is_sum(node: dict[str, Any]) -> bool:
    kind = node["node_type"]
    if kind == "Function":
        return bool(node["name"].upper() == "SUM") and all(_is_sum(arg) for arg in node["args"])
    if kind == "BinaryOp":
        return bool(node["operator"] == "+") and _is_sum(node["left"]) and _is_sum(node["right"])
    return bool(kind == "Reference")


def _compile(node: dict[str, Any], names: list[str]) -> Compiled:
    kind = node["node_type"]
    if kind == "Reference":
        return _reference(node["reference"], names)
    if kind == "Literal":
        return _literal(node["value"])
    if kind == "Function":
        return _function(node["name"].upper(), [_compile(arg, names) for arg in node["args"]])
    if kind == "BinaryOp" and node["operator"] in _OPERATORS:
        return _operator(node["operator"], _compile(node["left"], names), _compile(node["right"], names))
    raise FormulaError(f"公式中不能使用“{node.get('operator', kind)}”")


def _reference(name: str, names: list[str]) -> Compiled:
    names.append(name)

    def evaluate(scope: Scope) -> Result:
        operands = scope(name)
        return single(operands[0]) if len(operands) == 1 else total([single(one) for one in operands])

    return evaluate


def _literal(value: object) -> Compiled:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FormulaError(f"公式中的常数应为数值：{value}")
    constant = Result(Decimal(repr(value)).normalize())
    return lambda scope: constant


def single(operand: Operand) -> Result:
    """One operand as a result."""
    reading = operand.reading
    if reading.state is State.NUMBER:
        return Result(reading.number, (operand,))
    if reading.state is State.BLANK:
        return Result(None, (operand,), blanks=(operand,))
    return Result(None, (operand,), unusable=(operand,))


def _merge(results: Iterable[Result], number: Decimal | None) -> Result:
    used: list[Operand] = []
    blanks: list[Operand] = []
    unusable: list[Operand] = []
    for result in results:
        used += result.used
        if result.blanks:
            blanks += result.blanks
        if result.unusable:
            unusable += result.unusable
    return Result(None if unusable else number, used, blanks, unusable)


def total(results: Sequence[Result]) -> Result:
    """The sum as Excel's SUM takes it: what is blank is left out; blank if nothing is stated at all."""
    if len(results) == 1:
        return results[0]
    numbers = [result.number for result in results if result.number is not None]
    return _merge(results, sum(numbers, Decimal(0)) if numbers else None)


def _strict(results: Sequence[Result], compute: Callable[..., Decimal]) -> Result:
    """Apply a function that needs every argument; blank where one is blank or it has no value for them."""
    numbers = [result.number for result in results]
    if any(number is None for number in numbers):
        return _merge(results, None)
    try:
        return _merge(results, compute(*numbers))
    except (measures.MeasureError, InvalidOperation, ZeroDivisionError):
        return _merge(results, None)


_OPERATORS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "+": lambda a, b: a + b,
}


def _operator(operator: str, left: Compiled, right: Compiled) -> Compiled:
    if operator == "+":
        return lambda scope: total([left(scope), right(scope)])
    compute = _OPERATORS[operator]
    return lambda scope: _strict([left(scope), right(scope)], compute)


_FUNCTIONS: dict[str, tuple[int, Callable[..., Decimal]]] = {
    "CONTROL_RATE": (2, measures.control_rate),
    "EXECUTION_RATE": (2, measures.execution_rate),
    "CHANGE_RATE": (2, measures.change_rate),
    "RATE_SCORE": (2, measures.rate_score),
    "MIN": (2, min),
    "MAX": (2, max),
    "ROUND": (2, lambda value, places: measures.round_half_up(value, int(places))),
}


def _function(name: str, args: list[Compiled]) -> Compiled:
    if name == "SUM":
        if not args:
            raise FormulaError("SUM 至少要有一项")
        return lambda scope: total([arg(scope) for arg in args])
    if name not in _FUNCTIONS:
        raise FormulaError(f"公式中没有函数 {name}；可用：SUM、{'、'.join(sorted(_FUNCTIONS))}")
    arity, compute = _FUNCTIONS[name]
    if len(args) != arity:
        raise FormulaError(f"函数 {name} 要 {arity} 个参数，写了 {len(args)} 个")
    return lambda scope: _strict([arg(scope) for arg in args], compute)
