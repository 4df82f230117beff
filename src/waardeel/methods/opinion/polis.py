"""Polis: find groups of people who think alike, what sets them apart, and what they share nonetheless."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.errors import NoAnswer
from waardeel.methods.opinion.account import NOBODY, Division, decimal, decimals, opening, outcome
from waardeel.methods.opinion.clusters import (
    adjusted_rand,
    base_clusters,
    groupings,
    half_samples,
    means,
    silhouette,
)
from waardeel.methods.opinion.components import Plane, plane
from waardeel.methods.opinion.conversation import Conversation
from waardeel.methods.result import Result, Step, sentence
from waardeel.methods.rule import Option, Rule
from waardeel.methods.words import Text

Floats: TypeAlias = "NDArray[np.float64]"
Whole: TypeAlias = "NDArray[np.int64]"

#: Below this many people, those who voted most come in although they voted on little.
LEAST_PEOPLE = 15
#: A number of groups stays as it was unless another one's silhouette is higher by more than this.
STAY = Decimal("0.05")
#: One more group may be tried for each so many base clusters.
PER_GROUP = 12
#: Starts of each further group, for the map itself and for each half-sample.
_TRIES, _SAMPLE_TRIES = 30, 5

NAME, VERSION = "polis", "1"


class TooFewPlaces(NoAnswer):
    """More groups were asked for than there are different places on the map."""

    text = "%(groups)s groups were asked for, and people stand in %(places)s different places. Ask for fewer groups."


INCLUDED = sentence(
    "opinion.included",
    nl="{people} {people:|mens komt|mensen komen} in een groep: wie minstens {minimum} {minimum:|keer|keer} stemde, en "
    "{more} {more:|ander|anderen} (wie er al in zat, of wie het meest stemde waar er weinig mensen zijn).",
    fr="{people} {people:|personne entre|personnes entrent} dans un groupe : qui a voté au moins {minimum} fois, et "
    "{more} {more:|autre|autres} (qui y était déjà, ou qui a le plus voté quand il y a peu de monde).",
    en="{people} {people:|person comes|people come} into a group: who voted at least {minimum} times, and {more} "
    "{more:|other|others} (who was in before, or who voted most where there are few people).",
)
BASE = sentence(
    "opinion.base-clusters",
    nl="Zij staan op de kaart in {clusters} {clusters:|groepje|groepjes} van buren.",
    fr="Sur la carte, ils forment {clusters} {clusters:|petit groupe|petits groupes} de voisins.",
    en="On the map they stand in {clusters} small {clusters:|cluster|clusters} of neighbours.",
)
TRIED = sentence(
    "opinion.tried",
    nl="Met {groups} {groups:|groep|groepen}: scheiding {silhouette}, stevigheid {stability} (1 is volledig).",
    fr="Avec {groups} {groups:|groupe|groupes} : séparation {silhouette}, solidité {stability} (1 est parfait).",
    en="With {groups} {groups:|group|groups}: separation {silhouette}, firmness {stability} (1 is perfect).",
)
BEST = sentence(
    "opinion.best",
    nl="Het worden {groups} groepen, want die zijn het best gescheiden.",
    fr="Ce seront {groups} groupes, car ils sont les mieux séparés.",
    en="It becomes {groups} groups, because these are best separated.",
)
STAYED = sentence(
    "opinion.stayed",
    nl="Het blijven {groups} groepen: geen ander aantal is duidelijk beter gescheiden.",
    fr="Il reste {groups} groupes : aucun autre nombre n’est nettement mieux séparé.",
    en="It stays at {groups} groups: no other number is clearly better separated.",
)
ASKED = sentence(
    "opinion.asked",
    nl="Het worden {groups} {groups:|groep|groepen}, zoals gevraagd.",
    fr="Ce sera {groups} {groups:|groupe|groupes}, comme demandé.",
    en="It becomes {groups} {groups:|group|groups}, as asked.",
)
ONE_PLACE = sentence(
    "opinion.one-place",
    nl="Iedereen staat op dezelfde plek. Er is één groep.",
    fr="Tout le monde se trouve au même endroit. Il y a un seul groupe.",
    en="Everybody stands in the same place. There is one group.",
)
CLOSE = sentence(
    "opinion.close",
    nl="Let op: {other} {other:|groep is|groepen zijn} bijna even goed gescheiden. Het aantal groepen staat niet vast.",
    fr="Attention : avec {other} {other:|groupe|groupes}, la séparation est presque aussi bonne. Le nombre de groupes "
    "n’est pas certain.",
    en="Mind: {other} {other:|group is|groups are} almost as well separated. The number of groups is not certain.",
)
LOOSE = sentence(
    "opinion.loose",
    nl="Let op: met de helft van de mensen vallen de groepen vaak anders uit (stevigheid {stability}). Lees de grenzen "
    "niet als vast.",
    fr="Attention : avec la moitié des personnes, les groupes changent souvent (solidité {stability}). Ne prenez pas "
    "leurs limites pour fixes.",
    en="Mind: with half of the people the groups often come out differently (firmness {stability}). Do not read "
    "their borders as fixed.",
)


@dataclass(frozen=True, eq=False)
class Tried:
    """One number of groups: labels of the base clusters, separation (silhouette) and firmness (mean adjusted Rand
    index with half-samples; None when no samples were asked for).
    """

    labels: Whole
    silhouette: Decimal
    stability: Decimal | None


@dataclass(frozen=True, eq=False)
class Grouping:
    """People in groups: which participants are `inside`, their base cluster (`base`), the middle (`centres`), the
    number of people (`sizes`) and the group (`labels`) of each base cluster, what was tried, and why this was chosen.
    """

    inside: Whole
    more: int
    base: Whole
    centres: Floats
    sizes: Whole
    tried: Mapping[int, Tried]
    labels: Whole
    chosen: Sequence[Step]

    def division(self, people: int) -> Division:
        """The group of each of so many participants."""
        of = np.full(people, NOBODY, dtype=np.int64)
        of[self.inside] = self.labels[self.base]
        return Division(tuple(letters(at) for at in range(int(self.labels.max()) + 1)), of)


def grouped(conversation: Conversation, plane_: Plane, options: Mapping[str, Any]) -> Grouping:
    """The groups of people who stand near each other on the plane. Raises TooFewPlaces."""
    inside, more = included(conversation, options["minimum_votes"])
    points = plane_.participants[inside]
    base = base_clusters(points, most=options["base_clusters"])
    sizes = np.bincount(base)
    centres = means(points, np.ones(len(points), dtype=np.int64), base, len(sizes))
    tried = _tried(centres, base, sizes, options)
    k, chosen = _chosen(tried, options, len(sizes))
    labels = _by_size(tried[k].labels if k in tried else np.zeros(len(sizes), dtype=np.int64), centres, sizes)
    return Grouping(inside, more, base, centres, sizes, tried, labels, chosen)


def run(conversation: Conversation, *, earlier: Result | None = None, **options: Any) -> Result:
    """Map the opinions. Raises NothingVoted, TooFewPlaces.

    `earlier` is a result of the same conversation before more votes came in: it saves steps in finding the plane. Its
    last decimals may differ from those of a fresh start, so what is published is made without.
    """
    plane_ = plane(conversation, start=None if earlier is None else _components(earlier, conversation))
    steps = opening(conversation, plane_)
    found = grouped(conversation, plane_, options)
    division = found.division(len(conversation.participants))
    base_of = np.full(len(conversation.participants), NOBODY, dtype=np.int64)
    base_of[found.inside] = found.base
    minimum = min(options["minimum_votes"], len(conversation.statements))
    tried = found.tried.items()
    steps += [
        INCLUDED(people=len(found.inside), minimum=minimum, more=found.more),
        BASE(clusters=len(found.sizes)),
        *(TRIED(groups=k, silhouette=each.silhouette, stability=each.stability) for k, each in tried),
        *found.chosen,
    ]
    return outcome(
        conversation,
        plane_,
        division,
        rule=(NAME, VERSION),
        options=options,
        steps=steps,
        facts={
            "tried": [{"groups": k, "silhouette": each.silhouette, "stability": each.stability} for k, each in tried],
            "base_clusters": {
                "x": decimals(found.centres[:, 0]),
                "y": decimals(found.centres[:, 1]),
                "people": found.sizes.tolist(),
                "group": [division.names[at] for at in found.labels.tolist()],
                "of": [None if at == NOBODY else at for at in base_of.tolist()],
            },
        },
    )


def _components(earlier: Result, conversation: Conversation) -> Floats:
    """The components of an earlier result, for the statements as they are now."""
    found = earlier.facts["statements"]
    of = {id: at for at, id in enumerate(found["id"])}
    components = np.zeros((2, len(conversation.statements)))
    for at, statement in enumerate(conversation.statements):
        if statement.id in of:
            components[:, at] = [float(component[of[statement.id]]) for component in found["components"]]
    return components


def included(conversation: Conversation, minimum_votes: int) -> tuple[Whole, int]:
    """The places of the participants who come into a group, and how many of them without the minimum of votes.

    In comes who gave at least that many votes (or voted on all statements, where there are fewer), and who was
    `kept`. Below LEAST_PEOPLE, those who voted most come in as well; equal numbers of votes come in together, so
    that no name or order decides.
    """
    votes = conversation.votes_of
    enough = votes >= min(minimum_votes, len(conversation.statements))
    inside = enough | np.array([name in conversation.kept for name in conversation.participants], dtype=np.bool_)
    missing = LEAST_PEOPLE - int(inside.sum())
    if missing > 0:
        rest = np.sort(votes[~inside & (votes > 0)])[::-1]
        if len(rest):
            inside |= votes >= rest[min(missing, len(rest)) - 1]
    return np.flatnonzero(inside), int((inside & ~enough).sum())


def _tried(centres: Floats, base: Whole, sizes: Whole, options: Mapping[str, Any]) -> dict[int, Tried]:
    """Every number of groups that may be chosen."""
    places, asked = len(sizes), options["groups"]
    if asked is not None and asked > places:
        raise TooFewPlaces(groups=asked, places=places)
    most = min(options["most_groups"], 2 + places // PER_GROUP, places) if asked is None else asked
    if most < 2:
        return {}
    whole = groupings(centres, sizes[None], most, tries=_TRIES)
    samples = half_samples(base, options["samples"], options["seed"])
    samples = samples[samples.sum(axis=1) > 0]
    halves = groupings(centres, samples, most, tries=_SAMPLE_TRIES) if len(samples) else {}
    return {
        k: Tried(
            labels[0],
            decimal(silhouette(centres, labels[0])),
            _firmness(labels[0], halves[k], samples) if halves else None,
        )
        for k, labels in whole.items()
        if asked is None or k == asked
    }


def _firmness(labels: Whole, halves: Whole, samples: Whole) -> Decimal:
    """How far groups of half of the people are the groups of all: the mean adjusted Rand index over those people."""
    indices = [adjusted_rand(labels, half, weights) for half, weights in zip(halves, samples, strict=True)]
    return decimal(float(sum(indices) / len(indices)))


def _chosen(tried: Mapping[int, Tried], options: Mapping[str, Any], places: int) -> tuple[int, list[Step]]:
    """The number of groups and why."""
    if places == 1:
        return 1, [ONE_PLACE()]
    if options["groups"] is not None:
        return options["groups"], [ASKED(groups=options["groups"])]
    best = max(tried, key=lambda k: (tried[k].silhouette, -k))
    previous = options["previous_groups"]
    stays = previous in tried and previous != best and tried[best].silhouette - tried[previous].silhouette <= STAY
    k = previous if stays else best
    steps = [STAYED(groups=k) if stays else BEST(groups=k)]
    others = {other: each.silhouette for other, each in tried.items() if other != k}
    if others:
        near = max(others, key=lambda other: (others[other], -other))
        if tried[k].silhouette - others[near] < STAY:
            steps.append(CLOSE(other=near, groups=k))
    stability = tried[k].stability
    if stability is not None and stability < Decimal("0.75"):
        steps.append(LOOSE(stability=stability))
    return k, steps


def _by_size(labels: Whole, centres: Floats, sizes: Whole) -> Whole:
    """The same groups numbered from 0, the one with most people first (then from left to right)."""
    found = np.flatnonzero(np.bincount(labels))
    people = {at: int(sizes[labels == at].sum()) for at in found.tolist()}
    left = {at: float(np.average(centres[labels == at, 0], weights=sizes[labels == at])) for at in found.tolist()}
    order = sorted(found.tolist(), key=lambda at: (-people[at], left[at]))
    number = np.zeros(int(found.max()) + 1, dtype=np.int64)
    number[order] = np.arange(len(order))
    return number[labels]


def letters(at: int) -> str:
    """A, B ... Z, AA, AB ..."""
    ahead, last = divmod(at, 26)
    return (letters(ahead - 1) if ahead else "") + chr(ord("A") + last)


REPRESENTATIVE = Option(
    "representative", int, 5,
    Text(
        nl="hoogste aantal stellingen dat een groep of een meerderheid typeert",
        fr="nombre maximal d’affirmations qui caractérisent un groupe ou une majorité",
        en="the most statements that stand for a group or a majority",
    ),
    least=1,
)  # fmt: skip
AGREEMENT = Option(
    "agreement", str, "significant",
    Text(
        nl="wanneer een groep het eens is: meer dan de helft en geen toeval (significant), of meer dan de helft",
        fr="quand un groupe est d’accord : plus de la moitié et pas par hasard (significant), ou plus de la moitié",
        en="when a group agrees: more than half and no accident (significant), or more than half (majority)",
    ),
    choices=("significant", "majority"),
)  # fmt: skip

RULE = Rule(
    NAME,
    VERSION,
    title=Text(nl="Meningenkaart (Polis)", fr="Carte des opinions (Polis)", en="Opinion map (Polis)"),
    summary=Text(
        nl="Mensen die op stellingen ongeveer hetzelfde stemmen, staan dicht bij elkaar op een kaart. De kaart toont "
        "groepen, wat elke groep bijzonder maakt, en met welke stellingen alle groepen het eens zijn.",
        fr="Les personnes qui votent à peu près pareil sur des affirmations se trouvent près l’une de l’autre sur une "
        "carte. Elle montre des groupes, ce qui distingue chacun, et les affirmations que tous les groupes approuvent.",
        en="People who vote much alike on statements stand near each other on a map. It shows groups, what sets each "
        "of them apart, and the statements that all groups agree with.",
    ),
    sources=(
        "C. Small et al., Polis: scaling deliberation by mapping high dimensional opinion spaces, Recerca 26(2), 2021",
        "Polis server, math (compdemocracy.org)",
    ),
    takes=Conversation,
    run=run,
    options=(
        Option(
            "minimum_votes", int, 7,
            Text(
                nl="zoveel stemmen geeft iemand om in een groep te komen",
                fr="nombre de votes qu’il faut pour entrer dans un groupe",
                en="how many votes bring somebody into a group",
            ),
            least=1,
        ),
        Option(
            "groups", int, None,
            Text(
                nl="een vast aantal groepen, in plaats van het best gescheiden aantal",
                fr="un nombre fixe de groupes, au lieu du nombre le mieux séparé",
                en="a fixed number of groups, instead of the best separated",
            ),
            least=1,
        ),
        Option(
            "most_groups", int, 5,
            Text(nl="hoogste aantal groepen", fr="nombre maximal de groupes", en="the most groups"),
            least=2,
        ),
        Option(
            "previous_groups", int, None,
            Text(
                nl="het vorige aantal groepen, dat blijft tenzij een ander duidelijk beter is",
                fr="le nombre précédent de groupes, gardé sauf si un autre est nettement meilleur",
                en="the earlier number of groups, which stays unless another is clearly better",
            ),
            least=1,
        ),
        Option(
            "base_clusters", int, 100,
            Text(
                nl="hoogste aantal groepjes van buren",
                fr="nombre maximal de petits groupes de voisins",
                en="the most small clusters of neighbours",
            ),
            least=2,
        ),
        REPRESENTATIVE,
        AGREEMENT,
        Option(
            "samples", int, 20,
            Text(
                nl="hoe vaak de groepen opnieuw gezocht worden met de helft van de mensen",
                fr="combien de fois les groupes sont recherchés avec la moitié des personnes",
                en="how often groups are looked for again with half of the people",
            ),
            least=0,
        ),
        Option(
            "seed", str, "waardeel",
            Text(
                nl="waaruit die helften getrokken worden",
                fr="ce dont ces moitiés sont tirées",
                en="what those halves are drawn from",
            ),
        ),
    ),
)  # fmt: skip
