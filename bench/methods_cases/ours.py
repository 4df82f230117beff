"""Our own side: python ours.py CASE kernel|door FILE...

"kernel" times the counting itself on a problem in memory, arrays made; "door" times the rule as anyone calls it, which
also checks, hashes the input and writes down every step.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

from measure import Case, main

Steps = Generator[str, None, Any]


def _elections(files: tuple[str, ...]) -> list[Any]:
    from waardeel.formats import blt
    from waardeel.formats.reading import Lines

    elections = []
    for name in files:
        with Path(name).open("rb") as file:
            elections.append(blt.read(Lines(file, name=name)))
    return elections


def stv(way: str, *files: str) -> Steps:
    from waardeel.formats import blt  # noqa: F401
    from waardeel.methods.voting.equal import strict_papers
    from waardeel.methods.voting.stv import scottish
    from waardeel.methods.voting.stv.count import Count
    from waardeel.methods.voting.stv.gregory import Gregory

    yield "import"
    elections = _elections(files)
    # The peers' profiles are built before their count too.
    papers = [strict_papers(each.ballots, "scottish") for each in elections] if way == "kernel" else []
    yield "read"
    if way == "door":
        results = [scottish.RULE(each.ballots, seats=each.seats, lots_seed="bench") for each in elections]
        yield "door"
        return [sorted(result.winners) for result in results]
    counts = []
    for each, (orders, weights) in zip(elections, papers, strict=True):
        count = Count(each.ballots, weights, each.seats, lots=None, places=scottish.PLACES)
        droop = count.unit * (each.seats + 1)
        Gregory(
            count, orders, weights, quota_of=lambda votes, count=count, droop=droop: (votes // droop + 1) * count.unit
        ).run()
        counts.append(count)
    yield "kernel"
    return [sorted(count.names[at] for at in count.elected) for count in counts]


def schulze(way: str, file: str) -> Steps:
    from waardeel.formats import blt  # noqa: F401
    from waardeel.methods.voting import schulze
    from waardeel.methods.voting.pairwise import Pairwise

    yield "import"
    ballots = _elections((file,))[0].ballots
    yield "read"
    if way == "door":
        result = schulze.RULE(ballots)
        yield "door"
        return sorted(result.winners)
    pairs = Pairwise.of(ballots)
    best = schulze.ranking(schulze.strongest_paths(pairs, "winning-votes"))[0]
    yield "kernel"
    return sorted(pairs.names(best))


@contextmanager
def _compiled() -> Iterator[None]:
    """The compiled kernel where the bench asks for it; compiling is done before the clock runs."""
    from waardeel.methods.budgeting import BUDGETING, Instance, Project, fast

    if os.environ.get("WAARDEEL_NUMBA") != "1":
        yield
        return
    with fast.compiled():
        BUDGETING["equal-shares"](Instance.of([Project("a", Fraction(1))], 1, [("v", ["a"])]))
        yield


def _instance(file: str) -> Any:
    from waardeel.formats import pabulib
    from waardeel.formats.reading import Lines

    with Path(file).open("rb") as lines:
        return pabulib.read(Lines(lines, name=file)).instance


def _support(instance: Any, **options: Any) -> Any:
    from waardeel.methods.budgeting.support import ENTRY, supported

    return supported(instance, **{option.name: option.default for option in ENTRY}, **options)


def equal_shares(way: str, file: str, completion: str = "none") -> Steps:
    from waardeel.formats import pabulib  # noqa: F401
    from waardeel.methods.budgeting import equal_shares
    from waardeel.methods.budgeting.outcome import opened

    with _compiled():
        yield "import"
        instance = _instance(file)
        if way == "door":
            yield "read"
            result = equal_shares.RULE(instance, completion=completion, lots_seed="bench")
            yield "door"
            return sorted(result.winners)
        support = _support(instance, utilities="cost")
        yield "read"
        ledger = opened(support, 0)
        share = instance.budget / support.voter_count
        making = equal_shares.Making(ledger, ledger.candidates(), Fraction(1), share)
        making.winners = making.outcome(share)
        if completion != "none":
            equal_shares.RAISING[completion](making, [])
        yield "kernel"
        return sorted(instance.projects[at].id for at in making.winners)


def equal_shares_add1(way: str, file: str) -> Steps:
    return (yield from equal_shares(way, file, "add1-exhaustive"))


def phragmen(way: str, file: str) -> Steps:
    from waardeel.formats import pabulib  # noqa: F401
    from waardeel.methods.budgeting import phragmen
    from waardeel.methods.budgeting.outcome import opened

    yield "import"
    instance = _instance(file)
    if way == "door":
        yield "read"
        result = phragmen.RULE(instance, overspend="stop", lots_seed="bench")
        yield "door"
        return sorted(result.winners)
    support = _support(instance, utilities="cardinality")
    yield "read"
    ledger = opened(support, 0)
    phragmen.extend(ledger, [], overspend="stop")
    yield "kernel"
    return sorted(instance.projects[at].id for at in ledger.winners)


def leximin(way: str, quotas: str, people: str, size: str) -> Steps:
    from waardeel.formats import sortition_csv
    from waardeel.formats.reading import Lines
    from waardeel.methods.sortition import fair, leximin, marginals
    from waardeel.methods.sortition.polytope import Polytope

    yield "import"
    with Path(quotas).open("rb") as asked, Path(people).open("rb") as listed:
        pool = sortition_csv.read(Lines(asked, name=quotas), Lines(listed, name=people), size=int(size))
    yield "read"
    if way == "door":
        result = leximin.RULE(pool, seed="bench")
        yield "door"
        return f"minimum {result.facts['least']:.4f}"
    # Chances and the panels that average to them: all but the table of lots and the draw from it.
    polytope = Polytope.of(pool)
    chances, _ = fair.distribution(polytope, marginals.leximin)
    yield "kernel"
    each = chances.x / polytope.sizes
    return f"minimum {each[each > 0].min():.4f}"


def opinion(way: str, file: str) -> Steps:
    from waardeel.formats import polis as format_
    from waardeel.formats.reading import Lines
    from waardeel.methods.opinion import polis
    from waardeel.methods.opinion.account import said
    from waardeel.methods.opinion.components import plane

    yield "import"
    with Path(file).open("rb") as lines:
        conversation = format_.read(Lines(lines, name=file))
    yield "read"
    if way == "door":
        result = polis.RULE(conversation)
        yield "door"
        return f"{len(result.facts['groups'])} groups"
    # All numbers, groups and tests; without the hash of the input and the record.
    options = {option.name: option.default for option in polis.RULE.options}
    plane_ = plane(conversation)
    division = polis.grouped(conversation, plane_, options).division(len(conversation.participants))
    said(conversation, division, options)
    yield "kernel"
    return f"{len(division.names)} groups"


def stable_matching(way: str, people: str, places: str) -> Steps:
    from waardeel.formats import matching_csv
    from waardeel.formats.reading import Lines
    from waardeel.methods.lots import Lots
    from waardeel.methods.matching import deferred_acceptance

    yield "import"
    with Path(people).open("rb") as wishes, Path(places).open("rb") as seats:
        market = matching_csv.read(Lines(wishes, name=people), Lines(seats, name=places))
    yield "read"
    if way == "door":
        result = deferred_acceptance.RULE(market, lots_seed="bench")
        placed = dict(result.facts["placements"])
        yield "door"
        return sorted(f"{person} {place}" for person, place in placed.items() if place is not None)
    drawn = {name: number for number, name in enumerate(Lots.drawn("bench", market.people).order)}
    queue = [drawn[name] for name in market.people]
    placement, _ = deferred_acceptance.people_propose(market, [queue] * len(market.places))
    yield "kernel"
    return sorted(
        f"{market.people[person]} {market.places[place]}" for person, place in enumerate(placement) if place is not None
    )


CASES: dict[str, Case] = {
    "equal-shares": equal_shares,
    "equal-shares-add1": equal_shares_add1,
    "phragmen": phragmen,
    "stv": stv,
    "schulze": schulze,
    "leximin": leximin,
    "opinion": opinion,
    "stable-matching": stable_matching,
}

if __name__ == "__main__":
    main(CASES)
