"""Settings, from the environment. Without any, a safe installation on this machine alone.

Every name that is read here is explained in docs/running.md; a test holds the two together.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlparse

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "yes", "true", "on"}


DATA = Path(os.environ.get("WAARDEEL_DATA") or PACKAGE.parent.parent / "var").resolve()
WAARDEEL_KEYS = DATA / "keys"
WAARDEEL_DEMO = _flag("WAARDEEL_DEMO")
DEBUG = _flag("WAARDEEL_DEBUG")
SITE_NAME = os.environ.get("WAARDEEL_NAME") or ("Waardstad" if WAARDEEL_DEMO else "Waardeel")
SITE_ORIGIN = os.environ.get("WAARDEEL_ORIGIN", "localhost")


def _secret_key() -> str:
    given = os.environ.get("WAARDEEL_SECRET_KEY")
    if given:
        return given
    path = WAARDEEL_KEYS / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            # Exclusive creation: two processes that start at once must end up with one key.
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64))
        except FileExistsError:
            pass
    return path.read_text()


SECRET_KEY = _secret_key()

ALLOWED_HOSTS = [host for host in os.environ.get("WAARDEEL_HOSTS", "").split(",") if host] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
]
HTTPS = _flag("WAARDEEL_HTTPS")

INSTALLED_APPS = [
    "waardeel.web",
    "waardeel.impact",
    "waardeel.work",
    "waardeel.assembly",
    "waardeel.ballots",
    "waardeel.people",
    "waardeel.register",
    "waardeel.house",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django.contrib.staticfiles",
    "django.forms",  # last: its templates are found after ours
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "waardeel.people.middleware.PersonMiddleware",
    "waardeel.web.middleware.DisplayMiddleware",
    "waardeel.web.middleware.ErrorMiddleware",
    "waardeel.web.middleware.PrivacyMiddleware",
]

ROOT_URLCONF = "waardeel.web.urls"
WSGI_APPLICATION = "waardeel.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "waardeel.web.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


def _database(url: str) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "waardeel.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                # Immediate transactions queue writers instead of failing them; FULL, because votes and
                # money must survive a power cut.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
                    # What is erased is overwritten, and not only forgotten: who voted what, who was who.
                    "PRAGMA secure_delete=ON;"
                    "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    parts = urlparse(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            f"DATABASE_URL begins with {parts.scheme!r}; give postgresql://user:password@host:port/name, "
            "or leave it empty for SQLite."
        )
    host = parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket folder is written percent-encoded in the place of the host.
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Rate limits live in the cache, so every process must see the same one.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "signin"
LOGIN_REDIRECT_URL = "my"
ACCOUNT_ADAPTER = "waardeel.people.signin.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "waardeel.people.signin.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_PREVENT_ENUMERATION = True
# Sixty members in one hall come from one address; who guesses at one account is stopped by the code's own limit.
ACCOUNT_RATE_LIMITS = {"login": "200/m/ip", "request_login_code": "200/m/ip,3/m/key"}
MFA_RATE_LIMITS = {"webauthn_login": "200/m/ip"}
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": os.environ.get("WAARDEEL_OIDC_NAME", "OpenID Connect"),
                    "client_id": os.environ["WAARDEEL_OIDC_CLIENT"],
                    "secret": os.environ.get("WAARDEEL_OIDC_SECRET", ""),
                    "settings": {"server_url": os.environ.get("WAARDEEL_OIDC_SERVER", "")},
                }
            ]
        }
    }
    if os.environ.get("WAARDEEL_OIDC_CLIENT")
    else {}
)

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
WAARDEEL_MAX_UPLOAD = 12_000_000  # bytes of one photo or spreadsheet

EMAIL_URL = os.environ.get("WAARDEEL_SMTP", "")
if EMAIL_URL:
    _smtp = urlparse(EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname or ""
    EMAIL_PORT = _smtp.port or 587
    EMAIL_HOST_USER = unquote(_smtp.username or "")
    EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
    EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "outbox"
DEFAULT_FROM_EMAIL = os.environ.get("WAARDEEL_FROM", f"waardeel@{SITE_ORIGIN}")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
BEHIND_PROXY = _flag("WAARDEEL_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "." in host] if HTTPS else []
CSRF_FAILURE_VIEW = "waardeel.web.views.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
# The policy above (frame-ancestors) says what X-Frame-Options would.
SILENCED_SYSTEM_CHECKS = ["security.W002"]
