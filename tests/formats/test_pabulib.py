"""Pabulib files: every vote type, strict with the place of each fault, lenient with a list, and back again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waardeel.formats import pabulib
from waardeel.formats.reading import FormatError, Lines
from waardeel.methods.budgeting import BUDGETING, Instance, Project
from waardeel.methods.budgeting.instance import BadVote

DATA = Path(__file__).parents[1] / "methods" / "budgeting" / "data"


def a_file(votes="1;34;1,2\n2;51;2\n", meta="", vote_type="approval", columns="voter_id;age;vote", projects=None, n=2):
    projects = projects or "1;600;culture, education;youth;Ann's, here;1\n2;800.50;None;;;2\n"
    return (
        "META\nkey;value\ndescription;A town\n"
        f"num_projects;{projects.count(chr(10))}\nnum_votes;{n}\nbudget;1000.75\nvote_type;{vote_type}\n{meta}"
        f"PROJECTS\nproject_id;cost;category;target;name;selected\n{projects}VOTES\n{columns}\n{votes}"
    )


def read(text, *, lenient=False):
    return pabulib.read(Lines.of(text, name="a.pb", lenient=lenient))


def written(table):
    return "\n".join(pabulib.write(table)) + "\n"


def ballots(instance):
    return [
        [instance.projects[place].id for place in instance.chosen[begin:end]]
        for begin, end in zip(instance.starts, instance.starts[1:], strict=False)
    ]


def test_everything_in_a_file_is_read():
    table = read(a_file(meta="currency;EUR\nmin_project_score_threshold;5\n"))
    instance = table.instance
    assert instance.budget == Fraction("1000.75")
    assert instance.projects == (
        Project("1", Fraction(600), "Ann's, here", ("culture", "education"), ("youth",)),
        Project("2", Fraction("800.5")),
    )
    assert (instance.voters, ballots(instance)) == (("1", "2"), [["1", "2"], ["2"]])
    assert table.selected() == {"1": 1, "2": 2}
    assert (table.title, table.threshold, table.meta["currency"]) == ("A town", 5, "EUR")
    assert (table.voter_columns, table.voter_cells) == (("age",), (("34", "51"),))


def test_rankings_keep_their_order_and_points_their_value():
    ranked = read(a_file("1;34;2,1\n2;51;\n", vote_type="ordinal")).instance
    assert (ranked.kind, ballots(ranked)) == ("ordinal", [["2", "1"], []])
    for vote_type in ("cumulative", "scoring"):
        scored = read(a_file("1;2,1;3,0.5\n2;;\n", vote_type=vote_type, columns="voter_id;vote;points")).instance
        assert (scored.kind, scored.points_scale, scored.points.tolist()) == ("score", 2, [1, 6])
    assert read(a_file("1;3;2\n2;3;1\n", vote_type="choose-1")).instance.kind == "approval"


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.pb")))
def test_real_files_come_back_as_they_were(name):
    with (DATA / name).open("rb") as file:
        table = pabulib.read(Lines(file, name=name))
    again = read(written(table))
    assert again == table
    assert written(again) == written(table)
    original = (DATA / name).read_text(encoding="utf-8-sig").splitlines()
    ours = written(table).splitlines()
    head = original.index("VOTES")
    assert ours[:head] == original[:head]  # the ballots may name their projects in another order
    assert len(ours) == len(original)


AMOUNTS = st.integers(0, 10**9).map(lambda n: Fraction(n, 100))


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["approval", "ordinal", "score"]))
def test_what_is_written_is_read_again(data, kind):
    names = data.draw(st.lists(st.text("abc-./ż", min_size=1, max_size=4), min_size=1, max_size=5, unique=True))
    said = st.text("xy; \"'é\n", max_size=6).map(lambda text: text.strip().replace("\n", " "))
    projects = [Project(name, data.draw(AMOUNTS), data.draw(said)) for name in names]
    votes = []
    for at in range(data.draw(st.integers(0, 4))):
        chosen = data.draw(st.lists(st.sampled_from(names), unique=True))
        votes.append((f"v{at}", [(n, data.draw(AMOUNTS) % 1000) for n in chosen] if kind == "score" else chosen))
    table = pabulib.Table.of(
        Instance.of(projects, data.draw(AMOUNTS), votes, kind=kind), {"description": "x;y", "country": "-"}
    )
    again = read(written(table))
    assert again == table
    assert again.instance.input_hash == table.instance.input_hash


def test_an_amount_without_decimal_writing_cannot_be_written():
    with pytest.raises(pabulib.NotDecimal, match="1/3"):
        pabulib.Table.of(Instance.of([Project("a", Fraction(1, 3))], 1, []), {})


FAULTS = [
    (a_file().replace("META", "HEAD"), 1, "begins with 'HEAD'"),
    (a_file().replace("VOTES", "PROJECTS"), 12, "A section PROJECTS stands here"),
    (a_file().partition("VOTES")[0], 11, "ends too soon"),
    (a_file(vote_type="veto"), 8, "vote_type in META is 'veto'"),
    (a_file().replace("budget;1000.75\n", ""), 7, "no budget"),
    (a_file().replace("1000.75", "1e9"), 8, "The budget is '1e9'"),
    (a_file().replace("1000.75", "1 000"), 8, "The budget is '1 000'"),
    (a_file().replace("1000.75", "9" * 400), 8, "The budget is '999"),
    (a_file().replace("600", "-600"), 10, "cost of project 1 is '-600'"),
    (a_file().replace("2;800", "1;800"), 11, "Project '1' stands here twice"),
    (a_file().replace("project_id;cost", "project;cost"), 9, "columns of PROJECTS"),
    (a_file(columns="voter_id;age;age"), 13, "columns of VOTES"),
    (a_file(meta="default_score;1\n"), 9, "default_score is '1'"),
    (a_file().replace("1;34;1,2", '1;34;"1,2'), 15, "not CSV"),
    (a_file().replace("1;34;1,2", "1;34;1,2;3"), 14, "There are 4 cells, not 3"),
]


@pytest.mark.parametrize(("text", "line", "wrong"), FAULTS)
def test_faults_that_nobody_can_mend_are_refused_with_their_line(text, line, wrong):
    for lenient in (False, True):
        with pytest.raises(FormatError, match=wrong) as refused:
            read(text, lenient=lenient)
        assert refused.value.facts["line"] == line
        assert refused.value.facts["how"].endswith(".")


MENDED = [
    (a_file(n=3), "num_votes is '3', but there are 2", lambda i: len(i.voters) == 2),
    (a_file().replace("num_projects;2", "num_projects;7"), "num_projects is '7'", lambda i: len(i.projects) == 2),
    (a_file("1;34;1,9\n2;51;2\n"), "names '9', which is no project", lambda i: ballots(i) == [["1"], ["2"]]),
    (a_file("1;34;1,,2\n2;51;2\n"), "empty name", lambda i: ballots(i) == [["1", "2"], ["2"]]),
    (a_file("1;34;1,2,1\n2;51;2\n"), "names '1' twice", lambda i: ballots(i) == [["1", "2"], ["2"]]),
    (a_file("1;34;1\n1;51;2\n"), "two ballots", lambda i: i.voters == ("1", "1#2")),
    (a_file("1;34\n2;51;2\n"), "There are 2 cells", lambda i: ballots(i) == [[], ["2"]]),
    (
        a_file().replace("800.50", '"800,50"'),
        "The cost of project 2 is '800,50'",
        lambda i: i.projects[1].cost == Fraction(1601, 2),
    ),
    (a_file(meta="comment;a;b\n"), "'comment' has 2 values", lambda i: True),
    (a_file(meta="country;a\ncountry;b\n"), "'country' stands here twice", lambda i: True),
    (a_file("1;3;1,2\n2;4;2\n", vote_type="choose-1"), "names 2", lambda i: ballots(i) == [["1", "2"], ["2"]]),
    (
        a_file("1;2,1;3\n2;1;-4\n", vote_type="scoring", columns="voter_id;vote;points"),
        "fewer points than projects",
        lambda i: i.points.tolist() == [0, 3, 0],
    ),
]


@pytest.mark.parametrize(("text", "wrong", "holds"), MENDED)
def test_small_faults_are_refused_or_mended_and_listed(text, wrong, holds):
    with pytest.raises(FormatError, match=wrong):
        read(text)
    lines = Lines.of(text, name="a.pb", lenient=True)
    instance = pabulib.read(lines).instance
    assert any(wrong in str(mended) for mended in lines.mended)
    assert holds(instance)


def test_spaces_around_ids_are_not_part_of_them():
    assert ballots(read(a_file("1;34;1, 2\n2; 51;2 \n")).instance) == [["1", "2"], ["2"]]


def test_a_file_with_windows_ends_and_a_byte_order_mark_is_the_same():
    assert read("\ufeff" + a_file().replace("\n", "\r\n")) == read(a_file())


def test_a_voter_with_a_hostile_id_is_refused():
    with pytest.raises(BadVote, match="printable"):
        read(a_file("1\x07;34;1\n2;51;2\n"))


def test_a_file_is_counted_as_it_is_read():
    table = read(a_file("1;1;1\n2;2;1\n", meta=""))
    assert BUDGETING["equal-shares"](table.instance).winners == ("1",)
