"""Real partnerships from elsewhere that this house can tell: public facts, with sources and caution."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid5

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from waardeel.people.models import Organisation, Person
from waardeel.work.domain import tell_partnership
from waardeel.work.domain.partnerships import Story, ToldCommitment, ToldParty, ToldPhase
from waardeel.work.models import Partnership, Party, Unit

DATA = Path(__file__).resolve().parent / "data"

#: The words of the case in its file, and how they read here. Kept in English, translated when shown.
WORDS: Mapping[str, str | Promise] = {
    "municipality": _("municipality"),
    "city development company": _("city development company"),
    "public welfare body": _("public welfare body"),
    "subsidy": _("gives a grant"),
    "social firm": _("social firm"),
    "sheltered workshop": _("sheltered workshop"),
    "neighbourhood": _("neighbourhood"),
    "purchase money": _("the money to buy the site"),
    "planning": _("planning"),
    "care for the neighbourhood": _("care for the neighbourhood"),
    "ownership": _("ownership"),
    "building management": _("management of the buildings"),
    "training and work centre": _("a training and work centre"),
    "project grant 2012": _("a project grant in 2012"),
    "sorting centres": _("sorting centres"),
    "bicycle workshop": _("bicycle workshop"),
    "reuse shop": _("a reuse shop"),
    "social restaurant": _("a social restaurant"),
    "use of rooms outside working hours": _("use of rooms outside working hours"),
    "textile factory closes, last 400 jobs lost": _("The textile factory closes. The last 400 jobs are lost."),
    "city decides to buy; sogent buys": _("The city decides to buy the site. sogent buys it."),
    "declaration of engagement signed by the social firms and workshops": _(
        "The social firms and workshops sign a declaration of engagement."
    ),
    "Flemish urban-renewal project grant; concept study and master plan": _(
        "Flanders gives a grant for urban renewal. Concept study and master plan."
    ),
    "Balenmagazijn opens (shared restaurant, career centre, classrooms; rooms for the neighbourhood in the evening)": _(
        "The Balenmagazijn opens: a shared restaurant, a career centre and classrooms, "
        "and in the evening rooms for the neighbourhood."
    ),
    "joint services company for the social economy of city and OCMW": _(
        "City and OCMW start a joint services company for the social economy."
    ),
    "site festively opened; five firms settle, 700 jobs foreseen": _(
        "The site is opened with a feast. Five firms settle; 700 jobs are foreseen."
    ),
    "Bloemekenspark of more than 7.5 ha foreseen ready": _(
        "The Bloemekenspark of more than 7.5 hectares is foreseen to be ready."
    ),
}

PURPOSE = _(
    "An old factory site of 11 hectares becomes a place where social firms work together, "
    "with a shared building and a park for the neighbourhood. "
    "User groups are represented in a legal body of its own for the shared building."
)
CAUTION = _(
    "The day 22 March 2011 is inferred: “last Tuesday” in a post of 25 March 2011. What was foreseen is not "
    "what was reached; where the sources do not say what was reached, nothing stands here."
)

#: What the joint services company did in its first year, by the keys of the case.
REACHED: Mapping[str, tuple[str | Promise, str]] = {
    "streets_swept": (_("Streets swept"), Unit.PIECES),
    "bicycles_maintained": (_("Bicycles maintained"), Unit.PIECES),
    "punctures": (_("Punctures mended"), Unit.PIECES),
    "meals": (_("Meals"), Unit.PIECES),
    "cleaned_locations": (_("Buildings cleaned"), Unit.PIECES),
    "small_building_jobs": (_("Small building jobs"), Unit.PIECES),
}
#: Named after the address of the city's own page about it, which is among the sources.
SERVICES_COMPANY = "Gents dienstenbedrijf sociale economie"
SERVICES_COMPANY_IS = _("joint services company of city and OCMW, from 2016")
FORESEEN_MONEY = _("Money for buying and converting the site")
FORESEEN_JOBS = _("Jobs on the site, foreseen at the opening")


def tell_ghent(*, organisation: Organisation, by: Person, now: datetime) -> Partnership:
    """Tell the UCO site in Ghent in the register of an organisation. A second time gives AlreadyDone.

    ``by`` speaks for the organisation. Source: `data/ghent_uco.yaml`, which names its pages.
    """
    return tell_partnership(
        id=uuid5(organisation.pk, "ghent_uco"), organisation=organisation, story=ghent(), by=by, now=now
    )


def ghent() -> Story:
    """The UCO site in Ghent, from the file of facts."""
    facts = yaml.safe_load((DATA / "ghent_uco.yaml").read_text(encoding="utf-8"))
    names = {party["key"]: party["name"] for party in facts["parties"]}
    work = facts["work_made_social_2016"]
    return Story(
        title=facts["title"],
        purpose=english(PURPOSE),
        place=facts["title"],
        # The declaration of engagement is the agreement from which the parties went on together.
        from_on=date.fromisoformat(
            next(phase["date"] for phase in facts["phases"] if phase.get("agreement") == "engagement_declaration")
        ),
        sources=tuple(facts["sources"]),
        caution=english(CAUTION),
        parties=(
            *(_party(party) for party in facts["parties"]),
            ToldParty(name=SERVICES_COMPANY, what=english(SERVICES_COMPANY_IS)),
        ),
        phases=tuple(
            ToldPhase(when=phase["date"], event=english(WORDS[phase["event"]]), stage=phase["oc4ids"])
            for phase in facts["phases"]
        ),
        commitments=(
            ToldCommitment(
                party=names["city"],
                what=english(FORESEEN_MONEY),
                unit=Unit.EUROS,
                amount=Decimal(facts["budget_eur"]["purchase_and_conversion_city"]),
            ),
            ToldCommitment(
                party=names["city"],
                what=english(FORESEEN_JOBS),
                unit=Unit.PLACES,
                amount=Decimal(700),  # stands in words in the phase of June 2018
            ),
            *(
                ToldCommitment(
                    party=SERVICES_COMPANY,
                    what=english(what),
                    unit=unit,
                    reached=Decimal(work[key]),
                    reached_when="2016",
                )
                for key, (what, unit) in REACHED.items()
            ),
        ),
    )


def _party(party: Mapping[str, Any]) -> ToldParty:
    role = {"city": Party.Role.LEAD, "flanders": Party.Role.FUNDER, "sogent": Party.Role.HOST}
    return ToldParty(
        name=party["name"],
        what=english(WORDS[party["kind"]]),
        role=role.get(party["key"], Party.Role.PARTNER),
        brings=tuple(english(WORDS[word]) for word in party.get("brings", ())),
    )


def english(text: str | Promise) -> str:
    """A text as it is kept: in English, whatever the language of the moment. Pages translate it."""
    with override("en"):
        return str(text)
