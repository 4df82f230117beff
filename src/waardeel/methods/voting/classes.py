"""Votes by class (colleges): members, workers, users and funders each count apart, and together by agreed weights.

Three ways to bring the classes together:

- proportional: the ballots of a class together weigh what the class weighs, shared as its members voted;
- majority: each class gives its whole weight to the one whom it elects;
- agree: every class must elect the same.

Source: the colleges of the French société coopérative d'intérêt collectif, loi 47-1775 du 10 septembre 1947, art. 19
octies, where the statutes set the weight of each college (between 10 and 50 %); class votes of shareholders for
"agree".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from waardeel.methods.errors import InputError, NoAnswer
from waardeel.methods.lots import Lots
from waardeel.methods.result import Result, Step, Tie, hash_of, sentence
from waardeel.methods.rule import Option, Rule, UnknownOption, WrongInput
from waardeel.methods.voting.ballots import Approvals, BadWeight, Grades, Rankings, Weight, simplest
from waardeel.methods.voting.common import Seated, blank_weight, seat_highest
from waardeel.methods.voting.tiebreak import LOTS, lots_of
from waardeel.methods.words import Text

NAME, VERSION = "classes", "1"

Ballots = Rankings | Approvals | Grades

CLASS = sentence(
    "classes.class",
    nl="Groep {name} weegt {weight}. Stemmen: {total}, waarvan blanco {blank}.",
    fr="Le collège {name} pèse {weight}. Voix : {total}, dont blanches {blank}.",
    en="Class {name} weighs {weight}. Votes: {total}, of which blank {blank}.",
)
TOGETHER = sentence(
    "classes.together",
    nl="Nu samen: de stemmen van elke groep tellen samen voor het gewicht van de groep.",
    fr="Ensemble : les voix de chaque collège comptent au total pour le poids du collège.",
    en="Now together: the votes of each class add up to the weight of the class.",
)
CHOSE = sentence(
    "classes.chose",
    nl="Groep {name} kiest {chosen}.",
    fr="Le collège {name} choisit {chosen}.",
    en="Class {name} chooses {chosen}.",
)
WEIGHT = sentence(
    "classes.weight",
    nl="{name} heeft de groepen met samen gewicht {weight}.",
    fr="{name} a les collèges d'un poids total de {weight}.",
    en="{name} has classes with a weight of {weight} together.",
)
AGREED = sentence(
    "classes.agreed",
    nl="Alle groepen kiezen hetzelfde: {chosen}.",
    fr="Tous les collèges choisissent la même chose : {chosen}.",
    en="All classes choose the same: {chosen}.",
)
NOT_AGREED = sentence(
    "classes.not-agreed",
    nl="De groepen kiezen niet hetzelfde. Er is geen besluit.",
    fr="Les collèges ne choisissent pas la même chose. Il n'y a pas de décision.",
    en="The classes do not choose the same. There is no decision.",
)


class BadClasses(InputError):
    """Classes that cannot be counted together."""

    text = (
        "These classes cannot be counted together: %(wrong)s. Each class needs a name of its own, and ballots of the "
        "same kind with the same candidates in the same order."
    )


class BadSettings(InputError):
    """Settings of the rule inside that cannot be read."""

    text = 'The settings are %(settings)r. Write them as "name=value, name=value".'


class NotOne(NoAnswer):
    """A class that elects nobody or several, where its whole weight must go to one."""

    text = "Class %(name)s elects %(chosen)s, and its weight must go to exactly one. Draw lots, or ask for one seat."


@dataclass(frozen=True, slots=True)
class VotingClass:
    """One class: its name, what it weighs, and its ballots. Raises BadWeight."""

    name: str
    weight: Weight
    ballots: Ballots

    def __post_init__(self) -> None:
        if isinstance(self.weight, bool) or not isinstance(self.weight, int | Fraction) or self.weight <= 0:
            raise BadWeight(weight=self.weight)


@dataclass(frozen=True)
class Classes:
    """The classes that vote on one question. Raises BadClasses."""

    classes: tuple[VotingClass, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "classes", tuple(self.classes))
        names = [each.name for each in self.classes]
        if not names or len(set(names)) != len(names) or not all(names):
            raise BadClasses(wrong=f"the names are {names}")
        first = self.classes[0].ballots
        for each in self.classes:
            if type(each.ballots) is not type(first) or _asked(each.ballots) != _asked(first):
                raise BadClasses(wrong=f"{each.name} was asked something else than {names[0]}")

    @property
    def candidates(self) -> tuple[str, ...]:
        return self.classes[0].ballots.candidates

    @cached_property
    def input_hash(self) -> str:
        """The hash of all classes, whatever order they came in."""
        lines = (f"{each.name}:{each.weight}:{each.ballots.input_hash}".encode() for each in self.classes)
        return hash_of("waardeel classes 1", self.candidates, lines)

    def together(self) -> Ballots:
        """All ballots in one store, those of each class weighing together what the class weighs.

        Blank ballots are left out, so that a class has its whole weight whoever abstains; a class with only blank
        ballots has no weight.
        """
        first = self.classes[0].ballots
        if isinstance(first, Rankings):
            return Rankings.of(self.candidates, self._weighed())
        if isinstance(first, Approvals):
            return Approvals.of(self.candidates, self._weighed())
        return Grades.of(self.candidates, first.scale, self._weighed())

    def _weighed(self) -> Iterator[tuple[Any, Weight]]:
        for each in self.classes:
            ballots = each.ballots
            said = ballots.rankings if isinstance(ballots, Rankings) else ballots.ballots
            cast = ballots.total - blank_weight(ballots)
            for ballot, weight in zip(said, ballots.weights, strict=True):
                if any(part is not None for part in ballot):
                    yield ballot, simplest(Fraction(weight) * each.weight / cast)


def classes(problem: Classes, *, rule: str, settings: str | None, combine: str, **drawn: str | None) -> Result:
    """Count each class and bring them together. `rule` is any rule of this family that counts their ballots.

    Facts: `classes`, for each its name, weight, total, blank and (unless proportional) winners; with
    combine="proportional" also what the rule says of all together, under `together`. With combine="agree" nobody wins
    when the classes differ. Raises UnknownRule, UnknownOption, BadOption, BadSettings, WrongInput, NotOne and what the
    rule raises.
    """
    from waardeel.methods.voting import VOTING

    inside = VOTING[rule]
    if inside is RULE or not issubclass(type(problem.classes[0].ballots), inside.takes):
        raise WrongInput(rule=rule, takes=inside.takes.__name__, given=type(problem.classes[0].ballots).__name__)
    given = _settings(inside, settings, drawn)
    lots = lots_of(problem.candidates, **drawn)
    steps: list[Step] = []
    ties: tuple[Tie, ...] = ()
    facts: dict[str, Any] = {"classes": [_about(each) for each in problem.classes]}
    if combine == "proportional":
        steps += [CLASS(**about) for about in facts["classes"]]
        result = inside(problem.together(), **given)
        winners, ties = result.winners, result.ties
        steps += [TOGETHER(), *result.steps]
        facts["together"] = {"facts": result.facts, "version": result.version}
    else:
        results = {each.name: inside(each.ballots, **given) for each in problem.classes}
        for about in facts["classes"]:
            about["winners"] = results[about["name"]].winners
            steps += [CLASS(**about), *results[about["name"]].steps]
            steps.append(CHOSE(name=about["name"], chosen=about["winners"]))
        if combine == "agree":
            seated = _agreed(results)
        else:
            seated = _majority(problem, results, lots)
        winners = seated.winners
        steps += seated.steps
        ties = (*(tie for result in results.values() for tie in result.ties), *seated.ties)
    return Result(
        family="voting",
        rule=NAME,
        version=VERSION,
        winners=winners,
        input_hash=problem.input_hash,
        steps=tuple(steps),
        ties=ties,
        options={"rule": rule, "settings": settings, "combine": combine, **drawn},
        facts=facts,
    )


def _agreed(results: Mapping[str, Result]) -> Seated:
    chosen = [result.winners for result in results.values()]
    if chosen[0] and all(set(winners) == set(chosen[0]) for winners in chosen):
        return Seated(chosen[0], (AGREED(chosen=chosen[0]),), ())
    return Seated((), (NOT_AGREED(),), ())


def _majority(problem: Classes, results: Mapping[str, Result], lots: Lots | None) -> Seated:
    weights: dict[str, Weight] = dict.fromkeys(problem.candidates, 0)
    for each in problem.classes:
        chosen = results[each.name].winners
        if len(chosen) != 1:
            raise NotOne(name=each.name, chosen=", ".join(chosen) or "nobody")
        weights[chosen[0]] += each.weight
    weights = {name: simplest(weight) for name, weight in weights.items()}
    seated = seat_highest(weights, 1, lots)
    said = tuple(WEIGHT(name=name, weight=weight) for name, weight in weights.items() if weight)
    return Seated(seated.winners, (*said, *seated.steps), seated.ties)


def _about(each: VotingClass) -> dict[str, Any]:
    blank = blank_weight(each.ballots)
    return {"name": each.name, "weight": each.weight, "total": each.ballots.total, "blank": blank}


def _asked(ballots: Ballots) -> tuple[object, ...]:
    return ballots.candidates, ballots.scale if isinstance(ballots, Grades) else None


def _settings(rule: Rule, settings: str | None, drawn: Mapping[str, str | None]) -> dict[str, Any]:
    """The options of the rule inside: what the settings say, and the lots where it takes them."""
    known = {option.name: option for option in rule.options}
    given: dict[str, Any] = {name: value for name, value in drawn.items() if name in known}
    for name, value in _pairs(settings):
        if name not in known:
            raise UnknownOption(rule=rule.name, name=name, known=", ".join(known) or "none")
        given[name] = known[name].read(value)
    return given


def _pairs(settings: str | None) -> Iterable[tuple[str, str]]:
    for item in settings.split(",") if settings else ():
        name, sign, value = item.partition("=")
        if not sign:
            raise BadSettings(settings=settings)
        yield name.strip().replace("-", "_"), value.strip()


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Stemmen per groep", fr="Vote par collèges", en="Votes by class"),
    Text(
        nl="Groepen leden stemmen apart. Samen tellen ze volgens afgesproken gewichten, of ze moeten het eens zijn.",
        fr="Des collèges votent à part. Ils comptent ensemble selon des poids convenus, ou doivent s'accorder.",
        en="Classes of members vote apart. Together they count by agreed weights, or they must agree.",
    ),
    ("Loi 47-1775 du 10 septembre 1947 portant statut de la coopération, art. 19 octies",),
    Classes,
    classes,
    (
        Option(
            "rule",
            str,
            "plurality",
            Text(nl="de regel waarmee geteld wordt", fr="la règle de décompte", en="the rule that counts"),
        ),
        Option(
            "settings",
            str,
            None,
            Text(
                nl="instellingen van die regel: naam=waarde, naam=waarde",
                fr="réglages de cette règle : nom=valeur, nom=valeur",
                en="settings of that rule: name=value, name=value",
            ),
        ),
        Option(
            "combine",
            str,
            "proportional",
            Text(
                nl="hoe de groepen samen tellen: naar verhouding, elk helemaal voor de eigen keuze, of allemaal eens",
                fr="comment s'additionnent les collèges : en proportion, chacun entier pour son choix, ou tous unis",
                en="how classes count together: in proportion, each wholly for its own choice, or all must agree",
            ),
            choices=("proportional", "majority", "agree"),
        ),
        *LOTS,
    ),
)
