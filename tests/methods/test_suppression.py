"""No hidden count can be worked out, neither by readers who subtract nor by readers who know the rule."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from waardeel.methods.estimates.suppression import (
    BadCell,
    BadMinimum,
    RaggedTable,
    SuppressedList,
    suppress,
    suppress_table,
)

CASES = {
    case["id"]: case for case in json.loads((Path(__file__).parent / "data/disclosure-cases.json").read_text())["cases"]
}


def named(values):
    return {f"k{i}": value for i, value in enumerate(values)}


def hide(values, minimum, *, total_shown=True):
    found = suppress(named(values), minimum=minimum, total_shown=total_shown)
    return list(found.counts.values()), found.total


# ---- published failures ----


def test_the_total_does_not_give_the_hidden_cell_away():
    case = CASES["complement"]
    found = suppress(case["table"], minimum=case["threshold"], total_shown=True)
    assert found == SuppressedList({"<18": None, "18+": None}, 180)
    assert found.total == case["total"]


def test_hidden_cells_that_are_too_few_together_get_company():
    assert "next smallest" in CASES["sum-of-hidden"]["lesson"]
    assert hide([2, 3, 40, 30], 10) == ([None, None, 40, None], 75)


# ---- lists ----


@pytest.mark.parametrize(
    ("values", "published"),
    [
        ([10, 12, 0], ([10, 12, 0], 22)),  # nothing small: all shown, zeros too
        ([9, 12, 30], ([None, None, 30], 51)),
        ([9, 12, 12, 30], ([None, None, None, 30], 63)),  # equals go together, or the order would tell
        ([6, 6, 30], ([None, None, 30], 42)),  # 11 and 1 would be hidden just the same
        ([5, 5, 30], ([None, None, None], 40)),  # at most 9 and 1: both would be known to be small
        ([8, 8, 12], ([None, None, None], 28)),  # 15 would not have been hidden, 12 being smaller
        ([9, 0, 30], ([None, 0, None], 39)),
        ([4, 0, 3], ([None, None, None], None)),  # too few together: nothing is shown
        ([5, 5], ([None, None], None)),  # a total of 10 would say that both are small
        ([], ([], 0)),
        ([0, 0], ([0, 0], 0)),
    ],
)
def test_what_a_list_with_a_total_publishes(values, published):
    assert hide(values, 10) == published


def test_a_list_is_written_as_plain_json():
    found = suppress({"yes": 12, "no": 3}, minimum=5, total_shown=True)
    assert json.loads(json.dumps(found.to_json())) == {"counts": {"yes": None, "no": None}, "total": 15}


def test_without_a_total_only_small_counts_are_hidden():
    assert hide([9, 12, 0, 1], 10, total_shown=False) == ([None, 12, 0, None], None)


def test_a_minimum_of_one_hides_nothing():
    assert hide([1, 2, 0], 1) == ([1, 2, 0], 3)


@given(st.lists(st.integers(0, 40), max_size=8), st.integers(2, 12), st.randoms(use_true_random=False))
def test_the_order_of_the_list_never_matters(values, minimum, random):
    order = list(range(len(values)))
    random.shuffle(order)
    straight, total = hide(values, minimum)
    assert hide([values[i] for i in order], minimum) == ([straight[i] for i in order], total)


@given(st.lists(st.integers(0, 60), max_size=8), st.integers(2, 12))
def test_a_reader_who_subtracts_learns_no_hidden_count_of_a_list(values, minimum):
    published, total = hide(values, minimum)
    assert not any(shown is not None and 0 < shown < minimum for shown in published)
    if total is None:
        assert set(published) == {None}
        return
    unknown = published.count(None)
    rest = total - sum(shown for shown in published if shown is not None)
    assert unknown != 1
    # each hidden count lies between 1 and what is left when the others are 1
    assert unknown == 0 or rest - (unknown - 1) >= max(minimum, 2)


@pytest.mark.parametrize(("length", "largest"), [(2, 24), (3, 14), (4, 9)])
@pytest.mark.parametrize("minimum", [2, 3, 4, 5])
def test_a_reader_who_knows_the_rule_learns_no_hidden_count_of_a_list(length, largest, minimum):
    """All lists are tried: those that publish the same leave each hidden count open."""
    worlds = defaultdict(list)
    for values in product(range(largest + 1), repeat=length):
        published, total = hide(values, minimum)
        if total is not None:
            worlds[tuple(published), total].append(values)
    for (published, _), same in worlds.items():
        for i, shown in enumerate(published):
            if shown is None:
                possible = {values[i] for values in same}
                assert len(possible) > 1
                assert min(possible) < minimum <= max(possible)


# ---- tables ----


def table(grid):
    return {f"r{i}": {f"c{j}": value for j, value in enumerate(line)} for i, line in enumerate(grid)}


def publish(grid, minimum):
    """The table with its margins as one grid, None where hidden."""
    found = suppress_table(table(grid), minimum=minimum, totals_shown=True)
    lines = [[*cells.values(), found.row_totals[row]] for row, cells in found.counts.items()]
    return [*lines, [*found.column_totals.values(), found.total]]


def possible_bounds(published):
    """Smallest and largest value of each hidden count, by linear programming over all that is published.

    A judge that shares nothing with the method: it solves the equations of the table as they stand.
    """
    height, width = len(published), len(published[0])
    unknown = [(i, j) for i in range(height) for j in range(width) if published[i][j] is None]
    place = {cell: k for k, cell in enumerate(unknown)}
    lines = [[(i, j) for j in range(width)] for i in range(height)]
    lines += [[(i, j) for i in range(height)] for j in range(width)]
    matrix, right = np.zeros((len(lines), len(unknown))), np.zeros(len(lines))
    for number, line in enumerate(lines):
        for cell, sign in zip(line, [1] * (len(line) - 1) + [-1], strict=True):
            if cell in place:
                matrix[number, place[cell]] += sign
            else:
                right[number] -= sign * published[cell[0]][cell[1]]
    bounds = {}
    for cell, k in place.items():
        goal = np.zeros(len(unknown))
        goal[k] = 1
        low = linprog(goal, A_eq=matrix, b_eq=right, bounds=(1, None))
        high = linprog(-goal, A_eq=matrix, b_eq=right, bounds=(1, None))
        bounds[cell] = (round(low.fun), round(-high.fun) if high.status == 0 else float("inf"))
    return bounds


grids = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.one_of(st.integers(0, 12), st.integers(0, 60)), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@settings(max_examples=80)
@given(grids, st.integers(2, 10))
def test_a_reader_who_subtracts_learns_no_hidden_count_of_a_table(grid, minimum):
    published = publish(grid, minimum)
    assert not any(shown is not None and 0 < shown < minimum for line in published for shown in line)
    if all(shown is None for line in published for shown in line):
        return
    for low, high in possible_bounds(published).values():
        assert low < high
        assert high >= minimum


@given(grids, st.integers(1, 10))
def test_what_a_table_shows_is_true_and_zeros_stay(grid, minimum):
    full = [[*line, sum(line)] for line in grid]
    full.append([sum(column) for column in zip(*full, strict=True)])
    published = publish(grid, minimum)
    everything = all(shown is None for line in published for shown in line)
    for true_line, line in zip(full, published, strict=True):
        for true, shown in zip(true_line, line, strict=True):
            assert shown in (None, true)
            assert everything or true > 0 or shown == 0


@pytest.mark.parametrize(
    ("grid", "published"),
    [
        # one small cell: the cheapest rectangle around it is hidden with it
        (
            [[3, 20, 30], [40, 50, 60], [70, 80, 90]],
            [[None, None, 30, 53], [None, None, 60, 150], [70, 80, 90, 240], [113, 150, 180, 443]],
        ),
        # two small cells share one rectangle, as what is hidden already costs nothing
        (
            [[3, 40, 20], [30, 50, 40], [50, 3, 0]],
            [[None, None, 20, 63], [30, 50, 40, 120], [None, None, 0, 53], [83, 93, 60, 236]],
        ),
        # nothing small: all shown
        ([[10, 0], [12, 11]], [[10, 0, 10], [12, 11, 23], [22, 11, 33]]),
        # too few together: nothing is shown
        ([[1, 2], [0, 3]], [[None] * 3] * 3),
        # a row that is too small as a whole: its total is hidden too, and another to cover it
        ([[4, 0], [20, 30]], [[None, 0, None], [None, 30, None], [24, 30, 54]]),
    ],
)
def test_what_a_table_with_margins_publishes(grid, published):
    assert publish(grid, 10) == published


def test_without_margins_only_small_cells_of_a_table_are_hidden():
    found = suppress_table(table([[3, 20], [0, 9]]), minimum=10, totals_shown=False)
    assert found.to_json() == {
        "counts": {"r0": {"c0": None, "c1": 20}, "r1": {"c0": 0, "c1": None}},
        "row_totals": {},
        "column_totals": {},
        "total": None,
    }


def test_an_empty_table_is_an_empty_table():
    assert suppress_table({}, minimum=10, totals_shown=True).to_json() == {
        "counts": {},
        "row_totals": {},
        "column_totals": {},
        "total": 0,
    }


def test_rows_may_name_their_columns_in_any_order():
    found = suppress_table({"a": {"x": 10, "y": 20}, "b": {"y": 30, "x": 40}}, minimum=5, totals_shown=True)
    assert found.counts == {"a": {"x": 10, "y": 20}, "b": {"x": 40, "y": 30}}
    assert found.column_totals == {"x": 50, "y": 50}


# ---- bad input ----


@pytest.mark.parametrize("value", [-1, 1.0, "3", True, None])
def test_a_count_that_is_no_count_is_refused(value):
    with pytest.raises(BadCell, match="'k'"):
        suppress({"k": value}, minimum=5, total_shown=True)
    with pytest.raises(BadCell, match="'r', 'k'"):
        suppress_table({"r": {"k": value}}, minimum=5, totals_shown=True)


@pytest.mark.parametrize("minimum", [0, -1, 2.5, True])
def test_a_minimum_that_is_no_minimum_is_refused(minimum):
    with pytest.raises(BadMinimum):
        suppress({}, minimum=minimum, total_shown=True)
    with pytest.raises(BadMinimum):
        suppress_table({}, minimum=minimum, totals_shown=False)


def test_rows_with_other_columns_are_refused():
    with pytest.raises(RaggedTable):
        suppress_table({"a": {"x": 1}, "b": {"y": 1}}, minimum=5, totals_shown=True)
