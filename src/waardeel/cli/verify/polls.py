"""Polls: every closed poll is counted again, and its verdict derived again.

What the record says of a poll (public parts; see `waardeel.ballots`):

    poll.opened   {"poll": id, "method": "yes-no", "voters": n, "weight": "n", "rules": {...}, ...}; weight is
                  all votes of the electorate together, and may be left out when every voter has one
    ballot.cast   {"poll": id}, and "again": true when this voter had voted before
    poll.closed   {"poll": id, "voters": n, "ballots": [[code, choice, weight], ...], "count": {...},
                   "verdict": {...}}; a voter finds their own ballot by its code

A verifiable secret poll (opened with "secrecy": "verifiable") has its ballots in an archive of its own, of which
poll.opened and poll.closed hold the head; given with --election it is checked as well (see `election`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from waardeel.cli.verify import election
from waardeel.cli.verify.codes import Codes
from waardeel.cli.verify.finding import Wrong, at, compare, take
from waardeel.formats.entry import Entry
from waardeel.law.verdict import DecisionRules, Electorate, verdict
from waardeel.methods.errors import InputError
from waardeel.methods.exact import from_text
from waardeel.methods.voting import yes_no


@dataclass
class _Poll:
    opened: Entry
    voters: int
    weight: Fraction
    casts: int = 0
    closed: bool = False
    archive: election.Said | None = None

    @property
    def sealed(self) -> bool:
        """Whether its ballots lie in an archive of their own, encrypted."""
        return bool(self.opened.public.get("secrecy") == "verifiable")


class Polls:
    """Follows the polls through the record."""

    def __init__(self) -> None:
        self._polls: dict[str, _Poll] = {}
        self._codes: defaultdict[str, Codes] = defaultdict(Codes)

    @property
    def steps(self) -> Mapping[str, Callable[[Entry], None]]:
        return {
            "poll.codes_made": lambda entry: self._codes_of(entry).made.append(entry),
            "poll.code_replaced": lambda entry: self._codes_of(entry).exchanges.append(entry),
            "poll.code_handed_in": lambda entry: self._codes_of(entry).exchanges.append(entry),
            "poll.opened": self.opened,
            "ballot.cast": self.cast,
            "poll.head_noted": self.went_on,
            "poll.audited": self.audited,
            "poll.ended": self.went_on,
            "poll.decrypted": self.went_on,
            "poll.closed": self.closed,
        }

    @property
    def totals(self) -> dict[str, int]:
        closed = sum(poll.closed for poll in self._polls.values())
        sealed = sum(poll.closed and poll.sealed for poll in self._polls.values())
        return {
            "polls_recounted": closed - sealed,
            "polls_sealed": sealed,
            "polls_open": len(self._polls) - closed,
            "archives_checked": sum(said.checked for said in self._archives),
        }

    @property
    def _archives(self) -> list[election.Said]:
        return [poll.archive for poll in self._polls.values() if poll.archive is not None]

    def check_archive(self, path: Path) -> None:
        """Check an archive against what the whole record says. Raises Wrong, OSError."""
        election.check(path, self._archives)

    def _codes_of(self, entry: Entry) -> Codes:
        return self._codes[take(entry, "poll", str)]

    def went_on(self, entry: Entry) -> None:
        """A verifiable secret poll went on, and the head of its chain was written down."""
        poll = self._open(entry)
        if poll.archive is None:
            raise Wrong(at(entry), "this poll has no archive")
        poll.archive.heads.append(entry)

    def audited(self, entry: Entry) -> None:
        """Somebody found everything right up to a head, or something wrong with any."""
        poll = self._polls.get(take(entry, "poll", str))
        if poll is None or poll.archive is None:
            raise Wrong(at(entry), "this poll has no archive")
        if take(entry, "fine", bool):
            poll.archive.heads.append(entry)

    def opened(self, entry: Entry) -> None:
        """A poll is opened once, with a method that can be counted again and rules that can be applied."""
        name = take(entry, "poll", str)
        if name in self._polls:
            raise Wrong(at(entry), f"this poll was opened before, in {at(self._polls[name].opened)}")
        method = take(entry, "method", str)
        if method != yes_no.NAME:
            raise Wrong(at(entry), "this program cannot count this method", expected=yes_no.NAME, found=method)
        DecisionRules.from_json(take(entry, "rules", dict))
        voters = take(entry, "voters", int)
        weight = from_text(take(entry, "weight", str)) if "weight" in entry.public else Fraction(voters)
        self._polls[name] = _Poll(opened=entry, voters=voters, weight=weight)
        if self._polls[name].sealed:
            self._polls[name].archive = election.Said(entry, self._codes[name])

    def cast(self, entry: Entry) -> None:
        """A ballot is cast in a poll that is open, by no more voters than there are."""
        poll = self._open(entry)
        if entry.public.get("again", False) is not True:
            poll.casts += 1
        if poll.casts > poll.voters:
            raise Wrong(at(entry), "more voters than the poll has", expected=poll.voters, found=poll.casts)

    def closed(self, entry: Entry) -> None:
        """A poll is closed with as many ballots as were cast, and with the count and verdict they lead to."""
        poll = self._open(entry)
        compare(entry, "voters", expected=poll.voters, found=take(entry, "voters", int))
        rules = poll.opened.public["rules"]
        if "rules" in entry.public:
            compare(entry, "rules", expected=rules, found=entry.public["rules"])
        if poll.sealed:
            count = _sealed_count(entry, poll)
        else:
            count = self._recounted(entry, poll)
        electorate = Electorate(members=poll.weight, present=count.all)
        follows = verdict(count, electorate, DecisionRules.from_json(rules))
        compare(entry, "verdict", expected=follows.to_json(), found=take(entry, "verdict", dict))
        if poll.archive is not None:
            poll.archive.closed = entry
        poll.closed = True

    def _recounted(self, entry: Entry, poll: _Poll) -> yes_no.Count:
        ballots = _ballots(entry)
        if len(ballots) != poll.casts:
            raise Wrong(
                at(entry),
                "not as many ballots as voters who cast one",
                expected=poll.casts,
                found=len(ballots),
            )
        count = yes_no.count(ballots)
        compare(entry, "count", expected=count.to_json(), found=take(entry, "count", dict))
        return count

    def _open(self, entry: Entry) -> _Poll:
        poll = self._polls.get(take(entry, "poll", str))
        if poll is None:
            raise Wrong(at(entry), "this poll was never opened")
        if poll.closed:
            raise Wrong(at(entry), "this poll was closed before")
        return poll


def _sealed_count(entry: Entry, poll: _Poll) -> yes_no.Count:
    """The published sum of a verifiable secret poll. Its ballots are checked with `waardeel ballots verify`."""
    try:
        count = yes_no.Count.from_json(take(entry, "count", dict))
    except InputError as fault:
        raise Wrong(at(entry), str(fault)) from fault
    counted = take(entry, "counted", int)
    if not 0 <= counted <= poll.voters or count.all > poll.weight:
        raise Wrong(at(entry), "more ballots or votes than the poll has", expected=poll.voters, found=counted)
    return count


def _ballots(entry: Entry) -> list[yes_no.Ballot]:
    """The ballots of a closed poll, in the order of their codes, each code once."""
    rows = [_row(entry, row) for row in take(entry, "ballots", list)]
    for (before, _, _), (after, _, _) in pairwise(rows):
        if before == after:
            raise Wrong(at(entry), f"two ballots have the code {before}")
        if before > after:
            raise Wrong(at(entry), f"the ballots are not in the order of their codes: {before} before {after}")
    return [yes_no.Ballot(choice, from_text(weight)) for _, choice, weight in rows]


def _row(entry: Entry, row: Any) -> tuple[str, str, str]:
    match row:
        case [str(code), str(choice), str(weight)]:
            return code, choice, weight
    raise Wrong(at(entry), "a ballot must be a code, a choice and a weight", expected="three texts", found=row)
