from __future__ import annotations

from django.urls import path

from waardeel.ballots import views

urlpatterns = [
    path("o/<slug:slug>/polls/<uuid:pk>/", views.poll, name="poll"),
    path("o/<slug:slug>/polls/<uuid:pk>/close/", views.close, name="poll_close"),
    path("o/<slug:slug>/polls/<uuid:pk>/keys/again/", views.keys_again, name="poll_keys_again"),
    path("o/<slug:slug>/polls/<uuid:pk>/voters/", views.voters, name="poll_voters"),
    path("o/<slug:slug>/polls/<uuid:pk>/withdraw/", views.withdraw, name="poll_withdraw"),
    path("o/<slug:slug>/polls/<uuid:pk>/proxies/", views.proxies, name="poll_proxies"),
    path("o/<slug:slug>/polls/<uuid:pk>/booth/", views.booth, name="poll_booth"),
    path("o/<slug:slug>/polls/<uuid:pk>/booth/ballot/", views.cast, name="poll_cast"),
    path("o/<slug:slug>/polls/<uuid:pk>/audit/<int:number>/<slug:token>/", views.audit, name="poll_audit"),
    path("o/<slug:slug>/polls/<uuid:pk>/room/<slug:token>/", views.room, name="poll_room"),
    path("o/<slug:slug>/polls/<uuid:pk>/room/<slug:token>/ballot/", views.room_cast, name="poll_room_cast"),
    path("o/<slug:slug>/polls/<uuid:pk>/room/<slug:token>/paper/", views.room_paper, name="poll_room_paper"),
    path("o/<slug:slug>/polls/<uuid:pk>/ballots/picture.svg", views.picture, name="poll_tracker_picture"),
    path("o/<slug:slug>/polls/<uuid:pk>/ballots/", views.board, name="poll_board"),
    path("o/<slug:slug>/polls/<uuid:pk>/ballots/archive.bel", views.archive, name="poll_archive"),
    path("o/<slug:slug>/polls/<uuid:pk>/role/<int:number>/<slug:token>/", views.role, name="poll_role"),
]
