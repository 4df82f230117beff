"""Round-robin: people choose in turn, in the order of a lot, always the thing worth most to them of what is left.

Nobody envies anybody by more than one thing, and it is quick with any number of things. Who comes first has an
advantage, so the order is a lot that was published beforehand.

Source: I. Caragiannis et al., "The unreasonable fairness of maximum Nash welfare", ACM TEAC 7 (2019), section 1.
"""

from __future__ import annotations

from waardeel.methods.division import goods
from waardeel.methods.division.values import Values
from waardeel.methods.lot_options import LOTS, by_lot, lots_of
from waardeel.methods.result import Result, Tie, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.words import Text

CHOOSES = sentence(
    "round-robin.chooses",
    nl="Beurt {turn}: {person} kiest {thing} (waarde {value}).",
    fr="Tour {turn} : {person} choisit {thing} (valeur {value}).",
    en="Turn {turn}: {person} chooses {thing} (value {value}).",
)


def round_robin(values: Values, *, lots_seed: str | None, lots: str | None) -> Result:
    """Divide. Things of equal value are chosen in the order of their names. Raises NoLot when no lots were drawn."""
    line = by_lot(lots_of(values.people, lots_seed, lots), values.people)
    order = [values.people.index(name) for name in line]
    left = list(range(len(values.things)))
    owners = [0] * len(left)
    steps = []
    for turn in range(len(left)):
        person = order[turn % len(order)]
        thing = max(left, key=lambda one: (values.table[person][one], -one))
        left.remove(thing)
        owners[thing] = person
        steps.append(
            CHOOSES(
                turn=turn + 1,
                person=values.people[person],
                thing=values.things[thing],
                value=values.table[person][thing],
            )
        )
    return goods.result(
        RULE,
        values,
        owners,
        steps=steps,
        ties=[Tie("turn", values.people, "lot", line)],
        options={"lots_seed": lots_seed, "lots": lots},
        facts={"order": line},
    )


RULE = Rule(
    name="round-robin",
    version="1",
    title=Text(nl="Om de beurt kiezen", fr="Choisir à tour de rôle", en="Choosing in turn"),
    summary=Text(
        nl="Het lot bepaalt de volgorde. Dan kiest ieder om de beurt het ding dat het meest waard is.",
        fr="Le sort fixe l'ordre. Puis chacun choisit à son tour l'objet qui vaut le plus pour lui.",
        en="The lot sets the order. Then everybody in turn chooses the thing that is worth most to them.",
    ),
    sources=("I. Caragiannis et al., The unreasonable fairness of maximum Nash welfare, ACM TEAC 7 (2019), section 1",),
    takes=Values,
    run=round_robin,
    options=LOTS,
)
