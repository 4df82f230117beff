"""Persons, organisations and what binds them.

A person is not a login, not a membership, not a worker and not a voter: each is a thing of its own. There is
no field here for a diagnosis, a disability, a benefit or a citizen-service number, and there must never be.
"""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waardeel.house.models import Thing
from waardeel.register.models import Log


class Language(models.TextChoices):
    NL = "nl", _("Dutch")
    FR = "fr", _("French")
    EN = "en", _("English")


class Person(Thing):
    """Someone real."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.NL)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["name"]), models.Index(fields=["email"])]

    def __str__(self) -> str:
        return self.name or str(_("someone whose data was erased"))


class AccountManager(BaseUserManager["Account"]):
    """Accounts with their person, because every page asks who is there."""

    def get_queryset(self) -> models.QuerySet[Account]:
        return super().get_queryset().select_related("person")


class Account(AbstractBaseUser, Thing):
    """A way for a person to sign in. There is no password to remember; `password` is always unusable."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account")
    email = models.EmailField(unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return str(self.person)


class Card(Thing):
    """A printed card with a QR code that lets its person sign in. Only a hash of its secret is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cards")
    organisation = models.ForeignKey("Organisation", on_delete=models.CASCADE, related_name="cards")
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class SupportNeeds(Thing):
    """What someone needs to take part. It is theirs: optional, erasable, seen by who organises a meeting they
    attend.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="support_needs")
    large_print = models.BooleanField(_("Large print"), default=False)
    reading_aloud = models.BooleanField(_("Reading aloud"), default=False)
    paper = models.BooleanField(_("Everything on paper"), default=False)
    more_time = models.BooleanField(_("More time"), default=False)
    buddy = models.BooleanField(_("Somebody beside me"), default=False)
    interpreter = models.CharField(_("Interpreter for this language"), max_length=60, blank=True)
    note = models.CharField(_("Something else"), max_length=300, blank=True)


class OrganisationKind(models.TextChoices):
    COOPERATIVE = "cooperative", _("Cooperative")
    ASSOCIATION = "association", _("Association")
    FOUNDATION = "foundation", _("Foundation")
    COMPANY = "company", _("Company")
    PUBLIC_BODY = "public_body", _("Public body")
    NETWORK = "network", _("Network")
    COMMONS = "commons", _("Commons")


class Country(models.TextChoices):
    NL = "NL", _("Netherlands")
    BE = "BE", _("Belgium")
    FR = "FR", _("France")


def is_time_zone(name: str) -> bool:
    """Whether this names a time zone that this machine knows, such as Europe/Amsterdam."""
    return name in zoneinfo.available_timezones()


