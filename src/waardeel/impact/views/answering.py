"""Answering on a phone: one question per screen, without an account and without script.

Answers stay on the phone until they are sent: in a signed cookie that only the pages of this one slip
receive. So a bad network or a closed browser loses nothing, the server keeps nothing half done, and
somebody else who knows the code of the slip sees nothing. These pages do not want to know who is signed in.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waardeel.house.errors import AlreadyDone, HouseError
from waardeel.house.limits import count, spent, visitor
from waardeel.house.views import submit
from waardeel.impact import codes, domain, queries
from waardeel.impact.errors import BadAnswer, SlipUsed, UnknownSlip, WaveNotBegun, WaveOver
from waardeel.impact.forms import CodeForm
from waardeel.impact.instruments import Item
from waardeel.impact.models import Missing, Slip

COOKIE = "answers"
#: Half-done answers stay on the phone for three days, the receipt for an hour.
KEPT, KEPT_AFTER = 3 * 86_400, 3_600

View = Callable[..., HttpResponse]

#: A canteen full of people behind one address may mistype a code this often in this many seconds.
GUESS, TRIES, SECONDS = "slip", 30, 600


def nobody(view: View) -> View:
    """A page that does not know who is there, that no cache keeps, and that slows down guessing."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.person = None  # type: ignore[attr-defined]
        if spent(GUESS, visitor(request), tries=TRIES):
            return render(request, "impact/wait.html", status=429)
        return view(request, *args, **kwargs)

    return never_cache(wrapper)


