"""The report of an opinion map: the map itself, what sets groups apart, what they share, and every statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from waardeel.cli.face import columns
from waardeel.cli.report import Section, paragraph, picture, steps, table
from waardeel.cli.report.svg import Drawing
from waardeel.methods.exact import rounded
from waardeel.methods.result import Result
from waardeel.methods.rule import Rule
from waardeel.methods.words import Language, Text, number, percentage

_Point = tuple[float, float]

#: More people than this are drawn by their base clusters only.
_MOST_DOTS = 3000
_TONES = 8
_SHOWN = 10
_SHORT = 64

MAP = Text(nl="De kaart", fr="La carte", en="The map")
GROUPS = Text(nl="Groepen", fr="Groupes", en="Groups")
APART = Text(nl="Wat groepen bijzonder maakt", fr="Ce qui distingue les groupes", en="What sets groups apart")
COMMON = Text(nl="Wat alle groepen delen", fr="Ce que tous les groupes partagent", en="What all groups share")
EVERY = Text(nl="Alle stellingen", fr="Toutes les affirmations", en="All statements")
HOW = Text(nl="Hoe dit berekend is", fr="Comment ceci est calculé", en="How this was worked out")
FIRM = Text(
    nl="Hoe vast het aantal groepen is", fr="Solidité du nombre de groupes", en="How firm the number of groups is"
)

GROUP = Text(nl="Groep", fr="Groupe", en="Group")
PEOPLE = Text(nl="Mensen", fr="Personnes", en="People")
STATEMENT = Text(nl="Stelling", fr="Affirmation", en="Statement")
SIDE = Text(nl="Mening", fr="Avis", en="Opinion")
HERE = Text(nl="In de groep", fr="Dans le groupe", en="In the group")
ELSEWHERE = Text(nl="Elders", fr="Ailleurs", en="Elsewhere")
AGREE = Text(nl="eens", fr="d’accord", en="agree")
DISAGREE = Text(nl="oneens", fr="pas d’accord", en="disagree")
SHARED = Text(nl="Gedeelde instemming", fr="Accord partagé", en="Shared agreement")
NUMBER_OF_GROUPS = Text(nl="Aantal groepen", fr="Nombre de groupes", en="Number of groups")
SEPARATION = Text(nl="Scheiding", fr="Séparation", en="Separation")
FIRMNESS = Text(nl="Stevigheid", fr="Solidité", en="Firmness")
VOTES = Text(nl="Stemmen", fr="Votes", en="Votes")
AGREES_IN = Text(nl="Eens in {group}", fr="D’accord en {group}", en="Agree in {group}")
NONE = Text(
    nl="Er is geen stelling waar alle groepen het mee eens zijn.",
    fr="Il n’y a aucune affirmation que tous les groupes approuvent.",
    en="There is no statement that all groups agree with.",
)
MORE = Text(nl="… en nog {count}.", fr="… et encore {count}.", en="… and {count} more.")
COUNTED = Text(
    nl="{inside} van de {people} mensen staan in een groep. Zij en de anderen gaven {votes} stemmen op {statements} "
    "stellingen.",
    fr="{inside} des {people} personnes sont dans un groupe. Toutes ensemble ont donné {votes} votes sur {statements} "
    "affirmations.",
    en="{inside} of the {people} people are in a group. Everybody together gave {votes} votes on {statements} "
    "statements.",
)
READ_MAP = Text(
    nl="Elke stip is een mens. Wie dicht bij elkaar staat, stemde ongeveer hetzelfde. De kaart laat {percent} % zien "
    "van alle verschillen; de rest past niet op een vlak. Links en rechts, boven en onder betekenen op zich niets.",
    fr="Chaque point est une personne. Les personnes proches ont voté à peu près pareil. La carte montre {percent} % "
    "de toutes les différences ; le reste ne tient pas sur un plan. Gauche et droite, haut et bas ne disent rien.",
    en="Each dot is a person. Those who stand near each other voted much alike. The map shows {percent} % of all "
    "differences; the rest does not fit on a plane. Left and right, up and down mean nothing by themselves.",
)
READ_SHARED = Text(
    nl="Gedeelde instemming is het product van de instemming in elke groep. Eén groep die het niet eens is, maakt het "
    "klein, hoe klein die groep ook is. In elke groep is meer dan de helft het eens.",
    fr="L’accord partagé est le produit de l’accord dans chaque groupe. Un seul groupe qui n’est pas d’accord le rend "
    "petit, même s’il est petit lui-même. Dans chaque groupe, plus de la moitié est d’accord.",
    en="Shared agreement is the product of the agreement in each group. One group that does not agree makes it small, "
    "however small that group is. In each group more than half agree.",
)
READ_DOTS = Text(
    nl="Elke regel is een stelling. De letters staan bij het deel van elke groep dat het eens is.",
    fr="Chaque ligne est une affirmation. Les lettres indiquent la part de chaque groupe qui est d’accord.",
    en="Each line is a statement. The letters stand at the share of each group that agrees.",
)
FIRM_TEXT = Text(
    nl="Scheiding zegt hoeveel dichter mensen bij hun eigen groep staan dan bij de volgende (silhouet, van -1 tot 1). "
    "Stevigheid zegt hoe vaak mensen weer bij elkaar komen als de groepen gezocht worden met maar de helft van de "
    "mensen (1 is altijd, 0 is toeval).",
    fr="La séparation dit combien les personnes sont plus proches de leur groupe que du suivant (silhouette, de -1 à "
    "1). La solidité dit si les personnes se retrouvent ensemble quand on cherche les groupes avec la moitié d’entre "
    "elles (1 : toujours, 0 : au hasard).",
    en="Separation says how much nearer people stand to their own group than to the next (silhouette, from -1 to 1). "
    "Firmness says how far people come together again when groups are looked for with only half of the people (1 is "
    "always, 0 is chance).",
)
MAP_DESCRIPTION = Text(
    nl="Een vlak met {people} mensen in {groups} groepen: {sizes}.",
    fr="Un plan avec {people} personnes en {groups} groupes : {sizes}.",
    en="A plane with {people} people in {groups} groups: {sizes}.",
)


@dataclass(frozen=True)
class _Told:
    """A result with the texts of its statements, in one language."""

    result: Result
    texts: Mapping[str, str]
    language: Language

    def say(self, text: Text, **facts: Any) -> str:
        return text.in_(self.language, **facts)

    @property
    def groups(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.result.facts["groups"]
        return found

    @cached_property
    def names(self) -> list[str]:
        return [group["name"] for group in self.groups]

    @cached_property
    def place(self) -> dict[str, int]:
        return {id: at for at, id in enumerate(self.result.facts["statements"]["id"])}

    def statement(self, id: str, *, short: bool = False) -> str:
        text = " ".join(self.texts.get(id, "").split())
        if short and len(text) > _SHORT:
            text = text[: _SHORT - 1].rstrip() + "…"
        return f"{id}. {text}" if text else id

    def share(self, id: str, group: str, side: str = "agree") -> Fraction:
        votes = self.result.facts["by_group"][group]
        at = self.place[id]
        return Fraction(votes[f"{side}s"][at], max(votes["votes"][at], 1))

    def elsewhere(self, id: str, group: str, side: str) -> Fraction:
        at = self.place[id]
        others = [votes for name, votes in self.result.facts["by_group"].items() if name != group]
        return Fraction(
            sum(votes[f"{side}s"][at] for votes in others), max(sum(votes["votes"][at] for votes in others), 1)
        )

    def percent(self, part: Fraction) -> str:
        return percentage(part, self.language, 0)

    def counted(self) -> str:
        people = self.result.facts["participants"]
        return self.say(
            COUNTED,
            inside=sum(group["people"] for group in self.groups),
            people=len(people["id"]),
            votes=sum(people["votes"]),
            statements=len(self.place),
        )

    def group_rows(self) -> list[list[str]]:
        return [[group["name"], number(group["people"], self.language)] for group in self.groups]

    def apart_rows(self, *, short: bool) -> list[list[str]]:
        return [
            [
                group["name"],
                self.say(AGREE if each["side"] == "agree" else DISAGREE),
                self.percent(self.share(each["statement"], group["name"], each["side"])),
                self.percent(self.elsewhere(each["statement"], group["name"], each["side"])),
                self.statement(each["statement"], short=short),
            ]
            for group in self.groups
            for each in group["representative"]
        ]

    def apart_head(self) -> list[str]:
        return [self.say(text) for text in (GROUP, SIDE, HERE, ELSEWHERE, STATEMENT)]

    def shared_rows(self, *, short: bool) -> list[list[str]]:
        consensus = self.result.facts["statements"]["consensus"]
        return [
            [
                number(rounded(consensus[self.place[id]], 3), self.language),
                *(self.percent(self.share(id, name)) for name in self.names),
                self.statement(id, short=short),
            ]
            for id in self.result.winners
        ]

    def shared_head(self) -> list[str]:
        return [self.say(SHARED), *self.names, self.say(STATEMENT)]

    def tried_rows(self) -> list[list[str]]:
        return [
            [
                str(each["groups"]),
                number(each["silhouette"].quantize(Decimal("0.001")), self.language),
                "–"
                if each["stability"] is None
                else number(each["stability"].quantize(Decimal("0.001")), self.language),
            ]
            for each in self.result.facts.get("tried", ())
        ]

    def tried_head(self) -> list[str]:
        return [self.say(text) for text in (NUMBER_OF_GROUPS, SEPARATION, FIRMNESS)]


def words(result: Result, texts: Mapping[str, str], language: Language) -> str:
    """The result as plain text with tables."""
    told = _Told(result, texts, language)
    shared = told.shared_rows(short=True)
    figures = tuple(range(len(told.names) + 1))
    parts = [
        told.counted(),
        columns([told.say(GROUP), told.say(PEOPLE)], told.group_rows(), right=(1,)),
        f"{told.say(APART)}\n\n" + columns(told.apart_head(), told.apart_rows(short=True), right=(2, 3)),
        f"{told.say(COMMON)}\n\n"
        + (columns(told.shared_head(), shared[:_SHOWN], right=figures) if shared else told.say(NONE)),
    ]
    if len(shared) > _SHOWN:
        parts[-1] += "\n" + told.say(MORE, count=len(shared) - _SHOWN)
    if told.tried_rows():
        parts.append(f"{told.say(FIRM)}\n\n" + columns(told.tried_head(), told.tried_rows(), right=(0, 1, 2)))
    return "\n\n".join(parts)


def sections(rule: Rule, result: Result, texts: Mapping[str, str], language: Language) -> list[Section]:
    """The parts of the report."""
    told = _Told(result, texts, language)
    spread = sum(result.facts["spread"], Decimal(0)) * 100
    apart = list(dict.fromkeys(each["statement"] for group in told.groups for each in group["representative"]))
    shared = list(result.winners[:_SHOWN])
    percent_columns = tuple(range(1, len(told.names) + 2))
    parts = [
        Section(
            told.say(MAP),
            paragraph(rule.summary.in_(language))
            + picture(_map(told))
            + paragraph(told.say(READ_MAP, percent=spread.quantize(Decimal("0.1"))))
            + paragraph(told.counted())
            + table([told.say(GROUP), told.say(PEOPLE)], told.group_rows(), caption=told.say(GROUPS), right=(1,)),
        ),
        Section(
            told.say(COMMON),
            paragraph(told.say(READ_SHARED))
            + (_dots(told, shared, told.say(COMMON)) if shared else paragraph(told.say(NONE)))
            + (
                table(
                    _last_first(told.shared_head()),
                    [_last_first(row) for row in told.shared_rows(short=False)],
                    caption=told.say(COMMON),
                    right=percent_columns,
                )
                if shared
                else ""
            ),
        ),
        Section(
            told.say(APART),
            _dots(told, apart, told.say(APART))
            + table(told.apart_head(), told.apart_rows(short=False), caption=told.say(APART), right=(2, 3)),
        ),
    ]
    if told.tried_rows():
        parts.append(
            Section(
                told.say(FIRM),
                paragraph(told.say(FIRM_TEXT))
                + table(told.tried_head(), told.tried_rows(), caption=told.say(FIRM), right=(0, 1, 2)),
            )
        )
    return [*parts, Section(told.say(HOW), steps(result.sentences(language))), Section(told.say(EVERY), _every(told))]


def _last_first(row: Sequence[str]) -> list[str]:
    """The statement as the heading of its row."""
    return [row[-1], *row[:-1]]


def _every(told: _Told) -> str:
    """All statements that are in, the highest shared agreement first."""
    facts = told.result.facts["statements"]
    places = [at for at, out in enumerate(facts["out"]) if not out]
    places.sort(key=lambda at: -facts["consensus"][at])
    rows = [
        [
            told.statement(facts["id"][at]),
            number(facts["votes"][at], told.language),
            told.percent(Fraction(facts["agrees"][at], max(facts["votes"][at], 1))),
            told.percent(Fraction(facts["disagrees"][at], max(facts["votes"][at], 1))),
            *(told.percent(told.share(facts["id"][at], name)) for name in told.names),
            number(rounded(facts["consensus"][at], 3), told.language),
        ]
        for at in places
    ]
    head = [
        told.say(STATEMENT),
        told.say(VOTES),
        told.say(AGREE).capitalize(),
        told.say(DISAGREE).capitalize(),
        *(told.say(AGREES_IN, group=name) for name in told.names),
        told.say(SHARED),
    ]
    return table(head, rows, caption=told.say(EVERY), right=tuple(range(1, len(head))))


def _map(told: _Told) -> Drawing:
    """Everybody on the plane, with a hull around each group."""
    people = told.result.facts["participants"]
    points = [(float(x), float(y)) for x, y in zip(people["x"], people["y"], strict=True)]
    width, height, edge = 720.0, 540.0, 30.0
    sizes = [f"{group['name']} {group['people']}" for group in told.groups]
    drawing = Drawing(
        width,
        height,
        title=told.say(MAP),
        description=told.say(MAP_DESCRIPTION, people=len(points), groups=len(sizes), sizes=sizes),
        shrinks=True,
    )
    (left, right), (low, high) = ((min(along), max(along)) for along in zip(*points, strict=True))
    scale = max((right - left) / (width - 2 * edge), (high - low) / (height - 2 * edge)) or 1.0
    middle = ((left + right) / 2, (low + high) / 2)

    def placed(point: _Point) -> _Point:
        return width / 2 + (point[0] - middle[0]) / scale, height / 2 - (point[1] - middle[1]) / scale

    tone_of = {name: f"tone-{at % _TONES}" for at, name in enumerate(told.names)}
    members = {
        name: [point for point, at in zip(points, people["group"], strict=True) if at == name] for name in tone_of
    }
    for name, inside in members.items():
        drawing.polygon([placed(point) for point in hull(inside)], tone=f"ribbon {tone_of[name]}")
    base = told.result.facts.get("base_clusters")
    if base is not None:
        largest = max(base["people"])
        for x, y, count, name in zip(base["x"], base["y"], base["people"], base["group"], strict=True):
            across, down = placed((float(x), float(y)))
            tip = f"{told.say(GROUP)} {name}, {told.say(PEOPLE).lower()}: {count}"
            drawing.circle(across, down, 4 + 14 * (count / largest) ** 0.5, tone=f"ribbon {tone_of[name]}", tip=tip)
    if len(points) <= _MOST_DOTS or base is None:
        for point, group in zip(points, people["group"], strict=True):
            drawing.circle(*placed(point), 2.2, tone="quiet" if group is None else tone_of[group])
    for group in told.groups:
        across, down = placed((float(group["x"]), float(group["y"])))
        drawing.circle(across, down, 15, tone="soft")
        drawing.text(across, down + 6, group["name"], anchor="middle", size=18, bold=True)
    return drawing


def _dots(told: _Told, ids: Sequence[str], title: str) -> str:
    """For each statement where each group stands between nobody and everybody agreeing."""
    if not ids:
        return ""
    left, right, row = 18.0, 462.0, 46.0
    drawing = Drawing(480, 34 + row * len(ids), title=title, description=told.say(READ_DOTS), shrinks=True)
    for percent in (0, 25, 50, 75, 100):
        across = left + (right - left) * percent / 100
        drawing.text(across, 14, f"{percent} %", anchor="middle", size=12)
        drawing.line(across, 20, across, 28 + row * len(ids), dashed=percent not in (0, 100))
    for at, id in enumerate(ids):
        down = 42 + row * at
        drawing.text(left, down, told.statement(id, short=True), size=13)
        drawing.line(left, down + 18, right, down + 18)
        for place, name in enumerate(told.names):
            part = told.share(id, name)
            across = left + (right - left) * float(part)
            tip = f"{told.say(GROUP)} {name}: {told.percent(part)}"
            drawing.circle(across, down + 18, 10, tone=f"tone-{place % _TONES}", tip=tip)
            drawing.circle(across, down + 18, 7.5, tone="soft")
            drawing.text(across, down + 22.5, name[:2], anchor="middle", size=12, bold=True)
    return paragraph(told.say(READ_DOTS)) + picture(drawing)


def hull(points: Sequence[_Point]) -> list[_Point]:
    """The corners of the smallest convex shape around points (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(along: Sequence[_Point]) -> list[_Point]:
        corners: list[_Point] = []
        for point in along:
            while len(corners) > 1 and _turn(corners[-2], corners[-1], point) <= 0:
                corners.pop()
            corners.append(point)
        return corners[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(a: _Point, b: _Point, c: _Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