class Organisation(Thing):
    """Any body: cooperative, association, city, network, commons. It may play several roles at once."""

    log = models.OneToOneField(Log, on_delete=models.PROTECT, related_name="organisation")
    slug = models.SlugField(
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters, digits and single dashes."))],
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country, default=Country.NL)
    place = models.CharField(_("place"), max_length=80, blank=True)
    about = models.TextField(_("who we are"), max_length=2000, blank=True)
    time_zone = models.CharField(max_length=60, default="Europe/Amsterdam")
    takes_applications = models.BooleanField(_("people may ask to join"), default=True)

    class Meta:
        indexes = [models.Index(fields=["name"]), models.Index(fields=["place"])]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone in which its days begin and end."""
        return zoneinfo.ZoneInfo(self.time_zone)

    def day(self, now: datetime) -> date:
        """Which day it is for this organisation."""
        return now.astimezone(self.zone).date()


class OrganisationRole(models.Model):
    """What an organisation does for the others. One may do several things at once."""

    class Role(models.TextChoices):
        EMPLOYER = "employer", _("Offers work")
        CARE = "care", _("Offers care or day activities")
        LEARNING = "learning", _("Offers learning")
        HOUSING = "housing", _("Offers housing")
        BUYER = "buyer", _("Buys work")
        FUNDER = "funder", _("Gives money")
        CITY = "city", _("Is the city")
        NETWORK = "network", _("Brings others together")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "role"], name="role_once_per_organisation")]


class PartOf(Thing):
    """An organisation is part of a group or network, from a day to a day (``until_on``: the first day it is
    not).
    """

    part = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="wholes")
    whole = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="parts")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(part=models.F("whole")), name="no_part_of_itself"),
            models.UniqueConstraint(fields=["part", "whole"], condition=Q(until_on=None), name="part_once_at_a_time"),
        ]


class Membership(Thing):
    """A person, or an organisation, belongs to an organisation: in a class, from a day to a day.

    Members decide. Who works, learns or lives somewhere without being a member has an `Engagement`.
    ``ended_on`` is the first day on which the membership no longer holds.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("Asked to join")
        ACTIVE = "active", _("Member")
        SUSPENDED = "suspended", _("Suspended")
        ENDED = "ended", _("Was a member")

    OPEN = (State.APPLIED, State.ACTIVE, State.SUSPENDED)

    class EndReason(models.TextChoices):
        """Why it ended. The first four are those of the law (NL: BW 2:35(1)); the others are about an
        application.
        """

        LEFT = "left", _("The member left")
        NOTICE = "notice", _("The organisation gave notice")
        EXPELLED = "expelled", _("The member was expelled")
        DIED = "died", _("The member died")
        REFUSED = "refused", _("The application was refused")
        WITHDRAWN = "withdrawn", _("The application was taken back")

    #: Reasons that a secretary may give when ending a membership.
    SECRETARY_REASONS = (EndReason.LEFT, EndReason.NOTICE, EndReason.EXPELLED, EndReason.DIED)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    member_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships_elsewhere"
    )
    member_class = models.CharField(_("member class"), max_length=40, blank=True)
    number = models.CharField(_("member number"), max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    applied_at = models.DateTimeField(null=True, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=EndReason, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, member_organisation__isnull=False)
                | Q(person__isnull=False, member_organisation=None),
                name="member_is_person_or_organisation",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(joined_on=None) | Q(ended_on__gte=models.F("joined_on")),
                name="membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=~Q(state="ended") & Q(person__isnull=False),
                name="one_open_membership_per_person",
            ),
            models.UniqueConstraint(
                fields=["organisation", "member_organisation"],
                condition=~Q(state="ended") & Q(member_organisation__isnull=False),
                name="one_open_membership_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["organisation", "number"], condition=~Q(number=""), name="member_number_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        return f"{self.person or self.member_organisation} / {self.organisation}"


class Engagement(Thing):
    """A person works, learns, lives or volunteers somewhere, from a day to a day. All who do are heard.

    ``until_on`` is the first day on which it no longer holds.
    """

    class Kind(models.TextChoices):
        WORKER = "worker", _("Works here")
        VOLUNTEER = "volunteer", _("Volunteers here")
        LEARNER = "learner", _("Learns here")
        RESIDENT = "resident", _("Lives here")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="engagements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="engagements")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WORKER)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "kind"],
                condition=Q(until_on=None),
                name="one_open_engagement_of_a_kind",
            )
        ]


class Circle(Thing):
    """A group with a mandate inside an organisation. The one without a parent is the whole."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="circles")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=80)
    mandate = models.TextField(_("mandate"), max_length=1000, blank=True)
    formed_on = models.DateField()
    dissolved_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(parent=None), name="one_whole_per_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(dissolved_on=None), name="circle_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What somebody does for a circle. In the circle of the whole, for the organisation."""

    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    TREASURER = "treasurer", _("Treasurer")
    BOARD = "board", _("Board member")
    PARTICIPANT = "participant", _("Takes part")
    IMPACT_LEAD = "impact_lead", _("Impact lead")
    STREET_WORKER = "street_worker", _("Street worker")
    BUYER = "buyer", _("Buyer")
    CONTRACT_MANAGER = "contract_manager", _("Contract manager")


class RoleHolding(Thing):
    """A person holds a role in a circle, from a day to a day.

    ``until_on`` is the first day on which they no longer hold it, so that a role that is taken away is gone
    at once.
    """

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=20, choices=Role)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person", "role"], condition=Q(until_on=None), name="role_once_at_a_time"
            )
        ]


class Invitation(Thing):
    """Somebody is asked to join. Only a hash of the secret in the link is kept.

    Name and address are blanked as soon as they are of no more use: accepted, withdrawn or too old.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    member_class = models.CharField(_("member class"), max_length=40, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    membership = models.OneToOneField(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitation"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_address",
            )
        ]
        indexes = [models.Index(fields=["email"])]


class ImportDraft(Thing):
    """A members' list that was read and not yet imported: what its secretary saw is what confirming applies.

    It is theirs alone, and gone after the import or after a day.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="import_drafts")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="import_drafts")
    file_name = models.CharField(max_length=120)
    made_at = models.DateTimeField(db_index=True)
    #: Names of the columns as the file has them, and which were understood as what.
    columns = models.JSONField()
    #: One object for each row: what it says and what will happen with it (see
    #: `waardeel.people.domain.importing`).
    rows = models.JSONField()
