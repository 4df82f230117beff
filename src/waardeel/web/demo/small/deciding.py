"""What the cooperative decided, and what lies on its table today."""

from __future__ import annotations

from datetime import datetime, timedelta

from waardeel.assembly import domain as assembly
from waardeel.assembly.models import Proposal
from waardeel.ballots import domain as ballots
from waardeel.ballots.models import Poll
from waardeel.web.demo.cast import identity
from waardeel.web.demo.small.town import Town
from waardeel.web.demo.texts import PAST, PastProposal

#: Days that a poll of the past was open.
POLL_DAYS = 10


class Deciding(Town):
    """What the cooperative decided, and what lies on its table today."""

    def _decisions(self) -> None:
        for past in PAST:
            self._past(past)

    def _past(self, past: PastProposal) -> None:
        key = past.key

        @self.story.on(past.days_ago + 12, 16)
        def made(now: datetime) -> None:
            maker = self.player("samira") if key == "park" else self.chance.choice(self.voters)
            circle = next((one for one in self.coop.circles.all() if one.name == past.circle), None)
            assembly.make_proposal(
                id=identity("proposal", key),
                organisation=self.coop,
                title=past.title,
                plain_text=past.plain,
                legal_text=past.legal,
                circle=circle,
                by=maker,
                now=now,
            )

        for number, text in enumerate(past.comments):
            self._comment(key, number, past.days_ago + 11 - number, text)

        @self.story.on(past.days_ago, 9)
        def opened(now: datetime) -> None:
            assembly.put_to_vote(
                id=identity("poll", key),
                proposal=Proposal.objects.get(pk=identity("proposal", key)),
                closes_at=now + timedelta(days=POLL_DAYS, hours=11),
                kind=past.kind,
                by=self.player("joost"),
                now=now,
            )

        @self.story.on(past.days_ago - 3, 20)
        def voted(now: datetime) -> None:
            poll = Poll.objects.get(pk=identity("poll", key))
            self.vote(poll, past.votes, now)

        @self.story.on(past.days_ago - POLL_DAYS - 1, 9)
        def closed(now: datetime) -> None:
            ballots.close_poll(poll=Poll.objects.get(pk=identity("poll", key)), by=self.player("joost"), now=now)

    def _comment(self, key: str, number: int, days_ago: int, text: str) -> None:
        @self.story.on(days_ago, 12, number)
        def commented(now: datetime) -> None:
            assembly.comment(
                id=identity("comment", key, number),
                proposal=Proposal.objects.get(pk=identity("proposal", key)),
                text=text,
                by=self.chance.choice(self.voters),
                now=now,
            )

    def vote(self, poll: Poll, shares: tuple[int, int, int], now: datetime) -> None:
        """Let the electorate vote by these shares in hundredths: yes, no, abstain. The cast votes for itself."""
        cast = {self.player(key).pk for key in ("joost", "samira", "noor")}
        voters = [voter.person for voter in poll.voters.select_related("person").order_by("person__name", "pk")]
        if poll.state == Poll.State.OPEN and poll.closes_at > self.story.moment(0, 0):
            voters = [voter for voter in voters if voter.pk not in cast]
        self.chance.shuffle(voters)
        for choice, share in zip(("yes", "no", "abstain"), shares, strict=True):
            for _ in range(share * poll.voter_count // 100):
                if voters:
                    voter = voters.pop()
                    now += timedelta(seconds=self.chance.randint(20, 240))
                    ballots.cast_ballot(
                        poll=poll, attempt=identity("ballot", poll.pk, voter.pk), choice=choice, by=voter, now=now
                    )

    def _today(self) -> None:
        @self.story.on(14, 16)
        def coffee(now: datetime) -> None:
            assembly.make_proposal(
                id=identity("proposal", "kitchen"),
                organisation=self.coop,
                title="Samen eten op vrijdag",
                plain_text="Elke vrijdag koken we samen in het Atelier. Wie wil, eet mee voor twee euro. "
                "Het geld voor de eerste drie maanden komt uit de pot voor feesten.",
                legal_text="Besteding van € 900 uit de bestemmingsreserve ontmoeting.",
                by=self.chance.choice(self.voters),
                now=now,
            )

        for number, text in enumerate(("Ik kook graag mee.", "Kan het ook zonder vlees?")):
            self._comment("kitchen", number, 13 - number, text)

        @self.story.on(3, 9)
        def open_poll(now: datetime) -> None:
            assembly.put_to_vote(
                id=identity("poll", "kitchen"),
                proposal=Proposal.objects.get(pk=identity("proposal", "kitchen")),
                closes_at=now + timedelta(days=9, hours=11),
                by=self.player("joost"),
                now=now,
            )

        @self.story.on(1, 19)
        def some_voted(now: datetime) -> None:
            self.vote(Poll.objects.get(pk=identity("poll", "kitchen")), (35, 6, 4), now)
