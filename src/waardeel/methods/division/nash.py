"""Maximum Nash welfare: the goods go where the product of what everybody's share is worth to them is largest.

When not everybody can get something of value, first as many people as possible do; then the product of theirs is
largest. Nobody envies anybody by more than one thing, and nothing can be better for one without being worse for
another. How much a person's numbers are in total does not matter, only how they relate.

Exact: the products are whole numbers. Branch and bound; the bound is the tangent plane of the sum of logarithms at
the market equilibrium of divisible goods, in floats with a margin, so it only ever cuts off what is certainly
smaller.

Sources: I. Caragiannis, D. Kurokawa, H. Moulin, A. D. Procaccia, N. Shah and J. Wang, "The unreasonable fairness of
maximum Nash welfare", ACM Transactions on Economics and Computation 7 (2019), the rule of Spliddit; equilibrium by
proportional response: F. Wu and L. Zhang, "Proportional response dynamics leads to market equilibrium", STOC 2007.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from waardeel.methods.division import goods
from waardeel.methods.division.values import Index, Values
from waardeel.methods.errors import NoAnswer
from waardeel.methods.lot_options import LOTS, lots_of
from waardeel.methods.lots import NoLot
from waardeel.methods.result import Result, Step, Tie, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.words import Text

#: For each person what each thing is worth, in whole numbers.
Table: TypeAlias = "Sequence[Sequence[int]]"

#: So many partial divisions are looked at before the search is given up: some seconds.
MOST_STEPS = 1_000_000
#: Floats may be off by less than this; what could be as good is decided in whole numbers.
_MARGIN = 1e-7
_ROUNDS = 300

LARGEST = sentence(
    "maximum-nash-welfare.largest",
    nl="De waarden van de {people} delen, met elkaar vermenigvuldigd, geven {product}. Geen verdeling geeft meer.",
    fr="Les valeurs des {people} parts, multipliées entre elles, donnent {product}. Aucune répartition ne fait mieux.",
    en="The values of the {people} shares, multiplied, make {product}. No division makes more.",
)
NOT_EVERYBODY = sentence(
    "maximum-nash-welfare.not-everybody",
    nl="Er is niet voor iedereen iets van waarde. Hoogstens {people} mensen kunnen iets krijgen.",
    fr="Il n'y a pas quelque chose de valeur pour chacun. Au plus {people} personnes peuvent obtenir quelque chose.",
    en="There is not something of value for everybody. At most {people} people can get something.",
)
LOT = sentence(
    "maximum-nash-welfare.lot",
    nl="Er zijn uitkomsten die even goed zijn. Het lot besliste wie voorging: {order}.",
    fr="Plusieurs résultats se valent. Le sort a décidé de l'ordre : {order}.",
    en="There are outcomes that are equally good. The lot decided who went first: {order}.",
)


class TooManyGoods(NoAnswer):
    """So many goods that all divisions cannot be looked through."""

    text = (
        "There are too many ways to divide %(things)s things among %(people)s people to prove which is the best. "
        "Divide them in parts, or choose round-robin."
    )


def maximum_nash_welfare(values: Values, *, lots_seed: str | None, lots: str | None) -> Result:
    """Divide. Facts: those of `goods.result` and `product`.

    Lots decide, where they must, first who is among those that get something, then which of the divisions with the
    same product it is: the one that is best for the first in the order of the lots, then for the second, and so on.
    Raises NoLot, TooManyGoods.
    """
    drawn = lots_of(values.people, lots_seed, lots)
    order = [values.people.index(name) for name in (values.people if drawn is None else drawn.order)]
    table = [_whole(row) for row in values.table]
    steps: list[Step] = []
    ties: list[Tie] = []

    def by_lot(about: str, among: Sequence[Index], chosen: Sequence[Index]) -> None:
        names = [values.people[person] for person in among]
        if drawn is None:
            raise NoLot(among=", ".join(names))
        ties.append(Tie(about, tuple(names), "lot", tuple(values.people[person] for person in chosen)))
        steps.append(LOT(order=drawn.sorted(names)))

    group = _group(table, order)
    if len(group) < len(table):
        steps.append(NOT_EVERYBODY(people=len(group)))
        if other := set(group) ^ set(_group(table, order[::-1])):
            by_lot("group", sorted(other), [person for person in group if person in other])
    search = _Search(table, group)
    outcomes = search.found
    utilities = max(outcomes, key=lambda found: [found[person] for person in order])
    apart = [person for person in range(len(table)) if len({found[person] for found in outcomes}) > 1]
    if apart:
        best = {person: max(found[person] for found in outcomes) for person in apart}
        by_lot("share", apart, [person for person in apart if utilities[person] == best[person]])
    owners = outcomes[utilities]
    shares = goods.bundles(values, owners)
    product = math.prod((goods.worth(values, person, shares[person]) for person in group), start=Fraction(1))
    if group:
        steps.append(LARGEST(people=len(group), product=product))
    return goods.result(
        RULE,
        values,
        owners,
        steps=steps,
        ties=ties,
        options={"lots_seed": lots_seed, "lots": lots},
        facts={"product": product},
    )


class _Search:
    """The divisions with the largest product among people who can all get something.

    `found` holds for each outcome (what everybody's share is worth to them) one division that gives it: the first by
    owners.
    """

    def __init__(self, table: Table, people: Sequence[Index]) -> None:
        self.found: dict[tuple[int, ...], tuple[Index, ...]] = {}
        self._people = people
        self._values = [table[person] for person in people]
        self._size = len(table)
        self._owners = [people[0] if people else 0] * len(table[0])
        self._have = [0] * len(people)
        self._product, self._best, self._steps = 0, -math.inf, 0
        #: Things that matter most first. What is worth nothing to all of them stays with the first.
        self._line: list[Index] = []
        if not people:
            self._keep()
            return
        self._loss, top = _losses(self._values)
        second = [sorted(loss)[min(1, len(people) - 1)] for loss in self._loss]
        wanted = [thing for thing in range(len(second)) if any(row[thing] for row in self._values)]
        self._line = sorted(wanted, key=lambda thing: (-second[thing], thing))
        self._look(0, top)

    def _look(self, at: int, room: float) -> None:
        """Divide the things from place `at` of the line; `room` is the bound on the sum of logarithms."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooManyGoods(things=len(self._owners), people=self._size)
        if at == len(self._line):
            self._keep()
            return
        thing = self._line[at]
        loss = self._loss[thing]
        for person in sorted(range(len(self._people)), key=lambda one: (loss[one], one)):
            rest = room - loss[person]
            if rest < self._best - _MARGIN:
                break
            self._owners[thing] = self._people[person]
            self._have[person] += self._values[person][thing]
            self._look(at + 1, rest)
            self._have[person] -= self._values[person][thing]

    def _keep(self) -> None:
        product = math.prod(self._have)
        if product < self._product or not product:
            return
        if product > self._product:
            self._product, self._best, self.found = product, math.log(product), {}
        utilities = [0] * self._size
        for person, have in zip(self._people, self._have, strict=True):
            utilities[person] = have
        owners = tuple(self._owners)
        key = tuple(utilities)
        self.found[key] = min(owners, self.found.get(key, owners))


def _losses(values: Table) -> tuple[list[list[float]], float]:
    """What giving a thing to a person costs against the bound, and the bound itself.

    log u ≤ log û + (u − û)/û, so the sum of logarithms is at most Σ log û − n + Σ over things of v/û of its owner.
    """
    worth = np.array([[value / max(row) for value in row] for row in values])
    scale = sum(math.log(max(row)) for row in values)
    bids = worth / worth.sum(axis=1, keepdims=True)
    for _ in range(_ROUNDS):
        prices = bids.sum(axis=0)
        share = np.divide(bids, prices, out=np.zeros_like(bids), where=prices > 0)
        gain = share * worth
        bids = gain / gain.sum(axis=1, keepdims=True)
    utility = (share * worth).sum(axis=1)
    rate = worth / utility[:, None]
    best = rate.max(axis=0)
    top = scale + float(np.log(utility).sum()) - len(values) + float(best.sum())
    return (best - rate).T.tolist(), top


def _whole(row: Sequence[Fraction]) -> list[int]:
    """The same relations in whole numbers."""
    common = math.lcm(*(value.denominator for value in row))
    return [int(value * common) for value in row]


def _group(table: Table, order: Sequence[Index]) -> list[Index]:
    """As many people as can have something of value at the same time, the first in the order where there is a choice.

    Such groups form a matroid (people who can be matched to things), so taking everybody in turn who still fits in
    is right, and the group is the only one when the reverse order gives the same.
    """
    group: list[Index] = []
    for person in order:
        worth = np.array([[int(value > 0) for value in table[one]] for one in (*group, person)], dtype=np.int8)
        if (maximum_bipartite_matching(csr_array(worth), perm_type="column") >= 0).all():
            group.append(person)
    return sorted(group)


RULE = Rule(
    name="maximum-nash-welfare",
    version="1",
    title=Text(nl="Grootste product van waarden", fr="Plus grand produit des valeurs", en="Largest product of values"),
    summary=Text(
        nl="Ieder geeft elk ding punten. De verdeling is zo eerlijk als kan: wie een ander benijdt, doet dat om één "
        "ding.",
        fr="Chacun donne des points à chaque objet. Le partage est aussi juste que possible : on envie tout au plus un "
        "objet.",
        en="Everybody gives points to each thing. The division is as fair as can be: who envies another does so for "
        "one thing.",
    ),
    sources=(
        "I. Caragiannis et al., The unreasonable fairness of maximum Nash welfare, ACM TEAC 7 (2019)",
        "F. Wu and L. Zhang, Proportional response dynamics leads to market equilibrium, STOC 2007: the bound",
    ),
    takes=Values,
    run=maximum_nash_welfare,
    options=LOTS,
)
