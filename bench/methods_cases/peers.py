"""The peers, each as its own documentation would have it used. Runs in `.venv-oracle`: python peers.py CASE FILE...

Where a peer cannot read the format of the file, the reading below is the plainest that serves it, and counts as its.
"""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from measure import Case, main

Steps = Generator[str, None, Any]


def equal_shares(file: str) -> Steps:
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import method_of_equal_shares

    yield "import"
    instance, profile = parse_pabulib(file)
    yield "read"
    chosen = method_of_equal_shares(instance, profile, sat_class=Cost_Sat)
    yield "kernel"
    return sorted(project.name for project in chosen)


def equal_shares_add1(file: str) -> Steps:
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import method_of_equal_shares

    yield "import"
    instance, profile = parse_pabulib(file)
    yield "read"
    # This stops where the outcome is exhaustive; so does ours in this comparison.
    chosen = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, voter_budget_increment=1)
    yield "kernel"
    return sorted(project.name for project in chosen)


def phragmen(file: str) -> Steps:
    from pabutools.election import parse_pabulib
    from pabutools.rules import sequential_phragmen

    yield "import"
    instance, profile = parse_pabulib(file)
    yield "read"
    chosen = sequential_phragmen(instance, profile)
    yield "kernel"
    return sorted(project.name for project in chosen)


def _blt(file: str) -> tuple[int, list[str], list[tuple[int, list[int]]]]:
    """Seats, names, and weighted rankings by number from 1, of a BLT file without equal ranks."""
    with Path(file).open(encoding="utf-8") as lines:
        seats = int(next(lines).split()[1])
        ballots: list[tuple[int, list[int]]] = []
        for line in lines:
            numbers = [int(part) for part in line.split()]
            if numbers == [0]:
                break
            if numbers[0] > 0:
                ballots.append((numbers[0], numbers[1:-1]))
        names = [line.strip().strip('"') for line in lines]
    return seats, names[:-1], ballots


def _blts(files: tuple[str, ...]) -> Iterator[tuple[int, list[str], list[tuple[int, list[int]]]]]:
    return (_blt(file) for file in files)


def _pref_voting_profile(ballots: list[tuple[int, list[int]]], count: int) -> Any:
    from pref_voting.profiles_with_ties import ProfileWithTies

    return ProfileWithTies(
        [{name: rank for rank, name in enumerate(ranking, start=1)} for _, ranking in ballots],
        [weight for weight, _ in ballots],
        candidates=list(range(1, count + 1)),
    )


def _votekit_profile(ballots: list[tuple[int, list[int]]], count: int) -> Any:
    from votekit.ballot import RankBallot
    from votekit.pref_profile import RankProfile

    return RankProfile(
        ballots=[RankBallot(ranking=[{str(name)} for name in ranking], weight=weight) for weight, ranking in ballots],
        candidates=[str(number) for number in range(1, count + 1)],
    )


def stv_pref_voting(*files: str) -> Steps:
    from pref_voting.proportional_methods import stv_scottish

    yield "import"
    read = [(seats, names, _pref_voting_profile(ballots, len(names))) for seats, names, ballots in _blts(files)]
    yield "read"
    elected = [stv_scottish(profile, num_seats=seats) for seats, _, profile in read]
    yield "kernel"
    return [sorted(names[number - 1] for number in who) for who, (_, names, _) in zip(elected, read, strict=True)]


def stv_votekit(*files: str) -> Steps:
    from votekit.elections import FastSTV

    yield "import"
    read = [(seats, names, _votekit_profile(ballots, len(names))) for seats, names, ballots in _blts(files)]
    yield "read"
    counted = [FastSTV(profile, n_seats=seats, tiebreak="first_place") for seats, _, profile in read]
    yield "kernel"
    return [
        sorted(names[int(name) - 1] for tie in count.get_elected() for name in tie)
        for count, (_, names, _) in zip(counted, read, strict=True)
    ]


