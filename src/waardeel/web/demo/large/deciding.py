"""What is decided in the large city."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from waardeel.assembly import domain as assembly
from waardeel.assembly.models import DecisionKind, Proposal
from waardeel.ballots import domain as ballots
from waardeel.ballots.models import Poll
from waardeel.law.verdict import DecisionRules, Majority
from waardeel.web.demo.cast import identity
from waardeel.web.demo.large.plan import Body
from waardeel.web.demo.large.texts import COMMENTS, PROPOSALS
from waardeel.web.demo.large.town import Town

#: With more members than anyone knows by face, what counts is who takes part.
RULES = {
    DecisionKind.ORDINARY: DecisionRules(
        quorum=None, majority=Majority(base="cast", share=Fraction(1, 2), strict=True)
    ),
    DecisionKind.STATUTES: DecisionRules(
        quorum=None, majority=Majority(base="cast", share=Fraction(2, 3), strict=False)
    ),
}
#: How long a proposal is talked about before it is put to the vote, and how long the poll is open, in days.
TALK_DAYS, POLL_DAYS = 6, 10
#: Every so many organisations have a poll open today, as has the largest.
OPEN_EVERY = 4


def tell(town: Town, bodies: list[Body]) -> None:
    """Three polls of the past for a small organisation, one for a large one, and some that are open today."""
    largest = bodies[0]
    for number, body in enumerate(bodies):
        if not body.decides:
            continue
        _charter(town, number, body)
        people = body.people or 0
        past = 3 if people < 60 else 2 if people < 200 else 1
        days = range(25, body.days_ago - 5)
        for place, day in enumerate(town.chance.sample(days, min(past, len(days)))):
            _poll(town, body, f"past-{place}", day)
        if body is largest or number % OPEN_EVERY == 0:
            _poll(town, body, "open", TALK_DAYS + 4)


def _charter(town: Town, number: int, body: Body) -> None:
    @town.story.on(body.days_ago, 14, number % 60)
    def adopted(now: datetime) -> None:
        assembly.adopt_charter(
            id=identity("charter", body.slug),
            organisation=town.organisations[body],
            decision_rules=RULES,
            by=town.secretaries[body],
            now=now,
        )


def _poll(town: Town, body: Body, key: str, days_ago: int) -> None:
    """A proposal made so many days ago, talked about, put to the vote, and closed when its time is over."""
    title, plain_text = town.chance.choice(PROPOSALS)
    proposal, poll = identity("proposal", body.slug, key), identity("poll", body.slug, key)
    opened_on = days_ago - TALK_DAYS
    closed_on = opened_on - POLL_DAYS - 1

    @town.story.on(days_ago, 19)
    def made(now: datetime) -> None:
        made = assembly.make_proposal(
            id=proposal,
            organisation=town.organisations[body],
            title=title,
            plain_text=plain_text,
            legal_text="",
            by=town.chance.choice(town.members[body]),
            now=now,
        )
        for number, text in enumerate(town.chance.sample(COMMENTS, 2)):
            assembly.comment(
                id=identity("comment", proposal, number),
                proposal=made,
                text=text,
                by=town.chance.choice(town.members[body]),
                now=now + timedelta(hours=number),
            )

    @town.story.on(opened_on, 9)
    def opened(now: datetime) -> None:
        assembly.put_to_vote(
            id=poll,
            proposal=Proposal.objects.get(pk=proposal),
            closes_at=now + timedelta(days=POLL_DAYS, hours=11),
            by=town.secretaries[body],
            now=now,
        )

    @town.story.on(opened_on - 2, 20)
    def voted(now: datetime) -> None:
        _vote(town, body, Poll.objects.get(pk=poll), now)

    if closed_on > 0:

        @town.story.on(closed_on, 9)
        def closed(now: datetime) -> None:
            ballots.close_poll(poll=Poll.objects.get(pk=poll), by=town.secretaries[body], now=now)


def _vote(town: Town, body: Body, poll: Poll, now: datetime) -> None:
    """The fewer members there are, the more of them vote; most proposals find a majority."""
    may_vote = town.members[body]
    turnout = min(0.5, 20 / len(may_vote) + 0.1) + 0.1 * town.chance.random()
    yes = town.chance.uniform(0.4, 0.9)
    for place, voter in enumerate(town.chance.sample(may_vote, int(len(may_vote) * turnout))):
        ballots.cast_ballot(
            poll=poll,
            attempt=identity("ballot", poll.pk, place),
            choice=town.chance.choices(("yes", "no", "abstain"), (yes, 0.95 - yes, 0.05))[0],
            by=voter,
            now=now,
        )
