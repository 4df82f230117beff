"""State of a poll: the question, who may vote, and the ballots.

Nothing here keeps when somebody voted. When a poll is closed, the ballots are written anew without their
voter, in the order of their codes, so that neither a link nor the order of the rows tells who chose what.
"""

from __future__ import annotations

from fractions import Fraction

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from waardeel.house.models import Thing
from waardeel.people.models import Organisation, Person


class Poll(Thing):
    """One question put to an electorate, by one method, under rules that were frozen when it opened."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Being prepared")
        OPEN = "open", _("Open")
        ENDED = "ended", _("Being counted")
        CLOSED = "closed", pgettext_lazy("vote", "Closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("vote", "Withdrawn")

    class Secrecy(models.TextChoices):
        CLOSED_LIST = "closed-list", _("Closed list")
        VERIFIABLE = "verifiable", _("Verifiable secret")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="polls")
    #: What the poll is for; the room above that opened it acts on the result (see `purposes`).
    purpose = models.CharField(max_length=20)
    #: The question per language: {"nl": "...", "fr": "..."}.
    question = models.JSONField()
    method = models.CharField(max_length=20, default="yes-no")
    #: `law.verdict.DecisionRules` as JSON, as they stood in the charter at opening.
    rules = models.JSONField()
    secrecy = models.CharField(max_length=20, choices=Secrecy, default=Secrecy.CLOSED_LIST)
    #: The day on which one had to be a member to vote.
    record_on = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    voter_count = models.PositiveIntegerField()
    #: All votes of the electorate together, exact ("12", "25/2").
    weight = models.CharField(max_length=100)
    #: The count and the verdict as they were published; None until the poll is closed.
    count = models.JSONField(null=True, blank=True)
    verdict = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=models.F("opens_at")), name="poll_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="poll_closed_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "closes_at"])]

    def __str__(self) -> str:
        return self.asked

    @property
    def asked(self) -> str:
        """The question in the reader's language, or in another one when there is none in theirs."""
        question: dict[str, str] = self.question
        return question.get((get_language() or "")[:2]) or next(iter(question.values()))


class Voter(Thing):
    """Somebody who may vote in one poll, with how many votes. Frozen when the poll opens."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="voters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="votes")
    weight = models.CharField(max_length=100, default="1")
    member_class = models.CharField(max_length=40, blank=True)
    voted = models.BooleanField(default=False)
    #: In a verifiable secret poll: who votes for this voter, by proxy.
    holder = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="holds_for")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="voter_once_per_poll")]
        indexes = [models.Index(fields=["poll", "voted"])]

    @property
    def votes(self) -> Fraction:
        """How many votes this voter has, exact."""
        return Fraction(self.weight)


class Ballot(Thing):
    """What a voter cast. The voter stands on it until the poll is closed, so that it can be changed."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="ballots")
    voter = models.OneToOneField(Voter, on_delete=models.PROTECT, null=True, blank=True, related_name="ballot")
    #: The form that brought this ballot, so that sending it twice is one ballot; gone at closing.
    attempt = models.UUIDField(null=True, blank=True)
    #: Random; only the voter was shown it, and with it they find their ballot in the published list.
    code = models.CharField(max_length=20)
    choice = models.CharField(max_length=20)
    weight = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "code"], name="code_once_per_poll")]


