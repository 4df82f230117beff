"""Tables and pictures of a division: who gets what, what it is worth to them, and who envies whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from waardeel.cli.face import columns
from waardeel.cli.report import Section, paragraph, picture, steps, table
from waardeel.cli.report.svg import Drawing
from waardeel.methods.result import Result
from waardeel.methods.rule import Rule
from waardeel.methods.words import Language, Text, listed, percentage, said

OUTCOME = Text(nl="Uitslag", fr="Résultat", en="Result")
SHARES = Text(nl="Wie krijgt wat", fr="Qui obtient quoi", en="Who gets what")
ENVY = Text(nl="Wie benijdt wie", fr="Qui envie qui", en="Who envies whom")
NO_ENVY = Text(
    nl="Niemand had liever wat een ander kreeg.",
    fr="Personne ne préfère la part d'autrui.",
    en="Nobody would rather have what somebody else got.",
)
STEPS = Text(nl="Stap voor stap", fr="Pas à pas", en="Step by step")
CHECK = Text(nl="Zelf narekenen", fr="Recompter soi-même", en="Count it again")
PERSON = Text(nl="Wie", fr="Personne", en="Person")
ROOM = Text(nl="Kamer", fr="Pièce", en="Room")
PRICE = Text(nl="Betaalt", fr="Paie", en="Pays")
DIFFERENCE = Text(nl="Waarde min prijs", fr="Valeur moins prix", en="Value less price")
SHARE = Text(nl="Krijgt", fr="Reçoit", en="Gets")
THINGS = Text(nl="Dingen", fr="Objets", en="Things")
WORTH = Text(nl="Waard", fr="Valeur", en="Worth")
POINTS = Text(nl="Punten", fr="Points", en="Points")
WHOM = Text(nl="Benijdt", fr="Envie", en="Envies")
HOW_MUCH = Text(nl="Verschil", fr="Différence", en="Difference")
EQUALLY = Text(nl="gelijke delen", fr="parts égales", en="equal parts")
NOTHING = Text(nl="niets", fr="rien", en="nothing")
RULE = Text(nl="Regel", fr="Règle", en="Rule")
INPUT = Text(nl="Invoer", fr="Données", en="Input")
_WIDTH = 340


def words(result: Result, rule: Rule, language: Language) -> str:
    """The outcome as plain text."""
    head, rows, right = _table(result, language)
    parts = [f"{rule.title.in_(language)} ({result.rule} {result.version})", columns(head, rows, right=right)]
    if "envy" in result.facts:
        parts.append(f"{ENVY.in_(language)}:\n{_envy_words(result, language)}")
    return "\n\n".join(parts)


def sections(result: Result, rule: Rule, language: Language) -> list[Section]:
    """The outcome as parts of a report."""
    head, rows, right = _table(result, language)
    html = picture(_bars(result, head, language)) + table(head, rows, caption=SHARES.in_(language), right=right)
    found = [Section(OUTCOME.in_(language), paragraph(rule.summary.in_(language))), Section(SHARES.in_(language), html)]
    if "envy" in result.facts:
        found.append(Section(ENVY.in_(language), _envy_html(result, language)))
    check = [(RULE.in_(language), f"{result.rule} {result.version}"), (INPUT.in_(language), result.input_hash)]
    check += [(name, "–" if value is None else str(value)) for name, value in result.options.items()]
    found.append(Section(STEPS.in_(language), steps(result.sentences(language))))
    return [*found, Section(CHECK.in_(language), table(("", ""), check, caption=CHECK.in_(language)))]


def _table(result: Result, language: Language) -> tuple[list[str], list[list[str]], Sequence[int]]:
    """The head, a row for each person, and which columns are numbers."""
    facts = result.facts
    if "prices" in facts:
        head = [name.in_(language) for name in (PERSON, ROOM, PRICE, DIFFERENCE)]
        rows = [
            [name, room, said(facts["prices"][name], language), said(facts["differences"][name], language)]
            for name, room in facts["rooms"].items()
        ]
        return head, rows, (2, 3)
    if "parts" in facts:
        keys = list(next(iter(facts["parts"].values())))
        head = [PERSON.in_(language), *(_key(key, language) for key in keys), SHARE.in_(language)]
        rows = [
            [name, *(_money(part, language) for part in parts.values()), said(facts["shares"][name], language)]
            for name, parts in facts["parts"].items()
        ]
        return head, rows, range(1, len(head))
    gained = facts.get("points", facts.get("utilities"))
    head = [name.in_(language) for name in (PERSON, THINGS, POINTS if "points" in facts else WORTH)]
    rows = [
        [name, _things(things, language) or NOTHING.in_(language), said(gained[name], language)]
        for name, things in facts["shares"].items()
    ]
    return head, rows, (2,)


def _things(things: Any, language: Language) -> str:
    """The things of a share; with the part where somebody has not the whole of it."""
    if not isinstance(things, Mapping):
        return listed(things, language)
    return listed(
        [thing if part == 1 else f"{thing} ({percentage(part, language)})" for thing, part in things.items()], language
    )


def _key(key: str, language: Language) -> str:
    return EQUALLY.in_(language) if key == "equal" else key


def _money(part: Fraction, language: Language) -> str:
    """A part of a share to the cent, for reading; the share itself is exact."""
    return said(Decimal(round(part * 100)).scaleb(-2), language)


def _envy_words(result: Result, language: Language) -> str:
    rows = _envy_rows(result, language)
    return columns(_envy_head(language), rows, right=(2,)) if rows else NO_ENVY.in_(language)


def _envy_html(result: Result, language: Language) -> str:
    rows = _envy_rows(result, language)
    if not rows:
        return paragraph(NO_ENVY.in_(language))
    return table(_envy_head(language), rows, caption=ENVY.in_(language), right=(2,))


def _envy_head(language: Language) -> list[str]:
    return [name.in_(language) for name in (PERSON, WHOM, HOW_MUCH)]


def _envy_rows(result: Result, language: Language) -> list[list[str]]:
    return [[one["who"], one["whom"], said(one["by"], language)] for one in result.facts["envy"]]


def _parts(result: Result) -> Mapping[str, Sequence[tuple[str, Any]]]:
    """For each person what is drawn: parts with their names."""
    facts = result.facts
    if "parts" in facts:
        return {name: list(parts.items()) for name, parts in facts["parts"].items()}
    drawn = facts.get("prices") or facts.get("points") or facts["utilities"]
    return {name: [("", value)] for name, value in drawn.items()}


def _bars(result: Result, head: Sequence[str], language: Language) -> Drawing:
    """A bar for each person; of a surplus a piece for each key, what is paid by others in another colour."""
    parts = _parts(result)
    heights = {name: sum(float(value) for _, value in pieces) for name, pieces in parts.items()}
    most = max(1e-9, *(abs(height) for height in heights.values()))
    keys = list(dict.fromkeys(key for pieces in parts.values() for key, _ in pieces if key))
    shown = {name: said(result.facts["shares"][name], language) if keys else said(pieces[0][1], language)
             for name, pieces in parts.items()}  # fmt: skip
    title = head[-1] if keys or "prices" not in result.facts else head[2]
    text = listed([f"{name}: {value}" for name, value in shown.items()], language)
    drawing = Drawing(_WIDTH, 24 * len(keys) + 44 * len(parts), title=title, description=text)
    for at, key in enumerate(keys):
        drawing.rect(0, 24 * at + 3, 14, 14, tone=f"tone-{at % 8}", radius=2)
        drawing.text(20, 24 * at + 15, _key(key, language), size=12)
    for at, (name, pieces) in enumerate(parts.items()):
        top, x = 24 * len(keys) + 44 * at, 0.0
        drawing.text(0, top + 14, name if len(name) < 26 else name[:25] + "…")
        drawing.text(_WIDTH, top + 14, shown[name], anchor="end", bold=True)
        for key, value in pieces:
            wide = _WIDTH * abs(float(value)) / most
            tone = f"tone-{keys.index(key) % 8}" if key else "bad" if value < 0 else "tone-0"
            drawing.rect(x, top + 19, wide, 16, tone=tone, tip=f"{name}: {shown[name]}", radius=0 if key else 3)
            x += wide
    return drawing
