"""What is sent to each page that takes something: a form filled in well, so that only rights refuse it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.permissions.house import House
from waardeel.ballots.models import Voter


def forms(house: House) -> dict[str, dict[str, Any]]:
    """By page. A page that is not here takes a single press on a button."""
    world = house.world
    today = world.coop.day(world.now)
    later = today + timedelta(days=20)
    things = house.things
    bond = str(organisation("bond"))

    def made(**facts: Any) -> dict[str, Any]:
        return {"id": uuid4(), **facts}

    sealed = things["sealed prepared"]["pk"]
    sealed_voters = Voter.objects.filter(poll=sealed).order_by("pk").values_list("pk", flat=True)[:2]
    return {
        # web
        "display": {"theme": "dark", "text": "lg"},
        "set_language": {"language": "fr", "next": "/"},
        # people
        "signin_card": {"code": things["card good"]["secret"]},
        "signin_issue_card": made(),
        "enrol": made(name="Vera"),
        "enrol_organisation": made(member=bond),
        "take_on": made(name="Vera", kind="worker"),
        "invite": made(name="Vera", email="vera@example.org", language="en"),
        "import": made(file=SimpleUploadedFile("members.csv", b"name\nVera\n")),
        "change_member": {"member_class": "worker", "number": "7"},
        "end_member": {"reason": "left"},
        "engage_member": made(kind="volunteer"),
        "erase_member": {"sure": "on"},
        "join": made(name="Vera", email="vera@example.org"),
        "leave": {"sure": "on"},
        "form_circle": made(name="Bread", mandate="Bakes it."),
        "give_role": made(role="participant"),
        "describe_organisation": {"name": "Coop", "kind": "cooperative", "country": "NL"},
        "join_whole": made(part=str(organisation("delta"))),
        "invitation": made(name="Guest"),
        "my_invitation": made(),
        "my_data": {"name": "Another", "language": "en"},
        "my_erase": {"sure": "on"},
        # assembly, ballots
        "proposal_new": made(title="Bread", plain_text="We bake it."),
        "proposal": made(text="Who buys the flour?"),
        "proposal_change": made(version=1, title="Bread", plain_text="We bake it."),
        "proposal_vote": made(kind="ordinary", closes_at=f"{later}T20:00"),
        "decision_review": {"review_on": str(today + timedelta(days=300))},
        "proposal_question": {"meeting": str(uuid4()), "kind": "ordinary", "minutes": "5"},
        "poll_audit": {"fine": "no", "head": "", "remark": "A ballot is missing."},
        "poll_keys_again": {"trustees": "Tess\nTom"},
        "poll_proxies": dict(zip(("voter", "holder"), sealed_voters, strict=True)),
        "charter_new": made(
            ordinary_relation="more",
            ordinary_share="1/2",
            ordinary_base="cast",
            statutes_relation="least",
            statutes_share="2/3",
            statutes_base="cast",
            poll_days=7,
            proxies=1,
            minimum_cell=5,
            review_months=12,
            valid_from=str(today),
            confirmed="on",
        ),
        "poll": {"attempt": uuid4(), "choice": "yes"},
        # work
        "report_sighting": made(category="onkruid", place="Square 9"),
        "close_sighting": {"reason": "done"},
        "bundle": made(
            title="Green", task="Weed.", hours_per_week="8", place="Square", sightings=[things["sighting free"]["id"]]
        ),
        "opportunity_sightings": {"sightings": [things["sighting free"]["id"]]},
        "close_opportunity": {"reason": "done"},
        "propose_opportunity": made(title="Green", plain_text="Shall we?"),
        "offer_partnership": made(
            title="Together", purpose="Work.", role="lead", partner=bond, partner_role="partner", from_on=str(today)
        ),
        "decline_partnership": {"reason": "No time."},
        "make_commitment": made(what="Hours", amount="10", unit="hours", due_on=str(later), proof="Lists"),
        "withdraw_commitment": {"reason": "No time."},
        "submit_evidence": made(amount="10", delivered_on=str(today), text="Two mornings"),
        "judge_evidence": {"verdict": "yes"},
        # impact
        "impact_new": made(
            title="How are we?",
            instrument="five-questions/1",
            eligible=20,
            minimum_cell=10,
            from_on=str(today),
            until_on=str(later),
        ),
        "impact_slips": {"number": 2, "secret": uuid4().hex},
        "impact_approve": {"decision": things["decision"]["pk"]},
        "answer_code": {"code": things["slip fresh"]["code"]},
        "answer_withdraw": {"code": "2222-2222-2222"},
        "answer_question": {"answer": "7"},
    }


def organisation(slug: str) -> Any:
    """The identity of an organisation."""
    from waardeel.people.models import Organisation

    return Organisation.objects.values_list("pk", flat=True).get(slug=slug)
