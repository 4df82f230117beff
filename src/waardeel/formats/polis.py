"""Files that Polis exports: who voted what, in wide or long form; the statements; the summary.

`participants-votes.csv` (wide) has a row for each participant: `participant,group-id,n-comments,n-votes,n-agree,
n-disagree` and a column for each statement with 1 (agree), 0 (pass), -1 (disagree) or nothing (not seen).
`votes.csv` (long) has a row for each vote: `timestamp,datetime,comment-id,voter-id,vote`; who voted again has several,
and the latest counts. `comments.csv` holds the statements, `summary.csv` a few facts.

The sign is a trap: exports write agree as 1, the interface and the database of Polis as -1. A file does not say which
it is, so whoever has raw votes says `agree=-1`.

Source: exports at github.com/compdemocracy/openData; compdemocracy.org/export.
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Literal, NoReturn

import numpy as np

from waardeel.formats.reading import Lines
from waardeel.methods.opinion.conversation import Conversation, Statement, natural

#: More than this is refused before it fills the memory.
MOST_STATEMENTS = 100_000
MOST_VOTES = 50_000_000
LONGEST_ID = 200

_VOTES = {"1": 1, "0": 0, "-1": -1}
_LOOSE_VOTE = re.compile(r"\s*([+-]?)([01])(?:\.0+)?\s*", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,18}", re.ASCII)

#: Columns of the wide form that are no statements.
_ABOUT = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", "kept")
_PARTICIPANT = ("voter-id", "participant", "participant_id", "pid")
_STATEMENT = ("comment-id", "statement", "statement_id", "tid")
_TIME = ("timestamp", "modified", "modified_ms", "created")

Agree = Literal[1, -1]


@dataclass(frozen=True, slots=True)
class Summary:
    """What `summary.csv` says about a conversation. Numbers are as Polis counted them."""

    topic: str = ""
    url: str = ""
    views: int = 0
    voters: int = 0
    voters_in_conv: int = 0
    commenters: int = 0
    comments: int = 0
    groups: int = 0
    conversation_description: str = ""


def read(lines: Lines, *, statements: Iterable[Statement] = (), agree: Agree = 1) -> Conversation:
    """The conversation in a wide or long file; which of the two, its first row says.

    `statements` come from `read_statements`. Groups in a wide file become `Conversation.groups`. With `agree=-1` a -1
    in the file is an agreement. Raises FormatError, BadStatement.
    """
    rows = lines.rows()
    head = _head(lines, rows)
    votes = _Long(lines, head) if "vote" in head else _Wide(lines, head)
    for row in rows:
        votes.take(row)
        if len(votes.values) > MOST_VOTES:
            lines.refuse(f"There are more than {MOST_VOTES:,} votes.", "Split the file by conversation.")
    return votes.conversation(tuple(statements), agree)


def read_statements(lines: Lines) -> tuple[Statement, ...]:
    """The statements of `comments.csv`, in the order of their ids. Raises FormatError."""
    rows = lines.rows()
    head = _head(lines, rows)
    at_id = _column(lines, head, _STATEMENT, "the id of the statement")
    found: dict[str, Statement] = {}
    for row in rows:
        cells = dict(zip(head, _filled(lines, row, len(head)), strict=True))
        id = _id(lines, cells[head[at_id]], "statement")
        if id in found:
            lines.refuse(f"Statement {id} stands here twice.", "Keep one of the two rows.")
        found[id] = Statement(
            id,
            cells.get("comment-body", cells.get("txt", "")),
            _moderation(lines, cells.get("moderated", cells.get("mod", "0"))),
            _yes(lines, cells.get("is-meta", cells.get("is_meta", ""))),
            cells.get("author-id", ""),
        )
    return tuple(found[id] for id in sorted(found, key=natural))


def read_summary(lines: Lines) -> Summary:
    """The facts of `summary.csv`. Raises FormatError."""
    known = {field.name.replace("_", "-"): field.name for field in fields(Summary)}
    found: dict[str, str | int] = {}
    for row in lines.rows():
        name = known.get(row[0])
        if name is None or len(row) != 2:
            lines.mend(
                f"There is a row {row[0][:40]!r} that no summary has.", f"Expected: {', '.join(known)}.", "Left it out."
            )
            continue
        text = name in ("topic", "url", "conversation_description")
        found[name] = row[1] if text else _count(lines, row[1], row[0])
    return Summary(**found)  # type: ignore[arg-type]  # texts and counts are told apart by name above


def write(conversation: Conversation) -> Iterator[str]:
    """The wide form, each line with its end. Statements keep only their ids: see `write_statements`.

    A column `kept` stands there only when somebody is kept.
    """
    about = _ABOUT if conversation.kept else _ABOUT[:-1]
    ids = [statement.id for statement in conversation.statements]
    yield _line([*about, *ids])
    written: dict[str, int] = {}
    for statement in conversation.statements:
        written[statement.author] = written.get(statement.author, 0) + 1
    ends = np.cumsum(conversation.votes_of).tolist()
    start = 0
    for name, end in zip(conversation.participants, ends, strict=True):
        values = conversation.values[start:end].tolist()
        cells = [""] * len(ids)
        for column, value in zip(conversation.columns[start:end].tolist(), values, strict=True):
            cells[column] = str(value)
        facts = [
            name,
            conversation.groups.get(name, ""),
            str(written.get(name, 0)),
            str(len(values)),
            str(values.count(1)),
            str(values.count(-1)),
            "1" if name in conversation.kept else "",
        ]
        yield _line([*facts[: len(about)], *cells])
        start = end


def write_votes(conversation: Conversation) -> Iterator[str]:
    """The long form without times: `comment-id,voter-id,vote`. Groups and who never voted are not in it."""
    yield _line(["comment-id", "voter-id", "vote"])
    for participant, statement, vote in conversation:
        yield _line([statement, participant, str(vote)])


def write_statements(conversation: Conversation) -> Iterator[str]:
    """`comments.csv` without times. Line ends inside a text become single ones."""
    yield _line(["comment-id", "author-id", "agrees", "disagrees", "moderated", "is-meta", "comment-body"])
    places = len(conversation.statements)
    agrees = np.bincount(conversation.columns[conversation.values == 1], minlength=places).tolist()
    disagrees = np.bincount(conversation.columns[conversation.values == -1], minlength=places).tolist()
    for at, statement in enumerate(conversation.statements):
        text = statement.text.replace("\r\n", "\n").replace("\r", "\n")
        yield _line(
            [
                statement.id,
                statement.author,
                str(agrees[at]),
                str(disagrees[at]),
                str(statement.moderation),
                "true" if statement.meta else "false",
                text,
            ]
        )


def write_summary(summary: Summary) -> Iterator[str]:
    """`summary.csv`, each line with its end."""
    for field in fields(Summary):
        yield _line([field.name.replace("_", "-"), str(getattr(summary, field.name))])


class _Wide:
    """A row for each participant."""

    def __init__(self, lines: Lines, head: Sequence[str]) -> None:
        self.lines, self.head = lines, head
        self.about = {name: head.index(name) for name in _ABOUT if name in head}
        if "participant" not in self.about:
            lines.refuse(
                f"The first row begins with {head[0][:40]!r}.",
                "Give a column participant and one for each statement, or the columns comment-id, voter-id, vote.",
            )
        self.at = [at for at, name in enumerate(head) if name not in self.about]
        self.ids = [_id(lines, head[at], "statement") for at in self.at]
        if len(self.ids) > MOST_STATEMENTS:
            lines.refuse(f"There are more than {MOST_STATEMENTS:,} statements.", "Split the conversation.")
        self.people: dict[str, None] = {}
        self.groups: dict[str, str] = {}
        self.kept: list[str] = []
        self.rows, self.columns, self.values = array("i"), array("i"), array("b")

    def take(self, row: list[str]) -> None:
        row = _filled(self.lines, row, len(self.head))
        name = _id(self.lines, row[self.about["participant"]], "participant")
        if name in self.people:
            self.lines.refuse(f"Participant {name} stands here twice.", "Put all votes of one person in one row.")
        first = self.at[0] if self.at else 0
        contiguous = bool(self.at) and self.at[-1] - first == len(self.at) - 1
        cells = row[first : first + len(self.at)] if contiguous else [row[at] for at in self.at]
        seen = [at for at, cell in enumerate(cells) if cell]
        try:
            votes = [_VOTES[cells[at]] for at in seen]
        except KeyError:
            seen, votes = self._mended(cells)
        self._checked(row, votes)
        self.rows.extend([len(self.people)] * len(seen))
        self.columns.extend(seen)
        self.values.extend(votes)
        self.people[name] = None
        if row[self.about["group-id"]] if "group-id" in self.about else "":
            self.groups[name] = row[self.about["group-id"]]
        if "kept" in self.about and row[self.about["kept"]]:
            self.kept.append(name)

    def _mended(self, cells: Sequence[str]) -> tuple[list[int], list[int]]:
        """Places and votes of a row with something in it that is not written as a vote."""
        found = [(at, _vote(self.lines, cell)) for at, cell in enumerate(cells) if cell.strip()]
        return [at for at, _ in found], [vote for _, vote in found]

    def _checked(self, row: Sequence[str], votes: Sequence[int]) -> None:
        counts = {"n-votes": len(votes), "n-agree": votes.count(1), "n-disagree": votes.count(-1)}
        for name, count in counts.items():
            if name in self.about and row[self.about[name]] != str(count):
                self.lines.mend(
                    f"{name} is {row[self.about[name]][:40]!r}, and there are {count}.",
                    "Export the file anew, or leave these columns out.",
                    "Counted the votes themselves.",
                )

    def conversation(self, statements: Sequence[Statement], agree: Agree) -> Conversation:
        return Conversation.of_arrays(
            tuple(self.people),
            self.ids,
            np.array(self.rows, dtype=np.int32),
            np.array(self.columns, dtype=np.int32),
            _signed(self.values, agree),
            statements=statements,
            kept=self.kept,
            groups=self.groups,
        )


class _Long:
    """A row for each vote; the latest of one person on one statement counts."""

    def __init__(self, lines: Lines, head: Sequence[str]) -> None:
        self.lines, self.width = lines, len(head)
        self.participant = _column(lines, head, _PARTICIPANT, "who voted")
        self.statement = _column(lines, head, _STATEMENT, "the id of the statement")
        self.vote = head.index("vote")
        self.time = next((head.index(name) for name in _TIME if name in head), None)
        self.people: dict[str, int] = {}
        self.things: dict[str, int] = {}
        self.rows, self.columns, self.values = array("i"), array("i"), array("b")
        self.times, self.numbers = array("q"), array("q")

    def take(self, row: list[str]) -> None:
        row = _filled(self.lines, row, self.width)
        who, what, cell = row[self.participant], row[self.statement], row[self.vote]
        if who not in self.people:
            self.people[_id(self.lines, who, "participant")] = len(self.people)
        if what not in self.things:
            self.things[_id(self.lines, what, "statement")] = len(self.things)
            if len(self.things) > MOST_STATEMENTS:
                self.lines.refuse(f"There are more than {MOST_STATEMENTS:,} statements.", "Split the conversation.")
        self.rows.append(self.people[who])
        self.columns.append(self.things[what])
        self.values.append(_VOTES[cell] if cell in _VOTES else _vote(self.lines, cell))
        self.times.append(0 if self.time is None else _count(self.lines, row[self.time], "time"))
        self.numbers.append(self.lines.number)

    def conversation(self, statements: Sequence[Statement], agree: Agree) -> Conversation:
        rows, columns = np.array(self.rows, dtype=np.int32), np.array(self.columns, dtype=np.int32)
        times, values = np.array(self.times, dtype=np.int64), _signed(self.values, agree)
        order = np.lexsort((times, columns, rows))  # stable: of equal times the later line comes last
        rows, columns, values, times = rows[order], columns[order], values[order], times[order]
        again = (rows[1:] == rows[:-1]) & (columns[1:] == columns[:-1])
        for at in np.flatnonzero(again & (times[1:] == times[:-1]) & (values[1:] != values[:-1])).tolist():
            self.lines.mend(
                "The same person voted otherwise on the same statement at the same time.",
                "Keep the vote that counts, or give each its time.",
                "Kept the later line.",
                line=int(self.numbers[order[at + 1]]),
            )
        last = np.append(~again, True)[: len(rows)]
        return Conversation.of_arrays(
            tuple(self.people), tuple(self.things), rows[last], columns[last], values[last], statements=statements
        )


def _head(lines: Lines, rows: Iterator[list[str]]) -> list[str]:
    head = [name.strip() for name in next(rows, [])]
    if not head:
        lines.refuse("The file is empty.", "Export it again.", line=1)
    twice = sorted({name for name in head if head.count(name) > 1}) if len(set(head)) < len(head) else []
    if twice:
        lines.refuse(f"Two columns are called {twice[0][:40]!r}.", "Give each column a name of its own.")
    return head


def _column(lines: Lines, head: Sequence[str], names: Sequence[str], what: str) -> int:
    for name in names:
        if name in head:
            return head.index(name)
    return _refuse_column(lines, names, what)


def _refuse_column(lines: Lines, names: Sequence[str], what: str) -> NoReturn:
    lines.refuse(f"There is no column for {what}.", f"Call it {names[0]}.")


def _filled(lines: Lines, row: list[str], width: int) -> list[str]:
    """The row with as many cells as the head has."""
    if len(row) == width:
        return row
    if len(row) > width and any(row[width:]):
        lines.refuse(f"The row has {len(row)} cells and the first row {width}.", "Take out what stands too much.")
    lines.mend(
        f"The row has {len(row)} cells and the first row {width}.",
        "Give every row as many cells.",
        "Took the missing cells as empty." if len(row) < width else "Left out the empty cells at the end.",
    )
    return [*row, *[""] * (width - len(row))][:width]


def _id(lines: Lines, text: str, what: str) -> str:
    if not text.strip() or len(text) > LONGEST_ID or text != text.strip():
        lines.refuse(
            f"{text[:40]!r} is no id of a {what}.",
            f"Give an id of 1 to {LONGEST_ID} characters, without spaces around it.",
        )
    return text


def _vote(lines: Lines, cell: str) -> int:
    """A vote that is written in another way than Polis does."""
    found = _LOOSE_VOTE.fullmatch(cell[:40])
    if not found:
        lines.refuse(f"{cell[:40]!r} is no vote.", "Write 1 for agree, 0 for pass, -1 for disagree.")
    vote = -int(found[2]) if found[1] == "-" else int(found[2])
    if cell not in _VOTES:
        lines.mend(f"A vote is written as {cell!r}.", "Write 1, 0 or -1.", f"Read it as {vote}.")
    return vote


def _count(lines: Lines, text: str, what: str) -> int:
    if not _COUNT.fullmatch(text):
        lines.refuse(f"{what} is {text[:40]!r}.", "Write a whole number of at most 18 digits.")
    return int(text)


def _moderation(lines: Lines, text: str) -> int:
    if text not in _VOTES:
        lines.mend(f"moderated is {text[:40]!r}.", "Write -1 (out), 0 or 1 (in).", "Took it as not looked at.")
    return _VOTES.get(text, 0)


def _yes(lines: Lines, text: str) -> bool:
    known = {"": False, "false": False, "0": False, "f": False, "true": True, "1": True, "t": True}
    if text.lower() not in known:
        lines.mend(f"is-meta is {text[:40]!r}.", "Write true or false.", "Took it as false.")
    return known.get(text.lower(), False)


def _signed(values: array[int], agree: Agree) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    found = np.array(values, dtype=np.int8)
    return found if agree == 1 else -found


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
