"""The ids under which form sets define their forms and by which rules know them."""

from __future__ import annotations

BASE = "基础数据表"
OVERALL = "部门自评表"
PROJECT = "项目自评表"
SCORING_TABLE = "计分表"
SELF_EVALUATIONS = (OVERALL, PROJECT)
UNIT_DECLARATIONS = ("部门目标申报表", "部门绩效目标申报表")
PROJECT_DECLARATIONS = ("项目目标申报表", "项目绩效目标表")
DECLARATIONS = (*UNIT_DECLARATIONS, *PROJECT_DECLARATIONS)
"""Forms that declare targets at the start of the year."""
REPORT = "自评报告"
"""No form of a set: what findings of a report in words are told under."""
