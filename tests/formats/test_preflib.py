"""PrefLib: what was written is read back equal, faults have a line, and rankings that no voter gave are refused."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.methods.voting.profiles import approvals, grades, papers
from waardeel.formats import preflib
from waardeel.formats.election import Election
from waardeel.formats.reading import FormatError, Lines
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Approvals, Grades, Rankings

HEAD = """\
# FILE NAME: 00099-00000001.toi
# TITLE: Council
# DESCRIPTION:
# DATA TYPE: toi
# MODIFICATION TYPE: original
# RELATES TO:
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 9
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: Ann
# ALTERNATIVE NAME 2: Bo
# ALTERNATIVE NAME 3: Chris
"""
FILE = HEAD + "5: 1,{2,3}\n3: 2\n1: {1,3},2\n"
CATEGORIES = """\
# TITLE: Grades
# DATA TYPE: cat
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 3
# NUMBER CATEGORIES: 3
# CATEGORY NAME 1: Good
# CATEGORY NAME 2: Fair
# CATEGORY NAME 3: Bad
# ALTERNATIVE NAME 1: Ann
# ALTERNATIVE NAME 2: Bo
# ALTERNATIVE NAME 3: Chris
2: {1,2},{},3
1: {},1,{}
"""


def read(text: str, **more) -> Election:
    return preflib.read(Lines.of(text, name="a.toi", **more))


def refused(text: str) -> FormatError:
    with pytest.raises(FormatError) as caught:
        read(text)
    return caught.value


def test_a_file_with_equal_ranks_and_truncation():
    election = read(FILE)
    assert election.title == "Council"
    assert election.ballots == Rankings.of(["Ann", "Bo", "Chris"], [((0, (1, 2)), 5), ((1,), 3), (((0, 2), 1), 1)])


def test_categories_become_grades_with_the_first_as_the_best():
    ballots = read(CATEGORIES).ballots
    assert ballots == Grades.of(["Ann", "Bo", "Chris"], ["Bad", "Fair", "Good"], [((2, 2, 0), 2), ((1, None, None), 1)])


def test_numbers_as_categories_are_ordered_by_size():
    text = CATEGORIES.replace("Good", "0").replace("Fair", "1/2").replace("Bad", "10")
    ballots = read(text).ballots
    assert isinstance(ballots, Grades)
    assert ballots.scale == ("0", "1/2", "10")
    assert (0, 0, 2) in ballots.ballots


def test_yes_and_no_become_approvals():
    text = CATEGORIES.replace("CATEGORIES: 3", "CATEGORIES: 2").replace("# CATEGORY NAME 3: Bad\n", "")
    text = text.replace("Good", "Yes").replace("Fair", "No").replace("{1,2},{},3", "{1,2},3").replace("{},1,{}", "{},1")
    assert read(text).ballots == Approvals.of(["Ann", "Bo", "Chris"], [((0, 1), 2), ((), 1)])


def test_rankings_that_were_filled_up_are_refused_with_the_file_to_take():
    imbued = FILE.replace("original", "imbued").replace("RELATES TO:", "RELATES TO: 00099-00000001.soi")
    error = refused(imbued)
    assert "line 5" in str(error)
    assert "00099-00000001.soi" in str(error)
    lines = Lines.of(imbued, lenient=True)
    assert preflib.read(lines).ballots == read(FILE).ballots
    assert "imbued" in str(lines.mended[0])


@pytest.mark.parametrize("kind", ["soi", "toc"])
def test_trap_1_the_debian_files_whose_equal_ranks_were_broken_are_refused(kind):
    text = f"""\
