"""Who stands near whom: base clusters, groups of them, how well apart they stand, and how firm that is.

Nothing is drawn by chance to start from. Base clusters start from the points that lie farthest from each other;
groups are found one more at a time, each new centre where it helps most. The same places give the same groups,
whatever people are called and in which order they came.

Sources: T. Gonzalez, "Clustering to minimize the maximum intercluster distance" (1985), for the start of base
clusters; A. Likas, N. Vlassis and J. Verbeek, "The global k-means clustering algorithm", Pattern Recognition 36
(2003); P. Rousseeuw, "Silhouettes" (1987); L. Hubert and P. Arabie, "Comparing partitions" (1985); half-samples as
in C. Hennig, "Cluster-wise assessment of cluster stability" (2007).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"
Labels: TypeAlias = "NDArray[np.int64]"

#: Places are rounded to this many decimals before they are compared, so that the last bit of a sum decides nothing.
PLACES = 9
_ROUNDS = 100
_BLOCK = 4096


def base_clusters(points: Floats, *, most: int = 100, rounds: int = 10) -> Labels:
    """For each point its base cluster, numbered from left to right: at most `most`, each a handful of neighbours.

    Points in the same place are always together. With no more than `most` different places each is a cluster.
    """
    places, place_of, counts = np.unique(
        np.round(points, PLACES) + 0.0, axis=0, return_inverse=True, return_counts=True
    )
    place_of = place_of.reshape(-1)
    if len(places) <= most:
        return place_of.astype(np.int64)
    centres = places[_spread_out(places, counts, most)]
    labels = nearest(places, centres)
    for _ in range(rounds):
        centres = means(places, counts, labels, len(centres))
        moved = nearest(places, centres)
        if np.array_equal(moved, labels):
            break
        labels = moved
    centres = means(places, counts, labels, len(centres))
    used = np.flatnonzero(np.bincount(labels, minlength=len(centres)))
    order = used[np.lexsort((centres[used, 1], centres[used, 0]))]
    number = np.zeros(len(centres), dtype=np.int64)
    number[order] = np.arange(len(order))
    return number[labels][place_of]


def _spread_out(places: Floats, counts: NDArray[np.int64], most: int) -> list[int]:
    """The place farthest from the middle, then each time the one farthest from all that were taken."""
    middle = means(places, counts, np.zeros(len(places), dtype=np.int64), 1)[0]
    taken = [int(np.argmax(_squares(places, middle)))]
    away = _squares(places, places[taken[0]])
    while len(taken) < most:
        taken.append(int(np.argmax(away)))
        away = np.minimum(away, _squares(places, places[taken[-1]]))
    return taken


def means(points: Floats, weights: NDArray[np.int64], labels: Labels, count: int) -> Floats:
    """The middle of each cluster, shape (count, 2); infinitely far away where it is empty."""
    total = np.bincount(labels, weights=weights, minlength=count)
    sums = np.stack(
        [np.bincount(labels, weights=weights * points[:, axis], minlength=count) for axis in (0, 1)], axis=1
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total[:, None] > 0, sums / total[:, None], np.inf)


def nearest(points: Floats, centres: Floats) -> Labels:
    """For each point the nearest centre; the first of several that are equally near."""
    found = np.empty(len(points), dtype=np.int64)
    for start in range(0, len(points), _BLOCK):
        block = points[start : start + _BLOCK]
        across = block[:, 0, None] - centres[None, :, 0]
        across *= across
        along = block[:, 1, None] - centres[None, :, 1]
        along *= along
        across += along
        found[start : start + _BLOCK] = np.argmin(across, axis=1)
    return found


def _squares(points: Floats, point: Floats) -> Floats:
    across, along = points[:, 0] - point[0], points[:, 1] - point[1]
    found: Floats = np.round(across * across + along * along, 2 * PLACES - 4)
    return found


def groupings(points: Floats, weights: NDArray[np.int64], most: int, *, tries: int) -> dict[int, Labels]:
    """The best division of `points` into 2, 3 ... `most` groups, for one or many weightings at once.

    `points` has shape (n, 2) and `weights` (weightings, n); the labels for each number of groups have shape
    (weightings, n). Each further centre is tried at the `tries` points where it promises most (global k-means).
    A point of weight 0 draws no centre but gets the label of the nearest.
    """
    n = len(points)
    apart = _apart(points, points)
    centres = (np.einsum("bn,nd->bd", weights, points) / np.add.reduce(weights, axis=1)[:, None])[:, None, :]
    found: dict[int, Labels] = {}
    for k in range(2, most + 1):
        _, nearby = _nearest_many(centres, points)
        gain = np.empty(weights.shape)
        for at in range(len(weights)):
            gain[at] = np.einsum("ij,j->i", np.maximum(nearby[at] - apart, 0.0), weights[at].astype(np.float64))
        gain = np.where(weights > 0, np.round(gain, PLACES), -np.inf)
        chosen = np.argsort(-gain, axis=1, kind="stable")[:, : min(tries, n)]
        starts = np.concatenate(
            [np.repeat(centres[:, None], chosen.shape[1], axis=1), points[chosen][:, :, None, :]], axis=2
        ).reshape(-1, k, 2)
        ends, labels, costs = _lloyd(points, np.repeat(weights, chosen.shape[1], axis=0), starts)
        costs = np.round(costs, PLACES).reshape(len(weights), -1)
        best = np.argmin(costs, axis=1) + np.arange(len(weights)) * chosen.shape[1]
        centres, found[k] = ends[best], labels[best]
    return found


def _lloyd(points: Floats, weights: NDArray[np.int64], centres: Floats) -> tuple[Floats, Labels, Floats]:
    """k-means for many starts at once: centres (runs, k, 2), labels (runs, n), and the sum of squares of each."""
    runs, k, _ = centres.shape
    labels = np.full((runs, len(points)), -1, dtype=np.int64)
    weighed = [weights.astype(np.float64), weights * points[:, 0], weights * points[:, 1]]
    running = np.arange(runs)
    centres = centres.copy()
    for _ in range(_ROUNDS):
        new, _ = _nearest_many(centres[running], points)
        moving = (new != labels[running]).any(axis=1)
        running, new = running[moving], new[moving]
        if not len(running):
            break
        labels[running] = new
        cell = (new + k * np.arange(len(running))[:, None]).ravel()
        total, across, along = (
            np.bincount(cell, weights=each[running].ravel(), minlength=k * len(running)) for each in weighed
        )
        sums = np.stack([across, along], axis=1).reshape(-1, k, 2)
        total = total.reshape(-1, k, 1)
        centres[running] = np.where(total > 0, sums / np.where(total > 0, total, 1.0), centres[running])
    _, least = _nearest_many(centres, points)
    return centres, labels, np.einsum("rn,rn->r", least, weighed[0])


def _nearest_many(centres: Floats, points: Floats) -> tuple[Labels, Floats]:
    """For each run and point the nearest centre (the first of equals) and the squared distance to it."""
    labels = np.zeros((len(centres), len(points)), dtype=np.int64)
    least = _squares_to(centres[:, 0], points)
    for at in range(1, centres.shape[1]):
        apart = _squares_to(centres[:, at], points)
        labels[apart < least] = at
        np.minimum(least, apart, out=least)
    return labels, least


def _squares_to(centres: Floats, points: Floats) -> Floats:
    """Squared distances of every point to one centre of each run, shape (runs, n)."""
    across = points[:, 0] - centres[:, 0, None]
    across *= across
    along = points[:, 1] - centres[:, 1, None]
    along *= along
    across += along
    return across


def _apart(one: Floats, other: Floats) -> Floats:
    """Squared distances, shape (one, other)."""
    across = one[:, None, 0] - other[None, :, 0]
    along = one[:, None, 1] - other[None, :, 1]
    return across * across + along * along


def silhouette(points: Floats, labels: Labels) -> float:
    """How much nearer points are to their own group than to the next, from -1 to 1; 0 for somebody alone.

    The mean over the points, each counted once (Rousseeuw 1987), as the Polis server does with base clusters.
    """
    names, labels = np.unique(labels, return_inverse=True)
    if len(names) < 2:
        return 0.0
    apart = np.sqrt(_apart(points, points))
    member = labels[:, None] == np.arange(len(names))[None, :]
    sizes = np.count_nonzero(member, axis=0)
    sums = np.einsum("ij,jk->ik", apart, member.astype(np.float64))
    at = np.arange(len(points))
    own = sizes[labels] - 1
    inside = sums[at, labels] / np.maximum(own, 1)
    means_ = sums / sizes
    means_[at, labels] = np.inf
    outside = means_.min(axis=1)
    larger = np.maximum(inside, outside)
    each = np.where((own > 0) & (larger > 0), (outside - inside) / np.where(larger > 0, larger, 1.0), 0.0)
    return float(np.add.reduce(each)) / len(points)


def adjusted_rand(
    one: Sequence[int] | Labels, other: Sequence[int] | Labels, weights: Labels | None = None
) -> Fraction:
    """How far two divisions of the same people agree: 1 the same, about 0 as by chance (Hubert and Arabie 1985).

    `weights` says how many people each place stands for.
    """
    first = np.unique(np.asarray(one), return_inverse=True)[1]
    second = np.unique(np.asarray(other), return_inverse=True)[1]
    weight = np.ones(len(first), dtype=np.int64) if weights is None else weights
    table = np.zeros((int(first.max()) + 1, int(second.max()) + 1), dtype=np.int64)
    np.add.at(table, (first, second), weight)
    pairs = _pairs(table.ravel())
    rows, columns, total = (
        _pairs(table.sum(axis=1)),
        _pairs(table.sum(axis=0)),
        _pairs(table.sum(keepdims=True).ravel()),
    )
    if rows + columns == 2 * pairs:  # the same division, also where it is everybody or each alone
        return Fraction(1)
    expected = Fraction(rows * columns, total)
    return (pairs - expected) / (Fraction(rows + columns, 2) - expected)


def _pairs(counts: NDArray[np.int64]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.tolist())


def half_samples(clusters: Labels, samples: int, seed: str) -> NDArray[np.int64]:
    """How many people of each base cluster are in each of `samples` random halves; shape (samples, clusters).

    `clusters` holds the base cluster of each person. People are ordered by base cluster; person number i is in
    sample s when bit i of SHAKE-256("seed:s") is set, so that anybody can draw the same halves.
    """
    ordered = np.sort(clusters)
    count = int(ordered[-1]) + 1
    found = np.empty((samples, count), dtype=np.int64)
    for sample in range(samples):
        stream = hashlib.shake_256(f"{seed}:{sample}".encode()).digest((len(ordered) + 7) // 8)
        bits = np.unpackbits(np.frombuffer(stream, dtype=np.uint8))[: len(ordered)]
        found[sample] = np.bincount(ordered, weights=bits, minlength=count).astype(np.int64)
    return found
