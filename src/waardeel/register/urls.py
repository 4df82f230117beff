from __future__ import annotations

from django.urls import path

from waardeel.register import views

urlpatterns = [
    path("o/<slug:slug>/register/", views.home, name="register"),
    path("o/<slug:slug>/register/<int:n>/", views.entry, name="register_entry"),
    path("o/<slug:slug>/register/checkpoint", views.checkpoint, name="register_checkpoint"),
    path("o/<slug:slug>/register/key", views.key, name="register_key"),
    path("o/<slug:slug>/register/feed.json", views.feed, name="register_feed"),
    path("o/<slug:slug>/register/bundle.zip", views.bundle, name="register_bundle"),
]
