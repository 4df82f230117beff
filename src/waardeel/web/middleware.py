"""What happens around every page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from waardeel.house.errors import HouseError, NotAllowed

THEMES = ("auto", "light", "dark")
SIZES = ("md", "lg", "xl")

Respond = Callable[[HttpRequest], HttpResponse]


class DisplayMiddleware:
    """Light or dark, and how large: kept in the reader's own cookie, never on the server."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        theme, _, text = request.COOKIES.get("display", "").partition(".")
        request.display = {  # type: ignore[attr-defined]
            "theme": theme if theme in THEMES else "auto",
            "text": text if text in SIZES else "md",
        }
        return self.get_response(request)


class ErrorMiddleware:
    """An error of the domain that no form caught becomes a page that says what it says."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", {"reason": str(exception)}, status=403)
        if isinstance(exception, HouseError):
            return render(request, "400.html", {"reason": str(exception)}, status=400)
        return None


class PrivacyMiddleware:
    """A page made for a signed-in person is kept in no cache but their own screen."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.person is not None and not response.has_header("Cache-Control"):  # type: ignore[attr-defined]
            response["Cache-Control"] = "private, no-store"
        return response
