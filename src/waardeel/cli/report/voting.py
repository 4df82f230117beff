"""Tables and pictures of a vote: made from the facts of its result, whatever rule gave them.

A result with `stages` (transferable votes) gets a table of stages and a picture of how votes flowed; with `pairwise` a
picture of all duels; with `scale` and `shares` a profile of grades; with `tallies` or `points` bars.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from waardeel.cli.face import columns
from waardeel.cli.report import Section, paragraph, picture, steps, table
from waardeel.cli.report.flow import flow
from waardeel.cli.report.svg import Drawing
from waardeel.methods.result import Result
from waardeel.methods.rule import Rule
from waardeel.methods.words import Language, Text, listed, said

WINNERS = Text(nl="Gekozen: {names}", fr="Élu(s) : {names}", en="Elected: {names}")
NOBODY = Text(nl="Niemand is gekozen.", fr="Personne n'est élu.", en="Nobody is elected.")
OUTCOME = Text(nl="Uitslag", fr="Résultat", en="Result")
STAGES = Text(nl="Stemmen per stap", fr="Voix par étape", en="Votes at each stage")
FLOW = Text(nl="Hoe de stemmen gingen", fr="Le chemin des voix", en="How the votes went")
DUELS = Text(nl="Alle kandidaten twee aan twee", fr="Tous les candidats deux à deux", en="All candidates two by two")
GRADES = Text(nl="Cijfers per kandidaat", fr="Mentions par candidat", en="Grades of each candidate")
TALLIES = Text(nl="Stemmen", fr="Voix", en="Votes")
POINTS = Text(nl="Punten", fr="Points", en="Points")
STEPS = Text(nl="Stap voor stap", fr="Pas à pas", en="Step by step")
TIES = Text(nl="Gelijke standen", fr="Égalités", en="Ties")
CHECK = Text(nl="Zelf narekenen", fr="Recompter soi-même", en="Count it again")
CANDIDATE = Text(nl="Kandidaat", fr="Candidat", en="Candidate")
EXHAUSTED = Text(nl="Geen volgende voorkeur", fr="Sans préférence suivante", en="No next preference")
LOST = Text(nl="Weg door afronding", fr="Perdues en arrondis", en="Lost by rounding")
QUOTA = Text(nl="Kiesdeler", fr="Quota", en="Quota")
DUELS_HELP = Text(
    nl="In elk vak staat hoeveel stemmen de kandidaat links verkiest boven die erboven. Groen: wint; rood: verliest. "
    "Hoe groter het vlak, hoe groter het verschil.",
    fr="Chaque case dit combien de voix préfèrent le candidat de gauche à celui du haut. Vert : gagne ; rouge : perd. "
    "Plus le carré est grand, plus l'écart est grand.",
    en="Each box says how many votes prefer the candidate at the left to the one above. Green: wins; red: loses. The "
    "larger the square, the larger the difference.",
)
_TIE = {
    "earlier-stage": Text(nl="een eerdere stap", fr="une étape précédente", en="an earlier stage"),
    "lot": Text(nl="het lot", fr="le sort", en="lot"),
    "order": Text(nl="de volgorde van de lijst", fr="l'ordre de la liste", en="the order of the list"),
}
_TIE_HEAD = (
    Text(nl="Gelijk stonden", fr="À égalité", en="Equal were"),
    Text(nl="beslist door", fr="tranché par", en="decided by"),
    Text(nl="het viel op", fr="désigné(s)", en="it fell on"),
)
_WHAT = {
    "first": Text(nl="eerste keus", fr="premier choix", en="first choices"),
    "surplus": Text(nl="over: {name}", fr="surplus : {name}", en="surplus: {name}"),
    "exclusion": Text(nl="eruit: {name}", fr="éliminé : {name}", en="out: {name}"),
    "iteration": Text(nl="na: {name}", fr="après : {name}", en="after: {name}"),
}
_RULE = Text(nl="Regel", fr="Règle", en="Rule")
_INPUT = Text(nl="Invoer", fr="Données", en="Input")
#: So many stages stand next to each other in a table of plain text.
_ACROSS = 5


def words(result: Result, rule: Rule, language: Language) -> str:
    """The outcome as plain text."""
    parts = [f"{rule.title.in_(language)} ({result.rule} {result.version})", _elected(result, language)]
    facts = result.facts
    if "stages" in facts:
        parts += _stage_blocks(facts, language)
    for name, heading in (("tallies", TALLIES), ("points", POINTS)):
        if name in facts and isinstance(facts[name], Mapping):
            rows = [(who, said(value, language)) for who, value in _falling(facts[name])]
            parts.append(columns((CANDIDATE.in_(language), heading.in_(language)), rows, right=(1,)))
    if "pairwise" in facts:
        names, votes = facts["candidates"], facts["pairwise"]
        lines = [
            (f"{at + 1} {name}", *("-" if at == other else said(votes[at][other], language) for other in _all(names)))
            for at, name in enumerate(names)
        ]
        head = (DUELS.in_(language), *(str(at + 1) for at in _all(names)))
        parts.append(columns(head, lines, right=range(1, len(names) + 1)))
    if _graded(facts):
        head = (CANDIDATE.in_(language), *facts["scale"])
        lines = [(name, *(said(part, language) for part in shares)) for name, shares in facts["shares"].items()]
        parts.append(columns(head, lines, right=range(1, len(head))))
    return "\n\n".join(parts)


def sections(result: Result, rule: Rule, language: Language) -> list[Section]:
    """The outcome as parts of a report."""
    facts = result.facts
    top = paragraph(_elected(result, language)) + paragraph(rule.summary.in_(language))
    found = [Section(OUTCOME.in_(language), top)]
    if "stages" in facts:
        drawing = flow(facts, language, title=FLOW.in_(language), what=lambda at: what(facts["stages"], at, language))
        found.append(Section(FLOW.in_(language), picture(drawing)))
        found.append(Section(STAGES.in_(language), _stage_table(facts, language)))
    for name, heading in (("tallies", TALLIES), ("points", POINTS)):
        if name in facts and isinstance(facts[name], Mapping):
            values = _falling(facts[name])
            rows = [(who, said(value, language)) for who, value in values]
            html = picture(bars(values, result.winners, language, title=heading.in_(language)))
            head = (CANDIDATE.in_(language), heading.in_(language))
            html += table(head, rows, caption=heading.in_(language), right=(1,))
            found.append(Section(heading.in_(language), html))
    if "pairwise" in facts:
        drawing = duels(facts["candidates"], facts["pairwise"], language)
        found.append(Section(DUELS.in_(language), paragraph(DUELS_HELP.in_(language)) + picture(drawing)))
    if _graded(facts):
        found.append(Section(GRADES.in_(language), _grades(facts, result.winners, language)))
    if result.ties:
        found.append(Section(TIES.in_(language), _ties(result, language)))
    found.append(Section(STEPS.in_(language), steps(result.sentences(language))))
    return [*found, Section(CHECK.in_(language), _check(result, language))]


def what(stages: Sequence[Mapping[str, Any]], at: int, language: Language) -> str:
    """What a stage was, in a few words."""
    stage = stages[at]
    name = stage["source"]
    if stage["what"] == "iteration":  # all ballots were counted anew because somebody had left
        name = listed((*stages[at - 1]["elected"], *stages[at - 1]["excluded"]), language)
    return _WHAT[stage["what"]].in_(language, name=name)


# ---- pictures


def bars(values: Sequence[tuple[str, Any]], winners: Sequence[str], language: Language, *, title: str) -> Drawing:
    """A bar for each candidate, the winners in another colour and with a mark."""
    left, width, high = 150, 150, 26  # a phone shows it whole
    most = max([abs(float(value)) for _, value in values] or [1]) or 1
    text = "; ".join(f"{name} {said(value, language)}" for name, value in values)
    drawing = Drawing(left + width + 70, high * len(values) + 10, title=title, description=text)
    for row, (name, value) in enumerate(values):
        y = 5 + row * high
        won = name in winners
        drawing.text(left - 8, y + 16, _short(name, 19) + (" ✓" if won else ""), anchor="end", bold=won)
        drawing.rect(
            left, y + 3, width * abs(float(value)) / most, high - 8, tone="tone-0" if won else "quiet", tip=name
        )
        drawing.text(left + width * abs(float(value)) / most + 6, y + 16, said(value, language))
    return drawing


def duels(names: Sequence[str], votes: Sequence[Sequence[Any]], language: Language) -> Drawing:
    """A square for each pair: green where the row wins, red where it loses, as large as the difference."""
    size, left, top = 58, 190, 34
    count = len(names)
    largest = max([abs(float(votes[a][b] - votes[b][a])) for a in _all(names) for b in _all(names)] or [1]) or 1
    title = DUELS.in_(language)
    drawing = Drawing(
        left + size * count, top + size * count, title=title, description=DUELS_HELP.in_(language), keeps=True
    )
    for a, name in enumerate(names):
        drawing.text(left - 8, top + a * size + size / 2 + 4, f"{_short(name, 22)}  {a + 1}", anchor="end")
        drawing.text(left + a * size + size / 2, top - 10, str(a + 1), anchor="middle", bold=True)
        for b, other in enumerate(names):
            if a == b:
                continue
            margin = float(votes[a][b] - votes[b][a])
            side = 10 + (size - 14) * (abs(margin) / largest) ** 0.5
            x, y = left + b * size + (size - side) / 2, top + a * size + (size - side) / 2
            tip = f"{name} {said(votes[a][b], language)}, {other} {said(votes[b][a], language)}"
            tone = "quiet" if not margin else "good" if margin > 0 else "bad"
            drawing.rect(x, y, side, side, tone=f"ribbon {tone}", tip=tip, radius=3)
            drawing.text(
                left + b * size + size / 2, top + a * size + size / 2 + 4, said(votes[a][b], language), anchor="middle",
                size=11,
            )  # fmt: skip
    return drawing


def grades(facts: Mapping[str, Any], winners: Sequence[str], language: Language) -> Drawing:
    """For each candidate the shares of all grades, best at the left; a line at one half."""
    left, width, high, top = 140, 220, 30, 40
    scale, shares = facts["scale"], facts["shares"]
    title = GRADES.in_(language)
    text = "; ".join(f"{name}: " + ", ".join(said(part, language) for part in parts) for name, parts in shares.items())
    drawing = Drawing(left + width + 20, top + high * len(shares) + 30, title=title, description=text)
    x = float(left)
    for place in reversed(range(len(scale))):
        drawing.rect(x, 8, 12, 12, tone=_tone(len(scale) - 1 - place))
        drawing.text(x + 16, 19, scale[place], size=12)
        x += 30 + 7 * len(scale[place])
    drawing.width = max(drawing.width, x)
    for row, (name, parts) in enumerate(shares.items()):
        y = top + row * high
        drawing.text(left - 8, y + 18, _short(name, 19), anchor="end", bold=name in winners)
        whole, x = float(sum(parts)) or 1, float(left)
        for place in reversed(range(len(scale))):
            share = width * float(parts[place]) / whole
            tip = f"{name}: {scale[place]} {said(parts[place], language)}"
            drawing.rect(x, y + 3, share, high - 8, tone=_tone(len(scale) - 1 - place), tip=tip)
            x += share
    drawing.line(left + width / 2, top - 6, left + width / 2, top + high * len(shares), dashed=True)
    drawing.text(left + width / 2, top + high * len(shares) + 16, "1/2", anchor="middle", size=12)
    return drawing


# ---- tables


def _stage_rows(facts: Mapping[str, Any], language: Language) -> tuple[list[str], list[list[str]]]:
    """A column for each stage, a row for each candidate (the elected first), for lost votes and for the quota."""
    stages = facts["stages"]
    head = [f"{at + 1} {what(stages, at, language)}" for at in range(len(stages))]
    rows = []
    for name in in_order(facts):
        row, gone = [name], False
        for stage in stages:
            mark = " ✓" if name in stage["elected"] else ""
            row.append("" if gone else said(stage["votes"][name], language) + mark)
            gone = gone or (name in stage["excluded"] and not stage["votes"][name])
        rows.append(row)
    rows.append([EXHAUSTED.in_(language), *(said(stage["exhausted"], language) for stage in stages)])
    if any(stage["lost"] for stage in stages):
        rows.append([LOST.in_(language), *(said(stage["lost"], language) for stage in stages)])
    rows.append([QUOTA.in_(language), *(said(stage["quota"], language) for stage in stages)])
    return head, rows


def _stage_table(facts: Mapping[str, Any], language: Language) -> str:
    head, rows = _stage_rows(facts, language)
    caption = STAGES.in_(language)
    return table([CANDIDATE.in_(language), *head], rows, caption=caption, right=range(1, len(head) + 1))


def _stage_blocks(facts: Mapping[str, Any], language: Language) -> list[str]:
    head, rows = _stage_rows(facts, language)
    blocks = []
    for start in range(0, len(head), _ACROSS):
        part = slice(start + 1, start + 1 + _ACROSS)
        some = [_short(text, 22) for text in head[start : start + _ACROSS]]
        left = [[row[0], *row[part]] for row in rows if any(row[part])]
        blocks.append(columns([CANDIDATE.in_(language), *some], left, right=range(1, len(some) + 1)))
    return blocks


def in_order(facts: Mapping[str, Any]) -> list[str]:
    """The elected in the order in which they won, then those who stayed longest and had most votes."""
    stages = facts["stages"]
    elected = [name for stage in stages for name in stage["elected"]]
    left = {name: number for number, stage in enumerate(stages) for name in stage["excluded"]}
    others = [name for name in facts["candidates"] if name not in elected]
    others.sort(key=lambda name: (-left.get(name, len(stages)), -stages[-1]["votes"][name]))
    return elected + others


def _grades(facts: Mapping[str, Any], winners: Sequence[str], language: Language) -> str:
    head = (CANDIDATE.in_(language), *facts["scale"])
    rows = [(name, *(said(part, language) for part in parts)) for name, parts in facts["shares"].items()]
    caption = GRADES.in_(language)
    return picture(grades(facts, winners, language)) + table(head, rows, caption=caption, right=range(1, len(head)))


def _ties(result: Result, language: Language) -> str:
    rows = [
        (
            listed(tie.among, language),
            _TIE[tie.by].in_(language) if tie.by in _TIE else tie.by,
            listed(tie.chosen, language),
        )
        for tie in result.ties
    ]
    return table([text.in_(language) for text in _TIE_HEAD], rows, caption=TIES.in_(language))


def _check(result: Result, language: Language) -> str:
    rows = [(_RULE.in_(language), f"{result.rule} {result.version}"), (_INPUT.in_(language), result.input_hash)]
    rows += [(name, said(value, language)) for name, value in result.options.items() if value is not None]
    if result.facts.get("lots_order"):
        rows.append(("lots", " > ".join(result.facts["lots_order"])))
    return table((CHECK.in_(language), ""), rows, caption=CHECK.in_(language))


def _elected(result: Result, language: Language) -> str:
    if not result.winners:
        return NOBODY.in_(language)
    return WINNERS.in_(language, names=listed(result.winners, language))


def _falling(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(values.items(), key=lambda item: -item[1])


def _graded(facts: Mapping[str, Any]) -> bool:
    return "scale" in facts and "shares" in facts


def _all(names: Sequence[str]) -> range:
    return range(len(names))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _tone(number: int) -> str:
    return f"tone-{number % 8}"
