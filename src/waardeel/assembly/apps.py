from __future__ import annotations

from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "waardeel.assembly"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waardeel.assembly.domain import PURPOSE
        from waardeel.assembly.entries import SENTENCES
        from waardeel.assembly.settling import ProposalPolls
        from waardeel.ballots.purposes import serve
        from waardeel.register.sentences import tell

        tell(SENTENCES)
        serve(PURPOSE, ProposalPolls())
