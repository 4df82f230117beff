"""Letters of this room. They go out when the act that sends them is done, never before."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation


def send(template: str, *, to: str, language: str, facts: Mapping[str, str]) -> None:
    """Send ``people/mail/<template>.txt`` after the transaction, in a language. Its first line is the
    subject.

    A mail server that does not answer is reported in the log and undoes nothing.
    """
    with translation.override(language):
        text = render_to_string(f"people/mail/{template}.txt", dict(facts))
    subject, _, body = text.strip().partition("\n")
    letter = partial(send_mail, " ".join(subject.split()), body.strip() + "\n", None, [to])
    transaction.on_commit(letter, robust=True)
