"""Who may do what with the charter, with proposals and with decisions."""

from __future__ import annotations

from datetime import date

from waardeel.assembly.models import Comment, Decision, Proposal
from waardeel.people import queries as people
from waardeel.people.models import Organisation, Person
from waardeel.people.rules import is_secretary


def may_adopt_charter(person: Person, organisation: Organisation, on: date) -> bool:
    """The secretary enters the rules that the assembly adopted."""
    return is_secretary(person, organisation, on)


def may_propose(person: Person, organisation: Organisation, on: date) -> bool:
    """Every member may make a proposal."""
    return people.is_member(person, organisation, on)


def may_change(person: Person, proposal: Proposal) -> bool:
    """Only who made a proposal may change its text."""
    return proposal.made_by_id == person.pk


def may_withdraw(person: Person, proposal: Proposal, on: date) -> bool:
    """Who made it may take it back; so may the secretary, for a maker who cannot."""
    return proposal.made_by_id == person.pk or is_secretary(person, proposal.organisation, on)


def may_put_to_vote(person: Person, proposal: Proposal, on: date) -> bool:
    """The secretary puts a proposal to the vote."""
    return is_secretary(person, proposal.organisation, on)


def may_comment(person: Person, proposal: Proposal, on: date) -> bool:
    """All who belong are heard, members or not."""
    return people.belongs(person, proposal.organisation, on)


def may_withdraw_comment(person: Person, comment: Comment) -> bool:
    """Only who wrote a comment may take it back."""
    return comment.written_by_id == person.pk


def may_review(person: Person, decision: Decision, on: date) -> bool:
    """The secretary enters that a decision was looked at again."""
    return is_secretary(person, decision.organisation, on)