def schulze_pref_voting(file: str) -> Steps:
    from pref_voting.margin_based_methods import beat_path

    yield "import"
    _, names, ballots = _blt(file)
    profile = _pref_voting_profile(ballots, len(names))
    yield "read"
    profile.use_extended_strict_preference()  # counts the pairs, those not ranked below all that are
    won = beat_path(profile)
    yield "kernel"
    return sorted(names[number - 1] for number in won)


def schulze_votekit(file: str) -> Steps:
    from votekit.elections import Schulze

    yield "import"
    _, names, ballots = _blt(file)
    profile = _votekit_profile(ballots, len(names))
    yield "read"
    won = Schulze(profile, n_seats=1).get_elected()
    yield "kernel"
    return sorted(names[int(name) - 1] for tie in won for name in tie)


def _pool(quotas: str, people: str, size: str) -> tuple[Any, Any]:
    from sortition_algorithms.adapters import CSVFileDataSource, SelectionData
    from sortition_algorithms.settings import Settings

    with Path(people).open(encoding="utf-8") as file:
        first = next(csv.reader(file))[0]
    nowhere = Path("not-written")
    source = CSVFileDataSource(
        features_file=Path(quotas),
        people_file=Path(people),
        already_selected_file=None,
        selected_file=nowhere,
        remaining_file=nowhere,
    )
    data = SelectionData(source)
    features, _ = data.load_features(int(size))
    pool, _ = data.load_people(Settings(id_column=first, columns_to_keep=[]), features)
    return features, pool


def sortition_maximin(quotas: str, people: str, size: str) -> Steps:
    from sortition_algorithms import adapters  # noqa: F401
    from sortition_algorithms.committee_generation.maximin import find_distribution_maximin

    yield "import"
    features, pool = _pool(quotas, people, size)
    yield "read"
    panels, chances, _ = find_distribution_maximin(features, pool, int(size), [])
    yield "kernel"
    each = dict.fromkeys(pool, 0.0)
    for panel, chance in zip(panels, chances, strict=True):
        for person in panel:
            each[person] += chance
    return f"minimum {min(each.values()):.4f}"


def opinion(file: str) -> Steps:
    from reddwarf.implementations.polis import run_pipeline

    yield "import"
    votes = []
    with Path(file).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            votes += [
                {"participant_id": int(row["participant"]), "statement_id": int(name), "vote": int(float(value))}
                for name, value in row.items()
                if name.isdigit() and value
            ]
    yield "read"
    result = run_pipeline(votes=votes, random_state=1)
    yield "kernel"
    groups = result.participants_df["cluster_id"].dropna().nunique()
    return f"{int(groups)} groups"


def stable_matching(people: str, places: str) -> Steps:
    from matching.games import HospitalResident

    yield "import"
    with Path(people).open(encoding="utf-8") as lines:
        wishes = {row[0]: [place for place in row[1:] if place] for row in list(csv.reader(lines))[1:]}
    priorities, seats = {}, {}
    with Path(places).open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            priorities[row["place"]] = row["priority"].split(" > ")
            seats[row["place"]] = int(row["seats"])
    yield "read"
    # The library cannot solve before it has built its players, and changes them while it solves.
    game = HospitalResident.create_from_dictionaries(wishes, priorities, seats)
    matched = game.solve()
    yield "kernel"
    return sorted(f"{person.name} {place.name}" for place, there in matched.items() for person in there)


CASES: dict[str, Case] = {
    "equal-shares": equal_shares,
    "equal-shares-add1": equal_shares_add1,
    "phragmen": phragmen,
    "stv-pref-voting": stv_pref_voting,
    "stv-votekit": stv_votekit,
    "schulze-pref-voting": schulze_pref_voting,
    "schulze-votekit": schulze_votekit,
    "sortition-maximin": sortition_maximin,
    "opinion": opinion,
    "stable-matching": stable_matching,
}

if __name__ == "__main__":
    main(CASES)
