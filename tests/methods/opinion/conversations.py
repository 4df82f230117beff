"""Conversations of the data folder, and small made ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from waardeel.formats import polis
from waardeel.formats.reading import Lines
from waardeel.methods.opinion.conversation import Conversation

DATA = Path(__file__).parent / "data"
SERVER = tuple(sorted(folder.name for folder in (DATA / "mpl-2.0").iterdir()))
PUBLISHED = ("15-per-hour-seattle", "brexit-consensus", "scoop-hivemind.ubi", "american-assembly.bowling-green")


@dataclass(frozen=True)
class Served:
    """A conversation and what the Polis server made of it; `groups` are the server's, by participant."""

    conversation: Conversation
    answer: Mapping[str, Any]
    groups: Mapping[str, str]


@cache
def served(name: str) -> Served:
    folder = DATA / "mpl-2.0" / name
    with (folder / "statements.csv").open("rb") as file:
        statements = polis.read_statements(Lines(file))
    with (folder / "votes.csv").open("rb") as file:
        conversation = polis.read(Lines(file), statements=statements)
    answer = json.loads((folder / "math-pca2.json").read_text())
    members = dict(zip(answer["base-clusters"]["id"], answer["base-clusters"]["members"], strict=True))
    groups = {
        str(person): str(group["id"])
        for group in answer["group-clusters"]
        for base in group["members"]
        for person in members[base]
    }
    kept = [str(person) for person in answer["in-conv"]]
    return Served(Conversation.of(conversation, statements=statements, groups=groups, kept=kept), answer, groups)


@cache
def published(name: str) -> tuple[Conversation, polis.Summary]:
    folder = DATA / name
    with (folder / "comments.csv").open("rb") as file:
        statements = polis.read_statements(Lines(file))
    with (folder / "participants-votes.csv").open("rb") as file:
        conversation = polis.read(Lines(file), statements=statements)
    with (folder / "summary.csv").open("rb") as file:
        return conversation, polis.read_summary(Lines(file))


@st.composite
def votes(draw: st.DrawFn, *, people: int = 12, statements: int = 7) -> list[tuple[str, str, int]]:
    """Votes of a few people on a few statements, with gaps; at least one."""
    cells = [(f"p{person}", f"s{statement}") for person in range(people) for statement in range(statements)]
    given = draw(st.lists(st.sampled_from((None, -1, 0, 1)), min_size=len(cells), max_size=len(cells)))
    found = [(*cell, vote) for cell, vote in zip(cells, given, strict=True) if vote is not None]
    return found or [("p0", "s0", 1)]
