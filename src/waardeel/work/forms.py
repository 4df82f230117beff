"""What people type about work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waardeel.assembly.models import Decision
from waardeel.house.errors import HouseError
from waardeel.house.forms import HouseForm, MakeForm
from waardeel.people.models import Organisation
from waardeel.work.categories import choices
from waardeel.work.files import CleanFile, clean_document, clean_photo
from waardeel.work.models import CloseReason, Opportunity, Party, Rhythm, Sighting, Unit

PUBLIC = _("Everyone can read this. Write no names of people.")


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def number(**limits: Any) -> forms.DecimalField:
    """An exact number with at most two decimals, with a comma or a point as the reader's language has it."""
    return forms.DecimalField(
        localize=True,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "12"}),
        **limits,
    )


def day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class CleanFileField(forms.FileField):
    """A file from outside that comes out clean, or is refused with the reason.

    ``make_clean`` is `files.clean_photo` or `files.clean_document`; ``accept`` are the media types that the
    browser offers.
    """

    def __init__(self, *, make_clean: Callable[[IO[bytes]], CleanFile], accept: str, **options: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), allow_empty_file=True, **options)
        self.make_clean = make_clean

    def clean(self, data: Any, initial: Any = None) -> CleanFile | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return self.make_clean(upload)
        except HouseError as error:
            raise forms.ValidationError(str(error)) from error


IMAGES = "image/jpeg,image/png,image/webp"


