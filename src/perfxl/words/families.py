"""Importing this module registers every rule over reports, those that find causes first."""

from perfxl.words import (
    against_tables,
    balance,
    conclusions,
    execution,
    indicator_texts,
    names,
    rates,
    score_lines,
    sums,
    table_figures,
    table_indicators,
    wording,
)

__all__ = [
    "against_tables", "balance", "conclusions", "execution", "indicator_texts", "names", "rates", "score_lines", "sums", "table_figures",
    "table_indicators", "wording",
]  # fmt: skip
