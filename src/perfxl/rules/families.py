"""All rules that are checked by functions: each module registers its own when it is imported."""

from __future__ import annotations

from collections.abc import Mapping

from perfxl.rules import (  # noqa: F401  # they register their rules
    base_data,
    common,
    costs,
    cross_form,
    cross_year,
    declaration,
    declaration_details,
    declared_targets,
    form_labels,
    formula_cells,
    full_marks,
    grades,
    identity,
    indicators_set,
    indicators_value,
    misread,
    money_units,
    other_rates,
    prescribed_weights,
    project,
    scores,
    scoring_rates,
    scoring_table,
    self_evaluation,
    split_sources,
    total_score,
    weights,
)
from perfxl.rules.registry import PairRule, Rule, registered_pairs, registered_rules


def python_rules() -> Mapping[str, list[Rule]]:
    """Every rule that is checked by a function, by id."""
    return registered_rules()


def pair_rules() -> Mapping[str, PairRule]:
    """Every rule over two returns, by id."""
    return registered_pairs()
