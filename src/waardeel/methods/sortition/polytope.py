"""Panels as points: people who are alike are counted together, quotas become rows of a linear program.

People with the same values for all features with quotas, in households of the same make-up, are interchangeable:
what one can get, all can get, and by concavity (or by symmetry of the leximin order) the best answer gives them
equal chances. One whole number per class, "how many of them sit in the panel", then says all about a panel that
matters. 2,000 people in three classes are a problem of three numbers.

Source: P. Flanigan, P. Gölz, A. Gupta, B. Hennig, A. D. Procaccia, "Fair algorithms for selecting citizens'
assemblies", Nature 596 (2021), section on type-based symmetry; households as here are our own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from waardeel.methods.highs import Array, Program
from waardeel.methods.sortition.pool import Index, Pool, Quota

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PersonClass:
    """People who are alike. `homes` groups them by household; who shares with nobody is a household alone.

    All classes of one shape list the same households in the same order.
    """

    values: tuple[str, ...]
    homes: tuple[tuple[Index, ...], ...]
    #: Which make-up of household this is: its number among the shared ones, None for people who share with nobody.
    shape: int | None

    @property
    def people(self) -> tuple[Index, ...]:
        return tuple(sorted(person for home in self.homes for person in home))


@dataclass
class Polytope:
    """All x with `low <= matrix @ x <= high` and `0 <= x <= caps`; its whole points are the panels.

    `sizes` counts the people of each class and `caps` how many of them can sit together. The first rows are
    the quotas, then comes the size of the panel, then the shapes of shared households, then cuts: inequalities that
    all panels meet, found when no panels average to an answer.
    """

    pool: Pool
    classes: tuple[PersonClass, ...]
    sizes: Array
    caps: Array
    matrix: Array
    low: Array
    high: Array
    cuts: int = 0
    _programs: dict[str, Program] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, pool: Pool) -> Polytope:
        """The classes and rows of a pool."""
        classes, shapes = _classes(pool)
        quotas = pool.quotas
        column = {feature: at for at, feature in enumerate(pool.constrained)}
        rows = [[each.values[column[quota.feature]] == quota.value for each in classes] for quota in quotas]
        rows.append([True] * len(classes))
        rows += [[each.shape == shape for each in classes] for shape in range(len(shapes))]
        low = [quota.least for quota in quotas] + [pool.size] + [0] * len(shapes)
        high = [quota.most for quota in quotas] + [pool.size] + shapes
        return cls(
            pool,
            classes,
            np.array([len(each.people) for each in classes], dtype=float),
            np.array([len(each.homes) for each in classes], dtype=float),
            np.array(rows, dtype=float),
            np.array(low, dtype=float),
            np.array(high, dtype=float),
        )

    def cut(self, weights: Array, most: float) -> None:
        """Add the inequality `weights @ x <= most`, which every panel meets."""
        self.matrix = np.vstack([self.matrix, weights])
        self.low = np.append(self.low, -np.inf)
        self.high = np.append(self.high, most)
        self.cuts += 1
        self._programs.clear()

    @property
    def quota_rows(self) -> tuple[Quota, ...]:
        return self.pool.quotas

    def program(self) -> Program:
        """The linear program over this polytope, made once and gone on with."""
        if "linear" not in self._programs:
            self._programs["linear"] = Program(self.matrix, self.low, self.high, np.zeros_like(self.caps), self.caps)
        return self._programs["linear"]

    def best_panel(self, weights: Array) -> Counts | None:
        """The panel (a count per class) with the largest `weights @ counts`, by an exact integer program; None
        when there is no panel at all.
        """
        if "integer" not in self._programs:
            first = len(self.low) - self.cuts  # panels meet the cuts by themselves
            self._programs["integer"] = Program(
                self.matrix[:first],
                self.low[:first],
                self.high[:first],
                np.zeros_like(self.caps),
                self.caps,
                integer=True,
            )
        program = self._programs["integer"]
        program.costs(weights)
        return np.rint(program.x).astype(np.int64) if program.solve() else None

    def __len__(self) -> int:
        return len(self.classes)


def _classes(pool: Pool) -> tuple[tuple[PersonClass, ...], list[int]]:
    """The classes of a pool in a fixed order, and how many households there are of each shared shape."""
    columns = [pool.features.index(feature) for feature in pool.constrained]
    kind = [tuple(row[at] for at in columns) for row in pool.values]
    homes: dict[str, list[Index]] = defaultdict(list)
    grouped: dict[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], list[tuple[Index, ...]]] = defaultdict(list)
    for person, home in enumerate(pool.households):
        if home is None:
            grouped[kind[person], ()].append((person,))
        else:
            homes[home].append(person)
    shapes: dict[tuple[tuple[str, ...], ...], int] = defaultdict(int)
    for _, members in sorted(homes.items()):
        shape = tuple(sorted(kind[person] for person in members))
        shapes[shape] += 1
        for each in sorted(set(shape)):
            grouped[each, shape].append(tuple(person for person in members if kind[person] == each))
    number = {shape: at for at, shape in enumerate(sorted(shapes))}
    classes = tuple(
        PersonClass(values, tuple(members), number.get(shape)) for (values, shape), members in sorted(grouped.items())
    )
    return classes, [shapes[shape] for shape in sorted(shapes)]
