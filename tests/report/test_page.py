"""The report in headless Chromium: finding a unit, its findings and cells, hostile texts, keyboard, phone, print."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from browser import CHROMIUM, Browser
from msgspec.structs import replace

from perfxl.batch.excerpts import Excerpt
from perfxl.finding import Finding, Level, Place
from perfxl.report import write_results
from report_lines import made_lines
from run_lines import returned, unreadable, write

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
EVIL = "</script><script>document.title='bad'</script><img src=x onerror=\"document.title='bad'\">=cmd|' /C calc'!A0"
ERROR = Finding(
    "BD-05", Level.ERROR, "【基础数据表】C19 部门项目支出 45.17 万元，比 2 个项目之和 42.92 万元多 2.25 万元。请核对。", "基础数据表",
    Place("附件2", 19, 3), "45.17", "42.92", Decimal("2.25"), Decimal("0.005"),
    (Place("附件2", 20, 3), Place("附件2", 21, 3)), "表内关系", "请核对。", fingerprint="0123456789ab",
)  # fmt: skip
WARNING = Finding(
    "BD-12", Level.WARNING, "【基础数据表】D20 决算为预算的 30%。请说明。", "基础数据表", Place("附件2", 20, 4), "3", None,
    basis="53号", fix="请说明。", fingerprint="1" * 12, explanation="项目跨年实施",
)  # fmt: skip
FOLLOWING = replace(
    ERROR,
    rule="KB-06",
    message="【部门自评表】由此引起。",
    form="部门自评表",
    place=Place("附件3"),
    primary=False,
)
PICTURE = Excerpt(
    "附件2", 18, 1,
    (("经费", "2020年决算数", "2021年预算数", "2021年决算数"), ("部门项目支出", "30.14", "45.17", "45.17"),
     ("1、活动费", "1.76", "10.2", "3"), ("2、维权费", "2.94", "32.72", "30"), ("备注", "", "", "")),
    ((22, 1, 22, 4),), (0, 1),
)  # fmt: skip
FEW = [
    returned(
        "市档案馆", "120.5", "90", score="95", grade="优", findings=[ERROR, WARNING, FOLLOWING], excerpts=[PICTURE]
    ),
    returned("市图书馆", "80", "79", score="88", grade="良", path="乙/市图书馆.xlsx"),
    returned("市博物馆", "60", "61", findings=[WARNING], form_set="mof-2020"),
    unreadable("丙/坏文件.xlsx"),
    returned(EVIL, path=EVIL, findings=[replace(ERROR, stated=EVIL, message=EVIL, form=EVIL)],
             excerpts=[replace(PICTURE, sheet=EVIL, rows=((EVIL, "=1+1"),), merges=(), findings=(0,))]),
]  # fmt: skip


@dataclass(frozen=True)
class Reports:
    """Reports made once: one of few returns, one of many."""

    few: Path
    many: Path
    browser: Browser


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reports]:
    folder = tmp_path_factory.mktemp("report")
    (folder / "名册.txt").write_text(f"市档案馆\n市图书馆\n市博物馆\n市美术馆\n{EVIL}馆\n", "utf-8")
    few = write(folder / "few.jsonl", FEW)
    many = folder / "many.jsonl"
    many.write_text("".join(f"{line}\n" for line in made_lines(160)), "utf-8")
    (few_page,) = write_results(few, folder / "few", roster=folder / "名册.txt", formats=["html"])
    (many_page,) = write_results(many, folder / "many", formats=["html"])
    with Browser(folder / "profile") as browser:
        yield Reports(few_page, many_page, browser)


@pytest.fixture
def few(reports: Reports) -> Iterator[Browser]:
    reports.browser.open(reports.few)
    yield reports.browser
    assert reports.browser.errors == []


@pytest.fixture
def many(reports: Reports) -> Iterator[Browser]:
    reports.browser.open(reports.many)
    yield reports.browser
    assert reports.browser.errors == []


def names(browser: Browser) -> list[str]:
    """The units in the list as it is shown."""
    found: list[str] = browser.run(
        "[...document.querySelectorAll('#rows a')].map((link) => link.textContent)"
    )
    return found


def open_unit(browser: Browser, name: str) -> None:
    browser.run(
        f"[...document.querySelectorAll('#rows a')].find((link) => link.textContent === {name!r}).click()"
    )
    browser.wait("!document.getElementById('detail').hidden")


def choose(browser: Browser, control: str, value: str) -> None:
    browser.run(
        f"(() => {{ const it = document.getElementById({control!r}); it.value = {value!r};"
        " it.dispatchEvent(new Event('input', { bubbles: true })); })()"
    )


def text(browser: Browser, selector: str) -> str:
    found: str = browser.run(f"document.querySelector({selector!r}).innerText")
    return found


def test_it_loads_alone_and_without_errors(reports: Reports) -> None:
    reports.browser.open(reports.few)
    assert reports.browser.errors == []
    assert [address for address in reports.browser.requests if not address.startswith("about:")] == [
        reports.few.resolve().as_uri()
    ]
    assert "共审核 5 份报送件：2 份须退回改正，1 份通过，1 份无法审核" not in text(reports.browser, ".lead")
    assert text(reports.browser, ".lead").startswith(
        "共审核 5 份报送件：2 份须退回改正，1 份须作核实说明，1 份通过，1 份无法审核。"
    )


def test_the_summary_shows_totals_missing_units_and_rules(few: Browser) -> None:
    tiles = text(few, ".tiles + .tiles")
    assert "260.50" in tiles
    assert "230.00" in tiles
    assert "88.29" in tiles
    assert "市美术馆" in text(few, ".absent")
    assert "BD-05" in text(few, ".rules")
    assert few.run("document.querySelectorAll('.columns .fill').length") >= 10
    assert "最低 74.69%" in text(few, ".curve + .note")


def test_searching(few: Browser) -> None:
    assert len(names(few)) == 5
    few.press("/")
    few.type("图书馆")
    assert names(few) == ["市图书馆"]
    assert text(few, "#count") == "符合条件 1 个，共 5 个"
    choose(few, "q", "乙/ 市图")
    assert names(few) == ["市图书馆"]
    choose(few, "q", "没有的")
    assert names(few) == []
    few.run("document.getElementById('reset').click()")
    few.wait("document.querySelectorAll('#rows a').length === 5")


def test_filtering(few: Browser) -> None:
    few.run(
        "[...document.querySelectorAll('.chip')].find((chip) => chip.textContent.startsWith('通过')).click()"
    )
    assert names(few) == ["市图书馆"]
    assert few.run("document.querySelector('.chip[aria-pressed=true]').textContent") == "通过 1"
    few.run("document.getElementById('reset').click()")
    few.wait("document.querySelectorAll('#rows a').length === 5")
    choose(few, "by-rule", "BD-12")
    assert names(few) == ["市档案馆", "市博物馆"]
    choose(few, "by-set", "mof-2020")
    assert names(few) == ["市博物馆"]
    few.run("document.getElementById('reset').click()")
    few.wait("document.querySelectorAll('#rows a').length === 5")
    choose(few, "by-grade", "优")
    assert names(few) == ["市档案馆"]


def test_a_rule_leads_to_the_units_with_it(few: Browser) -> None:
    few.run("document.querySelector('.bars [data-rule=\"BD-12\"]').click()")
    assert names(few) == ["市档案馆", "市博物馆"]
    assert few.run("document.activeElement.id") == "units"


def test_sorting(few: Browser) -> None:
    few.run("document.querySelector('[data-sort=rate] button').click()")
    assert names(few)[:3] == ["市档案馆", "市图书馆", "市博物馆"]
    assert few.run("document.querySelector('[data-sort=rate]').getAttribute('aria-sort')") == "ascending"
    few.run("document.querySelector('[data-sort=rate] button').click()")
    assert names(few)[:3] == ["市博物馆", "市图书馆", "市档案馆"]
    few.run("document.querySelector('[data-sort=budget] button').click()")
    assert names(few)[0] == "市档案馆"
    assert few.run("document.querySelectorAll('[aria-sort]').length") == 1


def test_a_unit_with_its_findings_and_cells(few: Browser) -> None:
    open_unit(few, "市档案馆")
    assert few.run("document.activeElement.textContent") == "市档案馆"
    assert few.run("document.title") == "市档案馆 审核报告"
    tinted = few.run(
        "[...document.querySelectorAll('.sheet td.error, .sheet td.warning')].map((c) => c.dataset.cell + c.className)"
    )
    assert tinted == ["C19error", "D20warning"]
    assert few.run("[...document.querySelectorAll('.sheet thead th')].map((head) => head.textContent)") == [
        "",
        *"ABCD",
    ]
    assert few.run("[...document.querySelectorAll('.sheet tbody th')].map((head) => head.textContent)") == [
        "18", "19", "20", "21", "22",
    ]  # fmt: skip
    assert few.run("document.querySelector('.sheet tr:last-child td').colSpan") == 4
    assert few.run("document.querySelectorAll('.sheet td.related').length") == 2
    body = text(few, ".found")
    assert "45.17 万元，比 2 个项目之和 42.92 万元多 2.25 万元" in body
    assert "项目跨年实施" in body
    assert few.run("document.querySelectorAll('.found > li').length") == 2
    few.run("document.querySelector('.where').click()")
    assert few.run("document.querySelector('td.at').dataset.cell") == "C19"
    few.run("document.querySelector('.sheet sup a').click()")
    assert few.run("document.activeElement.id") == "f0"


def test_levels_and_consequences_of_a_unit_can_be_chosen(few: Browser) -> None:
    open_unit(few, "市档案馆")
    few.run("[...document.querySelectorAll('.choices input')].at(-1).click()")
    assert few.run("document.querySelectorAll('.found > li').length") == 3
    few.run("document.querySelector('.choices input').click()")
    assert few.run(
        "[...document.querySelectorAll('.found > li')].every((line) => line.className === 'error')"
    )


def test_a_link_to_a_unit(reports: Reports) -> None:
    browser = reports.browser
    browser.open(reports.few)
    key = browser.run("document.querySelectorAll('#rows a')[1].hash")
    browser.open(reports.few, fragment=key)
    assert text(browser, "#detail h2") == "市图书馆"
    assert "没有发现问题" in text(browser, "#detail")
    browser.press("Escape")
    browser.wait("document.getElementById('detail').hidden")
    assert browser.run("document.activeElement.textContent") == "市图书馆"


def test_hostile_texts_stay_texts(few: Browser) -> None:
    few.run("document.querySelectorAll('#rows a')[4].click()")
    few.wait("!document.getElementById('detail').hidden")
    assert EVIL in few.run("document.querySelector('#detail h2').textContent")
    assert few.run("document.querySelector('.sheet td').firstChild.textContent") == EVIL
    assert few.run("document.querySelectorAll('img, iframe, object, #detail script').length") == 0
    assert "bad" not in few.run("document.title").replace(EVIL, "")
    assert EVIL in few.run("document.querySelector('.absent').textContent")


def test_nothing_from_outside_may_run_or_load(few: Browser) -> None:
    policy = few.run("document.querySelector('meta[http-equiv]').content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert few.run("(() => { const it = document.createElement('script'); it.textContent = 'window.ran = 1';"
                   " document.body.append(it); return window.ran || 0; })()") == 0  # fmt: skip
    few.errors.clear()  # the refusal itself


def test_only_the_rows_in_view_are_drawn(many: Browser) -> None:
    assert text(many, "#count") == "共 160 个"
    drawn = len(names(many))
    assert 10 < drawn < 80
    many.run("document.getElementById('scroller').scrollTop = 1e7")
    many.wait(
        "[...document.querySelectorAll('#rows tr[aria-rowindex]')].at(-1).getAttribute('aria-rowindex') === '161'"
    )
    assert len(names(many)) < 80


def test_the_list_by_keyboard(many: Browser) -> None:
    many.run("document.querySelector('#rows a').focus()")
    first = many.run("document.activeElement.textContent")
    many.press("ArrowDown")
    second = many.run("document.activeElement.textContent")
    assert [first, second] == names(many)[:2]
    many.press("ArrowUp")
    assert many.run("document.activeElement.textContent") == first
    many.press("Enter")
    many.wait("!document.getElementById('detail').hidden")
    assert text(many, "#detail h2") == first


def test_from_unit_to_unit(many: Browser) -> None:
    first, second = names(many)[:2]
    open_unit(many, first)
    many.run(
        "[...document.querySelectorAll('.bar-top a')].find((link) => link.textContent === '下一单位').click()"
    )
    many.wait(f"document.querySelector('#detail h2').textContent === {second!r}")


@pytest.mark.parametrize("opened", [False, True])
def test_on_a_phone_nothing_runs_off_sideways(reports: Reports, opened: bool) -> None:
    browser = reports.browser
    browser.open(reports.few, width=360, height=740)
    if opened:
        open_unit(browser, "市档案馆")
    assert browser.run("document.documentElement.scrollWidth") == 360
    shown = browser.run(
        "[...document.querySelectorAll('#heads th')].filter((head) => head.offsetParent).length"
    )
    assert shown == (0 if opened else 4)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_printing_the_list_prints_all_units_on_a4(reports: Reports, tmp_path: Path) -> None:
    browser = reports.browser
    browser.open(reports.many)
    browser.pdf(tmp_path / "list.pdf")
    said = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "list.pdf", "-"], check=True, capture_output=True, text=True
    )
    info = subprocess.run(
        ["pdfinfo", tmp_path / "list.pdf"], check=True, capture_output=True, text=True
    ).stdout
    assert "(A4)" in info
    assert int(info.split("Pages:")[1].split()[0]) > 5
    for name in browser.run("[...document.querySelectorAll('#by-rule option')].map((item) => item.value)")[
        1:4
    ]:
        assert name in said.stdout
    assert said.stdout.count("档案馆") > 15
    assert "清除条件" not in said.stdout
    browser.wait("document.querySelectorAll('#rows a').length < 80")


def test_a_printed_unit_has_no_buttons(few: Browser) -> None:
    open_unit(few, "市档案馆")
    few.media("print")
    hidden = few.run(
        "[...document.querySelectorAll('.bar-top, .choices')].every((box) => box.offsetParent === null)"
    )
    tint = few.run("getComputedStyle(document.querySelector('td.error')).backgroundColor")
    few.media("")
    assert hidden
    assert tint == "rgb(255, 199, 206)"


def test_every_control_has_a_name(few: Browser) -> None:
    unnamed = few.run(
        "[...document.querySelectorAll('button, a, input, select')].filter((it) => !(it.textContent.trim() ||"
        " it.getAttribute('aria-label') || (it.labels && it.labels.length))).length"
    )
    assert unnamed == 0
    assert few.run("document.documentElement.lang") == "zh-CN"
    assert few.run(
        "[...document.querySelectorAll('section')].every((it) => it.getAttribute('aria-labelledby'))"
    )


@pytest.mark.parametrize(
    ("executed", "said"), [("90", "<dt>总执行率</dt>"), (None, "<dt>总执行率（1 份两数齐全的）</dt>")]
)
def test_a_rate_of_some_returns_only_says_so(executed: str | None, said: str, tmp_path: Path) -> None:
    lines = [
        returned("某局", budget="100", executed="80"),
        returned("另一局", path="b.xlsx", budget="100", executed=executed),
    ]
    [page] = write_results(write(tmp_path / "lines.jsonl", lines), tmp_path, formats=("html",))
    assert said in page.read_text("utf-8")


def test_the_first_page_counts_each_unit_once_a_year(tmp_path: Path) -> None:
    lines = [
        returned("某局", "100", "80"),
        returned("某局", "100", "80", path="又一份.xlsx"),
        returned("某局", "50", "40", year=2020, path="上年.xlsx"),
        returned("另一局", "999", None, form_set="hunan-2022-target"),
        returned("第三局", "7", "7"),
        returned("第三局", "8", "8", path="改.xlsx"),
    ]
    [page] = write_results(write(tmp_path / "lines.jsonl", lines), tmp_path, formats=("html",))
    shown = page.read_text("utf-8")
    assert "2020 年度预算数合计</dt><dd>50.00" in shown
    assert "2021 年度预算数合计（1 份）</dt><dd>100.00" in shown
    assert (
        "没有计入合计的：申报表 1 份，同一单位同一年度重复的报送件 1 份，几份报送件金额不同的单位（第三局）。"
        in shown
    )
    assert "2 份（每个单位每年一份），最低 80%" in shown
    assert "某局（2020）" in shown
