"""A whole election played by one program in every role: for tests, for training, and for a rehearsal before a real one.

In a real election no two of these roles come together: the credential authority makes the codes, each trustee a key,
the voters their ballots, and the server sees none of what is secret.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from waardeel.belenios import ballot, credential, tally, wire
from waardeel.belenios.archive import Writer
from waardeel.belenios.credential import ALPHABET, Below, Roll
from waardeel.belenios.election import Election, Question
from waardeel.belenios.errors import BadElection
from waardeel.belenios.group import BELENIOS_2048, Group
from waardeel.belenios.numbers import Number, number
from waardeel.belenios.ranked import Ranking
from waardeel.belenios.shuffle import Shuffle
from waardeel.belenios.tally import Ciphertexts, Decryption, Tally
from waardeel.belenios.trustee import Shared, TrusteeKey, Trustees, ceremony
from waardeel.belenios.trustee.threshold import MOST_TRUSTEES

#: Told how many of how many steps are done.
Progress = Callable[[int, int], None]


@dataclass
class Rehearsal:
    """Everybody's secrets and everybody's records. `codes` are the letters of the voters with their votes.

    With a `threshold` the trustees share a key: `seeds` has the code of each, and their key as only that code opens it.
    """

    election: Election
    codes: list[tuple[str, int]]
    trustee_secrets: list[Number]
    trustees: bytes
    roll: bytes
    below: Below
    threshold: int = 0
    seeds: list[tuple[str, str]] = field(default_factory=list)

    def secret(self, voter: int) -> Number:
        """The secret exponent of this voter, counted from 0."""
        return number(credential.secret(self.codes[voter][0], self.election.uuid, self.election.group))

    def vote(self, voter: int, choices: Sequence[Sequence[int]]) -> bytes:
        """The ballot of this voter."""
        return ballot.make(self.election, self.secret(voter), choices, self.below).raw


def set_up(
    questions: Sequence[Question | Ranking],
    *,
    voters: int,
    below: Below,
    trustees: int = 1,
    threshold: int = 0,
    weights: Sequence[int] = (),
    name: str = "Rehearsal",
    group: Group = BELENIOS_2048,
) -> Rehearsal:
    """Trustees, credential authority and administrator prepare an election. `weights` go around over the voters.

    With a `threshold` the trustees share a key, and so many of them decrypt. Raises BadElection.
    """
    uuid = "".join(ALPHABET[below(58)] for _ in range(14))
    parts: list[TrusteeKey | Shared]
    if threshold:
        seeds, secrets, shared = share(group, trustees, threshold, below)
        parts = [shared]
    else:
        seeds, secrets = [], [number(below(int(group.q))) for _ in range(trustees)]
        parts = [TrusteeKey.make(secret, group, below) for secret in secrets]
    key = Trustees(tuple(parts)).key(group)
    election = Election.make(uuid=uuid, name=name, group=group, key=key, questions=questions)
    votes = [weights[at % len(weights)] if weights else 1 for at in range(voters)]
    codes, roll = make_codes(uuid, votes, group, below)
    kept = list(zip(codes, votes, strict=True))
    return Rehearsal(election, kept, secrets, Trustees.written(parts), roll, below, threshold, seeds)


def share(group: Group, size: int, threshold: int, below: Below) -> tuple[list[tuple[str, str]], list[Number], Shared]:
    """The whole ceremony of trustees who share a key: codes with encrypted keys, keys, and the record.

    Raises BadElection.
    """
    if not 1 <= threshold <= size <= MOST_TRUSTEES:
        raise BadElection(
            what=f"{threshold} of {size} trustees are to be enough",
            mend=f"Take from 1 to all of them, and at most {MOST_TRUSTEES}.",
        )
    places = [ceremony.Place(group, size, threshold, at + 1) for at in range(size)]
    seeds = [ceremony.make_seed(below) for _ in places]
    certificates = [ceremony.certify(seed, place, below) for seed, place in zip(seeds, places, strict=True)]
    deals = [ceremony.deal(seed, place, certificates, below) for seed, place in zip(seeds, places, strict=True)]
    handed = ceremony.hand_round(deals)
    takings = [
        ceremony.take(seed, place, certificates, each, below)
        for seed, place, each in zip(seeds, places, handed, strict=True)
    ]
    encrypted = [ceremony.read_taking(each, at)[0] for at, each in enumerate(takings, start=1)]
    secrets = [ceremony.private_key(seed, text, group) for seed, text in zip(seeds, encrypted, strict=True)]
    shared = ceremony.publish(group, threshold, certificates, deals, takings)
    return list(zip(seeds, encrypted, strict=True)), secrets, shared


def make_codes(uuid: str, votes: Sequence[int], group: Group, below: Below) -> tuple[list[str], bytes]:
    """What the credential authority does: a code for each voter, and the list of their public halves."""
    codes = [credential.make(below) for _ in votes]
    publics = [group.of_g.power(credential.secret(code, uuid, group)) for code in codes]
    return codes, Roll.written(zip(publics, votes, strict=True))


def open_(rehearsal: Rehearsal, file: BinaryIO, timestamp: int) -> Writer:
    """Publish the set-up."""
    writer = Writer.begin(file, timestamp)
    named = {
        "election": writer.data(rehearsal.election.raw),
        "trustees": writer.data(rehearsal.trustees),
        "credentials": writer.data(rehearsal.roll),
    }
    writer.event("Setup", writer.data(wire.written(named)))
    return writer


def cast(writer: Writer, raw: bytes) -> None:
    """Publish a ballot."""
    writer.event("Ballot", writer.data(raw))


def close(rehearsal: Rehearsal, writer: Writer, ballots: Sequence[bytes]) -> Ciphertexts:
    """No more ballots after this; the last of each credential counts. Publishes the tally."""
    election = rehearsal.election
    weights = Roll.read(rehearsal.roll, election.group).weights
    last = {read.credential: read for read in (ballot.Ballot.read(raw, election) for raw in ballots)}
    sums = Tally(election)
    for public, read in last.items():
        sums.add(read, weights[public])
    tallied = tally.gathered(election, last.values()) if election.ranked else sums.products
    writer.event("EndBallots")
    hash_ = writer.data(tally.written_tally(tallied))
    votes = sum(weights[public] for public in last)
    writer.event("EncryptedTally", writer.data(tally.written_sized(len(last), votes, hash_)))
    return tallied


def shuffle(rehearsal: Rehearsal, writer: Writer, tallied: Ciphertexts, owners: Sequence[int]) -> Ciphertexts:
    """These trustees shuffle, one after the other. Publishes it, and returns what is to be decrypted."""
    for owner in owners:
        made = Shuffle.make(rehearsal.election, tallied, rehearsal.below)
        writer.event("Shuffle", writer.data(tally.written_owned(owner, writer.data(made.written()))))
        tallied = made.ciphertexts
    writer.event("EndShuffles")
    return tallied


def decide(
    rehearsal: Rehearsal, writer: Writer, tallied: Ciphertexts, present: Sequence[int] | None = None
) -> tally.Result:
    """The trustees decrypt and the result is published. `present` are their numbers, from 1; else as many as needed."""
    election, decryptions = rehearsal.election, {}
    trustees = Trustees.read(rehearsal.trustees, election.group)
    for owner in present or range(1, trustees.needed + 1):
        made = Decryption.make(election, tallied, rehearsal.trustee_secrets[owner - 1], rehearsal.below)
        decryptions[owner] = made
        writer.event("PartialDecryption", writer.data(tally.written_owned(owner, writer.data(made.written()))))
    roll = Roll.read(rehearsal.roll, election.group)
    result = tally.result(election, tallied, trustees, decryptions, roll.total)
    writer.event("Result", writer.data(tally.written_result(result)))
    return result


def play(
    rehearsal: Rehearsal,
    file: BinaryIO,
    votes: Sequence[tuple[int, Sequence[Sequence[int]]]],
    *,
    timestamp: int,
    present: Sequence[int] | None = None,
    shuffles: Sequence[int] = (1,),
    progress: Progress | None = None,
) -> tally.Result:
    """The whole evening: `votes` are (voter, choices) in the order in which they come. Returns the result.

    `shuffles` are the trustees who shuffle, where answers are ranked.
    """
    writer = open_(rehearsal, file, timestamp)
    ballots = []
    for done, (voter, choices) in enumerate(votes):
        ballots.append(rehearsal.vote(voter, choices))
        cast(writer, ballots[-1])
        if progress is not None:
            progress(done + 1, len(votes))
    tallied = close(rehearsal, writer, ballots)
    if rehearsal.election.ranked:
        tallied = shuffle(rehearsal, writer, tallied, shuffles)
    return decide(rehearsal, writer, tallied, present)
