"""Which template a report is made from, and what its chart shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from perfxl.documents.chart import chart_xml
from perfxl.returns.model import Return

FOLDER = Path(__file__).parent / "templates"


class TemplateError(Exception):
    """A template that does not exist, cannot be used or fits no form of the return; ``str()`` is Chinese."""


class Template(Struct, frozen=True):
    """A Word template; ``needs`` are the forms without which it says nothing, ``chart`` what its chart shows."""

    path: Path
    title: str
    needs: tuple[str, ...] = ()
    chart: Mapping[str, Any] = field(default_factory=dict)

    def fits(self, ret: Return) -> bool:
        """Whether the return has the forms that it needs."""
        return {form.id for form in ret.forms}.issuperset(self.needs)

    def chart_of(self, ret: Return) -> str | None:
        """The chart's XML with the return's figures, amounts in 万元; None where the template has no chart of ours."""
        if not self.chart:
            return None
        forms = ret.of(self.chart["form"])
        values = {name: form.in_wan(value) for form in forms for name, value in form.values.items()}
        series = [
            (name, [value.number if (value := values.get(row)) else None for row in rows])
            for name, rows in self.chart["series"].items()
        ]
        return chart_xml(self.chart["title"], self.chart["categories"], series)


@cache
def templates() -> dict[str, Template]:
    """The templates that perfxl brings, by name, in the order in which they are tried."""
    import yaml

    index = yaml.safe_load((FOLDER / "index.yaml").read_text(encoding="utf-8"))
    return {
        name: Template(FOLDER / f"{name}.docx", item["title"], tuple(item["needs"]), item["chart"])
        for name, item in index.items()
    }


def choose(ret: Return, name: str | None) -> Template:
    """The template of that name or file, else the first that fits. Raises TemplateError."""
    known = templates()
    if name in known:
        return known[name]
    if name is not None:
        path = Path(name)
        if path.suffix.lower() != ".docx" or not path.is_file():
            raise TemplateError(f"没有模板“{name}”；可用：{'、'.join(known)}，或一个 .docx 文件")
        return Template(path, path.stem)
    fitting = next((template for template in known.values() if template.fits(ret)), None)
    if fitting is None:
        needs = "；".join(f"{name}：{'、'.join(template.needs)}" for name, template in known.items())
        raise TemplateError(f"这份报送件没有可用的报告模板（各模板需要的表：{needs}），可用 --template 指定")
    return fitting
