"""Reports: one HTML page each, with everything in it, that opens without network and prints on paper.

Every picture has a title, a description and the same figures in a table next to it, so that nothing can only be
seen. No script; colours that also differ in lightness; dark mode and paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from waardeel.cli.report.svg import Drawing
from waardeel.methods.words import Language, Text

_CHECK = Text(
    nl="Iedereen kan deze uitslag narekenen met dezelfde invoer en dezelfde regel.",
    fr="Chacun peut refaire ce calcul avec les mêmes données et la même règle.",
    en="Anybody can work out this result again from the same input and the same rule.",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: a heading, and HTML made with `paragraph`, `table`, `steps` and `picture`."""

    heading: str
    html: str


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str, right: Sequence[int] = ()) -> str:
    """A table; the first cell of each row is its heading, columns numbered in `right` are figures."""

    def kind(at: int) -> str:
        return ' class="figure"' if at in right else ""

    top = "".join(f'<th scope="col"{kind(at)}>{escape(cell)}</th>' for at, cell in enumerate(head))
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{escape(cell)}</th>' if at == 0 else f"<td{kind(at)}>{escape(cell)}</td>"
            for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def steps(sentences: Sequence[str]) -> str:
    """Sentences as a numbered list."""
    return "<ol>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences) + "</ol>"


def picture(drawing: Drawing) -> str:
    return f'<div class="wide" tabindex="0" role="region" aria-label="{escape(drawing.title)}">{drawing.to_svg()}</div>'


def page(title: str, language: Language, sections: Sequence[Section]) -> str:
    """The whole page."""
    style = files("waardeel.cli.report").joinpath("report.css").read_text(encoding="utf-8")
    parts = "".join(f"<section><h2>{escape(part.heading)}</h2>{part.html}</section>" for part in sections)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{style}</style></head><body><main>"
        f"<h1>{escape(title)}</h1>{parts}<footer><p>{escape(_CHECK.in_(language))}</p></footer>"
        "</main></body></html>\n"
    )
