from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ballots", "0002_verifiable")]

    operations: ClassVar[list[Any]] = [
        migrations.RenameModel("Published", "ArchiveRecord"),
        migrations.RenameModel("Code", "PublicCredential"),
        migrations.RenameIndex(
            "archiverecord",
            new_name="ballots_arc_sealed__986ff4_idx",
            old_name="ballots_pub_sealed__d10e14_idx",
        ),
        migrations.AddField("sealed", "shortest_days", models.PositiveSmallIntegerField(default=0)),
        migrations.RemoveField("trustee", "decrypted"),
        migrations.AddField("trustee", "decryption", models.TextField(blank=True, default=""), preserve_default=False),
    ]
