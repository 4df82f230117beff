"""Auditors check everything that is published, and the register keeps what they found."""

import pytest
from django.urls import reverse

from tests.ballots.sealed import opened, prepared
from tests.conftest import client_of
from waardeel.ballots import domain, queries
from waardeel.ballots.errors import NotReady, UnknownHead
from waardeel.ballots.views.roles import FINDINGS_PER_HOUR
from waardeel.ballots.views.sealed import audit_token
from waardeel.cli import main
from waardeel.register.models import Entry

pytestmark = pytest.mark.django_db


def find(of, *, fine=True, head=None, remark=""):
    auditor = of.poll.sealed.auditors.get()
    head = queries.head_of(of.poll.sealed) if head is None else head
    return domain.give_finding(auditor=auditor, fine=fine, head=head, remark=remark, now=of.now)


def test_every_finding_stays_in_the_register(world):
    of = opened(world)
    first = queries.head_of(of.poll.sealed)
    find(of)
    of.cast(0, "yes")
    find(of, fine=False, head="", remark=" My ballot is not there. ")
    find(of, head=first)
    said = [entry.public for entry in Entry.objects.filter(kind="poll.audited").order_by("n")]
    assert [(one["fine"], one["head"], one["remark"]) for one in said] == [
        (True, first, ""),
        (False, "", "My ballot is not there."),
        (True, first, ""),
    ]


def test_all_is_right_only_up_to_a_head_that_was_published(world):
    of = opened(world)
    for head in ("", "0" * 64, "x" * 200):
        with pytest.raises(UnknownHead):
            find(of, head=head)
    find(of, fine=False, head="0" * 64)


def test_there_is_nothing_to_check_before_the_opening(world):
    of = prepared(world)
    with pytest.raises(NotReady):
        find(of, head="")


def test_the_page_says_how_and_everybody_reads_what_was_found(world):
    of = opened(world)
    auditor = of.poll.sealed.auditors.get()
    at = [world.coop.slug, of.poll.pk]
    page = reverse("poll_audit", args=[*at, 1, audit_token(auditor)])
    visitor = client_of(None)
    assert "waardeel ballots verify" in visitor.get(page).content.decode()
    refused = visitor.post(page, {"fine": "yes", "head": "abc"}).content.decode()
    assert "was never published here" in refused
    assert visitor.post(page, {"fine": "no", "remark": "Two <b>heads</b>"}).status_code == 302
    said = client_of(world.bob).get(reverse("poll", args=at)).content.decode()
    assert "Found something wrong" in said
    assert "Kim: Two &lt;b&gt;heads&lt;/b&gt;" in said
    of.cast(0, "yes")
    of.end(world)
    of.decrypt()
    assert visitor.post(page, {"fine": "yes", "head": queries.head_of(of.poll.sealed)}).status_code == 302
    result = visitor.get(reverse("poll", args=at)).content.decode()
    assert "Kim checked everything and found it all right." in result


def test_a_finding_about_another_archive_is_found_by_whoever_checks_the_record(world, tmp_path, capsys):
    of = opened(world)
    of.cast(0, "yes")
    find(of)
    of.poll.sealed.records.order_by("-position").first().delete()
    of.poll.sealed.records.order_by("-position").first().delete()
    archive, bundle = of.published(tmp_path)
    assert main(["verify", str(bundle), "--election", str(archive)]) == 1
    assert "poll.audited): its head of the chain is none of the archive" in capsys.readouterr().err


def test_nobody_fills_the_register_with_findings(world):
    of = opened(world)
    page = reverse("poll_audit", args=[world.coop.slug, of.poll.pk, 1, audit_token(of.poll.sealed.auditors.get())])
    answers = [client_of(None).post(page, {"fine": "no"}).status_code for _ in range(FINDINGS_PER_HOUR + 1)]
    assert (set(answers[:-1]), answers[-1]) == ({302}, 200)
    assert Entry.objects.filter(kind="poll.audited").count() == FINDINGS_PER_HOUR
