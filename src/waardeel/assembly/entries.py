"""How the entries of this room read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "charter.adopted": _("Version %(version)s of our rules was adopted."),
    "proposal.made": _("A proposal was made: %(title)s"),
    "proposal.changed": _("The text of a proposal was changed: %(title)s"),
    "proposal.withdrawn": _("A proposal was taken back: %(title)s"),
    "decision.made": _("Decision %(number)s was taken: %(title)s"),
    "decision.refused": _("A proposal was not adopted (%(number)s): %(title)s"),
    "decision.reviewed": _("Decision %(number)s was looked at again: %(title)s"),
}
