"""Wrong configuration is found at start, and the message says how to mend it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import checks
from django.core.management import call_command

from waardeel.register import checks as register_checks
from waardeel.register.keys import key_file, signer_for
from waardeel.web import checks as web_checks

ROOT = Path(__file__).resolve().parent.parent.parent


def ids(found: list[checks.CheckMessage]) -> list[str]:
    assert all(message.hint for message in found)
    return [message.id for message in found]


def test_the_house_as_tested_is_well(db: None) -> None:
    call_command("check")
    assert checks.run_checks(tags=["waardeel"]) == []


def test_a_demo_may_not_stand_open_to_the_world(settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "waardeel.example.org"]
    assert ids(web_checks.check_demo_is_local(None)) == ["waardeel.E001"]
    settings.WAARDEEL_DEMO = False
    assert web_checks.check_demo_is_local(None) == []


def test_a_data_folder_that_cannot_be_written(settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "missing" / "deeper"
    assert ids(web_checks.check_data_folder(None)) == ["waardeel.E002"]


def test_pages_without_https_on_a_real_site(settings) -> None:
    assert ids(web_checks.check_https(None)) == ["waardeel.W003"]
    settings.HTTPS = True
    assert web_checks.check_https(None) == []


@pytest.mark.parametrize(("secret", "server", "found"), [("s", "https://x", 0), ("", "https://x", 1), ("s", "", 1)])
def test_a_half_configured_sign_in_of_the_organisation(settings, secret: str, server: str, found: int) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [{"secret": secret, "settings": {"server_url": server}}]}
    }
    assert ids(web_checks.check_oidc(None)) == ["waardeel.E004"] * found


def test_a_signing_key_that_others_can_read(settings, tmp_path: Path) -> None:
    settings.WAARDEEL_KEYS = tmp_path
    assert register_checks.check_register_key(None) == []
    signer_for("green-thread")
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert register_checks.check_register_key(None) == []
    key_file().chmod(0o644)
    assert ids(register_checks.check_register_key(None)) == ["waardeel.E010"]


@pytest.mark.parametrize("origin", ["", "two words", "https://x/y", "a+b"])
def test_an_origin_that_cannot_name_a_log(settings, origin: str) -> None:
    settings.SITE_ORIGIN = origin
    assert ids(register_checks.check_site_origin(None)) == ["waardeel.E011"]


def test_a_site_that_forgot_its_origin(settings) -> None:
    settings.WAARDEEL_DEMO = False
    assert ids(register_checks.check_site_origin(None)) == ["waardeel.W012"]


def test_every_setting_is_explained_and_nothing_else() -> None:
    source = (ROOT / "src/waardeel/web/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"""(?:environ\.get\(|environ\[|_flag\()\s*"([A-Z_]+)\"""", source)) | {"PORT"}
    explained = set(re.findall(r"`([A-Z]+_?[A-Z_]*)`", (ROOT / "docs/running.md").read_text(encoding="utf-8")))
    assert read == {name for name in explained if name.startswith("WAARDEEL_") or name in {"DATABASE_URL", "PORT"}}
