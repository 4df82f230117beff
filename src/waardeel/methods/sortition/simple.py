"""Draws without quotas: plain, and in shares of one or more features; with a reserve for who drops out."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import lcm
from typing import Any

from waardeel.methods.errors import NoAnswer
from waardeel.methods.lots import Draw, commitment
from waardeel.methods.result import Result, Step, sentence
from waardeel.methods.rule import Option, Rule
from waardeel.methods.sortition.fair import FAMILY, SEED, quotas_met
from waardeel.methods.sortition.pool import BadSize, Index, Pool
from waardeel.methods.words import Text


class NoSeed(NoAnswer):
    """A draw for which no seed was given."""

    text = (
        "To draw, a seed is needed: a text that nobody could know when the list was closed, such as the numbers of a "
        "public lottery. Give it as the option seed."
    )


SHUFFLED = sentence(
    "sortition.shuffled",
    nl="{people} {people:|persoon staat|mensen staan} in alfabetische volgorde en {people:|wordt|worden} met de tekst "
    "“{seed}” geschud. Elke volgorde heeft evenveel kans.",
    fr="{people} {people:|personne, en ordre alphabétique, est mélangée|personnes, en ordre alphabétique, sont "
    "mélangées} avec le texte « {seed} ». Chaque ordre a la même chance.",
    en="{people} {people:|person, in alphabetical order, is|people, in alphabetical order, are} shuffled with the text "
    "“{seed}”. Every order is equally likely.",
)
FIRST = sentence(
    "sortition.first",
    nl="De eerste {size} {size:|is|zijn} gekozen: {names}.",
    fr="{size:|La première est choisie|Les premières sont choisies} ({size}) : {names}.",
    en="The first {size} {size:|is|are} chosen: {names}.",
)
HOUSEMATE = sentence(
    "sortition.housemate",
    nl="{name} woont samen met iemand die al gekozen is en wordt overgeslagen.",
    fr="{name} habite avec une personne déjà choisie et n'est pas retenue.",
    en="{name} shares a household with somebody who is already chosen and is passed over.",
)
SHARE = sentence(
    "sortition.share",
    nl="{group}: {people} {people:|persoon|mensen}, precies {exact} {exact:|plaats|plaatsen}, dus {seats} "
    "{seats:|plaats|plaatsen}.",
    fr="{group} : {people} {people:|personne|personnes}, exactement {exact} {exact:|place|places}, donc {seats} "
    "{seats:|place|places}.",
    en="{group}: {people} {people:|person|people}, exactly {exact} {exact:|place|places}, so {seats} "
    "{seats:|place|places}.",
)
ROUNDED = sentence(
    "sortition.rounded",
    nl="De plaatsen die na afronden overblijven ({left}) gaan naar {names}.",
    fr="Les places qui restent après l'arrondi ({left}) vont à {names}.",
    en="The places that remain after rounding ({left}) go to {names}.",
)


def random(pool: Pool, *, seed: str | None) -> Result:
    """People in a shuffled order; the first are chosen and the others are the reserve. Quotas play no part.

    Facts: `chance`, the same for all (left out with shared households, where it depends on them); `reserve`, who
    comes next, in order; `quotas` with what was drawn. Raises NoSeed, and BadSize when there are too few households.
    """
    if seed is None:
        raise NoSeed
    order = Draw(seed).shuffled(range(len(pool.people)))
    chosen, reserve, passed = _one_each(pool, order, pool.size)
    names = [pool.people[at] for at in chosen]
    steps = [SHUFFLED(people=len(pool.people), seed=seed)]
    steps += [HOUSEMATE(name=pool.people[at]) for at in passed]
    steps.append(FIRST(size=len(names), names=names))
    facts: dict[str, Any] = {
        "size": pool.size,
        "reserve": [pool.people[at] for at in reserve],
        "quotas": quotas_met(pool, chosen),
        "commitment": commitment(seed),
    }
    if not any(pool.households):
        facts["chance"] = Fraction(pool.size, len(pool.people))
    return _result("random", pool, names, steps, {"seed": seed}, facts)


def _one_each(pool: Pool, order: list[Index], size: int) -> tuple[list[Index], list[Index], list[Index]]:
    """The first of each household up to `size`, who comes after them, and who was passed over before that."""
    chosen: list[Index] = []
    reserve: list[Index] = []
    passed: list[Index] = []
    homes: set[str] = set()
    for person in order:
        home = pool.households[person]
        if len(chosen) == size:
            if home is None or home not in homes:
                reserve.append(person)
        elif home is not None and home in homes:
            passed.append(person)
        else:
            chosen.append(person)
            if home is not None:
                homes.add(home)
    if len(chosen) < size:
        raise BadSize(size=size, people=len(chosen))
    return chosen, reserve, passed


def stratified(pool: Pool, *, seed: str | None, feature: str | None, rounding: str) -> Result:
    """Places in proportion to the people with each value, then a plain draw among those.

    `feature` names one or more features ("age,district"); None takes all together. Whole places first; those left by
    rounding go to the largest remainders ("largest-remainder"; lots between equal ones) or are drawn with chances
    equal to the remainders ("lots", by systematic sampling), which gives everybody exactly the same chance.
    Facts: `strata`; `chances` of each person before the rounding was drawn; `reserve` per stratum in order.
    """
    if seed is None:
        raise NoSeed
    names = pool.features if feature is None else tuple(part.strip() for part in feature.split(","))
    columns = [pool.column(name) for name in names]
    strata: dict[tuple[str, ...], list[Index]] = defaultdict(list)
    for person in range(len(pool.people)):
        strata[tuple(column[person] for column in columns)].append(person)
    keys = sorted(strata)
    draw = Draw(seed)
    exact = {key: Fraction(pool.size * len(strata[key]), len(pool.people)) for key in keys}
    extra = _by_lot(exact, draw) if rounding == "lots" else _largest_remainders(exact, draw)
    seats = {key: int(exact[key]) + (key in extra) for key in keys}
    label = {key: " · ".join(key) or "–" for key in keys}
    chosen: list[Index] = []
    reserve: list[list[str]] = []
    steps: list[Step] = []
    for key in keys:
        order = draw.shuffled(strata[key])
        chosen += order[: seats[key]]
        reserve.append([pool.people[at] for at in order[seats[key] :]])
        steps.append(SHARE(group=label[key], people=len(order), exact=exact[key], seats=seats[key]))
    if extra:
        steps.append(ROUNDED(left=len(extra), names=[label[key] for key in sorted(extra)]))
    winners = [pool.people[at] for at in sorted(chosen)]
    steps.append(FIRST(size=len(winners), names=winners))
    chance = {
        pool.people[person]: Fraction(pool.size, len(pool.people))
        if rounding == "lots"
        else Fraction(seats[key], len(strata[key]))
        for key in keys
        for person in strata[key]
    }
    facts = {
        "size": pool.size,
        "strata": [
            {"values": key, "people": len(strata[key]), "exact": exact[key], "seats": seats[key], "reserve": waiting}
            for key, waiting in zip(keys, reserve, strict=True)
        ],
        "chances": {name: chance[name] for name in pool.people},
        "quotas": quotas_met(pool, chosen),
        "commitment": commitment(seed),
    }
    options = {"seed": seed, "feature": feature, "rounding": rounding}
    return _result("stratified", pool, winners, steps, options, facts)


def _largest_remainders(exact: dict[tuple[str, ...], Fraction], draw: Draw) -> set[tuple[str, ...]]:
    """Who gets one more: the largest remainders, equal ones in a drawn order."""
    left = int(sum(exact.values())) - sum(int(value) for value in exact.values())
    order = draw.shuffled(sorted(exact))
    return set(sorted(order, key=lambda key: exact[key] % 1, reverse=True)[:left])


def _by_lot(exact: dict[tuple[str, ...], Fraction], draw: Draw) -> set[tuple[str, ...]]:
    """Who gets one more, with a chance equal to the remainder: whole numbers plus one drawn offset, on a line on which
    the remainders lie end to end (systematic sampling, W. G. Madow 1949).
    """
    parts = lcm(*(value.denominator for value in exact.values()))
    offset = draw.below(parts)
    found: set[tuple[str, ...]] = set()
    end = 0
    for key in sorted(exact):
        start, end = end, end + int(exact[key] % 1 * parts)
        if (start - offset + parts - 1) // parts < (end - offset + parts - 1) // parts:
            found.add(key)
    return found


def _result(
    rule: str, pool: Pool, winners: list[str], steps: list[Step], options: dict[str, Any], facts: dict[str, Any]
) -> Result:
    return Result(
        family=FAMILY,
        rule=rule,
        version="1",
        winners=tuple(winners),
        input_hash=pool.input_hash,
        steps=tuple(steps),
        options=options,
        facts=facts,
    )


RANDOM = Rule(
    name="random",
    version="1",
    title=Text(nl="Gewoon loten", fr="Tirage simple", en="Plain draw"),
    summary=Text(
        nl="Iedereen heeft dezelfde kans. Quota tellen niet mee. Wie na de gekozenen komt, is reserve.",
        fr="Chacun a la même chance. Les quotas ne jouent pas. Ceux qui suivent forment la réserve.",
        en="Everybody has the same chance. Quotas play no part. Whoever comes after the chosen is reserve.",
    ),
    sources=("Simple random sampling without replacement; W. G. Cochran, Sampling Techniques (1977), chapter 2",),
    takes=Pool,
    run=random,
    options=(SEED,),
)

STRATIFIED = Rule(
    name="stratified",
    version="1",
    title=Text(nl="Loten per groep", fr="Tirage par groupe", en="Draw by group"),
    summary=Text(
        nl="Elke groep krijgt plaatsen naar haar deel van de lijst. Binnen de groep wordt gewoon geloot.",
        fr="Chaque groupe reçoit des places selon sa part de la liste, puis un tirage simple a lieu en son sein.",
        en="Each group gets places in proportion to its part of the list. Within the group a plain draw follows.",
    ),
    sources=(
        "W. G. Cochran, Sampling Techniques (1977), chapter 5 (proportional allocation)",
        "W. G. Madow, On the theory of systematic sampling II, Annals of Mathematical Statistics 20 (1949) 333-354",
    ),
    takes=Pool,
    run=stratified,
    options=(
        SEED,
        Option(
            "feature",
            str,
            None,
            Text(
                nl="het kenmerk dat de groepen maakt, of meer met komma's ertussen; leeg: alle samen",
                fr="la caractéristique qui forme les groupes, ou plusieurs séparées par des virgules ; vide : toutes",
                en="the feature that makes the groups, or more with commas between; empty: all together",
            ),
        ),
        Option(
            "rounding",
            str,
            "lots",
            Text(
                nl="wie de plaatsen krijgt die na afronden overblijven: door loten (ieders kans blijft gelijk) of de "
                "grootste resten",
                fr="qui reçoit les places restant après l'arrondi : par tirage (chances égales) ou aux plus forts "
                "restes",
                en="who gets the places that remain after rounding: by lots (all chances stay equal) or the largest "
                "remainders",
            ),
            choices=("lots", "largest-remainder"),
        ),
    ),
)
