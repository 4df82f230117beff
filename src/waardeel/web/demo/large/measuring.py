"""How it goes with people in the large city: waves of questions and their results."""

from __future__ import annotations

from datetime import datetime, timedelta

from waardeel.impact import domain as impact
from waardeel.impact.codes import new_code
from waardeel.impact.instruments import shipped
from waardeel.impact.models import Wave
from waardeel.web.demo.cast import identity
from waardeel.web.demo.large.plan import Body, Size
from waardeel.web.demo.large.town import Town

INSTRUMENT = "five-questions/1"
#: Nobody is asked in a group smaller than this.
LEAST = 20
#: How many days a wave runs.
DAYS = 21
#: Every so many have a wave running today.
RUNNING_EVERY = 4


def tell(town: Town, bodies: list[Body], size: Size) -> None:
    """As many waves of the past as asked for, and some that are running today."""
    asking = [body for body in bodies if body.decides and (body.people or 0) >= LEAST][: size.waves]
    for number, body in enumerate(asking):
        _wave(town, body, "past", town.chance.randint(40, body.days_ago - 10))
        if number % RUNNING_EVERY == 0:
            _wave(town, body, "now", 9)


def _wave(town: Town, body: Body, key: str, days_ago: int) -> None:
    """A wave that a third of those asked answer; its results are published when its days are over."""
    id = identity("wave", body.slug, key)
    codes: list[str] = []

    @town.story.on(days_ago, 9)
    def opened(now: datetime) -> None:
        members = len(town.members[body])
        wave = impact.open_wave(
            id=id,
            organisation=town.organisations[body],
            title={"nl": "Hoe gaat het?", "fr": "Comment ça va ?", "en": "How is it going?"},
            instrument=INSTRUMENT,
            from_on=now.date(),
            until_on=now.date() + timedelta(days=DAYS),
            eligible=members,
            by=town.secretaries[body],
            now=now,
        )
        codes.extend(
            impact.make_slips(
                wave=wave,
                number=min(members, impact.SLIPS_AT_ONCE),
                secret=str(identity("slips", id)),
                by=town.secretaries[body],
                now=now,
            )
        )

    @town.story.on(days_ago - 5, 13)
    def answered(now: datetime) -> None:
        for code in codes[: max(12, len(codes) // 3)]:
            impact.begin_answers(code=code, now=now)
            impact.answer_wave(code=code, answers=_answers(town), receipt=new_code(), now=now)

    over = days_ago - DAYS - 1
    if over > 0:

        @town.story.on(over, 10)
        def published(now: datetime) -> None:
            by = town.secretaries[body]
            impact.close_wave(wave=Wave.objects.get(pk=id), by=by, now=now)
            impact.publish_wave(wave=Wave.objects.get(pk=id), by=by, now=now + timedelta(minutes=5))


def _answers(town: Town) -> dict[str, int | str]:
    """What somebody answers: mostly well."""
    return {
        item.key: item.low + round((item.high - item.low) * town.chance.betavariate(5, 2.5))
        for item in shipped()[INSTRUMENT].items
    }
