"""What can go wrong with charters, proposals and decisions, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waardeel.house.errors import HouseError


class NoFreeQuestion(HouseError):
    text = _("All questions that were prepared for this meeting are used. Put the proposal to the vote by itself.")
    field = "meeting"


class NoCharter(HouseError):
    text = _("There are no rules in force here yet. Adopt the rules first; then you can put a proposal to the vote.")


class ProposalNotOpen(HouseError):
    text = _("This proposal is no longer open: %(state)s. Make a new proposal if you want something else.")


class ChangedMeanwhile(HouseError):
    text = _(
        "The text was changed meanwhile: it is now version %(version)s. "
        "Open the proposal, compare, and change it again."
    )


class TooLong(HouseError):
    text = _("This text has %(length)s characters; the most is %(most)s. Make it shorter.")

    def __init__(self, *, field: str, length: int, most: int) -> None:
        super().__init__(length=length, most=most)
        self.field = field


class Empty(HouseError):
    text = _("Write something here.")

    def __init__(self, *, field: str) -> None:
        super().__init__()
        self.field = field


class WrongOrganisation(HouseError):
    text = _("This belongs to another organisation. Choose one from this organisation.")


class NoLongerInForce(HouseError):
    text = _("The decision %(label)s no longer applies. Choose another one, or none.")
    field = "replaces"


class ValidFromPast(HouseError):
    text = _("Rules cannot begin to hold in the past. Choose %(day)s or later.")
    field = "valid_from"


class OutOfRange(HouseError):
    text = _("Choose a number from %(least)s to %(most)s.")

    def __init__(self, *, field: str, least: int, most: int) -> None:
        super().__init__(least=least, most=most)
        self.field = field


class BelowFloor(HouseError):
    """``problems`` are the floors of the law pack (`law.packs.Problem`), with the kind of decision."""

    text = _("These rules go below what the law asks: %(words)s")


class NotConfirmed(HouseError):
    text = _("Have these rules checked first, and then tick “A notary or lawyer has confirmed these rules”: %(words)s")
    field = "confirmed"


class ReviewInPast(HouseError):
    text = _("Choose a day after today.")
    field = "review_on"


class DoesNotApply(HouseError):
    text = _("This decision no longer applies, so there is nothing to review.")
