"""What people fill in: rules, proposals, comments, putting to the vote, reviews."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from waardeel.assembly import queries
from waardeel.assembly.models import DecisionKind
from waardeel.ballots.models import Poll
from waardeel.ballots.words import BASES
from waardeel.house.forms import HouseForm, MakeForm, lines_of
from waardeel.law.verdict import DecisionRules, Majority, Quorum
from waardeel.people import queries as people
from waardeel.people.models import Organisation

_SHARE = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})|(\d{1,3}(?:[.,]\d{1,6})?)\s*(%?)", re.ASCII)


class ShareField(forms.CharField):
    """An exact share above 0, at most 1, typed as "2/3", "60%" or "0,6": a Fraction, or None if empty."""

    default_error_messages = {
        "share": _("“%(text)s” is no share. Write a fraction such as 1/2 or 2/3, or a percentage such as 60%%."),
        "range": _("“%(text)s” is not more than 0 and at most 1 (100%%). Choose a share in between."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Fraction) else value

    def clean(self, value: Any) -> Fraction | None:
        text = super().clean(value)
        if not text:
            return None
        match = _SHARE.fullmatch(text)
        if match is None or match[2] in {"0", "00", "000"} or (match[2] and int(match[2]) == 0):
            raise forms.ValidationError(self.error_messages["share"], params={"text": text})
        if match[1]:
            share = Fraction(int(match[1]), int(match[2]))
        else:
            share = Fraction(Decimal(match[3].replace(",", "."))) / (100 if match[4] else 1)
        if not 0 < share <= 1:
            raise forms.ValidationError(self.error_messages["range"], params={"text": text})
        return share


class DateInput(forms.DateInput):
    """The browser's own way of choosing a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that somebody now alive may see."""

    widget = DateInput

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day.year > 2200:
            raise forms.ValidationError(_("Choose a day before the year 2200."))
        return day


RELATIONS = [("more", _("more than this share")), ("least", _("at least this share"))]