# FILE NAME: 00002-00000002.{kind}
# TITLE: A vote whose ballots may rank equal
# DATA TYPE: {kind}
# MODIFICATION TYPE: original
# NUMBER ALTERNATIVES: 2
# NUMBER VOTERS: 1
# NUMBER UNIQUE ORDERS: 1
# ALTERNATIVE NAME 1: A
# ALTERNATIVE NAME 2: B
1: 1,2
"""
    assert "broke equal ranks" in str(refused(text))


def test_trap_1_breaking_equal_ranks_by_number_can_elect_another():
    """Why such files are refused: the same ballots, once as cast and once with equal ranks broken by number."""
    cast = Rankings.of(["Garbee", "Michlmayr"], [((0,), 4), ((1,), 5), (((0, 1),), 3)])
    broken = Rankings.of(["Garbee", "Michlmayr"], [((0,), 4), ((1,), 5), ((0, 1), 3)])
    assert VOTING["condorcet"](cast).winners == ("Michlmayr",)
    assert VOTING["condorcet"](broken).winners == ("Garbee",)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "no header"),
        ("3\n1,Ann\n", 1, "no header"),
        (FILE.replace("toi\n# MOD", "wmg\n# MOD"), 4, "wmg"),
        (FILE.replace("# RELATES TO:", "# what is this"), 6, "no line of a header"),
        (FILE.replace("ALTERNATIVES: 3", "ALTERNATIVES: x"), 7, "NUMBER ALTERNATIVES"),
        (FILE.replace("ALTERNATIVES: 3", "ALTERNATIVES: 99999"), 7, "99999"),
        (FILE.replace("ALTERNATIVES: 3", "ALTERNATIVES: 2"), 12, "more names"),
        (FILE.replace("NAME 2: Bo", "NAME 2: Ann"), 12, "'Ann'"),
        (FILE.replace("VOTERS: 9", "VOTERS: 10"), 8, "NUMBER VOTERS is 10 and the lines hold 9"),
        (FILE.replace("ORDERS: 3", "ORDERS: 4"), 9, "NUMBER UNIQUE ORDERS"),
        (FILE.replace("DATA TYPE: toi", "DATA TYPE: soi"), 13, "soi"),
        (FILE.replace("DATA TYPE: toi", "DATA TYPE: toc"), 14, "toc"),
        (HEAD + "5 1,2\n", 13, "no ballot"),
        (HEAD + "0: 1,2\n", 13, "no ballot"),
        (HEAD + "9999999999999999: 1\n", 13, "no ballot"),
        (HEAD + "5: 1,4\n", 13, "not there"),
        (HEAD + "5: 1,0\n", 13, "not there"),
        (HEAD + "5: 1,1\n", 13, "twice"),
        (HEAD + "5: 1,{2,1}\n", 13, "twice"),
        (HEAD + "5: 1,{2\n", 13, "no order"),
        (HEAD + "5: 1,,2\n", 13, "no order"),
        (HEAD + "5: 1,\n", 13, "no order"),
        (HEAD + "5: 1,²\n", 13, "no order"),
        (CATEGORIES.replace("2: {1,2},{},3", "2: {1,2},3"), 12, "as many places"),
        (CATEGORIES.replace("2: {1,2},{},3", "2: {1,2},{1},3"), 12, "twice"),
    ],
)  # fmt: skip
def test_faults_are_refused_with_line_and_a_way_to_mend(text, line, said):
    error = refused(text)
    assert f"line {line}:" in str(error)
    assert said in str(error)
    assert str(error).endswith((".", "'.", "}."))


def test_a_lenient_reader_tells_what_it_mended():
    lines = Lines.of(FILE.replace("VOTERS: 9", "VOTERS: 10").replace("NAME 2: Bo", "NAME 2: Ann"), lenient=True)
    assert preflib.read(lines).ballots.candidates == ("Ann", "Ann 2", "Chris")
    assert len(lines.mended) == 2


names = st.text(st.characters(categories=["L", "N"], include_characters=" .'"), min_size=1, max_size=9).map(
    lambda text: " ".join(text.split())
)


def written(election: Election) -> Election:
    return read("".join(preflib.write(election)))


@given(papers(), names)
def test_rankings_are_read_back_as_they_were_written(made, title):
    candidates, lines = made
    election = Election(Rankings.of(candidates, [(order, int(weight) + 1) for order, weight in lines]), title=title)
    assert written(election) == election


@given(approvals(whole=True))
def test_approvals_are_read_back_as_they_were_written(ballots):
    assert written(Election(ballots)) == Election(ballots)


@given(grades(whole=True))
def test_grades_are_read_back_as_they_were_written(ballots):
    assert written(Election(ballots)) == Election(ballots)


@pytest.mark.parametrize(
    ("orders", "kind"),
    [
        ([(0, 1)], "soc"),
        ([(0,)], "soi"),
        ([((0, 1),)], "toc"),
        ([((0, 1),), ()], "toi"),
    ],
)
def test_the_data_type_follows_from_the_ballots(orders, kind):
    election = Election(Rankings.of("AB", [(order, 1) for order in orders]))
    assert f"# DATA TYPE: {kind}\n" in preflib.write(election)


def test_broken_weights_are_refused():
    with pytest.raises(preflib.NotWhole, match="1/2"):
        list(preflib.write(Election(Rankings.of("A", [((0,), Fraction(1, 2))]))))


@given(st.text(alphabet="# :,{}123\nNUMBERALTIVES", max_size=80))
def test_any_text_is_read_or_refused_but_never_breaks_the_reader(text):
    for lenient in (False, True):
        with suppress(FormatError):
            preflib.read(Lines.of(HEAD + text, lenient=lenient))
