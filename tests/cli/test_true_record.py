"""What the house records of polls and waves, `waardeel verify` derives again from the bundle alone."""

from __future__ import annotations

import io
from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

from waardeel.ballots import domain as ballots
from waardeel.cli.verify import Report, verify
from waardeel.impact import domain as impact
from waardeel.impact.codes import new_code
from waardeel.law.verdict import DecisionRules, Majority, Quorum
from waardeel.register.queries import write_bundle

RULES = DecisionRules(
    quorum=Quorum(base="members", share=Fraction(1, 2)),
    majority=Majority(base="cast", share=Fraction(2, 3), strict=False),
)


def verified(slug: str) -> Report:
    target = io.BytesIO()
    write_bundle(slug, target)
    target.seek(0)
    return verify(target)


def test_a_poll_in_which_somebody_changed_their_mind(world):
    cora = world.member("Cora")
    polls = [
        ballots.open_poll(
            id=uuid4(),
            organisation=world.coop,
            question={"nl": "Doen we het?"},
            decision_rules=RULES,
            closes_at=world.now + timedelta(days=1),
            by=world.alice,
            now=world.now,
        )
        for _ in range(2)
    ]
    for person, choice in ((world.alice, "yes"), (world.bob, "no"), (cora, "abstain"), (world.bob, "yes")):
        ballots.cast_ballot(poll=polls[0], attempt=uuid4(), choice=choice, by=person, now=world.now)
    ballots.close_poll(poll=polls[0], now=world.now + timedelta(days=1))
    assert verified("green-thread").totals == {
        "polls_recounted": 1,
        "polls_sealed": 0,
        "archives_checked": 0,
        "polls_open": 1,
        "estimates_rederived": 0,
    }


def test_a_wave_of_which_some_questions_are_held_back(world):
    wave = impact.open_wave(
        id=uuid4(),
        organisation=world.coop,
        title={"nl": "Hoe gaat het?"},
        instrument="five-questions/1",
        from_on=world.now.date() - timedelta(days=1),
        until_on=world.now.date() + timedelta(days=1),
        eligible=20,
        by=world.alice,
        now=world.now,
    )
    codes = impact.make_slips(wave=wave, number=15, secret="s" * 32, by=world.alice, now=world.now)
    first, *others = wave.instrument.items
    for place, code in enumerate(codes[:12]):
        impact.begin_answers(code=code, now=world.now)
        # The first question gets differing answers, the others too few or all the same.
        answers = {item.key: item.low if item is others[0] else "dont_know" for item in others}
        answers[first.key] = first.low + place % 3
        impact.answer_wave(code=code, answers=answers, receipt=new_code(), now=world.now)
    impact.close_wave(wave=wave, by=world.alice, now=world.now + timedelta(days=2))
    impact.publish_wave(wave=wave, by=world.alice, now=world.now + timedelta(days=2))
    assert verified("green-thread").totals["estimates_rederived"] == 1