class CharterForm(MakeForm):
    """A new version of the rules; per kind of decision a quorum and a majority."""

    ordinary_quorum = ShareField(
        label=_("Ordinary decisions: how many must take part"),
        help_text=_("A share of all members, such as 1/2. Leave empty if there is no such rule (no quorum)."),
        required=False,
    )
    ordinary_relation = forms.ChoiceField(label=_("Ordinary decisions: how many votes for it"), choices=RELATIONS)
    ordinary_share = ShareField(
        label=_("Ordinary decisions: this share"),
        help_text=_("A fraction such as 1/2, or a percentage such as 60%."),
    )
    ordinary_base = forms.ChoiceField(label=_("Ordinary decisions: the share of what"), choices=list(BASES.items()))
    statutes_quorum = ShareField(
        label=_("Change of the statutes: how many must take part"),
        help_text=_("A share of all members, such as 1/2. Leave empty if there is no such rule (no quorum)."),
        required=False,
    )
    statutes_relation = forms.ChoiceField(label=_("Change of the statutes: how many votes for it"), choices=RELATIONS)
    statutes_share = ShareField(
        label=_("Change of the statutes: this share"),
        help_text=_("A fraction such as 2/3, or a percentage such as 75%."),
    )
    statutes_base = forms.ChoiceField(label=_("Change of the statutes: the share of what"), choices=list(BASES.items()))
    poll_days = forms.IntegerField(
        label=_("Days that a vote stays open at least"), min_value=1, max_value=90, initial=7
    )
    proxies = forms.IntegerField(
        label=_("For how many others one person may vote"),
        help_text=_("With a proxy in writing. 0 when your statutes allow no proxies."),
        min_value=0,
        max_value=50,
        initial=1,
    )
    minimum_cell = forms.IntegerField(
        label=_("Smallest group of which figures are shown"),
        help_text=_("Figures about fewer people than this are hidden, so that nobody can be recognised in them."),
        min_value=3,
        max_value=50,
        initial=queries.MINIMUM_CELL,
    )
    review_months = forms.IntegerField(
        label=_("Months after which a decision is looked at again"), min_value=1, max_value=120, initial=12
    )
    valid_from = DayField(label=_("These rules hold from"), help_text=_("Today, or a later day."))
    confirmed = forms.BooleanField(
        label=_("A notary or lawyer has confirmed these rules"),
        help_text=_("Needed only when we ask for it, because a rule is below what we believe the law asks."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for kind in DecisionKind.values:
            if cleaned.get(f"{kind}_relation") == "more" and cleaned.get(f"{kind}_share") == 1:
                self.add_error(
                    f"{kind}_share",
                    _("More than everybody is impossible. Choose “at least this share”, or a lower share."),
                )
        return cleaned

    def decision_rules(self) -> Mapping[str, DecisionRules]:
        """The rules that were typed, per kind of decision; only of a valid form."""
        typed = self.cleaned_data
        return {
            kind: DecisionRules(
                quorum=Quorum("members", typed[f"{kind}_quorum"]) if typed[f"{kind}_quorum"] else None,
                majority=Majority(
                    base=typed[f"{kind}_base"],
                    share=typed[f"{kind}_share"],
                    strict=typed[f"{kind}_relation"] == "more",
                ),
            )
            for kind in DecisionKind.values
        }

    @staticmethod
    def initial_from(rules: Mapping[str, DecisionRules]) -> dict[str, Any]:
        """What the form shows at first for these rules."""
        initial: dict[str, Any] = {}
        for kind, rule in rules.items():
            initial |= {
                f"{kind}_quorum": rule.quorum.share if rule.quorum else "",
                f"{kind}_relation": "more" if rule.majority.strict else "least",
                f"{kind}_share": rule.majority.share,
                f"{kind}_base": rule.majority.base,
            }
        return initial


class ProposalForm(MakeForm):
    """A proposal: plain words first."""

    title = forms.CharField(
        label=_("What do you propose, in one line"),
        help_text=_("This line goes into the public register and stays there. Name no people in it."),
        max_length=150,
    )
    plain_text = forms.CharField(
        label=_("In plain words"),
        help_text=_(
            "What will change, for whom, what does it cost, and from when? Write as you would say it to a colleague."
        ),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    legal_text = forms.CharField(
        label=_("The legal text"),
        help_text=_("The exact words that will hold, if they differ from the plain words."),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    circle = forms.ModelChoiceField(
        label=_("Who carries it out"), queryset=None, required=False, empty_label=_("Not known yet")
    )
    replaces = forms.ModelChoiceField(
        label=_("Which decision does it replace"),
        queryset=None,
        required=False,
        empty_label=_("No decision"),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["circle"].queryset = people.circles_of(organisation)  # type: ignore[attr-defined]
        self.fields["replaces"].queryset = queries.decisions_of(organisation, only_in_force=True)  # type: ignore[attr-defined]


class ChangeForm(ProposalForm):
    """The same, with the version that the writer had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CommentForm(MakeForm):
    """Something to say about a proposal."""

    text = forms.CharField(
        label=_("Your comment"),
        help_text=_("Everybody who belongs here can read it, with your name. You can take it back."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PutToVoteForm(MakeForm):
    """What kind of decision it is, and until when people can vote."""

    kind = forms.ChoiceField(label=_("Kind of decision"), choices=DecisionKind.choices, widget=forms.RadioSelect)
    closes_at = forms.DateTimeField(
        label=_("The vote closes on"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    secrecy = forms.ChoiceField(
        label=_("How secret is it?"),
        choices=[
            (
                Poll.Secrecy.CLOSED_LIST,
                _("Closed list: people vote here; the link with their name is erased at closing"),
            ),
            (
                Poll.Secrecy.VERIFIABLE,
                _("Verifiable secret: the server cannot read a vote, anyone can check the count; it takes preparation"),
            ),
        ],
        initial=Poll.Secrecy.CLOSED_LIST,
        widget=forms.RadioSelect,
        required=False,
    )
    authority = forms.CharField(
        label=_("Who makes the codes"),
        help_text=_("Only for a verifiable secret vote. Best somebody who holds no key and does not run this server."),
        required=False,
        max_length=120,
    )
    trustees = forms.CharField(
        label=_("Who hold the keys"),
        help_text=_(
            "Only for a verifiable secret vote: a name on each line. They must not all have the same interest."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    threshold = forms.IntegerField(
        label=_("How many of the keys are enough"),
        help_text=_(
            "For example 2 of 3: then the result can be read when one key is lost. Leave it empty when all are needed."
        ),
        required=False,
        min_value=2,
        max_value=9,
    )

    auditors = forms.CharField(
        label=_("Who check everything"),
        help_text=_(
            "Only for a verifiable secret vote: a name on each line. They say in the register what they found."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    questions = forms.IntegerField(
        label=_("For how many questions of one meeting"),
        help_text=_(
            "The keys and codes then serve that many questions. The first is this one; the others are put to the vote "
            "in the meeting. Leave it empty for this question alone."
        ),
        required=False,
        min_value=1,
        max_value=20,
    )
    papers = forms.IntegerField(
        label=_("How many ballots on paper"),
        help_text=_(
            "For who cannot or will not use a screen: they hand in their letter and fill in a ballot on paper. "
            "Leave it empty when nobody votes on paper."
        ),
        required=False,
        min_value=0,
    )
    by_mail = forms.BooleanField(
        label=_("Send the codes by e-mail"),
        help_text=_("Whoever makes the codes is then given the e-mail addresses of the members, and sends them."),
        required=False,
    )

    #: What only a verifiable secret vote asks; the page hides it for others.
    _ONLY_VERIFIABLE = ("authority", "trustees", "threshold", "auditors", "questions", "papers", "by_mail")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._ONLY_VERIFIABLE:
            self.fields[name].widget.attrs["data-only"] = Poll.Secrecy.VERIFIABLE.value

    def clean_threshold(self) -> int:
        return self.cleaned_data["threshold"] or 0

    def clean_questions(self) -> int:
        return self.cleaned_data["questions"] or 1

    def clean_papers(self) -> int:
        return self.cleaned_data["papers"] or 0

    def clean_secrecy(self) -> str:
        return self.cleaned_data["secrecy"] or Poll.Secrecy.CLOSED_LIST

    def clean_trustees(self) -> list[str]:
        return lines_of(self.cleaned_data["trustees"])

    def clean_auditors(self) -> list[str]:
        return lines_of(self.cleaned_data["auditors"])


class PutQuestionForm(HouseForm):
    """Put a proposal to the vote in a meeting whose keys and codes are ready."""

    meeting = forms.TypedChoiceField(label=_("Which meeting"), coerce=UUID)
    kind = forms.ChoiceField(label=_("Kind of decision"), choices=DecisionKind.choices)
    minutes = forms.IntegerField(
        label=_("For how many minutes is the vote open"), min_value=1, max_value=240, initial=5
    )

    def __init__(self, data: Any, meetings: Sequence[Poll]) -> None:
        super().__init__(data, initial={"kind": DecisionKind.ORDINARY})
        self.fields["meeting"].choices = [
            (str(poll.pk), _("%(asked)s (free questions: %(free)s)") % {"asked": poll.asked, "free": poll.free})
            for poll in meetings
        ]


class ConfirmForm(HouseForm):
    """Nothing to fill in: the button is the question."""


class ReviewForm(HouseForm):
    """A decision was looked at again."""

    review_on = DayField(
        label=_("Look at it again on"),
        help_text=_("Leave empty if that is no longer needed."),
        required=False,
    )
    carried_out = forms.BooleanField(label=_("All that it asks was done"), required=False)
