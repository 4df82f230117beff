"""Taking turns: roles, speaking order, chores; who has had fewest turns comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from waardeel import canonical_json
from waardeel.methods.errors import InputError
from waardeel.methods.lots import Lots, NoLot
from waardeel.methods.result import Result, Step, Tie, hash_of, sentence
from waardeel.methods.rule import Option, Rule
from waardeel.methods.sortition.fair import FAMILY
from waardeel.methods.words import Text

NAME, VERSION = "round-robin", "1"


class BadTurns(InputError):
    """People or turns without a name, or one name for two."""

    text = "Every person and every turn needs a name of its own, and there must be some; this is wrong: %(names)s."


class UnknownInHistory(InputError):
    """A past turn of somebody who is not in the list."""

    text = "The history names %(names)s, who is not in the list. Take it out of the history, or add it to the list."


@dataclass(frozen=True)
class Turns:
    """`turns` to hand out in order, to `people`, after the turns in `history` (names, the oldest first)."""

    people: tuple[str, ...]
    turns: tuple[str, ...]
    history: tuple[str, ...] = ()

    @classmethod
    def of(cls, people: Iterable[str], turns: Iterable[str], history: Iterable[str] = ()) -> Turns:
        """Check. The order of people does not matter, that of turns and history does. Raises BadTurns,
        UnknownInHistory.
        """
        names, what, past = tuple(sorted(people)), tuple(turns), tuple(history)
        wrong = [name for listed in (names, what) for name, times in Counter(listed).items() if times > 1 or not name]
        if wrong or not names or not what:
            raise BadTurns(names=", ".join(map(repr, wrong)) or "there are none")
        unknown = sorted(set(past) - set(names))
        if unknown:
            raise UnknownInHistory(names=", ".join(unknown))
        return cls(names, what, past)

    @cached_property
    def input_hash(self) -> str:
        """The hash of people, turns and history."""
        lines = (canonical_json.dumps(["person", name]) for name in self.people)
        return hash_of("waardeel turns 1", {"turns": self.turns, "history": self.history}, lines)


GIVEN = sentence(
    "sortition.turn",
    nl="{turn}: {name}, die {past} {past:|keer|keer} aan de beurt was.",
    fr="{turn} : {name}, qui a déjà eu {past} {past:|tour|tours}.",
    en="{turn}: {name}, who has had {past} {past:|turn|turns}.",
)


def round_robin(turns: Turns, *, seed: str | None) -> Result:
    """Give each turn to whoever has had fewest, then whose last turn is longest ago, then by lot.

    Facts: `turns`, who has which; `count`, how many turns each has had with these. Raises NoLot.
    """
    lots = Lots.drawn(seed, turns.people) if seed is not None else None
    had = Counter(dict.fromkeys(turns.people, 0))
    last = dict.fromkeys(turns.people, -1)
    for at, name in enumerate(turns.history):
        had[name] += 1
        last[name] = at
    steps: list[Step] = []
    ties: list[Tie] = []
    given: list[str] = []
    for at, turn in enumerate(turns.turns, start=len(turns.history)):
        order = sorted(turns.people, key=lambda name: (had[name], last[name], name))
        _, first = next(groupby(order, key=lambda name: (had[name], last[name])))
        equal = tuple(first)
        name = equal[0]
        if len(equal) > 1:
            if lots is None:
                raise NoLot(among=", ".join(equal))
            name = lots.sorted(equal)[0]
            ties.append(Tie("select", equal, "lot", (name,)))
        steps.append(GIVEN(turn=turn, name=name, past=had[name]))
        given.append(name)
        had[name] += 1
        last[name] = at
    return Result(
        family=FAMILY,
        rule=NAME,
        version=VERSION,
        winners=tuple(dict.fromkeys(given)),
        input_hash=turns.input_hash,
        steps=tuple(steps),
        ties=tuple(ties),
        options={"seed": seed},
        facts={
            "turns": [{"turn": turn, "name": name} for turn, name in zip(turns.turns, given, strict=True)],
            "count": {name: had[name] for name in turns.people},
            "lots": lots.order if lots is not None else None,
        },
    )


RULE = Rule(
    name=NAME,
    version=VERSION,
    title=Text(nl="Om de beurt", fr="Chacun son tour", en="Taking turns"),
    summary=Text(
        nl="Wie het minst aan de beurt was, komt eerst; daarna wie het langst geleden was; daarna beslist het lot.",
        fr="Qui a eu le moins de tours passe d'abord ; puis qui l'a eu il y a le plus longtemps ; puis le sort.",
        en="Whoever has had fewest turns comes first; then whose turn is longest ago; then a lot decides.",
    ),
    sources=("Least-served-first rotation with lots; our own statement of the rule in docs/methods/sortition.md",),
    takes=Turns,
    run=round_robin,
    options=(
        Option(
            "seed",
            str,
            None,
            Text(
                nl="de tekst waaruit wordt geloot tussen wie gelijk staan",
                fr="le texte dont vient le sort entre ex æquo",
                en="the text from which lots are drawn between who stand equal",
            ),
        ),
    ),
)
