"""XM: the rules of the 项目自评表."""

from __future__ import annotations

import pytest

from cases import Case, Changes, base, case, first, overall, second, verify
from made import Kind, d, made


def spent(amount: str) -> Changes:
    """A first project that spent this much of its 55, all forms agreeing."""
    number = d(amount)
    changes = base(D20=number, D19=number + 28, D7=d("373.12") - number)
    return changes | first(F6=number, F7=number, H6=f"{number / 55 * 100:.4f}%", I6=10, H19=100)


def adjusted(amount: str, initial: str) -> Changes:
    """A first project whose budget was adjusted from ``initial`` and spent in full, all forms agreeing."""
    budget, before = d(amount), d(initial)
    changes = base(C20=budget, D20=budget, C19=budget + 30, D19=budget + 28)
    changes |= base(C7=d("375.4") - budget, D7=d("373.12") - budget)
    changes |= overall(F6=f"其中：基本支出：{d('375.4') - budget}", F7=f"项目支出：{budget + 30}")
    changes |= overall(E17=f"≤{budget + 30}万元", F17=f"{budget + 28}万元")
    changes |= first(D6=before, D7=before, E6=budget, E7=budget, F6=budget, F7=budget)
    return changes | first(H6="100%", I6=10, H19=100, E16=f"≤{budget}万元", F16=f"{budget}万元")


