"""The project's settings: every value from the environment, or from the file that NAME_FILE names."""

import os
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environ import FileAwareEnv
from environ.fileaware_mapping import FileAwareMapping


class Environment(FileAwareMapping):
    """The environment, and files named in it, without the line end an editor puts behind a value."""

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name).rstrip("\n")


class Env(FileAwareEnv):
    ENVIRON = Environment()


BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# Development only: error pages with the code and the settings in them.
DEBUG = env.bool("DEBUG", default=False)


# --- The database: an SQLite file in the working tree, or DATABASE_URL=postgres://user@host/archive


def sqlite_options() -> dict[str, object]:
    """Readers do not wait for a writer (WAL), and a writer says so at once (IMMEDIATE), which is
    what lets a second one wait its turn instead of failing halfway. Seconds."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY",
    }


EMBEDDED_DATABASE = f"sqlite:///{BASE_DIR / 'archive.sqlite3'}"
DATABASES = {"default": env.db_url("DATABASE_URL", default=EMBEDDED_DATABASE)}
IS_EMBEDDED = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_EMBEDDED:
    DATABASES["default"]["OPTIONS"] = sqlite_options() | DATABASES["default"].get("OPTIONS", {})
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# --- Secrets


def kept_secret(path: Path) -> str:
    """The key kept in a file that only its owner reads; made on first use."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with open(descriptor, "w") as stream:
        stream.write(get_random_secret_key())
    return path.read_text().strip()


def secret_key() -> str:
    if key := env.str("SECRET_KEY", default=""):
        return key
    if DEBUG or IS_EMBEDDED:
        return kept_secret(BASE_DIR / ".secret-key")
    raise ImproperlyConfigured(
        "SECRET_KEY is required beside a database server: export it, or name a file in SECRET_KEY_FILE"
    )


SECRET_KEY = secret_key()


# --- Who may ask, and how. HTTPS turns on everything that needs a certificate.

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = "Lax"

# How many proxies in front may be believed about the client's address and scheme.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


# Where readers turn to, on the page about the archive: an address of the web or of mail.
CONTACT = env.str("CONTACT", default="")


# --- The application

# Ours first: what two call by the same words in English, it translates.
INSTALLED_APPS = [
    "articles",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "simple_history",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "archive.headers.content_security_policy",
    "archive.headers.no_nul_in_the_admin",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "articles.interface.language_by_address",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last: what it answers in place of the sign-in page passes all the others on its way out.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

# Jinja2 makes the public pages, Django's own templates the admin.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "pages"],
        "OPTIONS": {"environment": "articles.rendering.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Bytes of a form: the largest text that is loaded, as a browser sends it in a script of three bytes a letter.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 << 20

LOGIN_REDIRECT_URL = "admin:index"

# The desk is left with the browser, and after a working day in any case. Seconds.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Guessing a password: what is counted, in the database that the workers share, is a user's wrong passwords
# from one address. What is sent while it is closed is not looked at, and does not keep it closed.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken"]
AXES_CLIENT_IP_CALLABLE = "archive.clients.address"
AXES_LOCKOUT_CALLABLE = "articles.admin.accounts.closed"
AXES_ENABLE_ADMIN = False  # articles/admin/accounts.py has its own.

# Why somebody changed something may be a sentence.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# What went wrong stands on standard error, with DEBUG off too.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "loggers": {"django": {"handlers": ["stderr"]}},
}

# The languages of the interface by their own names; the first has no prefix in an address.
LANGUAGES = [
    ("en", "English"),
    ("lv", "Latviešu"),
    ("pl", "Polski"),
    ("th", "ไทย"),
    ("ar", "العربية"),
    ("ru", "Русский"),
]
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
