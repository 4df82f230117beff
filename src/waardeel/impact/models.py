"""State of impact measurement: waves of questions, the slips that let people in, and their answers.

What must not be stored has no field. A slip knows its wave and nothing of who holds it; a response knows
its wave and nothing of its slip; neither knows a person, a moment, an address or a device. Keys are random.
While a wave runs, only the order in which the database happens to keep its rows could tell something; when
it closes, all responses are written anew in the order of fresh random keys, and slips forget whether they
were used (see `domain.close_wave`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waardeel.assembly.models import Decision
from waardeel.house.models import Thing
from waardeel.impact.instruments import Instrument, in_language, shipped
from waardeel.people.models import Organisation
from waardeel.work.models import Partnership

#: Figures about fewer people than this are not shown to the public, unless the wave says otherwise.
PUBLIC_MINIMUM = 10
#: No wave may go below this.
LEAST_MINIMUM = 5


class Wave(Thing):
    """One round of one instrument in one organisation, from a day to a day."""

    class State(models.TextChoices):
        OPEN = "open", _("Running")
        CLOSED = "closed", _("Closed")
        PUBLISHED = "published", _("Published")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="waves")
    #: Name of the instrument with its version, such as "five-questions/1".
    instrument_name = models.CharField(max_length=80)
    #: Texts per language: {"nl": "...", "fr": "..."}; at least one language.
    title = models.JSONField()
    why = models.JSONField(default=dict)
    changed = models.JSONField(default=dict)
    programme = models.CharField(max_length=120, blank=True)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="waves")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    from_on = models.DateField()
    until_on = models.DateField()
    minimum_cell = models.PositiveSmallIntegerField(default=PUBLIC_MINIMUM)
    #: How many people the wave is about; as many slips may be made, and no more.
    eligible = models.PositiveIntegerField()
    #: How many slips were opened; known from when the wave closes.
    opened = models.PositiveIntegerField(null=True, blank=True)
    #: What may be shown, exactly as the register holds it, from when it is published. Every page reads this
    #: and not the answers.
    result = models.JSONField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    #: The decision with which the members approved the report.
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="waves")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="wave_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(minimum_cell__gte=LEAST_MINIMUM), name="wave_minimum_cell"),
            models.CheckConstraint(condition=Q(eligible__gte=F("minimum_cell")), name="wave_large_enough"),
            models.CheckConstraint(
                condition=Q(state="published", result__isnull=False, published_at__isnull=False)
                | Q(~Q(state="published"), result=None, published_at=None),
                name="wave_result_when_published",
            ),
            models.CheckConstraint(
                condition=Q(state="open", opened=None) | Q(~Q(state="open"), opened__isnull=False),
                name="wave_counted_when_closed",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"]), models.Index(fields=["published_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its title, in the reader's language where there is one."""
        return in_language(self.title)

    @property
    def why_text(self) -> str:
        return in_language(self.why)

    @property
    def changed_text(self) -> str:
        return in_language(self.changed)

    @property
    def instrument(self) -> Instrument:
        return shipped()[self.instrument_name]

    @property
    def outcome(self) -> Mapping[str, Any]:
        """What may be shown of a published wave. Raises ValueError for one that is not published."""
        if self.result is None:
            raise ValueError("this wave is not published")
        result: Mapping[str, Any] = self.result
        return result

    def runs_on(self, day: date) -> bool:
        """Whether it can be answered on this day."""
        return self.state == self.State.OPEN and self.from_on <= day <= self.until_on


class Slip(Thing):
    """A printed code that lets whoever holds it answer once. Only a hash of the code is kept."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="slips")
    code_hash = models.CharField(max_length=64, unique=True)
    opened = models.BooleanField(default=False)
    used = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(used=False) | Q(opened=True), name="slip_opened_before_used")]


class Response(Thing):
    """What somebody answered, together. With the receipt they can take it back until the wave closes."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="responses")
    receipt_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt_hash"], condition=~Q(receipt_hash=""), name="receipt_once")
        ]


class Missing(models.TextChoices):
    """Why a question has no answer."""

    DONT_KNOW = "dont_know", _("I do not know")
    RATHER_NOT = "rather_not", _("I would rather not say")


class Observation(Thing):
    """One answer to one question: a whole number, or why there is none."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="observations")
    item = models.CharField(max_length=40)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    missing = models.CharField(max_length=10, choices=Missing, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "item"], name="item_once_per_response"),
            models.CheckConstraint(
                condition=Q(value=None, missing__in=("dont_know", "rather_not")) | Q(value__isnull=False, missing=""),
                name="value_or_reason",
            ),
        ]
