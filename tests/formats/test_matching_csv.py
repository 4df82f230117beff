"""People and places as CSV: read what a spreadsheet writes, refuse with the line, mend only when asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from tests.methods.matching.markets import markets
from waardeel.formats.matching_csv import CannotBeWritten, read, write_people, write_places
from waardeel.formats.reading import FormatError, Lines
from waardeel.methods.matching.market import Market, Site

DATA = Path(__file__).parents[1] / "methods" / "matching" / "data"
PEOPLE = "person,wish 1,wish 2\nAnn,Noord,Zuid\nBo,Zuid\n"
PLACES = "place,seats\nNoord,1\nZuid,2\n"


def market(people: str = PEOPLE, places: str = PLACES, *, lenient: bool = False) -> Market:
    return read(Lines.of(people, name="p", lenient=lenient), Lines.of(places, name="h", lenient=lenient))


@given(markets(ties=True, sites=True, costs=True))
def test_what_is_written_is_read_back_equal(one):
    again = market("".join(write_people(one)), "".join(write_places(one)))
    assert again == one


@given(markets(ties=True))
def test_without_costs_people_are_written_wide_and_read_back_equal(one):
    people = "".join(write_people(one))
    assert people.startswith("person") and "rank" not in people  # noqa: PT018
    assert market(people, "".join(write_places(one))) == one


@pytest.mark.parametrize(("people", "places"), [("gardeners.csv", "gardens.csv"), ("volunteers.csv", "teams.csv")])
def test_the_examples_are_read_and_written_back_equal(people, places):
    with (DATA / people).open("rb") as first, (DATA / places).open("rb") as second:
        one = read(Lines(first), Lines(second))
    assert market("".join(write_people(one)), "".join(write_places(one))) == one


def test_long_files_have_ranks_costs_and_people_without_wishes():
    one = market("person,rank,place,cost\nAnn,2,Zuid,7\nBo,,,\nAnn,1,Noord,5\n")
    assert one == Market.of(
        {"Ann": ["Noord", "Zuid"], "Bo": []}, {"Noord": 1, "Zuid": 2}, costs={"Ann": [5, 7], "Bo": []}
    )


def test_points_are_priorities_the_most_first_and_equal_points_equal_rights():
    one = market("person,rank,place,points\nAnn,1,Zuid,7\nBo,1,Zuid,9\nChris,1,Zuid,7\n")
    assert one.priorities == ((), (1, (0, 2)))


def test_priorities_say_everybody_else_and_nobody():
    one = market(places="place,seats,priority\nNoord,1,Bo > *\nZuid,2,-\n")
    assert one.priorities == ((1, 0), ())
    assert market(places="place,seats,priority\nNoord,1,* \nZuid,2,\n").priorities == (((0, 1),), None)


def test_sites_lie_in_sites_and_may_have_no_limit_of_their_own():
    one = market(places="place,seats,least,site\nNoord,1,1,A\nZuid,2,,A\nA,2,1,B\nB,,,\n")
    assert one == Market.of(
        {"Ann": ["Noord", "Zuid"], "Bo": ["Zuid"]},
        {"Noord": 1, "Zuid": 2},
        least={"Noord": 1},
        sites=[Site("A", ("Noord", "Zuid"), 2, 1), Site("B", ("A",))],
    )


LONG = "person,rank,place\n"


@pytest.mark.parametrize(
    ("people", "places", "says"),
    [
        ("", PLACES, "p, line 1: The file is empty"),
        ("name,choice\n", PLACES, "p, line 1: The columns are name, choice"),
        ("person,wish 1\n,Noord\n", PLACES, "p, line 2: The person has no name"),
        ("person,wish 1\nAnn,Noord\nAnn,Zuid\n", PLACES, "p, line 3: Ann stands in the file twice"),
        ("person,wish 1\nAnn,Noord,Zuid\n", PLACES, "p, line 2: There are 3 cells under 2 columns"),
        ("person,wish 1\nAnn,Oost\n", PLACES, "p, line 2: Ann wishes 'Oost'"),
        ("person,wish 1,wish 2\nAnn,Noord,Noord\n", PLACES, "p, line 2: Ann wishes Noord twice"),
        ("person,wish 1,wish 2\nAnn,,Noord\n", PLACES, "p, line 2: Ann has an empty wish"),
        (LONG + "Ann,0x1,Noord\n", PLACES, "p, line 2: The rank is '0x1'"),
        (LONG + "Ann,1,Noord\nAnn,1,Zuid\n", PLACES, "p, line 3: Ann has two wishes with rank 1"),
        (LONG + "Ann,1\n", PLACES, "p, line 2: There are 2 cells under 3 columns"),
        ("person,rank,place,weight\n", PLACES, "p, line 1: The columns are"),
        (PEOPLE, "place\nNoord\n", "h, line 1: The columns are place"),
        (PEOPLE, "place,seats,seats\nNoord,1,1\n", "h, line 1: The columns are"),
        (PEOPLE, "place,seats\nNoord,1\nNoord,1\n", "h, line 3: Noord stands in the file twice"),
        (PEOPLE, f"place,seats\nNoord,{'9' * 5000}\n", "h, line 2: The seats is '999"),
        (PEOPLE, "place,seats\nNoord,٣\n", "h, line 2: The seats is '٣'"),
        (PEOPLE, "place,seats\nNoord,-1\n", "h, line 2: The seats is '-1'"),
        (PEOPLE, "place,seats\nNoord,\n", "h, line 2: Noord has no number of seats"),
        (PEOPLE, "place,seats,site\nNoord,1,A\n", "h, line 2: Noord stands in the site A, which has no row"),
        (PEOPLE, "place,seats,site,priority\nNoord,1,A,\nA,1,,Ann\n", "h, line 3: A is a site and has priorities"),
        (PEOPLE, "place,seats,priority\nNoord,1,Ann > Eve\nZuid,1,\n", "h, line 2: The priorities of Noord name 'Eve'"),
        (
            PEOPLE,
            "place,seats,priority\nNoord,1,Ann > Ann\nZuid,1,\n",
            "h, line 2: The priorities of Noord name Ann twice",
        ),
        (
            "person,rank,place,points\nAnn,1,Noord,3\n",
            "place,seats,priority\nNoord,1,Ann\nZuid,1,\n",
            "h, line 2: Noord has priorities and the people have points",
        ),
        (PEOPLE, 'place,seats\n"Noord,1\n', "h, line 2: This is not CSV"),
        ("person," + ",".join(["wish"] * 20_000) + "\n", PLACES, "p, line 1: There are too many columns"),
    ],
)
def test_a_file_that_is_not_in_order_is_refused_with_its_line(people, places, says):
    with pytest.raises(FormatError) as refused:
        market(people, places)
    assert str(refused.value).startswith(says)


def test_a_lenient_reader_says_what_it_left_out():
    people = Lines.of("person,wish 1,wish 2,wish 3\nAnn,,Noord,Noord\nBo,Oost,Zuid\n", lenient=True)
    places = Lines.of("place,seats,priority\nNoord,1,Eve > Ann > Ann\nZuid,1,\n", lenient=True)
    assert read(people, places) == Market.of(
        {"Ann": ["Noord"], "Bo": ["Zuid"]}, {"Noord": 1, "Zuid": 1}, priorities={"Noord": ["Ann"]}
    )
    assert [mended.line for mended in people.mended] == [2, 2, 3]
    assert [mended.line for mended in places.mended] == [2, 2]


@pytest.mark.parametrize("name", ["A > B", "A=B", "*", "-", " A", "A\nB"])
def test_a_name_that_would_be_read_otherwise_is_not_written(name):
    with pytest.raises(CannotBeWritten):
        list(write_people(Market.of({name: ["Noord"]}, {"Noord": 1})))
