"""What every view does the same way."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from waardeel.house.errors import AlreadyDone, HouseError
from waardeel.house.forms import HouseForm


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only a signed-in person in; others go to the sign-in page and come back after."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.person is None:  # type: ignore[attr-defined]
            return HttpResponseRedirect(f"{reverse('signin')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return wrapper


def submit(request: HttpRequest, form: forms.Form, call: Callable[[dict[str, Any]], Any]) -> Any:
    """Run a domain function with what the form holds.

    Returns what the function made (or made the first time, when the same form came twice), or None when
    the form or the domain refused; then the errors stand on the form and what was typed stays in it.
    """
    if not form.is_valid():
        return None
    try:
        try:
            result = call(dict(form.cleaned_data))
        except IntegrityError:
            # The same form at the very same moment: the other one won the primary key. Asked again, the
            # domain sees what it made.
            result = call(dict(form.cleaned_data))
    except AlreadyDone as done:
        return done.existing
    except HouseError as error:
        if isinstance(form, HouseForm):
            form.add_house_error(error)
        else:
            form.add_error(None, str(error))
        return None
    return True if result is None else result
