"""The steps of a record's life: as buttons on its form, and as actions of the list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.admin import permissions
from ecosystem.admin.forms import LONGEST_REASON
from ecosystem.editing import publishing
from ecosystem.models import Status, editions


@dataclass(frozen=True)
class Step:
    """A verb of publishing, in the editors' words; `permission` is change, confirm or publish."""

    name: str
    verb: Callable
    label: str
    done: str
    permission: str
    only_from: frozenset
    # Whether readers are told why.
    asks_why: bool = False


SUBMIT = Step(
    "submit",
    publishing.submit,
    gettext_lazy("Submit for review"),
    gettext_lazy("Submitted for review"),
    "change",
    frozenset({Status.DRAFT}),
)
SEND_BACK = Step(
    "send_back",
    publishing.send_back,
    gettext_lazy("Send back to the editor"),
    gettext_lazy("Sent back to the editor"),
    "publish",
    frozenset({Status.IN_REVIEW}),
)
PUBLISH = Step(
    "publish",
    publishing.publish,
    gettext_lazy("Publish"),
    gettext_lazy("Published"),
    "publish",
    frozenset({Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED}),
)
ARCHIVE = Step(
    "archive",
    publishing.archive,
    gettext_lazy("Archive"),
    gettext_lazy("Archived"),
    "publish",
    frozenset({Status.PUBLISHED}),
    asks_why=True,
)
CONFIRM = Step(
    "confirm",
    publishing.confirm,
    gettext_lazy("Checked, still true"),
    gettext_lazy("Checked, still true"),
    "confirm",
    frozenset({Status.PUBLISHED}),
)
STEPS = (CONFIRM, SUBMIT, SEND_BACK, PUBLISH, ARCHIVE)


class LifeMixin:
    """The doors to the verbs; the verbs hold the rules, and what they refuse is shown."""

    actions = ("confirm_selected", "submit_selected", "publish_selected", "archive_selected", "delete_selected")

    def has_publish_permission(self, request, obj=None):
        return request.user.has_perm(f"ecosystem.publish_{self.opts.model_name}")

    def has_confirm_permission(self, request, obj=None):
        """Whoever may write may compare a record with its sources, also where only a publisher may change it."""
        return request.user.has_perm(f"ecosystem.change_{self.opts.model_name}")

    def get_urls(self):
        steps = [
            path(
                f"<int:object_id>/{step.name}/",
                self.admin_site.admin_view(self.step_view),
                {"step": step},
                name=f"ecosystem_{self.opts.model_name}_{step.name}",
            )
            for step in STEPS
        ]
        return steps + super().get_urls()

    def step_view(self, request, object_id, step):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        with editions.changing():
            record = self.get_object(request, str(object_id))
            if record is None:
                raise Http404
            if not self._may(request, step, record):
                raise PermissionDenied
            if request.POST.get("seen") != publishing.state_of(record):
                stale = _("Somebody else changed this record after you opened it; here it is as it stands now.")
                self.message_user(request, stale, messages.ERROR)
            elif self._take(request, step, record):
                self.message_user(request, f"{step.done}: {record}", messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:ecosystem_{self.opts.model_name}_change", args=[object_id]))

    @admin.action(permissions=["confirm"], description=CONFIRM.label)
    def confirm_selected(self, request, queryset):
        self._take_each(request, CONFIRM, queryset)

    @admin.action(permissions=["change"], description=SUBMIT.label)
    def submit_selected(self, request, queryset):
        self._take_each(request, SUBMIT, queryset)

    @admin.action(permissions=["publish"], description=PUBLISH.label)
    def publish_selected(self, request, queryset):
        self._take_each(request, PUBLISH, queryset)

    @admin.action(permissions=["publish"], description=ARCHIVE.label)
    def archive_selected(self, request, queryset):
        self._take_each(request, ARCHIVE, queryset)

    @admin.action(permissions=["delete"], description=delete_selected.short_description)
    def delete_selected(self, request, queryset):
        """Ask about those that were never public, and say of the others that they stay."""
        kept = queryset.filter(published_at__isnull=False)
        for record in kept:
            self.message_user(request, publishing.was_public(record), messages.ERROR)
        rest = queryset.filter(published_at__isnull=True)
        return delete_selected(self, request, rest) if rest else None

    def delete_model(self, request, obj):
        publishing.delete(obj)

    def delete_queryset(self, request, queryset):
        with editions.changing():
            for record in queryset:
                publishing.delete(record)

    def life_of(self, request, record):
        """Return what the form shows of a record's life: its status, what is missing, which buttons there are."""
        missing = list(publishing.obstacles(record))
        steps = [step for step in STEPS if record.status in step.only_from and self._may(request, step, record)]
        return {
            "status": record.status,
            "label": record.get_status_display(),
            "missing": missing,
            "steps": [step for step in steps if step is not PUBLISH or not missing],
            "seen": publishing.state_of(record),
            "is_read_only": not self.has_change_permission(request, record),
        }

    def _may(self, request, step, record):
        return getattr(self, f"has_{step.permission}_permission")(request, record)

    def _take_each(self, request, step, queryset):
        """Take the step with each record by itself, so that one that is refused keeps no other back."""
        keys = list(queryset.values_list("pk", flat=True))
        taken = 0
        for key in keys:
            with editions.changing():
                record = self.model.objects.select_for_update().filter(pk=key).first()
                if record is None:
                    continue
                if self._may(request, step, record):
                    taken += self._take(request, step, record)
                else:
                    refused = _("“%(record)s” is not yours to change.") % {"record": record}
                    self.message_user(request, refused, messages.ERROR)
        if taken:
            told = _("%(step)s: %(taken)d of %(all)d.") % {"step": step.done, "taken": taken, "all": len(keys)}
            self.message_user(request, told, messages.SUCCESS)

    def _take(self, request, step, record):
        """Call the verb and write it down; say why where it refuses."""
        by = permissions.signature(request.user, self.model, reason=request.POST.get("why", "")[:LONGEST_REASON])
        try:
            with transaction.atomic():
                step.verb(record, by=by)
                self.log_change(request, record, str(step.done))
        except ValidationError as error:
            head = _("“%(record)s” stays as it is:") % {"record": record}
            told = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in (head, *error.messages)))
            self.message_user(request, told, messages.ERROR)
            return False
        return True
