"""Walk through an archive and believe nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from waardeel.belenios import tally as tallies
from waardeel.belenios import wire
from waardeel.belenios.archive import Reader, Record
from waardeel.belenios.ballot import Ballot
from waardeel.belenios.credential import Roll
from waardeel.belenios.election import Election, Question
from waardeel.belenios.errors import BadArchive, BeleniosError
from waardeel.belenios.ranked import Ranking
from waardeel.belenios.shuffle import Shuffle
from waardeel.belenios.tally import Ciphertexts, Decryption
from waardeel.belenios.trustee import Trustees
from waardeel.belenios.verify.grammar import EVENTS, RANKED, STAGES
from waardeel.belenios.verify.pool import Checked, Pool, Waiting, ciphertexts
from waardeel.belenios.verify.state import State

#: Told how many bytes of how many were read.
Progress = Callable[[int, int], None]
#: The fields of an event, of which the first has no parent and some no payload.
_ORDER = ("parent", "height", "type", "payload")
_CREDENTIAL = re.compile(
    rb'\{"election_uuid":"[^"\\]{0,200}","election_hash":"[^"\\]{0,100}","credential":"([0-9]{1,700})"'
)


class Wrong(Exception):
    """The first thing that is wrong. `height` is the number of the event, from 0, as far as there is one."""

    def __init__(self, what: str, height: int | None = None) -> None:
        super().__init__(what if height is None else f"Event {height}: {what}")
        self.what, self.height = what, height


@dataclass(frozen=True)
class Report:
    """What was verified. `cast` counts all ballots, `counted` those that count, `votes` their weights together."""

    election: Election
    stage: str
    events: int
    head: str
    voters: int
    cast: int
    counted: int
    votes: int
    trustees: int
    needed: int
    result: tallies.Result | None
    state: State

    @property
    def uuid(self) -> str:
        """How the protocol names the election."""
        return self.election.uuid

    @property
    def questions(self) -> tuple[Question | Ranking, ...]:
        """What was voted on."""
        return self.election.questions

    @property
    def fingerprint(self) -> str:
        """The hash of the record of the election."""
        return self.election.fingerprint

    def to_json(self) -> dict[str, Any]:
        return {
            "uuid": self.uuid,
            "name": self.election.name,
            "fingerprint": self.fingerprint,
            "stage": self.stage,
            "events": self.events,
            "head": self.head,
            "voters": self.voters,
            "cast": self.cast,
            "counted": self.counted,
            "votes": self.votes,
            "trustees": self.trustees,
            "needed": self.needed,
            "questions": [question.written() for question in self.questions],
            "result": self.result,
        }


def verify(
    path: Path,
    *,
    since: State | None = None,
    executor: Executor | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Check an archive, or what was added to it `since` it was verified. Raises Wrong, OSError.

    Ballots are checked by the `executor`, which has so many `workers`; without one, here. An archive may be checked at
    any stage; the report says how far the election is. One that was closed when it was verified is checked as a whole.
    """
    with path.open("rb") as file:
        try:
            if since is None or since.type not in ("Setup", "Ballot"):
                return _Walk(Reader(file), State(), executor, workers).all(progress, path.stat().st_size)
            reader = Reader(file, since.at, since.timestamp)
            return _Walk(reader, since, executor, workers).all(progress, path.stat().st_size)
        except BadArchive as fault:
            raise Wrong(str(fault)) from fault


