"""What allauth is told: sign-in by e-mail, confirmed addresses, two factors, limits."""

from __future__ import annotations

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "arrival"

ACCOUNT_ADAPTER = "rebond.web.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "rebond.web.accounts.signing.SignupName"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600

# Five failures from one place on one account, then twenty from anywhere: a wait of a quarter of an hour.
FAILURES, FAILURES_ANYWHERE, LOCKED_MINUTES = 5, 20, 15
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"30/{LOCKED_MINUTES}m/ip,{FAILURES}/{LOCKED_MINUTES}m/key",
    "login_failed_anywhere": f"{FAILURES_ANYWHERE}/{LOCKED_MINUTES}m/key",
    "reset_password": "20/h/ip,5/h/key",
    "signup": "20/h/ip",
    "confirm_email": "1/60s/key",
}


SOCIALACCOUNT_ADAPTER = "rebond.web.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# By a link, not a form: browsers apply `form-action` to every redirection that follows a form, and a
# provider may lead on to others that nobody can list. The state bound to the session guards the return.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8

MFA_ADAPTER = "rebond.web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rebond"
MFA_TOTP_TOLERANCE = 1
