from __future__ import annotations

from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "waardeel.assembly"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waardeel.assembly.domain import PURPOSE, ProposalPolls
        from waardeel.assembly.entries import SENTENCES
        from waardeel.assembly.privacy import erase_comments, export_assembly
        from waardeel.ballots.domain.purposes import serve
        from waardeel.people.privacy import register_eraser, register_exporter
        from waardeel.register.sentences import tell

        tell(SENTENCES)
        serve(PURPOSE, ProposalPolls())
        register_exporter("assembly", export_assembly)
        register_eraser("assembly", erase_comments)
