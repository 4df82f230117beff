from __future__ import annotations

from django.urls import path

from waardeel.ballots import views

urlpatterns = [
    path("o/<slug:slug>/polls/<uuid:pk>/", views.poll, name="poll"),
    path("o/<slug:slug>/polls/<uuid:pk>/close/", views.close, name="poll_close"),
    path("o/<slug:slug>/polls/<uuid:pk>/voters/", views.voters, name="poll_voters"),
]
