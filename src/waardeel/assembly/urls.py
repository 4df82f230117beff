from __future__ import annotations

from django.urls import path

from waardeel.assembly import views

urlpatterns = [
    path("o/<slug:slug>/decide/", views.home, name="organisation_decide"),
    path("o/<slug:slug>/proposals/", views.proposals, name="proposals"),
    path("o/<slug:slug>/proposals/new/", views.proposal_new, name="proposal_new"),
    path("o/<slug:slug>/proposals/<uuid:pk>/", views.proposal, name="proposal"),
    path("o/<slug:slug>/proposals/<uuid:pk>/change/", views.proposal_change, name="proposal_change"),
    path("o/<slug:slug>/proposals/<uuid:pk>/withdraw/", views.proposal_withdraw, name="proposal_withdraw"),
    path("o/<slug:slug>/proposals/<uuid:pk>/vote/", views.proposal_vote, name="proposal_vote"),
    path(
        "o/<slug:slug>/proposals/<uuid:pk>/comments/<uuid:comment_pk>/withdraw/",
        views.comment_withdraw,
        name="comment_withdraw",
    ),
    path("o/<slug:slug>/decisions/", views.decisions, name="decisions"),
    path("o/<slug:slug>/decisions/<uuid:pk>/", views.decision, name="decision"),
    path("o/<slug:slug>/decisions/<uuid:pk>/review/", views.decision_review, name="decision_review"),
    path("o/<slug:slug>/rules/", views.charter, name="charter"),
    path("o/<slug:slug>/rules/new/", views.charter_new, name="charter_new"),
]
