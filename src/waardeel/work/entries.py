"""How the entries of this room read."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

SENTENCES = {
    "sighting.reported": _("Work left undone was reported: %(what)s, %(place)s."),
    "sighting.closed": _("A report was closed: %(what)s, %(place)s. Reason: %(why)s."),
    "sighting.photo_removed": _("The photo of a report was removed: %(what)s, %(place)s."),
    "opportunity.opened": _("A work opportunity was opened: %(title)s."),
    "opportunity.sightings_added": _("Reports were added to the work opportunity %(title)s (number: %(number)s)."),
    "opportunity.sightings_removed": _(
        "Reports were taken out of the work opportunity %(title)s (number: %(number)s)."
    ),
    "opportunity.proposed": _("%(proposer)s puts the work opportunity %(title)s to its members."),
    "opportunity.released": _("%(proposer)s does not take on the work opportunity %(title)s. It is open again."),
    "opportunity.taken": _("The work opportunity %(title)s was taken on."),
    "opportunity.closed": _("The work opportunity %(title)s was closed. Reason: %(why)s."),
    "partnership.offered": _("%(who)s offered a partnership: %(title)s."),
    "partnership.agreed": _("%(who)s agreed to the partnership %(title)s."),
    "partnership.declined": _("%(who)s did not agree to the partnership %(title)s."),
    "partnership.began": _("The partnership %(title)s began."),
    "partnership.told": _("A partnership from elsewhere was told, with its sources: %(title)s."),
    "commitment.made": _("%(who)s promised: %(what)s."),
    "commitment.withdrawn": _("%(who)s took back a promise: %(what)s."),
    "evidence.submitted": _("%(who)s showed what was done: %(what)s."),
    "evidence.accepted": _("%(who)s accepted what was shown: %(what)s."),
    "evidence.returned": _("%(who)s sent back what was shown: %(what)s."),
}


def in_languages(text: str | Promise) -> dict[str, str]:
    """A translatable text in every language of the house, as an entry holds it."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = str(text)
    return said
