"""The settings of the site; those that differ between machines are environment variables."""

from pathlib import Path

from django.utils.csp import CSP

from hkai_project import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
FIXTURES_DIR = BASE_DIR / "fixtures"
# One folder for each release of the data.
RELEASES_DIR = environment.read_env_text("RELEASES_DIR", str(VAR_DIR / "releases"))

DEBUG = environment.read_env_flag("DEBUG", default=False)
SECRET_KEY = environment.read_env_secret("SECRET_KEY", VAR_DIR / "secret_key")
PORT = environment.read_env_number("PORT", default=8000, least=1, most=65535)
SITE = environment.read_env_site_url("SITE_URL", f"http://127.0.0.1:{PORT}")
SITE_URL = SITE.geturl()
IS_HTTPS = SITE.scheme == "https"
ALLOWED_HOSTS = environment.read_env_list("ALLOWED_HOSTS") or [SITE.hostname, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "hkai_project.apps.EditorsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "reversion",
    "ecosystem",
]

MIDDLEWARE = [
    # The outermost: responses of SecurityMiddleware need the policy too.
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "ecosystem.web.cross_origin.CrossOriginMiddleware",
    "ecosystem.web.speculation_rules.SpeculationRulesMiddleware",
    # Before middleware that returns responses: redirects to https, static files.
    "ecosystem.web.request_methods.RequestMethodMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ecosystem.web.language_middleware.LanguageMiddleware",
    # Before all that may ask the database.
    "ecosystem.web.read_only.ReadOnlyMiddleware",
    # Inside the language, because it refuses too many parameters.
    "ecosystem.web.query_text_middleware.QueryTextMiddleware",
    # Inside the language, for translated errors; outside all others, so that all errors of the API have one format.
    "ecosystem.api.middleware.ApiMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # They need the language, the user and the CSRF check.
    "ecosystem.accounts.middleware.SessionLifetimeMiddleware",
    "ecosystem.accounts.middleware.RateLimitMiddleware",
    "ecosystem.accounts.middleware.SavedSubmissionMiddleware",
    "ecosystem.accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "hkai_project.urls"
WSGI_APPLICATION = "hkai_project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "ecosystem.web.template_loader.UnindentedLoader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ecosystem.web.page_context.add_page_context",
            ],
        },
    },
]

DATABASES = {"default": environment.read_env_database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if environment.read_env_text("REPLICA_URL"):
    # Tests have one database.
    DATABASES["replica"] = environment.read_env_database("REPLICA_URL", "") | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["ecosystem.models.database_router.ReplicaRouter"]
# Only gunicorn sets it: commands need one connection.
POOL_SIZE = environment.read_env_number("DATABASE_POOL_SIZE", default=0, least=0, most=1000)
DATABASES = {alias: environment.complete_database(config, pool_size=POOL_SIZE) for alias, config in DATABASES.items()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": environment.read_env_cache("CACHE_URL", "locmemcache://"),
    # Whole responses (ecosystem/web/page_cache/): in a file that all processes of the machine share, or where CACHE_URL
    # says.
    "pages": environment.read_env_cache("CACHE_URL", "")
    if environment.read_env_text("CACHE_URL")
    else {
        "BACKEND": "ecosystem.web.page_cache.sqlite_cache.SQLiteCache",
        "LOCATION": VAR_DIR / "pages.sqlite3",
        "OPTIONS": {
            "MAX_BYTES": environment.read_env_number("PAGE_CACHE_MEGABYTES", default=256, least=1, most=1_000_000)
            * 2**20
        },
    },
    # Social cards are slow to draw and large, so they outlive the process.
    "cards": environment.read_env_cache("CARDS_CACHE_URL", f"filecache://{VAR_DIR}/cards")
    | {"OPTIONS": {"MAX_ENTRIES": 10_000}},
}

MAILERS = {"default": environment.read_env_mailer("EMAIL_URL", "smtp://localhost" if IS_HTTPS else "consolemail://")}

if MAILERS["default"]["BACKEND"].endswith("smtp.EmailBackend"):
    # Users must not wait long for a mail server that does not answer.
    MAILERS["default"]["OPTIONS"].setdefault("timeout", 5)
# For security.txt: a URL such as mailto:security@example.org.
SECURITY_CONTACT = environment.read_env_text("SECURITY_CONTACT", "")
DEFAULT_FROM_EMAIL = environment.read_env_text("MAIL_FROM", f"HKAI <no-reply@{SITE.hostname}>")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Accounts: by invitation only, with a second factor; see ecosystem/accounts/.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "ecosystem.accounts.adapters.EditorAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = True
# A new address replaces the present one once its owner has confirmed it; an invitation confirms the first.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# allauth counts failures in the cache of each process; the site counts them in the database
# (ecosystem/accounts/rate_limits.py). The other limits of allauth remain as a second, coarser defence.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
ACCOUNT_FORMS = {
    "login": "ecosystem.accounts.forms.SignInForm",
    "reauthenticate": "ecosystem.accounts.forms.ConfirmPasswordForm",
    "change_password": "ecosystem.accounts.forms.PasswordChangeForm",
    "set_password": "ecosystem.accounts.forms.PasswordSetForm",
    "reset_password": "ecosystem.accounts.forms.PasswordResetRequestForm",
    "reset_password_from_key": "ecosystem.accounts.forms.PasswordResetForm",
    "add_email": "ecosystem.accounts.forms.EmailChangeForm",
}
MFA_ADAPTER = "ecosystem.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A clock may be 30 seconds wrong.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "HKAI"
# Without https, browsers allow passkeys on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_FORMS = {
    "authenticate": "ecosystem.accounts.forms.SecondFactorForm",
    "reauthenticate": "ecosystem.accounts.forms.ConfirmSecondFactorForm",
    "activate_totp": "ecosystem.accounts.forms.AuthenticatorAppForm",
    "add_webauthn": "ecosystem.accounts.forms.PasskeyForm",
    "edit_webauthn": "ecosystem.accounts.forms.PasskeyNameForm",
    "login_webauthn": "ecosystem.accounts.forms.PasskeySignInForm",
}
# Editors need a second factor if the site is public; in development it is optional.
SECOND_FACTOR_REQUIRED = IS_HTTPS
INVITATION_DAYS = 7
PASSWORD_RESET_TIMEOUT = 60 * 60
# How long account events are stored.
ACCOUNT_EVENT_DAYS = 180
# A session ends this long after its last use, and in any case this long after the sign-in.
SESSION_IDLE_SECONDS = environment.read_env_number("SESSION_IDLE_HOURS", default=12, least=1, most=14 * 24) * 60 * 60
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
# Limits of forms that are saved because they were sent after the end of a session.
SAVED_SUBMISSION_SECONDS = 60 * 60
SAVED_SUBMISSION_BYTES = 1_000_000
SAVED_SUBMISSIONS_PER_USER = 5

