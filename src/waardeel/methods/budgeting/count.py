"""The Method of Equal Shares at one given share per voter: quick in floats, decided in fractions.

Every voter starts with the same share. Round by round the project is bought that costs its supporters least per unit
of what it is worth to them, where all pay the same per point and who cannot pays the rest of the share:

    price(p) = the smallest r with  sum over supporters of min(money left, r · worth of p to the voter) = cost(p)

Source: D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory Budgeting with Additive Utilities",
NeurIPS 2021; https://equalshares.net/explanation/.

How it is both quick and exact. Money is kept in floats with a proven bound `error` on how far any of them is off.
Whenever that bound leaves open which project is cheapest, whether one is affordable, or who can pay in full, the
question is answered in fractions. Those are cheap because of one fact: who has money left has paid every bought project
in full, so what a group of voters holds is (size · share) minus, for each bought project, price · (points that the
group gave it): whole numbers counted from the ballots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from waardeel.methods.budgeting.limits import Room
from waardeel.methods.budgeting.support import Support
from waardeel.methods.result import Tie

#: Half the distance from 1 to the next float: the largest relative error of one rounding.
HALF_ULP = 2.0**-53
NEVER = np.iinfo(np.int32).max
#: The least that counts as some money left, for who holds less than floats can tell.
TINY = np.finfo(np.float64).tiny
Whole: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
#: Counts rounds that leave no doubt, in compiled code; says how many it did (see `fast`).
Advance = Callable[["Count"], None]


@dataclass(frozen=True, slots=True)
class Price:
    """What a point of a project costs its supporters, and between which bounds its price per worth surely lies.

    `plain` says that surely nobody is short of money, so that the exact price needs no knowledge of the past.
    """

    project: int
    per_point: float
    error: float
    low: float
    high: float
    plain: bool


class Count:
    """One count. `run()` it; then `winners`, `prices()`, `money_of()` and `held()` tell the outcome, exactly.

    `spent[v]` is the round in which voter v ran out of money (NEVER if not), `money[v]` what is left in floats.
    """

    def __init__(
        self, support: Support, share: Fraction, candidates: Iterable[int], room: Room, advance: Advance | None = None
    ) -> None:
        voters = len(support.instance.voters)
        self.support, self.share, self.room = support, share, room
        self.candidates = [at for at in candidates if support.total_points[at]]
        self.alive = list(self.candidates)
        self.money = np.full(voters, float(share))
        self.spent = np.full(voters, NEVER, dtype=np.int32)
        self.error = HALF_ULP * float(share)
        #: Voters whose money is within this of a price are not taken for rich in proofs about floats.
        self.edge = 1e-7 * float(share)
        self.winners: list[int] = []
        #: Points of those who paid the winner of each round in full and had money left.
        self.rich: list[int] = []
        self.ties: list[Tie] = []
        self.bound = support.floor.copy()
        self._advance = advance
        self._prices: list[Fraction] = []

    def run(self) -> Count:
        """Count to the end. Raises NoLot."""
        while True:
            if self._advance is not None:
                self._advance(self)
            if not self._round():
                return self

    def prices(self) -> list[Fraction]:
        """What one point cost in each round, exactly. A voter with money enough paid this times the points given."""
        for at in range(len(self._prices), len(self.winners)):
            project = self.winners[at]
            poor = np.flatnonzero(self.spent == at)
            if self.rich[at]:
                rest = self.support.cost[project] - self.held(poor, before=at)
                self._prices.append(rest / self.rich[at])
            else:  # all paid all they had, so who paid most per point sets the price
                given = dict(zip(self.support.voters[project].tolist(), self.given(project).tolist(), strict=True))
                self._prices.append(max(self.money_of(int(v), before=at) / given[int(v)] for v in poor))
        return self._prices

    def held(self, voters: Whole, *, before: int | None = None) -> Fraction:
        """What voters who are not out of money hold together, exactly; at the start of round `before`, or now."""
        counted = self.support.given_by(voters)
        paid = self.prices()[:before] if before is None else self._prices[:before]
        total = len(voters) * self.share
        for project, price in zip(self.winners, paid, strict=False):
            if counted[project]:
                total -= price * int(counted[project])
        return total

    def money_of(self, voter: int, *, before: int | None = None) -> Fraction:
        """What one voter holds, exactly; at the start of round `before`, or now."""
        rounds = len(self.winners) if before is None else before
        if self.spent[voter] < rounds:
            return Fraction(0)
        return self.held(np.array([voter]), before=before)

    def left(self, project: int) -> Fraction:
        """What the supporters of a project hold at the end, exactly."""
        supporters = self.support.voters[project]
        return self.held(supporters[self.spent[supporters] == NEVER])

    # ---- one round ----

    def _round(self) -> bool:
        """Buy one project; False when none is affordable to its supporters any more."""
        found: list[Price] = []
        best = np.inf
        for project in sorted(self.alive, key=self.bound.__getitem__):
            if self.bound[project] > best:
                break
            price = self._price(project)
            if price is None:
                self.alive.remove(project)
                continue
            self.bound[project] = max(self.bound[project], price.low)
            best = min(best, price.high)
            found.append(price)
        rivals = [price for price in found if price.low <= best]
        if not rivals:
            return False
        sure = len(rivals) == 1 and rivals[0].error <= self.edge
        self._buy(rivals[0] if sure else self._cheapest(rivals))
        return True

    def _price(self, project: int) -> Price | None:
        """The price of a project now; None when its supporters cannot pay for it."""
        support = self.support
        cost, count = support.cost_floats[project], support.votes[project]
        money = self.money[support.voters[project]]
        total = float(money.sum())
        doubt = count * self.error + (count + 16) * HALF_ULP * (total + cost)
        if total < cost - doubt:
            return None
        if total <= cost + doubt and self._exact_price(project) is None:
            return None
        given = support.points[project]
        per_point, error, plain = self._even(money, cost) if given is None else self._weighted(money, given, cost)
        worth = support.factor_floats[project]
        slack = error / worth
        return Price(
            project, per_point, error, _below(per_point / worth - slack), _above(per_point / worth + slack), plain
        )

    def _even(self, money: Floats, cost: float) -> tuple[float, float, bool]:
        """The price when all supporters count alike: (per point, bound on its error, whether nobody is short)."""
        count = len(money)
        even = cost / count
        if money.min() >= even + self.error + 4 * HALF_ULP * even:
            return even, 2 * HALF_ULP * even, True
        ascending = np.sort(money)
        return self._short(cost, count, ascending, ascending, _descending(count))

    def _weighted(self, money: Floats, given: Whole, cost: float) -> tuple[float, float, bool]:
        """The same when supporters give points: who has least money per point runs out first."""
        each = money / given
        order = np.argsort(each, kind="stable")
        ascending, holds = each[order], money[order]
        points = np.cumsum(given[order][::-1])[::-1].astype(np.float64)
        even = cost / points[0]
        if ascending[0] >= even + self.error + 8 * HALF_ULP * even:
            return even, 2 * HALF_ULP * even, True
        return self._short(cost, len(money), ascending, holds, points)

    def _short(
        self, cost: float, count: int, ascending: Floats, holds: Floats, points: Floats
    ) -> tuple[float, float, bool]:
        """The price when some pay all they have: the first at which the next voter can pay it in full."""
        prices = (cost - np.cumsum(holds) + holds) / points
        first = int(np.argmax(prices <= ascending))
        price = float(prices[first])
        if price > ascending[first]:  # rounding hides that the richest can just pay
            first, price = count - 1, float(ascending[-1])
        # Voters on the edge may in truth be short; only the money of who is surely rich makes up for them.
        rich = int(np.searchsorted(ascending, price + self.edge, side="right"))
        moved = rich - int(np.searchsorted(ascending[:rich], 0.0, side="right"))
        wrong = moved * self.error + (count + 16) * HALF_ULP * cost
        if rich == count:
            error = max(self.edge + self.error, wrong / float(points[first]))
        else:
            error = wrong / float(points[rich])
            if error > self.edge:
                error = np.inf
        return price, error + 8 * HALF_ULP * price, False

    def _buy(self, price: Price) -> None:
        project = price.project
        voters, given = self.support.voters[project], self.given(project)
        money = self.money[voters]
        most = 1 if self.support.points[project] is None else int(given.max())
        left = money - price.per_point * given
        doubt = self.error + price.error * most + 4 * HALF_ULP * float(self.share)
        unclear = np.flatnonzero((np.abs(left) <= doubt) & (money > 0))
        if unclear.size:
            exact = self._exact_price(project) or Fraction(0)
            amounts = self._exact_money(voters[unclear])
            left[unclear] = [
                max(float(amount - exact * int(each)), TINY) if amount > exact * int(each) else 0.0
                for amount, each in zip(amounts, given[unclear], strict=True)
            ]
        out = left <= 0
        left[out] = 0.0
        self.money[voters] = left
        self.spent[voters[out & (money > 0)]] = len(self.winners)
        self.error = doubt
        self.rich.append(int(given[~out].sum()))
        self.winners.append(project)
        self.alive.remove(project)
        if self.error > self.edge / 16:
            self._refresh()
        self.room.take(project)
        if not self.room.free:
            self.alive = [at for at in self.alive if self.room.fits(at)]

    def _refresh(self) -> None:
        """Set the floats anew from the exact prices, when too many roundings have come together."""
        self.money = np.full_like(self.money, float(self.share))
        for project, price in zip(self.winners, self.prices(), strict=True):
            self.money[self.support.voters[project]] -= float(price) * self.given(project)
        self.money = np.maximum(self.money, TINY)  # who is not out of money holds more than nothing
        self.money[self.spent != NEVER] = 0.0
        self.error = 4 * (len(self.winners) + 1) * HALF_ULP * float(self.share)

    # ---- the same questions in fractions ----

    def _cheapest(self, rivals: list[Price]) -> Price:
        """Which of several is cheapest per worth, exactly; a true tie goes by the tie order."""
        support = self.support
        exact: dict[int, Fraction] = {}
        for each in rivals:
            at = each.project
            plain = support.cost[at] / support.total_points[at] if each.plain else self._exact_price(at)
            if plain is not None:
                exact[at] = plain
        worth = {at: price / support.factor[at] for at, price in exact.items()}
        lowest = min(worth.values())
        equal = [at for at, value in worth.items() if value == lowest]
        chosen = equal[0]
        if len(equal) > 1:
            chosen, tie = support.order.first(equal)
            self.ties.append(tie)
        per_point = float(exact[chosen])
        return Price(chosen, per_point, 2 * HALF_ULP * per_point, 0.0, 0.0, plain=False)

    def _exact_price(self, project: int) -> Fraction | None:
        """The exact price of a point; None when the supporters cannot pay.

        Starts from equal parts and takes out, again and again, who has less than that: the part rises until all
        who are left can pay it.
        """
        voters, given = self.support.voters[project], self.given(project)
        holding = self.spent[voters] == NEVER
        voters, given = voters[holding], given[holding]
        rest, points = self.support.cost[project], int(given.sum())
        if self.held(voters) < rest:
            return None
        while True:
            part = rest / points
            pays = float(part) * given
            money = self.money[voters]
            doubt = self.error + 8 * HALF_ULP * (money + pays)
            short = money < pays - doubt
            if not short.any():
                edge = np.flatnonzero(money <= pays + doubt)
                amounts = self._exact_money(voters[edge])
                short[edge] = [amount < part * int(each) for amount, each in zip(amounts, given[edge], strict=True)]
            if not short.any():
                return part
            rest -= self.held(voters[short])
            voters, given = voters[~short], given[~short]
            points = int(given.sum())

    def _exact_money(self, voters: Whole) -> list[Fraction]:
        """What each of these voters, who are not out of money, holds."""
        known: dict[bytes, Fraction] = {}
        found = []
        for voter in voters.reshape(-1, 1):
            history = self.support.given_by(voter)[self.winners].tobytes()
            if history not in known:
                known[history] = self.held(voter)
            found.append(known[history])
        return found

    def given(self, project: int) -> Whole:
        """The points that the supporters of a project give it, one by one."""
        given = self.support.points[project]
        return np.ones(self.support.votes[project], dtype=np.int64) if given is None else given


def _below(value: float, rounds: int = 4) -> float:
    return value * (1 - 2 * rounds * HALF_ULP)


def _above(value: float, rounds: int = 4) -> float:
    return value * (1 + 2 * rounds * HALF_ULP)


_COUNTDOWN = np.arange(1024, 0, -1, dtype=np.float64)


def _descending(count: int) -> Floats:
    """count, count - 1, …, 1."""
    return _COUNTDOWN[len(_COUNTDOWN) - count :] if count <= len(_COUNTDOWN) else np.arange(count, 0.0, -1.0)
