"""Candidates ranked equal, for rules that move whole papers: such a paper counts as all its strict orders in equal
parts.

A paper of weight 1 that says A, then B and C equal, counts as half a paper A B C and half a paper A C B. So says
B. L. Meek, "A new approach to the single transferable vote", paper II (1970), on equality of preference.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from numpy.typing import NDArray

from waardeel.methods.errors import InputError
from waardeel.methods.voting.ballots import Index, Ranking, Rankings, Weight, rows_of

#: A paper with more strict orders than this is refused: seven candidates ranked equal, and no more.
MOST_ORDERS = math.factorial(7)

Strict = tuple[Index, ...]


class EqualRanks(InputError):
    """A ballot ranks candidates equal, and the rule does not know such ballots."""

    text = (
        "A ballot ranks %(names)s equal, and the rule %(rule)r counts no equal ranks. "
        "Choose a rule that does (meek, wig, irv), or treat such ballots as the rules of the election say."
    )


class TooManyEqual(InputError):
    """A ballot ranks so many candidates equal that its strict orders cannot be counted one by one."""

    text = (
        "A ballot ranks %(many)s candidates equal, which are %(orders)s orders; at most %(most)s can be counted. "
        "Whoever stands equal in the last place can be left out instead."
    )


def papers(rankings: Rankings) -> tuple[NDArray[Any], Sequence[Weight]]:
    """The ballots as strict orders (rows as in `Rankings.orders`) with their weights. Raises TooManyEqual.

    Blank ballots are left out.
    """
    if rankings.strict and () not in rankings.rankings:
        return rankings.orders, rankings.weights
    grouped: dict[Strict, Weight] = {}
    for ranking, weight in zip(rankings.rankings, rankings.weights, strict=True):
        if ranking:
            orders = strict_orders(ranking)
            share = weight if len(orders) == 1 else Fraction(weight) / len(orders)
            for order in orders:
                grouped[order] = grouped.get(order, 0) + share
    return rows_of(list(grouped), len(rankings.candidates)), [_whole(weight) for weight in grouped.values()]


def strict_papers(rankings: Rankings, rule: str) -> tuple[NDArray[Any], Sequence[Weight]]:
    """The ballots of a rule that knows no equal ranks, blank ones left out. Raises EqualRanks."""
    if not rankings.strict:
        group = next(place for ranking in rankings.rankings for place in ranking if isinstance(place, tuple))
        raise EqualRanks(names=" = ".join(rankings.candidates[at] for at in group), rule=rule)
    return papers(rankings)


def strict_orders(ranking: Ranking) -> list[Strict]:
    """All strict orders that a ranking stands for. Raises TooManyEqual."""
    groups = [place if isinstance(place, tuple) else (place,) for place in ranking]
    orders = math.prod(math.factorial(len(group)) for group in groups)
    if orders > MOST_ORDERS:
        raise TooManyEqual(many=max(map(len, groups)), orders=orders, most=MOST_ORDERS)
    choices = itertools.product(*(itertools.permutations(group) for group in groups))
    return [tuple(itertools.chain.from_iterable(choice)) for choice in choices]


def _whole(weight: Weight) -> Weight:
    """An int where the weight is whole: the same number, counted faster."""
    return int(weight) if weight == int(weight) else weight
