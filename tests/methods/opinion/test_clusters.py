"""Base clusters, groups, silhouette, firmness."""

from __future__ import annotations

import hashlib
import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waardeel.methods.opinion.clusters import (
    adjusted_rand,
    base_clusters,
    groupings,
    half_samples,
    means,
    nearest,
    silhouette,
)

coordinate = st.integers(-20, 20).map(lambda whole: whole / 4)
places = st.lists(st.tuples(coordinate, coordinate), min_size=4, max_size=6, unique=True).map(np.array)


def cost(points: np.ndarray, weights: np.ndarray, labels: np.ndarray) -> float:
    total = 0.0
    for label in set(labels.tolist()):
        inside = labels == label
        if weights[inside].sum():
            middle = np.average(points[inside], axis=0, weights=weights[inside])
            total += float((weights[inside] * ((points[inside] - middle) ** 2).sum(axis=1)).sum())
    return total


@given(places, st.data())
@settings(max_examples=8, deadline=None)
def test_groups_are_as_tight_as_any_start_of_k_means_makes_them(points, data):
    weights = np.array(data.draw(st.lists(st.integers(1, 4), min_size=len(points), max_size=len(points))))
    found = groupings(points, weights[None], 3, tries=len(points))
    for k, labels in found.items():
        best = min(
            cost(points, weights, np.array(division))
            for division in itertools.product(range(k), repeat=len(points))
            if len(set(division)) == k
        )
        ours = cost(points, weights, labels[0])
        assert ours >= best - 1e-9
        centres = means(points, weights, labels[0], k)
        np.testing.assert_allclose(  # nobody is nearer to another group
            ((points - centres[labels[0]]) ** 2).sum(axis=1),
            ((points - centres[nearest(points, centres)]) ** 2).sum(axis=1),
        )
        if k == 2:
            assert ours <= 1.5 * best + 1e-9


def test_crowds_that_lie_apart_are_found():
    crowds = np.array([[0, 0], [10, 0], [0, 10], [10, 10], [5, 30]], dtype=float)
    wobble = np.array([[0.1, 0], [0, 0.2], [-0.3, 0], [0, -0.1]])
    points = (crowds[:, None] + wobble[None]).reshape(-1, 2)
    found = groupings(points, np.ones((1, len(points)), dtype=np.int64), 5, tries=5)
    assert len({tuple(found[5][0][at * 4 : at * 4 + 4]) for at in range(5)}) == 5
    assert max(found, key=lambda k: silhouette(points, found[k][0])) == 5


def test_many_weightings_at_once_give_what_each_gives_alone():
    generator = np.random.default_rng(1)
    points, weights = generator.normal(size=(30, 2)), generator.integers(0, 4, size=(6, 30))
    together = groupings(points, weights, 4, tries=5)
    for at in range(6):
        alone = groupings(points, weights[at : at + 1], 4, tries=5)
        for k in alone:
            np.testing.assert_array_equal(alone[k][0], together[k][at])


@given(places, st.data())
@settings(max_examples=15, deadline=None)
def test_the_silhouette_is_rousseeuws(points, data):
    labels = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(points), max_size=len(points))))
    if len(set(labels.tolist())) < 2:
        assert silhouette(points, labels) == 0
        return
    each = []
    for at, label in enumerate(labels):
        apart = np.sqrt(((points - points[at]) ** 2).sum(axis=1))
        own = [apart[other] for other in range(len(points)) if labels[other] == label and other != at]
        others = [apart[labels == other].mean() for other in set(labels.tolist()) - {label}]
        inside, outside = (np.mean(own) if own else 0), min(others)
        each.append((outside - inside) / max(inside, outside) if own else 0)
    assert silhouette(points, labels) == pytest.approx(np.mean(each))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 3)), min_size=2, max_size=8))
def test_the_adjusted_rand_index_counts_pairs(people):
    one, other, weights = (np.array(column) for column in zip(*people, strict=True))
    flat = [(a, b) for a, b, weight in people for _ in range(weight)]
    if len(flat) < 2:
        return
    pairs = list(itertools.combinations(flat, 2))
    both = sum(a[0] == b[0] and a[1] == b[1] for a, b in pairs)
    first, second = (sum(a[at] == b[at] for a, b in pairs) for at in (0, 1))
    found = adjusted_rand(one, other, weights)
    if first + second == 2 * both:
        assert found == 1
    else:
        expected = Fraction(first * second, len(pairs))
        assert found == (both - expected) / (Fraction(first + second, 2) - expected)


@given(st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=60).map(np.array), st.integers(2, 10))
@settings(max_examples=15, deadline=None)
def test_base_clusters_are_few_whole_and_of_neighbours(points, most):
    labels = base_clusters(points, most=most)
    different = len({tuple(point) for point in points.tolist()})
    assert set(labels.tolist()) == set(range(labels.max() + 1))
    assert labels.max() + 1 == different if different <= most else labels.max() + 1 <= most
    by_place = {}
    for point, label in zip(points.tolist(), labels.tolist(), strict=True):
        assert by_place.setdefault(tuple(point), label) == label
    np.testing.assert_array_equal(base_clusters(points[::-1], most=most), labels[::-1])


def test_anybody_can_draw_the_half_samples_again():
    clusters = np.array([2, 0, 1, 1, 0, 2, 2, 0, 1, 1])
    found = half_samples(clusters, 3, "seed")
    for sample in range(3):
        bits = "".join(f"{byte:08b}" for byte in hashlib.shake_256(f"seed:{sample}".encode()).digest(2))
        by_hand = [0, 0, 0]
        for bit, cluster in zip(bits, sorted(clusters.tolist()), strict=False):
            by_hand[cluster] += int(bit)
        assert found[sample].tolist() == by_hand
    assert (found <= np.bincount(clusters)).all()
