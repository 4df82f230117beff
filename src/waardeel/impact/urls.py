from __future__ import annotations

from django.urls import path

from waardeel.impact.views import answering, organisation, report

urlpatterns = [
    path("w/", answering.code, name="answer_code"),
    path("w/withdraw/", answering.withdraw, name="answer_withdraw"),
    path("w/<str:code>/", answering.start, name="answer_start"),
    path("w/<str:code>/<int:number>/", answering.question, name="answer_question"),
    path("w/<str:code>/check/", answering.check, name="answer_check"),
    path("w/<str:code>/thanks/", answering.thanks, name="answer_thanks"),
    path("w/<str:code>/stop/", answering.stop, name="answer_stop"),
    path("o/<slug:slug>/impact/", organisation.home, name="organisation_impact"),
    path("o/<slug:slug>/impact/waves/new/", organisation.new, name="impact_new"),
    path("o/<slug:slug>/impact/waves/<uuid:id>/", organisation.wave, name="impact_wave"),
    path("o/<slug:slug>/impact/waves/<uuid:id>/slips/", organisation.slips, name="impact_slips"),
    path("o/<slug:slug>/impact/waves/<uuid:id>/close/", organisation.close, name="impact_close"),
    path("o/<slug:slug>/impact/waves/<uuid:id>/publish/", organisation.publish, name="impact_publish"),
    path("o/<slug:slug>/impact/waves/<uuid:id>/approve/", organisation.approve, name="impact_approve"),
    path("o/<slug:slug>/impact/waves/<uuid:id>/report/", report.report, name="impact_report"),
    path("o/<slug:slug>/impact/waves/<uuid:id>/report.csv", report.report_csv, name="impact_report_csv"),
    path("o/<slug:slug>/impact/waves/<uuid:id>/report.json", report.report_json, name="impact_report_json"),
]
