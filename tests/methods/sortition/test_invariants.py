"""What holds for every pool and every rule with quotas."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.sortition.pools import around_a_panel, pools, some_pool
from waardeel.methods.errors import NoAnswer
from waardeel.methods.sortition import SORTITION
from waardeel.methods.sortition.pool import Pool

FAIR = ("leximin", "maximin", "nash", "goldilocks")


def drawn(rule, pool, **options):
    try:
        return SORTITION[rule](pool, lots=options.pop("lots", 40), **options)
    except NoAnswer:
        return None


@pytest.mark.parametrize("rule", FAIR)
@settings(max_examples=5, deadline=None)
@given(pool=pools(most=12))
def test_every_lot_meets_all_quotas_and_chances_are_what_the_table_says(rule, pool):
    result = drawn(rule, pool, seed="x")
    if result is None:
        return
    place = {name: at for at, name in enumerate(pool.people)}
    for panel in result.facts["lots"]:
        assert pool.broken([place[name] for name in panel]) == ()
    stands = Counter(name for panel in result.facts["lots"] for name in panel)
    assert result.facts["chances"] == {name: Fraction(stands[name], 40) for name in pool.people}
    assert sum(result.facts["chances"].values()) == pool.size
    assert float(sum(result.facts["targets"].values())) == pytest.approx(pool.size, abs=1e-5)
    assert result.winners == result.facts["lots"][result.facts["lot"] - 1]
    assert result.facts["missing"] <= 1e-6


@pytest.mark.parametrize("rule", FAIR)
@settings(max_examples=3, deadline=None)
@given(pool=pools(most=10, households=False))
def test_equal_features_have_equal_chances(rule, pool):
    result = drawn(rule, pool)
    if result is not None:
        by_features = {}
        for name, row in zip(pool.people, pool.values, strict=True):
            by_features.setdefault(row, set()).add(result.facts["targets"][name])
        assert all(len(chances) == 1 for chances in by_features.values())


@pytest.mark.parametrize("seed", [79, 95, 191])
def test_where_all_can_have_one_chance_they_have_it_by_the_largest_product_too(seed):
    """Of all chances with one sum the equal ones have the largest product; these three came out unequal once."""
    pool = some_pool(seed)
    equal = pool.size / len(pool.people)
    for rule in ("leximin", "nash"):
        targets = SORTITION[rule](pool, lots=10).facts["targets"]
        assert [float(chance) for chance in targets.values()] == pytest.approx([equal] * len(pool.people), abs=1e-5)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(pools(most=10))
def test_leximin_has_the_maximin_minimum_and_beats_the_others_from_below(pool):
    results = {rule: drawn(rule, pool) for rule in FAIR}
    if results["leximin"] is None:
        return
    sorted_ = {rule: sorted(map(float, result.facts["targets"].values())) for rule, result in results.items()}
    assert float(results["leximin"].facts["least"]) == pytest.approx(float(results["maximin"].facts["least"]), abs=1e-6)
    assert float(results["leximin"].facts["bound"]) >= float(results["leximin"].facts["least"]) - 1e-6
    if not results["leximin"].facts["unable"]:
        assert sorted_["leximin"][0] <= pool.size / len(pool.people) + 1e-6
    for other in ("maximin", "nash", "goldilocks"):
        differing = [(a, b) for a, b in zip(sorted_["leximin"], sorted_[other], strict=True) if abs(a - b) > 1e-5]
        assert not differing or differing[0][0] > differing[0][1]


@settings(max_examples=6, deadline=None)
@given(pools(most=9, households=False), st.data())
def test_a_wider_quota_never_lowers_the_smallest_chance(pool, data):
    before = drawn("maximin", pool)
    if before is None or before.facts["unable"]:
        return
    at = data.draw(st.integers(0, len(pool.quotas) - 1))
    wider = replace(pool.quotas[at], least=max(pool.quotas[at].least - 1, 0), most=pool.quotas[at].most + 1)
    after = drawn("maximin", replace(pool, quotas=(*pool.quotas[:at], wider, *pool.quotas[at + 1 :])))
    assert float(after.facts["least"]) >= float(before.facts["least"]) - 1e-6


@settings(max_examples=5, deadline=None)
@given(pools(most=8), st.randoms(use_true_random=False))
def test_the_order_of_people_and_quotas_does_not_matter(pool, random):
    people = [
        (name, dict(zip(pool.features, row, strict=True))) for name, row in zip(pool.people, pool.values, strict=True)
    ]
    homes = {name: home for name, home in zip(pool.people, pool.households, strict=True) if home}
    quotas = list(pool.quotas)
    random.shuffle(people)
    random.shuffle(quotas)
    again = Pool.of(people, pool.size, quotas, homes)
    assert again == pool
    first, second = drawn("leximin", pool, seed="x"), drawn("leximin", again, seed="x")
    assert (first is None and second is None) or first.to_bytes() == second.to_bytes()


@settings(max_examples=5, deadline=None)
@given(pools(most=10), st.data())
def test_replacements_fill_the_panel_within_all_quotas(pool, data):
    result = drawn("leximin", pool, seed="x")
    if result is None:
        return
    leaving = data.draw(st.sets(st.sampled_from(sorted(result.winners)), min_size=1))
    staying = set(result.winners) - leaving
    try:
        rest = pool.rest(staying, leaving)
        new = SORTITION["leximin"](rest, lots=10, seed="y")
    except (NoAnswer, ValueError):
        return
    place = {name: at for at, name in enumerate(pool.people)}
    panel = sorted(place[name] for name in staying | set(new.winners))
    assert pool.broken(panel) == ()
    assert not set(new.winners) & leaving


@pytest.mark.parametrize("rule", ["leximin", "maximin", "nash", "goldilocks"])
def test_where_there_is_a_panel_there_is_an_answer(rule):
    # 249 and 2684 leave bounds without room, 313 has no panel near the chances, 167 to 200 no room for rounding.
    for seed in (167, 185, 200, 249, 313, 2684, *range(5000, 5012)):
        assert len(SORTITION[rule](around_a_panel(seed), seed="x", lots=50).winners) > 0
