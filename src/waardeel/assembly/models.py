"""State of the assembly: the charter, proposals with their wordings and comments, and decisions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from waardeel.ballots.models import Poll
from waardeel.house.models import Thing
from waardeel.people.models import Circle, Organisation, Person


class DecisionKind(models.TextChoices):
    """The kinds of decision that the rules tell apart."""

    ORDINARY = "ordinary", _("Ordinary decision")
    STATUTES = "statutes", _("Change of the statutes")


class Charter(Thing):
    """The rules in force in one organisation, as data. A change is a new version; none is ever altered."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="charters")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    #: Name of the law pack whose floors these rules were held against.
    pack = models.CharField(max_length=60)
    #: `law.verdict.DecisionRules` as JSON, per kind of decision.
    rules = models.JSONField()
    #: How many days a poll stays open at least.
    poll_days = models.PositiveSmallIntegerField(default=7)
    #: For how many others one person may vote by proxy.
    proxies = models.PositiveSmallIntegerField(default=1)
    #: Figures about fewer people than this are not shown.
    minimum_cell = models.PositiveSmallIntegerField(default=5)
    #: A decision is looked at again after this many months.
    review_months = models.PositiveSmallIntegerField(default=12)
    #: Floors of the pack that still have to be looked up and that these rules fall through:
    #: `law.packs.Problem` as JSON.
    doubts = models.JSONField(default=list)
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "version"], name="charter_version_once")]

    def __str__(self) -> str:
        return f"{self.organisation} / {self.version}"


class Proposal(Thing):
    """A text on its way to a decision: plain words first, the legal text under it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open for comments")
        VOTING = "voting", _("Being voted on")
        DECIDED = "decided", _("Decided")
        WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Taken back")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proposals")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=150)
    plain_text = models.TextField(max_length=5000)
    legal_text = models.TextField(max_length=20000, blank=True)
    #: Who carries it out when it is adopted.
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    #: The decision that no longer applies when this is adopted.
    replaces = models.ForeignKey(
        "Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="proposals_to_replace"
    )
    kind = models.CharField(max_length=20, choices=DecisionKind, default=DecisionKind.ORDINARY)
    poll = models.OneToOneField(Poll, on_delete=models.PROTECT, null=True, blank=True, related_name="proposal")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("open", "withdrawn"), poll=None)
                | Q(state__in=("voting", "decided"), poll__isnull=False),
                name="proposal_has_a_poll_when_voted_on",
            )
        ]
        indexes = [models.Index(fields=["organisation", "state", "made_at"])]

    def __str__(self) -> str:
        return self.title


class Wording(Thing):
    """The text of a proposal as it stood in one version."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="wordings")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=150)
    plain_text = models.TextField(max_length=5000)
    legal_text = models.TextField(max_length=20000, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "version"], name="wording_version_once")]


class Comment(Thing):
    """What somebody says about a proposal. Its writer may take it back; then nothing of the text stays."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="comments")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="comments")
    written_at = models.DateTimeField()
    text = models.TextField(max_length=2000)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["proposal", "written_at"])]


class Decision(Thing):
    """An entry in the register of decisions: what, decided how, since when, looked at again when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="decisions")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=DecisionKind)
    title = models.CharField(max_length=150)
    plain_text = models.TextField(max_length=5000)
    legal_text = models.TextField(max_length=20000, blank=True)
    adopted = models.BooleanField()
    #: Why: one of `law.verdict.Reason`.
    reason = models.CharField(max_length=20)
    decided_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    carried_out_on = models.DateField(null=True, blank=True)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="decision_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(adopted=True) | Q(review_on=None, replaced_by=None, carried_out_on=None),
                name="only_what_was_adopted_applies",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "adopted", "decided_on"]),
            models.Index(fields=["review_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def waits(self) -> bool:
        """Adopted, but a change of the statutes is in force only when its deed and filing were carried out."""
        return (
            self.adopted
            and self.kind == DecisionKind.STATUTES
            and self.carried_out_on is None
            and self.replaced_by_id is None
        )

    @property
    def label(self) -> str:
        """Its number in the register: year and number, such as 2026-3."""
        return f"{self.year}-{self.number}"
