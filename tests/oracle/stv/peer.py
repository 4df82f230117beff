"""Counts of pref_voting and VoteKit, run by the Python of the oracle environment.

Reads `[{"rule": …, "candidates": n, "seats": n, "ballots": [[weight, [0, 2]], …]}, …]` from standard input; answers
each with the elected, or null where the peer stops (a tie that it does not break).
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import Any


def pref_voting(instance: dict[str, Any]) -> list[int]:
    from pref_voting import proportional_methods as methods
    from pref_voting.profiles_with_ties import ProfileWithTies

    profile = ProfileWithTies(
        [{name: rank for rank, name in enumerate(ranking, start=1)} for _, ranking in instance["ballots"]],
        [weight for weight, _ in instance["ballots"]],
        candidates=list(range(instance["candidates"])),
    )
    seats = instance["seats"]
    rule = instance["rule"]
    if rule == "scottish":
        elected = methods.stv_scottish(profile, num_seats=seats)
    elif rule == "wig":
        elected = methods.stv_wig(profile, num_seats=seats, quota_rule="nb")
    elif rule == "wig-whole":
        elected = methods.stv_wig(profile, num_seats=seats, quota_rule="droop")
    else:
        elected = methods.stv_meek(profile, num_seats=seats)
    return sorted(map(int, elected))


def votekit(instance: dict[str, Any]) -> list[int] | None:
    from votekit.ballot import RankBallot
    from votekit.elections import FastSTV
    from votekit.pref_profile import RankProfile

    profile = RankProfile(
        ballots=[
            RankBallot(ranking=[{str(at)} for at in ranking], weight=weight) for weight, ranking in instance["ballots"]
        ],
        candidates=[str(at) for at in range(instance["candidates"])],
    )
    count = FastSTV(profile, n_seats=instance["seats"], simultaneous=True)
    return sorted(int(name) for tie in count.get_elected() for name in tie)


def answer(instance: dict[str, Any]) -> list[int] | None:
    try:
        return (votekit if instance["rule"] == "fast-stv" else pref_voting)(instance)
    except ValueError:
        return None


if __name__ == "__main__":
    with contextlib.redirect_stdout(io.StringIO()):
        answers = [answer(instance) for instance in json.load(sys.stdin)]
    sys.stdout.write(json.dumps(answers) + "\n")