class _Walk:
    def __init__(self, reader: Reader, state: State, executor: Executor | None, workers: int) -> None:
        self.reader, self.executor, self.workers = reader, executor, workers
        self.state = replace(state, timestamp=reader.timestamp, last=dict(state.last), replaced=set(state.replaced))
        self._election: Election | None = None
        self.replaced: list[tuple[int, int]] = []  # where ballots stand that count no longer, with their votes
        self.result: tallies.Result | None = None
        self.decryptions: dict[int, Decryption] = {}
        self.shuffled: set[int] = set()  # whose shuffles there are
        self.tallied: Ciphertexts = ()  # what is decrypted: the tally, or the last shuffle of it
        if state.height >= 0:
            self._resume()

    @property
    def election(self) -> Election:
        if self._election is None:
            raise Wrong("There is no election in it.")
        return self._election

    # ---- from where it was left

    def _resume(self) -> None:
        """Read again what the rest leans on; the chain vouches for it."""
        state = self.state
        head = self.reader.record_at(state.head_at)
        if head.kind != "event" or head.hash != state.head:
            raise Wrong("This is another archive than the one that was verified before, or it was changed since.")
        election, trustees, roll = (self.reader.record_at(at).content for at in state.setup)
        self._set_up(election, trustees, roll, known=True)

    def _set_up(self, election: bytes, trustees: bytes, roll: bytes, *, known: bool = False) -> None:
        self._election = Election.read(election)
        self.trustees = Trustees.read(trustees, self.election.group)
        if self.trustees.key(self.election.group) != self.election.key:
            raise Wrong("The key of the election is not the one that the trustees made together.", 0)
        weights = Roll.read(roll, self.election.group, known=known).weights
        if self.election.ranked and set(weights.values()) - {1}:
            raise Wrong("A credential has more than one vote, which ranked answers cannot have.", 0)
        self.weights = {_short(public): weight for public, weight in weights.items()}
        self.tally = self.state.tally(self.election)
        self.pool = Pool(self.election, self.executor, self.workers)

    # ---- the walk

    def all(self, progress: Progress | None, size: int) -> Report:
        pending: list[Record] = []
        for number, record in enumerate(self.reader):
            if record.kind == "data":
                if any(record.hash == other.hash for other in pending):
                    self._refuse("The same data stands twice")
                pending.append(record)
                if len(pending) > 4:
                    self._refuse("There is data that no event speaks of")
            else:
                self._event(record, pending)
                pending = []
            if progress is not None and not number % 64:
                progress(self.reader.at, size)
        if pending:
            self._refuse("There is data at the end that no event speaks of")
        election = self.election
        self._settle()
        state = self.state
        state.products = self.tally.written()
        state.at = self.reader.at
        return Report(
            election=election,
            stage=STAGES[state.type],
            events=state.height + 1,
            head=state.head,
            voters=len(self.weights),
            cast=state.ballots,
            counted=len(state.last),
            votes=self._votes(),
            trustees=len(self.trustees.keys),
            needed=self.trustees.needed,
            result=self.result,
            state=state,
        )

    def _event(self, record: Record, data: list[Record]) -> None:
        state = self.state
        try:
            said = wire.read(record.content, where="the event", canonical=True)
            fields = wire.Fields(said, "the event", required=("height", "type"), optional=("parent", "payload"))
            type_, height = fields.text("type"), fields.small("height")
        except BeleniosError as fault:
            self._refuse(str(fault))
        if fields.get("parent") != (state.head or None):
            self._refuse("It does not follow the event before it: something was taken out, put in or changed")
        if height != state.height + 1:
            self._refuse(f"Its number is {height}")
        rule = (RANKED if self._election is not None and self.election.ranked else EVENTS).get(type_)
        if rule is None or state.type not in rule.after:
            self._refuse(f"{type_[:40]} may not come after {state.type or 'nothing'}")
        if len(data) != rule.data:
            self._refuse(f"{type_} speaks of {rule.data} records, and {len(data)} stand before it")
        if fields.get("payload") != (data[-1].hash if data else None):
            self._refuse(f"{type_} speaks of another record than the one before it")
        if list(said) != [name for name in _ORDER if name in said]:
            self._refuse("Its fields stand in another order than that of the protocol")
        try:
            getattr(self, f"_on_{type_.lower()}")(data)
        except BeleniosError as fault:
            self._refuse(str(fault))
        state.height, state.head, state.head_at, state.type = height, record.hash, record.at, type_

    # ---- what each event must be about

    def _on_setup(self, data: list[Record]) -> None:
        fields = wire.Fields(
            wire.read(data[-1].content, where="the set-up"), "the set-up",
            required=("election", "trustees", "credentials"),
        )  # fmt: skip
        found = {each.hash: each for each in data[:-1]}
        named = [found.get(fields.text(name)) for name in ("election", "trustees", "credentials")]
        if None in named or len({id(each) for each in named}) != 3:
            self._refuse("The set-up speaks of other records than those before it")
        election, trustees, roll = (each for each in named if each is not None)
        self._set_up(election.content, trustees.content, roll.content)
        self.state.setup = election.at, trustees.at, roll.at

    def _on_ballot(self, data: list[Record]) -> None:
        (record,) = data
        state = self.state
        credential = self._credential(record.content)
        if credential not in self.weights:
            self._refuse("The credential of the ballot is not on the list")
        weight = self.weights[credential]
        before = state.last.get(credential)
        if before is not None:  # replaced by its own credential, so it counts no longer
            old = self.reader.record_at(before).hash
            if record.hash == old or record.hash in state.replaced:
                self._refuse("The same ballot was cast twice")
            state.replaced.add(old)
            self.replaced.append((before, weight))
        state.last[credential] = record.at
        state.ballots += 1
        self._gather(self.pool.put(Waiting(record.content, weight, state.height + 1)))

    def _on_endballots(self, data: list[Record]) -> None:
        self._settle()

    def _on_encryptedtally(self, data: list[Record]) -> None:
        tally, sized = data
        ballots, votes, named = tallies.read_sized(sized.content)
        if named != tally.hash:
            self._refuse("The size of the tally speaks of another tally than the one before it")
        if (ballots, votes) != (len(self.state.last), self._votes()):
            self._refuse(
                f"The tally says {ballots} ballots with {votes} votes, and {len(self.state.last)} with "
                f"{self._votes()} were cast"
            )
        published = tallies.read_tally(tally.content, self.election, len(self.state.last))
        self.tallied = self._tallied()
        if published != self.tallied:
            what = "the answers" if self.election.ranked else "the product"
            self._refuse(f"The tally is not {what} of the ballots that count")

    def _on_shuffle(self, data: list[Record]) -> None:
        shuffle, owned = data
        owner = self._owner(shuffle, owned, "shuffle")
        if owner in self.shuffled:
            self._refuse(f"Trustee {owner} shuffles twice")
        where = f"the shuffle of trustee {owner}"
        found = Shuffle.read(shuffle.content, self.election, len(self.state.last), where)
        found.check(self.election, self.tallied, where)
        self.tallied = found.ciphertexts
        self.shuffled.add(owner)

    def _on_endshuffles(self, data: list[Record]) -> None:
        """The grammar says all: nothing but that there was a shuffle, and comes none after it."""

    def _on_partialdecryption(self, data: list[Record]) -> None:
        decryption, owned = data
        owner = self._owner(decryption, owned, "decryption")
        if owner in self.decryptions:
            self._refuse(f"Trustee {owner} decrypts twice")
        where = f"the decryption of trustee {owner}"
        found = Decryption.read(decryption.content, self.election, where, len(self.state.last))
        found.check(self.election, self.tallied, self.trustees.keys[owner - 1].public, where)
        self.decryptions[owner] = found

    def _on_result(self, data: list[Record]) -> None:
        said = tallies.read_result(data[-1].content, self.election, len(self.state.last))
        found = tallies.result(self.election, self.tallied, self.trustees, self.decryptions, self._votes())
        if said != found:
            self._refuse(f"The result says {said}, and the decryptions give {found}")
        self.result = found

    # ---- what they share

    def _owner(self, record: Record, owned: Record, what: str) -> int:
        """Whose this is, by the number of the trustee."""
        owner, named = tallies.read_owned(owned.content, f"the owner of the {what}")
        if named != record.hash:
            self._refuse(f"The {what} is another one than the one before it")
        if not 1 <= owner <= len(self.trustees.keys):
            self._refuse(f"There is no trustee {owner}")
        return owner

    def _tallied(self) -> Ciphertexts:
        if not self.election.ranked:
            return self.tally.products
        places = sorted(self.state.last.values())
        return tallies.gathered(
            self.election, (Ballot.read(self.reader.record_at(at).content, self.election) for at in places)
        )

    def _settle(self) -> None:
        """Wait for all ballots; then those that were replaced, which are checked by now, are taken out."""
        self._gather(self.pool.rest())
        for at, weight in self.replaced:
            self.tally.take_out(Ballot.read(self.reader.record_at(at).content, self.election), weight)
        self.replaced.clear()

    def _gather(self, checked: Iterator[Checked]) -> None:
        for each in checked:
            if each.wrong:
                raise Wrong(each.wrong, each.height)
            self.tally.times(ciphertexts(each))

    def _credential(self, ballot: bytes) -> str:
        found = _CREDENTIAL.match(ballot)
        if found is None:
            self._refuse("The ballot does not begin as ballots do")
        return _short(found.group(1).decode())

    def _votes(self) -> int:
        return sum(self.weights[credential] for credential in self.state.last)

    def _refuse(self, what: str) -> NoReturn:
        raise Wrong(what.rstrip(".") + ".", self.state.height + 1)


def _short(public: str) -> str:
    """A credential in 32 letters: many of them take room."""
    return hashlib.sha256(public.encode()).hexdigest()[:32]
