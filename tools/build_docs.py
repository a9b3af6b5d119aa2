"""Write the rules' pages (``docs/rules``) from the catalogue: ``python -m tools.build_docs``."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.rules.export import FAMILIES
from perfxl.rules.pages import page
from perfxl.rules.registry import RuleInfo, catalogue

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"


def pages() -> dict[str, str]:
    """Every page by its file name, the index included."""
    rules = catalogue()
    found = {f"{info.id}.md": page(info) for info in rules.values()}
    found["README.md"] = index(list(rules.values()))
    return found


def index(rules: list[RuleInfo]) -> str:
    """The list of all rules by family."""
    lines = ["# 审核规则", "", "级别：错误＝必须改正，警告＝须作说明，提示＝请留意。", ""]
    for family, name in FAMILIES.items():
        lines += [f"## {family} {name}", "", "| 编号 | 规则 | 级别 | 状态 |", "|---|---|---|---|"]
        for info in rules:
            if info.id.startswith(family):
                state = f"尚未启用：{info.pending}" if info.pending else info.lifecycle
                lines.append(f"| [{info.id}]({info.id}.md) | {info.title} | {info.level.chinese} | {state} |")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Write the pages and remove those of rules that no longer exist."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER)
    folder = parser.parse_args().into
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for stale in {path.name for path in folder.glob("*.md")} - set(wanted):
        (folder / stale).unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
