"""BLT: strict with the line of every fault, lenient with a list of what was mended, and back again."""

from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel.formats import blt
from waardeel.formats.election import Election
from waardeel.formats.reading import FormatError, Lines
from waardeel.methods.voting.ballots import Approvals, Rankings

FILE = """\
4 2                 # candidates, seats
-3
5 1 2 0
2 2=4 - 1 0
0
"Ann"
"Bo ""the"" Smith"
"Cleo"
"Dirk" # a remark
"Council"
"""


def read(text: str, **options) -> Election:
    return blt.read(Lines.of(text, name="file.blt"), **options)


def papers(election: Election) -> dict:
    return dict(zip(election.ballots.rankings, election.ballots.weights, strict=True))


def test_a_file_holds_candidates_seats_withdrawals_ballots_and_a_title():
    election = read(FILE)
    assert election.ballots.candidates == ("Ann", 'Bo "the" Smith', "Cleo", "Dirk")
    assert papers(election) == {(0, 1): 5, ((1, 3), 0): 2}
    assert (election.seats, election.title, election.withdrawn) == (2, "Council", ("Cleo",))


def test_a_skipped_rank_means_what_the_reader_is_told():
    assert papers(read(FILE, skips="stop")) == {(0, 1): 5, ((1, 3),): 2}
    assert papers(read(FILE, skips="spoil")) == {(0, 1): 5}


def test_equal_ballots_are_added_up_and_blank_ones_kept():
    election = read('2 1\n3 1 0\n1 2 0\n4 1 0\n6 0\n0\n"A"\n"B"\n"T"\n')
    assert papers(election) == {(0,): 7, (1,): 1, (): 6}


def test_weights_may_be_exact_fractions():
    assert papers(read('1 1\n3/2 1 0\n0.25 1 0\n0\n"A"\n""\n')) == {(0,): Fraction(7, 4)}


def test_short_names_stand_for_candidates_on_ballots():
    election = read('3 2\n[nick a b c]\n5 a b 0\n1 b=c 0\n0\n"A"\n"B"\n"C"\n"T"\n')
    assert papers(election) == {(0, 1): 5, ((1, 2),): 1}


def test_names_are_those_of_the_file_to_the_last_space():
    assert read('2 1\n1 1 0\n0\n"Ellen   H"\n"Kieran  W "\n"T"\n').ballots.candidates == ("Ellen   H", "Kieran  W ")


def test_names_may_share_a_line_and_what_follows_the_title_is_not_read():
    election = read('2 1\n1 1 0\n0\n"A" "B" "T"\n"source"\nwhatever else\n')
    assert election.ballots.candidates == ("A", "B")
    assert election.title == "T"


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("", 1, "empty"),
        ("hello\n", 1, "first line"),
        ("4 2 1\n", 1, "first line"),
        ("0 0\n", 1, "cannot be counted"),
        ("99999999999999999999 1\n", 1, "cannot be counted"),
        ("4\n1 1 0\n", 1, "seats is missing"),
        ("2 3\n1 1 0\n", 1, "more seats"),
        ("2 1\n1 3 0\n", 2, "'3' is no candidate"),
        ("2 1\n1 0 1 0\n", 2, "'0' is no candidate"),
        ("2 1\n1 1 1 0\n", 2, "twice"),
        ("2 1\n1 1=2 2 0\n", 2, "twice"),
        ("2 1\n1 1\n", 2, "0 at the end"),
        ("2 1\n0 1 0\n", 2, "weighs nothing"),
        ("2 1\nx 1 0\n", 2, "no ballot"),
        ("2 1\n1e9 1 0\n", 2, "no ballot"),
        ("2 1\n99999999999999999999 1 0\n", 2, "no ballot"),
        ("2 1\n1/0 1 0\n", 2, "no ballot"),
        ("2 1\n-3\n", 2, "'3' is no candidate"),
        ("2 1\n1,1,2,0\n", 2, "commas"),
        ("2 1\n[tie 2 1]\n", 2, "lots are given with the count"),
        ("2 1\n[nick a a]\n", 2, "short names"),
        ("2 1\n1 1 0\n", 2, "ends in its ballots"),
        ('2 1\n1 1 0\n"A"\n', 3, "line 0 after the ballots"),
        ('2 1\n1 1 0\n0\n"A"\n', 4, "only 1 names"),
        ('2 1\n1 1 0\n0\n"A"\n"A"\n"T"\n', 5, "stands on line 4 too"),
        ('2 1\n1 1 0\n0\n"A"\n""\n"T"\n', 5, "empty"),
        ('2 1\n1 1 0\n0\nA\n"B"\n"T"\n', 4, "quotes"),
        ('2 1\n1 1 0\n0\n"A "x" B"\n"B"\n"T"\n', 4, "quotes"),
        ('2 1\n1 1 0\n0\n"A\n"B"\n"T"\n', 4, "quotes"),
    ],
)
def test_a_fault_is_refused_with_its_line_and_a_way_to_mend_it(text, line, wrong):
    with pytest.raises(FormatError, match=wrong) as refused:
        read(text)
    assert refused.value.facts["line"] == line
    assert refused.value.facts["how"]


