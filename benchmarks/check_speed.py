"""How fast a return is checked: ``python benchmarks/check_speed.py [FILE …]``.

Prints, from one run on the same files: reading, aligning and auditing apart and together (every rule, warm); a
hand-written floor (python-calamine, every number as Decimal, a dozen sums looked up by label); openpyxl reading
the same bytes; the command on one file, alone in its folder, as a whole process with its peak memory, beside a
Python that does nothing and one that imports click; and which heavy libraries it loaded. Each round checks copies
of the files with other figures and names, so that nothing is remembered from one round to the next but what any
other return would share too. The warm figures are processor time.
"""

from __future__ import annotations

import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from python_calamine import CalamineWorkbook

from perfxl.audit import audit
from perfxl.checking import Options, check_bytes
from perfxl.formset.load import form_set_ids, load_form_set
from perfxl.formset.model import Type
from perfxl.returns.recognise import read_return
from perfxl.workbook.edit import Edit, SetValue, apply_edits
from perfxl.workbook.model import Kind
from perfxl.workbook.read import read_book

RETURNS = Path(__file__).resolve().parent.parent / "tests" / "returns"
DEFAULT = [RETURNS / "hengyang-2021.xlsx", RETURNS / "hengyang-2021-on-template.xlsx"]
COPIES = 60
HEAVY = ("pandas", "openpyxl", "jinja2", "xlwings", "lxml", "numpy", "python_calamine", "msoffcrypto")


def copies(data: bytes, count: int) -> list[bytes]:
    """The workbook with other amounts (a multiple of each) and other prose in each copy.

    Multiples keep the sums right, so that a copy has about as many findings as the file itself. Only what the unit
    filled in is changed, so that every copy is still the same form.
    """
    book = read_book(data)
    ret = read_return(book, [load_form_set(form_set_id) for form_set_id in form_set_ids()])
    values = [value for form in ret.forms for value in form.all_values] if ret else []
    filled = {value.place: value for value in values if value.cell and value.inline is None}
    made = []
    for number in range(2, count + 2):
        edits: list[Edit] = []
        for (sheet, row, col), value in filled.items():
            cell = value.cell
            if cell is None or cell.formula:
                continue
            if cell.kind is Kind.NUMBER and value.type is Type.AMOUNT:
                edits.append(SetValue(sheet, row, col, Decimal(cell.text) * number))
            elif cell.kind is Kind.TEXT and len(cell.text) > 12:
                edits.append(SetValue(sheet, row, col, f"{cell.text}（其{number}）"))
        made.append(apply_edits(data, edits))
    return made


def floor(data: bytes) -> int:
    """What a script by hand would do: every number as Decimal, rows by label, a dozen sums compared."""
    wrong = 0
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in workbook.sheet_names:
        rows: dict[str, list[Decimal | None]] = {}
        for row in workbook.get_sheet_by_name(name).to_python():
            label = next((cell.strip() for cell in row if isinstance(cell, str) and cell.strip()), "")
            rows[label] = [_decimal(cell) for cell in row]
        for total, parts in SUMS.items():
            stated = rows.get(total)
            if stated is None:
                continue
            for column, number in enumerate(stated):
                found = [rows[part][column] for part in parts if part in rows and column < len(rows[part])]
                if number is not None and found:
                    wrong += sum((value for value in found if value is not None), Decimal(0)) != number
    return wrong


def _decimal(cell: object) -> Decimal | None:
    if isinstance(cell, float):
        return Decimal(repr(cell))
    if isinstance(cell, str):
        try:
            return Decimal(cell.strip())
        except InvalidOperation:
            return None
    return None


SUMS = {
    "三公经费": ("1、公务用车购置和维护经费", "2、出国经费", "3、公务接待"),
    "1、公务用车购置和维护经费": ("其中：公务用车购置", "公务用车运行维护"),
    "二、部门项目支出": tuple(f"{n}、" for n in range(1, 11)),
    "其中：公用经费": ("其中：办公经费", "水费、电费、差旅费", "会议费、培训费"),
    "年度资金总额": ("其中：当年财政拨款", "上年结转资金", "其他资金"),
    "总分": ("产出\n指标\n(50分)", "效益\n指标\n（30分）", "满意度\n指标\n（10分）"),
}


