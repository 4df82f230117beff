"""What people do with persons, organisations and memberships: the only writers of this room."""

from __future__ import annotations

from waardeel.people.domain.circles import dissolve_circle, form_circle, give_role, take_role
from waardeel.people.domain.engagements import begin_engagement, end_engagement, take_on
from waardeel.people.domain.importing import (
    confirm_import,
    discard_import,
    forget_old_imports,
    refresh_import,
    start_import,
)
from waardeel.people.domain.invitations import (
    accept_invitation,
    forget_old_invitations,
    invite,
    withdraw_invitation,
)
from waardeel.people.domain.joining import (
    admit_application,
    apply_by_mail,
    apply_for_membership,
    confirm_application,
    refuse_application,
    withdraw_application,
)
from waardeel.people.domain.memberships import (
    admit_member,
    admit_organisation,
    change_membership,
    end_membership,
    enrol_member,
    leave,
    lift_suspension,
    suspend_member,
)
from waardeel.people.domain.organisations import (
    describe_organisation,
    found_organisation,
    join_whole,
    leave_whole,
)
from waardeel.people.domain.persons import (
    add_person,
    clear_support_needs,
    describe_person,
    set_support_needs,
)
from waardeel.people.domain.privacy import erase_person

__all__ = [
    "accept_invitation",
    "add_person",
    "admit_application",
    "admit_member",
    "admit_organisation",
    "apply_by_mail",
    "apply_for_membership",
    "begin_engagement",
    "change_membership",
    "clear_support_needs",
    "confirm_application",
    "confirm_import",
    "describe_organisation",
    "describe_person",
    "discard_import",
    "dissolve_circle",
    "end_engagement",
    "end_membership",
    "enrol_member",
    "erase_person",
    "forget_old_imports",
    "forget_old_invitations",
    "form_circle",
    "found_organisation",
    "give_role",
    "invite",
    "join_whole",
    "leave",
    "leave_whole",
    "lift_suspension",
    "refresh_import",
    "refuse_application",
    "set_support_needs",
    "start_import",
    "suspend_member",
    "take_on",
    "take_role",
    "withdraw_application",
    "withdraw_invitation",
]