def test_trap_4_files_in_the_wild_are_mended_and_told():
    """Trailing commas in header and ballots, CSV-quoted names, missing quotes, the seats first."""
    lines = Lines.of(
        '2,3,\n5,1,2,0,\n2,2,0\n1 3\n0\n"""Ann"" Bee",\nBo Dee,SNP\n"Cleo"\nTitle without quotes\n', lenient=True
    )
    election = blt.read(lines)
    assert election.ballots.candidates == ('"Ann" Bee', "Bo Dee,SNP", "Cleo")
    assert papers(election) == {(0, 1): 5, (1,): 2, (2,): 1}
    assert (election.seats, election.title) == (2, "Title without quotes")
    assert [mended.line for mended in lines.mended] == [1, 1, 2, 3, 4, 7, 9]


def test_trap_4_seats_that_are_missing_are_left_open():
    lines = Lines.of('2\n1 1 0\n"A"\n"B"\n"T"\n', lenient=True)
    assert blt.read(lines).seats is None
    assert len(lines.mended) == 2


def test_only_rankings_can_be_written():
    with pytest.raises(blt.NotRanked):
        list(blt.write(Election(Approvals.of("AB", [((0,), 1)]))))


names = st.lists(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12).filter(str.strip),
    min_size=1,
    max_size=5,
    unique=True,
)


@pytest.mark.slow
@given(st.data())
def test_what_is_written_is_read_back_the_same(data):
    found = data.draw(names)
    many = len(found)
    # Where each candidate stands on a ballot, if at all: equal numbers are equal ranks.
    order = st.lists(st.integers(0, 3) | st.none(), min_size=many, max_size=many).map(
        lambda ranks: [[at for at in range(many) if ranks[at] == rank] for rank in range(4)]
    )
    weight = st.integers(1, 10**12) | st.fractions(Fraction(1, 1000), 1000, max_denominator=1000).filter(bool)
    ballots = Rankings.of(found, data.draw(st.lists(st.tuples(order, weight), max_size=6)))
    withdrawn = tuple(data.draw(st.lists(st.sampled_from(found), unique=True, max_size=2)))
    election = Election(ballots, data.draw(st.integers(1, many)), data.draw(names)[0], withdrawn)
    text = "".join(blt.write(election))
    again = read(text)
    assert again == election
    assert "".join(blt.write(again)) == text


@pytest.mark.slow
@given(st.text(alphabet='0123456789-= \n"#,[]nickAB/.', max_size=60))
def test_no_text_makes_the_reader_fail_otherwise_than_by_refusing_it(text):
    for lenient in (False, True):
        with contextlib.suppress(FormatError):
            blt.read(Lines.of(text, lenient=lenient))


def test_weights_that_were_added_up_as_fractions_are_read_back():
    weights = (4_247_168_201, Fraction(1, 1000), Fraction(1, 667), Fraction(3, 353))
    election = Election(Rankings.of(["A"], [([[0]], weight) for weight in weights]), 1)
    assert read("".join(blt.write(election))) == election
