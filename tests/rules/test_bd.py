"""BD: the rules of the 基础数据表."""

from __future__ import annotations

import pytest

from cases import Case, Changes, base, case, second, verify
from made import BASE, Kind, d


def blank(cells: str) -> Changes:
    """Cells of the 基础数据表 left empty."""
    return dict.fromkeys([(BASE, address) for address in cells.split()])


# fmt: off
CASES = [
    case("BD-01", "passes", base(D5="95.0%")),
    case("BD-01", "passes", base(C5="/", D5="/", B5="/")),
    case("BD-01", "passes", base(C5=0, D5="0%", B5=0)),
    case("BD-01", "fails", base(B5=0, C5=0), "BD-01 error 基础数据表!D5", figures=("95%", None, None)),
    case("BD-01", "fails", base(D5="94%"), "BD-01 error 基础数据表!D5", figures=("94", "95", "-1"), related="C5 B5"),
    case("BD-01", "fails", base(D5=None), "BD-01 error 基础数据表!D5", figures=("", "95", None), related="C5 B5"),
    case(
        "BD-01", "fails", base(D5="95.01%"), "BD-01 error 基础数据表!D5", figures=("95.01", "95", "0.01"),
        related="C5 B5",
    ),
    case("BD-01", "boundary", base(B5=32, C5=27, D5="84.37%")),
    case("BD-01", "boundary", base(B5=32, C5=27, D5="84.38%")),
    case(
        "BD-01", "boundary", base(B5=32, C5=27, D5="84.3%"), "BD-01 error 基础数据表!D5",
        figures=("84.3", "84.375", "-0.075"), related="C5 B5",
    ),
    case(
        "BD-01", "undecided", base(D5=Kind.ERROR), "BD-01 undecided 基础数据表!D5 从属", "TY-11 error 基础数据表!D5",
        "TY-12 undecided 基础数据表!D5 从属", related="C5 B5",
    ),
    case(
        "BD-01", "undecided", base(C5=None), "BD-01 undecided 基础数据表!C5 从属", "TY-01 error 基础数据表!C5",
        "BD-02 undecided 基础数据表!C5 从属", "TY-12 undecided 基础数据表!C5 从属", related="D5 B5",
    ),
    case(
        "BD-01", "undecided", base(B5="4.2.5"), "BD-01 undecided 基础数据表!B5 从属", "TY-08 error 基础数据表!B5",
        "BD-02 undecided 基础数据表!B5 从属", "TY-10 undecided 基础数据表!B5 从属",
        "TY-12 undecided 基础数据表!B5 从属", related="D5 C5",
    ),
    case(
        "BD-01", "undecided", base(B5=Kind.UNCALCULATED), "BD-01 undecided 基础数据表!B5 从属",
        "BD-02 undecided 基础数据表!B5 从属", "TY-11 warning 基础数据表!B5", "TY-12 undecided 基础数据表!B5 从属",
        related="D5 C5",
    ),
    case(
        "BD-01", "undecided", base(B5=0), "BD-01 undecided 基础数据表!B5 从属", "BD-02 warning 基础数据表!C5",
    ),
    case("BD-02", "passes", base(C5=19)),
    case(
        "BD-02", "fails", base(C5=21, D5="105%"), "BD-02 warning 基础数据表!C5", figures=("21", "20", "1"),
        related="B5 D5",
    ),
    case("BD-02", "boundary", base(C5=20, D5="100%")),
    case(
        "BD-02", "undecided", base(C5=Kind.ERROR), "BD-02 undecided 基础数据表!C5 从属", "TY-11 error 基础数据表!C5",
        "BD-01 undecided 基础数据表!C5 从属", "TY-12 undecided 基础数据表!C5 从属", related="B5",
    ),
    case(
        "BD-02", "undecided", base(B5=None), "BD-02 undecided 基础数据表!B5 从属", "TY-01 error 基础数据表!B5",
        "BD-01 undecided 基础数据表!B5 从属", "TY-12 undecided 基础数据表!B5 从属", related="C5",
    ),
    case("BD-03", "passes", base(B17=None)),
    case("BD-03", "passes", blank("B13 B14 B15 B16 B17 B18 C13 C14 C15 C16 C17 C18 D13 D14 D15 D16 D17 D18")),
    case(
        "BD-03", "fails", base(B13=d("6.3")), "BD-03 error 基础数据表!B13", figures=("6.3", "6.2", "0.1"),
        related="B14 B17 B18",
    ),
    case(
        "BD-03", "fails", base(B13=None), "BD-03 error 基础数据表!B13", "BD-09 undecided 基础数据表!B13 从属",
        figures=("", "6.2", None), related="B14 B17 B18",
    ),
    case(
        "BD-03", "fails", base(B17=d("-1")), "BD-03 error 基础数据表!B13 从属", "TY-10 error 基础数据表!B17",
        figures=("6.2", "5.2", "1"), related="B14 B17 B18",
    ),
    case("BD-03", "boundary", base(B13=d("6.205")), "TY-09 info 基础数据表!B13"),
    case(
        "BD-03", "boundary", base(B13=d("6.206")), "BD-03 info 基础数据表!B13", "TY-09 info 基础数据表!B13",
        figures=("6.206", "6.2", "0.006"), related="B14 B17 B18",
    ),
    case(
        "BD-03", "boundary", base(B13=d("6.21")), "BD-03 info 基础数据表!B13", figures=("6.21", "6.2", "0.01"),
        related="B14 B17 B18",
    ),
    case(
        "BD-03", "boundary", base(B13=d("6.211")), "BD-03 error 基础数据表!B13", "TY-09 info 基础数据表!B13",
        figures=("6.211", "6.2", "0.011"), related="B14 B17 B18",
    ),
    case(
        "BD-03", "undecided", base(B13=Kind.ERROR), "BD-03 undecided 基础数据表!B13 从属",
        "TY-11 error 基础数据表!B13", "BD-09 undecided 基础数据表!B13 从属", related="B14 B17 B18",
    ),
    case(
        "BD-03", "undecided", base(B17=Kind.UNCALCULATED), "BD-03 undecided 基础数据表!B17 从属",
        "TY-11 warning 基础数据表!B17", related="B13 B14 B18",
    ),
    case(
        "BD-03", "undecided", base(B17="4.2.5"), "BD-03 undecided 基础数据表!B17 从属", "TY-08 error 基础数据表!B17",
        "TY-09 undecided 基础数据表!B17 从属", "TY-10 undecided 基础数据表!B17 从属", related="B13 B14 B18",
    ),
    case(
        "BD-03", "undecided", base(B14=None, B15=None, B16=None, B17=None, B18=None),
        "BD-03 undecided 基础数据表!B14", related="B13 B17 B18",
    ),
    case("BD-04", "passes", base(B15=None)),
    case(
        "BD-04", "fails", base(D14=d("3.4"), D13=d("5")), "BD-04 error 基础数据表!D14",
        figures=("3.4", "3.5", "-0.1"), related="D15 D16",
    ),
    case(
        "BD-04", "fails", base(B14=d("5")), "BD-04 error 基础数据表!B14", "BD-03 error 基础数据表!B13 从属",
        figures=("5", "4", "1"), related="B15 B16",
    ),
    case(
        "BD-04", "fails", base(B14=None), "BD-04 error 基础数据表!B14", "BD-03 error 基础数据表!B13 从属",
        figures=("", "4", None), related="B15 B16",
    ),
    case(
        "BD-04", "boundary", base(B14=d("4.005"), B13=d("6.205")), "TY-09 info 基础数据表!B13",
        "TY-09 info 基础数据表!B14",
    ),
    case(
        "BD-04", "boundary", base(B14=d("4.01"), B13=d("6.21")), "BD-04 info 基础数据表!B14",
        figures=("4.01", "4", "0.01"), related="B15 B16",
    ),
    case(
        "BD-04", "boundary", base(B14=d("4.02"), B13=d("6.22")), "BD-04 error 基础数据表!B14",
        figures=("4.02", "4", "0.02"), related="B15 B16",
    ),
    case(
        "BD-04", "undecided", base(B16=Kind.ERROR), "BD-04 undecided 基础数据表!B16 从属",
        "TY-11 error 基础数据表!B16", related="B14 B15",
    ),
    case("BD-04", "undecided", base(B15=None, B16=None), "BD-04 undecided 基础数据表!B15", related="B14 B16"),
    case(
        "BD-04", "undecided", base(B14="4.2.5"), "BD-04 undecided 基础数据表!B14 从属", "TY-08 error 基础数据表!B14",
        "BD-03 undecided 基础数据表!B14 从属", "TY-09 undecided 基础数据表!B14 从属",
        "TY-10 undecided 基础数据表!B14 从属", related="B15 B16",
    ),
    case("BD-05", "passes", base(B19=None, B20=None, B21=None)),
    case("BD-05", "fails", base(B20=51), "BD-05 error 基础数据表!B19", figures=("80", "81", "-1"), related="B20 B21"),
    case(
        "BD-05", "fails", base(D19=83), "BD-05 error 基础数据表!D19", "KB-06 error 基础数据表!D19 从属",
        "KB-01 error 部门自评表!F4 从属", figures=("83", "82.9", "0.1"), related="D20 D21",
    ),
    case(
        "BD-05", "fails", base(D19=None), "BD-05 error 基础数据表!D19", "KB-01 undecided 基础数据表!D19 从属",
        "KB-06 undecided 基础数据表!D19 从属", figures=("", "82.9", None), related="D20 D21",
    ),
    case(
        "BD-05", "fails", base(B20=None), "BD-05 error 基础数据表!B19", figures=("80", "30", "50"),
        related="B20 B21",
    ),
    case(
        "BD-05", "fails", base(D20=55), "BD-05 error 基础数据表!D19", "KB-05 error 项目一!F6 从属",
        figures=("82.9", "83", "-0.1"), related="D20 D21",
    ),
    case(
        "BD-05", "fails", base(D20=None), "BD-05 error 基础数据表!D19", "BD-12 undecided 基础数据表!D20 从属",
        "KB-05 undecided 基础数据表!D20 从属", figures=("82.9", "28", "54.9"), related="D20 D21",
    ),
    case("BD-05", "boundary", base(B19=d("80.005")), "TY-09 info 基础数据表!B19"),
    case(
        "BD-05", "boundary", base(B19=d("80.01")), "BD-05 info 基础数据表!B19", figures=("80.01", "80", "0.01"),
        related="B20 B21",
    ),
    case(
        "BD-05", "boundary", base(B19=d("80.011")), "BD-05 error 基础数据表!B19", "TY-09 info 基础数据表!B19",
        figures=("80.011", "80", "0.011"), related="B20 B21",
    ),
    case(
        "BD-05", "undecided", base(B20=Kind.ERROR), "BD-05 undecided 基础数据表!B20 从属",
        "TY-11 error 基础数据表!B20", related="B19 B21",
    ),
    case(
        "BD-05", "undecided", base(B19="4.2.5"), "BD-05 undecided 基础数据表!B19 从属", "TY-08 error 基础数据表!B19",
        "TY-09 undecided 基础数据表!B19 从属", "TY-10 undecided 基础数据表!B19 从属", related="B20 B21",
    ),
    case("BD-05", "undecided", base(B20=None, B21=None), "BD-05 undecided 基础数据表!B20", related="B19 B21"),
    case("BD-06", "passes", base(B9=None)),
    case(
        "BD-06", "fails", base(B8=d("35.7")), "BD-06 error 基础数据表!B8", figures=("35.7", "35.8", "-0.1"),
        related="B9 B10 B11",
    ),
    case(
        "BD-06", "fails", base(A12="资料费", B12=30, C12=10, D12=10), "BD-06 error 基础数据表!B8",
        figures=("60.2", "65.8", "-5.6"), related="B9 B10 B11 B12",
    ),
    case("BD-06", "boundary", base(B8=d("35.8"))),
    case("BD-06", "boundary", base(B8=d("35.795")), "TY-09 info 基础数据表!B8"),
    case(
        "BD-06", "boundary", base(B8=d("35.79")), "BD-06 info 基础数据表!B8", figures=("35.79", "35.8", "-0.01"),
        related="B9 B10 B11",
    ),
    case(
        "BD-06", "boundary", base(B8=d("35.78")), "BD-06 error 基础数据表!B8", figures=("35.78", "35.8", "-0.02"),
        related="B9 B10 B11",
    ),
    case(
        "BD-06", "undecided", base(B8=None), "BD-06 undecided 基础数据表!B8", "BD-07 undecided 基础数据表!B8 从属",
        related="B9 B10 B11",
    ),
    case(
        "BD-06", "undecided", base(B9=Kind.ERROR), "BD-06 undecided 基础数据表!B9 从属", "TY-11 error 基础数据表!B9",
        related="B8 B10 B11",
    ),
    case(
        "BD-06", "undecided", base(B9=None, B10=None, B11=None), "BD-06 undecided 基础数据表!B9",
        related="B8 B10 B11",
    ),
    case("BD-07", "passes", base(B7=100)),
    case("BD-07", "fails", base(B7=60), "BD-07 error 基础数据表!B7", figures=("60", "60.2", "-0.2"), related="B8"),
    case("BD-07", "boundary", base(B7=d("60.2"))),
    case("BD-07", "boundary", base(B7=d("60.195")), "TY-09 info 基础数据表!B7"),
    case(
        "BD-07", "boundary", base(B7=d("60.19")), "BD-07 info 基础数据表!B7", figures=("60.19", "60.2", "-0.01"),
        related="B8",
    ),
    case(
        "BD-07", "boundary", base(B7=d("60.18")), "BD-07 error 基础数据表!B7", figures=("60.18", "60.2", "-0.02"),
        related="B8",
    ),
    case("BD-07", "undecided", base(B7=None), "BD-07 undecided 基础数据表!B7", related="B8"),
    case(
        "BD-07", "undecided", base(B7=Kind.ERROR), "BD-07 undecided 基础数据表!B7 从属", "TY-11 error 基础数据表!B7",
        related="B8",
    ),
    case(
        "BD-07", "undecided", base(B7="4.2.5"), "BD-07 undecided 基础数据表!B7 从属", "TY-08 error 基础数据表!B7",
        "TY-09 undecided 基础数据表!B7 从属", "TY-10 undecided 基础数据表!B7 从属", related="B8",
    ),
    case("BD-08", "passes", base(D13=d("5.1"))),
    case(
        "BD-08", "fails", base(D13=d("6.1"), D18=d("2.6")), "BD-08 warning 基础数据表!D13",
        figures=("6.1", "5.8", "0.3"), related="C13",
    ),
    case(
        "BD-08", "fails", base(D13=d("5.9")), "BD-08 warning 基础数据表!D13 从属", "BD-03 error 基础数据表!D13",
        figures=("5.9", "5.8", "0.1"), related="C13",
    ),
    case("BD-08", "boundary", base(D13=d("5.8"), D18=d("2.3"))),
    case(
        "BD-08", "boundary", base(D13=d("5.81"), D18=d("2.31")), "BD-08 warning 基础数据表!D13",
        figures=("5.81", "5.8", "0.01"), related="C13",
    ),
    case(
        "BD-08", "undecided", base(C13=Kind.ERROR), "BD-08 undecided 基础数据表!C13 从属",
        "TY-11 error 基础数据表!C13", "BD-03 undecided 基础数据表!C13 从属", "BD-09 undecided 基础数据表!C13 从属",
        "BD-10 undecided 基础数据表!C13 从属", related="D13",
    ),
    case(
        "BD-08", "undecided", base(D13=None, D14=None, D15=None, D16=None, D17=None, D18=None),
        "BD-08 undecided 基础数据表!D13", "BD-10 undecided 基础数据表!D13 从属", related="C13",
    ),
    case("BD-09", "passes", base(B13=7, B18=3)),
    case(
        "BD-09", "fails", base(B13=5, B18=1), "BD-09 warning 基础数据表!C13", figures=("5.8", "5", "0.8"),
        related="B13",
    ),
    case(
        "BD-09", "fails", base(B13=0, B14=0, B16=0, B18=0), "BD-09 warning 基础数据表!C13",
        figures=("5.8", "0", "5.8"), related="B13",
    ),
    case("BD-09", "boundary", base(B13=d("5.8"), B18=d("1.8"))),
    case(
        "BD-09", "boundary", base(B13=d("5.79"), B18=d("1.79")), "BD-09 warning 基础数据表!C13",
        figures=("5.8", "5.79", "0.01"), related="B13",
    ),
    case(
        "BD-09", "undecided", base(B13=Kind.ERROR), "BD-09 undecided 基础数据表!B13 从属",
        "TY-11 error 基础数据表!B13", "BD-03 undecided 基础数据表!B13 从属", related="C13",
    ),
    case(
        "BD-09", "undecided", base(C13="4.2.5"), "BD-09 undecided 基础数据表!C13 从属", "TY-08 error 基础数据表!C13",
        "BD-03 undecided 基础数据表!C13 从属", "BD-08 undecided 基础数据表!C13 从属",
        "BD-10 undecided 基础数据表!C13 从属", "TY-09 undecided 基础数据表!C13 从属",
        "TY-10 undecided 基础数据表!C13 从属", related="B13",
    ),
    case("BD-10", "passes", base(D13=d("5.2"), D18=d("1.7"))),
    case(
        "BD-10", "fails", base(D13=d("2.5"), D14=d("2"), D16=d("2"), D18=d("0.5")), "BD-10 info 基础数据表!D13",
        figures=("2.5", "5.8", "-3.3"), related="C13",
    ),
    case("BD-10", "boundary", base(D13=d("2.9"), D14=d("2"), D16=d("2"), D18=d("0.9"))),
    case(
        "BD-10", "boundary", base(D13=d("2.89"), D14=d("2"), D16=d("2"), D18=d("0.89")), "BD-10 info 基础数据表!D13",
        figures=("2.89", "5.8", "-2.91"), related="C13",
    ),
    case(
        "BD-10", "undecided", base(D13="4.2.5"), "BD-10 undecided 基础数据表!D13 从属", "TY-08 error 基础数据表!D13",
        "BD-03 undecided 基础数据表!D13 从属", "BD-08 undecided 基础数据表!D13 从属",
        "TY-09 undecided 基础数据表!D13 从属", "TY-10 undecided 基础数据表!D13 从属", related="C13",
    ),
    case(
        "BD-10", "undecided", base(C13=None, C14=None, C15=None, C16=None, C17=None, C18=None),
        "BD-10 undecided 基础数据表!C13 从属", "BD-08 undecided 基础数据表!C13",
        "BD-09 undecided 基础数据表!C13 从属", related="D13",
    ),
    case("BD-12", "passes", base(D9=25)),
    case("BD-12", "fails", base(D9=4), "BD-12 warning 基础数据表!D9", figures=("4", "19.5", "-15.5"), related="C9"),
    case("BD-12", "fails", base(D9=31), "BD-12 warning 基础数据表!D9", figures=("31", "19.5", "11.5"), related="C9"),
    case("BD-12", "passes", base(C9=0, D9=10)),
    case("BD-12", "boundary", base(C9=20, D9=30)),
    case(
        "BD-12", "boundary", base(C9=20, D9=d("30.01")), "BD-12 warning 基础数据表!D9",
        figures=("30.01", "20", "10.01"), related="C9",
    ),
    case("BD-12", "boundary", base(C9=20, D9=10)),
    case(
        "BD-12", "boundary", base(C9=20, D9=d("9.99")), "BD-12 warning 基础数据表!D9",
        figures=("9.99", "20", "-10.01"), related="C9",
    ),
    case(
        "BD-12", "boundary", base(C11=d("30.01"), D11=d("15"), C8=90), "BD-12 warning 基础数据表!D11",
        figures=("15", "30.01", "-15.01"), related="C11",
    ),
    case(
        "BD-12", "undecided", base(C9=Kind.ERROR), "BD-12 undecided 基础数据表!C9 从属", "TY-11 error 基础数据表!C9",
        "BD-06 undecided 基础数据表!C9 从属", related="D9",
    ),
    case("BD-12", "undecided", base(C9=None), "BD-12 undecided 基础数据表!C9", related="D9"),
    case(
        "BD-12", "undecided", base(D20=Kind.UNCALCULATED), "BD-12 undecided 基础数据表!D20 从属",
        "BD-05 undecided 基础数据表!D20 从属", "KB-05 undecided 基础数据表!D20 从属",
        "TY-11 warning 基础数据表!D20", related="C20",
    ),
    case("BD-13", "passes", base(A21="2、客商接待经费") | second(B3="客商接待经费")),
    case(
        "BD-13", "fails", base(A21="2、客商接待经费", D18=0, D13=d("3.5")) | second(B3="客商接待经费"),
        "BD-13 info 基础数据表!D21", related="D18",
    ),
    case("BD-13", "boundary", base(A21="2、客商接待经费", D18=d("0.01"), D13=d("3.51")) | second(B3="客商接待经费")),
    case(
        "BD-13", "undecided", base(A21="2、客商接待经费", D18=None, D13=d("3.5")) | second(B3="客商接待经费"),
        "BD-13 undecided 基础数据表!D18", related="D21",
    ),
    case(
        "BD-13", "undecided", base(A21="2、客商接待经费", D18=Kind.ERROR) | second(B3="客商接待经费"),
        "BD-13 undecided 基础数据表!D18 从属", "TY-11 error 基础数据表!D18", "BD-03 undecided 基础数据表!D18 从属",
        related="D21",
    ),
    case("BD-14", "passes", base(A21="馆库维护")),
    case("BD-14", "fails", base(A21="2、"), "BD-14 error 基础数据表!A21", "KB-04 undecided 基础数据表!A21 从属"),
    case("BD-14", "fails", base(A21=None), "BD-14 error 基础数据表!A21", "KB-04 undecided 基础数据表!A21 从属"),
    case(
        "BD-14", "fails", base(A21="2、档案数字化"), "BD-14 error 基础数据表!A21",
        "KB-04 undecided 基础数据表!A21 从属",
    ),
    case("BD-14", "boundary", base(A21="2"), "BD-14 error 基础数据表!A21", "KB-04 undecided 基础数据表!A21 从属"),
    case(
        "BD-14", "boundary", base(A21="2、档案 数字化"), "BD-14 error 基础数据表!A21",
        "KB-04 undecided 基础数据表!A21 从属",
    ),
    case("BD-15", "passes", base(B23="集中采购")),
    case("BD-15", "fails", base(B23=None), "BD-15 info 基础数据表!B23"),
    case("BD-15", "boundary", base(B23="　"), "BD-15 info 基础数据表!B23"),
    case("BD-15", "boundary", base(B23="无。"), "BD-15 info 基础数据表!B23"),
    case("BD-15", "boundary", base(B23="/"), "BD-15 info 基础数据表!B23"),
    case("BD-15", "boundary", base(B23="无超标采购")),
    case("BD-16", "passes", base(C22=0, D22=0)),
    case("BD-16", "fails", base(D22=23), "BD-16 warning 基础数据表!D22", figures=("23", "22", "1"), related="C22"),
    case("BD-16", "fails", base(D22=0), "BD-16 warning 基础数据表!D22", figures=("0", "22", "-22"), related="C22"),
    case("BD-16", "fails", base(C22=0), "BD-16 warning 基础数据表!D22", figures=("21.5", "0", "21.5"), related="C22"),
    case("BD-16", "boundary", base(D22=22)),
    case(
        "BD-16", "boundary", base(D22=d("22.01")), "BD-16 warning 基础数据表!D22", figures=("22.01", "22", "0.01"),
        related="C22",
    ),
    case("BD-16", "undecided", base(D22=None), "BD-16 undecided 基础数据表!D22", related="C22"),
    case(
        "BD-16", "undecided", base(D22="4.2.5"), "BD-16 undecided 基础数据表!D22 从属", "TY-08 error 基础数据表!D22",
        "TY-09 undecided 基础数据表!D22 从属", "TY-10 undecided 基础数据表!D22 从属", related="C22",
    ),
    case(
        "BD-16", "undecided", base(C22=Kind.ERROR), "BD-16 undecided 基础数据表!C22 从属",
        "TY-11 error 基础数据表!C22", related="D22",
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)
