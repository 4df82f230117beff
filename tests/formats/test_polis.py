"""Polis exports: wide and long, round trips, hostile files, and the sign that means agree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.opinion.conversations import DATA, PUBLISHED, published, votes
from waardeel.formats import polis
from waardeel.formats.reading import FormatError, Lines
from waardeel.methods.opinion.conversation import Conversation, Statement

WIDE = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2\n"
LONG = "timestamp,datetime,comment-id,voter-id,vote\n"

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=20)


def read(text: str, *, lenient: bool = False, **more) -> Conversation:
    return polis.read(Lines.of(text, lenient=lenient), **more)


@pytest.mark.parametrize("name", [*PUBLISHED[:-1], pytest.param(PUBLISHED[-1], marks=pytest.mark.slow)])
def test_a_published_conversation_comes_back_equal(name):
    conversation, summary = published(name)
    again = polis.read(
        Lines.of("".join(polis.write(conversation))),
        statements=polis.read_statements(Lines.of("".join(polis.write_statements(conversation)))),
    )
    assert again == conversation
    assert polis.read_summary(Lines.of("".join(polis.write_summary(summary)))) == summary
    long = read("".join(polis.write_votes(conversation)))
    assert list(long) == list(conversation)


def test_the_writer_writes_the_file_that_polis_wrote():
    original = (DATA / "15-per-hour-seattle" / "participants-votes.csv").read_text().splitlines()
    ours = "".join(polis.write(published("15-per-hour-seattle")[0])).splitlines()
    assert ours[0] == original[0]
    in_order = sorted((row.split(",") for row in original[1:]), key=lambda row: int(row[0]))
    for mine, theirs in zip((row.split(",") for row in ours[1:]), in_order, strict=True):
        assert mine[:2] + mine[3:] == theirs[:2] + theirs[3:]  # n-comments also counts what was deleted since


@given(
    votes(),
    st.dictionaries(
        st.sampled_from([f"s{at}" for at in range(9)]), st.tuples(texts, st.integers(-1, 1), st.booleans())
    ),
)
@settings(max_examples=50, deadline=None)
def test_a_round_trip_loses_nothing(cast, flags):
    statements = [Statement(id, text, moderation, meta, "p1") for id, (text, moderation, meta) in flags.items()]
    conversation = Conversation.of(
        cast, statements=statements, participants=["silent", "p0"], kept=["p0"], groups={"silent": "left, right"}
    )
    again = polis.read(
        Lines.of("".join(polis.write(conversation))),
        statements=polis.read_statements(Lines.of("".join(polis.write_statements(conversation)))),
    )
    assert again == conversation
    assert again.input_hash == conversation.input_hash


def test_trap_24_agree_is_1_in_exports_and_minus_1_in_the_database_of_polis():
    exported = read(LONG + "1,,0,ann,1\n2,,1,ann,-1\n3,,2,ann,0\n")
    raw = read(LONG + "1,,0,ann,-1\n2,,1,ann,1\n3,,2,ann,0\n", agree=-1)
    assert list(exported) == list(raw) == [("ann", "0", 1), ("ann", "1", -1), ("ann", "2", 0)]


def test_trap_24_a_pass_is_read_and_an_empty_cell_is_not_a_vote():
    conversation = read(WIDE + "ann,,0,2,1,0,1,0,\nbo,1,0,0,0,0,,,\n")
    assert list(conversation) == [("ann", "0", 1), ("ann", "1", 0)]
    assert conversation.participants == ("ann", "bo")
    assert conversation.groups == {"bo": "1"}


def test_who_votes_again_is_counted_with_the_latest_vote_whatever_the_order_of_lines():
    lines = ["5,,0,ann,1\n", "9,,0,ann,-1\n", "7,,0,ann,0\n", "1,,0,bo,1\n"]
    for order in (lines, lines[::-1]):
        assert list(read(LONG + "".join(order))) == [("ann", "0", -1), ("bo", "0", 1)]


def test_the_same_time_or_no_time_and_another_vote_is_refused_or_the_later_line_is_kept():
    for head, rows in ((LONG, "5,,0,ann,1\n5,,0,ann,-1\n"), ("comment-id,voter-id,vote\n", "0,ann,1\n0,ann,-1\n")):
        with pytest.raises(FormatError, match="line 3: The same person voted otherwise"):
            read(head + rows)
        lines = Lines.of(head + rows, lenient=True)
        assert list(polis.read(lines)) == [("ann", "0", -1)]
        assert [mended.line for mended in lines.mended] == [3]
    assert list(read("comment-id,voter-id,vote\n0,ann,1\n0,ann,1\n")) == [("ann", "0", 1)]


def test_a_wide_file_needs_only_participants_and_statements():
    conversation = read("participant,keep the bus,more trees\nann,1,-1\nbo,,0\n")
    assert [statement.id for statement in conversation.statements] == ["keep the bus", "more trees"]
    assert list(conversation) == [("ann", "keep the bus", 1), ("ann", "more trees", -1), ("bo", "more trees", 0)]


@pytest.mark.parametrize(
    ("row", "votes_", "count"),
    [
        ("ann,,0,1,1,0, 1 ,,\n", [("ann", "0", 1)], 1),
        ("ann,,0,1,1,0,1.0,,\n", [("ann", "0", 1)], 1),
        ("ann,,0,1,1,0,+1, ,\n", [("ann", "0", 1)], 1),
        ("ann,,0,2,2,0,1,,\n", [("ann", "0", 1)], 2),
        ("ann,,0,1,1,0,1\n", [("ann", "0", 1)], 1),
        ("ann,,0,1,1,0,1,,,,\n", [("ann", "0", 1)], 1),
    ],
)
def test_small_faults_are_refused_or_mended_and_listed(row, votes_, count):
    with pytest.raises(FormatError, match="the text, line 2"):
        read(WIDE + row)
    lines = Lines.of(WIDE + row, lenient=True)
    assert list(polis.read(lines)) == votes_
    assert len(lines.mended) == count


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "line 1: The file is empty"),
        ("name,0,1\nann,1,1\n", "line 1: The first row begins with 'name'"),
        ("participant,0,0\nann,1,1\n", "line 1: Two columns are called '0'"),
        ("participant,0,\nann,1,1\n", "no id of a statement"),
        (WIDE + "ann,,0,1,1,0,1,,\nann,,0,1,1,0,1,,\n", "line 3: Participant ann stands here twice"),
        (WIDE + ",,0,1,1,0,1,,\n", "line 2: '' is no id of a participant"),
        (WIDE + "ann,,0,1,1,0,2,,\n", "line 2: '2' is no vote"),
        (WIDE + "ann,,0,1,1,0,agree,,\n", "'agree' is no vote"),
        (WIDE + "ann,,0,1,1,0,²,,\n", "'²' is no vote"),
        (WIDE + "ann,,0,1,1,0,1e9,,\n", "'1e9' is no vote"),
        (WIDE + "ann,,0,1,1,0,1,,,7\n", "line 2: The row has 10 cells"),
        (WIDE + 'ann,,0,1,1,0,"1,,\n', "This is not CSV"),
        (WIDE + f"{'a' * 201},,0,1,1,0,1,,\n", "no id of a participant"),
        (LONG + "now,,0,ann,1\n", "line 2: time is 'now'"),
        (LONG + f"{'9' * 5000},,0,ann,1\n", "line 2: time is '9999"),
        (LONG + "1,,0,ann,\n", "line 2: '' is no vote"),
        (LONG + "1,,,ann,1\n", "line 2: '' is no id of a statement"),
        ("vote,comment-id\n1,2\n", "no column for who voted"),
        ("vote,voter-id\n1,2\n", "no column for the id of the statement"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_how_to_mend_it(text, wrong):
    for lenient in (False, True):
        with pytest.raises(FormatError) as refused:
            read(text, lenient=lenient)
        assert wrong in str(refused.value)
        assert len(str(refused.value)) < 400


def test_a_flood_is_refused(monkeypatch):
    monkeypatch.setattr(polis, "MOST_STATEMENTS", 3)
    monkeypatch.setattr(polis, "MOST_VOTES", 4)
    with pytest.raises(FormatError, match="more than 3 statements"):
        read("participant,a,b,c,d\n")
    with pytest.raises(FormatError, match="line 5: There are more than 3 statements"):
        read(LONG + "".join(f"1,,{at},ann,1\n" for at in range(9)))
    with pytest.raises(FormatError, match="line 3: There are more than 4 votes"):
        read("participant,a,b,c\nann,1,1,1\nbo,1,1,1\n")


def test_statements_have_their_flags():
    statements = polis.read_statements(
        Lines.of(
            'comment-id,author-id,moderated,is-meta,comment-body\n10,7,-1,false,"Two\nlines"\n9,8,1,true,"A ""b"""\n'
        )
    )
    assert statements == (Statement("9", 'A "b"', 1, True, "8"), Statement("10", "Two\nlines", -1, False, "7"))
    assert [statement.out for statement in statements] == [True, True]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [("1,,2,,x\n", "moderated is '2'"), ("1,,0,maybe,x\n", "is-meta is 'maybe'"), ("1,,0,,x\n1,,0,,x\n", "twice")],
)
def test_statements_that_are_not_in_order_are_refused(row, wrong):
    with pytest.raises(FormatError, match=wrong):
        polis.read_statements(Lines.of("comment-id,author-id,moderated,is-meta,comment-body\n" + row))


def test_a_summary_with_something_else_in_it_is_refused_or_left_out():
    text = "topic,Bus\nviews,12\nweather,fine\n"
    with pytest.raises(FormatError, match="line 3: There is a row 'weather'"):
        polis.read_summary(Lines.of(text))
    assert polis.read_summary(Lines.of(text, lenient=True)) == polis.Summary(topic="Bus", views=12)
    with pytest.raises(FormatError, match="views is 'many'"):
        polis.read_summary(Lines.of("views,many\n"))
