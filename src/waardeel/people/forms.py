"""What people type about persons, organisations, memberships and circles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from waardeel.house.forms import HouseForm, MakeForm
from waardeel.people.errors import FileTooBig
from waardeel.people.models import (
    Country,
    Engagement,
    Language,
    Membership,
    Organisation,
    OrganisationKind,
    OrganisationRole,
    Role,
    SupportNeeds,
)

DAYS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


class DayField(forms.DateField):
    """A day, picked or typed as year-month-day or day-month-year."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(input_formats=DAYS, widget=widget, **kwargs)


def name_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=120)


def email_field(*, required: bool = True, help_text: Any = "") -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"),
        required=required,
        max_length=254,
        help_text=help_text,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class MemberFacts(HouseForm):
    """What the secretary keeps of a membership."""

    member_class = forms.CharField(
        label=_("Member class"),
        max_length=40,
        required=False,
        help_text=_("As your statutes name it. Leave it empty when there is only one."),
    )
    number = forms.CharField(label=_("Member number"), max_length=40, required=False)


class AdmitForm(MemberFacts):
    """Admit somebody who asked to join."""

    joined_on = DayField(label=_("Member since"), required=False, help_text=_("Leave it empty for today."))


class EnrolForm(MakeForm, AdmitForm):
    """Make somebody a member."""

    name = name_field(_("Name"))
    email = email_field(
        required=False,
        help_text=_("To sign in with. Leave it empty when there is none; you can print a card."),
    )
    field_order = ["id", "name", "email", "member_class", "number", "joined_on"]


class EnrolOrganisationForm(MakeForm, AdmitForm):
    """Make an organisation a member."""

    member = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.order_by("name"), empty_label=_("Choose one")
    )
    field_order = ["id", "member", "member_class", "number", "joined_on"]


class EndForm(HouseForm):
    """End a membership."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[(reason.value, reason.label) for reason in Membership.SECRETARY_REASONS],
        widget=forms.RadioSelect,
    )
    ended_on = DayField(
        label=_("From which day"), required=False, help_text=_("Leave it empty for today. Not a day to come.")
    )


class ApplyForm(MakeForm):
    """Ask to join, signed in."""


class ApplyByMailForm(MakeForm):
    """Ask to join without an account."""

    name = name_field(_("Your name"))
    email = email_field(help_text=_("We send you a mail. Follow the link in it to make sure it is yours."))


class InviteForm(MakeForm):
    """Invite somebody."""

    name = name_field(_("Name"))
    email = email_field()
    member_class = forms.CharField(label=_("Member class"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=Language)


class AcceptForm(MakeForm):
    """Accept an invitation, signed in."""


class AcceptAsForm(MakeForm):
    """Accept an invitation as somebody who is new here."""

    name = name_field(_("Your name"))


class TakeOnForm(MakeForm):
    """Somebody begins to work, learn, live or volunteer here."""

    name = name_field(_("Name"))
    email = email_field(
        required=False,
        help_text=_("To sign in with. Leave it empty when there is none; you can print a card."),
    )
    kind = forms.ChoiceField(label=_("What they do here"), choices=Engagement.Kind.choices, widget=forms.RadioSelect)
    from_on = DayField(label=_("From which day"), required=False, help_text=_("Leave it empty for today."))


class EngageForm(MakeForm):
    """Somebody who is known here begins to work, learn, live or volunteer."""

    kind = forms.ChoiceField(label=_("What they do here"), choices=Engagement.Kind.choices, widget=forms.RadioSelect)
    from_on = DayField(label=_("From which day"), required=False, help_text=_("Leave it empty for today."))


class CircleForm(MakeForm):
    """Form a circle."""

    name = forms.CharField(label=_("Name of the circle"), max_length=80)
    mandate = forms.CharField(
        label=_("Mandate"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What this circle may decide and do by itself. Everybody can read this."),
    )


class GiveRoleForm(MakeForm):
    """Give somebody a role in a circle."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class DescribeForm(HouseForm):
    """What an organisation says of itself."""

    name = name_field(_("Name"))
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=OrganisationKind.choices)
    legal_form = forms.CharField(label=_("Legal form"), max_length=60, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=Country.choices)
    place = forms.CharField(label=_("Place"), max_length=80, required=False)
    about = forms.CharField(
        label=_("Who we are"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    does = forms.MultipleChoiceField(
        label=_("What we do for others"),
        choices=OrganisationRole.Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    takes_applications = forms.BooleanField(label=_("People may ask to join"), required=False)


class JoinWholeForm(MakeForm):
    """Take an organisation into a group or network."""

    part = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.order_by("name"), empty_label=_("Choose one")
    )


class ImportForm(MakeForm):
    """Upload a members' list."""

    file = forms.FileField(
        label=_("Members' list"),
        help_text=_("A CSV file or an .xlsx spreadsheet, with the names of the columns in the first row."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.WAARDEEL_MAX_UPLOAD:
            # Said before the bytes are read into memory.
            raise forms.ValidationError(str(FileTooBig(limit=settings.WAARDEEL_MAX_UPLOAD // 1_000_000)))
        return file


class NeedsForm(forms.ModelForm):
    """What somebody needs to take part."""

    class Meta:
        model = SupportNeeds
        fields = ["large_print", "reading_aloud", "paper", "more_time", "buddy", "interpreter", "note"]
        help_texts = {"note": _("At most 300 characters. You need not say why.")}


class PersonForm(HouseForm):
    """What somebody is called, and in which language they read."""

    name = name_field(_("Your name"))
    language = forms.ChoiceField(label=_("Language of mail to you"), choices=Language)


class SureForm(HouseForm):
    """Say that one is sure, for what cannot be undone."""

    sure = forms.BooleanField(
        label=_("Yes, I am sure"),
        error_messages={"required": _("Tick this box if you are sure. This cannot be undone.")},
    )
