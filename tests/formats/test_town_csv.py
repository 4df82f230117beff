"""CSV as towns publish it: three forms, with every meaning of an imperfect paper said by who reads."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.methods.voting.profiles import papers
from waardeel.formats import town_csv
from waardeel.formats.election import Election
from waardeel.formats.reading import FormatError, Lines
from waardeel.formats.town_csv.ranks import BadName, NotRanked, NotStrict
from waardeel.methods.voting import VOTING
from waardeel.methods.voting.ballots import Approvals, Rankings

DATA = Path(__file__).parent / "data" / "town_csv"
GRID = "BallotID,c1:Mayor:1:Number of Winners 2:Ann:NON,c1:Mayor:2:Number of Winners 2:Ann:NON," + ",".join(
    f"c2:Mayor:{rank}:Number of Winners 2:{name}:NON" for name in ("Bo", "Uncertified Write In") for rank in (1, 2)
)
PROFILE = """\
VoteKit RankProfile
Candidates
(Ann:A),(Bo B.:B),(Chris:C)
Max Ranking Length
2
Includes Voter Set
False
=,=,=,=,=,=,=,=,=,=
Ranking_1,Ranking_2,&,Weight,&
"""


def read(text: str, **more) -> Election:
    return town_csv.read(Lines.of(text, name="town.csv"), **more)


def of_file(name: str, **more) -> Election:
    with (DATA / name).open("rb") as file:
        return town_csv.read(Lines(file, name=name), **more)


def refused(text: str, **more) -> str:
    with pytest.raises(FormatError) as caught:
        read(text, **more)
    return str(caught.value)


def votes(election: Election) -> dict:
    ballots = election.ballots
    assert isinstance(ballots, Rankings)
    named = (
        tuple(
            ballots.candidates[place] if isinstance(place, int) else tuple(ballots.candidates[at] for at in place)
            for place in ranking
        )
        for ranking in ballots.rankings
    )
    return dict(zip(named, ballots.weights, strict=True))


def test_minneapolis_drops_write_ins_and_passes_over_undervotes():
    election = of_file("minneapolis2013_sample.csv", overvotes="skip")
    ballots = election.ballots
    assert ballots.total == 431
    assert not {"UWI", "undervote", "overvote"} & set(ballots.candidates)
    assert list(ballots.candidates) == sorted(ballots.candidates)
    assert VOTING["schulze"](ballots).winners == ("BETSY HODGES",)


def test_portland_as_condensed_by_votekit_and_as_the_city_publishes_it():
    condensed = of_file("portland2024_d1_sample.csv", write_ins="keep")
    assert (condensed.ballots.total, condensed.seats) == (286, None)
    assert "Uncertified Write In" in condensed.ballots.candidates
    city = of_file("portland2024_d1_city_sample.csv")
    assert (city.seats, city.title, city.ballots.total) == (3, "City of Portland, Councilor, District 1", 45)
    assert city.ballots.candidates[:3] == ("Peggy Sue Owens", "Timur Ender", "Noah Ernst")
    assert "Uncertified Write In" not in city.ballots.candidates


def test_albany_as_votekit_writes_it():
    election = of_file("albany2022_sample.csv")
    assert election.ballots.candidates[0] == "JOHN ANTHONY MIKI"
    assert election.ballots.total == 120


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, {("Ann", "Bo"): 3, (): 1}),
        ({"skips": "stop"}, {("Ann",): 1, ("Ann", "Bo"): 2, (): 1}),
        ({"skips": "spoil"}, {("Ann", "Bo"): 2, (): 1}),
        ({"overvotes": "skip"}, {("Ann", "Bo"): 3, ("Bo",): 1}),
        ({"overvotes": "spoil"}, {("Ann", "Bo"): 3}),
        ({"repeats": "spoil"}, {("Ann", "Bo"): 2, (): 1}),
        ({"write_ins": "keep"}, {("Ann", "Bo"): 2, ("UWI", "Ann", "Bo"): 1, (): 1}),
    ],
)
def test_what_imperfect_papers_mean_is_said_by_who_reads(more, expected):
    text = "rank1,rank2,rank3\nAnn,skipped,Bo\nAnn,Ann,Bo\nUWI,Ann,Bo\novervote,Bo,\n"
    assert votes(read(text, **more)) == expected


def test_an_overvote_without_names_cannot_count_as_equal():
    assert "not who" in refused("rank1\novervote\nAnn\n", overvotes="equal")


def test_the_city_grid_knows_who_was_overvoted():
    text = GRID + "\n1,1,0,1,0,0,0\n2,1,0,0,1,0,0\n3,0,0,0,1,1,0\n4,0,1,1,0,0,1\n5,,,,,,\n6,0,0,0,0,0,0\n"
    stop = votes(read(text))
    assert stop == {(): 2, ("Ann", "Bo"): 1, ("Bo",): 2}
    equal = votes(read(text, overvotes="equal"))
    assert equal == {(("Ann", "Bo"),): 1, ("Ann", "Bo"): 1, ("Bo",): 1, ("Bo", "Ann"): 1, (): 1}
    assert read(text).seats == 2


def test_a_town_may_count_rows_and_name_its_columns_in_three_languages():
    for head in ("count,Choice 1,Choice 2", "Aantal,1e keuze,voorkeur_2", "nombre,choix 1,Rang-2"):
        assert votes(read(f"{head}\n3,Ann,Bo\n3/2,Bo,\n")) == {("Ann", "Bo"): 3, ("Bo",): Fraction(3, 2)}


def test_the_order_of_rows_does_not_matter():
    rows = ["Bo,Ann", "Chris,", "Ann,Bo"]
    first = read("\n".join(["rank1,rank2", *rows, ""]))
    again = read("\n".join(["rank1,rank2", *rows[::-1], ""]))
    assert again.ballots.candidates == first.ballots.candidates
    assert again.ballots.input_hash == first.ballots.input_hash


def test_equal_ranks_of_votekit_are_kept():
    text = PROFILE + "\"{'A', 'B'}\",{'C'},&,2.0,&\n{'C'},,&,1.5,&\n"
    assert votes(read(text)) == {(("Ann", "Bo B."), "Chris"): 2, ("Chris",): Fraction(3, 2)}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "empty"),
        ("a,b\n1,2\n", 1, "0 columns of ranks"),
        ("rank1,rank1\nA,B\n", 1, "rank 1"),
        ("rank1,rank3\nA,B\n", 1, "run from 1"),
        ("count,weight,rank1\n1,1,A\n", 1, "Two columns"),
        ("rank1,rank2\nA\n", 2, "1 cells and 2 columns"),
        ("count,rank1\nmany,A\n", 2, "many"),
        ("count,rank1\n-1,A\n", 2, "-1"),
        ("count,rank1\n1e9,A\n", 2, "1e9"),
        (f"count,rank1\n{'9' * 20},A\n", 2, "999"),
        ("rank1\nskipped\n", 2, "Nobody"),
        ('rank1\n"A\n', 2, "CSV"),
        (GRID + "\n1,1,0,1,0,0,2\n", 2, "'2'"),
        (GRID + "\n1,1,,1,0,0,0\n", 2, "''"),
        (GRID.replace("c2:Mayor", "c2:Council") + "\n", 1, "several contests"),
        (PROFILE.replace("Candidates", "People"), 9, "not complete"),
        (PROFILE.replace("(Bo B.:B)", "Bo"), 9, "no candidate"),
        (PROFILE.replace(":B)", ":A)"), 9, "no candidate"),
        (PROFILE.replace("Weight", "W"), 9, "columns"),
        (PROFILE + "{'Z'},,&,1,&\n", 10, "names nobody"),
        (PROFILE + "A,,&,1,&\n", 10, "no set"),
    ],
)
def test_faults_are_refused_with_line_and_a_way_to_mend(text, line, said):
    error = refused(text)
    assert f"line {line}:" in error
    assert said in error


def test_one_contest_of_several_can_be_chosen():
    text = GRID.replace("c2:Mayor", "c2:Council") + "\n1,1,0,1,0,0,0\n"
    assert votes(read(text, contest="Council")) == {("Bo",): 1}
    assert "Mayor; Council" in refused(text, contest="President")


def test_a_lenient_reader_passes_over_broken_rows_and_tells():
    lines = Lines.of("count,rank1\n1,A\n1\nmany,B\n", lenient=True)
    assert votes(town_csv.read(lines)) == {("A",): 1}
    assert [mended.line for mended in lines.mended] == [3, 4]


@given(papers(ties=False))
def test_rankings_are_read_back_as_they_were_written(made):
    election = Election(Rankings.of(*made))
    assert read("".join(town_csv.write(election))) == election


def test_names_with_commas_and_quotes_survive():
    election = Election(Rankings.of(['ABDUL "THE ROCK"', "Lee, Jr."], [((1, 0), 2)]))
    assert read("".join(town_csv.write(election))) == election


def test_what_the_file_cannot_hold_is_refused():
    with pytest.raises(NotStrict):
        list(town_csv.write(Election(Rankings.of("AB", [(((0, 1),), 1)]))))
    with pytest.raises(NotRanked):
        list(town_csv.write(Election(Approvals.of("AB", []))))
    for name in ("skipped", "Overvote", " A", "a\nb", "UWI"):
        with pytest.raises(BadName):
            list(town_csv.write(Election(Rankings.of([name], []))))


@given(st.text(alphabet='rank12,"\n A:{}&0', max_size=60))
def test_any_text_is_read_or_refused_but_never_breaks_the_reader(text):
    for before in ("rank1,rank2\n", GRID + "\n", PROFILE, ""):
        with suppress(FormatError):
            read(before + text)
