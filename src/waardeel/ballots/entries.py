"""How the entries of this room read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "poll.opened": _("A vote of %(voters)s people was opened: %(question)s"),
    "ballot.cast": _("Somebody voted."),
    "poll.closed": _("A vote of %(voters)s people was closed and counted."),
}