def with_slip(view: View) -> View:
    """A page of one slip. For a code that is unknown, used, too early or too late it says what to do."""

    @nobody
    @functools.wraps(view)
    def wrapper(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
        tidy = codes.tidy(code)
        try:
            slip = queries.slip_of(tidy)
        except UnknownSlip as error:
            count(GUESS, visitor(request), seconds=SECONDS)
            form = CodeForm({"code": code[:40]})
            form.is_valid()
            form.add_house_error(error)
            return render(request, "impact/code.html", {"form": form}, status=404)
        if tidy != code:
            return redirect("answer_start", code=tidy)
        state = State.of(request, slip)
        try:
            queries.insist_open(slip, timezone.now())
        except (SlipUsed, WaveNotBegun, WaveOver) as error:
            if not (state.sent or (state.receipt and isinstance(error, SlipUsed))):
                context = {"wave": slip.wave, "reason": str(error), "used": isinstance(error, SlipUsed)}
                return render(request, "impact/no_entry.html", context, status=410)
        return view(request, code=code, slip=slip, state=state, **kwargs)

    return wrapper


class State:
    """What the phone carries: the receipt and the answers so far."""

    def __init__(self, slip: Slip, receipt: str = "", answers: dict[str, int | str] | None = None) -> None:
        self.slip = slip
        self.receipt = receipt
        self.answers = answers or {}
        self.sent = False

    @staticmethod
    def _salt(slip: Slip) -> str:
        return f"waardeel.impact.answers.{slip.pk}"

    @classmethod
    def of(cls, request: HttpRequest, slip: Slip) -> State:
        """What came with the request; empty when there is none, or when somebody tampered with it."""
        state = cls(slip)
        try:
            data = signing.loads(request.COOKIES.get(COOKIE, ""), salt=cls._salt(slip), max_age=KEPT)
        except signing.BadSignature:
            return state
        state.receipt, state.answers, state.sent = data["receipt"], data["answers"], data["sent"]
        return state

    def put(self, response: HttpResponse, code: str) -> HttpResponse:
        """Let the phone keep it."""
        data = {"receipt": self.receipt, "answers": self.answers, "sent": self.sent}
        response.set_cookie(
            COOKIE,
            signing.dumps(data, salt=self._salt(self.slip), compress=True),
            max_age=KEPT_AFTER if self.sent else KEPT,
            path=reverse("answer_start", args=[code]),
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return response

    def next_number(self) -> int:
        """The first question without an answer, or one past the last."""
        items = self.slip.wave.instrument.items
        return next((n for n, item in enumerate(items, 1) if item.key not in self.answers), len(items) + 1)


def _to(code: str, number: int, of: int) -> HttpResponseRedirect:
    if number > of:
        return redirect("answer_check", code=code)
    return redirect("answer_question", code=code, number=number)


@nobody
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Type the code of a slip, for who cannot scan it."""
    form = CodeForm(request.POST or None)
    slip = submit(request, form, lambda data: queries.slip_of(data["code"])) if request.method == "POST" else None
    if slip is not None:
        return redirect("answer_start", code=codes.tidy(form.cleaned_data["code"]))
    if form.is_bound:
        count(GUESS, visitor(request), seconds=SECONDS)
    return render(request, "impact/code.html", {"form": form})


@with_slip
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, *, code: str, slip: Slip, state: State) -> HttpResponse:
    """Who asks, what happens with the answers, and that one may stop."""
    if state.sent:
        return redirect("answer_thanks", code=code)
    number, total = state.next_number(), len(slip.wave.instrument.items)
    if request.method == "GET":
        context = {"wave": slip.wave, "total": total, "begun": bool(state.answers)}
        return render(request, "impact/start.html", context)
    if not slip.used:
        domain.begin_answers(code=code, now=timezone.now())
    state.receipt = state.receipt or codes.new_code()
    return state.put(_to(code, number, total), code)


@with_slip
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, *, code: str, slip: Slip, state: State, number: int) -> HttpResponse:
    """One question. Every button is an answer; the answer goes to the phone and the next question comes."""
    items = slip.wave.instrument.items
    if state.sent:
        return redirect("answer_thanks", code=code)
    if not state.receipt or not 1 <= number <= len(items):
        return redirect("answer_start", code=code)
    item = items[number - 1]
    typed = error = ""
    if request.method == "POST":
        typed = request.POST.get("answer", "").replace("\x00", "").strip()[:20]
        try:
            state.answers[item.key] = _answer(typed, item)
        except BadAnswer as refused:
            error = str(refused)
        else:
            return state.put(_to(code, number + 1, len(items)), code)
    context = {
        "wave": slip.wave,
        "item": item,
        "number": number,
        "total": len(items),
        "given": state.answers.get(item.key),
        "missing": Missing.choices,
        "typed": typed,
        "error": error,
        "back": reverse("answer_question", args=[code, number - 1])
        if number > 1
        else reverse("answer_start", args=[code]),
        "stop": reverse("answer_stop", args=[code]),
    }
    return render(request, "impact/question.html", context)


def _answer(text: str, item: Item) -> int | str:
    """What was pressed or typed. Raises BadAnswer."""
    if text in Missing.values:
        return text
    if not (text.isdecimal() and text.isascii()) or len(text) > 4 or not item.low <= int(text) <= item.high:
        raise BadAnswer(answer=text, low=item.low, high=item.high)
    return int(text)


@with_slip
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, *, code: str, slip: Slip, state: State) -> HttpResponse:
    """All answers once more, and one button to send them. Sent twice they count once."""
    items = slip.wave.instrument.items
    if state.sent:
        return redirect("answer_thanks", code=code)
    if not state.receipt or state.next_number() <= len(items):
        return redirect("answer_start", code=code)
    error = ""
    if request.method == "POST":
        try:
            domain.answer_wave(code=code, answers=state.answers, receipt=state.receipt, now=timezone.now())
        except AlreadyDone:
            pass
        except HouseError as refused:
            error = str(refused)
        if not error:
            state.sent, state.answers = True, {}
            return state.put(redirect("answer_thanks", code=code), code)
    labels = dict(Missing.choices)
    rows = []
    for number, item in enumerate(items, start=1):
        answer = state.answers[item.key]
        said = labels[answer] if isinstance(answer, str) else item.says(answer)
        rows.append({"item": item, "said": said, "url": reverse("answer_question", args=[code, number])})
    context = {"wave": slip.wave, "rows": rows, "error": error, "stop": reverse("answer_stop", args=[code])}
    return render(request, "impact/check.html", context)


@with_slip
@require_GET
def thanks(request: HttpRequest, *, code: str, slip: Slip, state: State) -> HttpResponse:
    """Thank you, what changed last time, and the code with which one can take the answers back."""
    if not state.sent:
        return redirect("answer_start", code=code)
    context = {
        "wave": slip.wave,
        "receipt": state.receipt,
        "kept": queries.can_withdraw(slip.wave, state.receipt),
    }
    return render(request, "impact/thanks.html", context)


@nobody
@require_POST
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """Stop: the phone forgets the answers; nothing was sent."""
    response = render(request, "impact/stopped.html", {"code": code})
    response.delete_cookie(COOKIE, path=reverse("answer_start", args=[code]))
    return response


@nobody
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take answers back, with the code from the last page."""
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        wave = submit(request, form, lambda data: domain.withdraw_answers(receipt=data["code"], now=timezone.now()))
        if wave is not None:
            return render(request, "impact/withdrawn.html", {"wave": wave})
        count(GUESS, visitor(request), seconds=SECONDS)
    return render(request, "impact/withdraw.html", {"form": form})
