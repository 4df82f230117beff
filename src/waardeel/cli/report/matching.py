"""Tables and pictures of a match: who got which wish, how full the places are, and who could object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from waardeel.cli.face import columns
from waardeel.cli.report import Section, paragraph, picture, steps, table
from waardeel.cli.report.svg import Drawing
from waardeel.methods.result import Result
from waardeel.methods.rule import Rule
from waardeel.methods.words import Language, Text, listed, number

OUTCOME = Text(nl="Uitslag", fr="Résultat", en="Result")
PLACED = Text(
    nl="{placed} van {all} mensen {all:|heeft|hebben} een plek.",
    fr="{placed} {placed:|personne a|personnes ont} une place, sur {all}.",
    en="{placed} of {all} people {placed:|has|have} a place.",
)
WISHES = Text(nl="Wie kreeg welke wens", fr="Qui a obtenu quel vœu", en="Who got which wish")
PLACES = Text(nl="Hoe vol de plekken zijn", fr="L'occupation des lieux", en="How full the places are")
PEOPLE = Text(nl="Iedereen", fr="Tout le monde", en="Everybody")
OBJECTIONS = Text(nl="Wie bezwaar kan maken", fr="Qui pourrait contester", en="Who could object")
NO_OBJECTIONS = Text(
    nl="Niemand. Er is geen mens en geen plek die elkaar liever hadden en daar recht op hadden.",
    fr="Personne. Aucune personne et aucun lieu ne se seraient préférés, avec le droit de l'être.",
    en="Nobody. There is no person and place that would both rather have one another and had the right to.",
)
SOME_OBJECTIONS = Text(
    nl="Deze mensen wilden liever naar een plek die ook hen liever had, of die nog vrij was. Deze regel weegt alle "
    "wensen samen en let daar niet op.",
    fr="Ces personnes auraient préféré un lieu qui les préférait aussi, ou qui restait libre. Cette règle pèse tous "
    "les vœux ensemble et n'en tient pas compte.",
    en="These people would rather be in a place that would also rather have them, or that has room. This rule weighs "
    "all wishes together and does not look at that.",
)
STEPS = Text(nl="Stap voor stap", fr="Pas à pas", en="Step by step")
CHECK = Text(nl="Zelf narekenen", fr="Recompter soi-même", en="Count it again")
PERSON = Text(nl="Wie", fr="Personne", en="Person")
PLACE = Text(nl="Plek", fr="Lieu", en="Place")
RATHER = Text(nl="Wilde liever naar", fr="Aurait préféré", en="Would rather be in")
WISH = Text(nl="Wens", fr="Vœu", en="Wish")
COUNT = Text(nl="Mensen", fr="Personnes", en="People")
SEATS = Text(nl="Plekken", fr="Places", en="Seats")
FILLED = Text(nl="Bezet", fr="Occupées", en="Taken")
NO_PLACE = Text(nl="geen plek", fr="sans place", en="no place")
OF_SEATS = Text(
    nl="{filled} van {seats} {seats:|plek|plekken}",
    fr="{filled} sur {seats} {seats:|place|places}",
    en="{filled} of {seats} {seats:|seat|seats}",
)
RULE = Text(nl="Regel", fr="Règle", en="Rule")
INPUT = Text(nl="Invoer", fr="Données", en="Input")
_WIDTH = 340


def words(result: Result, rule: Rule, language: Language) -> str:
    """The outcome as plain text."""
    said = [
        f"{rule.title.in_(language)} ({result.rule} {result.version})\n\n{_placed(result, language)}",
        columns((WISH.in_(language), COUNT.in_(language)), _wish_rows(result, language), right=(1,)),
        columns(
            tuple(name.in_(language) for name in (PERSON, PLACE, WISH)), _people_rows(result, language), right=(2,)
        ),
        columns(
            tuple(name.in_(language) for name in (PLACE, SEATS, FILLED)), _place_rows(result, language), right=(1, 2)
        ),
        f"{OBJECTIONS.in_(language)}:\n{_objections(result, language)}",
    ]
    if pairs := _pairs(result):
        said.append(columns((PERSON.in_(language), RATHER.in_(language)), pairs))
    return "\n\n".join(said)


def sections(result: Result, rule: Rule, language: Language) -> list[Section]:
    """The outcome as parts of a report."""
    pairs = _pairs(result)
    objections = paragraph(_objections(result, language))
    if pairs:
        head = (PERSON.in_(language), RATHER.in_(language))
        objections += table(head, pairs, caption=OBJECTIONS.in_(language))
    people = table(
        tuple(name.in_(language) for name in (PERSON, PLACE, WISH)),
        _people_rows(result, language),
        caption=PEOPLE.in_(language),
        right=(2,),
    )
    places = picture(_seats(result, language)) + table(
        tuple(name.in_(language) for name in (PLACE, SEATS, FILLED)),
        _place_rows(result, language),
        caption=PLACES.in_(language),
        right=(1, 2),
    )
    check = [(RULE.in_(language), f"{result.rule} {result.version}"), (INPUT.in_(language), result.input_hash)]
    check += [(name, "–" if value is None else str(value)) for name, value in result.options.items()]
    return [
        Section(OUTCOME.in_(language), paragraph(_placed(result, language)) + paragraph(rule.summary.in_(language))),
        Section(WISHES.in_(language), picture(_bars(result, language))),
        Section(PEOPLE.in_(language), people),
        Section(PLACES.in_(language), places),
        Section(OBJECTIONS.in_(language), objections),
        Section(STEPS.in_(language), steps(result.sentences(language))),
        Section(CHECK.in_(language), table(("", ""), check, caption=CHECK.in_(language))),
    ]


def _pairs(result: Result) -> Sequence[Sequence[str]]:
    pairs: Sequence[Sequence[str]] = result.facts["blocking_pairs"]
    return pairs


def _placed(result: Result, language: Language) -> str:
    return PLACED.in_(language, placed=len(result.winners), all=len(result.facts["placements"]))


def _objections(result: Result, language: Language) -> str:
    return (SOME_OBJECTIONS if _pairs(result) else NO_OBJECTIONS).in_(language)


def _wish_of(result: Result) -> Mapping[str, int]:
    """Which wish everybody got who has a place; the steps tell."""
    return {
        step.facts["person"]: step.facts["wish"] for step in result.steps if {"person", "wish"} <= step.facts.keys()
    }


def _people_rows(result: Result, language: Language) -> list[tuple[str, str, str]]:
    wishes = _wish_of(result)
    return [
        (name, place or NO_PLACE.in_(language), number(wishes[name], language) if place else "–")
        for name, place in result.facts["placements"].items()
    ]


def _place_rows(result: Result, language: Language) -> list[tuple[str, str, str]]:
    return [
        (name, number(place["seats"], language), number(place["filled"], language))
        for name, place in result.facts["places"].items()
    ]


def _granted(result: Result, language: Language) -> list[tuple[str, int]]:
    """How many people got each wish, up to the last that anybody got, and how many have no place."""
    wishes: Sequence[int] = result.facts["wishes"]
    deepest = max((at for at, people in enumerate(wishes, start=1) if people), default=0)
    rows = [(f"{WISH.in_(language)} {at}", people) for at, people in enumerate(wishes[:deepest], start=1)]
    return [*rows, (NO_PLACE.in_(language), len(result.facts["unplaced"]))]


def _wish_rows(result: Result, language: Language) -> list[tuple[str, str]]:
    return [(name, number(people, language)) for name, people in _granted(result, language)]


def _bars(result: Result, language: Language) -> Drawing:
    rows = _granted(result, language)
    most = max(people for _, people in rows)
    text = listed([f"{name}: {people}" for name, people in rows], language)
    drawing = Drawing(_WIDTH, 44 * len(rows), title=WISHES.in_(language), description=text)
    for at, (name, people) in enumerate(rows):
        top, long = 44 * at, (_WIDTH - 60) * people / most if most else 0
        tone = "bad" if at == len(rows) - 1 else "good" if at == 0 else "tone-0"
        drawing.text(0, top + 14, name)
        drawing.rect(0, top + 19, long, 16, tone=tone, tip=f"{name}: {people}", radius=3)
        drawing.text(long + 6, top + 32, number(people, language), bold=True)
    return drawing


def _seats(result: Result, language: Language) -> Drawing:
    places: Mapping[str, Mapping[str, int]] = result.facts["places"]
    said = {name: OF_SEATS.in_(language, **place) for name, place in places.items()}
    most = max(1, *(place["seats"] for place in places.values()))
    text = listed([f"{name}: {words}" for name, words in said.items()], language)
    drawing = Drawing(_WIDTH, 44 * len(places), title=PLACES.in_(language), description=text)
    for at, (name, place) in enumerate(places.items()):
        top, scale = 44 * at, _WIDTH / most
        drawing.text(0, top + 14, name if len(name) < 26 else name[:25] + "…")
        drawing.text(_WIDTH, top + 14, said[name], anchor="end", size=12)
        drawing.rect(0, top + 19, place["seats"] * scale, 16, tone="soft", tip=said[name], radius=3)
        drawing.rect(0, top + 19, place["filled"] * scale, 16, tone="tone-0", tip=said[name], radius=3)
    return drawing
