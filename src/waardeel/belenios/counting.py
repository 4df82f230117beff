"""From what shuffled ballots say to ballots as every rule of `methods/voting` counts them.

So one counting code serves open and secret votes. The numbers of a ballot are places or grades, 1 the best; 0 says
nothing of an answer. Whoever made a ballot may have hidden any numbers; they are read as they stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from waardeel.belenios.ranked import Ranking
from waardeel.methods.voting.ballots import Grades, Rankings


def rankings(question: Ranking, ballots: Sequence[Sequence[int]]) -> Rankings:
    """Places: the smallest number first, equal numbers stand equal, answers with 0 are not ranked."""
    return Rankings.of(question.answers, ((_places(ballot), 1) for ballot in ballots))


def _places(ballot: Sequence[int]) -> list[list[int]]:
    return [[at for at, said in enumerate(ballot) if said == number] for number in sorted(set(ballot) - {0})]


def grades(question: Ranking, ballots: Sequence[Sequence[int]], scale: Sequence[str]) -> Grades:
    """Grades: 1 is the last of `scale`, which goes from worst to best. A number beyond the scale says nothing."""
    most = len(scale)
    return Grades.of(
        question.answers,
        scale,
        (([most - said if 1 <= said <= most else None for said in ballot], 1) for ballot in ballots),
    )
