"""What all decision methods share: sentences, results, rules, lots and ballots."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import waardeel.methods
from waardeel import canonical_json
from waardeel.methods.lots import Draw, LotMissing, Lots, commitment
from waardeel.methods.result import Result, Sentence, Tie, plain, sentence
from waardeel.methods.rule import BadOption, Family, Option, Rule, UnknownOption, UnknownRule, WrongInput
from waardeel.methods.voting.ballots import Approvals, BadBallot, BadWeight, Grades, NoCandidates, Rankings, treat
from waardeel.methods.words import LANGUAGES, Text, listed, number, percentage

ELECTED = sentence(
    "test.elected",
    nl="{name} krijgt {votes} {votes:|stem|stemmen}.",
    fr="{name} obtient {votes} {votes:|voix|voix}.",
    en="{name} gets {votes} {votes:|vote|votes}.",
)


def every_sentence() -> list[Sentence]:
    found: list[Sentence] = []
    for module in pkgutil.walk_packages(waardeel.methods.__path__, "waardeel.methods."):
        if module.name == "waardeel.methods.budgeting.compiled":
            continue  # says nothing, and loads a compiler, which takes seconds
        values = vars(importlib.import_module(module.name)).values()
        for value in values:
            if isinstance(value, Sentence):
                found.append(value)
            elif isinstance(value, dict | tuple | list):
                inside = value.values() if isinstance(value, dict) else value
                found += [item for item in inside if isinstance(item, Sentence)]
    return found


def test_every_step_is_said_in_three_languages_with_the_same_facts():
    for each in every_sentence():
        asked = {language: each.text.places(language) for language in LANGUAGES}
        assert all(getattr(each.text, language).strip() for language in LANGUAGES), each.kind
        assert asked["nl"] == asked["fr"] == asked["en"], each.kind


def test_no_two_kinds_of_steps_have_one_name():
    by_kind: dict[str, Text] = {}
    for each in every_sentence():
        assert by_kind.setdefault(each.kind, each.text) == each.text, each.kind


def test_numbers_and_lists_are_said_as_each_language_does():
    step = ELECTED(name="Ann", votes=Decimal("1234.50000"))
    assert step.say("en") == "Ann gets 1,234.50000 votes."
    assert step.say("nl") == "Ann krijgt 1.234,50000 stemmen."
    assert step.say("fr") == "Ann obtient 1\u202f234,50000 voix."
    assert ELECTED(name="Ann", votes=1).say("nl") == "Ann krijgt 1 stem."
    assert ELECTED(name="Ann", votes=0).say("en") == "Ann gets 0 votes."
    assert listed(["A", "B", "C"], "nl") == "A, B en C"
    assert number(Fraction(1, 3), "en") == "1/3"
    assert number(Fraction(1, 8), "nl") == "0,125"
    assert number(Fraction(100001, 3001), "en") == "≈ 33.3226"
    assert percentage(Fraction(1, 3), "fr") == "33,3 %"


def test_a_step_without_its_facts_is_refused():
    with pytest.raises(ValueError, match="votes"):
        ELECTED(name="Ann")


def test_a_result_cannot_be_changed_and_is_written_in_one_way():
    result = Result(
        family="voting", rule="test", version="1", winners=("Ann",), input_hash="sha256:0",
        steps=(ELECTED(name="Ann", votes=Fraction(2, 3)),),
        ties=(Tie("elect", ("Ann", "Bo"), "lot", ("Ann",)),),
        options={"seats": 1}, facts={"tallies": {"Ann": [Fraction(2, 3), 2**60]}},
    )  # fmt: skip
    with pytest.raises(TypeError):
        result.facts["tallies"]["Ann"] = ()
    with pytest.raises(AttributeError):
        result.winners = ()
    read = canonical_json.loads(result.to_bytes())
    assert read["steps"] == [{"kind": "test.elected", "name": "Ann", "votes": "2/3"}]
    assert read["tallies"] == {"Ann": ["2/3", str(2**60)]}
    assert read["winners"] == ["Ann"]


def test_facts_never_hide_what_every_result_says():
    with pytest.raises(ValueError, match="winners"):
        Result("voting", "test", "1", (), "sha256:0", facts={"winners": []})
    with pytest.raises(ValueError, match="kind"):
        sentence("test.x", nl="x", fr="x", en="x")(kind="y")


def test_a_float_finds_no_way_into_a_result():
    with pytest.raises(TypeError):
        plain({"share": 0.5})
    with pytest.raises(TypeError):
        number(0.5, "en")


def a_rule(**more) -> Rule:
    text = Text(nl="x", fr="x", en="x")
    seats = Option("seats", int, 1, text, least=1)
    return Rule("first", "1", text, text, ("none",), str, lambda problem, seats: (problem, seats), (seats,), **more)


def test_a_family_finds_rules_and_says_what_it_has():
    family = Family("voting", [a_rule()])
    assert family["first"]("input", seats=2) == ("input", 2)
    assert family["first"]("input") == ("input", 1)
    with pytest.raises(UnknownRule, match="Did you mean 'first'"):
        family["frist"]
    assert "nothing" not in family
    with pytest.raises(UnknownOption, match="seats"):
        family["first"]("input", seat=1)
    for wrong in (0, "2", True, None):
        with pytest.raises(BadOption):
            family["first"]("input", seats=wrong)
    with pytest.raises(WrongInput):
        family["first"](3)


def test_options_are_read_from_text():
    text = Text(nl="x", fr="x", en="x")
    assert Option("share", Fraction, Fraction(1), text).read("2/3") == Fraction(2, 3)
    assert Option("stop", bool, False, text).read("yes") is True
    for option in (Option("n", int, 1, text, least=0), Option("way", str, "a", text, choices=("a", "b"))):
        for wrong in ("-1", "c", ""):
            with pytest.raises(BadOption):
                option.read(wrong)


def test_anyone_can_draw_the_lots_again_with_sha256():
    names = ["Ann", "Bo", "Chris"]
    by_hand = sorted(names, key=lambda name: hashlib.sha256(f"2026-11-25:{name}".encode()).hexdigest())
    lots = Lots.drawn("2026-11-25", names)
    assert list(lots.order) == by_hand
    assert lots.sorted({"Chris", "Ann"}) == tuple(name for name in by_hand if name != "Bo")
    assert commitment("seed") == hashlib.sha256(b"seed").hexdigest()


@pytest.mark.parametrize("order", [["Ann"], ["Ann", "Bo", "Bo"], ["Ann", "Bo", "Eve"]])
def test_lots_by_hand_hold_every_name_once(order):
    with pytest.raises(LotMissing):
        Lots.given(order, ["Ann", "Bo"])


@given(st.text(max_size=10), st.integers(1, 10**40))
def test_numbers_from_a_seed_are_in_range_and_the_same_each_time(seed, n):
    first, again = Draw(seed), Draw(seed)
    drawn = [first.below(n) for _ in range(5)]
    assert drawn == [again.below(n) for _ in range(5)]
    assert all(0 <= value < n for value in drawn)


def test_every_order_is_drawn_about_as_often():
    counts: dict[tuple[str, ...], int] = {}
    for number_ in range(6000):
        order = tuple(Draw(str(number_)).shuffled("abc"))
        counts[order] = counts.get(order, 0) + 1
    assert len(counts) == 6
    assert all(850 < count < 1150 for count in counts.values())


def test_equal_ballots_are_kept_once_with_their_weight():
    rankings = Rankings.of(["A", "B", "C"], [((0, 1), 2), ([0, 1], Fraction(1, 2)), ((0, (1,)), 1), ((0, [2, 1]), 1)])
    assert dict(zip(rankings.rankings, rankings.weights, strict=True)) == {(0, 1): Fraction(7, 2), (0, (1, 2)): 1}
    assert rankings.total == Fraction(9, 2)
    assert not rankings.strict


@given(
    st.lists(st.tuples(st.permutations(range(4)).map(lambda p: tuple(p[:2])), st.integers(1, 5)), max_size=12),
    st.randoms(use_true_random=False),
)
def test_the_hash_of_ballots_knows_no_order_and_no_splitting(ballots, random):
    names = "ABCD"
    split = [(ranking, 1) for ranking, weight in ballots for _ in range(weight)]
    random.shuffle(split)
    assert Rankings.of(names, ballots).input_hash == Rankings.of(names, split).input_hash
    more = [*ballots, ((0, 1, 2, 3), 1)]
    assert Rankings.of(names, ballots).input_hash != Rankings.of(names, more).input_hash


@pytest.mark.parametrize("ballot", [(0, 0), (0, (1, 0)), (3,), (-1,), (True,), ("A",)])
def test_a_ballot_that_cannot_be_is_refused(ballot):
    with pytest.raises(BadBallot):
        Rankings.of("ABC", [(ballot, 1)])


@pytest.mark.parametrize("weight", [0, -1, 0.5, True, "1", Fraction(-1, 2)])
def test_a_weight_that_cannot_be_is_refused(weight):
    with pytest.raises(BadWeight):
        Rankings.of("ABC", [((0,), weight)])
    with pytest.raises(BadWeight):
        Approvals.of("ABC", [((0,), weight)])


def test_candidates_have_names_of_their_own():
    for names in ([], ["A", "A"], [""]):
        with pytest.raises(NoCandidates):
            Rankings.of(names, [])


def test_who_withdraws_is_struck_and_the_others_move_up():
    rankings = Rankings.of("ABC", [((0, 1, 2), 3), (((0, 1), 2), 1), ((0,), 2)]).without(["A"])
    assert rankings.candidates == ("B", "C")
    assert dict(zip(rankings.rankings, rankings.weights, strict=True)) == {(0, 1): 4, (): 2}


def test_approvals_and_grades_are_grouped_and_checked():
    approvals = Approvals.of("ABC", [((2, 0), 1), ((0, 2), 2), ((), 1)])
    assert dict(zip(approvals.ballots, approvals.weights, strict=True)) == {(0, 2): 3, (): 1}
    grades = Grades.of("AB", ["bad", "good"], [((1, None), 1), ((1, None), 1)])
    assert grades.weights == (2,)
    for wrong in ((2, 0), (0,), (-1, 0), (True, 0)):
        with pytest.raises(BadBallot):
            Grades.of("AB", ["bad", "good"], [(wrong, 1)])


@pytest.mark.parametrize(
    ("marks", "rules", "ranking"),
    [
        ([[0], [], [1]], {}, (0, 1)),
        ([[0], [], [1]], {"skips": "stop"}, (0,)),
        ([[0], [], [1], [], [], [2]], {"skips": "stop-at-two"}, (0, 1)),
        ([[0], [], [1]], {"skips": "spoil"}, None),
        ([[0], [], []], {"skips": "spoil"}, (0,)),
        ([[0], [1, 2], [3]], {}, (0,)),
        ([[0], [1, 2], [3]], {"overvotes": "skip"}, (0, 3)),
        ([[0], [1, 2], [3]], {"overvotes": "equal"}, (0, (1, 2), 3)),
        ([[0], [1, 2], [3]], {"overvotes": "spoil"}, None),
        ([[0], [0], [1]], {}, (0, 1)),
        ([[0], [0], [1]], {"repeats": "spoil"}, None),
        ([[], []], {}, ()),
    ],
)
def test_trap_2_skips_overvotes_and_repeats_are_treated_as_the_rule_says(marks, rules, ranking):
    assert treat(marks, **rules) == ranking
