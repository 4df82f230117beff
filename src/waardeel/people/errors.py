"""What can go wrong with people and organisations, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waardeel.house.errors import HouseError

# -- organisations ----------------------------------------------------------------------------------------


class SlugTaken(HouseError):
    text = _("The short name “%(slug)s” is taken. Choose another one.")
    field = "slug"


class NothingChanged(HouseError):
    text = _("Nothing is different from what was there.")


class AlreadyPart(HouseError):
    text = _("%(part)s is already part of %(whole)s.")
    field = "part"


class PartOfItself(HouseError):
    text = _("%(part)s cannot be part of itself, not even through another organisation.")
    field = "part"


class NoLongerPart(HouseError):
    text = _("%(part)s is no longer part of %(whole)s.")


# -- persons ----------------------------------------------------------------------------------------------


class MailTaken(HouseError):
    text = _("Somebody already signs in with %(email)s. Use another address, or leave it empty and print a card.")
    field = "email"


class MailKnown(HouseError):
    text = _("Somebody already signs in with %(email)s. Send that person an invitation, so that they decide.")
    field = "email"


class LastSecretary(HouseError):
    text = _("%(organisation)s would have no secretary. First give the role of secretary to somebody else.")


class BelongsElsewhere(HouseError):
    text = _("This person is also known in another organisation. They must ask for it there too, or do it themselves.")


class AlreadyErased(HouseError):
    text = _("The data of this person was erased already.")


# -- memberships ------------------------------------------------------------------------------------------


class AlreadyMember(HouseError):
    text = _("This person is already a member, or has already asked to join.")


class OrganisationAlreadyMember(HouseError):
    text = _("This organisation is already a member.")
    field = "member"


class NumberTaken(HouseError):
    text = _("Another member has the number %(number)s. Choose another number.")
    field = "number"


class NotOpen(HouseError):
    text = _("%(organisation)s takes no applications. Ask somebody there to invite you.")


class NotWaiting(HouseError):
    text = _("This application was already decided or taken back.")


class NotActive(HouseError):
    text = _("Only a member who is not suspended can be suspended.")


class NotSuspended(HouseError):
    text = _("This member is not suspended.")


class AlreadyEnded(HouseError):
    text = _("This membership has already ended.")


class UnlikelyDay(HouseError):
    text = _("%(day)s cannot be right. Give a day between %(earliest)s and %(latest)s.")

    def __init__(self, *, field: str, **facts: object) -> None:
        super().__init__(**facts)
        self.field = field


class LinkTooOld(HouseError):
    text = _("This link is too old or not complete. Ask to join again, and you get a new one.")


class AlreadyEngaged(HouseError):
    text = _("This is already known of this person. Choose something else, or end it first.")
    field = "kind"


class EngagementEnded(HouseError):
    text = _("This has already ended.")


# -- invitations ------------------------------------------------------------------------------------------


class AlreadyInvited(HouseError):
    text = _("An invitation was already sent to %(email)s. Take it back first if you want to send another one.")
    field = "email"


class InvitationGone(HouseError):
    text = _("This invitation was already used, taken back, or is too old. Ask the secretary for a new one.")


class SignInFirst(HouseError):
    text = _("You already have a way to sign in with this address. Sign in first, then accept the invitation.")


# -- circles ----------------------------------------------------------------------------------------------


class CircleNameTaken(HouseError):
    text = _("There is already a circle named “%(name)s”. Choose another name.")
    field = "name"


class CircleDissolved(HouseError):
    text = _("This circle was dissolved.")


class WholeStays(HouseError):
    text = _("The circle of the whole organisation cannot be dissolved.")


class CircleHasCircles(HouseError):
    text = _("There are still circles inside this one. Dissolve those first.")


class RoleHeld(HouseError):
    text = _("This person already has this role.")
    field = "role"


class RoleEnded(HouseError):
    text = _("This person no longer has this role.")


# -- importing --------------------------------------------------------------------------------------------


class FileTooBig(HouseError):
    text = _("This file is larger than %(limit)s MB. Divide it into smaller ones.")
    field = "file"


class FileEmpty(HouseError):
    text = _(
        "There are no members in this file. The first row must hold the names of the columns, each next row one member."
    )
    field = "file"


class NotATable(HouseError):
    text = _(
        "This file cannot be read as a table. Save it in your spreadsheet program as .xlsx or as CSV, and try again."
    )
    field = "file"


class BrokenLine(HouseError):
    text = _("The file cannot be read any further at row %(row)s. Look for a quotation mark that is not closed.")
    field = "file"


class TooManyRows(HouseError):
    text = _("This file has more than %(limit)s rows. Divide it into smaller ones, and delete empty rows at the end.")
    field = "file"


class NoNameColumn(HouseError):
    text = _("No column with names was found. Name it “name” in the first row. These columns are there: %(columns)s.")
    field = "file"


class ColumnTwice(HouseError):
    text = _("Two columns mean the same: “%(first)s” and “%(second)s”. Take one of them out.")
    field = "file"


class ForbiddenColumn(HouseError):
    text = _(
        "The column “%(column)s” must not be stored here: citizen service numbers, health, disability and "
        "benefits are nobody's business but the person's own. Take this column out of the file, and try "
        "again."
    )
    field = "file"


class RowsToMend(HouseError):
    text = _("Some rows cannot be imported yet. Mend them in your file and upload it again. Nothing was imported.")


class ListChanged(HouseError):
    text = _("The members' list changed after you saw this. Look at it again, then confirm.")


class ImportGone(HouseError):
    text = _(
        "This upload is no longer there: it was imported, thrown away, or older than a day. Upload the file again."
    )
