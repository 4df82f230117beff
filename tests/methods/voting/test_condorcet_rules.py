"""Schulze, ranked pairs, Copeland and the Condorcet report: published results, traps, invariants, brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby, pairwise, permutations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.methods.voting.profiles import NAMES, lots_for, papers, rankings
from tests.methods.voting.stv.elections import election
from waardeel.methods.voting import VOTING, ranked_pairs, schulze
from waardeel.methods.voting.ballots import Rankings
from waardeel.methods.voting.pairwise import Pairwise
from waardeel.methods.voting.schulze import ranking, strongest_paths

RULES = ("schulze", "ranked-pairs", "copeland", "condorcet")
#: Leader of the Debian project 2002: how many prefer the row to the column (published with the result).
DEBIAN = ((0, 255, 178, 385), (199, 0, 134, 406), (291, 327, 0, 443), (68, 50, 18, 0))
DEBIAN_NAMES = ("Branden Robinson", "Raphaël Hertzog", "Bdale Garbee", "None of the above")
#: The example of Schulze (2011), 45 voters, whose order is E A C B D.
SCHULZE_45 = [
    ("ACBED", 5), ("ADECB", 5), ("BEDAC", 8), ("CABED", 3), ("CAEBD", 7), ("CBADE", 2), ("DCEBA", 7), ("EBADC", 8),
]  # fmt: skip
CIRCLE = Rankings.of("ABC", [((0, 1, 2), 4), ((1, 2, 0), 3), ((2, 0, 1), 2)])


def letters(lines, names="ABCDE") -> Rankings:
    return Rankings.of(names, [(tuple(names.index(letter) for letter in order), weight) for order, weight in lines])


@pytest.mark.parametrize("strength", ["winning-votes", "margins"])
def test_debian_2002_elects_garbee(strength):
    pairs = Pairwise.given(DEBIAN_NAMES, DEBIAN)
    assert pairs.names(ranking(strongest_paths(pairs, strength))[0]) == ("Bdale Garbee",)
    assert [pairs.names(level)[0] for level in ranking(strongest_paths(pairs, strength))] == [
        "Bdale Garbee", "Branden Robinson", "Raphaël Hertzog", "None of the above",
    ]  # fmt: skip


def test_the_example_of_schulze_gives_his_order_and_his_strengths():
    result = VOTING["schulze"](letters(SCHULZE_45), strength="winning-votes")
    assert result.winners == ("E",)
    assert result.facts["ranking"] == (("E",), ("A",), ("C",), ("B",), ("D",))
    paths = result.facts["paths"]
    assert paths[0] == (0, 28, 28, 30, 24)
    assert paths[4] == (25, 28, 28, 31, 0)


def test_the_steps_say_through_whom_the_winner_reaches_the_others():
    said = VOTING["schulze"](CIRCLE, strength="winning-votes").sentences("en")
    assert "From A to C runs a chain of wins with strength 6: A > B > C. The way back has strength 5." in said
    assert "Nobody beats everybody. The smallest group that beats all others: A, B and C." in said


@pytest.mark.parametrize(
    ("rule", "strength", "winner"),
    [
        ("schulze", "margins", "Rory STEWART,Ind"),
        ("ranked-pairs", "margins", "Jim BROWN,SNP"),
        ("schulze", "winning-votes", "Len WYSE,Con"),
        ("ranked-pairs", "winning-votes", "Len WYSE,Con"),
    ],
)
def test_trap_9_winning_votes_and_margins_differ_with_truncated_ballots_in_a_real_election(rule, strength, winner):
    assert VOTING[rule](election("mit/Jedburgh2012").ballots, strength=strength).winners == (winner,)


def test_trap_10_ranked_pairs_returns_all_who_win_in_some_order_of_equal_wins():
    even = Rankings.of("ABC", [((0, 1, 2), 1), ((1, 2, 0), 1), ((2, 0, 1), 1)])
    result = VOTING["ranked-pairs"](even)
    assert result.winners == ("A", "B", "C")
    assert [tie.about for tie in result.ties] == ["lock", "elect"]
    assert "order matters" in result.sentences("en")[1]


def test_ranked_pairs_follows_the_lots_that_were_drawn():
    even = Rankings.of("ABC", [((0, 1, 2), 1), ((1, 2, 0), 1), ((2, 0, 1), 1)])
    for order in permutations("ABC"):
        result = VOTING["ranked-pairs"](even, lots=" > ".join(order))
        assert len(result.winners) == 1
        assert result.ties[0].by == "lot"
        # First the win of whom the lots favour; then of the next two wins the one that comes first is locked in too.
        beaten_by = {"A": "C", "B": "A", "C": "B"}
        first, second, third = order
        assert result.winners[0] == (first if beaten_by[first] == third else second)


def test_ranked_pairs_asks_for_lots_before_it_runs_out_of_orders():
    many = 12
    cycle = [(tuple((at + step) % many for step in range(many)), 1) for at in range(many)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranked_pairs, "MOST_STATES", 50)
        even = Rankings.of([f"c{at}" for at in range(many)], cycle)
        with pytest.raises(ranked_pairs.TooManyOrders, match="Draw lots"):
            VOTING["ranked-pairs"](even)
        assert len(VOTING["ranked-pairs"](even, lots_seed="drawn").winners) == 1


@pytest.mark.parametrize("rule", ["schulze", "ranked-pairs", "copeland"])
def test_equal_winners_are_all_named_and_lots_choose_one(rule):
    even = Rankings.of("AB", [((0, 1), 1), ((1, 0), 1)])
    assert VOTING[rule](even).winners == ("A", "B")
    assert VOTING[rule](even).ties[0].among == ("A", "B")
    assert VOTING[rule](even, lots="B > A").winners == ("B",)


def test_the_condorcet_report_elects_nobody_from_a_circle_and_shows_it():
    result = VOTING["condorcet"](CIRCLE)
    assert result.winners == ()
    assert result.facts["smith"] == ("A", "B", "C")
    assert result.facts["cycles"] == (("A", "B", "C"),)
    assert "There is a circle: A > B > C > A." in result.sentences("en")


def test_the_condorcet_report_names_who_beats_all_and_who_loses_to_all():
    result = VOTING["condorcet"](Rankings.of("ABC", [((0, 1, 2), 2), ((1, 0, 2), 1)]))
    assert (result.winners, result.facts["loser"], result.facts["cycles"]) == (("A",), "C", ())


def all_orders(ballots: Rankings, strength: str) -> set[str]:
    """Winners of ranked pairs by literally trying every order of equally strong wins."""
    pairs = Pairwise.of(ballots)
    everyone = range(len(ballots.candidates))
    wins = sorted((-pairs.strength(a, b, strength), a, b) for a in everyone for b in everyone if pairs.beats(a, b))
    groups = [[(a, b) for _, a, b in group] for _, group in groupby(wins, key=lambda win: win[0])]
    winners = set()
    for orders in product(*(list(permutations(group)) for group in groups)):
        above: set[tuple[int, int]] = set()
        for a, b in (pair for order in orders for pair in order):
            if not reaches(above, b, a):
                above.add((a, b))
        winners |= {ballots.candidates[a] for a in everyone if not any((b, a) in above for b in everyone)}
    return winners


def reaches(above, start, end) -> bool:
    seen, waiting = set(), [start]
    while waiting:
        here = waiting.pop()
        if here == end:
            return True
        if here not in seen:
            seen.add(here)
            waiting += [b for a, b in above if a == here]
    return False


@given(papers(most=4).map(lambda made: (made[0], [(ranking, round(weight) or 1) for ranking, weight in made[1]])))
def test_ranked_pairs_agrees_with_trying_every_order(made):
    ballots = Rankings.of(*made)
    for strength in ("winning-votes", "margins"):
        assert set(VOTING["ranked-pairs"](ballots, strength=strength).winners) == all_orders(ballots, strength)


def strongest_by_hand(pairs: Pairwise, a: int, b: int, by: str) -> Fraction:
    """The strongest chain by trying every one."""
    others = [c for c in range(len(pairs.candidates)) if c not in (a, b)]
    best = Fraction(0)
    for size in range(len(others) + 1):
        for between in permutations(others, size):
            chain = (a, *between, b)
            best = max(best, min(pairs.strength(c, d, by) for c, d in pairwise(chain)))
    return best


@given(rankings(most=4), st.sampled_from(["winning-votes", "margins"]))
def test_schulze_paths_agree_with_trying_every_chain(ballots, by):
    pairs = Pairwise.of(ballots)
    paths = strongest_paths(pairs, by)
    everyone = range(len(ballots.candidates))
    assert all(paths[a][b] == strongest_by_hand(pairs, a, b, by) for a in everyone for b in everyone if a != b)


@given(rankings(), st.sampled_from(["winning-votes", "margins"]))
def test_whoever_beats_everybody_is_elected(ballots, strength):
    pairs = Pairwise.of(ballots)
    assume(pairs.condorcet_winner is not None)
    winner = (ballots.candidates[pairs.condorcet_winner],)
    assert VOTING["schulze"](ballots, strength=strength).winners == winner
    assert VOTING["ranked-pairs"](ballots, strength=strength).winners == winner
    assert VOTING["copeland"](ballots).winners == winner
    assert VOTING["condorcet"](ballots).winners == winner


@given(rankings(), st.sampled_from(["winning-votes", "margins"]))
def test_winners_come_from_the_smith_set(ballots, strength):
    smith = set(VOTING["condorcet"](ballots).facts["smith"])
    for rule in ("schulze", "ranked-pairs"):
        assert set(VOTING[rule](ballots, strength=strength).winners) <= smith
    assert set(VOTING["copeland"](ballots).winners) <= smith


@given(papers(most=4, ties=False), st.integers(0, 3))
def test_a_clone_does_not_change_the_other_winners(made, cloned):
    names, lines = made
    assume(cloned < len(names))
    clone = len(names)
    pairs = Pairwise.of(Rankings.of(names, lines))
    margins = [abs(pairs.margin(a, b)) for a in range(clone) for b in range(a)]
    assume(0 not in margins and len(set(margins)) == len(margins))  # no ties anywhere

    def doubled(ranking, first):
        pair = (cloned, clone) if first else (clone, cloned)
        return tuple(at for place in ranking for at in (pair if place == cloned else (place,)))

    ranked = [line for line in lines if cloned in line[0]]
    assume(len(ranked) > 0)
    with_clone = [(doubled(ranking, ranking != ranked[0][0]), weight) for ranking, weight in lines]
    for rule in ("schulze", "ranked-pairs"):
        before = set(VOTING[rule](Rankings.of(names, lines), strength="margins").winners)
        after = set(VOTING[rule](Rankings.of((*names, "Clone"), with_clone), strength="margins").winners)
        assert before - {names[cloned]} == after - {names[cloned], "Clone"}
        assert (names[cloned] in before) == bool(after & {names[cloned], "Clone"})


@given(papers(), st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_order_and_splitting_of_ballots_change_no_byte(made, rule, random):
    names, lines = made
    options = {} if rule == "condorcet" else {"lots": lots_for(names)}
    split = [(ranking, weight / Fraction(2)) for ranking, weight in lines for _ in range(2)]
    random.shuffle(split)
    first = VOTING[rule](Rankings.of(names, lines), **options)
    assert VOTING[rule](Rankings.of(names, split), **options).to_bytes() == first.to_bytes()


@given(papers(), st.sampled_from(RULES))
def test_renaming_candidates_renames_winners(made, rule):
    names, lines = made
    renamed = tuple(name[::-1] for name in names)
    before = VOTING[rule](Rankings.of(names, lines)).winners
    after = VOTING[rule](Rankings.of(renamed, lines)).winners
    assert after == tuple(name[::-1] for name in before)


def test_the_chain_is_found_in_large_elections_too():
    names = [f"c{at}" for at in range(40)]
    lines = [(tuple((at + step) % 40 for step in range(40)), 40 - at) for at in range(40)]
    result = VOTING["schulze"](Rankings.of(names, lines))
    assert len(result.winners) == 1
    assert max(len(step.facts.get("path", ())) for step in result.steps) > 5


def test_no_ballots_at_all_leave_everybody_equal():
    assert VOTING["schulze"](Rankings.of(NAMES, [])).winners == NAMES
    assert schulze.ranking([[0]]) == [(0,)]
