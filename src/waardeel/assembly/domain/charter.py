"""Adopting rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils.formats import date_format

from waardeel.assembly import queries, rules
from waardeel.assembly.errors import BelowFloor, NotConfirmed, OutOfRange, ValidFromPast
from waardeel.assembly.models import Charter, DecisionKind
from waardeel.assembly.words import problem_in_words
from waardeel.house.domain import act, once
from waardeel.house.rules import require
from waardeel.law.verdict import DecisionRules
from waardeel.people.models import Organisation, Person
from waardeel.register.domain import record


@act("charter.adopted")
def adopt_charter(
    *,
    id: UUID,
    organisation: Organisation,
    decision_rules: Mapping[str, DecisionRules],
    by: Person,
    now: datetime,
    valid_from: date | None = None,
    poll_days: int = 7,
    proxies: int = 1,
    minimum_cell: int = 5,
    review_months: int = 12,
    confirmed: bool = False,
) -> Charter:
    """Enter a new version of the rules, in force from a day (today when none is given) until the next.

    ``decision_rules`` gives the rules per `DecisionKind`, all of them. They are held against the floors of
    the law pack for the organisation's country and legal form. Below a floor that was read in the law they
    are refused; below one that still has to be looked up they need ``confirmed``: somebody who knows the law
    said that they may stand.

    Raises NotAllowed, ValidFromPast, OutOfRange, BelowFloor, NotConfirmed.
    """
    today = organisation.day(now)
    require(rules.may_adopt_charter, by, organisation, today)
    once(Charter, id)
    valid_from = valid_from or today
    if valid_from < today:
        raise ValidFromPast(day=date_format(today))
    for field, value, least, most in (
        ("poll_days", poll_days, 1, 90),
        ("proxies", proxies, 0, 50),
        ("minimum_cell", minimum_cell, 3, 50),
        ("review_months", review_months, 1, 120),
    ):
        if not least <= value <= most:
            raise OutOfRange(field=field, least=least, most=most)
    pack = queries.pack_for(organisation, valid_from)
    problems = [(kind, problem) for kind in DecisionKind.values for problem in pack.check(kind, decision_rules[kind])]
    against_law = [(kind, problem) for kind, problem in problems if problem.checked]
    if against_law:
        raise BelowFloor(words=" ".join(problem_in_words(pack, kind, problem) for kind, problem in against_law))
    if problems and not confirmed:
        raise NotConfirmed(words=" ".join(problem_in_words(pack, kind, problem) for kind, problem in problems))
    last = Charter.objects.filter(organisation=organisation).aggregate(last=Max("version"))["last"] or 0
    charter = Charter.objects.create(
        id=id,
        organisation=organisation,
        version=last + 1,
        valid_from=valid_from,
        pack=pack.name,
        rules={kind: decision_rules[kind].to_json() for kind in DecisionKind.values},
        poll_days=poll_days,
        proxies=proxies,
        minimum_cell=minimum_cell,
        review_months=review_months,
        doubts=[{"kind": kind, **problem.to_json()} for kind, problem in problems],
        adopted_at=now,
    )
    record(
        "charter.adopted",
        in_=organisation,
        subject=charter,
        by=by,
        at=now,
        public={
            "version": charter.version,
            "valid_from": valid_from,
            "pack": charter.pack,
            "rules": charter.rules,
            "poll_days": poll_days,
            "proxies": proxies,
            "minimum_cell": minimum_cell,
            "review_months": review_months,
            "doubts": charter.doubts,
        },
    )
    return charter