def openpyxl_read(data: bytes) -> None:
    """openpyxl reading values only, every cell visited."""
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows(values_only=True):
            for _ in row:
                pass


def check(data: bytes) -> None:
    """One return, with every rule and all form sets loaded."""
    check_bytes(data, "return.xlsx", Options())


def median_ms(work: Callable[[bytes], object], datas: list[bytes]) -> float:
    """The median of processor time over all copies, in milliseconds; the first one warms up."""
    work(datas[0])
    times = []
    for data in datas:
        start = time.process_time()
        work(data)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def stages(datas: list[bytes]) -> dict[str, float]:
    """Medians of reading, aligning and auditing."""
    sets = [load_form_set(form_set_id) for form_set_id in form_set_ids()]
    times: dict[str, list[float]] = {"reading": [], "aligning": [], "auditing": []}
    for data in datas:
        start = time.process_time()
        book = read_book(data)
        read = time.process_time()
        ret = read_return(book, sets)
        aligned = time.process_time()
        if ret is not None:
            audit(ret)
        done = time.process_time()
        for name, value in zip(times, (read - start, aligned - read, done - aligned), strict=True):
            times[name].append(value * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def cold(arguments: list[str], runs: int = 15) -> tuple[float, float]:
    """Python as a whole process: median and least seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - start)
    return statistics.median(times), min(times)


def print_cold(path: Path) -> None:
    """The command on a file alone in its folder (a report beside it would be read, too), and what starting costs."""
    with tempfile.TemporaryDirectory() as folder:
        alone = shutil.copy(path, folder)
        command = ["-m", "perfxl", "check", "--format", "json", alone]
        for name, arguments in (
            ("python, nothing", ["-c", "pass"]),
            ("python, click", ["-c", "import click"]),
            ("command, cold", command),
        ):
            seconds, least = cold(arguments)
            print(f"  {name:20} {seconds:7.3f} s    least {least:.3f} s")
        memory, heavy = inside(Path(alone))
        print(f"  peak memory          {memory:7.0f} MB   heavy imports {heavy or 'none'}")


def inside(path: Path) -> tuple[float, list[str]]:
    """The peak memory of the command in MB (0 where the system does not tell), and the heavy libraries it imports.

    The process itself says so: what the system counts for a child may be the memory of its parent.
    """
    code = (
        "import pathlib, sys; sys.argv=['perfxl','check',sys.argv[1]]\n"
        "from perfxl.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "status = pathlib.Path('/proc/self/status')\n"
        "lines = status.read_text().splitlines() if status.exists() else []\n"
        "peak = next((line.split()[1] for line in lines if line.startswith('VmHWM')), '0')\n"
        f"print(peak, *[n for n in {HEAVY!r} if n in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    peak, *heavy = done.stderr.splitlines()[-1].split()
    return int(peak) / 1024, heavy


def main() -> None:
    """Print the figures of each file."""
    for path in [Path(name) for name in sys.argv[1:]] or DEFAULT:
        data = path.read_bytes()
        datas = copies(data, COPIES)
        cells = sum(len(sheet.cells) for sheet in read_book(data).sheets)
        whole = median_ms(check, datas)
        low = median_ms(floor, datas)
        peer = median_ms(openpyxl_read, datas)
        again = median_ms(check, datas)
        print(f"{path.name}: {len(data)} bytes, {cells} cells, {COPIES} copies")
        print("  " + ", ".join(f"{name} {value:.2f} ms" for name, value in stages(datas).items()))
        print(f"  perfxl check, warm   {min(whole, again):7.2f} ms   (twice: {whole:.2f}, {again:.2f})")
        print(f"  hand-written floor   {low:7.2f} ms   ratio {min(whole, again) / low:.2f}")
        print(f"  openpyxl, only read  {peer:7.2f} ms   ratio {peer / min(whole, again):.2f}")
        print_cold(path)


if __name__ == "__main__":
    main()
