"""The Method of Equal Shares: everybody decides on an equal part of the budget; a project is bought by its supporters.

One count at a given share stands in `count`. It often leaves money over, so a completion is part of the rule, and each
gives other winners: the share may be raised step by step as long as the outcome stays within the budget, and what
remains may be filled by another rule. Completions are joined with "+", and applied in that order.

Sources: D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS
2021; https://equalshares.net/implementation/completion/; regulations of Wieliczka 2023 (add1 without early stop).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from waardeel.methods.budgeting import fast, greedy, phragmen, sweep
from waardeel.methods.budgeting.count import Count
from waardeel.methods.budgeting.instance import Instance
from waardeel.methods.budgeting.limits import Room
from waardeel.methods.budgeting.nearest import next_turn
from waardeel.methods.budgeting.outcome import Allocation, Ledger, closed, opened, payers, spoken
from waardeel.methods.budgeting.support import ENTRY, UTILITIES, Support, supported
from waardeel.methods.result import Step, Tie, sentence
from waardeel.methods.rule import BadOption, Option, Rule
from waardeel.methods.words import Text

NAME, VERSION = "equal-shares", "1"

SHARE = sentence(
    "equal-shares.share",
    nl="Het budget van {budget} wordt gelijk verdeeld over {voters} {voters:|kiezer|kiezers}: elk {each}.",
    fr="Le budget de {budget} est partagé également entre {voters} {voters:|votant|votants} : {each} chacun.",
    en="The budget of {budget} is shared equally among {voters} {voters:|voter|voters}: {each} each.",
)
RAISED = sentence(
    "equal-shares.raised",
    nl="Er bleef geld over. Daarom is het deel van elke kiezer {times} {times:|keer|keer} verhoogd, tot {each}. De "
    "uitkomst past nog in het budget.",
    fr="Il restait de l'argent. La part de chacun a été relevée {times} {times:|fois|fois}, jusqu'à {each}. Le "
    "résultat reste dans le budget.",
    en="Money was left over. So the share of each voter was raised {times} {times:|time|times}, to {each}. The outcome "
    "still fits in the budget.",
)
TOO_FAR = sentence(
    "equal-shares.too-far",
    nl="Met {each} voor elk zou de uitkomst {cost} kosten. Dat is te veel, dus hier stopt het verhogen.",
    fr="Avec {each} chacun, le résultat coûterait {cost}. C'est trop : on arrête là.",
    en="With {each} each the outcome would cost {cost}. That is too much, so raising stops here.",
)
EXHAUSTED = sentence(
    "equal-shares.exhausted",
    nl="Met {each} voor elk past geen enkel ander project meer in het budget, dus hier stopt het verhogen.",
    fr="Avec {each} chacun, plus aucun autre projet ne tient dans le budget : on arrête là.",
    en="With {each} each no other project fits in the budget any more, so raising stops here.",
)
BOUGHT = sentence(
    "equal-shares.bought",
    nl="{label} kost {cost}. {in_full} {in_full:|kiezer betaalt|kiezers betalen} {each} en {with_rest} "
    "{with_rest:|kiezer geeft|kiezers geven} wat over was.",
    fr="{label} coûte {cost}. {in_full} {in_full:|votant paie|votants paient} {each} et {with_rest} "
    "{with_rest:|votant donne|votants donnent} ce qui restait.",
    en="{label} costs {cost}. {in_full} {in_full:|voter pays|voters pay} {each} and {with_rest} "
    "{with_rest:|voter gives|voters give} what was left.",
)
BOUGHT_PER_POINT = sentence(
    "equal-shares.bought-per-point",
    nl="{label} kost {cost}. {in_full} {in_full:|kiezer betaalt|kiezers betalen} {each} per punt en {with_rest} "
    "{with_rest:|kiezer geeft|kiezers geven} wat over was.",
    fr="{label} coûte {cost}. {in_full} {in_full:|votant paie|votants paient} {each} par point et {with_rest} "
    "{with_rest:|votant donne|votants donnent} ce qui restait.",
    en="{label} costs {cost}. {in_full} {in_full:|voter pays|voters pay} {each} per point and {with_rest} "
    "{with_rest:|voter gives|voters give} what was left.",
)
SHORT = sentence(
    "equal-shares.short",
    nl="{label} is niet gekozen: het kost {cost} en de {votes} {votes:|kiezer heeft|kiezers hebben} samen nog {has}. "
    "Ze komen {lacks} tekort.",
    fr="{label} n'est pas retenu : il coûte {cost} et {votes:|son soutien n'a|ses soutiens n'ont} plus que {has} "
    "({votes} {votes:|votant|votants}). Il manque {lacks}.",
    en="{label} is not chosen: it costs {cost} and its {votes} {votes:|supporter has|supporters have} {has} left. "
    "They are {lacks} short.",
)

COMPLETION = Option(
    "completion",
    str,
    "none",
    Text(
        nl="wat er met overgebleven geld gebeurt: none, add1, add1-exhaustive, add1u, next-step, phragmen, greedy; "
        "samen te voegen met +",
        fr="ce qu'on fait de l'argent restant : none, add1, add1-exhaustive, add1u, next-step, phragmen, greedy ; à "
        "combiner avec +",
        en="what is done with money left over: none, add1, add1-exhaustive, add1u, next-step, phragmen, greedy; joined "
        "with +",
    ),
)
INCREMENT = Option(
    "increment",
    Fraction,
    Fraction(1),
    Text(
        nl="hoeveel geld het deel van elke kiezer per stap stijgt, in de munt van het bestand (add1, next-step)",
        fr="de combien la part de chacun augmente à chaque pas, dans la monnaie du fichier (add1, next-step)",
        en="how much money the share of each voter rises per step, in the currency of the file (add1, next-step)",
    ),
)


@dataclass
class Making:
    """An allocation by equal shares on its way: the share and the winners that stand, and how they came to be."""

    ledger: Ledger
    candidates: list[int]
    increment: Fraction
    share: Fraction
    winners: list[int] = field(default_factory=list)
    runs: int = 0
    raised: int = 0
    steps: list[Step] = field(default_factory=list)
    ahead: dict[Fraction, list[int] | None] = field(default_factory=dict)
    together: int = 1

    @property
    def support(self) -> Support:
        return self.ledger.support

    def count(self, share: Fraction) -> Count:
        """A whole count at this share. Raises NoLot."""
        room = Room(self.support.instance)
        return Count(self.support, share, self.candidates, room, fast.kernel()).run()

    def outcome(self, share: Fraction) -> list[int]:
        """Who wins at this share; looks ahead to the next shares where that is cheap. Raises NoLot."""
        self.runs += 1
        if share not in self.ahead:
            self.ahead.clear()
            shares = [share + step * self.increment for step in range(self.together)]
            if len(shares) > 1:
                self.ahead.update(zip(shares, sweep.outcomes(self.support, shares, self.candidates), strict=True))
            self.together = min(8 * self.together, 1 if fast.kernel() else sweep.together(self.support))
        found = self.ahead.get(share)
        return self.count(share).winners if found is None else found

    def exhaustive(self) -> bool:
        """Whether no project with support fits in the rest of the budget."""
        left = set(self.candidates).difference(self.winners)
        whole, coins = self.support.whole_costs[:-1], self.support.whole_costs[-1]
        rest = self.support.instance.budget - self.support.total(self.winners)
        return not left or min(whole[at] for at in left) > rest * coins

    def complete(self) -> bool:
        """Whether everything that could ever be bought has been."""
        return len(self.winners) == len(self.candidates)


def _raise(making: Making, *, early_stop: bool, skip: bool) -> None:
    """Raise the share by `increment` again and again, and keep the last outcome within the budget.

    Stops at the first outcome that is too dear, even if a later one would fit again; with `early_stop` also at the
    first to which nothing can be added. With `skip`, steps are passed over that surely change nothing.
    """
    start, steps, budget = making.share, 0, making.support.instance.budget
    while not making.complete():
        if early_stop and making.exhaustive():
            making.steps.append(EXHAUSTED(share=making.share, each=spoken(making.share)))
            break
        further = 1
        if skip:
            further = max(1, math.ceil(next_turn(making.count(making.share)) / making.increment))
        share = start + (steps + further) * making.increment
        winners = making.outcome(share)
        cost = making.support.total(winners)
        if cost > budget:
            making.steps.append(TOO_FAR(share=share, each=spoken(share), cost=cost))
            break
        steps += further
        making.raised, making.share, making.winners = steps, share, winners


def _add1(making: Making, ties: list[Tie]) -> None:
    _raise(making, early_stop=False, skip=False)


def _add1_exhaustive(making: Making, ties: list[Tie]) -> None:
    _raise(making, early_stop=True, skip=False)


def _next_step(making: Making, ties: list[Tie]) -> None:
    _raise(making, early_stop=False, skip=True)


RAISING: dict[str, Callable[[Making, list[Tie]], None]] = {
    "add1": _add1,
    "add1-exhaustive": _add1_exhaustive,
    "next-step": _next_step,
}
FILLING = ("phragmen", "greedy")
SHORTHAND = {"none": "", "add1u": "add1+greedy"}


def parts_of(completion: str) -> list[str]:
    """The parts of a completion, in order. Raises BadOption for unknown parts, and for raising after filling."""
    parts = [part for name in completion.split("+") for part in SHORTHAND.get(name, name).split("+") if part]
    known = [*RAISING, *FILLING]
    fills = [part in FILLING for part in parts]
    if any(part not in known for part in parts) or fills != sorted(fills) or len(set(parts)) != len(parts):
        raise BadOption(
            name="completion",
            value=completion,
            expected=f"none, or some of {', '.join([*known, 'add1u'])}, each once, joined with + (raising first)",
        )
    return parts


def _run(instance: Instance, *, completion: str, increment: Fraction, **options: Any) -> Allocation:
    if increment <= 0:
        raise BadOption(name="increment", value=increment, expected="an amount of money above 0")
    parts = parts_of(completion)
    support = supported(instance, **options)
    ledger = opened(support, options["minimum_votes"])
    share = instance.budget / support.voter_count
    making = Making(ledger, ledger.candidates(), increment, share)
    making.winners = making.outcome(share)
    ledger.steps.append(SHARE(budget=instance.budget, voters=support.voter_count, share=share, each=spoken(share)))
    ties: list[Tie] = []
    for part in parts:
        if part in RAISING:
            RAISING[part](making, ties)
    if making.raised:
        ledger.steps.append(
            RAISED(times=making.raised, share=making.share, each=spoken(making.share), increment=increment)
        )
    ledger.steps += making.steps
    count = making.count(making.share)
    ties += count.ties
    _write(ledger, count)
    lost = {at: _short(ledger, count, at) for at in ledger.candidates()}
    lost |= {
        at: ("over-limit", {}, greedy.OVER_LIMIT(**ledger.facts(at), label=ledger.label(at)))
        for at in greedy.over_limit(ledger)
    }
    if "phragmen" in parts:
        lost |= phragmen.extend(ledger, ties, overspend="skip", start=count)
    if "greedy" in parts:
        lost |= greedy.fill(ledger, ties)
    for at in ledger.winners:
        lost.pop(at, None)
    return closed(
        ledger,
        rule=NAME,
        version=VERSION,
        options={**options, "completion": completion, "increment": increment},
        ties=ties,
        lost=lost,
        count=count,
        share=making.share,
        runs=making.runs,
        raised=making.raised,
    )


def _write(ledger: Ledger, count: Count) -> None:
    """Put the winners of a count in the ledger."""
    for turn, at in enumerate(count.winners):
        paid = payers(count, turn)
        ledger.room.take(at)
        ledger.buy(at, NAME, **paid)
        said = BOUGHT if count.support.points[at] is None else BOUGHT_PER_POINT
        ledger.steps.append(said(**ledger.facts(at), label=ledger.label(at), each=spoken(paid["price"]), **paid))


def _short(ledger: Ledger, count: Count, project: int) -> tuple[str, dict[str, Any], Step]:
    held = count.left(project)
    facts = {"held": held, "short": ledger.support.cost[project] - held}
    said = {"has": spoken(held), "lacks": spoken(facts["short"])}
    return "short", facts, SHORT(**ledger.facts(project), label=ledger.label(project), **facts, **said)


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(nl="Gelijke delen", fr="Parts égales", en="Method of Equal Shares"),
    summary=Text(
        nl="Elke kiezer krijgt een gelijk deel van het geld. Een project wordt gekozen als zijn kiezers het samen "
        "kunnen betalen; wat de meeste mensen het minste kost, gaat voor.",
        fr="Chaque votant reçoit une part égale de l'argent. Un projet est retenu si ses soutiens peuvent le payer "
        "ensemble ; celui qui coûte le moins à chacun passe d'abord.",
        en="Every voter gets an equal share of the money. A project is chosen if its supporters can pay for it "
        "together; what costs each of them least goes first.",
    ),
    sources=(
        "Peters, Pierczyński, Skowron: Proportional Participatory Budgeting with Additive Utilities, NeurIPS 2021",
        "https://equalshares.net",
    ),
    takes=Instance,
    run=_run,
    options=(COMPLETION, UTILITIES, INCREMENT, *ENTRY),
)
