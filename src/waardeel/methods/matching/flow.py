"""Assignments of the least total cost with nested limits, in whole numbers, with a proof that anyone can check.

Each person chooses one place at a cost; places stand in sites that stand in sites, each with a least and a most. This
is a minimum-cost flow on a tree. People come in one by one along the cheapest path in the residual network of the
places (successive shortest paths with potentials: J. Edmonds and R. M. Karp, Journal of the ACM 19 (1972)); the people
between two places are kept in a heap, so the network is as small as the number of places. Costs are Python's
integers of any size, so lexicographic aims fit in one number.

The proof are prices. If every person is where cost plus price is lowest for them, a price is above 0 only where
a limit is reached and below 0 only where no more than the least is filled, then no allowed assignment costs less
(complementary slackness). `check` looks at exactly that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import TypeAlias

Node: TypeAlias = int
Person: TypeAlias = int
#: What each place that a person may have would cost: the first wish first.
Choices: TypeAlias = "Sequence[Mapping[Node, int]]"


@dataclass(frozen=True, slots=True)
class Tree:
    """The nodes from which everybody must come to the root: for each its parent (None: the root), least and most."""

    parents: tuple[Node | None, ...]
    least: tuple[int, ...]
    most: tuple[int, ...]

    def up(self, node: Node | None) -> Iterator[Node]:
        while node is not None:
            yield node
            node = self.parents[node]


class Assignment:
    """An assignment of least total cost. `at` says where everybody is, `flow` how many pass each node.

    Everybody must have at least one place that takes all comers. When a node has fewer than its least, no assignment
    can do better (see `short`).
    """

    def __init__(self, choices: Choices, tree: Tree) -> None:
        self.tree = tree
        self.choices = choices
        self.at: list[Node] = [-1] * len(choices)
        self.flow = [0] * len(tree.parents)
        self._root = len(tree.parents)
        self._parents = [self._root if parent is None else parent for parent in tree.parents]
        self._children: list[list[Node]] = [[] for _ in range(self._root + 1)]
        for node, parent in enumerate(self._parents):
            self._children[parent].append(node)
        #: Filling a least is worth more than all costs together.
        self._filling = 1 + sum(max(costs.values()) - min(costs.values()) for costs in choices)
        self._moves: list[dict[Node, list[tuple[int, Person]]]] = [{} for _ in tree.parents]
        self._potential = [0] * (self._root + 1)
        self._start_potentials()
        for person in range(len(choices)):
            self._let_in(person)

    @property
    def short(self) -> list[Node]:
        """The nodes that stay below their least."""
        return [node for node, least in enumerate(self.tree.least) if self.flow[node] < least]

    @property
    def cost(self) -> int:
        return sum(costs[node] for costs, node in zip(self.choices, self.at, strict=True))

    def prices(self) -> list[int]:
        """The price of each node, which proves that no assignment costs less. Only when nothing is short."""
        found: list[int] = []
        for node, parent in enumerate(self._parents):
            price = self._potential[parent] - self._potential[node]
            empty = self.flow[node] == 0 and self.tree.least[node] == 0
            found.append(max(price, 0) if empty else price)
        return found

    def contested(self) -> dict[Person, Node]:
        """Who is not at the same place in all assignments of this total cost, with the best of their places."""
        part = self._cycles()
        found: dict[Person, Node] = {}
        for person, own in enumerate(self.at):
            nodes = [node for node in self._equal(person) if part[node] == part[own]]
            if len(nodes) > 1:
                found[person] = nodes[0]
        return found

    def favour(self, order: Iterable[Person]) -> None:
        """Among all assignments of this cost take the one where the first of `order` has the best wish, given that the
        second, and so on. Who is not in `order` does not move. Wishes count in the order of `choices`.
        """
        order = list(order)
        movers: list[dict[Node, set[Person]]] = [{} for _ in self.tree.parents]

        def note(person: Person, *, present: bool) -> None:
            for node in self._equal(person):
                if node != self.at[person]:
                    group = movers[self.at[person]].setdefault(node, set())
                    (group.add if present else group.discard)(person)

        for person in order:
            note(person, present=True)
        for person in order:
            note(person, present=False)
            for wish in self._equal(person):
                if wish == self.at[person]:
                    break
                if path := self._equal_path(wish, self.at[person], movers):
                    moved = [(mover, node) for mover, node in path if mover is not None]
                    for mover, _ in moved:
                        note(mover, present=False)
                    self._shift(path)
                    self.at[person] = wish
                    for mover, _ in moved:
                        note(mover, present=True)
                    break

    # ---- letting people in ----

    def _start_potentials(self) -> None:
        """Distances to start from: a node with a least pulls, so the way up from it costs less than nothing."""
        for node in reversed(self._from_root()):
            parent = self._parents[node]
            self._potential[parent] = min(self._potential[parent], self._potential[node] + self._up(node))

    def _from_root(self) -> list[Node]:
        order = list(self._children[self._root])
        for node in order:
            order += self._children[node]
        return order

    def _up(self, node: Node) -> int:
        """What the next unit from a node to its parent costs."""
        return -self._filling if self.flow[node] < self.tree.least[node] else 0

    def _down(self, node: Node) -> int:
        """What taking back a unit from a node to its parent costs."""
        return self._filling if self.flow[node] <= self.tree.least[node] else 0

    def _arcs(self, node: Node) -> Iterator[tuple[int, Node, Person | None]]:
        """The residual arcs out of a node as (cost, head, who moves)."""
        if node != self._root:
            if self.flow[node] < self.tree.most[node]:
                yield self._up(node), self._parents[node], None
            for head, heap in self._moves[node].items():
                while heap and self.at[heap[0][1]] != node:
                    heappop(heap)
                if heap:
                    yield heap[0][0], head, heap[0][1]
        for child in self._children[node]:
            if self.flow[child]:
                yield self._down(child), child, None

    def _let_in(self, person: Person) -> None:
        """Bring one more person to the root along the cheapest path (Dijkstra on reduced costs)."""
        potential = self._potential
        far: dict[Node, int] = {}
        came: dict[Node, tuple[Node | None, Person | None]] = {}
        queue: list[tuple[int, Node]] = []  # among equals the root comes first, as it ends the search
        for node, cost in self.choices[person].items():
            far[node] = cost - potential[node]
            came[node] = (None, person)
            queue.append((far[node], -node))
        heapify(queue)
        done: set[Node] = set()
        while queue:
            distance, node = heappop(queue)
            node = -node
            if node in done:
                continue
            done.add(node)
            if node == self._root:
                break
            base = distance + potential[node]
            for cost, head, mover in self._arcs(node):
                reach = base + cost - potential[head]
                if head not in done and (head not in far or reach < far[head]):
                    far[head] = reach
                    came[head] = (node, mover)
                    heappush(queue, (reach, -head))
        end = far[self._root]
        for node in range(self._root + 1):
            potential[node] += min(far.get(node, end), end)
        self._augment(came)

    def _augment(self, came: Mapping[Node, tuple[Node | None, Person | None]]) -> None:
        node: Node | None = self._root
        path: list[tuple[Node | None, Person | None, Node]] = []
        while node is not None:
            tail, mover = came[node]
            path.append((tail, mover, node))
            node = tail
        for tail, mover, head in path:
            if mover is not None:
                self._place(mover, head)
            elif tail is not None:
                self._pass(tail, head)

    def _pass(self, tail: Node, head: Node) -> None:
        """One unit more up from `tail`, or one less up from `head`."""
        if tail != self._root and self._parents[tail] == head:
            self.flow[tail] += 1
        else:
            self.flow[head] -= 1

    def _place(self, person: Person, node: Node) -> None:
        self.at[person] = node
        costs = self.choices[person]
        moves, own = self._moves[node], costs[node]
        for head, cost in costs.items():
            if head != node:
                heappush(moves.setdefault(head, []), (cost - own, person))

    # ---- assignments of equal cost ----

    def _equal(self, person: Person) -> list[Node]:
        """The places that cost this person the same as their own, prices included; their own too. First wish first."""
        costs, potential = self.choices[person], self._potential
        own = costs[self.at[person]] - potential[self.at[person]]
        return [node for node, cost in costs.items() if cost - potential[node] == own]

    def _level(self) -> Iterator[tuple[Node, Node]]:
        """The residual arcs of the tree that cost nothing, prices included."""
        for node, parent in enumerate(self._parents):
            if self._potential[node] == self._potential[parent]:
                if self.tree.least[node] <= self.flow[node] < self.tree.most[node]:
                    yield node, parent
                if self.flow[node] > self.tree.least[node]:
                    yield parent, node

    def _cycles(self) -> Sequence[int]:
        """A number for each node; those with the same number lie on circular moves that cost nothing."""
        heads: list[set[Node]] = [set() for _ in range(self._root + 1)]
        for tail, head in self._level():
            heads[tail].add(head)
        for person, own in enumerate(self.at):
            heads[own].update(self._equal(person))
        return strong_components(heads)

    def _equal_path(
        self, start: Node, goal: Node, movers: Sequence[Mapping[Node, set[Person]]]
    ) -> list[tuple[Person | None, Node]]:
        """A way from `start` to `goal` that costs nothing, as (who moves, to where); empty when there is none.

        It begins with (None, start).
        """
        level: dict[Node, list[Node]] = {}
        for tail, head in self._level():
            level.setdefault(tail, []).append(head)
        came: dict[Node, tuple[Node | None, Person | None]] = {start: (None, None)}
        queue = [start]
        for node in queue:
            if node == goal:
                break
            ways: list[tuple[Node, Person | None]] = [(head, None) for head in level.get(node, ())]
            if node != self._root:
                ways += [(head, min(group)) for head, group in sorted(movers[node].items()) if group]
            for head, mover in ways:
                if head not in came:
                    came[head] = (node, mover)
                    queue.append(head)
        if goal not in came:
            return []
        path: list[tuple[Person | None, Node]] = []
        step: Node | None = goal
        while step is not None:
            before, mover = came[step]
            path.append((mover, step))
            step = before
        return path[::-1]

    def _shift(self, path: Sequence[tuple[Person | None, Node]]) -> None:
        for (_, tail), (mover, head) in pairwise(path):
            if mover is None:
                self._pass(tail, head)
            else:
                self.at[mover] = head


def strong_components(heads: Sequence[Iterable[Node]]) -> list[int]:
    """A number for each node of a graph; those with the same number reach one another.

    Source: S. R. Kosaraju (1978), in M. Sharir, Computers and Mathematics with Applications 7 (1981).
    """
    tails: list[list[Node]] = [[] for _ in heads]
    for tail, found in enumerate(heads):
        for head in found:
            tails[head].append(tail)
    finished: list[Node] = []
    seen = [False] * len(heads)
    for start in range(len(heads)):
        path = [] if seen[start] else [(start, iter(heads[start]))]
        seen[start] = True
        while path:
            node, rest = path[-1]
            fresh = next((head for head in rest if not seen[head]), None)
            if fresh is None:
                finished.append(node)
                path.pop()
            else:
                seen[fresh] = True
                path.append((fresh, iter(heads[fresh])))
    number = [-1] * len(heads)
    for start in reversed(finished):
        queue = [start] if number[start] < 0 else []
        for node in queue:
            number[node] = start
            queue += [tail for tail in tails[node] if number[tail] < 0]
    return number


def check(choices: Choices, tree: Tree, at: Sequence[Node], prices: Sequence[int]) -> bool:
    """Whether the prices prove that no allowed assignment costs less than `at`, which must be allowed itself."""
    flow = [0] * len(tree.parents)
    for node in at:
        for step in tree.up(node):
            flow[step] += 1
    for have, least, most, price in zip(flow, tree.least, tree.most, prices, strict=True):
        if not least <= have <= most or (price > 0 and have < most) or (price < 0 and have > least):
            return False
    total = [sum(prices[step] for step in tree.up(node)) for node in range(len(tree.parents))]
    return all(
        all(costs[own] + total[own] <= cost + total[node] for node, cost in costs.items())
        for costs, own in zip(choices, at, strict=True)
    )
