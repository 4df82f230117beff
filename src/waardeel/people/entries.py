"""How the entries of this room read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "organisation.founded": _("%(name)s was founded here."),
    "organisation.described": _("The description of %(name)s was changed."),
    "organisation.joined": _("%(part)s became part of %(whole)s."),
    "organisation.left": _("%(part)s is no longer part of %(whole)s."),
    "membership.applied": _("Somebody asked to become a member."),
    "membership.refused": _("An application for membership was refused."),
    "membership.withdrawn": _("An application for membership was taken back."),
    "membership.began": _("A member joined."),
    "membership.changed": _("The class or number of a member changed."),
    "membership.suspended": _("A member was suspended."),
    "membership.restored": _("The suspension of a member was lifted."),
    "membership.ended": _("A membership ended."),
    "members.imported": _("A members' list was imported (rows: %(rows)s, new members: %(added)s)."),
    "invitation.sent": _("Somebody was invited to become a member."),
    "invitation.withdrawn": _("An invitation was taken back."),
    "engagement.began": _("Somebody new: %(what)s."),
    "engagement.ended": _("For somebody this ended: %(what)s."),
    "circle.formed": _("The circle %(name)s was formed."),
    "circle.dissolved": _("The circle %(name)s was dissolved."),
    "role.given": _("The role %(what)s was given to somebody in the circle %(circle)s."),
    "role.taken": _("The role %(what)s of somebody in the circle %(circle)s ended."),
    "person.erased": _("The data of a person was erased."),
    "card.issued": _("Somebody got a card to sign in with."),
    "card.revoked": _("A card to sign in with was taken back."),
}
