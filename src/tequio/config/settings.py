"""Django's settings. The environment is read here and nowhere else."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
# Everything that this installation keeps on disk: database, files, secret, collected static files.
TESTING = "pytest" in sys.modules
# Tests never touch a real installation, and each process of theirs has a folder of its own.
HOME = Path(tempfile.mkdtemp(prefix="tequio-test-") if TESTING else os.environ.get("TEQUIO_HOME", "var")).resolve()
IS_DEMO = os.environ.get("TEQUIO_DEMO") == "1"


def _secret() -> str:
    """Return the secret key, made once and readable by the owner only."""
    given = os.environ.get("TEQUIO_SECRET_KEY")
    if given:
        return given
    kept = HOME / "secret"
    if kept.exists():
        return kept.read_text().strip()
    HOME.mkdir(parents=True, exist_ok=True)
    made = secrets.token_urlsafe(50)
    handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(made)
    return made


SECRET_KEY = _secret()
DEBUG = os.environ.get("TEQUIO_DEBUG") == "1"
BASE_URL = os.environ.get("TEQUIO_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = os.environ.get("TEQUIO_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
if BASE_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
# How many proxies stand in front and say whom they speak for: without it, all visitors would share one rate limit.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TEQUIO_PROXIES", "1" if BASE_URL.startswith("https://") else "0"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.contenttypes",  # auth's permissions need it; no model of ours uses it
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "tequio.config.apps.TequioConfig",
    "tequio.portal.apps.PortalConfig",
    "tequio.tracking.apps.TrackingConfig",
    "tequio.plans.apps.PlansConfig",
    "tequio.questionnaires.apps.QuestionnairesConfig",
    "tequio.gatherings.apps.GatheringsConfig",
    "tequio.contributions.apps.ContributionsConfig",
    "tequio.notices.apps.NoticesConfig",
    "tequio.people.apps.PeopleConfig",
    "tequio.files.apps.FilesConfig",
    "tequio.record.apps.RecordConfig",
    "tequio.jobs.apps.JobsConfig",
    "tequio.web.apps.WebConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tequio.record.middleware.PublishedFilesMiddleware",
    # Pages travel compressed; Django pads each at random, so that their length tells nothing (BREACH).
    "tequio.web.middleware.GZipPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tequio.web.middleware.RefusalMiddleware",
    "tequio.people.middleware.WhoAndWhereMiddleware",
    "tequio.portal.middleware.RecordCacheMiddleware",
]

ROOT_URLCONF = "tequio.config.urls"
WSGI_APPLICATION = "tequio.config.wsgi.application"
_LOADERS: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])],
            "builtins": ["template_partials.templatetags.partials", "tequio.web.templatetags.tequio"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "tequio.web.page.everywhere",
            ],
        },
    }
]

_SQLITE = f"sqlite:///{HOME / 'tequio.sqlite3'}"
_DATABASE = os.environ.get("TEQUIO_TEST_DATABASE_URL" if TESTING else "DATABASE_URL") or _SQLITE
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(_DATABASE)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A write that starts as a read cannot wait for another writer: begin as a writer (never ATOMIC_REQUESTS, then).
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-20000;PRAGMA journal_size_limit=67108864;PRAGMA secure_delete=ON;",
    }
    # Opening costs more than all the questions of a 304. Briefly: a restore puts another file in the place of this one.
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if TESTING else 5
else:
    DATABASES["default"]["OPTIONS"] = {} if TESTING else {"pool": {"min_size": 1, "max_size": 8}}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "tequio_cache"},
    # Visitors' pages, in each process's memory (portal/middleware.py). Tests write rows that state no fact, so they do
    # without; the middleware's own tests bring a real one.
    "pages": {
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if TESTING else 'locmem.LocMemCache'}",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}

LANGUAGE_CODE = "es-mx"
LANGUAGES = [("es-mx", "Español"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "America/Mexico_City"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [("tequio", PACKAGE / "web" / "css")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING or DEBUG
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map"]
MEDIA_ROOT = HOME / "media"  # nothing is served from here: files/ serves what it has checked
FILES_ROOT = Path(os.environ.get("TEQUIO_FILES", HOME / "files"))
# The public record's files, which anybody may copy; its private keys; and the log's name, fixed when it is opened.
LOG_ROOT = Path(os.environ.get("TEQUIO_LOG_ROOT", HOME / "log"))
KEYS_ROOT = Path(os.environ.get("TEQUIO_KEYS", HOME / "keys"))
LOG_ORIGIN = os.environ.get("TEQUIO_LOG_ORIGIN", f"{BASE_URL.partition('://')[2]}/bitacora")
FILES_LIMIT = int(os.environ.get("TEQUIO_FILES_LIMIT_MB", "25")) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_TEMP_DIR = FILES_ROOT / "tmp"
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "tequio.files.adapters.UploadHandler",
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_REDIRECT_URL = "portal:desk"
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "portal:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_DISPLAY = "tequio.people.adapters.display"
ACCOUNT_ADAPTER = "tequio.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BASE_URL.startswith("https://")  # localhost is allowed by browsers themselves
MFA_ADAPTER = "tequio.people.adapters.MFAAdapter"
# An institution's own identity (OpenID Connect): it only opens accounts that exist, by an address proven on both sides.
OIDC_URL = os.environ.get("TEQUIO_OIDC_URL", "").rstrip("/")
SOCIALACCOUNT_ADAPTER = "tequio.people.adapters.SocialAdapter"
SOCIALACCOUNT_LOGIN_ON_GET, SOCIALACCOUNT_STORE_TOKENS = False, False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
_OIDC_APP = {
    "provider_id": "institucion",
    "name": os.environ.get("TEQUIO_OIDC_NAME", "OpenID Connect"),
    "client_id": os.environ.get("TEQUIO_OIDC_CLIENT", ""),
    "secret": os.environ.get("TEQUIO_OIDC_SECRET", ""),
    "settings": {"server_url": OIDC_URL, "oauth_pkce_enabled": True},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_OIDC_APP] if OIDC_URL else []}}
MFA_TOTP_ISSUER = "Tequio"
# Coordination must use a second factor. The demo's passwords are printed on a screen, so there it may be skipped.
SECOND_FACTOR_REQUIRED = not IS_DEMO and os.environ.get("TEQUIO_SECOND_FACTOR", "1") == "1"

EMAIL_URL = os.environ.get("TEQUIO_EMAIL_URL", "console:" if IS_DEMO else "")
if EMAIL_URL.startswith("smtp"):
    from urllib.parse import unquote, urlsplit

    _mail = urlsplit(EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("TEQUIO_EMAIL_FROM", "tequio@localhost")
# Where people may write to whoever runs this installation; shown on the contact page and in security.txt.
CONTACT_EMAIL = os.environ.get("TEQUIO_CONTACT", DEFAULT_FROM_EMAIL)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tequio.web.views.csrf_failure"
SILENCED_SYSTEM_CHECKS: list[str] = []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *(["/".join(OIDC_URL.split("/")[:3])] if OIDC_URL else [])],
        "frame-ancestors": [NONE],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"tequio": {"level": os.environ.get("TEQUIO_LOG", "INFO")}},
}
SITE_TITLE = _("Open government")