class ReportForm(MakeForm):
    photo = CleanFileField(
        label=_("Photo"),
        make_clean=clean_photo,
        accept=IMAGES,
        required=False,
        help_text=_("No faces and no number plates, please. Where the photo was taken is removed from it."),
    )
    category = forms.ChoiceField(
        label=_("What do you see?"),
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the pictures.")},
    )
    place = forms.CharField(
        label=_("Where?"),
        max_length=120,
        help_text=_("Street and number, or a corner. Everyone can read this."),
    )
    neighbourhood = forms.CharField(label=_("Neighbourhood"), max_length=80, required=False)
    rhythm = forms.ChoiceField(
        label=_("How often is it needed?"),
        choices=[("", _("As usual for this work")), *Rhythm.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=text_area(2),
        help_text=_("Only people of the city and its partners read this."),
    )


class ReasonForm(HouseForm):
    """Why something is closed."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=CloseReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why. Whoever reported it wants to know.")},
    )
    explanation = forms.CharField(
        label=_("In your own words"),
        max_length=500,
        required=False,
        widget=text_area(3),
        help_text=_("Whoever reported it reads this."),
    )


class SightingsChoice(forms.ModelMultipleChoiceField):
    """Sightings to tick."""

    def label_from_instance(self, sighting: Sighting) -> str:  # type: ignore[override]
        where = f"{sighting.place}, {sighting.neighbourhood}" if sighting.neighbourhood else sighting.place
        return f"{sighting.kind.label}: {where} ({sighting.get_rhythm_display()})"


def sightings_field(sightings: QuerySet[Sighting], label: Any) -> SightingsChoice:
    return SightingsChoice(
        queryset=sightings,
        label=label,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one report."),
            "invalid_choice": _("One of these reports is closed or bundled meanwhile. Look at the list again."),
        },
    )


class BundleForm(MakeForm):
    title = forms.CharField(label=_("Name of the work"), max_length=150, help_text=PUBLIC)
    task = forms.CharField(
        label=_("What is to be done?"),
        max_length=3000,
        widget=text_area(5),
        help_text=_("In plain words: what, how, and what somebody needs for it."),
    )
    hours_per_week = number(label=_("Hours a week"), max_digits=7)
    place = forms.CharField(label=_("Where?"), max_length=120)

    def __init__(self, *args: Any, sightings: QuerySet[Sighting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sightings"] = sightings_field(sightings, _("Reports in it"))
        self.order_fields(["sightings"])


class PickForm(HouseForm):
    """Reports to put into an opportunity, or to take out of it."""

    def __init__(self, *args: Any, sightings: QuerySet[Sighting], label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sightings"] = sightings_field(sightings, label)


class ProposeForm(MakeForm):
    title = forms.CharField(label=_("Title"), max_length=150)
    plain_text = forms.CharField(
        label=_("What do we ask the members, in plain words?"), max_length=5000, widget=text_area(8)
    )
    legal_text = forms.CharField(
        label=_("The exact text of the decision"), max_length=20000, required=False, widget=text_area(5)
    )


class OfferForm(MakeForm):
    title = forms.CharField(label=_("Name of the partnership"), max_length=150, help_text=PUBLIC)
    purpose = forms.CharField(label=_("What is it for?"), max_length=3000, widget=text_area(5), help_text=PUBLIC)
    place = forms.CharField(label=_("Where?"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("What do you do in it?"), choices=Party.Role.choices)
    partner = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("With whom?"), empty_label=_("Choose an organisation")
    )
    partner_role = forms.ChoiceField(
        label=_("What do they do in it?"), choices=Party.Role.choices, initial=Party.Role.PARTNER
    )
    third = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("And with whom else?"),
        required=False,
        empty_label=_("Nobody else"),
    )
    from_on = day(label=_("First day"))
    until_on = day(label=_("Last day"), required=False)
    decision = forms.ModelChoiceField(
        queryset=Decision.objects.none(),
        label=_("Which decision of the members is behind it?"),
        required=False,
        empty_label=_("No decision"),
    )

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        opportunity: Opportunity | None,
        decisions: QuerySet[Decision],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        others = Organisation.objects.exclude(pk=organisation.pk).order_by("name")
        self.fields["partner"].queryset = others  # type: ignore[attr-defined]
        self.fields["third"].queryset = others  # type: ignore[attr-defined]
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
        self.opportunity = opportunity

    def parties(self) -> list[tuple[Organisation, str]]:
        """The parties with their roles, who offers first. Call it when the form is valid."""
        data = self.cleaned_data
        parties = [(self.organisation, data["role"]), (data["partner"], data["partner_role"])]
        if data["third"]:
            parties.append((data["third"], Party.Role.PARTNER))
        return parties


class DeclineForm(HouseForm):
    reason = forms.CharField(
        label=_("Why?"), max_length=500, widget=text_area(3), help_text=_("The other parties read this.")
    )


class PromiseForm(MakeForm):
    what = forms.CharField(label=_("What do you promise?"), max_length=200, help_text=PUBLIC)
    amount = number(label=_("How much?"), max_digits=12)
    unit = forms.ChoiceField(label=_("Counted in"), choices=Unit.choices)
    due_on = day(label=_("By when?"))
    proof = forms.CharField(
        label=_("What will show it?"),
        max_length=300,
        help_text=_("For instance: signed hour lists, photos, a report."),
    )


class EvidenceForm(MakeForm):
    amount = number(label=_("How much was done?"), max_digits=12, min_value=Decimal(0))
    delivered_on = day(label=_("On which day?"))
    text = forms.CharField(
        label=_("What was done?"),
        max_length=2000,
        widget=text_area(4),
        help_text=_("Only the parties read this. Write no names of people."),
    )
    file = CleanFileField(
        label=_("Photo or PDF"),
        make_clean=clean_document,
        accept=f"application/pdf,{IMAGES}",
        required=False,
        help_text=_("No faces and no lists of names. Where a photo was taken is removed from it."),
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _("Counted in: %(unit)s.") % {"unit": Unit(unit).label}

    def clean_delivered_on(self) -> date:
        value: date = self.cleaned_data["delivered_on"]
        if value.year < 2000:
            raise forms.ValidationError(_("This day is too long ago. Look at the year."))
        return value


class JudgeForm(HouseForm):
    verdict = forms.ChoiceField(
        label=_("Is this what was promised?"),
        choices=[("yes", _("Yes, I accept it")), ("no", _("No, I send it back"))],
        widget=forms.RadioSelect(attrs={"data-look": "cards"}),
    )
    reason = forms.CharField(
        label=_("What is missing?"),
        max_length=500,
        required=False,
        widget=text_area(3),
        help_text=_("Needed when you send it back. The parties read this."),
    )
