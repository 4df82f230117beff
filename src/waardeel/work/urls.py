"""Addresses of the pages about work. The organisation in the address is the one that somebody acts for."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waardeel.work.views import opportunities, partnerships, sightings

DO = "o/<slug:slug>/do/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/sightings/", sightings.my_sightings, name="my_sightings"),
    path(DO, opportunities.do, name="organisation_do"),
    path(f"{DO}report/", sightings.report, name="report_sighting"),
    path(f"{DO}sightings/", sightings.sightings, name="sightings"),
    path(f"{DO}sightings/<uuid:id>/", sightings.sighting, name="sighting"),
    path(f"{DO}sightings/<uuid:id>/close/", sightings.close_sighting, name="close_sighting"),
    path(f"{DO}sightings/<uuid:id>/photo", sightings.photo, name="sighting_photo"),
    path(f"{DO}sightings/<uuid:id>/photo/remove/", sightings.remove_photo, name="remove_photo"),
    path(f"{DO}bundle/", opportunities.bundle, name="bundle"),
    path(f"{DO}opportunities/", opportunities.opportunities, name="opportunities"),
    path(f"{DO}opportunities/<uuid:id>/", opportunities.opportunity, name="opportunity"),
    path(
        f"{DO}opportunities/<uuid:id>/sightings/",
        opportunities.opportunity_sightings,
        name="opportunity_sightings",
    ),
    path(f"{DO}opportunities/<uuid:id>/close/", opportunities.close_opportunity, name="close_opportunity"),
    path(f"{DO}opportunities/<uuid:id>/release/", opportunities.release, name="release_opportunity"),
    path(f"{DO}opportunities/<uuid:id>/propose/", opportunities.propose, name="propose_opportunity"),
    path(f"{DO}partnerships/", partnerships.partnerships, name="partnerships"),
    path(f"{DO}partnerships/offer/", partnerships.offer, name="offer_partnership"),
    path(f"{DO}partnerships/<uuid:id>/", partnerships.partnership, name="partnership"),
    path(f"{DO}partnerships/<uuid:id>/agree/", partnerships.agree, name="agree_to_partnership"),
    path(f"{DO}partnerships/<uuid:id>/decline/", partnerships.decline, name="decline_partnership"),
    path(f"{DO}partnerships/<uuid:id>/promise/", partnerships.promise, name="make_commitment"),
    path(f"{DO}commitments/<uuid:id>/withdraw/", partnerships.withdraw, name="withdraw_commitment"),
    path(f"{DO}commitments/<uuid:id>/evidence/", partnerships.submit_evidence, name="submit_evidence"),
    path(f"{DO}evidence/<uuid:id>/", partnerships.judge_evidence, name="judge_evidence"),
    path(f"{DO}evidence/<uuid:id>/file", partnerships.evidence_file, name="evidence_file"),
]
