"""Run by the Python of the oracle environment: what pref_voting, VoteKit and abcvoting make of many elections.

One list of instances from standard input, one list of answers on standard output (see `tests/oracle/asking.py`).
The first argument says who is asked.
"""

from __future__ import annotations

import json
import math
import sys


def pref_voting(instance: dict) -> dict:
    """Rankings as dictionaries from candidate to rank, with their counts; winners as numbers."""
    from pref_voting import c1_methods, margin_based_methods
    from pref_voting.profiles_with_ties import ProfileWithTies

    everyone = range(instance["candidates"])
    ranks = [{int(at): rank for at, rank in ballot.items()} for ballot in instance["ranks"]]
    profile = ProfileWithTies(ranks, rcounts=instance["counts"], candidates=list(everyone))
    profile.use_extended_strict_preference()
    votes = [[int(profile.support(a, b)) if a != b else 0 for b in everyone] for a in everyone]
    answer = {
        "pairwise": votes,
        "copeland": sorted(c1_methods.copeland(profile)),
        "smith": sorted(c1_methods.top_cycle(profile)),
        "condorcet": profile.condorcet_winner(),
    }
    strengths = {"margins": lambda a, b: votes[a][b] - votes[b][a], "winning-votes": lambda a, b: votes[a][b]}
    for name, strength in strengths.items():
        answer[f"schulze {name}"] = sorted(margin_based_methods.beat_path(profile, strength_function=strength))
        answer[f"ranked-pairs {name}"] = None
        wins = [strength(a, b) for a in everyone for b in everyone if votes[a][b] > votes[b][a]]
        even = any(votes[a][b] == votes[b][a] for a in everyone for b in range(a))
        # It tries every order of equal wins, which takes hours for some elections; those are left out.
        if (
            not (even and name == "winning-votes")
            and math.prod(math.factorial(wins.count(value)) for value in set(wins)) <= 120
        ):
            pairs = margin_based_methods.ranked_pairs(profile, strength_function=strength, algorithm="basic")
            answer[f"ranked-pairs {name}"] = sorted(pairs)
    return json.loads(json.dumps(answer, default=int))


def grades(instance: dict) -> dict:
    """Grades as lists of numbers, complete; who wins by majority judgment and by score, in pref_voting."""
    from pref_voting.grade_methods import majority_judgement, score_voting
    from pref_voting.grade_profiles import GradeProfile

    maps = [dict(enumerate(ballot)) for ballot in instance["ballots"]]
    profile = GradeProfile(maps, list(range(instance["grades"])), gcounts=instance["counts"])
    answer = {"majority-judgment": sorted(majority_judgement(profile)), "score": sorted(score_voting(profile))}
    return json.loads(json.dumps(answer, default=int))


def votekit(instance: dict) -> dict:
    """Rankings as lists of lists of numbers, best first; points by name."""
    from votekit.ballot import RankBallot
    from votekit.pref_profile import RankProfile
    from votekit.utils import borda_scores, first_place_votes

    names = [str(at) for at in range(instance["candidates"])]
    ballots = [
        RankBallot(ranking=[frozenset(map(str, place)) for place in order], weight=count)
        for order, count in zip(instance["orders"], instance["counts"], strict=True)
    ]
    profile = RankProfile(ballots=ballots, candidates=names, max_ranking_length=len(names))
    borda = borda_scores(profile, tie_convention="average")
    return {
        "firsts": {name: float(value) for name, value in first_place_votes(profile).items()},
        "borda": {name: float(value) for name, value in borda.items()},
    }


def abcvoting(instance: dict) -> dict:
    """Approvals as lists of numbers; the committee that each rule elects, ties broken by number; all best for PAV."""
    from abcvoting import abcrules
    from abcvoting.preferences import Profile

    profile = Profile(instance["candidates"])
    profile.add_voters(instance["ballots"])
    seats = instance["seats"]
    exact = {"algorithm": "standard-fractions", "resolute": True}
    found = {
        "equal-shares": abcrules.compute_equal_shares(profile, seats, **exact),
        "sequential-phragmen": abcrules.compute_seqphragmen(profile, seats, **exact),
        "sequential-pav": abcrules.compute_seqpav(profile, seats, resolute=True),
        "pav": abcrules.compute_pav(profile, seats, algorithm="branch-and-bound", resolute=False),
        "approval": abcrules.compute_av(profile, seats, resolute=True),
    }
    return {rule: min(sorted(committee) for committee in committees) for rule, committees in found.items()}


if __name__ == "__main__":
    peer = {"pref_voting": pref_voting, "grades": grades, "votekit": votekit, "abcvoting": abcvoting}[sys.argv[1]]
    sys.stdout.write(json.dumps([peer(instance) for instance in json.load(sys.stdin)]))
