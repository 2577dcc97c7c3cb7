"""Settings of the pages, for development and production alike; every choice is an environment variable.

The variables are described in docs/reference/settings.md, one heading each.
"""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils import timezone

from rebond.web.accounts.allauth_settings import *  # noqa: F403 - settings of one room, by name
from rebond.web.secret import signing_key

env = environ.Env()

WEB = Path(__file__).parent

# Where this installation keeps what it writes: database, signing key, decision files, collected static files.
VAR = Path(env.str("REBOND_VAR", default="var")).absolute()
VAR.mkdir(parents=True, exist_ok=True)
DECISIONS_FOLDER = Path(env.str("REBOND_DECISIONS", default=str(VAR / "decisions"))).absolute()
# Files of dossiers, by digest; never under what the web server serves.
FILES_FOLDER = Path(env.str("REBOND_FILES", default=str(VAR / "files"))).absolute()

# Official contours that replace the drawn ones on maps, where an installation has them.
CONTOURS_FOLDER = Path(env.str("REBOND_CONTOURS", default=str(VAR / "contours"))).absolute()

DEBUG = env.bool("REBOND_DEBUG", default=False)
SECRET_KEY = env.str("REBOND_SECRET_KEY", default="") or signing_key(VAR)
ALLOWED_HOSTS = env.list("REBOND_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("REBOND_TRUSTED_ORIGINS", default=[])
# The address that links in mails begin with.
BASE_URL = env.str("REBOND_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
# Private key (PEM) that signs the journal's daily heads; without it they leave unsigned.
JOURNAL_KEY = env.str("REBOND_JOURNAL_KEY", default="")
JOURNAL_HEADS = VAR / "journal" / "heads"
SHOW_COMPONENTS = env.bool("REBOND_SHOW_COMPONENTS", default=False)
# Whether `rebond demo` may fill this installation with its fictitious cast; never over HTTPS.
DEMO = env.bool("REBOND_DEMO", default=False)
# Who runs this installation, for the pages that the law asks for; what is empty is said to be missing.
OPERATOR = env.str("REBOND_OPERATOR", default="")
OPERATOR_ADDRESS = env.str("REBOND_OPERATOR_ADDRESS", default="")
PUBLICATION_DIRECTOR = env.str("REBOND_PUBLICATION_DIRECTOR", default="")
HOSTING = env.str("REBOND_HOSTING", default="")
CONTACT = env.str("REBOND_CONTACT", default="")
PRIVACY_CONTACT = env.str("REBOND_PRIVACY_CONTACT", default="")
SECURITY_CONTACT = env.str("REBOND_SECURITY_CONTACT", default="")
DATA_PROTECTION_OFFICER = env.str("REBOND_DATA_PROTECTION_OFFICER", default="")
LEGAL_BASIS = env.str("REBOND_LEGAL_BASIS", default="")
# Counts below it are not told on public pages, nor to those who do not read the cases themselves.
LEAST_COUNT = env.int("REBOND_LEAST_COUNT", default=5)
# How many recalculations may wait at once; beyond it a visitor is told to come back.
KEPT_RECALCULATIONS = env.int("REBOND_KEPT_RECALCULATIONS", default=200)
QUEUE_LIMIT = env.int("REBOND_QUEUE_LIMIT", default=20)
# The largest file of sites, and how many rows of it, that the registry takes at once.
REGISTRY_FILE_MEGABYTES = env.int("REBOND_REGISTRY_FILE_MEGABYTES", default=400)
REGISTRY_ROWS = env.int("REBOND_REGISTRY_ROWS", default=200_000)
# How many requests of the API one address, or one token, may make in a minute.
API_PER_MINUTE = env.int("REBOND_API_PER_MINUTE", default=600)
API_TOKEN_PER_MINUTE = env.int("REBOND_API_TOKEN_PER_MINUTE", default=3000)
# After how many months a young person's profile is erased, unless it is prolonged.
PROFILE_MONTHS = env.int("REBOND_PROFILE_MONTHS", default=12)
RECALCULATION_DRAWS = env.int("REBOND_RECALCULATION_DRAWS", default=10_000)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rebond.web.theme",
    "rebond.web.accounts",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "rebond.web.journal",
    "rebond.web.notices",
    "rebond.web.jobs",
    "rebond.web.calls",
    "rebond.web.dossiers",
    "rebond.web.instruction",
    "rebond.web.committee",
    "rebond.web.deliberations",
    "rebond.web.sites",
    "rebond.web.labels",
    "rebond.web.needs",
    "rebond.web.enquiries",
    "rebond.web.cases",
    "rebond.web.ledger",
    "rebond.web.aids",
    "rebond.web.training",
    "rebond.web.questions",
    "rebond.web.monitoring",
    "rebond.web.publishing",
    "rebond.web.legal",
    "rebond.web.desk",
    "rebond.web.programmes",
    "rebond.web.decisions",
    "rebond.web.territories",
    "rebond.web.procedures",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rebond.web.accounts.middleware.session_rules",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rebond.web.theme.null_letters.NullLetters",
    "rebond.web.journal.middleware.RealObjects",
]

ROOT_URLCONF = "rebond.web.urls"
WSGI_APPLICATION = "rebond.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "rebond.web.theme.context.layout",
                "rebond.web.accounts.context.signed",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "rebond.web.theme.templatetags.rebond",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'rebond.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for the writer, and a writer takes its lock at once instead of failing half-way.
    # FULL: what was answered « saved » or « received » outlives a power cut, not only a killed process.
    # The log is written back to the tables every 4 000 pages (16 MB) instead of 1 000: who does it waits for the
    # disk three times, and everybody else for him.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
        ),
    }
# A connection serves the requests of a minute: opening one costs as much as several queries.
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
# Who may sign in and how; the rest of it stands in `accounts.allauth_settings`.
OPEN_SIGNUP = env.bool("REBOND_OPEN_SIGNUP", default=True)
REQUIRE_TWO_FACTOR = env.list("REBOND_REQUIRE_TWO_FACTOR", default=[])
OIDC_ISSUER = env.str("REBOND_OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID = env.str("REBOND_OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("REBOND_OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env.str("REBOND_OIDC_NAME", default="OpenID Connect")
OIDC_PROCONNECT = env.bool("REBOND_OIDC_PROCONNECT", default=False)
OIDC_VERIFIED_DOMAINS = env.list("REBOND_OIDC_VERIFIED_DOMAINS", default=[])

# Attempts and used codes are counted where every process sees them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# Without a mail server, mail is written on the console.
vars().update(env.email_url("REBOND_EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("REBOND_EMAIL_FROM", default="Rebond <rebond@localhost>")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# The one clock of the pages; tests replace it.
CLOCK = timezone.now

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [WEB / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# A part of a dossier's form: some long texts, an outline of thousands of corners, long lists.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# One file a form; a small one, read in memory and never written, but where `dossiers.receiving` takes it.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["rebond.web.procedures.uploads.SmallFileHandler"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "rebond.web.theme.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# Behind HTTPS everything is HTTPS; on a laptop, plain HTTP on 127.0.0.1.
HTTPS = env.bool("REBOND_HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
if env.bool("REBOND_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Attempts to sign in are counted by the address that the proxy writes last in X-Forwarded-For.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"refusals": {"()": "rebond.web.refusals.WithoutTraces"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django.request": {"filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": env.str("REBOND_LOG_LEVEL", default="INFO")},
}
