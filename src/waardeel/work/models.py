"""Work left undone on its way to becoming work: sightings, opportunities, partnerships, evidence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waardeel.assembly.models import Decision, Proposal
from waardeel.house.models import Thing
from waardeel.people.models import Organisation, Person
from waardeel.work.categories import Category, categories


class Rhythm(models.TextChoices):
    """How often the work comes back."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    SEASON = "season", _("In its season")
    CALL = "call", _("When somebody calls")


class CloseReason(models.TextChoices):
    """Why a sighting or opportunity goes no further. Nothing is ever closed without one."""

    DONE = "done", _("It is done already")
    DOUBLE = "double", _("Somebody had already reported it")
    NOT_OURS = "not_ours", _("It lies on ground that is not ours")
    NO_MONEY = "no_money", _("There is no money for it now")
    NOT_SAFE = "not_safe", _("It cannot be done safely")
    MISTAKE = "mistake", _("It was a mistake")
    OTHER = "other", _("Another reason")


class Opportunity(Thing):
    """Sightings bundled into work for somebody: so many hours a week, somewhere, a task in plain words."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        PROPOSED = "proposed", _("Members are deciding on it")
        TAKEN = "taken", _("Taken on")
        CLOSED = "closed", _("Closed")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="opportunities")
    title = models.CharField(max_length=150)
    task = models.TextField(max_length=3000)
    hours_per_week = models.DecimalField(max_digits=7, decimal_places=2)
    place = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    #: The organisation whose members decide, or decided, on taking it on; and what they decide on.
    proposer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="opportunities_proposed"
    )
    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="opportunity"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=10, choices=CloseReason, blank=True)
    closed_explanation = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hours_per_week__gt=0), name="opportunity_has_hours"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(closed_reason="")
                | ~Q(state="closed") & Q(closed_at=None, closed_reason=""),
                name="opportunity_closes_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(proposer=None, proposal=None) | Q(proposer__isnull=False, proposal__isnull=False),
                name="proposal_has_a_proposer",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-opened_at"]),
            models.Index(fields=["state", "-opened_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def doers(self) -> list[Party]:
        """The parties that took it on, without the city itself; none as long as it is not taken."""
        return [
            party
            for partnership in self.partnerships.all()
            if partnership.began_at is not None
            for party in partnership.parties.all()
            if party.organisation_id != self.organisation_id
        ]


class Sighting(Thing):
    """Work left undone, seen by somebody of the city.

    Category, place and rhythm are public facts about a street. Photo, note and reporter are for the people
    of the city and its partners.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sightings")
    reporter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sightings")
    reported_at = models.DateTimeField()
    category = models.CharField(max_length=40)
    place = models.CharField(max_length=120)
    neighbourhood = models.CharField(max_length=80, blank=True)
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    note = models.CharField(max_length=500, blank=True)
    #: Re-encoded, without metadata, under a random name. See `photos.clean_photo`.
    photo = models.FileField(max_length=120, blank=True)
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, null=True, blank=True, related_name="sightings"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=10, choices=CloseReason, blank=True)
    closed_explanation = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_reason="") | Q(closed_at__isnull=False) & ~Q(closed_reason=""),
                name="sighting_closes_with_a_reason",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-reported_at"]),
            models.Index(fields=["reporter", "-reported_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind.label}, {self.place}"

    @property
    def kind(self) -> Category:
        """What is known about this kind of work."""
        return categories()[self.category]

    @property
    def free(self) -> bool:
        """Whether it may still be bundled."""
        return self.closed_at is None and self.opportunity_id is None


class Partnership(Thing):
    """Organisations that do something together: who, what for, where, from when.

    It begins when every party has agreed. A *told* partnership is a public story from elsewhere: nobody here
    agreed to it, nothing can be promised in it, and it names its sources.
    """

    title = models.CharField(max_length=150)
    purpose = models.TextField(max_length=3000)
    place = models.CharField(max_length=120, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, null=True, blank=True, related_name="partnerships"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="partnerships")
    offered_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField(max_length=500, blank=True)
    #: Only for a told partnership: whose register tells it, where it was read, and what is not certain.
    told_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="told_partnerships"
    )
    sources = models.JSONField(default=list, blank=True)
    caution = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="partnership_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None, declined_reason="")
                | Q(declined_at__isnull=False, began_at=None) & ~Q(declined_reason=""),
                name="partnership_declined_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["opportunity"],
                condition=Q(declined_at=None) & Q(opportunity__isnull=False),
                name="one_partnership_per_opportunity",
            ),
        ]
        indexes = [models.Index(fields=["-began_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def told(self) -> bool:
        """Whether it is a public story from elsewhere, not something that organisations here agreed to."""
        return self.told_by_id is not None

    @property
    def in_force(self) -> bool:
        """Whether promises can be made in it: every party agreed, and it is of here."""
        return self.began_at is not None and not self.told


class Party(Thing):
    """An organisation in a partnership, with its role. In a told partnership it is only a name."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Takes the lead")
        PARTNER = "partner", _("Partner")
        FUNDER = "funder", _("Gives money")
        HOST = "host", _("Gives room or ground")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="parties"
    )
    name = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=120, blank=True)
    brings = models.JSONField(default=list, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.PARTNER)
    place_in_row = models.PositiveSmallIntegerField(default=0)
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place_in_row"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="") | Q(organisation=None) & ~Q(name=""),
                name="party_is_an_organisation_or_a_name",
            ),
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                condition=Q(organisation__isnull=False),
                name="party_once_per_partnership",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name if self.organisation else self.name


class Phase(Thing):
    """What happened when, in the history of a partnership. ``when``: a year, a month or a day (ISO 8601)."""

    class Stage(models.TextChoices):
        """Project status codes of OC4IDS 0.9 (Open Contracting for Infrastructure Data Standard)."""

        IDENTIFICATION = "identification", _("First idea")
        PREPARATION = "preparation", _("Preparation")
        IMPLEMENTATION = "implementation", _("Being carried out")
        COMPLETION = "completion", _("Completion")
        MAINTENANCE = "maintenance", _("In use")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="phases")
    when = models.CharField(max_length=10)
    event = models.CharField(max_length=300)
    stage = models.CharField(max_length=20, choices=Stage)

    class Meta:
        ordering = ["when"]


class Unit(models.TextChoices):
    """What is counted."""

    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    PLACES = "places", _("places to work")
    PEOPLE = "people", _("people")
    EUROS = "euros", _("euros")
    TIMES = "times", _("times")
    PIECES = "pieces", _("pieces")


class Commitment(Thing):
    """A promise of one party: what, how much, by when, and what will show that it was kept.

    ``delivered`` and ``proven`` are sums over its evidence (see `reckoning.reckon`), written anew with every
    act, so that lists can ask the database what is late.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="commitments")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="commitments")
    what = models.CharField(max_length=200)
    #: Not known for some told commitments; always known for one that was made here.
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=10, choices=Unit)
    due_on = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    delivered = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    proven = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    #: Only in a told partnership: what was reached, as far as the sources say, and when.
    reached = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    reached_when = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="commitment_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(delivered__gte=0, proven__gte=0), name="evidence_is_not_less_than_nothing"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="commitment_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "due_on"])]

    class Standing(models.TextChoices):
        """Where a promise stands on a day. Derived, never stored."""

        LATE = "late", _("Late")
        OPEN = "open", _("Not begun")
        PARTLY = "partly", _("Under way")
        DONE = "done", _("Kept")
        WITHDRAWN = "withdrawn", _("Taken back")

    def __str__(self) -> str:
        return self.what

    def standing(self, on: date) -> Standing:
        """Where the promise stands on this day: kept when enough is proven, late after its day when not."""
        if self.withdrawn_at is not None:
            return self.Standing.WITHDRAWN
        if self.amount is not None and self.proven >= self.amount:
            return self.Standing.DONE
        if self.days_late(on):
            return self.Standing.LATE
        return self.Standing.PARTLY if self.delivered > 0 else self.Standing.OPEN

    def days_late(self, on: date) -> int:
        """How many days past its day an unkept promise is; 0 when it is not."""
        if self.withdrawn_at is not None or self.due_on is None or self.amount is None or self.proven >= self.amount:
            return 0
        return max(0, (on - self.due_on).days)


class Evidence(Thing):
    """What shows that something was delivered. Never altered: a correction is a new row naming the old one.

    Rows that correct each other form one series (named by its first row); `version` counts within it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("To be looked at")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Sent back")

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="evidence")
    series = models.UUIDField()
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    delivered_on = models.DateField()
    text = models.TextField(max_length=2000)
    file = models.FileField(max_length=120, blank=True)
    #: SHA-256 of the stored file, as hex; stands in the register, so that a changed file shows.
    file_hash = models.CharField(max_length=64, blank=True)
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evidence_submitted")
    submitted_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_for = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["submitted_at", "version"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="delivered_is_not_less_than_nothing"),
            models.UniqueConstraint(fields=["series", "version"], name="evidence_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, corrects=None) | Q(version__gt=1, corrects__isnull=False),
                name="correction_names_what_it_corrects",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None, returned_reason="")
                | Q(state="accepted", decided_at__isnull=False, returned_reason="")
                | Q(state="returned", decided_at__isnull=False) & ~Q(returned_reason=""),
                name="evidence_returned_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["commitment", "state"])]

    @property
    def is_image(self) -> bool:
        """Whether the file is a picture (else it is a PDF, or there is none)."""
        return self.file.name.endswith(".jpg")
