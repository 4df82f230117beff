"""Tables and pictures of a draw: everybody's chance, the quotas, the table of lots, who was drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from waardeel.cli.face import columns
from waardeel.cli.report import Section, paragraph, picture, steps, table
from waardeel.cli.report.svg import Drawing
from waardeel.methods.exact import rounded
from waardeel.methods.result import Result
from waardeel.methods.rule import Rule
from waardeel.methods.words import Language, Text, number, percentage, said

DRAWN = Text(nl="Geloot", fr="Tirage", en="Drawn")
NOT_YET = Text(
    nl="Er is nog niet geloot. Dit is de tabel om eerst te publiceren.",
    fr="Le tirage n'a pas encore eu lieu. Voici la table à publier d'abord.",
    en="Nothing has been drawn yet. This is the table to publish first.",
)
PERSON = Text(nl="Wie", fr="Personne", en="Person")
TURN = Text(nl="Beurt", fr="Tour", en="Turn")
CHANCE = Text(nl="Kans", fr="Chance", en="Chance")
PEOPLE = Text(nl="Mensen", fr="Personnes", en="People")
CHANCES = Text(nl="Ieders kans", fr="La chance de chacun", en="Everybody's chance")
CURVE = Text(
    nl="De mensen staan van kleine naar grote kans. De streep is wat ieder zou hebben zonder quota: {fair}.",
    fr="Les personnes vont de la plus petite à la plus grande chance. Le trait est la chance de chacun sans quotas : "
    "{fair}.",
    en="The people stand from small to large chance. The line is what each would have without quotas: {fair}.",
)
QUOTAS = Text(nl="Quota en panel", fr="Quotas et panel", en="Quotas and panel")
QUOTA_PICTURE = Text(
    nl="De balk is wat het quotum toelaat. De stip is wat het panel heeft; zonder loting ontbreekt hij.",
    fr="La barre est ce que le quota permet. Le point est ce que le panel a ; il manque avant le tirage.",
    en="The bar is what the quota allows. The dot is what the panel has; it is missing before the draw.",
)
FEATURE = Text(nl="Kenmerk", fr="Caractéristique", en="Feature")
QUOTA = Text(nl="Quotum", fr="Quota", en="Quota")
POOL = Text(nl="Op de lijst", fr="Sur la liste", en="In the pool")
PANEL = Text(nl="In het panel", fr="Dans le panel", en="In the panel")
TO = Text(nl="{least} tot {most}", fr="{least} à {most}", en="{least} to {most}")
LOT_TABLE = Text(nl="De tabel met loten", fr="La table des lots", en="The table of lots")
LOT = Text(nl="Lot", fr="Lot", en="Lot")
EVERY_LOT = Text(
    nl="Elk lot heeft evenveel kans. Tel in hoeveel loten iemand staat en deel door {lots}: dat is de kans.",
    fr="Chaque lot a la même chance. Comptez les lots où figure une personne et divisez par {lots} : c'est sa chance.",
    en="Every lot is equally likely. Count in how many lots a person stands and divide by {lots}: that is the chance.",
)
RESERVE = Text(nl="Reserve, op volgorde", fr="Réserve, dans l'ordre", en="Reserve, in order")
STEPS = Text(nl="Stap voor stap", fr="Pas à pas", en="Step by step")
CHECK = Text(nl="Zelf narekenen", fr="Vérifier soi-même", en="Check it yourself")
RULE = Text(nl="Regel", fr="Règle", en="Rule")
INPUT = Text(nl="Invoer", fr="Données", en="Input")
COMMITMENT = Text(
    nl="SHA-256 van de tekst (vooraf te publiceren)",
    fr="SHA-256 du texte (à publier avant)",
    en="SHA-256 of the text (to publish beforehand)",
)
_WIDTH, _LEFT = 640, 60


def words(result: Result, rule: Rule, language: Language) -> str:
    """The outcome as plain text. Of the table of lots only the numbers of lots are said: it is in --json and --html."""
    parts = [f"{rule.title.in_(language)} ({result.rule} {result.version})"]
    if "turns" in result.facts:
        parts.append(columns((TURN.in_(language), PERSON.in_(language)), _turns(result)))
        return "\n\n".join(parts)
    parts.append(
        f"{DRAWN.in_(language)}: {said(result.winners, language)}" if result.winners else NOT_YET.in_(language)
    )
    if rows := _quota_rows(result, language):
        parts.append(columns(_quota_head(language), rows, right=(2, 3)))
    if "targets" in result.facts:
        head = (CHANCE.in_(language), PEOPLE.in_(language))
        parts.append(columns(head, _levels(result, language), right=(0, 1)))
        parts += [
            step.say(language) for step in result.steps if step.kind not in ("sortition.level", "sortition.kinds")
        ]
    return "\n\n".join(parts)


def sections(result: Result, rule: Rule, language: Language) -> list[Section]:
    """The outcome as parts of a report."""
    parts = [Section(DRAWN.in_(language), paragraph(rule.summary.in_(language)) + _drawn(result, language))]
    if "targets" in result.facts:
        fair = Fraction(result.facts["size"], len(result.facts["targets"]))
        parts.append(
            Section(
                CHANCES.in_(language),
                paragraph(CURVE.in_(language, fair=percentage(fair, language)))
                + picture(_curve(result, fair, language))
                + table(
                    (CHANCE.in_(language), PEOPLE.in_(language)),
                    _levels(result, language),
                    caption=CHANCES.in_(language),
                    right=(1,),
                ),
            )
        )
    if rows := _quota_rows(result, language):
        shown = table(_quota_head(language), rows, caption=QUOTAS.in_(language), right=(2, 3))
        words_ = paragraph(QUOTA_PICTURE.in_(language))
        parts.append(Section(QUOTAS.in_(language), words_ + picture(_ranges(result, language)) + shown))
    if reserve := result.facts.get("reserve"):
        parts.append(Section(RESERVE.in_(language), paragraph(said(reserve, language))))
    parts.append(Section(STEPS.in_(language), steps(result.sentences(language))))
    if "lots" in result.facts and "targets" in result.facts:
        parts.append(Section(LOT_TABLE.in_(language), _lots(result, language)))
    check = [(RULE.in_(language), f"{result.rule} {result.version}"), (INPUT.in_(language), result.input_hash)]
    check += [(name, "–" if value is None else str(value)) for name, value in result.options.items()]
    if digest := result.facts.get("commitment"):
        check.append((COMMITMENT.in_(language), digest))
    parts.append(Section(CHECK.in_(language), table(("", ""), check, caption=CHECK.in_(language))))
    return parts


def _drawn(result: Result, language: Language) -> str:
    if "turns" in result.facts:
        return table((TURN.in_(language), PERSON.in_(language)), _turns(result), caption=DRAWN.in_(language))
    if not result.winners:
        return paragraph(NOT_YET.in_(language))
    head = [PERSON.in_(language)]
    chances = result.facts.get("chances")
    if chances is None:
        return table(head, [[name] for name in result.winners], caption=DRAWN.in_(language))
    rows = [[name, percentage(Fraction(chances[name]), language)] for name in result.winners]
    return table([*head, CHANCE.in_(language)], rows, caption=DRAWN.in_(language), right=(1,))


def _turns(result: Result) -> list[list[str]]:
    return [[turn["turn"], turn["name"]] for turn in result.facts["turns"]]


def _levels(result: Result, language: Language) -> list[list[str]]:
    """How many people have which chance as worked out, from small to large."""
    groups = Counter(result.facts["targets"].values())
    return [[percentage(Fraction(chance), language, 2), number(groups[chance], language)] for chance in sorted(groups)]


def _quota_head(language: Language) -> list[str]:
    return [text.in_(language) for text in (FEATURE, QUOTA, POOL, PANEL)]


def _quota_rows(result: Result, language: Language) -> list[list[str]]:
    return [
        [
            f"{quota['feature']} {quota['value']}",
            TO.in_(language, least=quota["least"], most=quota["most"]),
            number(quota["pool"], language),
            "–" if quota["panel"] is None else number(quota["panel"], language),
        ]
        for quota in result.facts["quotas"]
    ]


def _curve(result: Result, fair: Fraction, language: Language) -> Drawing:
    """One column for each person (or for several), as high as the chance."""
    chances = sorted(result.facts["targets"].values())
    height, top, bottom = 260, 20, 230
    drawing = Drawing(
        _WIDTH,
        height,
        title=CHANCES.in_(language),
        description=CURVE.in_(language, fair=percentage(fair, language)),
        shrinks=True,
    )
    highest = max(float(chances[-1]), float(fair)) or 1.0
    wide = (_WIDTH - _LEFT - 10) / len(chances)
    start = 0
    for at, chance in enumerate(chances):  # people with one chance make one block
        if at + 1 == len(chances) or chances[at + 1] != chance:
            tall = (bottom - top) * float(chance) / highest
            tip = f"{percentage(Fraction(chance), language, 2)} · {number(at + 1 - start, language)}"
            drawing.rect(_LEFT + start * wide, bottom - tall, (at + 1 - start) * wide, tall, tone="tone-0", tip=tip)
            start = at + 1
    for part in (Fraction(0), Fraction(1, 2), Fraction(1)):
        y = bottom - (bottom - top) * float(part)
        share = rounded(Fraction(chances[-1]) * part, 6) if chances[-1] else rounded(fair * part, 6)
        drawing.line(_LEFT, y, _WIDTH - 10, y)
        drawing.text(_LEFT - 6, y + 4, percentage(Fraction(share), language), anchor="end", size=12)
    y = bottom - (bottom - top) * float(fair) / highest
    drawing.line(_LEFT, y, _WIDTH - 10, y, tone="bad", dashed=True)
    drawing.text(_LEFT, height - 8, number(1, language), size=12)
    drawing.text(_WIDTH - 10, height - 8, number(len(chances), language), anchor="end", size=12)
    return drawing


def _ranges(result: Result, language: Language) -> Drawing:
    """A bar from least to most for each quota, and a dot for what the panel has."""
    quotas = result.facts["quotas"]
    row, left, width = 24, 200, 440
    size = result.facts["size"]
    most = max(min(quota["most"], size) for quota in quotas) or 1
    drawing = Drawing(
        width,
        row * len(quotas) + 10,
        title=QUOTAS.in_(language),
        description=QUOTA_PICTURE.in_(language),
        shrinks=True,
    )
    scale = (width - left - 40) / most
    for at, quota in enumerate(quotas):
        y = row * at + 8
        name = f"{quota['feature']} {quota['value']}"
        drawing.text(left - 10, y + 12, name if len(name) <= 28 else name[:27] + "…", anchor="end", size=12)
        allowed = TO.in_(language, least=quota["least"], most=quota["most"])
        start, end = left + quota["least"] * scale, left + min(quota["most"], size) * scale
        drawing.rect(start - 3, y + 3, end - start + 6, 10, tone="quiet", tip=f"{name}: {allowed}", radius=5)
        if quota["panel"] is not None:
            place = left + quota["panel"] * scale
            drawing.circle(place, y + 8, 5, tone="tone-1", tip=f"{name}: {quota['panel']}")
            drawing.text(end + 12, y + 12, number(quota["panel"], language), size=12)
    return drawing


def _lots(result: Result, language: Language) -> str:
    lots: Sequence[Sequence[str]] = result.facts["lots"]
    rows = [[number(at, language), ", ".join(panel)] for at, panel in enumerate(lots, start=1)]
    head = (LOT.in_(language), PANEL.in_(language))
    explained = paragraph(EVERY_LOT.in_(language, lots=len(lots)))
    return explained + table(head, rows, caption=LOT_TABLE.in_(language))
