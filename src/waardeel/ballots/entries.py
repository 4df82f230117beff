"""How the entries of this room read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "poll.opened": _("A vote was opened: %(question)s (people who may vote: %(voters)s)"),
    "poll.prepared": _("A verifiable secret vote was prepared: %(question)s (people who may vote: %(voters)s)"),
    "poll.withdrawn": _("A vote was withdrawn before it opened."),
    "poll.key_given": _("A trustee gave the public half of a key."),
    "poll.keys_restarted": _("The keys were thrown away, to be made anew."),
    "poll.key_round_given": _("A trustee took a step towards the key that the trustees share."),
    "poll.codes_made": _("The codes were made (%(codes)s)."),
    "poll.proxy_noted": _("A proxy was entered: somebody votes for another."),
    "poll.proxy_dropped": _("A proxy was taken back."),
    "poll.code_replaced": _("A lost code was replaced by a spare one."),
    "poll.code_handed_in": _("A code was handed in for a ballot on paper."),
    "poll.head_noted": _("How far a verifiable secret vote is was written down (ballots so far: %(ballots)s)."),
    "poll.audited": _("Somebody who checks a vote said what they found."),
    "poll.ended": _("A vote ended; its ballots were added up unseen (ballots that count: %(counted)s)."),
    "poll.decrypted": _("A trustee read a part of the result."),
    "ballot.cast": _("Somebody voted."),
    "poll.closed": _("A vote was closed and counted (people who could vote: %(voters)s)."),
}
