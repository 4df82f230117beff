"""What can go wrong with people and organisations, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waardeel.house.errors import HouseError


class SlugTaken(HouseError):
    text = _("The short name “%(slug)s” is taken. Choose another one.")
    field = "slug"


class MailTaken(HouseError):
    text = _("Somebody already signs in with %(email)s. Use another address, or leave it empty and print a card.")
    field = "email"


class AlreadyMember(HouseError):
    text = _("This person is already a member, or has already asked to join.")
