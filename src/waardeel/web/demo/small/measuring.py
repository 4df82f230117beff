"""How people answered when they were asked how it goes."""

from __future__ import annotations

from datetime import datetime, timedelta

from waardeel.assembly.models import Proposal
from waardeel.impact import domain as impact
from waardeel.impact.codes import new_code
from waardeel.impact.instruments import shipped
from waardeel.impact.models import Wave
from waardeel.web.demo.cast import identity
from waardeel.web.demo.small.town import DAY_ACTIVITIES, MEMBERS, Town


class Measuring(Town):
    """How people answered when they were asked how it goes."""

    def _impact(self) -> None:
        self._wave(
            "spring",
            {
                "nl": "Hoe gaat het met ons? Voorjaar",
                "fr": "Comment allons-nous ? Printemps",
                "en": "How are we? Spring",
            },
            days_ago=135,
            answers=52,
            lift=0,
        )

        @self.story.on(80, 11)
        def approved(now: datetime) -> None:
            impact.approve_report(
                wave=Wave.objects.get(pk=identity("wave", "spring")),
                decision=Proposal.objects.get(pk=identity("proposal", "impact-report")).decision,
                by=self.player("noor"),
                now=now,
            )

        self._wave(
            "autumn",
            {"nl": "Hoe gaat het met ons? Najaar", "fr": "Comment allons-nous ? Automne", "en": "How are we? Autumn"},
            days_ago=10,
            answers=24,
            lift=1,
            closes=False,
        )

    def _wave(
        self, key: str, title: dict[str, str], *, days_ago: int, answers: int, lift: int, closes: bool = True
    ) -> None:
        eligible = MEMBERS + DAY_ACTIVITIES
        codes: list[str] = []

        @self.story.on(days_ago, 9)
        def opened(now: datetime) -> None:
            wave = impact.open_wave(
                id=identity("wave", key),
                organisation=self.coop,
                title=title,
                instrument="five-questions/1",
                from_on=now.date(),
                until_on=now.date() + timedelta(days=21),
                eligible=eligible,
                why={
                    "nl": "Wij willen weten hoe het met je gaat, zodat wij het werk beter kunnen maken.",
                    "fr": "Nous voulons savoir comment vous allez, pour améliorer le travail.",
                    "en": "We want to know how you are, so that we can make the work better.",
                },
                changed={
                    "nl": "Door jullie antwoorden is er nu elke week een uur om iets nieuws te leren.",
                    "fr": "Grâce à vos réponses, il y a maintenant une heure par semaine pour apprendre.",
                    "en": "Thanks to your answers there is now an hour every week to learn something new.",
                }
                if not closes
                else {},
                by=self.player("noor"),
                now=now,
            )
            # The last slips of a running wave are left for whoever plays the demo.
            codes.extend(
                impact.make_slips(
                    wave=wave,
                    number=78 if closes else 60,
                    secret=f"{identity('slips', key)}",
                    by=self.player("noor"),
                    now=now,
                )
            )

        @self.story.on(days_ago - 5, 13)
        def answered(now: datetime) -> None:
            for number, code in enumerate(codes[: answers + 6]):
                impact.begin_answers(code=code, now=now)
                if number < answers:
                    impact.answer_wave(code=code, answers=self.answers(lift), receipt=new_code(), now=now)

        if closes:

            @self.story.on(days_ago - 22, 10)
            def closed(now: datetime) -> None:
                impact.close_wave(wave=Wave.objects.get(pk=identity("wave", key)), by=self.player("noor"), now=now)

            @self.story.on(days_ago - 23, 10)
            def published(now: datetime) -> None:
                impact.publish_wave(wave=Wave.objects.get(pk=identity("wave", key)), by=self.player("noor"), now=now)

    def answers(self, lift: int) -> dict[str, int | str]:
        """What somebody answers: mostly well, sometimes not, and now and then they leave a question out."""
        given: dict[str, int | str] = {}
        for item in shipped()["five-questions/1"].items:
            if self.chance.random() < 0.05:
                given[item.key] = self.chance.choice(["dont_know", "rather_not"])
                continue
            span = item.high - item.low
            value = item.low + round(span * self.chance.betavariate(5 + lift, 2.5))
            given[item.key] = max(item.low, min(item.high, value))
        return given
