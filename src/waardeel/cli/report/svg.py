"""Drawings as SVG text, with only what the reports need. Colours are classes that report.css fills in."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape

_numbers = itertools.count(1)


class Drawing:
    """A picture of `width` by `height` pixels, origin top left. `title` and `description` are read aloud.

    With `shrinks` it becomes smaller where there is less room, for pictures that are understood without their letters;
    with `keeps` it never does, for pictures as wide as they have columns.
    `tone` names a colour class: "tone-0" to "tone-7" for kinds of things, "good", "bad", "quiet", "line".
    """

    def __init__(
        self, width: float, height: float, *, title: str, description: str, shrinks: bool = False, keeps: bool = False
    ) -> None:
        self.width, self.height = width, height
        self.fitting = "shrinks" if shrinks else "keeps" if keeps else ""
        self.title, self.description = title, description
        self._parts: list[str] = []

    def rect(
        self, x: float, y: float, width: float, height: float, *, tone: str, tip: str = "", radius: float = 0
    ) -> None:
        box = f'x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(max(height, 0))}"'
        self._shape(f'rect {box} rx="{_n(radius)}"', tone, tip)

    def circle(self, x: float, y: float, radius: float, *, tone: str, tip: str = "") -> None:
        self._shape(f'circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"', tone, tip)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, tone: str = "line", dashed: bool = False) -> None:
        dashes = ' stroke-dasharray="4 3"' if dashed else ""
        self._parts.append(
            f'<line class="stroke {tone}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"{dashes}/>'
        )

    def polygon(self, points: Sequence[tuple[float, float]], *, tone: str, tip: str = "") -> None:
        self._shape(f'polygon points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in points)}"', tone, tip)

    def ribbon(
        self,
        x1: float,
        top1: float,
        bottom1: float,
        x2: float,
        top2: float,
        bottom2: float,
        *,
        tone: str,
        tip: str = "",
    ) -> None:
        """A flow from one height at the left to another at the right."""
        middle = _n((x1 + x2) / 2)
        path = (
            f"M{_n(x1)},{_n(top1)} C{middle},{_n(top1)} {middle},{_n(top2)} {_n(x2)},{_n(top2)} "
            f"L{_n(x2)},{_n(bottom2)} C{middle},{_n(bottom2)} {middle},{_n(bottom1)} {_n(x1)},{_n(bottom1)} Z"
        )
        self._shape(f'path d="{path}"', f"ribbon {tone}", tip)

    def text(
        self, x: float, y: float, words: str, *, anchor: str = "start", size: float = 13, bold: bool = False
    ) -> None:
        """`anchor` is start, middle or end; `y` is the base line."""
        place = f'x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{_n(size)}"'
        weight = ' font-weight="600"' if bold else ""
        self._parts.append(f"<text {place}{weight}>{escape(words)}</text>")

    def to_svg(self) -> str:
        number = next(_numbers)
        fitting = f' class="{self.fitting}"' if self.fitting else ""
        return (
            f'<svg viewBox="0 0 {_n(self.width)} {_n(self.height)}" width="{_n(self.width)}" '
            f'height="{_n(self.height)}"{fitting} role="img" aria-labelledby="t{number} d{number}">'
            f'<title id="t{number}">{escape(self.title)}</title><desc id="d{number}">{escape(self.description)}</desc>'
            f"{''.join(self._parts)}</svg>"
        )

    def _shape(self, opening: str, tone: str, tip: str) -> None:
        name = opening.split(" ", 1)[0]
        inside = f"<title>{escape(tip)}</title></{name}>" if tip else f"</{name}>"
        self._parts.append(f'<{opening} class="{tone}">{inside}')


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
