"""What can go wrong with work, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waardeel.house.errors import HouseError


class NotACity(HouseError):
    text = _("%(name)s is not a city. Report the work to the city where you saw it.")


class UnknownCategory(HouseError):
    text = _("Choose one of the pictures.")
    field = "category"


class ReasonMissing(HouseError):
    text = _("Say why. Whoever reported it wants to know.")
    field = "reason"


class NoReasonGiven(HouseError):
    text = _("Say why. The other side wants to know.")
    field = "reason"


class ExplanationMissing(HouseError):
    text = _("You chose “Another reason”. Write in a few words which one.")
    field = "explanation"


class SightingIsClosed(HouseError):
    text = _("“%(sighting)s” is closed already.")


class AlreadyBundled(HouseError):
    text = _("“%(sighting)s” is in the work opportunity “%(opportunity)s” already. Leave it out.")
    field = "sightings"


class NothingToBundle(HouseError):
    text = _("Choose at least one report.")
    field = "sightings"


class OfAnotherCity(HouseError):
    text = _("“%(sighting)s” was reported to another city. Leave it out.")
    field = "sightings"


class NotInIt(HouseError):
    text = _("“%(sighting)s” is not in this work opportunity. Look at the list again.")
    field = "sightings"


class LastSighting(HouseError):
    text = _("At least one report must stay in. To stop altogether, close the work opportunity with a reason.")
    field = "sightings"


class NoPhoto(HouseError):
    text = _("There is no photo to remove.")


class NoHours(HouseError):
    text = _("Fill in how many hours a week, more than 0 and at most %(most)s.")
    field = "hours_per_week"


class OpportunityNotOpen(HouseError):
    text = _("The work opportunity “%(title)s” is not open any more: %(state)s. Look at the list for others.")


class NotProposed(HouseError):
    text = _("No members are deciding on “%(title)s”.")


class TooFewParties(HouseError):
    text = _("A partnership needs at least two organisations. Choose a partner.")
    field = "partner"


class PartyTwice(HouseError):
    text = _("%(name)s is in it twice. Choose every organisation once.")
    field = "partner"


class EndsBeforeItBegins(HouseError):
    text = _("The last day lies before the first day. Change one of the two.")
    field = "until_on"


class OpportunityHasPartnership(HouseError):
    text = _("A partnership was offered for “%(title)s” already. Look there first.")


class NotTheirDecision(HouseError):
    text = _("The decision “%(title)s” was not adopted by one of the parties. Choose another one, or none.")
    field = "decision"


class AlreadyAgreed(HouseError):
    text = _("%(name)s agreed to this partnership already.")


class NotWaiting(HouseError):
    text = _("This partnership does not wait for an answer any more.")


class NotInForce(HouseError):
    text = _("Promises can be made as soon as every party has agreed to the partnership.")


class NoAmount(HouseError):
    text = _("Fill in a number above 0.")
    field = "amount"


class DueOutsidePartnership(HouseError):
    text = _("Choose a day between %(first)s and %(last)s: then the partnership runs.")
    field = "due_on"


class DueBeforePartnership(HouseError):
    text = _("Choose a day from %(first)s: then the partnership begins.")
    field = "due_on"


class CommitmentWithdrawn(HouseError):
    text = _("This promise was taken back. Nothing can be shown for it any more.")


class HasEvidence(HouseError):
    text = _("Something was shown for this promise already, so it stays. Agree on a new one beside it.")


class DeliveredInFuture(HouseError):
    text = _("This day has not come yet. Fill in the day on which it was done.")
    field = "delivered_on"


class AlreadyCorrected(HouseError):
    text = _("This was corrected already. Correct the newest one.")


class OfAnotherCommitment(HouseError):
    text = _("This belongs to another promise. Go back and choose again.")


class AlreadyDecided(HouseError):
    text = _("Somebody has looked at this already: %(state)s.")


class NotAnImage(HouseError):
    text = _("This file is not a photo that we can read. Choose a JPEG, PNG or WebP picture.")
    field = "photo"


class ImageTooLarge(HouseError):
    text = _("This photo has %(pixels)s million pixels; at most %(limit)s fit. Make it smaller, or take a new one.")
    field = "photo"


class ImageDamaged(HouseError):
    text = _("This photo is damaged or incomplete. Take it again, or choose another one.")
    field = "photo"


class FileTooLarge(HouseError):
    text = _("This file is %(size)s MB; at most %(limit)s MB fit. Choose a smaller one.")
    field = "file"


class NotAPdf(HouseError):
    text = _("This file is not a PDF or a photo that we can read. Choose a PDF, JPEG, PNG or WebP file.")
    field = "file"


class PdfDamaged(HouseError):
    text = _("This PDF is incomplete, or something else is hidden in it. Save it as a PDF again.")
    field = "file"
