"""How the entries of this room read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "poll.opened": _("A vote was opened: %(question)s (people who may vote: %(voters)s)"),
    "ballot.cast": _("Somebody voted."),
    "poll.closed": _("A vote was closed and counted (people who could vote: %(voters)s)."),
}
