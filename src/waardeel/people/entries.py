"""How the entries of this room read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "organisation.founded": _("%(name)s was founded here."),
    "membership.began": _("A member joined."),
    "engagement.began": _("Somebody began to work, learn, live or volunteer here."),
    "circle.formed": _("The circle %(name)s was formed."),
    "role.given": _("The role %(role)s was given to somebody in the circle %(circle)s."),
    "organisation.joined": _("%(part)s became part of %(whole)s."),
}
