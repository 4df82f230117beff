from __future__ import annotations

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "waardeel.house"
