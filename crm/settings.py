"""Every setting, read from the environment; safe for production unless NORTE_MODE says otherwise."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Mode -------------------------------------------------------------------
# production: behind TLS. embedded: `./run` on loopback. test: pytest.
MODE = env("NORTE_MODE", default="production")
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
SILENCED_SYSTEM_CHECKS = env.list("SILENCED_SYSTEM_CHECKS", default=[])

# --- Applications, in the order of the house --------------------------------
INSTALLED_APPS = [
    # First, so that after a migration the kinds of record exist before anything is written about them.
    "django.contrib.contenttypes",
    "indicators",
    "marketing",
    "services",
    "sales",
    "workflow",
    "crm",
    "crm.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "crm.middleware.Measured",
    "crm.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "crm.middleware.RequestLog",
    "crm.middleware.ReaderPreferences",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "crm.middleware.LastSeen",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm.ui.context.frame",
            ],
        },
    }
]
FILTERS_EMPTY_CHOICE_LABEL = _("Any")
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgresql:///norte")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A page that waits longer than this is a fault: it must fail alone, not pile up.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = env(
    "DATABASE_OPTIONS", default="-c statement_timeout=30000 -c lock_timeout=5000 -c jit=off -c random_page_cost=1.1"
)

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHE_URL = env(
    "CACHE_URL",
    default=(
        REDIS_URL.replace("redis+socket://", "unix://").split("?")[0] + "?db=1"
        if REDIS_URL.startswith("redis+socket")
        else REDIS_URL.rsplit("/", 1)[0] + "/1"
    ),
)
CACHES = {
    "default": {
        "BACKEND": "crm.cache.ForgivingRedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "norte",
    },
    # What guards the sign-in must not be forgotten when Redis is.
    "guard": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "crm_guard"},
}
FILES_DIR = Path(env("NORTE_FILES_DIR", default=str(BASE_DIR / "var" / "files")))
ATTACHMENT_MAX_MB = env.int("ATTACHMENT_MAX_MB", default=25)

# --- Work in the background -------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "max_retries": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Any number of beats may run. Periodic work is declared beside its task (crm.periodic) and kept in rows;
# here stand its clock and the sweeps, which harm nobody when they run twice. What waited longer is not worth running.
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "crm.tasks.tick", "schedule": 30.0, "options": {"expires": 60}},
    "sweep-jobs": {"task": "crm.tasks.sweep_jobs", "schedule": 30.0, "options": {"expires": 60}},
    "sweep-messages": {"task": "crm.tasks.sweep_messages", "schedule": 15.0, "options": {"expires": 30}},
    "sweep-notices": {"task": "crm.tasks.sweep_notices", "schedule": 10.0, "options": {"expires": 30}},
    "sweep-automations": {"task": "workflow.tasks.sweep_runs", "schedule": 15.0, "options": {"expires": 30}},
    "sweep-webhooks": {"task": "workflow.tasks.deliver_webhooks", "schedule": 15.0, "options": {"expires": 30}},
}

# --- People -----------------------------------------------------------------
AUTH_USER_MODEL = "crm.User"
AUTHENTICATION_BACKENDS = [
    "crm.accounts.PeopleBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 3600

ACCOUNT_ADAPTER = "crm.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "crm.forms.account.LoginForm",
    "change_password": "crm.forms.account.ChangePasswordForm",
    "reset_password": "crm.forms.account.ResetPasswordForm",
    "reset_password_from_key": "crm.forms.account.ResetPasswordKeyForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user,20/h/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Norte"
MFA_ADAPTER = "crm.accounts.SecondStepAdapter"
USERSESSIONS_ADAPTER = "crm.accounts.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- Sessions, cookies, transport -------------------------------------------
SECURE = MODE == "production"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "__Host-norte" if SECURE else "norte"
CSRF_COOKIE_NAME = "__Host-norte-csrf" if SECURE else "norte-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "crm.views.error.csrf_failure"
SECURE_SSL_REDIRECT = SECURE and env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Same name and shape as Django 6's own setting, which will take over from crm.middleware.
SECURE_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Language, time, money --------------------------------------------------
LANGUAGE_CODE = "pt-br"
FORMS_URLFIELD_ASSUME_HTTPS = True
LANGUAGES = [("pt-br", _("Brazilian Portuguese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "norte-language"
TIME_ZONE = "America/Sao_Paulo"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["crm.formats"]

# --- Static files -----------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = MODE == "embedded"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(FILES_DIR), "base_url": None},
    },
    "staticfiles": {"BACKEND": ("crm.staticfiles.ManifestStorage" if SECURE else "crm.staticfiles.PlainStorage")},
}

# --- Mail -------------------------------------------------------------------
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# For each answer; a message altogether has 28 seconds (crm.actions.mail).
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Norte <norte@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Webhooks -----------------------------------------------------------------
# Hosts ("erp.internal" or "erp.internal:9000") that may be inside the own network, on any port.
WEBHOOK_ALLOWED_HOSTS = env.list("WEBHOOK_ALLOWED_HOSTS", default=[])
# So many workers at most wait for receivers at once: the others stay with mail and all else.
WEBHOOK_WORKERS = env.int("WEBHOOK_WORKERS", default=1)

# --- API --------------------------------------------------------------------
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=600)
API_BODY_LIMIT = 1024 * 1024
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "crm.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["crm.api.authentication.MayUseApi"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["crm.api.parsing.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "crm.api.paging.KeysetPagination",
    "DEFAULT_THROTTLE_CLASSES": ["crm.api.throttling.TokenThrottle"],
    "DEFAULT_SCHEMA_CLASS": "crm.api.schema.RecordSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "crm.api.errors.handle",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Norte CRM",
    "DESCRIPTION": _("Every record through the same filters, reach and actions as the pages. See docs/api.md."),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "crm.api.schema.add_errors",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ActivityKind": "crm.models.Activity.KINDS",
        "CustomFieldKind": "crm.models.CustomField.KINDS",
        "AutomationTrigger": "workflow.models.Rule.TRIGGERS",
        "AutomationRunState": "workflow.models.RuleRun.STATES",
        "TaskKind": "workflow.models.tasktype.KINDS",
        "WebhookDeliveryState": "workflow.models.WebhookDelivery.STATES",
        "OpportunityState": "sales.models.Opportunity.STATES",
        "Cadence": "indicators.models.indicator.GRAINS",
        "PlanState": "indicators.models.Plan.STATES",
        "CorrectiveActionState": "indicators.models.CorrectiveAction.STATES",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
}

# --- Figures for monitors: from this machine itself, or with the token --------
# PROMETHEUS_MULTIPROC_DIR names a folder that the web processes share, so that each answers for all.
METRICS_TOKEN = env("METRICS_TOKEN", default="")

# --- Logs: one JSON object a line, with the request's id, without secrets ----
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "crm.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"django.server": {"handlers": ["console"], "propagate": False}},
}

if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    CELERY_TASK_ALWAYS_EAGER = False
    ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
    LOGGING["root"]["level"] = "ERROR"
