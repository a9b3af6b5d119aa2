"""Grades and ranks of what is unwanted, of which the lower one is no worse; and of what is wanted."""

from __future__ import annotations

import pytest

from perfxl.rules.scales import below_promised


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("拥堵程度", "中", "低"), ("犯罪率", "中", "低"), ("火险等级", "高", "中"), ("贫困程度", "较高", "较低"),
        ("信访量全省排名", "第5名", "第8名"), ("投诉量全市排名", "前3名", "第9名"), ("能耗强度排名", "第3名", "第6名"),
        ("医院感染等级", "三级", "二级"), ("是否发生事故", "否", "否"), ("是否发生事故", "否", "未发生"),
        ("满意度测评排名", "前十", "第八名"), ("满意度测评排名", "前二十名", "第十二名"), ("考核", "前三四名", "第五名"),
    ],
)  # fmt: skip
def test_no_lower_than_promised(name: str, target: str, actual: str) -> None:
    assert not below_promised(target, actual, name)


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("污染治理水平", "高", "低"), ("信访工作考核排名", "第5名", "第8名"), ("环境质量", "中", "低"),
        ("医院等级", "三级", "二级"), ("是否发生事故", "否", "是"), ("满意度测评排名", "前十", "第十二名"),
        ("考核排名", "前二十名", "第二十一名"),
    ],
)  # fmt: skip
def test_lower_than_promised(name: str, target: str, actual: str) -> None:
    assert below_promised(target, actual, name)
