"""The picture of a count in stages: a column of votes for each stage, and ribbons for where they went."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from waardeel.cli.report.svg import Drawing
from waardeel.methods.words import Language, Text, said

_HELP = Text(
    nl="Elke kolom is een stap; hoe hoger een vlak, hoe meer stemmen. Banden laten zien waar stemmen heen gaan. "
    "✓: gekozen. De cijfers staan in de tabel hieronder.",
    fr="Chaque colonne est une étape ; plus un bloc est haut, plus il y a de voix. Les rubans montrent où vont les "
    "voix. ✓ : élu. Les chiffres sont dans le tableau ci-dessous.",
    en="Each column is a stage; the higher a block, the more votes. Ribbons show where votes go. ✓: elected. The "
    "figures are in the table below.",
)
_EXHAUSTED = Text(nl="geen voorkeur meer", fr="sans préférence", en="no next preference")

_LEFT, _RIGHT, _TOP, _BAR, _GAP, _LINE = 150, 150, 58, 16, 5, 14
#: The width of a page, which a count of few stages fills, and the least room that a stage needs.
_PAGE, _LEAST = 940, 86
#: The key of the block of votes without a next preference (and of those lost by rounding).
_GONE = ""


def flow(facts: Mapping[str, Any], language: Language, *, title: str, what: Callable[[int], str]) -> Drawing:
    """Draw the stages of a result of transferable votes; `what` says what a stage was, by its place from 0."""
    stages = facts["stages"]
    names = _order(facts)
    high = max(320, _LINE * (len(names) + 2)) + _GAP * len(names)
    pitch = max(_LEAST, min(180, (_PAGE - _LEFT - _RIGHT - _BAR) // max(len(stages) - 1, 1)))
    width = _LEFT + pitch * (len(stages) - 1) + _BAR + _RIGHT
    drawing = Drawing(width, _TOP + high + 30, title=title, description=_HELP.in_(language), keeps=True)
    scale = (high - _GAP * len(names)) / (float(facts["valid"]) or 1)
    blocks = [_blocks(stage, names, scale) for stage in stages]
    tones = _tones(facts, names)
    for number in range(1, len(stages)):
        start = _LEFT + pitch * (number - 1) + _BAR
        for source, target, votes, here, there in _ribbons(stages, number, blocks, scale):
            size = votes * scale
            tip = f"{source or _EXHAUSTED.in_(language)} → {target or _EXHAUSTED.in_(language)}"
            end = start + pitch - _BAR
            drawing.ribbon(
                start, here, here + size, end, there, there + size, tone=tones[source], tip=f"{number + 1}: {tip}"
            )
    for number, stage in enumerate(stages):
        last = number == len(stages) - 1
        _column(drawing, _LEFT + pitch * number, stage, blocks[number], tones, language, marks=not last)
        x = _LEFT + pitch * number + _BAR / 2
        drawing.text(x, 18, str(number + 1), anchor="middle", bold=True)
        for row, line in enumerate(_two_lines(what(number), int(pitch / 6.8))):
            drawing.text(x, 33 + 13 * row, line, anchor="middle", size=11)
    _labels(drawing, blocks[0], stages[0], _LEFT - 6.0, "end", language)
    _labels(drawing, blocks[-1], stages[-1], width - _RIGHT + 6.0, "start", language)
    return drawing


def _order(facts: Mapping[str, Any]) -> list[str]:
    """By first votes, the most on top; the votes that are gone below all."""
    first = facts["stages"][0]["votes"]
    return [*sorted(facts["candidates"], key=lambda name: -first[name]), _GONE]


def _held(stage: Mapping[str, Any], name: str) -> float:
    return float(stage["exhausted"] + stage["lost"]) if name == _GONE else float(stage["votes"][name])


def _blocks(stage: Mapping[str, Any], names: Sequence[str], scale: float) -> dict[str, tuple[float, float]]:
    """Top and bottom of each block of a stage; who has nothing takes no room."""
    found, y = {}, float(_TOP)
    for name in names:
        size = _held(stage, name) * scale
        found[name] = (y, y + size)
        y += size + (_GAP if size else 0)
    return found


def _ribbons(
    stages: Sequence[Mapping[str, Any]], number: int, blocks: Sequence[Mapping[str, tuple[float, float]]], scale: float
) -> list[tuple[str, str, float, float, float]]:
    """From whom, to whom, how many votes, and where the ribbon begins and ends.

    What stays goes straight on. What moves goes from those who lose to those who gain; where more than one loses at
    once (Meek), each loser's votes are spread over all who gain as the gains are.
    """
    before, after = stages[number - 1], stages[number]
    names = list(blocks[number])
    change = {name: _held(after, name) - _held(before, name) for name in names}
    gains = {name: value for name, value in change.items() if value > 0}
    gained = sum(gains.values()) or 1
    here = {name: top for name, (top, _) in blocks[number - 1].items()}
    there = {name: top for name, (top, _) in blocks[number].items()}
    found = []
    for name in names:
        stays = min(_held(before, name), _held(after, name))
        if stays > 0:
            found.append((name, name, stays, here[name], there[name]))
            here[name] += stays * scale
            there[name] += stays * scale
    for name in names:
        for target, value in gains.items() if change[name] < 0 else ():
            votes = -change[name] * value / gained
            found.append((name, target, votes, here[name], there[target]))
            here[name] += votes * scale
            there[target] += votes * scale
    return found


def _column(
    drawing: Drawing,
    x: float,
    stage: Mapping[str, Any],
    blocks: Mapping[str, tuple[float, float]],
    tones: Mapping[str, str],
    language: Language,
    *,
    marks: bool,
) -> None:
    for name, (top, bottom) in blocks.items():
        if bottom > top:
            votes = stage["exhausted"] + stage["lost"] if name == _GONE else stage["votes"][name]
            tip = f"{name or _EXHAUSTED.in_(language)}: {said(votes, language)}"
            drawing.rect(x, top, _BAR, max(bottom - top, 1), tone=tones[name], tip=tip)
        if marks and name in stage["elected"]:
            drawing.text(x + _BAR + 3, (top + bottom) / 2 + 5, "✓", bold=True)


def _labels(
    drawing: Drawing,
    blocks: Mapping[str, tuple[float, float]],
    stage: Mapping[str, Any],
    x: float,
    anchor: str,
    language: Language,
) -> None:
    """Names beside the first and the last column, moved apart so that none covers another."""
    y = 0.0
    for name, (top, bottom) in blocks.items():
        if bottom <= top and (name == _GONE or anchor == "start"):
            continue
        y = max(y + _LINE, (top + bottom) / 2 + 4)
        label = name or _EXHAUSTED.in_(language)
        label = label if len(label) <= 19 else label[:18] + "…"
        elected = name in stage["elected"] and anchor == "start"
        drawing.text(x, y, "✓ " * elected + label, anchor=anchor, size=12, bold=elected)


def _tones(facts: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    """The elected and the largest others each have a colour of their own, as far as there are colours."""
    elected = [name for stage in facts["stages"] for name in stage["elected"]]
    coloured = [*elected, *(name for name in names if name and name not in elected)]
    tones = {name: f"tone-{at % 8}" for at, name in enumerate(coloured)}
    return {**tones, _GONE: "quiet"}


def _two_lines(text: str, most: int) -> list[str]:
    """A heading broken at a space to fit its column."""
    first, _, rest = text.partition(": ")
    lines = [f"{first}:", rest] if rest else [text]
    return [line if len(line) <= most else line[: most - 1] + "…" for line in lines]
