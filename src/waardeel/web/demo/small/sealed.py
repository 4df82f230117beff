"""One verifiable secret vote of the cooperative, with every role played as their browsers would."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta

from waardeel.assembly import domain as assembly
from waardeel.assembly.models import Proposal
from waardeel.ballots import domain as ballots
from waardeel.ballots import queries
from waardeel.ballots.models import Poll, Sealed
from waardeel.belenios import ballot, credential, tally
from waardeel.belenios.credential import Below
from waardeel.belenios.election import Election
from waardeel.belenios.exchange import PAPER, Exchange, Made, make_codes
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.belenios.tally import Decryption
from waardeel.belenios.trustee import TrusteeKey, ceremony
from waardeel.web.demo.cast import identity
from waardeel.web.demo.small.deciding import POLL_DAYS, Deciding

KEY, AUDIT, PARTY = "confidant", "audit", "summer-party"
DAYS_AGO = 47
TRUSTEES = ("Roos Haagsma", "Karim Benali", "Notariskantoor Zuid")
#: Codes for ballots on paper; one member hands in the letter for one, and another lost theirs.
PAPERS = 3
#: Votes for, against and abstaining. Who is for, against and abstains is drawn; nobody can find it in the record.
VOTES = ((0, 17), (1, 4), (2, 2))


class Sealing(Deciding):
    """Who holds the keys and who makes the codes are people outside the program; here the story plays them."""

    def _sealed_vote(self) -> None:
        chance = random.Random(KEY)  # noqa: S311  (the codes and keys of a story are no secrets)
        below = chance.randrange
        keys: dict[int, int] = {}
        codes: list[Made] = []

        @self.story.on(DAYS_AGO + 9, 16)
        def made(now: datetime) -> None:
            assembly.make_proposal(
                id=identity("proposal", KEY),
                organisation=self.coop,
                title="Imke Postma wordt onze vertrouwenspersoon",
                plain_text="Wie iets dwars zit, kan bij haar terecht. We stemmen geheim: niemand ziet wie wat koos.",
                legal_text="Benoeming van I. Postma tot vertrouwenspersoon voor twee jaar.",
                by=self.player("samira"),
                now=now,
            )

        @self.story.on(DAYS_AGO + 2, 9)
        def prepared(now: datetime) -> None:
            poll = assembly.put_to_vote(
                id=identity("poll", KEY),
                proposal=Proposal.objects.get(pk=identity("proposal", KEY)),
                closes_at=now + timedelta(days=POLL_DAYS + 2, hours=11),
                secrecy=Poll.Secrecy.VERIFIABLE,
                authority="Coöperatiebureau De Waard",
                trustees=TRUSTEES,
                papers=PAPERS,
                questions=2,
                auditors=["Kascommissie"],
                by=self.player("joost"),
                now=now,
            )
            for trustee in poll.sealed.trustees.all():
                keys[trustee.number] = below(int(GROUP.q))
                key = TrusteeKey.make(keys[trustee.number], GROUP, below)
                ballots.give_key(trustee=trustee, key=json.dumps(key.written()), now=now + timedelta(hours=1))
            sealed = poll.sealed
            uuids = [sealed.uuid, *sealed.followers.values_list("uuid", flat=True)]
            made, roll = make_codes(uuids, [1] * poll.voter_count, sealed.spares, sealed.papers, GROUP, below)
            codes.extend(made)
            ballots.give_roll(sealed=poll.sealed, roll=roll.decode(), now=now + timedelta(hours=2))

        @self.story.on(DAYS_AGO, 9)
        def opened(now: datetime) -> None:
            poll = Poll.objects.get(pk=identity("poll", KEY))
            closes_at = now + timedelta(days=POLL_DAYS, hours=11)
            ballots.open_sealed_poll(poll=poll, closes_at=closes_at, by=self.player("joost"), now=now)

        @self.story.on(DAYS_AGO - 3, 20)
        def voted(now: datetime) -> None:
            poll = Poll.objects.get(pk=identity("poll", KEY))
            election = _election(poll)
            lost, handed_in, *others = (one for one in codes if one.use == "voter")
            spare, paper = (next(one for one in codes if one.use == use) for use in ("spare", PAPER))
            exchanges = {}
            for sealed in queries.questions_of(poll.sealed):
                into = str(GROUP.of_g.power(credential.secret(spare.code, sealed.uuid, GROUP)))
                exchanges[sealed.uuid] = Exchange.make(lost.code, sealed.uuid, into, GROUP, below).record()
            ballots.replace_code(sealed=poll.sealed, exchange=json.dumps(exchanges), now=now)
            given = Exchange.make(handed_in.code, election.uuid, PAPER, GROUP, below).written().decode()
            ballots.hand_in_code(sealed=poll.sealed, exchange=given, now=now)
            used = [spare, paper, *others]
            answers = [answer for answer, many in VOTES for _ in range(many)][: len(used)]
            chance.shuffle(answers)
            for number, (one, answer) in enumerate(zip(used, answers, strict=False)):
                secret = credential.secret(one.code, election.uuid, GROUP)
                made = ballot.make(election, secret, [[int(at == answer) for at in range(3)]], below)
                moment = now + timedelta(minutes=number)
                ballots.cast_sealed_ballot(poll=poll, ballot_text=made.raw.decode(), now=moment)

            ballots.note_head(poll=poll, now=now + timedelta(hours=1))

        @self.story.on(DAYS_AGO - POLL_DAYS - 1, 9)
        def ended(now: datetime) -> None:
            poll = Poll.objects.get(pk=identity("poll", KEY))
            ballots.end_sealed_poll(poll=poll, by=self.player("joost"), now=now)
            election = _election(poll)
            sums = tally.read_tally(Sealed.objects.get(poll=poll).products.encode(), election)
            for trustee in poll.sealed.trustees.all():
                part = Decryption.make(election, sums, keys[trustee.number], below).written().decode()
                ballots.give_decryption(trustee=trustee, decryption=part, now=now + timedelta(hours=trustee.number))
            ballots.give_finding(
                auditor=poll.sealed.auditors.get(),
                fine=True,
                head=queries.head_of(poll.sealed),
                remark="Nagerekend met waardeel en met belenios-tool.",
                now=now + timedelta(days=1),
            )

        self._question_in_the_meeting(codes, keys, below)

    def _question_in_the_meeting(self, codes: list[Made], keys: dict[int, int], below: Below) -> None:
        """A second question with the same codes and keys: put into words there and then, and read within minutes."""

        @self.story.on(DAYS_AGO - 4, 20)
        def in_the_meeting(now: datetime) -> None:
            proposal = assembly.make_proposal(
                id=identity("proposal", PARTY),
                organisation=self.coop,
                title="Het zomerfeest is dit jaar op de kade",
                plain_text="Er zijn twee plekken. In de vergadering werd gevraagd om geheim te stemmen.",
                legal_text="",
                by=self.player("samira"),
                now=now,
            )
            meeting = identity("poll", KEY)
            poll = assembly.put_question(
                proposal=proposal, meeting=meeting, minutes=10, kind="ordinary", by=self.player("joost"), now=now
            )
            election = _election(poll)
            for number, one in enumerate([one for one in codes if one.use == "voter"][2:27]):
                secret = credential.secret(one.code, election.uuid, GROUP)
                made = ballot.make(election, secret, [[int(at == int(number % 4 == 3)) for at in range(3)]], below)
                ballots.cast_sealed_ballot(poll=poll, ballot_text=made.raw.decode(), now=now + timedelta(minutes=1))
            ballots.end_sealed_poll(poll=poll, by=self.player("joost"), now=now + timedelta(minutes=10))
            sums = tally.read_tally(Sealed.objects.get(poll=poll).products.encode(), election)
            for trustee in poll.sealed.trustees.all():
                part = Decryption.make(election, sums, keys[trustee.number], below).written().decode()
                ballots.give_decryption(trustee=trustee, decryption=part, now=now + timedelta(minutes=11))

    def _vote_being_prepared(self) -> None:
        """Three trustees of whom two are enough are making their keys: two of them have done the first step."""
        below = random.Random(AUDIT).randrange  # noqa: S311  (as above)

        @self.story.on(9, 16)
        def made(now: datetime) -> None:
            assembly.make_proposal(
                id=identity("proposal", AUDIT),
                organisation=self.coop,
                title="Fenna Dijkstra komt in de kascommissie",
                plain_text="De kascommissie kijkt elk jaar de boeken na. Fenna wil dat twee jaar doen.",
                legal_text="Benoeming van F. Dijkstra tot lid van de kascommissie voor twee jaar.",
                by=self.player("samira"),
                now=now,
            )

        @self.story.on(3, 19)
        def too_soon(now: datetime) -> None:
            """Prepared with one who holds all the keys; the secretary thought better of it."""
            poll = assembly.put_to_vote(
                id=identity("poll", f"{AUDIT} alone"),
                proposal=Proposal.objects.get(pk=identity("proposal", AUDIT)),
                closes_at=now + timedelta(days=POLL_DAYS + 8, hours=11),
                secrecy=Poll.Secrecy.VERIFIABLE,
                authority="Coöperatiebureau De Waard",
                trustees=TRUSTEES[:1],
                by=self.player("joost"),
                now=now,
            )
            ballots.withdraw_poll(poll=poll, by=self.player("joost"), now=now + timedelta(minutes=5))

        @self.story.on(2, 19)
        def prepared(now: datetime) -> None:
            poll = assembly.put_to_vote(
                id=identity("poll", AUDIT),
                proposal=Proposal.objects.get(pk=identity("proposal", AUDIT)),
                closes_at=now + timedelta(days=POLL_DAYS + 7, hours=11),
                secrecy=Poll.Secrecy.VERIFIABLE,
                authority="Coöperatiebureau De Waard",
                trustees=TRUSTEES,
                threshold=2,
                by=self.player("joost"),
                now=now,
            )

            def begin(number: int, when: datetime) -> None:
                place = ceremony.Place(GROUP, len(TRUSTEES), 2, number)
                certificate = ceremony.certify(ceremony.make_seed(below), place, below)
                trustee = poll.sealed.trustees.get(number=number)
                ballots.give_round(trustee=trustee, answer=json.dumps(certificate), now=when)

            # Two members will be away; one of them can come after all.
            first, second, third, fourth = poll.voters.order_by("person__name")[:4]
            for giver, holder in ((first, second), (third, fourth)):
                ballots.note_proxy(voter=giver, holder=holder, by=self.player("joost"), now=now)
            ballots.drop_proxy(voter=third, by=self.player("joost"), now=now + timedelta(minutes=5))
            begin(2, now + timedelta(minutes=10))  # Karim did not save his file, so they begin again
            ballots.restart_keys(poll=poll, by=self.player("joost"), now=now + timedelta(minutes=20))
            begin(1, now + timedelta(minutes=30))
            begin(2, now + timedelta(minutes=40))


def _election(poll: Poll) -> Election:
    return Election.read(Sealed.objects.get(poll=poll).election.encode())
