"""The result of an opinion map, in numbers and in sentences, the same for groups that were found and groups given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.errors import NoAnswer
from waardeel.methods.exact import rounded
from waardeel.methods.opinion.components import Plane
from waardeel.methods.opinion.conversation import Conversation
from waardeel.methods.opinion.priorities import priorities
from waardeel.methods.opinion.statistics import (
    Counts,
    Side,
    Typical,
    consensus,
    counted,
    majorities,
    representative,
    share,
    shared,
)
from waardeel.methods.result import Result, Step, Tie, sentence

Floats: TypeAlias = "NDArray[np.float64]"
Whole: TypeAlias = "NDArray[np.int64]"

#: Decimals of every inherently inexact number in a result.
PLACES = 6
#: In no group.
NOBODY = -1


class NothingVoted(NoAnswer):
    """A conversation in which nobody voted on anything that is not out."""

    text = "Nobody has voted on a statement that is still in. Ask for votes first, or let statements in."


INPUT = sentence(
    "opinion.input",
    nl="{people} {people:|mens|mensen} {people:|gaf|gaven} samen {votes} {votes:|stem|stemmen} op {statements} "
    "{statements:|stelling|stellingen}. {out} daarvan {out:|telt|tellen} niet mee op de kaart.",
    fr="{people} {people:|personne a|personnes ont} donné {votes} {votes:|vote|votes} sur {statements} "
    "{statements:|affirmation|affirmations}, dont {out} {out:|ne compte pas|ne comptent pas} pour la carte.",
    en="{people} {people:|person|people} gave {votes} {votes:|vote|votes} on {statements} "
    "{statements:|statement|statements}. {out} of these {out:|does|do} not count for the map.",
)
PLANE = sentence(
    "opinion.plane",
    nl="De kaart toont {percent} % van alle verschillen in mening: {first} % van links naar rechts en {second} % van "
    "onder naar boven.",
    fr="La carte montre {percent} % de toutes les différences d’opinion : {first} % de gauche à droite et {second} % "
    "de bas en haut.",
    en="The map shows {percent} % of all differences of opinion: {first} % from left to right and {second} % from "
    "bottom to top.",
)
GROUP = sentence(
    "opinion.group",
    nl="Groep {group}: {people} {people:|mens|mensen}.",
    fr="Groupe {group} : {people} {people:|personne|personnes}.",
    en="Group {group}: {people} {people:|person|people}.",
)
AGREES_MORE = sentence(
    "opinion.agrees-more",
    nl="Groep {group} is het eens met stelling {statement}: {count} van de {votes} stemmen, {percent} % (elders "
    "{elsewhere} %).",
    fr="Le groupe {group} est d’accord avec l’affirmation {statement} : {count} votes sur {votes}, {percent} % "
    "(ailleurs {elsewhere} %).",
    en="Group {group} agrees with statement {statement}: {count} of {votes} votes, {percent} % (elsewhere "
    "{elsewhere} %).",
)
DISAGREES_MORE = sentence(
    "opinion.disagrees-more",
    nl="Groep {group} is het oneens met stelling {statement}: {count} van de {votes} stemmen, {percent} % (elders "
    "{elsewhere} %).",
    fr="Le groupe {group} n’est pas d’accord avec l’affirmation {statement} : {count} votes sur {votes}, {percent} % "
    "(ailleurs {elsewhere} %).",
    en="Group {group} disagrees with statement {statement}: {count} of {votes} votes, {percent} % (elsewhere "
    "{elsewhere} %).",
)
SHARED = sentence(
    "opinion.shared",
    nl="Alle groepen zijn het eens met stelling {statement}. De groep die het minst instemt is {group}, met {percent} "
    "%. Gedeelde instemming: {consensus}.",
    fr="Tous les groupes sont d’accord avec l’affirmation {statement}. Le groupe qui approuve le moins est {group}, "
    "avec {percent} %. Accord partagé : {consensus}.",
    en="All groups agree with statement {statement}. The group that agrees least is {group}, with {percent} %. "
    "Shared agreement: {consensus}.",
)
NONE_SHARED = sentence(
    "opinion.none-shared",
    nl="Er is geen stelling waar alle groepen het mee eens zijn.",
    fr="Il n’y a aucune affirmation avec laquelle tous les groupes sont d’accord.",
    en="There is no statement that all groups agree with.",
)


@dataclass(frozen=True, eq=False)
class Division:
    """Groups of people: for each participant the place of the group in `names`, or NOBODY."""

    names: tuple[str, ...]
    of: Whole

    @property
    def sizes(self) -> list[int]:
        return [int(size) for size in np.bincount(self.of[self.of >= 0], minlength=len(self.names))]


def opening(conversation: Conversation, plane_: Plane) -> list[Step]:
    """The steps every map begins with. Raises NothingVoted."""
    if not np.any(~conversation.out[conversation.columns]):
        raise NothingVoted
    first, second = (_percent(Fraction(part)) for part in plane_.spread)
    return [
        INPUT(
            people=len(conversation.participants),
            votes=len(conversation.values),
            statements=len(conversation.statements),
            out=int(conversation.out.sum()),
        ),
        PLANE(percent=first + second, first=first, second=second),
    ]


@dataclass(frozen=True, eq=False)
class Said:
    """What a division into groups says: the votes by group and of `everybody`, the statements that are `typical` of
    each group, the group-aware consensus on each statement (`products`), and the statements that all groups share.
    """

    counts: Counts
    everybody: Counts
    typical: list[list[Typical]]
    products: list[Fraction]
    shared: list[int]


def said(conversation: Conversation, division: Division, options: Mapping[str, Any]) -> Said:
    """Count the votes by group and test what they say."""
    open_ = open_statements(conversation)
    counts = counted(conversation, division.of, len(division.names))
    return Said(
        counts,
        counted(conversation, np.zeros(len(conversation.participants), dtype=np.int64), 1),
        representative(counts, open_, options["representative"]),
        consensus(counts),
        shared(counts, open_, options["agreement"]),
    )


def open_statements(conversation: Conversation) -> list[int]:
    """The places of the statements that are not out."""
    return np.flatnonzero(~conversation.out).tolist()


def outcome(
    conversation: Conversation,
    plane_: Plane,
    division: Division,
    *,
    rule: tuple[str, str],
    options: Mapping[str, Any],
    steps: Sequence[Step],
    ties: Sequence[Tie] = (),
    facts: Mapping[str, Any],
) -> Result:
    """The whole result for a division into groups. `rule` is name and version; `facts` what the rule adds."""
    ids = [statement.id for statement in conversation.statements]
    open_ = open_statements(conversation)
    opinions = said(conversation, division, options)
    counts, everybody, typical = opinions.counts, opinions.everybody, opinions.typical
    products, winners = opinions.products, opinions.shared
    told = [GROUP(group=name, people=size) for name, size in zip(division.names, division.sizes, strict=True)]
    elsewhere = counts.elsewhere()
    for group, found in enumerate(typical):
        told += [_typical_step(division.names[group], ids, elsewhere, group, each) for each in found]
    told += [_shared_step(division.names, ids[place], counts, place, products[place]) for place in winners]
    return Result(
        family="opinion",
        rule=rule[0],
        version=rule[1],
        winners=tuple(ids[place] for place in winners),
        input_hash=conversation.input_hash,
        steps=(*steps, *told, *(() if winners else (NONE_SHARED(),))),
        ties=tuple(ties),
        options=options,
        facts={
            **facts,
            "groups": _groups(division, plane_, typical, ids),
            "participants": {
                "id": conversation.participants,
                "x": decimals(plane_.participants[:, 0]),
                "y": decimals(plane_.participants[:, 1]),
                "votes": conversation.votes_of.tolist(),
                "group": [None if at == NOBODY else division.names[at] for at in division.of.tolist()],
            },
            "statements": _statements(conversation, plane_, counts, everybody, products),
            "by_group": _by_group(division, counts),
            "majorities": {side: _majorities(everybody, open_, side, ids, options) for side in ("agree", "disagree")},
            "spread": decimals(np.array(plane_.spread)),
        },
    )


def decimals(values: Floats) -> list[Decimal]:
    """Numbers rounded to PLACES, without a minus before zero."""
    return [Decimal(text) for text in map(f"{{:.{PLACES}f}}".format, (np.round(values, PLACES) + 0.0).tolist())]


def decimal(value: float) -> Decimal:
    return decimals(np.array([value]))[0]


def _percent(part: Fraction) -> Decimal:
    return rounded(part * 100, 1)


def _typical_step(name: str, ids: Sequence[str], elsewhere: Counts, group: int, each: Typical) -> Step:
    said = AGREES_MORE if each.side == "agree" else DISAGREES_MORE
    outside, votes = int(elsewhere.of(each.side)[group, each.statement]), int(elsewhere.votes[group, each.statement])
    return said(
        group=name,
        statement=ids[each.statement],
        count=each.count,
        votes=each.votes,
        percent=_percent(Fraction(each.count, max(each.votes, 1))),
        elsewhere=_percent(Fraction(outside, max(votes, 1))),
    )


def _shared_step(names: Sequence[str], id: str, counts: Counts, place: int, product: Fraction) -> Step:
    shares = [
        share(agrees, votes) for agrees, votes in zip(counts.agrees[:, place], counts.votes[:, place], strict=True)
    ]
    least = min(range(len(names)), key=shares.__getitem__)
    agrees, votes = int(counts.agrees[least, place]), int(counts.votes[least, place])
    return SHARED(
        statement=id, group=names[least], percent=_percent(Fraction(agrees, votes)), consensus=rounded(product, 3)
    )


def _groups(
    division: Division, plane_: Plane, typical: Sequence[Sequence[Typical]], ids: Sequence[str]
) -> list[dict[str, Any]]:
    found = []
    for group, name in enumerate(division.names):
        members = division.of == group
        centre = plane_.participants[members].mean(axis=0) if members.any() else np.zeros(2)
        x, y = decimals(centre)
        found.append(
            {
                "name": name,
                "people": int(members.sum()),
                "x": x,
                "y": y,
                "representative": [_typical(each, ids) for each in typical[group]],
            }
        )
    return found


def _typical(each: Typical, ids: Sequence[str]) -> dict[str, Any]:
    return {
        "statement": ids[each.statement],
        "side": each.side,
        "count": each.count,
        "votes": each.votes,
        "share": share(each.count, each.votes),
        "share_test": decimal(each.p_test),
        "representativeness": decimal(each.r),
        "representativeness_test": decimal(each.r_test),
        "best_agree": each.best_agree,
    }


def _statements(
    conversation: Conversation, plane_: Plane, counts: Counts, everybody: Counts, products: Sequence[Fraction]
) -> dict[str, Any]:
    grouped = counts.together()
    extremity = np.hypot(plane_.statements[:, 0], plane_.statements[:, 1])
    meta = np.array([statement.meta for statement in conversation.statements], dtype=np.bool_)
    priority = priorities(grouped.agrees[0], grouped.disagrees[0], grouped.votes[0], extremity, meta)
    return {
        "id": [statement.id for statement in conversation.statements],
        "out": conversation.out.tolist(),
        "agrees": everybody.agrees[0].tolist(),
        "disagrees": everybody.disagrees[0].tolist(),
        "votes": everybody.votes[0].tolist(),
        "consensus": products,
        "priority": decimals(priority),
        "extremity": decimals(extremity),
        "x": decimals(plane_.statements[:, 0]),
        "y": decimals(plane_.statements[:, 1]),
        "mean": decimals(plane_.center),
        "components": [decimals(component) for component in plane_.components],
    }


def _by_group(division: Division, counts: Counts) -> dict[str, Any]:
    return {
        name: {
            "agrees": counts.agrees[group].tolist(),
            "disagrees": counts.disagrees[group].tolist(),
            "votes": counts.votes[group].tolist(),
        }
        for group, name in enumerate(division.names)
    }


def _majorities(
    everybody: Counts, open_: Sequence[int], side: Side, ids: Sequence[str], options: Mapping[str, Any]
) -> list[dict[str, Any]]:
    return [
        {
            "statement": ids[place],
            "count": int(everybody.of(side)[0, place]),
            "votes": int(everybody.votes[0, place]),
            "share": share(everybody.of(side)[0, place], everybody.votes[0, place]),
        }
        for place in majorities(everybody, open_, side, options["representative"])
    ]
