"""A verifiable secret poll with every role played beside the server, as browsers would."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.ballots.conftest import rules
from tests.conftest import World
from waardeel.ballots import domain, keys, queries
from waardeel.ballots.models import Poll
from waardeel.belenios import ballot, credential, tally
from waardeel.belenios.election import Election
from waardeel.belenios.exchange import PAPER, Exchange, make_codes
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.belenios.tally import Decryption
from waardeel.belenios.trustee import TrusteeKey
from waardeel.belenios.trustee import ceremony as rounds
from waardeel.register.queries import write_bundle

CHOICES = {"yes": [[1, 0, 0]], "no": [[0, 1, 0]], "abstain": [[0, 0, 1]]}


@dataclass
class Ceremony:
    """The secrets that no server sees, and what is done with them."""

    poll: Poll
    now: datetime
    below: Any = field(default_factory=lambda: random.Random(7).randrange)
    secrets: dict[int, int] = field(default_factory=dict)
    seeds: dict[int, str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)

    @property
    def election(self) -> Election:
        self.poll.sealed.refresh_from_db()
        return Election.read(self.poll.sealed.election.encode())

    def published(self, folder: Path) -> tuple[Path, Path]:
        """The archive as anybody downloads it, and the record of the organisation."""
        archive, bundle = folder / f"{self.poll.sealed.uuid}.bel", folder / "record.zip"
        archive.write_bytes(b"".join(queries.archive_of(self.poll.sealed)))
        with bundle.open("wb") as file:
            write_bundle(self.poll.organisation.slug, file)
        return archive, bundle

    def keys(self) -> None:
        if self.poll.sealed.threshold:
            self.shared_keys()
            return
        for trustee in self.poll.sealed.trustees.all():
            secret = self.below(int(GROUP.q))
            self.secrets[trustee.number] = secret
            key = json.dumps(TrusteeKey.make(secret, GROUP, self.below).written())
            domain.give_key(trustee=trustee, key=key, now=self.now)

    def place(self, number: int) -> rounds.Place:
        sealed = self.poll.sealed
        return rounds.Place(GROUP, sealed.trustees.count(), sealed.threshold, number)

    def answer(self, number: int) -> str:
        """What the browser of a trustee answers in the round that is going on, from the facts that it is given."""
        sealed, place = self.poll.sealed, self.place(number)
        trustees = list(sealed.trustees.all())
        facts = keys.facts_of_round(sealed, trustees, trustees[number - 1])
        assert facts["context"]["index"] == number
        seed = self.seeds.setdefault(number, rounds.make_seed(self.below))
        round_ = keys.round_of(trustees)
        if round_ == "certificate":
            return json.dumps(rounds.certify(seed, place, self.below))
        if round_ == "deal":
            return json.dumps(rounds.deal(seed, place, facts["certificates"], self.below))
        return json.dumps(rounds.take(seed, place, facts["certificates"], facts["handed"], self.below))

    def shared_keys(self) -> None:
        """The three rounds of trustees who share a key."""
        for _ in keys.ROUNDS:
            for trustee in self.poll.sealed.trustees.all():
                domain.give_round(trustee=trustee, answer=self.answer(trustee.number), now=self.now)
        for trustee in self.poll.sealed.trustees.all():
            secret = rounds.private_key(self.seeds[trustee.number], trustee.encrypted_key, GROUP)
            self.secrets[trustee.number] = int(secret)

    @property
    def uuids(self) -> list[str]:
        sealed = self.poll.sealed
        return [sealed.uuid, *sealed.followers.values_list("uuid", flat=True)]

    def roll(self) -> None:
        sealed = self.poll.sealed
        votes = [1] * self.poll.voter_count
        made, roll = make_codes(self.uuids, votes, sealed.spares, sealed.papers, GROUP, self.below)
        self.codes = [one.code for one in made]
        self.uses = [one.use for one in made]
        domain.give_roll(sealed=sealed, roll=roll.decode(), now=self.now)

    def exchange(self, voter: int, into: str = PAPER) -> None:
        """Hand a code in for a ballot on paper, or have it replaced by that spare one."""
        sealed = self.poll.sealed
        if into == PAPER:
            made = Exchange.make(self.codes[voter], sealed.uuid, into, GROUP, self.below).written()
            domain.hand_in_code(sealed=sealed, exchange=made.decode(), now=self.now)
        else:
            domain.replace_code(sealed=sealed, exchange=self.replacing(voter, into), now=self.now)

    def replacing(self, voter: int, into: str) -> str:
        """What the credential authority answers to replace a code in this question alone."""
        uuid = self.poll.sealed.uuid
        return json.dumps({uuid: Exchange.make(self.codes[voter], uuid, into, GROUP, self.below).record()})

    def public(self, voter: int) -> str:
        return str(GROUP.of_g.power(credential.secret(self.codes[voter], self.poll.sealed.uuid, GROUP)))

    def open(self, world: World, *, hours: int = 1) -> None:
        closes = self.now + timedelta(hours=hours)
        self.poll = domain.open_sealed_poll(poll=self.poll, closes_at=closes, by=world.alice, now=self.now)

    def ballot(self, voter: int, choice: str) -> str:
        secret = credential.secret(self.codes[voter], self.poll.sealed.uuid, GROUP)
        return ballot.make(self.election, secret, CHOICES[choice], self.below).raw.decode()

    def cast(self, voter: int, choice: str, *, in_room: bool = False) -> str:
        made = self.ballot(voter, choice)
        return domain.cast_sealed_ballot(poll=self.poll, ballot_text=made, now=self.now, in_room=in_room).tracker

    def end(self, world: World) -> None:
        self.poll = domain.end_sealed_poll(poll=self.poll, by=world.alice, now=self.poll.closes_at)

    def decryption(self, number: int) -> str:
        self.poll.sealed.refresh_from_db()
        products = tally.read_tally(self.poll.sealed.products.encode(), self.election)
        return Decryption.make(self.election, products, self.secrets[number], self.below).written().decode()

    def decrypt(self, numbers: Sequence[int] = ()) -> None:
        for trustee in self.poll.sealed.trustees.all():
            if not numbers or trustee.number in numbers:
                domain.give_decryption(
                    trustee=trustee, decryption=self.decryption(trustee.number), now=self.poll.closes_at
                )
        self.poll.refresh_from_db()


def prepared(world: World, **facts: Any) -> Ceremony:
    """A poll among the members, prepared with two trustees."""
    poll = domain.prepare_poll(
        **{
            "id": uuid4(),
            "organisation": world.coop,
            "question": {"nl": "Doen we het?", "fr": "On le fait ?", "en": "Shall we?"},
            "decision_rules": rules(),
            "closes_at": world.now + timedelta(hours=2),
            "authority": "Notaris De Wit",
            "trustees": ["Tess", "Tom"],
            "proxies": 1,
            "auditors": ["Kim"],
            "by": world.alice,
            "now": world.now,
            **facts,
        }
    )
    return Ceremony(poll, world.now)


def opened(world: World, **facts: Any) -> Ceremony:
    ceremony = prepared(world, **facts)
    ceremony.keys()
    ceremony.roll()
    ceremony.open(world)
    return ceremony