# Languages: the codes are the first part of every public URL.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hant", "繁體中文"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
TIME_ZONE = "Asia/Hong_Kong"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["hkai_project.formats"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Linked by every page; the files that it imports are joined into it.
STYLESHEET = "css/ecosystem.css"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ecosystem.web.static_files.JoinedStaticFilesStorage"},
}
# Only files with a hash in their name are served, which browsers may cache for ever.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Files that browsers request at the root of a site: /favicon.ico, /apple-touch-icon.png and -precomposed.png.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"

# The number of days after which a record is due to be compared with its sources again.
CHECK_AFTER_DAYS = {"open": 90, "initiative": 180, "other": 365}

# By network address.
API_REQUESTS_PER_MINUTE = environment.read_env_number("API_REQUESTS_PER_MINUTE", default=600, least=1, most=1_000_000)
# Spam limits of proposals: time between opening and sending a form, number per network address and of all readers,
# links in a text.
PROPOSAL_LEAST_SECONDS = 3
PROPOSAL_MOST_SECONDS = 24 * 60 * 60
PROPOSALS_AN_HOUR = 10
PROPOSALS_A_DAY = 30
PROPOSALS_OF_ALL_A_DAY = 500
PROPOSAL_MOST_LINKS = 3
# Confirmations sent to one e-mail address in a day: anybody can type the address of another person.
PROPOSAL_LETTERS_A_DAY = 3
# Days after the decision until the e-mail address, and the text that was not published, are deleted; and the maximum
# days for an e-mail address, decided or not.
PROPOSAL_EMAIL_DAYS = 30
PROPOSAL_WORDS_DAYS = 365
PROPOSAL_EMAIL_MOST_DAYS = 365

# Security. Nothing is inline, and nothing comes from other hosts; the admin of Django works with this policy too.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
# The only cookie for readers, set by a form; it ends with the browser session.
CSRF_COOKIE_AGE = None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.read_env_flag("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = environment.read_env_flag("HSTS_PRELOAD", default=False)
# The two checks ask for the HSTS opt-ins above, which are a decision of the operator.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
BEHIND_PROXY = environment.read_env_flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django keeps the body in a response to HEAD; gunicorn drops it, and would log a warning each time.
    "loggers": {"gunicorn.http.wsgi": {"level": "ERROR"}},
}

CSRF_FAILURE_VIEW = "ecosystem.accounts.views.csrf_failure"
