"""What the messages of the rules on the 基础数据表 say."""

from __future__ import annotations

from cases import base
from made import d, made


def test_messages_say_what_to_look_at() -> None:
    assert "超编 1 人" in made(base(C5=21, D5="105%")).only("BD-02").message
    assert "没有预算而有采购" in made(base(C22=0)).only("BD-16").message
    assert "执行率 104.55%" in made(base(D22=23)).only("BD-16").message
    assert "编制数为 0，不能判断控制率" in made(base(B5=0)).only("BD-01").message
    assert "控制率 95%，而2021年实际在职人数、编制数均为 0" in made(base(B5=0, C5=0)).only("BD-01").message
    assert "档案数字化未填" in made(base(B20=None)).only("BD-05").message
    assert (
        "第 2 个项目名称“档案数字化”与前面的项目重复" in made(base(A21="2、档案数字化")).only("BD-14").message
    )


def test_a_rate_next_to_the_limit_is_not_shown_as_the_limit() -> None:
    message = made(base(C9=d("20.001"), D9=d("30.0018"), B9=d("20.1"))).only("BD-12").message
    assert "150.0015%" in message
