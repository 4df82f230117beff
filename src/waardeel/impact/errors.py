"""What can go wrong with waves and answers, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waardeel.house.errors import HouseError


class NoTitle(HouseError):
    text = _("Give the questionnaire a title of at most %(most)s characters.")
    field = "title"


class NoSuchInstrument(HouseError):
    text = _("The list of questions “%(name)s” does not exist. Choose one from the list.")
    field = "instrument"


class WrongWindow(HouseError):
    text = _("The last day is before the first day. Choose a later last day.")
    field = "until_on"


class MinimumTooSmall(HouseError):
    text = _("Figures about fewer than %(least)s people are never shown. Choose %(least)s or more.")
    field = "minimum_cell"


class GroupTooSmall(HouseError):
    text = _(
        "You want to ask %(eligible)s people, but figures about fewer than %(minimum)s are not shown: "
        "you would see nothing. Ask a larger group, or talk with each other instead."
    )
    field = "eligible"


class NotYourPartnership(HouseError):
    text = _("This organisation is not in the partnership “%(title)s”, or it has not begun. Choose another one.")
    field = "partnership"


class TooManySlips(HouseError):
    text = _("There are %(eligible)s people to ask and %(made)s slips were made already. You can make %(left)s more.")
    field = "number"


class WeakSecret(HouseError):
    text = _("This page is incomplete. Open it again.")


class UnknownSlip(HouseError):
    text = _("We do not know this code. Look at your slip and type the 12 letters and figures again.")
    field = "code"


class SlipUsed(HouseError):
    text = _("This slip was already used. Each slip can be used once.")


class WaveNotBegun(HouseError):
    text = _("You can answer from %(from_on)s. Keep your slip until then.")


class WaveOver(HouseError):
    text = _("This questionnaire is over. You cannot answer any more.")


class NotAnswered(HouseError):
    text = _("Question %(number)s has no answer yet. You can also choose “I do not know”.")


class BadAnswer(HouseError):
    text = _("This answer is not possible: %(answer)s. Choose a whole number from %(low)s to %(high)s.")
    field = "answer"


class UnknownReceipt(HouseError):
    text = _(
        "We find no answers with this code. Look at the code again. If the questionnaire is over, "
        "nobody can find your answers any more, not even with the code."
    )
    field = "code"


class NotClosed(HouseError):
    text = _("Close the questionnaire first. Then you can publish the results.")


class NotPublished(HouseError):
    text = _("Publish the results first.")


class NotAdopted(HouseError):
    text = _("Decision %(label)s was not adopted, or is of another organisation. Choose another decision.")
    field = "decision"
