"""How the entries of this room read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "wave.opened": _("A questionnaire was opened: “%(title)s”."),
    "wave.slips_made": _("Slips were made for the questionnaire “%(title)s” (number: %(number)s)."),
    "wave.closed": _("The questionnaire “%(title)s” was closed."),
    "wave.published": _("The results of the questionnaire “%(title)s” were published."),
    "wave.approved": _("The members approved the report on “%(title)s” with decision %(decision)s."),
}