class Sealed(Thing):
    """What a verifiable secret poll adds: an election by the Belenios protocol, of which all records are public.

    The server never holds what would let it vote or read a vote: codes are made by the credential authority and keys by
    the trustees, each on their own machine. There is no field for who cast which ballot, and none for when.
    """

    poll = models.OneToOneField(Poll, on_delete=models.PROTECT, related_name="sealed")
    #: In a meeting several questions share keys and codes: those of their lead, which is question 1.
    lead = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers")
    number = models.PositiveSmallIntegerField(default=1)
    #: How the protocol names the election.
    uuid = models.CharField(max_length=20, unique=True)
    #: Who makes the codes.
    authority = models.CharField(max_length=120)
    #: For how many days it must be open at least, as the charter said when it was prepared.
    shortest_days = models.PositiveSmallIntegerField(default=0)
    #: How many trustees are enough to read the result; 0 when each of them is needed.
    threshold = models.PositiveSmallIntegerField(default=0)
    #: How many codes there are beyond those of the voters: to replace lost letters, and on ballots of paper.
    spares = models.PositiveIntegerField(default=0)
    papers = models.PositiveIntegerField(default=0)
    #: For how many others one voter may vote by proxy, as the charter said when it was prepared.
    proxies = models.PositiveSmallIntegerField(default=0)
    #: Whether the authority is given the e-mail addresses of the voters, to send the codes.
    by_mail = models.BooleanField(default=False)
    #: The public credentials as the authority gave them; empty until then.
    roll = models.TextField(blank=True)
    #: The record of the election to the letter; empty until the poll opens.
    election = models.TextField(blank=True)
    #: The time that all records of the archive carry: that of the opening.
    timestamp = models.PositiveBigIntegerField(default=0)
    #: The product of the ballots that count, as a record; kept so that closing takes no longer with many ballots.
    products = models.TextField(blank=True)


class Trustee(Thing):
    """Somebody who holds a part of the key, numbered from 1."""

    sealed = models.ForeignKey(Sealed, on_delete=models.PROTECT, related_name="trustees")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    #: Where some are enough: what they gave in the first two rounds of the ceremony. It is public, or encrypted for
    #: another trustee, and the second is thrown away when the poll opens.
    certificate = models.TextField(blank=True)
    deal = models.TextField(blank=True)
    #: Where some are enough: what they decrypt with, as only the code that they kept opens it.
    encrypted_key = models.TextField(blank=True)
    #: Their public key with its proof, as a record; empty until they gave it.
    key = models.TextField(blank=True)
    #: Their part of the result, as a record; empty until they gave it.
    decryption = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sealed", "number"], name="trustee_once_per_poll")]
        ordering = ["number"]


class Auditor(Thing):
    """Somebody who checks everything that is published, and says in the register what they found."""

    sealed = models.ForeignKey(Sealed, on_delete=models.PROTECT, related_name="auditors")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    #: What they found last, and of which head of the chain; None until they said so.
    fine = models.BooleanField(null=True, blank=True)
    head = models.CharField(max_length=64, blank=True)
    remark = models.TextField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sealed", "number"], name="auditor_once_per_poll")]
        ordering = ["number"]


class PublicCredential(models.Model):
    """The public half of one code, by its hash: who may cast a ballot, without a name."""

    class Use(models.TextChoices):
        """What the code is for. The last two cast nothing any more."""

        VOTER = "voter"
        SPARE = "spare"
        PAPER = "paper"
        REPLACED = "replaced"
        HANDED_IN = "handed-in"

    sealed = models.ForeignKey(Sealed, on_delete=models.PROTECT, related_name="codes")
    credential = models.CharField(max_length=64)
    weight = models.PositiveBigIntegerField(default=1)
    use = models.CharField(max_length=10, choices=Use, default=Use.VOTER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sealed", "credential"], name="code_once_per_sealed_poll")]


class ArchiveRecord(models.Model):
    """One record of the archive of an election, in the order of the archive."""

    sealed = models.ForeignKey(Sealed, on_delete=models.PROTECT, related_name="records")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=5)
    hash = models.CharField(max_length=64)
    content = models.TextField()
    #: For a ballot: its tracking number, and the hash of its public credential.
    tracker = models.CharField(max_length=43, blank=True)
    credential = models.CharField(max_length=64, blank=True)
    #: For a ballot: whether it came from the device in the room. Forgotten when the vote ends and this is counted.
    in_room = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sealed", "position"], name="record_once_per_place"),
            models.UniqueConstraint(
                fields=["sealed", "tracker"], condition=~Q(tracker=""), name="sealed_ballot_comes_once"
            ),
        ]
        indexes = [models.Index(fields=["sealed", "credential"])]
