"""Tables and pictures of a divided budget: what was chosen at what price, who paid for what, why the others lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from waardeel.cli.face import columns
from waardeel.cli.report import Section, paragraph, picture, steps, table
from waardeel.cli.report.svg import Drawing
from waardeel.methods.budgeting import Allocation, Instance
from waardeel.methods.budgeting.compare import Comparison, compared
from waardeel.methods.budgeting.losses import Chance, chance
from waardeel.methods.budgeting.outcome import spoken
from waardeel.methods.rule import Rule
from waardeel.methods.words import Language, Text, number, percentage

SPENT = Text(
    nl="{count} van {all} projecten gekozen, voor {cost} van {budget}.",
    fr="{count} projets retenus sur {all}, pour {cost} sur {budget}.",
    en="{count} of {all} projects chosen, for {cost} of {budget}.",
)
SHARE = Text(
    nl="Elk van de {voters} kiezers had {share} te verdelen.",
    fr="Chacun des {voters} votants avait {share} à répartir.",
    en="Each of the {voters} voters had {share} to spend.",
)
OUTCOME = Text(nl="Uitslag", fr="Résultat", en="Result")
CHOSEN = Text(nl="Gekozen", fr="Retenus", en="Chosen")
LOST = Text(nl="Niet gekozen", fr="Non retenus", en="Not chosen")
PROJECT = Text(nl="Project", fr="Projet", en="Project")
COST = Text(nl="Kosten", fr="Coût", en="Cost")
VOTES = Text(nl="Kiezers", fr="Votants", en="Voters")
PRICE = Text(nl="Prijs per kiezer", fr="Prix par votant", en="Price per voter")
PRICE_POINT = Text(nl="Prijs per punt", fr="Prix par point", en="Price per point")
FULL = Text(nl="Betalen dat", fr="Le paient", en="Pay that")
REST = Text(nl="Geven de rest", fr="Donnent le reste", en="Give their rest")
HELD = Text(nl="Hadden nog samen", fr="Avaient encore", en="Still had together")
WHY = Text(nl="Waarom niet", fr="Pourquoi", en="Why not")
PAID = Text(nl="Wie betaalde wat", fr="Qui a payé quoi", en="Who paid for what")
PAID_HELP = Text(
    nl="Links groepen kiezers, naar hoeveel projecten zij noemden. Rechts de gekozen projecten. Hoe dikker de band, "
    "hoe meer geld van die groep naar dat project ging.",
    fr="À gauche les groupes de votants, selon le nombre de projets cités. À droite les projets retenus. Plus la bande "
    "est large, plus ce groupe a payé pour ce projet.",
    en="At the left groups of voters, by how many projects they named. At the right the projects that were chosen. The "
    "wider the band, the more money of that group went to that project.",
)
GROUP = Text(nl="{n} genoemd ({count})", fr="{n} cité(s) ({count})", en="named {n} ({count})")
REACHED = Text(nl="Hoe ver elk project kwam", fr="Jusqu'où chaque projet est allé", en="How far each project came")
REACHED_HELP = Text(
    nl="De hele balk is wat het project kost. Gevuld: wat zijn kiezers betaalden, of aan het eind samen nog hadden.",
    fr="La barre entière est le coût du projet. En plein : ce que ses soutiens ont payé, ou avaient encore à la fin.",
    en="The whole bar is what the project costs. Filled: what its voters paid, or still had together at the end.",
)
WOULD = Text(nl="Wat het had gered", fr="Ce qui l'aurait sauvé", en="What would have won it")
WOULD_COST = Text(nl="Kosten hoogstens", fr="Coût au plus", en="Cost at most")
WOULD_VOTERS = Text(nl="Of zoveel kiezers meer", fr="Ou autant de votants en plus", en="Or so many more voters")
WOULD_HELP = Text(
    nl="Bij het deel dat elke kiezer aan het eind had, en verder alles gelijk. Elk getal is nagerekend: met dit getal "
    "wint het project, met een cent meer of een kiezer minder niet.",
    fr="Avec la part que chacun avait à la fin, toutes choses égales. Chaque chiffre a été vérifié : avec lui le "
    "projet l'emporte, avec un centime de plus ou un votant de moins, non.",
    en="With the share that each voter had at the end, and all else equal. Each figure was counted again: with it the "
    "project wins, with one cent more or one voter fewer it does not.",
)
STEPS = Text(nl="Stap voor stap", fr="Pas à pas", en="Step by step")
COMPARED = Text(nl="Vergeleken met {other}", fr="Comparé à {other}", en="Compared with {other}")
MEASURES = (
    Text(nl="Besteed", fr="Dépensé", en="Spent"),
    Text(nl="Gekozen projecten per kiezer", fr="Projets retenus par votant", en="Chosen projects per voter"),
    Text(nl="Geld naar eigen projecten", fr="Argent à ses propres projets", en="Money to own projects, per voter"),
    Text(nl="Kiezers met niets", fr="Votants sans rien", en="Voters with nothing"),
    Text(nl="Wie hier meer projecten heeft", fr="Qui a plus de projets ici", en="Voters with more projects here"),
)
CHECK = Text(nl="Zelf narekenen", fr="Recalculer soi-même", en="Work it out again")
SETTING = (Text(nl="Gegeven", fr="Donnée", en="Setting"), Text(nl="Waarde", fr="Valeur", en="Value"))
_WHY = {
    "short": Text(
        nl="kiezers komen {short} tekort", fr="il manque {short} aux soutiens", en="voters are {short} short"
    ),
    "too-dear": Text(
        nl="te duur: er was nog {rest}", fr="trop cher : il restait {rest}", en="too dear: {rest} was left"
    ),
    "not-reached": Text(nl="niet aan de beurt gekomen", fr="son tour n'est pas venu", en="its turn did not come"),
    "over-limit": Text(nl="past niet in de grens", fr="dépasse la limite", en="does not fit the limit"),
    "too-few-votes": Text(nl="te weinig stemmen", fr="trop peu de voix", en="too few votes"),
    "no-support": Text(nl="geen stemmen", fr="aucune voix", en="no votes"),
}
#: Groups in the picture of payments: voters who named 1, 2, 3, 4, or 5 and more projects.
_GROUPS = 5
_NAME = 34


@dataclass(frozen=True, slots=True)
class Answer:
    """A result with what is shown beside it: projects asked about, and another outcome to compare with."""

    result: Allocation
    rule: Rule
    instance: Instance
    currency: str
    asked: Sequence[str]
    other: tuple[str, tuple[str, ...]] | None

    def name(self, project: str, length: int = 200) -> str:
        name = self.instance.projects[self.instance.place[project]].name
        label = f"{project} {name}".strip()
        return label if len(label) <= length else label[: length - 1] + "…"


def words(answer: Answer, language: Language) -> str:
    """The outcome as plain text."""
    rule, result = answer.rule, answer.result
    parts = [f"{rule.title.in_(language)} ({rule.name} {rule.version})", _summary(answer, language)]
    head, rows, right = _chosen(answer, language, _NAME)
    parts.append(f"{CHOSEN.in_(language)}\n{columns(head, rows, right=right)}")
    if result.facts["lost"]:
        head, rows, right = _lost(answer, language, _NAME)
        parts.append(f"{LOST.in_(language)}\n{columns(head, rows, right=right)}")
    if answer.asked:
        head, rows, right = _would(answer, list(answer.asked), language, _NAME)
        parts.append(f"{WOULD.in_(language)}\n{columns(head, rows, right=right)}\n{WOULD_HELP.in_(language)}")
    if answer.other is not None:
        head, rows, right = _comparison(answer, answer.other, language)
        parts.append(f"{COMPARED.in_(language, other=answer.other[0])}\n{columns(head, rows, right=right)}")
    return "\n\n".join(parts)


def sections(answer: Answer, language: Language) -> list[Section]:
    """The outcome as parts of a report."""
    result = answer.result
    top = paragraph(_summary(answer, language)) + paragraph(answer.rule.summary.in_(language))
    found = [Section(OUTCOME.in_(language), top)]
    if result.count is not None and result.count.winners:
        found.append(Section(PAID.in_(language), paragraph(PAID_HELP.in_(language)) + picture(flows(answer, language))))
    head, rows, right = _chosen(answer, language, 200)
    found.append(Section(CHOSEN.in_(language), table(head, rows, caption=CHOSEN.in_(language), right=right)))
    if result.facts["lost"]:
        html = paragraph(REACHED_HELP.in_(language)) + picture(reached(answer, language))
        head, rows, right = _lost(answer, language, 200)
        html += table(head, rows, caption=LOST.in_(language), right=right)
        found.append(Section(LOST.in_(language), html))
    losers = [each["project"] for each in result.facts["lost"]]
    if result.count is not None and losers:
        head, rows, right = _would(answer, losers, language, 200)
        if rows:
            html = paragraph(WOULD_HELP.in_(language)) + table(head, rows, caption=WOULD.in_(language), right=right)
            found.append(Section(WOULD.in_(language), html))
    if answer.other is not None:
        head, rows, right = _comparison(answer, answer.other, language)
        heading = COMPARED.in_(language, other=answer.other[0])
        found.append(Section(heading, table(head, rows, caption=heading, right=right)))
    found.append(Section(STEPS.in_(language), steps(result.sentences(language))))
    rows = [["sha256", result.input_hash.removeprefix("sha256:")]]
    rows += [[name, str(value)] for name, value in result.options.items() if value is not None]
    head = [text.in_(language) for text in SETTING]
    found.append(Section(CHECK.in_(language), table(head, rows, caption=f"{result.rule} {result.version}")))
    return found


# ---- tables

_Table = tuple[list[str], list[list[str]], tuple[int, ...]]


def _amount(amount: Fraction, language: Language) -> str:
    return number(spoken(Fraction(amount)), language)


def _summary(answer: Answer, language: Language) -> str:
    facts = answer.result.facts

    def money(amount: Fraction) -> str:
        return f"{_amount(amount, language)} {answer.currency}".strip()

    parts = [
        SPENT.in_(
            language,
            count=len(answer.result.winners),
            all=len(answer.instance.projects),
            cost=money(facts["cost"]),
            budget=money(facts["budget"]),
        )
    ]
    if "share" in facts:
        parts.append(SHARE.in_(language, voters=facts["voters"], share=money(facts["share"])))
    return " ".join(parts)


def _chosen(answer: Answer, language: Language, length: int) -> _Table:
    shares = answer.result.count is not None
    head = [PROJECT, COST, VOTES]
    if shares:
        head += [PRICE if answer.instance.kind == "approval" else PRICE_POINT, FULL, REST]
    rows = []
    for each in answer.result.facts["bought"]:
        row = [answer.name(each["project"], length), _amount(each["cost"], language), number(each["votes"], language)]
        if shares and "price" in each:
            row += [_amount(each["price"], language)]
            row += [number(each[name], language) for name in ("in_full", "with_rest")]
        elif shares:
            row += [f"({each['by']})", "", ""]
        rows.append(row)
    return [text.in_(language) for text in head], rows, tuple(range(1, len(head)))


def _lost(answer: Answer, language: Language, length: int) -> _Table:
    rows = []
    for each in answer.result.facts["lost"]:
        facts = {name: _amount(each[name], language) for name in ("short", "rest") if name in each}
        why = _WHY[each["why"]].in_(language, **facts) if facts else _WHY[each["why"]].in_(language)
        rows.append(
            [
                answer.name(each["project"], length),
                _amount(each["cost"], language),
                number(each["votes"], language),
                why,
            ]
        )
    return [text.in_(language) for text in (PROJECT, COST, VOTES, WHY)], rows, (1, 2)


def _would(answer: Answer, projects: list[str], language: Language, length: int) -> _Table:
    rows = []
    for project in projects:
        found: Chance | None = chance(answer.result, project)
        if found is not None:
            more = "–" if found.supporters is None else number(found.supporters, language)
            cost = Fraction(answer.instance.projects[answer.instance.place[project]].cost)
            rows.append([answer.name(project, length), _amount(cost, language), _amount(found.cost, language), more])
    return [text.in_(language) for text in (PROJECT, COST, WOULD_COST, WOULD_VOTERS)], rows, (1, 2, 3)


def _comparison(answer: Answer, other: tuple[str, tuple[str, ...]], language: Language) -> _Table:
    found: Comparison = compared(answer.instance, answer.result.winners, other[1])
    sides = (found.first, found.second)
    values = [
        [_amount(side.cost, language) for side in sides],
        [_amount(side.mean_projects, language) for side in sides],
        [_amount(side.mean_money, language) for side in sides],
        [f"{number(side.with_none, language)} ({percentage(side.exclusion, language)})" for side in sides],
        [number(found.happier[at], language) for at in (0, 1)],
    ]
    rows = [[text.in_(language), *pair] for text, pair in zip(MEASURES, values, strict=True)]
    names = sorted(set(found.first.by_part) | set(found.second.by_part))
    rows += [
        [f"{part}: {name}", *(_amount(side.by_part.get((part, name), Fraction(0)), language) for side in sides)]
        for part, name in names
    ]
    return ["", answer.rule.name, other[0]], rows, (1, 2)


# ---- pictures


def flows(answer: Answer, language: Language) -> Drawing:
    """Bands of money from groups of voters to the projects that they bought."""
    result, instance = answer.result, answer.instance
    sizes = np.minimum(np.diff(instance.starts), _GROUPS) - 1
    paid = result.paid_by_groups(np.maximum(sizes, 0))
    totals = [float(sum(amounts[at] for amounts in paid.values())) for at in range(_GROUPS) if _has(paid, at)]
    whole = sum(totals) or 1.0
    height = max(420.0, 24.0 * len(paid))
    left, right, gap = 170.0, 560.0, 4.0
    text = "; ".join(
        f"{answer.name(project)}: {_amount(sum(paid[project], Fraction(0)), language)}" for project in paid
    )
    drawing = Drawing(right + 330, height + 20, title=PAID.in_(language), description=text)
    room = height - gap * max(len(paid), _GROUPS)
    group_top: list[float] = []
    y = 10.0
    for at in range(_GROUPS):
        total = sum(float(amounts[at]) for amounts in paid.values() if at < len(amounts))
        group_top.append(y)
        high = room * total / whole
        if total:
            count = int(np.count_nonzero(sizes == at))
            label = GROUP.in_(language, n=f"{at + 1}+" if at == _GROUPS - 1 else str(at + 1), count=count)
            drawing.rect(left - 8, y, 8, high, tone=f"tone-{at}", tip=label)
            drawing.text(left - 14, y + high / 2 + 4, label, anchor="end", size=12)
        y += high + gap * len(paid) / _GROUPS
    y = 10.0
    for project, amounts in paid.items():
        top = y
        for at, amount in enumerate(amounts):
            high = room * float(amount) / whole
            if high:
                tip = f"{answer.name(project)}: {_amount(amount, language)}"
                drawing.ribbon(
                    left, group_top[at], group_top[at] + high, right, y, y + high, tone=f"tone-{at}", tip=tip
                )
                group_top[at] += high
                y += high
        drawing.rect(right, top, 8, y - top, tone="good", tip=answer.name(project))
        middle = (top + y) / 2
        drawing.text(right + 14, middle + 4, answer.name(project, 42), size=11 if y - top > 9 else 9)
        y = max(y + gap, top + 12)  # room for the name
    drawing.height = max(drawing.height, y + 10)  # many cheap projects need more room than their money
    return drawing


def _has(paid: Mapping[str, Sequence[Fraction]], group: int) -> bool:
    return any(group < len(amounts) for amounts in paid.values())


def reached(answer: Answer, language: Language) -> Drawing:
    """For each project its cost as a bar, filled as far as its voters could pay."""
    rows: list[tuple[Mapping[str, Any], float, bool]] = []
    for each in answer.result.facts["bought"]:
        rows.append((each, 1.0, True))
    for each in answer.result.facts["lost"]:
        rows.append((each, float(each["held"] / each["cost"]) if each.get("cost") and "held" in each else 0.0, False))
    left, width, high = 250.0, 460.0, 20.0
    most = max([float(each["cost"]) for each, _, _ in rows] or [1.0]) or 1.0
    text = REACHED_HELP.in_(language)
    drawing = Drawing(left + width + 110, high * len(rows) + 10, title=REACHED.in_(language), description=text)
    for at, (each, part, won) in enumerate(rows):
        y = 5 + at * high
        long = max(width * float(each["cost"]) / most, 2.0)
        name = answer.name(each["project"], 34) + (" ✓" if won else "")
        drawing.text(left - 8, y + 14, name, anchor="end", size=12, bold=won)
        drawing.rect(left, y + 3, long, high - 6, tone="soft", tip=answer.name(each["project"]))
        drawing.rect(left, y + 3, long * min(part, 1.0), high - 6, tone="good" if won else "tone-1")
        drawing.text(left + long + 6, y + 14, _amount(each["cost"], language), size=12)
    return drawing
