"""Reads on waves that more than one page needs. None of them returns anybody's answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waardeel.house.asks import Ask
from waardeel.impact import codes
from waardeel.impact.errors import SlipUsed, UnknownSlip, WaveNotBegun, WaveOver
from waardeel.impact.models import Observation, Slip, Wave
from waardeel.impact.results import Figure, Tally, figures_of, funnel_of
from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person, Role, RoleHolding
from waardeel.register.models import Entry
from waardeel.register.queries import entries_about
from waardeel.register.sentences import sentence_of
from waardeel.work.models import Partnership

#: While a wave runs its lead sees numbers rounded down to this, so that nobody can watch one person answer.
STEP = 5


def waves_of(organisation: Organisation) -> QuerySet[Wave]:
    """The waves of an organisation, the newest first."""
    return Wave.objects.filter(organisation=organisation).order_by("-from_on", "pk")


def partnerships_of(organisation: Organisation) -> QuerySet[Partnership]:
    """The partnerships that a wave of this organisation may be about: those it is in and that have begun."""
    found = Partnership.objects.filter(parties__organisation=organisation, began_at__isnull=False)
    return found.order_by("-began_at", "pk")


def running(organisation: Organisation, on: date) -> QuerySet[Wave]:
    """The waves that can be answered on this day."""
    return waves_of(organisation).filter(state=Wave.State.OPEN, from_on__lte=on, until_on__gte=on)


def published(organisation: Organisation | None = None) -> QuerySet[Wave]:
    """The waves with results, the newest results first; of one organisation or of all."""
    waves = Wave.objects.filter(state=Wave.State.PUBLISHED).select_related("organisation")
    if organisation is not None:
        waves = waves.filter(organisation=organisation)
    return waves.order_by("-published_at", "pk")


@dataclass(frozen=True)
class Headline:
    """A published wave in one figure: the first question that may be shown, or none when all is held back."""

    wave: Wave
    url: str
    figure: Figure | None

    @property
    def mean(self) -> Decimal | None:
        return self.figure.mean if self.figure else None


def headline_of(wave: Wave) -> Headline:
    """What to show of a published wave in one line. `wave.organisation` is needed."""
    figures = figures_of(wave.outcome, wave.instrument)
    return Headline(
        wave=wave,
        url=reverse("impact_report", args=[wave.organisation.slug, wave.pk]),
        figure=next((figure for figure in figures if figure.mean is not None), None),
    )


def recent(now: datetime, organisation: Organisation | None = None, limit: int = 5) -> list[Headline]:
    """The latest published results up to now, of one organisation or of all."""
    return [headline_of(wave) for wave in published(organisation).filter(published_at__lte=now)[:limit]]


@dataclass(frozen=True)
class Progress:
    """How far a wave is.

    ``opened`` and ``answered`` are None under the minimum cell; ``rounded`` says that they are rounded down.
    """

    eligible: int
    invited: int
    opened: int | None
    answered: int | None
    rounded: bool


def counts_of(wave: Wave) -> dict[str, int]:
    """The exact numbers of a wave, for `domain` and `progress_of` alone."""
    slips = wave.slips.aggregate(invited=Count("pk"), opened=Count("pk", filter=Q(opened=True)))
    return {
        "eligible": wave.eligible,
        "invited": slips["invited"],
        "opened": slips["opened"] if wave.opened is None else wave.opened,
        "answered": wave.responses.count(),
    }


def progress_of(wave: Wave) -> Progress:
    """How far a wave is, for its lead: counts only, and none from which one person's coming could be told."""
    counts = counts_of(wave)
    running = wave.state == Wave.State.OPEN
    if running:
        rounded = {step: counts[step] - counts[step] % STEP for step in ("opened", "answered")}
        shown = {step: number if number >= wave.minimum_cell else None for step, number in rounded.items()}
    else:
        shown = funnel_of(**counts, minimum=wave.minimum_cell)
    return Progress(
        eligible=counts["eligible"],
        invited=counts["invited"],
        opened=shown["opened"],
        answered=shown["answered"],
        rounded=running,
    )


def tallies_of(wave: Wave) -> Mapping[str, Tally]:
    """How many gave which answer, per question: one query, no rows."""
    rows = (
        Observation.objects.filter(response__wave=wave, value__isnull=False)
        .order_by("item", "value")
        .values_list("item", "value")
        .annotate(number=Count("pk"))
    )
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    for item, value, number in rows:
        counts[item][value] = number
    return {item: Tally(numbers) for item, numbers in counts.items()}


def slip_of(code: str) -> Slip:
    """The slip with this code, with its wave. Raises UnknownSlip."""
    slip = Slip.objects.filter(code_hash=codes.hash_of(codes.tidy(code))).select_related("wave__organisation").first()
    if slip is None:
        raise UnknownSlip
    return slip


def insist_open(slip: Slip, now: datetime) -> None:
    """Raises WaveOver, WaveNotBegun or SlipUsed when this slip cannot be answered now."""
    wave = slip.wave
    today = wave.organisation.day(now)
    if wave.state != Wave.State.OPEN or today > wave.until_on:
        raise WaveOver
    if today < wave.from_on:
        raise WaveNotBegun(from_on=date_format(wave.from_on))
    if slip.used:
        raise SlipUsed


def entries_told(wave: Wave) -> list[tuple[Entry, str]]:
    """What the register says of a wave, in order: each entry, and its sentence in the reader's language."""
    language = (get_language() or "nl")[:2]
    return [(entry, sentence_of(entry.kind, entry.public, language)) for entry in entries_about(wave)]


def can_withdraw(wave: Wave, receipt: str) -> bool:
    """Whether answers with this receipt can still be taken back."""
    return wave.responses.filter(receipt_hash=codes.hash_of(receipt)).exists()


def asks_of(person: Person, now: datetime) -> list[Ask]:
    """Waves that wait for their lead: to be closed after their last day, or to be published."""
    today = now.date()
    led = RoleHolding.objects.filter(
        people.current(today), person=person, circle__parent=None, role__in=(Role.IMPACT_LEAD, Role.SECRETARY)
    ).values("circle__organisation")
    waves = (
        Wave.objects.filter(
            Q(state=Wave.State.CLOSED) | Q(state=Wave.State.OPEN, until_on__lt=today), organisation__in=led
        )
        .select_related("organisation")
        .order_by("until_on", "pk")
    )
    return [
        Ask(
            title=_("Publish the results") if wave.state == Wave.State.CLOSED else _("Close the questionnaire"),
            about=f"{wave.name}, {wave.organisation}",
            url=reverse("impact_wave", args=[wave.organisation.slug, wave.pk]),
            icon="plant",
        )
        for wave in waves
    ]
