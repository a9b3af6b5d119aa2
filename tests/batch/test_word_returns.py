"""Word documents in the folders of a run: those with forms are returns, their twins and reports are not."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

import made
import made_word
from batch_support import RETURNS, USUAL, Check, checker
from folder_support import FILES
from perfxl.batch.messages import Job, job_data, job_from
from perfxl.batch.pool import Pool
from perfxl.batch.progress import Silent
from perfxl.batch.run import Batch, setup_of
from perfxl.batch.sources import files_in
from perfxl.batch.store import Store

WORD, WORKBOOK = RETURNS / "word" / "hengyang-2021.docx", RETURNS / "hengyang-2021.xlsx"
REPORT = RETURNS / "reports" / "hengyang-2021.docx"
UNIT = "衡阳市归国华侨联合会"
check = pytest.fixture(checker)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "报送"
    found.mkdir()
    return found


def returned(check: Check, folder: Path) -> dict[str, int]:
    """How many findings each return of a folder has, by its name."""
    _, out, _ = check(folder, "--format", "json")
    return {Path(one["path"]).name: len(one["findings"]) for one in json.loads(out)["returns"]}


def test_forms_in_word_are_a_return_of_the_unit(check: Check, folder: Path, tmp_path: Path) -> None:
    shutil.copy(WORD, folder / "自评表.docx")
    shutil.copy(RETURNS / "yiyang-2018.xlsx", folder)
    roster, out = tmp_path / "名册.txt", tmp_path / "果"
    roster.write_text(f"{UNIT}\n", "utf-8")
    code, printed, said = check(folder, "--out", out, "--roster", roster)
    assert (code, "共 2 个文件：退回 2" in printed, "名册中的单位都已报送" in printed) == (1, True, True)
    assert "没有审核" not in said
    assert json.loads((out / "汇总.json").read_bytes())["run"]["left_out"] == []


def test_a_twin_of_a_workbook_is_noted_and_not_counted(check: Check, folder: Path, tmp_path: Path) -> None:
    shutil.copy(WORKBOOK, folder / "报送件.xlsx")
    alone = returned(check, folder)
    shutil.copy(WORD, folder / "自评表.docx")
    assert returned(check, folder) == alone
    _, printed, said = check(folder, "--out", tmp_path / "果")
    assert "共 1 个文件" in printed
    told = (
        "另有 1 个文件没有审核：自评表.docx（有的 Word 文件与工作簿是同一份报送件，内容相同，只审核工作簿）"
    )
    assert told in said
    sheet = openpyxl.load_workbook(tmp_path / "果" / "审核结果.xlsx")["未审核的文件"]
    assert [cell.value for cell in sheet["B"][3:]] == [str(folder / "自评表.docx")]


def test_what_differs_from_the_workbook_is_a_return_of_its_own(check: Check, folder: Path) -> None:
    _save(folder / "报送件.xlsx")
    (folder / "同.docx").write_bytes(made_word.document(*FILES))
    (folder / "异.docx").write_bytes(made_word.document(*FILES, changes={(made.BASE, 4, 1): 25}))
    (folder / "项目.docx").write_bytes(made_word.document(made.FIRST))
    found = returned(check, folder)
    assert sorted(found) == ["异.docx", "报送件.xlsx", "项目.docx"]
    assert found["报送件.xlsx"] == 0


def _save(path: Path, earlier: int = 0) -> None:
    """The right return, of so many years ``earlier``."""
    book = openpyxl.Workbook()
    for name, rows in made.sheets().items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_of_year(content, earlier) for content in row])
    del book["Sheet"]
    book.save(path)


def _of_year(content: made.Content, earlier: int) -> made.Content:
    if not isinstance(content, str):
        return content
    return re.sub("20(?:20|21|22)", lambda year: str(int(year[0]) - earlier), content)


TEXT = (f"{made.UNIT}2021年度部门整体支出绩效自评报告", "一、基本支出情况", "基本支出决算数318.22万元。")


def test_a_report_with_forms_behind_it_stays_the_report(check: Check, folder: Path) -> None:
    _save(folder / "报送件.xlsx")
    (folder / "报告.docx").write_bytes(made_word.document(made.FIRST, before=TEXT))
    code, out, said = check(folder, "--format", "json")
    [data] = json.loads(out)["returns"]
    assert (code, Path(data["report"]).name) == (0, "报告.docx")
    assert said == (
        f"{folder / '报送件.xlsx'}：报告.docx 作为它的自评报告核对，报告中的绩效表没有另算一份报送件\n"
    )


def test_documents_without_forms_are_left_out(check: Check, folder: Path) -> None:
    shutil.copy(REPORT, folder / f"{UNIT}.docx")
    (folder / "坏.docx").write_bytes(b"PK broken")
    assert check(folder)[::2] == (
        2, "错误：没有找到可审核的工作簿；另有 2 个文件没有审核：坏.docx、"
        f"{UNIT}.docx（Word 文件中没有认出绩效表；是自评报告的，可逐个用 perfxl check 核对）\n用法见：perfxl check --help\n",
    )  # fmt: skip
    shutil.copy(WORKBOOK, folder)
    _, out, said = check(folder, "--format", "json")
    [data] = json.loads(out)["returns"]
    assert Path(data["report"]).name == f"{UNIT}.docx"
    assert "另有 1 个文件没有审核：坏.docx（Word 文件中没有认出绩效表；" in said


def test_a_report_that_is_named_is_checked(check: Check, folder: Path) -> None:
    shutil.copy(WORKBOOK, folder)
    shutil.copy(REPORT, folder / "r.docx")
    _, out, _ = check(folder / "hengyang-2021.xlsx", folder / "r.docx", "--format", "json")
    paths = [Path(one["path"]).name for one in json.loads(out)["returns"]]
    assert paths == ["hengyang-2021.xlsx", "r.docx"]


def test_a_resumed_run_looks_at_nothing_again(folder: Path, tmp_path: Path) -> None:
    shutil.copy(WORD, folder / "自评表.docx")
    shutil.copy(REPORT, folder / "报告.docx")
    shutil.copy(WORKBOOK, folder / "报送件.xlsx")
    files = list(files_in([str(folder)]))
    assert [Path(path).name for path in files] == ["报告.docx", "报送件.xlsx", "自评表.docx"]
    lines = []
    for _ in range(2):
        with Store(tmp_path / "s", setup_of(USUAL, None), resume=True) as store, Pool(USUAL, 1) as pool:
            batch = Batch(files, USUAL, store)
            batch.run(pool, Silent())
            known = store.known()
            lines.append([(result.path, result.line) for result in batch.results()])
            assert batch.twins == {str(folder / "自评表.docx"): str(folder / "报送件.xlsx")}
    assert [Path(path).name for path, _ in lines[0]] == ["报送件.xlsx"]
    assert lines[0] == lines[1]
    assert all(found.settled for found in known.values())
    assert {Path(path).name for path, found in known.items() if not found.verdict} == {"报告.docx"}


def test_a_twin_stays_one_where_the_workbook_was_compared_with_another_year(
    folder: Path, tmp_path: Path
) -> None:
    _save(folder / "报送件.xlsx")
    _save(folder / "上年.xlsx", earlier=1)
    (folder / "同.docx").write_bytes(made_word.document(*FILES))
    files = list(files_in([str(folder)]))
    for _ in range(2):
        with Store(tmp_path / "s", setup_of(USUAL, None), resume=True) as store, Pool(USUAL, 1) as pool:
            batch = Batch(files, USUAL, store)
            batch.run(pool, Silent())
            workbook = str(folder / "报送件.xlsx")
            assert store.compared(workbook) is not None
            assert any(finding["rule"].startswith("KN") for finding in _findings(batch, workbook))
            assert batch.twins == {str(folder / "同.docx"): workbook}


def _findings(batch: Batch, path: str) -> list[dict[str, str]]:
    [line] = [result.line for result in batch.results() if result.path == path]
    return list(json.loads(line)["return"]["findings"])


def test_what_a_job_says_of_being_found_goes_to_the_worker() -> None:
    job = Job("a.docx", found=True)
    assert job_from(job_data(job)) == job
