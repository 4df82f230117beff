"""The API: each room's router under one roof. Its description is at `/api/openapi.json`."""

from __future__ import annotations

from ninja import NinjaAPI

from waardeel.register.api import router as register

# The interactive description would load scripts from elsewhere; the plain description does not.
api = NinjaAPI(title="Waardeel", version="1", docs_url=None, urls_namespace="api")
api.add_router("/o", register)
