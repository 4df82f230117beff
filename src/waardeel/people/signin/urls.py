"""Addresses of signing in. Those of the library keep the names it knows them by."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from waardeel.people.signin import passkeys, provider, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("signout/", views.signout, name="signout"),
    path("card/", views.card, name="signin_card"),
    path("card/<str:secret>/", views.with_card, name="signin_with_card"),
    path("my/sign-in/", views.ways, name="signin_ways"),
    path("my/sign-in/card/<uuid:id>/revoke/", views.revoke, name="signin_revoke_card"),
    path("o/<slug:slug>/people/<uuid:id>/card/", views.issue, name="signin_issue_card"),
    path("o/<slug:slug>/people/<uuid:id>/card/<uuid:card>/take-back/", views.take_back, name="signin_take_back"),
    path("signin/code/", allauth.request_login_code, name="account_request_login_code"),
    path("signin/code/confirm/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("signin/passkey/", passkeys.use, name="mfa_login_webauthn"),
    path("my/sign-in/passkey/add/", passkeys.add, name="mfa_add_webauthn"),
    path("my/sign-in/passkey/<int:pk>/remove/", passkeys.remove, name="mfa_remove_webauthn"),
    # The library leads here after an act or a failure of its own.
    path(
        "accounts/login/",
        RedirectView.as_view(pattern_name="signin", query_string=True),
        name="account_login",
    ),
    path("accounts/signup/", RedirectView.as_view(url="/help/sign-in/"), name="account_signup"),
    path("accounts/logout/", RedirectView.as_view(pattern_name="front"), name="account_logout"),
    path("accounts/inactive/", views.inactive, name="account_inactive"),
    path("accounts/mfa/", RedirectView.as_view(pattern_name="signin_ways"), name="mfa_index"),
    path("accounts/passkeys/", RedirectView.as_view(pattern_name="signin_ways"), name="mfa_list_webauthn"),
    path("accounts/oidc/cancelled/", provider.cancelled, name="socialaccount_login_cancelled"),
    path("accounts/oidc/<str:provider_id>/login/", provider.leave, name="openid_connect_login"),
    path("accounts/oidc/<str:provider_id>/login/callback/", provider.back, name="openid_connect_callback"),
]
