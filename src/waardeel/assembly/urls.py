from __future__ import annotations

from django.urls import path

from waardeel.assembly.views import charter, decisions, home, proposals

urlpatterns = [
    path("o/<slug:slug>/decide/", home.home, name="organisation_decide"),
    path("o/<slug:slug>/proposals/", proposals.proposals, name="proposals"),
    path("o/<slug:slug>/proposals/new/", proposals.proposal_new, name="proposal_new"),
    path("o/<slug:slug>/proposals/<uuid:pk>/", proposals.proposal, name="proposal"),
    path("o/<slug:slug>/proposals/<uuid:pk>/change/", proposals.proposal_change, name="proposal_change"),
    path("o/<slug:slug>/proposals/<uuid:pk>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("o/<slug:slug>/proposals/<uuid:pk>/vote/meeting/", proposals.proposal_question, name="proposal_question"),
    path("o/<slug:slug>/proposals/<uuid:pk>/vote/", proposals.proposal_vote, name="proposal_vote"),
    path(
        "o/<slug:slug>/proposals/<uuid:pk>/comments/<uuid:comment_pk>/withdraw/",
        proposals.comment_withdraw,
        name="comment_withdraw",
    ),
    path("o/<slug:slug>/decisions/", decisions.decisions, name="decisions"),
    path("o/<slug:slug>/decisions/<uuid:pk>/", decisions.decision, name="decision"),
    path("o/<slug:slug>/decisions/<uuid:pk>/review/", decisions.decision_review, name="decision_review"),
    path("o/<slug:slug>/rules/", charter.charter, name="charter"),
    path("o/<slug:slug>/rules/new/", charter.charter_new, name="charter_new"),
]
