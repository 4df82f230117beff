"""What holds for every election by transferable votes, on elections that Hypothesis thinks up."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.voting.stv.elections import whole
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Rankings

pytestmark = pytest.mark.slow
NAMES = "ABCDEF"
RULES = ("scottish", "meek", "wig")


def lots_of(names) -> str:
    return " > ".join(names)


@st.composite
def elections(draw, *, seats: int | None = None, equal: bool = False):
    """Candidates, lines of ballots and seats."""
    many = draw(st.integers(2, 6))
    order = st.permutations(range(many)).flatmap(lambda p: st.integers(1, many).map(lambda n: tuple(p[:n])))
    if equal:
        order = order.map(lambda p: (p[:2], *p[2:]))
    lines = draw(st.lists(st.tuples(order, st.integers(1, 9)), min_size=1, max_size=14))
    return NAMES[:many], lines, seats or draw(st.integers(1, many))


def counted(rule: str, names: str, lines, seats: int, lots: str | None = None, **options):
    if rule != "irv":
        options["seats"] = seats
    return VOTING[rule](Rankings.of(names, lines), lots=lots or lots_of(names), **options)


@pytest.mark.parametrize("rule", [*RULES, "irv"])
@settings(max_examples=50)
@given(data=st.data())
def test_every_vote_is_somewhere_at_every_stage(rule, data):
    names, lines, seats = data.draw(elections(equal=rule != "scottish"))
    result = counted(rule, names, lines, seats)
    whole(result)
    assert len(result.winners) == len(set(result.winners)) == (1 if rule == "irv" else seats)


@pytest.mark.parametrize("rule", [*RULES, "irv"])
@settings(max_examples=50)
@given(data=st.data(), random=st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_the_splitting_of_lines_change_no_byte(rule, data, random):
    names, lines, seats = data.draw(elections())
    apart = [(order, 1) for order, weight in lines for _ in range(weight)]
    random.shuffle(apart)
    assert counted(rule, names, lines, seats).to_bytes() == counted(rule, names, apart, seats).to_bytes()


@pytest.mark.parametrize("rule", [*RULES, "irv"])
@settings(max_examples=50)
@given(data=st.data())
def test_new_names_and_another_order_of_the_list_rename_the_winners(rule, data):
    names, lines, seats = data.draw(elections())
    new = data.draw(st.permutations(range(len(names))))
    renamed = [(tuple(new[at] for at in order), weight) for order, weight in lines]
    lots = lots_of(names[new.index(at)] for at in range(len(names)))
    mine = counted(rule, names, lines, seats, lots=lots_of(names[new.index(at)] for at in range(len(names))))
    other = counted(rule, names, renamed, seats)
    assert lots
    assert {names[new[names.index(winner)]] for winner in mine.winners} == set(other.winners)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=50)
@given(data=st.data())
def test_nobody_is_elected_below_the_quota_unless_for_the_last_places(rule, data):
    names, lines, seats = data.draw(elections())
    result = counted(rule, names, lines, seats)
    last = {name for step in result.steps if step.kind == "stv.last-places" for name in step.facts["names"]}
    for stage in result.facts["stages"]:
        assert all(stage["votes"][name] >= stage["quota"] for name in stage["elected"] if name not in last)


@pytest.mark.parametrize("rule", ["wig", "meek"])
@settings(max_examples=50)
@given(data=st.data())
def test_a_solid_coalition_gets_as_many_seats_as_it_has_quotas(rule, data):
    """In whole papers and exact values; Meek cuts nine decimals, so a coalition a billionth over has no claim."""
    many = data.draw(st.integers(2, 6))
    seats = data.draw(st.integers(1, many))
    size = data.draw(st.integers(1, many))
    inside, outside = list(range(size)), list(range(size, many))
    solid = st.tuples(st.permutations(inside), st.permutations(outside)).map(lambda p: (*p[0], *p[1]))
    loose = st.permutations(range(many)).flatmap(lambda p: st.integers(1, many).map(lambda n: tuple(p[:n])))
    ours = data.draw(st.lists(st.tuples(solid, st.integers(1, 9)), min_size=1, max_size=6))
    theirs = data.draw(st.lists(st.tuples(loose, st.integers(1, 9)), max_size=6))
    result = counted(rule, NAMES[:many], [*ours, *theirs], seats)
    weight = sum(weight for _, weight in ours)
    total = weight + sum(weight for _, weight in theirs)
    quotas = max(q for q in range(seats + 1) if q == 0 or weight > Fraction(q * total, seats + 1))
    assert len(set(result.winners) & set(NAMES[:size])) >= min(quotas, size)


@pytest.mark.parametrize(("rule", "ties"), [("scottish", "latest"), ("wig", "latest"), ("meek", "first")])
@settings(max_examples=50)
@given(data=st.data())
def test_one_seat_is_instant_runoff(rule, ties, data):
    names, lines, seats = data.draw(elections(seats=1))
    one = counted(rule, names, lines, seats)
    assert one.winners == counted("irv", names, lines, seats, ties=ties).winners


@settings(max_examples=50)
@given(elections(seats=1))
def test_instant_runoff_of_two_is_the_majority(election):
    _, lines, _ = election
    two = [(tuple(at for at in order if at < 2), weight) for order, weight in lines]
    two = [(order, weight) for order, weight in two if order] or [((0,), 1)]
    first = [sum(weight for order, weight in two if order[0] == at) for at in (0, 1)]
    winner = counted("irv", "AB", two, 1).winners
    assert winner == (("A",) if first[0] >= first[1] else ("B",))


@settings(max_examples=50)
@given(elections())
def test_five_decimals_and_fractions_differ_by_less_than_what_can_be_cut(election):
    names, lines, seats = election
    exact = counted("wig", names, lines, seats, quota="whole")
    cut = counted("wig", names, lines, seats, quota="whole", decimals=5)
    for number, (one, other) in enumerate(zip(exact.facts["stages"], cut.facts["stages"], strict=False)):
        if one["source"] != other["source"] or one["elected"] != other["elected"]:
            break
        limit = Fraction(number * exact.facts["valid"], 10**5)
        assert all(abs(one["votes"][name] - Fraction(other["votes"][name])) <= limit for name in names)


@settings(max_examples=50)
@given(elections())
def test_votes_at_each_stage_of_meek_follow_from_its_keep_values_paper_by_paper(election):
    names, lines, seats = election
    out: set[str] = set()
    for stage in counted("meek", names, lines, seats).facts["stages"]:
        keep = {name: stage["keep"].get(name, 1) for name in names}
        votes = dict.fromkeys(names, 0)
        for order, weight in lines:
            left = 10**9
            for at in order:
                if names[at] not in out:
                    part = -(-left * int(keep[names[at]] * 10**9) // 10**9)
                    votes[names[at]] += part * weight
                    left -= part
        assert {name: Fraction(votes[name], 10**9) for name in names} == {
            name: Fraction(amount) for name, amount in stage["votes"].items()
        }
        out.update(stage["excluded"])


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=50)
@given(data=st.data())
def test_whoever_withdrew_before_the_count_leaves_the_same_count_as_if_never_named(rule, data):
    names, lines, _ = data.draw(elections())
    struck = Rankings.of(names, lines).without([names[-1]])
    never = [(tuple(at for at in order if at != len(names) - 1), weight) for order, weight in lines]
    if any(order for order, _ in never):
        mine = VOTING[rule](struck, lots=lots_of(names[:-1]))
        assert mine.to_bytes() == counted(rule, names[:-1], never, 1).to_bytes()