# fmt: off
CASES = [
    case("XM-01", "passes", first(D8=0, D9=None)),
    case("XM-01", "fails", first(D6=51), "XM-01 error 项目一!D6", figures=("51", "50", "1"), related="D7 D8 D9"),
    case(
        "XM-01", "fails", first(D6=None), "XM-01 error 项目一!D6", "XM-05 undecided 项目一!D6 从属",
        figures=("", "50", None), related="D7 D8 D9",
    ),
    case(
        "XM-01", "fails", first(E6=54, E16="≤54万元", F16="54万元"), "XM-01 error 项目一!E6",
        "KB-05 error 项目一!E6 从属", "XM-03 error 项目一!F6 从属", "XM-02 error 项目一!H6 从属",
        "XM-07 error 项目一!I6 从属", figures=("54", "55", "-1"), related="E7 E8 E9",
    ),
    case("XM-01", "fails", first(E7=54), "XM-01 error 项目一!E6", figures=("55", "54", "1"), related="E7 E8 E9"),
    case("XM-01", "boundary", first(D6=d("50.005")), "TY-09 info 项目一!D6"),
    case(
        "XM-01", "boundary", first(D6=d("50.01")), "XM-01 info 项目一!D6", figures=("50.01", "50", "0.01"),
        related="D7 D8 D9",
    ),
    case(
        "XM-01", "boundary", first(D6=d("50.011")), "XM-01 error 项目一!D6", "TY-09 info 项目一!D6",
        figures=("50.011", "50", "0.011"), related="D7 D8 D9",
    ),
    case(
        "XM-01", "undecided", first(D7=Kind.ERROR), "XM-01 undecided 项目一!D7 从属", "TY-11 error 项目一!D7",
        related="D6 D8 D9",
    ),
    case("XM-01", "undecided", first(D7=None), "XM-01 undecided 项目一!D7", related="D6 D8 D9"),
    case(
        "XM-01", "undecided", first(D6="4.2.5"), "XM-01 undecided 项目一!D6 从属", "TY-08 error 项目一!D6",
        "TY-09 undecided 项目一!D6 从属", "TY-10 undecided 项目一!D6 从属", "XM-05 undecided 项目一!D6 从属",
        related="D7 D8 D9",
    ),
    case("XM-02", "passes", first(H6="99.818%")),
    case(
        "XM-02", "fails", first(H6="99.7%"), "XM-02 error 项目一!H6", figures=("99.7", "99.8182", "-0.1182"),
        related="F6 E6",
    ),
    case("XM-02", "fails", first(H6=None), "XM-02 error 项目一!H6", figures=("", "99.8182", None), related="F6 E6"),
    case(
        "XM-02", "fails", first(H6=d("0.9882")), "XM-02 error 项目一!H6", figures=("0.9882", "99.8182", "-98.83"),
        related="F6 E6",
    ),
    case(
        "XM-02", "fails", second(E6=31, E7=31, E16="≤31万元"), "XM-02 error 项目二!H6 从属", "KB-05 error 项目二!E6",
        "XM-07 error 项目二!I6 从属", figures=("93.33", "90.3226", "3.0074"), related="F6 E6",
    ),
    case(
        "XM-02", "boundary", second(H6="93.34%"), "XM-02 error 项目二!H6", figures=("93.34", "93.3333", "0.0067"),
        related="F6 E6",
    ),
    case(
        "XM-02", "boundary", first(H6="99.81%"), "XM-02 error 项目一!H6", figures=("99.81", "99.8182", "-0.0082"),
        related="F6 E6",
    ),
    case("XM-02", "boundary", first(H6="99.8%")),
    case("XM-02", "boundary", first(H6="100%")),
    case(
        "XM-02", "undecided", first(H6=Kind.ERROR), "XM-02 undecided 项目一!H6 从属", "TY-11 error 项目一!H6",
        "TY-12 undecided 项目一!H6 从属", related="F6 E6",
    ),
    case(
        "XM-02", "undecided", first(F6=None, F7=None), "XM-02 undecided 项目一!F6 从属", "TY-01 error 项目一!F6", "KB-05 undecided 项目一!F6 从属",
        "KB-06 undecided 项目一!F6 从属", "TY-12 undecided 项目一!F6 从属", "XM-03 undecided 项目一!F6 从属",
        "XM-07 undecided 项目一!F6 从属", related="H6 E6",
    ),
    case(
        "XM-02", "undecided", first(E6=0, E7=0, E16="54.9万元"), "XM-02 undecided 项目一!E6 从属",
        "KB-05 error 项目一!E6 从属", "XM-04 error 项目一!E6", "XM-05 warning 项目一!E6 从属",
        "XM-07 undecided 项目一!E6 从属", "XM-03 error 项目一!F6 从属", related="H6 F6",
    ),
    case("XM-03", "passes", first(F6=d("54.9"))),
    case(
        "XM-03", "fails", spent("60"), "XM-03 error 项目一!F6", "ZP-23 info 项目一!H19", figures=("60", "55", "5"),
        related="E6",
    ),
    case("XM-03", "boundary", spent("55"), "ZP-23 info 项目一!H19"),
    case(
        "XM-03", "boundary", spent("55.005"), "TY-09 info 基础数据表!D7", "TY-09 info 基础数据表!D19",
        "TY-09 info 基础数据表!D20", "TY-09 info 项目一!F6", "TY-09 info 项目一!F7", "ZP-23 info 项目一!H19",
    ),
    case(
        "XM-03", "boundary", spent("55.01"), "XM-03 info 项目一!F6", "ZP-23 info 项目一!H19",
        figures=("55.01", "55", "0.01"), related="E6",
    ),
    case(
        "XM-03", "boundary", spent("55.02"), "XM-03 error 项目一!F6", "ZP-23 info 项目一!H19",
        figures=("55.02", "55", "0.02"), related="E6",
    ),
    case(
        "XM-03", "undecided", first(F6="4.2.5"), "XM-03 undecided 项目一!F6 从属", "TY-08 error 项目一!F6",
        "KB-05 undecided 项目一!F6 从属", "KB-06 undecided 项目一!F6 从属", "TY-09 undecided 项目一!F6 从属",
        "TY-10 undecided 项目一!F6 从属", "TY-12 undecided 项目一!F6 从属", "XM-01 undecided 项目一!F6 从属",
        "XM-02 undecided 项目一!F6 从属", "XM-07 undecided 项目一!F6 从属", related="E6",
    ),
    case(
        "XM-03", "undecided", first(F6=None, F7=None), "XM-03 undecided 项目一!F6 从属",
        "KB-05 undecided 项目一!F6 从属", "KB-06 undecided 项目一!F6 从属", "TY-12 undecided 项目一!F6 从属",
        "XM-02 undecided 项目一!F6 从属", "TY-01 error 项目一!F6", "XM-07 undecided 项目一!F6 从属", related="E6",
    ),
    case(
        "XM-03", "undecided", first(E6=Kind.ERROR), "XM-03 undecided 项目一!E6 从属", "TY-11 error 项目一!E6",
        "KB-05 undecided 项目一!E6 从属", "TY-12 undecided 项目一!E6 从属", "XM-01 undecided 项目一!E6 从属",
        "XM-02 undecided 项目一!E6 从属", "XM-04 undecided 项目一!E6 从属", "XM-05 undecided 项目一!E6 从属",
        "XM-07 undecided 项目一!E6 从属", "ZP-27 undecided 项目一!E6 从属", related="F6",
    ),
    case("XM-04", "passes", first(E6=d("55.00"))),
    case(
        "XM-04", "fails", first(E6=0, E7=0, E16="54.9万元"), "XM-04 error 项目一!E6", "KB-05 error 项目一!E6 从属",
        "XM-05 warning 项目一!E6 从属", "XM-02 undecided 项目一!E6 从属", "XM-07 undecided 项目一!E6 从属",
        "XM-03 error 项目一!F6 从属", figures=("0", None, None),
    ),
    case(
        "XM-04", "boundary", first(E6=d("0.00"), E7=0, E16="54.9万元"), "XM-04 error 项目一!E6",
        "KB-05 error 项目一!E6 从属", "XM-05 warning 项目一!E6 从属", "XM-02 undecided 项目一!E6 从属",
        "XM-07 undecided 项目一!E6 从属", "XM-03 error 项目一!F6 从属", figures=("0", None, None),
    ),
    case(
        "XM-04", "boundary", first(E6=d("0.01"), E7=d("0.01"), E16="54.9万元"), "KB-05 error 项目一!E6",
        "XM-05 warning 项目一!E6 从属", "XM-03 error 项目一!F6 从属", "XM-02 error 项目一!H6 从属",
        "XM-07 error 项目一!I6 从属",
    ),
    case(
        "XM-04", "undecided", first(E6=None, E7=None), "XM-04 undecided 项目一!E6 从属",
        "KB-05 undecided 项目一!E6 从属", "TY-12 undecided 项目一!E6 从属", "XM-02 undecided 项目一!E6 从属", "TY-01 error 项目一!E6",
        "XM-03 undecided 项目一!E6 从属", "XM-05 undecided 项目一!E6 从属", "XM-07 undecided 项目一!E6 从属",
        "ZP-27 undecided 项目一!E6 从属", related="F6",
    ),
    case(
        "XM-04", "undecided", first(E6=Kind.ERROR), "XM-04 undecided 项目一!E6 从属", "TY-11 error 项目一!E6",
        "KB-05 undecided 项目一!E6 从属", "TY-12 undecided 项目一!E6 从属", "XM-01 undecided 项目一!E6 从属",
        "XM-02 undecided 项目一!E6 从属", "XM-03 undecided 项目一!E6 从属", "XM-05 undecided 项目一!E6 从属",
        "XM-07 undecided 项目一!E6 从属", "ZP-27 undecided 项目一!E6 从属", related="F6",
    ),
    case("XM-05", "passes", first(D6=40, D7=40, F11="年中追加专项经费，已完成档案数字化任务，成果通过验收。")),
    case("XM-05", "passes", first(D6=0, D7=0)),
    case("XM-05", "passes", first(D6=40, D7=40, I15="年中预算调整后提前完成，已报批")),
    case(
        "XM-05", "fails", first(D6=40, D7=40, I15="人员调整，次年补齐"), "XM-05 warning 项目一!E6",
        figures=("55", "40", "15"), related="D6",
    ),
    case("XM-05", "fails", first(D6=40, D7=40), "XM-05 warning 项目一!E6", figures=("55", "40", "15"), related="D6"),
    case(
        "XM-05", "fails", first(D6=100, D7=100), "XM-05 warning 项目一!E6", figures=("55", "100", "-45"),
        related="D6",
    ),
    case("XM-05", "boundary", second(D6=d("23.08"), D7=d("23.08"))),
    case("XM-05", "boundary", adjusted("130", "100"), "ZP-23 info 项目一!H19"),
    case(
        "XM-05", "boundary", adjusted("130.01", "100"), "XM-05 warning 项目一!E6", "ZP-23 info 项目一!H19",
        figures=("130.01", "100", "30.01"), related="D6",
    ),
    case("XM-05", "boundary", adjusted("70", "100"), "ZP-23 info 项目一!H19"),
    case(
        "XM-05", "boundary", adjusted("69.99", "100"), "XM-05 warning 项目一!E6", "ZP-23 info 项目一!H19",
        figures=("69.99", "100", "-30.01"), related="D6",
    ),
    case(
        "XM-05", "boundary", first(D6=d("42.307"), D7=d("42.307")), "XM-05 warning 项目一!E6",
        "TY-09 info 项目一!D6", "TY-09 info 项目一!D7", figures=("55", "42.307", "12.693"), related="D6",
    ),
    case("XM-05", "undecided", first(D6=None, D7=None), "XM-05 undecided 项目一!D6", related="E6"),
    case(
        "XM-05", "undecided", first(D6="4.2.5"), "XM-05 undecided 项目一!D6 从属", "TY-08 error 项目一!D6",
        "TY-09 undecided 项目一!D6 从属", "TY-10 undecided 项目一!D6 从属", "XM-01 undecided 项目一!D6 从属",
        related="E6",
    ),
    case(
        "XM-05", "undecided", first(D6=Kind.ERROR), "XM-05 undecided 项目一!D6 从属", "TY-11 error 项目一!D6",
        "XM-01 undecided 项目一!D6 从属", related="E6",
    ),
    case("XM-06", "passes", first(G7="/", I7=None)),
    case("XM-06", "fails", first(G7=10, I7=10), "XM-06 info 项目一!G7", related="I7"),
    case("XM-06", "fails", first(I8=d("0.5")), "XM-06 info 项目一!I8"),
    case("XM-06", "boundary", first(G7=0), "XM-06 info 项目一!G7"),
    case("XM-06", "boundary", first(G7="-", I7="——")),
    case("XM-06", "boundary", first(H7="100%")),
    case("XM-06", "undecided", first(G8="4.2.5"), "XM-06 undecided 项目一!G8 从属", "TY-08 error 项目一!G8"),
    case("XM-06", "undecided", first(G8=Kind.ERROR), "XM-06 undecided 项目一!G8 从属", "TY-11 error 项目一!G8"),
    case("XM-07", "passes", first(I6=d("9.9818"), H19=d("99.9818"))),
    case(
        "XM-07", "fails", second(I6=10, H19=100), "XM-07 error 项目二!I6",
        figures=("10", "9.3333", "0.6667"), related="F6 E6 G6",
    ),
    case(
        "XM-07", "fails", second(I6=None, H19=90), "XM-07 error 项目二!I6", figures=("", "9.3333", None),
        related="F6 E6 G6",
    ),
    case("XM-07", "boundary", second(I6=d("9.335"), H19=d("99.335"))),
    case("XM-07", "boundary", second(I6=d("9.3"), H19=d("99.3"))),
    case(
        "XM-07", "boundary", second(I6=d("9.34"), H19=d("99.34")), "XM-07 info 项目二!I6",
        figures=("9.34", "9.3333", "0.0067"), related="F6 E6 G6",
    ),
    case(
        "XM-07", "boundary", second(I6=d("9.35"), H19=d("99.35")), "XM-07 error 项目二!I6",
        figures=("9.35", "9.3333", "0.0167"), related="F6 E6 G6",
    ),
    case(
        "XM-07", "undecided", second(F6=None, F7=None), "XM-07 undecided 项目二!F6 从属",
        "KB-05 undecided 项目二!F6 从属", "KB-06 undecided 项目二!F6 从属", "TY-12 undecided 项目二!F6 从属",
        "XM-02 undecided 项目二!F6 从属", "TY-01 error 项目二!F6", "XM-03 undecided 项目二!F6 从属", related="I6 E6 G6",
    ),
    case(
        "XM-07", "undecided", second(F6="4.2.5"), "XM-07 undecided 项目二!F6 从属", "TY-08 error 项目二!F6",
        "KB-05 undecided 项目二!F6 从属", "KB-06 undecided 项目二!F6 从属", "TY-09 undecided 项目二!F6 从属",
        "TY-10 undecided 项目二!F6 从属", "TY-12 undecided 项目二!F6 从属", "XM-01 undecided 项目二!F6 从属",
        "XM-02 undecided 项目二!F6 从属", "XM-03 undecided 项目二!F6 从属", related="I6 E6 G6",
    ),
    case("XM-08", "passes", first(B11="项目资金55万元，其中扫描费40万元，检测费15万元。")),
    case("XM-08", "passes", first(B11="扫描费400000元、检测费150000元，合计550000元。")),
    case("XM-08", "passes", first(B11="项目资金５０万元用于扫描。")),
    case(
        "XM-08", "fails", first(B11="扫描费60000元、检测费30000元，合计90000元。"), "XM-08 error 项目一!B11",
        figures=("9", "55", "-46"), related="D6 E6",
    ),
    case(
        "XM-08", "fails", first(B11="经费主要包括扫描费30万元、检测费20.5万元。"), "XM-08 error 项目一!B11",
        figures=("50.5", "55", "-4.5"), related="D6 E6",
    ),
    case("XM-08", "boundary", first(B11="项目资金55.005万元用于扫描。")),
    case(
        "XM-08", "boundary", first(B11="项目资金55.01万元用于扫描。"), "XM-08 info 项目一!B11",
        figures=("55.01", "55", "0.01"), related="D6 E6",
    ),
    case(
        "XM-08", "boundary", first(B11="项目资金55.011万元用于扫描。"), "XM-08 error 项目一!B11",
        figures=("55.011", "55", "0.011"), related="D6 E6",
    ),
    case("XM-08", "passes", first(B11="项目总投资120万元，本年度投入55万元。")),
    case("XM-08", "passes", first(B11="投入55万元，带动社会投资合计8000万元。")),
    case("XM-08", "passes", first(B11="计划总投资300万元，分两年实施，本年安排55万元，其中扫描40万元、检测15万元。")),
    case("XM-08", "passes", first(B11="合同总额66.8万元，本年支付55万元。")),
    case("XM-08", "passes", first(B11="上级下达专项资金60万元，其中扫描55万元、其他5万元。")),
    case("XM-08", "passes", first(B11="全县共安排资金230万元，我单位55万元。")),
    case("XM-08", "passes", first(B11="项目总投资120万元（分三年实施），2021年安排55万元，2022年拟安排32万元。")),
    case(
        "XM-08", "fails", first(B11="项目总投资120万元，本年度投入56万元。"), "XM-08 warning 项目一!B11",
        figures=("56", "55", "1"), related="D6 E6",
    ),
    case(
        "XM-08", "fails", first(B11="项目资金60万元，其中上级资金40万元、本级资金20万元。"), "XM-08 error 项目一!B11",
    ),
    case(
        "XM-08", "undecided", first(B11="项目资金60万元用于扫描。", D6="4.2.5"), "XM-08 undecided 项目一!D6 从属",
        "TY-08 error 项目一!D6", "TY-09 undecided 项目一!D6 从属", "TY-10 undecided 项目一!D6 从属",
        "XM-01 undecided 项目一!D6 从属", "XM-05 undecided 项目一!D6 从属", related="B11 E6",
    ),
    case(
        "XM-08", "undecided", first(B11="项目资金60万元用于扫描。", E6=Kind.ERROR), "XM-08 undecided 项目一!E6 从属",
        "TY-11 error 项目一!E6", "KB-05 undecided 项目一!E6 从属", "TY-12 undecided 项目一!E6 从属",
        "XM-01 undecided 项目一!E6 从属", "XM-02 undecided 项目一!E6 从属", "XM-03 undecided 项目一!E6 从属",
        "XM-04 undecided 项目一!E6 从属", "XM-05 undecided 项目一!E6 从属", "XM-07 undecided 项目一!E6 从属",
        "ZP-27 undecided 项目一!E6 从属", related="B11 D6",
    ),
    case(
        "XM-08", "undecided", first(B11="项目资金60万元用于扫描。", E6=None, E7=None),
        "XM-08 undecided 项目一!E6 从属", "KB-05 undecided 项目一!E6 从属", "TY-12 undecided 项目一!E6 从属",
        "XM-02 undecided 项目一!E6 从属", "TY-01 error 项目一!E6", "XM-03 undecided 项目一!E6 从属", "XM-04 undecided 项目一!E6 从属",
        "XM-05 undecided 项目一!E6 从属", "XM-07 undecided 项目一!E6 从属", "ZP-27 undecided 项目一!E6 从属",
        related="B11 D6",
    ),
    case("XM-09", "passes", first(F11="全年扫描档案六十一万页，全部验收合格。")),
    case("XM-09", "fails", first(F11="已完成。"), "XM-09 info 项目一!F11"),
    case("XM-09", "fails", first(F11=None), "XM-09 info 项目一!F11"),
    case("XM-09", "boundary", first(F11=Kind.ERROR), "TY-11 error 项目一!F11"),
    case("XM-09", "boundary", first(F11="已完成、验收通过合格了")),
    case("XM-09", "boundary", first(F11="已完成，验收通过合格。"), "XM-09 info 项目一!F11"),
    case(
        "XM-10", "passes",
        first(B11="总体任务：扫描费3万元，检测费1.5万元。", F11="已完成扫描任务，扫描费2.9万元，检测费1.5万元。"),
    ),
    case(
        "XM-10", "passes",
        first(B11="总体任务：扫描费3万元，检测费1.5万元。", F11="已完成扫描任务，扫描费3.5万元，扫描费1万元。"),
    ),
    case(
        "XM-10", "fails",
        first(B11="总体任务：扫描费3万元，检测费1.5万元。", F11="已完成扫描任务，支出扫描费35000元。"),
        "XM-10 info 项目一!F11", figures=("3.5", "3", "0.5"), related="B11",
    ),
    case(
        "XM-10", "boundary",
        first(B11="总体任务：扫描费3万元，检测费1.5万元。", F11="已完成扫描任务，检测费1.505万元。"),
    ),
    case(
        "XM-10", "boundary",
        first(B11="总体任务：扫描费3万元，检测费1.5万元。", F11="已完成扫描任务，检测费1.51万元。"),
        "XM-10 info 项目一!F11", figures=("1.51", "1.5", "0.01"), related="B11",
    ),
    case(
        "XM-10", "boundary",
        first(B11="总体任务：扫描费3万元，检测费1.5万元。", F11="已完成扫描任务，检测费1.511万元。"),
        "XM-10 info 项目一!F11", figures=("1.511", "1.5", "0.011"), related="B11",
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)


def test_a_total_that_may_be_wider_is_asked_about() -> None:
    message = made(first(B11="项目总投资120万元，分三年实施。")).only("XM-08").message
    assert "120 万元" in message
    assert "可能不只是本单位本年度的资金" in message


def test_an_adjustment_just_beyond_the_limit_is_not_shown_as_the_limit() -> None:
    message = made(first(D6=d("42.307"), D7=d("42.307"))).only("XM-05").message
    assert "预算调整率 30.0021%，超过 30%" in message


def test_rounding_differences_say_so() -> None:
    assert "（舍入差）" in made(spent("55.01")).only("XM-03").message
    assert "（舍入差）" in made(first(B11="项目资金55.01万元。")).only("XM-08").message


def test_a_rate_without_percent_sign_is_quoted_as_written() -> None:
    assert "（执行率） 0.9882，按" in made(first(H6=d("0.9882"))).only("XM-02").message
