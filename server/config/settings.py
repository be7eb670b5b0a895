"""Django's settings: how the libraries are wired. Periods and limits are in terms.py.

Read once a process. What is wrong is said by name and ends the start (SAFE-3).
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from server.config import places
from server.config.database import database
from server.config.deployment import read_deployment
from server.config.log import LOGGING as LOGGING
from server.config.secrets import derived
from server.config.terms import Terms, read_terms

# Ours
DATA = places.DATA
CLOCK_FILE = places.CLOCK_FILE
TERMS = read_terms(places.TERMS_FILE.read_text()) if places.TERMS_FILE else Terms()
DEPLOYMENT = read_deployment(DATA / "server.toml")
ADDRESS = (DEPLOYMENT.address or places.ADDRESS or "http://localhost").rstrip("/")
_IS_HTTPS = ADDRESS.startswith("https://")
_HOST = urlsplit(ADDRESS).hostname or "localhost"

# Django
SECRET_KEY = derived("django").hex()
DEBUG = False
_LOCAL = [] if _IS_HTTPS else ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [_HOST, *DEPLOYMENT.hosts, *_LOCAL]
ROOT_URLCONF = "server.config.urls"
WSGI_APPLICATION = "server.config.wsgi.application"
INSTALLED_APPS = [
    "server.accounts",
    "server.licenses",
    "server.seats",
    "server.organizations",
    "server.shop",
    "server.signing",
    "server.journal",
    "server.outbox",
    "server.upkeep",
    "server.api",
    "server.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
]
MIDDLEWARE = [
    "server.api.middleware.ApiFirst",  # what computers ask: none of the rest stands in its way
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "server.portal.frame.OwnLanguage",
    "server.portal.frame.SmallBodies",
    "server.portal.frame.PlainTexts",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "server.portal.frame.frame",
            ],
        },
    }
]
DATABASES = {"default": database(places.DATABASE_URL, DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {  # allauth keeps codes and limits there: all workers must see the same ones
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # of the usual 300, limits would be thrown out
    }
}

# People
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
_CHECKS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_CHECKS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": f"{_CHECKS}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_CHECKS}.CommonPasswordValidator"},
    {"NAME": "server.accounts.passwords.NotTooLong"},
]
PASSWORD_RESET_TIMEOUT = int(TERMS.reset_link.total_seconds())
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/licenses"
LOGOUT_REDIRECT_URL = "/login"
ACCOUNT_ADAPTER = "server.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # mail scanners open links (ACC-2)
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # asking for a reset queues one mail either way (ACC-5)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_LOGIN_TIMEOUT = int(TERMS.confirm_link.total_seconds())  # the page that waits for the mail
ACCOUNT_FORMS = {"signup": "server.portal.forms.RegisterForm"}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "server.accounts.reset.ResetTokens"  # noqa: S105  # a class
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(ADDRESS).scheme
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(TERMS.fresh_sign_in.total_seconds())
ACCOUNT_RATE_LIMITS = {  # sign-ins have our own: ACC-4 contradicts the built-in ones
    "login": None,
    "login_failed": None,
    "change_password": "10/m/user",
    "manage_email": "10/m/user",
    "reset_password": "60/m/ip,5/10m/key",
    "reauthenticate": "10/m/user",
    "reset_password_from_key": "60/m/ip",
    "signup": "120/m/ip",  # a lecture hall registers behind one address
    "confirm_email": "1/30s/key",
}

# Cookies and headers
SESSION_ENGINE = "server.accounts.sessions"
SESSION_COOKIE_NAME = "seatkeeper"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"  # the page on the stick leads here from a file
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "server.portal.errors.csrf_failed"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _IS_HTTPS else 0
CSRF_TRUSTED_ORIGINS = [ADDRESS] if _IS_HTTPS else []
if DEPLOYMENT.proxies and _IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
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
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español")]
LOCALE_PATHS = [places.ROOT / "i18n"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = TERMS.zone  # pages show days as the vendor counts them; the rules compute in UTC

# Files and mails
STATIC_URL = "/static/"
STATIC_ROOT = None
STATICFILES_DIRS = [("brand", places.RESOURCES)]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
EMAIL_BACKEND = "server.outbox.backend.Mails"
DEFAULT_FROM_EMAIL = DEPLOYMENT.mail_from or f"no-reply@{_HOST}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
LOGGING_CONFIG = "logging.config.dictConfig"
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # a proxy in front leads http to https
