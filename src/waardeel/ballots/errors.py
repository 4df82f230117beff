"""What can go wrong with polls and ballots, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waardeel.house.errors import HouseError, NotAllowed


class NobodyMayVote(HouseError):
    text = _("Nobody may vote: there are no members on %(day)s. Add members first.")


class MembersAreOrganisations(HouseError):
    text = _(
        "Some members are organisations (%(count)s). They cannot vote on screen yet. "
        "Take this decision in a meeting, so that their votes count too."
    )


class ClosesTooSoon(HouseError):
    text = _("The vote can close on %(moment)s at the earliest. Days that it must stay open: %(days)s.")
    field = "closes_at"


class ClosesTooLate(HouseError):
    text = _("A vote stays open for at most a year. Choose %(moment)s or earlier.")
    field = "closes_at"


class NotOnTheList(NotAllowed):
    text = _(
        "You are not on the list of this vote. The list was fixed on %(day)s from the members of that day. "
        "Ask the secretary if you think this is wrong."
    )


class NotYetOpen(HouseError):
    text = _("Come back on %(moment)s: the vote opens then.")


class TooLate(HouseError):
    text = _("The vote closed on %(moment)s: your ballot was not counted.")


class TooLateToChange(HouseError):
    text = _("The vote closed on %(moment)s: the ballot you cast before counts.")


class UnknownAnswer(HouseError):
    text = _("Choose one of the answers.")
    field = "choice"


class StillOpen(HouseError):
    text = _(
        "The vote is open until %(moment)s (not voted yet: %(missing)s). "
        "You can close it then, or as soon as everybody has voted."
    )
