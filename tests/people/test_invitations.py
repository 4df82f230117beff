"""Inviting somebody by a secret link."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.conftest import World
from tests.people.helpers import at_once, kinds, last, membership, no_names, nobody_but
from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.people import domain, queries
from waardeel.people.errors import AlreadyInvited, AlreadyMember, InvitationGone, SignInFirst
from waardeel.people.models import Account, Invitation, Membership, Person


def invite(world: World, email: str = "kim@example.org", **given) -> tuple[Invitation, str]:
    secrets: list[str] = []
    facts = {
        "id": uuid4(),
        "organisation": world.coop,
        "name": "Kim",
        "email": email,
        "by": world.alice,
        "now": world.now,
        "link": lambda secret: secrets.append(secret) or f"https://here/{secret}",
    }
    invitation = domain.invite(**{**facts, **given})
    return invitation, secrets[0]


def accept(world: World, invitation: Invitation, **given) -> Membership:
    return domain.accept_invitation(**{"id": uuid4(), "invitation": invitation, "now": world.now, **given})


def test_inviting_sends_a_link_and_keeps_only_its_hash(
    world: World, django_capture_on_commit_callbacks, mailoutbox
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invitation, secret = invite(world)
    assert mailoutbox[0].to == ["kim@example.org"]
    assert f"https://here/{secret}" in mailoutbox[0].body
    assert secret not in str(invitation.__dict__)
    assert queries.invitation_by_secret(secret, world.now) == invitation
    entry = last(world.coop)
    assert (entry.kind, entry.public) == ("invitation.sent", {"class": ""})
    assert "kim" not in entry.private_part.body.lower()


def test_accepting_as_somebody_new_makes_person_and_member(world: World) -> None:
    invitation, secret = invite(world, member_class="A")
    made = accept(world, invitation, secret=secret, name="Kim de Wit")
    assert (made.person.name, made.person.account.email, made.member_class) == (
        "Kim de Wit",
        "kim@example.org",
        "A",
    )
    assert queries.is_member(made.person, world.coop, world.coop.day(world.now))
    assert kinds(world.coop) == ["membership.began"]
    invitation.refresh_from_db()
    assert (invitation.name, invitation.email, invitation.membership) == ("", "", made)
    no_names(world)


def test_accepting_signed_in_makes_that_person_a_member(world: World) -> None:
    invitation, secret = invite(world)
    made = accept(world, invitation, secret=secret, by=world.charlie)
    assert made.person == world.charlie
    with pytest.raises(AlreadyDone) as done:
        accept(world, invitation, secret=secret, by=world.charlie)
    assert done.value.existing == made


def test_who_signs_in_with_the_invited_address_needs_no_link(world: World) -> None:
    invitation, _secret = invite(world, "charlie@example.org")
    assert list(queries.invitations_for(world.charlie, world.now)) == [invitation]
    for by in (world.olga, None):
        with pytest.raises(NotAllowed):
            accept(world, invitation, by=by)
    with pytest.raises(NotAllowed):
        accept(world, invitation, by=world.olga, secret="guess")
    assert accept(world, invitation, by=world.charlie).person == world.charlie


def test_a_known_address_must_sign_in_first(world: World) -> None:
    invitation, secret = invite(world, "charlie@example.org")
    with pytest.raises(SignInFirst):
        accept(world, invitation, secret=secret)
    assert not queries.belongs(world.charlie, world.coop, world.coop.day(world.now))


def test_an_invitation_works_once_for_thirty_days_until_withdrawn(world: World) -> None:
    invitation, secret = invite(world)
    with pytest.raises(InvitationGone):
        accept(world, invitation, secret=secret, now=world.now + timedelta(days=30))
    accept(world, invitation, secret=secret)
    with pytest.raises(InvitationGone):
        accept(world, invitation, secret=secret, by=world.charlie)
    other, other_secret = invite(world, "noa@example.org")
    domain.withdraw_invitation(invitation=other, by=world.alice, now=world.now)
    with pytest.raises(InvitationGone):
        accept(world, other, secret=other_secret)
    with pytest.raises(InvitationGone):
        domain.withdraw_invitation(invitation=other, by=world.alice, now=world.now)
    assert kinds(world.coop) == ["invitation.withdrawn"]


def test_nobody_is_invited_twice_or_as_a_member(world: World) -> None:
    invite(world)
    with pytest.raises(AlreadyInvited):
        invite(world, "Kim@Example.org")
    with pytest.raises(AlreadyMember):
        invite(world, "bob@example.org")
    assert Invitation.objects.count() == 1


def test_an_old_invitation_is_forgotten_and_can_be_sent_anew(world: World) -> None:
    old, _secret = invite(world, now=world.now - timedelta(days=31))
    invite(world)
    old.refresh_from_db()
    assert (old.name, old.email) == ("", "")
    assert domain.forget_old_invitations(now=world.now + timedelta(days=31)) == 1


def test_an_application_that_waited_is_admitted_by_the_invitation(world: World) -> None:
    waiting = domain.apply_for_membership(id=uuid4(), organisation=world.coop, by=world.charlie, now=world.now)
    invitation, secret = invite(world, "other@example.org")
    assert accept(world, invitation, secret=secret, by=world.charlie) == waiting
    assert Membership.objects.get(pk=waiting.pk).state == "active"


def test_a_member_cannot_accept_for_a_second_membership(world: World) -> None:
    invitation, secret = invite(world)
    domain.suspend_member(membership=membership(world.bob, world.coop), by=world.alice, now=world.now)
    with pytest.raises(AlreadyMember):
        accept(world, invitation, secret=secret, by=world.bob)
    assert membership(world.bob, world.coop).state == "suspended"


def test_only_the_secretary_invites_and_withdraws(world: World) -> None:
    others = [world.bob, world.charlie, world.olga]
    nobody_but(world.alice, others, lambda by: invite(world, by=by))
    invitation = Invitation.objects.get()
    nobody_but(
        world.alice,
        others,
        lambda by: domain.withdraw_invitation(invitation=invitation, by=by, now=world.now),
    )


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one_member(world: World) -> None:
    invitation, secret = invite(world)
    results = at_once(*(lambda: accept(world, invitation, secret=secret, name="Kim") for _ in range(4)))
    made = [result for result in results if isinstance(result, Membership)]
    assert len(made) == 1
    assert sorted(type(result).__name__ for result in results) == ["InvitationGone"] * 3 + ["Membership"]
    assert Person.objects.filter(name="Kim").count() == 1


# -- the pages --------------------------------------------------------------------------------------------


def sent(world: World, capture, mailoutbox, email: str = "kim@example.org") -> str:
    """Invite by the page; returns the path of the link that came."""
    with capture(execute=True):
        response = world.client(world.alice).post(
            "/o/green-thread/members/invite/",
            {"id": str(uuid4()), "name": "Kim", "email": email, "language": "en"},
        )
    assert response.status_code == 302
    return re.search(r"http://testserver(/invitation/\S+)", mailoutbox[-1].body).group(1)


def test_the_link_makes_a_member_who_is_signed_in(world: World, django_capture_on_commit_callbacks, mailoutbox) -> None:
    path = sent(world, django_capture_on_commit_callbacks, mailoutbox)
    client = world.client(None)
    assert "Green Thread invites you" in client.get(path).content.decode()
    response = client.post(path, {"id": str(uuid4()), "name": "Kim"})
    assert response["location"] == "/o/green-thread/"
    assert client.get("/o/green-thread/members/").status_code == 200
    assert Account.objects.get(email="kim@example.org").person.name == "Kim"
    response = client.get(path)
    assert (response.status_code, "already used" in response.content.decode()) == (404, True)


def test_a_link_for_a_known_address_asks_to_sign_in(
    world: World, django_capture_on_commit_callbacks, mailoutbox
) -> None:
    path = sent(world, django_capture_on_commit_callbacks, mailoutbox, "charlie@example.org")
    response = world.client(None).post(path, {"id": str(uuid4()), "name": "Evil"})
    assert "Sign in first" in response.content.decode()
    assert Person.objects.get(pk=world.charlie.pk).name == "Charlie"
    response = world.client(world.charlie).post(path, {"id": str(uuid4())})
    assert response.status_code == 302


def test_my_page_asks_who_is_invited(world: World) -> None:
    invitation, _secret = invite(world, "charlie@example.org")
    [ask] = queries.asks_of(world.charlie, world.now)
    assert (str(ask.about), ask.url, ask.due) == (
        "Green Thread",
        f"/my/invitations/{invitation.pk}/",
        invitation.expires_at,
    )
    assert world.client(world.olga).get(ask.url).status_code == 404
    assert world.client(None).get(ask.url).status_code == 302
    client = world.client(world.charlie)
    assert client.get(ask.url).status_code == 200
    assert client.post(ask.url, {"id": str(uuid4())}).status_code == 302
    assert queries.asks_of(world.charlie, world.now) == []


def test_my_page_asks_the_secretary_to_decide(world: World) -> None:
    domain.apply_for_membership(id=uuid4(), organisation=world.coop, by=world.charlie, now=world.now)
    domain.apply_for_membership(id=uuid4(), organisation=world.coop, by=world.olga, now=world.now)
    [ask] = queries.asks_of(world.alice, world.now)
    assert "2" in str(ask.title)
    assert ask.url == "/o/green-thread/members/applications/"
    for person in (world.bob, world.charlie, world.olga):
        assert queries.asks_of(person, world.now) == []
