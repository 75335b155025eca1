"""The settings of the site: one module; what differs between machines comes from the environment."""

from pathlib import Path

from django.utils.csp import CSP

from hkai_project import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
FIXTURES_DIR = BASE_DIR / "fixtures"
# Where releases of the data stand, one folder each.
RELEASES_DIR = environment.text("RELEASES_DIR", str(VAR_DIR / "releases"))

DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.secret("SECRET_KEY", VAR_DIR / "secret_key")
PORT = environment.number("PORT", default=8000, least=1, most=65535)
SITE = environment.site("SITE_URL", f"http://127.0.0.1:{PORT}")
SITE_URL = SITE.geturl()
IS_HTTPS = SITE.scheme == "https"
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or [SITE.hostname, "127.0.0.1", "localhost", "[::1]"]
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
    # The outermost, so that what SecurityMiddleware refuses carries the policy as well.
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    # Before whatever answers by itself: redirects to https, static files.
    "ecosystem.web.request_methods.RequestMethodMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ecosystem.web.language_middleware.LanguageMiddleware",
    # Within the language, so that errors are said in it; around all else, so that every answer of the API has one shape.
    "ecosystem.api.middleware.Door",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Within the language, the user and the check of forms, all of which they ask for.
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
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ecosystem.web.page_context.frame",
            ],
        },
    },
]

DATABASES = {"default": environment.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers go on while an editor writes, and a second writer waits instead of failing: for as long as loading all
    # the facts takes on a slow machine.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        # What is deleted, a withheld value above all, is overwritten in the file.
        init_command=(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=15000; PRAGMA secure_delete=ON;"
        ),
        transaction_mode="IMMEDIATE",
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": environment.cache("CACHE_URL", "locmemcache://"),
    # Social pictures take long to draw and are large, so they outlive the process.
    "cards": environment.cache("CARDS_CACHE_URL", f"filecache://{VAR_DIR}/cards")
    | {"OPTIONS": {"MAX_ENTRIES": 10_000}},
}

MAILERS = {"default": environment.mailer("EMAIL_URL", "smtp://localhost" if IS_HTTPS else "consolemail://")}

if MAILERS["default"]["BACKEND"].endswith("smtp.EmailBackend"):
    # Whoever waits for a letter to be handed over does not wait for a server that says nothing.
    MAILERS["default"]["OPTIONS"].setdefault("timeout", 5)
# Where somebody tells of a hole in the site: an address such as mailto:security@example.org.
SECURITY_CONTACT = environment.text("SECURITY_CONTACT", "")
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", f"HKAI <no-reply@{SITE.hostname}>")

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
# allauth counts failures in the cache, which each process has for itself; ours lie in the database
# (ecosystem/accounts/rate_limits.py). Its other limits stay as a second, coarser line.
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
# A clock may be half a minute wrong.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "HKAI"
# Browsers allow passkeys without https on localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_FORMS = {
    "authenticate": "ecosystem.accounts.forms.SecondFactorForm",
    "reauthenticate": "ecosystem.accounts.forms.ConfirmSecondFactorForm",
    "activate_totp": "ecosystem.accounts.forms.AuthenticatorAppForm",
    "add_webauthn": "ecosystem.accounts.forms.PasskeyForm",
    "edit_webauthn": "ecosystem.accounts.forms.PasskeyNameForm",
    "login_webauthn": "ecosystem.accounts.forms.PasskeySignInForm",
}
# Whoever may write needs a second factor where the site is public; on a machine of one’s own it is offered.
SECOND_FACTOR_REQUIRED = IS_HTTPS
INVITATION_DAYS = 7
PASSWORD_RESET_TIMEOUT = 60 * 60
# How long the log of accounts is kept.
ACCOUNT_EVENT_DAYS = 180
# A session ends this long after its last use, and in any case this long after the sign-in.
SESSION_IDLE_SECONDS = environment.number("SESSION_IDLE_HOURS", default=12, least=1, most=14 * 24) * 60 * 60
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
# How long a form that was sent after the end of a session is kept, and how much of it.
SAVED_SUBMISSION_SECONDS = 60 * 60
SAVED_SUBMISSION_BYTES = 1_000_000
SAVED_SUBMISSIONS_PER_USER = 5

# Languages: the codes are the first part of every public address.
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
# What every page links to; the files that it imports are joined into it.
STYLESHEET = "css/ecosystem.css"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ecosystem.web.static_files.JoinedStaticFilesStorage"},
}
# Nothing is published but under a name that carries a hash, which WhiteNoise lets a browser keep for ever.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Files that browsers ask for at the root of a site, without being told to: /favicon.ico, /apple-touch-icon.png.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"

# How many days after it was last compared with its sources a record is due to be compared again.
CHECK_AFTER_DAYS = {"open": 90, "initiative": 180, "other": 365}

# How often one address may ask the API.
API_REQUESTS_PER_MINUTE = environment.number("API_REQUESTS_PER_MINUTE", default=600, least=1, most=1_000_000)
# Proposals of readers: how long after its opening a form may be sent, how many a network may send, how many links
# a text may have.
PROPOSAL_LEAST_SECONDS = 3
PROPOSAL_MOST_SECONDS = 24 * 60 * 60
PROPOSALS_AN_HOUR = 10
PROPOSALS_A_DAY = 30
PROPOSALS_OF_ALL_A_DAY = 500
PROPOSAL_MOST_LINKS = 3
# How many letters that something was received one address gets in a day: anybody can type anybody’s.
PROPOSAL_LETTERS_A_DAY = 3
# How many days after the decision an e-mail address is deleted, and the words that nobody cleared for the log; and
# how long after its coming an address stays at most, decided or not.
PROPOSAL_EMAIL_DAYS = 30
PROPOSAL_WORDS_DAYS = 365
PROPOSAL_EMAIL_MOST_DAYS = 365

# Safety. Nothing is inline and nothing comes from elsewhere; the stock admin keeps to the same rules.
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
# The one cookie that a reader may get, from a form; it goes with the browser.
CSRF_COOKIE_AGE = None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = environment.flag("HSTS_PRELOAD", default=False)
# Whoever serves over https decides by its own words; the two checks only ask for the opt-ins above.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
BEHIND_PROXY = environment.flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django leaves the body in its answer to a HEAD; gunicorn drops it, and need not tell of each.
    "loggers": {"gunicorn.http.wsgi": {"level": "ERROR"}},
}

CSRF_FAILURE_VIEW = "ecosystem.accounts.views.csrf_failure"
