"""Load a form set from its folder. Everything a form set says is checked here; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from perfxl.definitions import DefinitionError, read_definition
from perfxl.formset.common_names import COMMON_NAMES, common_names, with_common_names
from perfxl.formset.model import (
    TOTAL,
    YEAR_MARK,
    Added,
    Blocks,
    Column,
    Field,
    Form,
    FormSet,
    Grid,
    Label,
    Listing,
    Parameter,
    ParameterSet,
    Relation,
    Row,
    Type,
)
from perfxl.near import near_text

DEFINITION = "form-set.yaml"


class FormSetError(ValueError):
    """A mistake in a form set; ``str()`` is Chinese and begins with its place in the file."""


def templates_folder() -> Path:
    """Where the form sets are: inside the installed package, or beside ``src`` in a checkout."""
    here = Path(__file__).resolve().parent.parent
    installed = here / "templates_xlsx"
    return installed if installed.is_dir() else here.parent.parent / "templates_xlsx"


@lru_cache(maxsize=1)
def form_set_ids() -> tuple[str, ...]:
    """The ids of all form sets, sorted."""
    return tuple(sorted(path.parent.name for path in templates_folder().glob(f"*/{DEFINITION}")))


@lru_cache(maxsize=64)
def load_form_set(form_set_id: str) -> FormSet:
    """The form set with that id. Raises FormSetError, also for an id that does not exist."""
    if form_set_id not in form_set_ids():
        known = near_text(form_set_id, form_set_ids()) or f"；现有：{'、'.join(form_set_ids())}"
        raise FormSetError(f"没有套表“{form_set_id}”{known}")
    return read_form_set(templates_folder() / form_set_id)


def read_form_set(folder: Path) -> FormSet:
    """Read ``form-set.yaml`` of one folder. Raises FormSetError."""
    try:
        data = read_definition(folder / DEFINITION)
    except (DefinitionError, OSError, UnicodeDecodeError) as error:
        raise FormSetError(f"{folder.name}/{DEFINITION}：{error}") from error
    node = _Node(data, f"{folder.name}")
    node.only("id", "name", "basis", "template", "year", "parameters", "parameter_sets", "forms", "relations")
    return FormSet(
        id=node.text("id"),
        name=node.text("name"),
        basis=node.text("basis"),
        folder=folder,
        template=node.text("template"),
        year=node.get("year", int),
        forms={name: _form(name, child) for name, child in node.children("forms")},
        parameters={name: _parameter(child) for name, child in node.children("parameters")},
        relations=tuple(_relations(node, "relations", computes=False)),
        parameter_sets={name: _parameter_set(name, child) for name, child in node.children("parameter_sets")},
    )


class _Node:
    """A mapping of the file with its place, for messages."""

    def __init__(self, data: object, place: str) -> None:
        if not isinstance(data, Mapping):
            raise FormSetError(f"{place}：应为“名称: 内容”的列表")
        self.data: Mapping[str, Any] = data
        self.place = place

    def only(self, *keys: str) -> None:
        for key in self.data:
            if key not in keys:
                raise FormSetError(f"{self.place}：不认识的项“{key}”；可用：{'、'.join(keys)}")

    def get(self, key: str, kind: type, default: Any = None) -> Any:
        value = self.data.get(key, default)
        if value is None and default is None:
            raise FormSetError(f"{self.place}：缺少“{key}”")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise FormSetError(f"{self.place}：“{key}”的内容不对：{value!r}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        return str(self.get(key, str, default))

    def flag(self, key: str, default: bool) -> bool:
        return bool(self.get(key, bool, default))

    def type(self, default: Type) -> Type:
        name = self.text("type", default.value)
        try:
            return Type(name)
        except ValueError:
            raise FormSetError(f"{self.place}：没有类型“{name}”；可用：{'、'.join(Type)}") from None

    def children(self, key: str) -> Iterator[tuple[str, _Node]]:
        for name, child in (self.data.get(key) or {}).items():
            value = child if isinstance(child, Mapping) else {"label": child}
            yield str(name), _Node(value, f"{self.place}/{name}")

    def label(self) -> Label:
        aliases = self.data.get("aliases") or []
        if not isinstance(aliases, list):
            raise FormSetError(f"{self.place}：“aliases”应为列表")
        return make_label(self.text("label"), tuple(str(alias) for alias in aliases))

    def label_of(self, key: str, *also: str) -> Label | None:
        """The label under a key, written as a text or with its aliases (and what else may stand there)."""
        if key not in self.data:
            return None
        value = self.data[key]
        node = _Node(value if isinstance(value, Mapping) else {"label": value}, f"{self.place}/{key}")
        node.only("label", "aliases", *also)
        return node.label()


def make_label(text: str, aliases: tuple[str, ...] = ()) -> Label:
    """A label whose ``{Y}`` or ``{Y-1}`` marks where the year stands."""
    match = YEAR_MARK.search(text)
    return Label(text, aliases, int(match[1] or 0) if match else None)


def _parameter(node: _Node) -> Parameter:
    node.only("value", "basis", "since", "checked")
    if "value" not in node.data:
        raise FormSetError(f"{node.place}：缺少“value”")
    checked = node.flag("checked", True)
    return Parameter(node.data["value"], node.text("basis"), node.data.get("since"), checked=checked)


def _parameter_set(name: str, node: _Node) -> ParameterSet:
    node.only("basis", "checked", "values")
    return ParameterSet(
        name, node.text("basis"), node.flag("checked", False), dict(node.get("values", Mapping))
    )


def _form(form_id: str, node: _Node) -> Form:
    node.only(
        "label",
        "aliases",
        "sheet",
        "per_project",
        "optional",
        "unit",
        "dated",
        "required",
        "present",
        "absent",
        "typical",
        "fields",
        "added",
        "grids",
        "lists",
        "computations",
        "checks",
    )
    form = Form(
        id=form_id,
        title=node.label(),
        sheet=node.text("sheet"),
        per_project=node.flag("per_project", False),
        unit=node.text("unit", ""),
        dated=node.flag("dated", True),
        fields=_fields(node),
        grids={name: _grid(name, child) for name, child in node.children("grids")},
        lists=_lists(node),
        added=tuple(_added(name, child) for name, child in node.children("added")),
        relations=(
            *_relations(node, "computations", computes=True),
            *_relations(node, "checks", computes=False),
        ),
        optional=node.flag("optional", False),
        required=tuple(map(str, node.get("required", list, []))),
        absent=tuple(make_label(str(text)) for text in node.get("absent", list, [])),
        typical=tuple(make_label(str(text)) for text in node.get("typical", list, [])),
    )
    form.present = tuple(_labels_of(form, node.get("present", list, []), node.place))
    form.names = dict(_names(form, node.place))
    _verify(form, node.place)
    return form


def _verify(form: Form, place: str) -> None:
    """Raises FormSetError where a form names what it does not define."""
    for added in form.added:
        for name in (added.after, *added.among):
            if name not in form.fields:
                raise FormSetError(f"{place}/added/{added.name}：“{name}”不是本表的字段")
    headings = {"", *(one.name for grid in form.grids.values() if grid.single for one in grid.columns)}
    for name, field in form.fields.items():
        if field.below and field.below not in form.fields:
            raise FormSetError(f"{place}/fields/{name}：“{field.below}”不是本表的字段")
        if field.column not in headings:
            raise FormSetError(f"{place}/fields/{name}：“{field.column}”不是本表单行栏目的一栏")
    for name in form.required:
        kind = form.names.get(name)
        if kind is None or not kind.numeric:
            raise FormSetError(f"{place}/required：“{name}”不是本表的一个数")


def _labels_of(form: Form, names: Sequence[object], place: str) -> Iterator[Label]:
    """The labels of the fields, columns and rows with these names."""
    items: list[Field | Column | Row] = [*form.fields.values()]
    for block in form.blocks:
        items += [*block.columns, *(block.rows if isinstance(block, Grid) else ())]
    known = {item.name: item.label for item in items if item.label is not None}
    for name in map(str, names):
        if name not in known:
            raise FormSetError(f"{place}/present：“{name}”不是本表的字段、栏或行")
        yield known[name]


@lru_cache(maxsize=4)
def _names_of(kind: str) -> Mapping[str, tuple[str, ...]]:
    """The names that are common to all form sets, of its ``columns``, ``rows`` or ``fields``."""
    return common_names(templates_folder() / COMMON_NAMES)[kind]


def _fields(node: _Node) -> dict[str, Field]:
    fields = [_field(name, child) for name, child in node.children("fields")]
    return {field.name: field for field in with_common_names(fields, _names_of("fields"))}


def _field(name: str, node: _Node) -> Field:
    node.only("label", "aliases", "type", "required", "expected", "unit", "unless", "below", "column")
    return Field(
        name,
        node.label(),
        node.type(Type.TEXT),
        node.flag("required", False),
        node.flag("expected", True),
        node.text("unit", ""),
        tuple(make_label(str(text)) for text in node.get("unless", list, [])),
        node.text("below", ""),
        node.text("column", ""),
    )


def _added(name: str, node: _Node) -> Added:
    node.only("after", "among")
    return Added(name, node.text("after"), tuple(map(str, node.get("among", list))))


def _column(name: str, node: _Node, default: Type) -> Column:
    node.only("label", "aliases", "type", "expected", "carry", "under", "instead_of")
    return Column(
        name,
        node.label(),
        node.type(default),
        node.flag("expected", True),
        node.flag("carry", False),
        node.label_of("under"),
        node.text("instead_of") if "instead_of" in node.data else "",
    )


def _grid(name: str, node: _Node) -> Grid:
    node.only("type", "columns", "rows", "single")
    default = node.type(Type.AMOUNT)
    columns = [_column(key, child, default) for key, child in node.children("columns")]
    rows: list[Row] = []
    for key, child in node.children("rows"):
        child.only("label", "aliases", "expected", "after", "among")
        label = child.label() if "label" in child.data else None
        rows.append(
            Row(
                key,
                label,
                child.flag("expected", True),
                child.text("after", ""),
                child.flag("among", False),
            )
        )
    single = node.flag("single", False)
    if single and len(rows) > 1:
        raise FormSetError(f"{node.place}：单行栏目只能有一行")
    for row in rows:
        if row.among and not row.after:
            raise FormSetError(f"{node.place}/{row.name}：写了“among”的行还要写“after”")
        if row.after and row.after not in {other.name for other in rows}:
            raise FormSetError(f"{node.place}/{row.name}：“after”所指的行“{row.after}”不存在")
    return Grid(
        name,
        with_common_names(columns, _names_of("columns")),
        with_common_names(rows, _names_of("rows")),
        single,
    )


def _lists(node: _Node) -> dict[str, Listing]:
    """The lists of a form; one that stands left of another has its columns."""
    lists: dict[str, Listing] = {}
    for name, child in node.children("lists"):
        if "left_of" not in child.data:
            lists[name] = _list(name, child)
            continue
        child.only("left_of")
        right = child.text("left_of")
        if right not in lists or lists[right].left_of or lists[right].blocks:
            raise FormSetError(f"{child.place}：“left_of”应为写在前面的一个列表")
        lists[name] = Listing(name, lists[right].columns, left_of=right)
    return lists


def _list(name: str, node: _Node) -> Listing:
    node.only("columns", "total", "blocks")
    columns = [_column(key, child, Type.TEXT) for key, child in node.children("columns")]
    known = {column.name for column in columns if not column.instead_of}
    if any(column.instead_of and column.instead_of not in known for column in columns):
        raise FormSetError(f"{node.place}：“instead_of”应为本列表的另一列")
    named = node.data.get("total")
    total_name = str(named.get("name", TOTAL)) if isinstance(named, Mapping) else TOTAL
    blocks = _blocks(node) if "blocks" in node.data else None
    shared = with_common_names(columns, _names_of("columns"))
    return Listing(name, shared, node.label_of("total", "name"), blocks, total_name)


def _blocks(node: _Node) -> Blocks:
    child = _Node(node.data["blocks"], f"{node.place}/blocks")
    child.only("name", "label", "aliases", "required")
    return Blocks(child.text("name"), child.label(), child.flag("required", False))


def _relations(node: _Node, key: str, *, computes: bool) -> Iterator[Relation]:
    items = node.data.get(key) or {}
    if not isinstance(items, Mapping):
        raise FormSetError(f"{node.place}/{key}：应为“规则编号: 公式”的列表")
    for rule, formulas in items.items():
        for stated in formulas if isinstance(formulas, list) else [formulas]:
            texts = _formulas(stated, f"{node.place}/{key}/{rule}")
            if computes and len(texts) > 1:
                raise FormSetError(f"{node.place}/{key}/{rule}：要写入的数只能有一个公式，不能写“or”")
            yield Relation(texts[0], "" if rule == "fill" else str(rule), computes, tuple(texts[1:]))


def _formulas(stated: object, place: str) -> list[str]:
    """A formula, or one with others of which it is enough that one holds."""
    texts = [stated]
    if isinstance(stated, Mapping):
        node = _Node(stated, place)
        node.only("formula", "or")
        others = node.data.get("or", [])
        texts = [node.text("formula"), *(others if isinstance(others, list) else [others])]
    for text in texts:
        if not isinstance(text, str):
            raise FormSetError(f"{place}：公式应为文字：{text!r}")
    return [str(text) for text in texts]


def _names(form: Form, place: str) -> Iterator[tuple[str, Type | None]]:
    seen: set[str] = set()
    for name, kind in _all_names(form):
        if name in seen:
            raise FormSetError(f"{place}：数据项“{name}”重名")
        seen.add(name)
        yield name, kind


def _all_names(form: Form) -> Iterator[tuple[str, Type | None]]:
    for item in form.fields.values():
        yield item.name, item.type
    yield from ((one.name, Type.AMOUNT) for one in form.added)
    for grid in form.grids.values():
        if grid.single:
            yield from ((column.name, column.type) for column in grid.columns)
            continue
        for row in grid.rows:
            yield row.name, None
            yield from ((f"{row.name}.{column.name}", column.type) for column in grid.columns)
    for listing in form.lists.values():
        yield from ((f"{listing.name}.{column.name}", column.type) for column in listing.columns)
        if listing.blocks:
            yield f"{listing.name}.{listing.blocks.name}", Type.TEXT
        if listing.total:
            total = ((f"{listing.total_name}.{column.name}", column.type) for column in listing.columns)
            yield from ((name, kind) for name, kind in total if kind.numeric)
