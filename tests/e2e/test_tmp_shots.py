from uuid import uuid4
import pytest
from waardeel.people import domain as people
from waardeel.people.signin import domain as cards
from waardeel.web.demo.cast import CAST
from tests.people.signin.openid import running
from waardeel.people.signin.secrets import tidy
from allauth.mfa.models import Authenticator

def shot(v, name):
    v.page.screenshot(path=f"/tmp/shots/{name}.png", full_page=True)

@pytest.mark.parametrize("phone,dark", [(True, False), (False, False), (True, True), (False, True)])
def test_shots(visit, world, settings, phone, dark):
    tag = f"{'phone' if phone else 'desk'}-{'dark' if dark else 'light'}"
    for p in CAST:
        people.add_person(id=p.id, name=p.name, email=p.email)
    cards.issue_card(id=uuid4(), organisation=world.coop, person=world.bob, secret="2345-6789-ABCD-EFGH", by=world.alice, now=world.now)
    Authenticator.objects.create(user=world.bob.account, type="webauthn", data={"name": "Phone of Bob", "credential": {}})
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings
        v = visit(language="nl", phone=phone, dark=dark)
        v.at("/signin/"); shot(v, "signin-"+tag)
        v.page.locator("form[action$='/signin/code/'] input[type=email]").fill("bob@example.org")
        v.onward(v.page.locator("form[action$='/signin/code/'] button").click); shot(v, "code-"+tag)
        v.page.locator("#id_code").fill("X"); v.onward(lambda: v.page.locator("#id_code").press("Enter")); shot(v, "codewrong-"+tag)
        v.at("/card/"); shot(v, "card-"+tag)
        v.at("/card/23456789ABCDEFGH/"); shot(v, "withcard-"+tag)
        v.at("/card/XXXXXXXXXXXXXXXX/", status=404); shot(v, "cardunknown-"+tag)
        b = visit(world.bob, language="nl", phone=phone, dark=dark)
        b.at("/my/sign-in/"); b.page.locator("details.thing-end summary").click(); shot(b, "ways-"+tag)
        Authenticator.objects.all().delete(); b.at("/my/sign-in/passkey/add/"); shot(b, "add-"+tag)
        a = visit(world.alice, language="nl", phone=phone, dark=dark)
        a.at(f"/o/green-thread/people/{world.bob.pk}/card/"); shot(a, "issue-"+tag)
        a.onward(a.page.locator("main form button.ds-button[type=submit]").last.click); shot(a, "print-"+tag)
        a.page.emulate_media(media="print"); shot(a, "printmedia-"+tag)
