"""Signal receivers that log changes of accounts, from pages, the admin and commands alike."""

from allauth.account import signals as account_signals
from allauth.mfa import signals as second_factor_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver

from ecosystem.accounts import rate_limits
from ecosystem.accounts.events import log_event
from ecosystem.accounts.second_factor import get_second_factors, mark_second_factor_confirmed
from ecosystem.accounts.users import end_sessions
from ecosystem.models import AccountEventKind

FLAGS = ("is_active", "is_staff", "is_superuser")
FLAG_NAMES = {"is_staff": "staff", "is_superuser": "administrator"}


@receiver(account_signals.user_logged_in)
def log_sign_in(sender, request, user, **kwargs):
    log_event(AccountEventKind.SIGNED_IN, user=user, request=request)


@receiver(account_signals.password_changed)
@receiver(account_signals.password_set)
def log_password_change(sender, request, user, **kwargs):
    end_sessions(user, but=request.session.session_key)
    log_event(AccountEventKind.PASSWORD_CHANGED, user=user, request=request)


@receiver(account_signals.password_reset)
def log_password_reset(sender, request, user, **kwargs):
    end_sessions(user, but=request.session.session_key)
    rate_limits.forget_attempts(request, user)
    log_event(AccountEventKind.PASSWORD_RESET, user=user, request=request)


@receiver(account_signals.email_changed)
def log_email_change(sender, request, user, from_email_address, to_email_address, **kwargs):
    log_event(AccountEventKind.EMAIL_CHANGED, user=user, request=request)


@receiver(second_factor_signals.authenticator_added)
def log_second_factor_setup(sender, request, user, authenticator, **kwargs):
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        log_event(AccountEventKind.RECOVERY_CODES_CREATED, user=user, request=request)
        return
    mark_second_factor_confirmed(request)
    if get_second_factors(user).count() == 1:
        # The other sessions were opened with the password alone.
        end_sessions(user, but=request.session.session_key)
    log_event(AccountEventKind.SECOND_FACTOR_ADDED, user=user, request=request, detail=authenticator.type)


@receiver(second_factor_signals.authenticator_reset)
def log_new_recovery_codes(sender, request, user, authenticator, **kwargs):
    log_event(AccountEventKind.RECOVERY_CODES_CREATED, user=user, request=request)


@receiver(second_factor_signals.authenticator_removed)
def log_second_factor_removal(sender, request, user, authenticator, **kwargs):
    log_event(AccountEventKind.SECOND_FACTOR_REMOVED, user=user, request=request, detail=authenticator.type)


@receiver(second_factor_signals.authentication_failed)
def log_second_factor_failure(sender, request, user, authenticator, **kwargs):
    log_event(AccountEventKind.SECOND_FACTOR_FAILED, user=user, request=request, detail=authenticator.type)


@receiver(pre_save, sender=User)
def remember_flags(sender, instance, raw=False, **kwargs):
    """Store the flags for `log_flag_changes`; fixtures (`raw`) have a log of their own."""
    instance._is_from_file = raw
    before = {} if raw or not instance.pk else User.objects.filter(pk=instance.pk).values(*FLAGS).first() or {}
    instance._flags_before = before


@receiver(post_save, sender=User)
def log_flag_changes(sender, instance, created, raw=False, **kwargs):
    before = {"is_active": True, "is_staff": False, "is_superuser": False} if created else instance._flags_before
    if raw or not before:
        return
    changed = [name for name in FLAGS if getattr(instance, name) != before[name]]
    if "is_active" in changed:
        kind = AccountEventKind.REACTIVATED if instance.is_active else AccountEventKind.DEACTIVATED
        log_event(kind, user=instance)
        if not instance.is_active:
            end_sessions(instance)
    roles = [name for name in changed if name != "is_active"]
    if roles:
        detail = ", ".join(f"{'+' if getattr(instance, name) else '-'}{FLAG_NAMES[name]}" for name in roles)
        log_event(AccountEventKind.ROLE_CHANGED, user=instance, detail=detail)


@receiver(m2m_changed, sender=User.groups.through)
def log_group_changes(sender, instance, action, reverse, pk_set, **kwargs):
    if action not in {"post_add", "post_remove", "pre_clear"} or getattr(instance, "_is_from_file", False):
        return
    sign = "+" if action == "post_add" else "-"
    for user, names in _iter_users_and_groups(instance, action, reverse, pk_set):
        if names:
            detail = ", ".join(f"{sign}{name}" for name in names)
            log_event(AccountEventKind.ROLE_CHANGED, user=user, detail=detail)


@receiver(m2m_changed, sender=User.user_permissions.through)
def log_permission_changes(sender, instance, action, reverse, pk_set, **kwargs):
    is_from_file = getattr(instance, "_is_from_file", False)
    if reverse or is_from_file or action not in {"post_add", "post_remove"} or not pk_set:
        return
    sign = "+" if action == "post_add" else "-"
    names = instance.user_permissions.model.objects.filter(pk__in=pk_set).values_list("codename", flat=True)
    detail = ", ".join(f"{sign}{name}" for name in sorted(names))
    log_event(AccountEventKind.ROLE_CHANGED, user=instance, detail=detail)


def _iter_users_and_groups(instance, action, reverse, pk_set):
    """Yield `(user, group names)`."""
    if reverse:
        users = instance.user_set.all() if action == "pre_clear" else User.objects.filter(pk__in=pk_set)
        yield from ((user, [instance.name]) for user in users)
        return
    groups = instance.groups.all() if action == "pre_clear" else Group.objects.filter(pk__in=pk_set)
    yield instance, sorted(groups.values_list("name", flat=True))
