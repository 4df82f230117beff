"""Given groups: what sets groups apart that everybody knows (sites, trades, owners), and what they share."""

from __future__ import annotations

from typing import Any

import numpy as np

from waardeel.methods.errors import NoAnswer
from waardeel.methods.opinion.account import NOBODY, Division, opening, outcome
from waardeel.methods.opinion.components import plane
from waardeel.methods.opinion.conversation import Conversation, natural
from waardeel.methods.opinion.polis import AGREEMENT, REPRESENTATIVE
from waardeel.methods.result import Result, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.words import Text

NAME, VERSION = "given-groups", "1"


class NoGroups(NoAnswer):
    """No participant has a group."""

    text = "Nobody is in a group yet. Name the group of participants, or use the rule polis, which finds groups."


GIVEN = sentence(
    "opinion.given",
    nl="De groepen zijn gegeven: {groups}. {people} {people:|mens zit|mensen zitten} in een groep.",
    fr="Les groupes sont donnés : {groups}. {people} {people:|personne est|personnes sont} dans un groupe.",
    en="The groups are given: {groups}. {people} {people:|person is|people are} in a group.",
)


def run(conversation: Conversation, **options: Any) -> Result:
    """Count by given groups. Raises NothingVoted, NoGroups."""
    if not conversation.groups:
        raise NoGroups
    plane_ = plane(conversation)
    names = tuple(sorted(set(conversation.groups.values()), key=natural))
    place = {name: at for at, name in enumerate(names)}
    of = np.array(
        [
            place[conversation.groups[name]] if name in conversation.groups else NOBODY
            for name in conversation.participants
        ],
        dtype=np.int64,
    )
    steps = [*opening(conversation, plane_), GIVEN(groups=names, people=int((of != NOBODY).sum()))]
    return outcome(
        conversation,
        plane_,
        Division(names, of),
        rule=(NAME, VERSION),
        options=options,
        steps=steps,
        facts={},
    )


RULE = Rule(
    NAME,
    VERSION,
    title=Text(nl="Gegeven groepen", fr="Groupes donnés", en="Given groups"),
    summary=Text(
        nl="Voor groepen die iedereen kent, zoals vestigingen: wat elke groep bijzonder maakt, en met welke stellingen "
        "alle groepen het eens zijn.",
        fr="Pour des groupes que chacun connaît, comme des établissements : ce qui distingue chacun, et les "
        "affirmations que tous les groupes approuvent.",
        en="For groups that everybody knows, such as sites: what sets each of them apart, and the statements that all "
        "groups agree with.",
    ),
    sources=("Polis server, math (compdemocracy.org): representativeness and group-aware consensus",),
    takes=Conversation,
    run=run,
    options=(REPRESENTATIVE, AGREEMENT),
)
