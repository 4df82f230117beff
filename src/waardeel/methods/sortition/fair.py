"""What the rules with quotas share: chances, panels that average to them, the table of lots, the draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from waardeel.methods.exact import rounded
from waardeel.methods.highs import Array
from waardeel.methods.lots import Draw, commitment
from waardeel.methods.result import Result, Step, sentence
from waardeel.methods.rule import Option
from waardeel.methods.sortition import panels, table
from waardeel.methods.sortition.marginals import SAME, Chances, Contradiction
from waardeel.methods.sortition.panels import Mix
from waardeel.methods.sortition.polytope import Polytope
from waardeel.methods.sortition.pool import Index, Pool
from waardeel.methods.sortition.relax import no_panel
from waardeel.methods.words import Text

FAMILY = "sortition"
#: What defines leximin, maximin and Nash as rules for drawing panels.
PAPER = (
    "P. Flanigan, P. Gölz, A. Gupta, B. Hennig, A. D. Procaccia, Fair algorithms for selecting citizens' "
    "assemblies, Nature 596 (2021) 548-552"
)
#: Chances are given to this many decimals.
PLACES = 7

Aim = Callable[[Polytope], Chances]

LOTS = Option(
    "lots",
    int,
    1000,
    Text(
        nl="het aantal loten in de tabel; elk lot is een panel en alle loten hebben evenveel kans",
        fr="le nombre de lots dans la table ; chaque lot est un panel et tous ont la même chance",
        en="how many lots the table has; each lot is a panel and all are equally likely",
    ),
    least=1,
)
SEED = Option(
    "seed",
    str,
    None,
    Text(
        nl="de tekst waaruit wordt geloot; publiceer de tabel voordat iemand hem kan kennen",
        fr="le texte dont vient le tirage ; publiez la table avant que quiconque puisse le connaître",
        en="the text from which is drawn; publish the table before anybody can know it",
    ),
)

KINDS = sentence(
    "sortition.kinds",
    nl="{people} {people:|persoon staat|mensen staan} op de lijst voor {size} {size:|plaats|plaatsen}. "
    "Voor de quota zijn er {kinds} {kinds:|soort|soorten} mensen.",
    fr="{people} {people:|personne figure|personnes figurent} sur la liste pour {size} {size:|place|places}. "
    "Pour les quotas, il y a {kinds} {kinds:|sorte|sortes} de personnes.",
    en="{people} {people:|person is|people are} on the list for {size} {size:|place|places}. "
    "For the quotas there are {kinds} {kinds:|kind|kinds} of people.",
)
UNABLE = sentence(
    "sortition.unable",
    nl="{names} {names:|kan|kunnen} in geen enkel panel zitten dat aan alle quota voldoet. De kans is 0.",
    fr="{names} ne {names:|peut|peuvent} faire partie d'aucun panel qui respecte tous les quotas. La chance est 0.",
    en="{names} can be on no panel that meets all quotas. The chance is 0.",
)
LEVEL = sentence(
    "sortition.level",
    nl="{people} {people:|persoon krijgt|mensen krijgen} een kans van {chance}. Meer kan niet zonder iemand met een "
    "kleinere of even kleine kans te benadelen.",
    fr="{people} {people:|personne reçoit|personnes reçoivent} une chance de {chance}. Davantage nuirait à quelqu'un "
    "dont la chance est plus petite ou égale.",
    en="{people} {people:|person gets|people get} a chance of {chance}. More would harm somebody with a smaller or "
    "equal chance.",
)
SPAN = sentence(
    "sortition.span",
    nl="De kleinste kans is {least} en de grootste {most}.",
    fr="La plus petite chance est {least}, la plus grande {most}.",
    en="The smallest chance is {least} and the largest {most}.",
)
CUT = sentence(
    "sortition.cut",
    nl="De eerste berekening was te gunstig: geen panels samen geven die kansen. Na {cuts} "
    "{cuts:|verscherping|verscherpingen} wel.",
    fr="Le premier calcul était trop favorable : aucun mélange de panels ne donne ces chances. Après {cuts} "
    "{cuts:|correction|corrections}, si.",
    en="The first calculation was too hopeful: no panels together give these chances. After {cuts} "
    "{cuts:|correction|corrections} they do.",
)
PROVEN = sentence(
    "sortition.proven",
    nl="{panels} {panels:|panel geeft|panels geven} samen precies deze kansen. Betere bestaan dus niet.",
    fr="{panels} {panels:|panel donne|panels donnent} ensemble exactement ces chances. Il n'existe donc pas mieux.",
    en="{panels} {panels:|panel gives|panels together give} exactly these chances. So there is nothing better.",
)
NEARLY = sentence(
    "sortition.nearly",
    nl="{panels} panels geven samen deze kansen, op hooguit {off} na per soort. Beter dan dat bestaat niet.",
    fr="{panels} panels donnent ensemble ces chances, à {off} près par sorte. Il n'existe pas mieux.",
    en="{panels} panels together give these chances, within {off} for each kind. There is nothing better than that.",
)
TABLE = sentence(
    "sortition.table",
    nl="De tabel heeft {lots} {lots:|lot|loten}. Daarin is niemands kans meer dan {off} anders dan berekend.",
    fr="La table a {lots} {lots:|lot|lots}. La chance de chacun y diffère d'au plus {off} de celle calculée.",
    en="The table has {lots} {lots:|lot|lots}. In it nobody's chance is more than {off} away from the one worked out.",
)
DRAWN = sentence(
    "sortition.drawn",
    nl="Uit de tekst “{seed}” volgt lot {lot} van {lots}. Iedereen kan dit narekenen met SHA-256.",
    fr="Le texte « {seed} » donne le lot {lot} sur {lots}. Chacun peut le vérifier avec SHA-256.",
    en="The text “{seed}” gives lot {lot} of {lots}. Anybody can check this with SHA-256.",
)
WAITING = sentence(
    "sortition.waiting",
    nl="Er is nog niet geloot. Publiceer eerst deze tabel, en kies daarna een tekst die niemand kon kennen.",
    fr="Le tirage n'a pas encore eu lieu. Publiez d'abord cette table, puis choisissez un texte que nul ne pouvait "
    "connaître.",
    en="Nothing has been drawn yet. First publish this table, then take a text that nobody could know.",
)


_watching: ContextVar[panels.Progress | None] = ContextVar("watching", default=None)


@contextmanager
def watched(progress: panels.Progress) -> Iterator[None]:
    """Within this, `progress(done, total)` is called now and then; it changes nothing in the result."""
    token = _watching.set(progress)
    try:
        yield
    finally:
        _watching.reset(token)


def distribution(polytope: Polytope, aim: Aim, progress: panels.Progress | None = None) -> tuple[Chances, Mix]:
    """The chances that the rule aims at, and panels with weights that average to them.

    When no panels do, the inequality that shows it is added and the chances are worked out anew. Raises NoPanel with
    the smallest relaxation when the quotas contradict each other.
    """
    while True:
        try:
            chances = aim(polytope)
        except Contradiction:
            raise no_panel(polytope) from None
        found = panels.mix(polytope, chances.x, progress)
        if isinstance(found, Mix):
            return chances, found
        if not found.weights.any():
            raise no_panel(polytope)
        polytope.cut(found.weights, found.most)


def decide(
    rule: str,
    version: str,
    pool: Pool,
    aim: Aim,
    *,
    lots: int,
    seed: str | None,
    options: Mapping[str, Any] | None = None,
    about: Callable[[Polytope, Chances], Sequence[Step]] = lambda polytope, chances: (),
) -> Result:
    """The whole of a rule with quotas. `about` says what is special to the rule, between chances and proof.

    Facts: `targets`, each person's chance as worked out; `chances`, as in the table; `least`, the smallest target
    above 0; `bound`, which that can never exceed; `unable`, who can be on no panel; `off`, the largest difference
    between target and chance; `missing`, what the weighted panels fall short of the targets, summed over the kinds;
    `lots`, the panels; `lot`, the number drawn; `quotas` with what was drawn.
    """
    polytope, progress = Polytope.of(pool), _watching.get()
    chances, mix = distribution(polytope, aim, progress)
    counts = panels.lots(polytope, chances.x, lots, mix, progress)
    listed = table.named(polytope, counts)
    target = _targets(polytope, chances.x)
    stands = Counter(person for panel in listed for person in panel)
    share = [Fraction(stands[person], lots) for person in range(len(pool.people))]
    off = max(abs(got - Fraction(wanted)) for got, wanted in zip(share, target, strict=True))
    unable = tuple(pool.people[person] for person, chance in enumerate(target) if chance == 0)
    lot = Draw(seed).below(lots) + 1 if seed is not None else None
    drawn = listed[lot - 1] if lot is not None else ()
    steps = [KINDS(people=len(pool.people), size=pool.size, kinds=len(polytope))]
    steps += [UNABLE(names=unable)] if unable else []
    steps += about(polytope, chances)
    steps += [CUT(cuts=polytope.cuts)] if polytope.cuts else []
    if mix.missing <= panels.EXACT:
        steps.append(PROVEN(panels=len(mix.panels)))
    else:
        steps.append(NEARLY(panels=len(mix.panels), off=_up(mix.missing)))
    steps.append(TABLE(lots=lots, off=rounded(off, 5)))
    steps.append(WAITING() if lot is None else DRAWN(seed=seed, lot=lot, lots=lots))
    able = [chance for chance in target if chance > 0]
    return Result(
        family=FAMILY,
        rule=rule,
        version=version,
        winners=tuple(pool.people[person] for person in drawn),
        input_hash=pool.input_hash,
        steps=tuple(steps),
        options={"lots": lots, "seed": seed, **(options or {})},
        facts={
            "size": pool.size,
            "kinds": len(polytope),
            "targets": dict(zip(pool.people, target, strict=True)),
            "chances": dict(zip(pool.people, share, strict=True)),
            "least": min(able),
            "bound": None if chances.bound is None else _up(chances.bound),
            "unable": unable,
            "off": rounded(off, PLACES),
            "missing": _up(mix.missing),
            "cuts": polytope.cuts,
            "lots": [[pool.people[person] for person in panel] for panel in listed],
            "lot": lot,
            "quotas": quotas_met(pool, drawn if lot is not None else None),
            "commitment": None if seed is None else commitment(seed),
        },
    )


def level_steps(polytope: Polytope, chances: Chances) -> list[Step]:
    """The levels of leximin in words, from the smallest chance up."""
    people: Counter[Decimal] = Counter()
    for level in chances.levels:
        if level.chance > SAME:
            people[_decimal(level.chance)] += int(sum(polytope.sizes[at] for at in level.classes))
    return [LEVEL(people=number, chance=chance) for chance, number in sorted(people.items())]


def span(polytope: Polytope, chances: Chances) -> dict[str, Decimal]:
    """The smallest chance of those who have one, and the largest."""
    each = chances.x / polytope.sizes
    return {"least": _decimal(float(each[each > SAME].min())), "most": _decimal(float(each.max()))}


def span_step(polytope: Polytope, chances: Chances) -> list[Step]:
    """The smallest and the largest chance in words."""
    return [SPAN(**span(polytope, chances))]


def quotas_met(pool: Pool, panel: Sequence[Index] | None) -> list[dict[str, Any]]:
    """Each quota with what the pool has and, when there is one, what the panel has."""
    everyone = pool.counts(range(len(pool.people)))
    got = None if panel is None else pool.counts(panel)
    return [
        {
            "feature": quota.feature,
            "value": quota.value,
            "least": quota.least,
            "most": quota.most,
            "pool": everyone[quota.feature, quota.value],
            "panel": None if got is None else got[quota.feature, quota.value],
        }
        for quota in pool.quotas
    ]


def _targets(polytope: Polytope, x: Array) -> list[Decimal]:
    """Each person's chance, to PLACES decimals."""
    found = [Decimal(0)] * len(polytope.pool.people)
    for at, each in enumerate(polytope.classes):
        chance = _decimal(float(np.clip(x[at] / polytope.sizes[at], 0, 1)))
        for person in each.people:
            found[person] = chance
    return found


def _decimal(value: float) -> Decimal:
    return rounded(Fraction(value), PLACES)


def _up(value: float | Fraction) -> Decimal:
    """Rounded up: what nothing exceeds."""
    exact = Fraction(value)
    scaled = Decimal(-((-exact.numerator * 10**PLACES) // exact.denominator))
    return (scaled.scaleb(-PLACES)).quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_CEILING)
