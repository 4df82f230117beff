"""What the rules for goods share: bundles, what they are worth to everybody, and the envy report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from waardeel.methods.division.values import Index, Values, envy
from waardeel.methods.result import Result, Step, Tie, sentence
from waardeel.methods.rule import Rule

#: For each thing who gets it.
Owners: TypeAlias = "Sequence[Index]"

GETS = sentence(
    "goods.gets",
    nl="{person} krijgt {things}, samen {value} van {all} waard.",
    fr="{person} obtient {things}, d'une valeur de {value} sur {all}.",
    en="{person} gets {things}, together worth {value} of {all}.",
)
GETS_NOTHING = sentence(
    "goods.gets-nothing", nl="{person} krijgt niets.", fr="{person} n'obtient rien.", en="{person} gets nothing."
)
NO_ENVY = sentence(
    "goods.no-envy",
    nl="Niemand had liever wat een ander kreeg.",
    fr="Personne ne préfère la part d'autrui.",
    en="Nobody would rather have what somebody else got.",
)
ENVY = sentence(
    "goods.envy",
    nl="{who} had liever wat {whom} kreeg. Het verschil is {by}.",
    fr="{who} préfère la part de {whom}. La différence est de {by}.",
    en="{who} would rather have what {whom} got. The difference is {by}.",
)


def bundles(values: Values, owners: Owners) -> list[list[Index]]:
    """The things of each person."""
    found: list[list[Index]] = [[] for _ in values.people]
    for thing, owner in enumerate(owners):
        found[owner].append(thing)
    return found


def worth(values: Values, person: Index, things: Sequence[Index]) -> Fraction:
    """What these things are worth to a person together."""
    return sum((values.table[person][thing] for thing in things), Fraction(0))


def envied_but_for_one(values: Values, owners: Owners) -> bool:
    """Whether envy always ends when one thing is taken from the envied share (EF1).

    Source: E. Budish, "The combinatorial assignment problem", Journal of Political Economy 119 (2011).
    """
    shares = bundles(values, owners)
    for person, own in enumerate(shares):
        mine = worth(values, person, own)
        for other in shares:
            best = max((values.table[person][thing] for thing in other), default=Fraction(0))
            if worth(values, person, other) - best > mine:
                return False
    return True


def result(
    rule: Rule,
    values: Values,
    owners: Owners,
    *,
    steps: Sequence[Step],
    ties: Sequence[Tie],
    options: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> Result:
    """The result with what every rule for goods tells: `shares`, `utilities`, `envy` and `envy_free_but_one`."""
    shares = bundles(values, owners)
    envious = envy(values.people, lambda a, b: worth(values, a, shares[b]))
    said = list(steps)
    for person, name in enumerate(values.people):
        things = [values.things[thing] for thing in shares[person]]
        value, whole = worth(values, person, shares[person]), sum(values.table[person])
        said.append(GETS(person=name, things=things, value=value, all=whole) if things else GETS_NOTHING(person=name))
    said += [ENVY(**one) for one in envious] or [NO_ENVY()]
    return Result(
        family="division",
        rule=rule.name,
        version=rule.version,
        winners=tuple(name for person, name in enumerate(values.people) if shares[person]),
        input_hash=values.input_hash,
        steps=tuple(said),
        ties=tuple(ties),
        options=options,
        facts={
            "shares": {
                name: [values.things[thing] for thing in shares[person]] for person, name in enumerate(values.people)
            },
            "utilities": {name: worth(values, person, shares[person]) for person, name in enumerate(values.people)},
            "envy": envious,
            "envy_free_but_one": envied_but_for_one(values, owners),
            **facts,
        },
    )
