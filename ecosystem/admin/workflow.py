"""The steps of the editorial workflow: buttons of a record's form, and actions of the list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from ecosystem.admin import permissions
from ecosystem.admin.duplicates import format_duplicate_links, pair_with_addresses
from ecosystem.admin.forms import MAX_REASON_LENGTH
from ecosystem.editing import publishing
from ecosystem.editing.duplicates import find_namesakes, find_possible_duplicates
from ecosystem.models import Status, editions
from ecosystem.models.definitions import find_definition


@dataclass(frozen=True)
class WorkflowStep:
    """`permission` is change, confirm or publish."""

    name: str
    operation: Callable
    label: str
    done: str
    permission: str
    only_from: frozenset
    # Readers see the reason.
    asks_why: bool = False


SUBMIT = WorkflowStep(
    "submit",
    publishing.submit_for_review,
    gettext_lazy("Submit for review"),
    gettext_lazy("Submitted for review"),
    "change",
    frozenset({Status.DRAFT}),
)
SEND_BACK = WorkflowStep(
    "send_back",
    publishing.send_back_to_editor,
    gettext_lazy("Send back to the editor"),
    gettext_lazy("Sent back to the editor"),
    "publish",
    frozenset({Status.IN_REVIEW}),
)
PUBLISH = WorkflowStep(
    "publish",
    publishing.publish_record,
    gettext_lazy("Publish"),
    gettext_lazy("Published"),
    "publish",
    frozenset({Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED}),
)
ARCHIVE = WorkflowStep(
    "archive",
    publishing.archive_record,
    gettext_lazy("Archive"),
    gettext_lazy("Archived"),
    "publish",
    frozenset({Status.PUBLISHED}),
    asks_why=True,
)
CONFIRM = WorkflowStep(
    "confirm",
    publishing.confirm_record,
    gettext_lazy("Checked, no changes needed"),
    gettext_lazy("Checked, no changes needed"),
    "confirm",
    frozenset({Status.PUBLISHED}),
)
STEPS = (CONFIRM, SUBMIT, SEND_BACK, PUBLISH, ARCHIVE)


class WorkflowAdminMixin:
    actions = ("confirm_selected", "submit_selected", "publish_selected", "archive_selected", "delete_selected")

    def has_publish_permission(self, request, obj=None):
        return request.user.has_perm(f"ecosystem.publish_{self.opts.model_name}")

    def has_confirm_permission(self, request, obj=None):
        """Editors may confirm a record that only a senior editor may change."""
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
        with editions.edition_transaction():
            record = self.get_object(request, str(object_id))
            if record is None:
                raise Http404
            if not self._has_step_permission(request, step, record):
                raise PermissionDenied
            if request.POST.get("seen") != publishing.get_record_version(record):
                stale = _("Someone else has changed this record since you opened it. This is the current version.")
                self.message_user(request, stale, messages.ERROR)
            elif self._asks_about_duplicates(request, step, record):
                pass
            elif self._apply_workflow_step(request, step, record):
                self.message_user(request, f"{step.done}: {record}", messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:ecosystem_{self.opts.model_name}_change", args=[object_id]))

    @admin.action(permissions=["confirm"], description=CONFIRM.label)
    def confirm_selected(self, request, queryset):
        self._apply_workflow_step_to_each(request, CONFIRM, queryset)

    @admin.action(permissions=["change"], description=SUBMIT.label)
    def submit_selected(self, request, queryset):
        self._apply_workflow_step_to_each(request, SUBMIT, queryset)

    @admin.action(permissions=["publish"], description=PUBLISH.label)
    def publish_selected(self, request, queryset):
        self._apply_workflow_step_to_each(request, PUBLISH, queryset)

    @admin.action(permissions=["publish"], description=ARCHIVE.label)
    def archive_selected(self, request, queryset):
        self._apply_workflow_step_to_each(request, ARCHIVE, queryset)

    @admin.action(permissions=["delete"], description=delete_selected.short_description)
    def delete_selected(self, request, queryset):
        for record in queryset.filter(published_at__isnull=False):
            self.message_user(request, publishing.format_archive_instead_error(record), messages.ERROR)
        deletable = queryset.filter(published_at__isnull=True)
        return delete_selected(self, request, deletable) if deletable else None

    def delete_model(self, request, obj):
        publishing.delete_unpublished_record(obj)

    def delete_queryset(self, request, queryset):
        with editions.edition_transaction():
            for record in queryset:
                publishing.delete_unpublished_record(record)

    def get_workflow_context(self, request, record):
        missing = list(publishing.find_publishing_obstacles(record))
        steps = [
            step
            for step in STEPS
            if record.status in step.only_from and self._has_step_permission(request, step, record)
        ]
        return {
            "status": record.status,
            "label": record.get_status_display(),
            "definition": find_definition(Status(record.status)),
            "missing": missing,
            "duplicates": pair_with_addresses(find_possible_duplicates(record)),
            "namesakes": pair_with_addresses(find_namesakes(record)),
            "steps": [step for step in steps if step is not PUBLISH or not missing],
            "seen": publishing.get_record_version(record),
            "is_read_only": not self.has_change_permission(request, record),
        }

    def _asks_about_duplicates(self, request, step, record):
        """Warn before a record is published, unless the user has confirmed that it is another."""
        if step is not PUBLISH or "is_another" in request.POST or not (duplicates := find_possible_duplicates(record)):
            return False
        message = _(
            "“%(record)s” was not published because it may already be here. Open it and confirm that it is another record:"
        )
        message = format_html("{} {}", message % {"record": record}, format_duplicate_links(duplicates))
        self.message_user(request, message, messages.WARNING)
        return True

    def _has_step_permission(self, request, step, record):
        checks = {
            "change": self.has_change_permission,
            "confirm": self.has_confirm_permission,
            "publish": self.has_publish_permission,
        }
        return checks[step.permission](request, record)

    def _apply_workflow_step_to_each(self, request, step, queryset):
        """Use one transaction per record, so that a refusal does not affect the others."""
        keys = list(queryset.values_list("pk", flat=True))
        done = 0
        for key in keys:
            with editions.edition_transaction():
                record = self.model.objects.select_for_update().filter(pk=key).first()
                if record is None:
                    continue
                if self._asks_about_duplicates(request, step, record):
                    continue
                if self._has_step_permission(request, step, record):
                    done += self._apply_workflow_step(request, step, record)
                else:
                    refused = _("You do not have permission to change “%(record)s”.") % {"record": record}
                    self.message_user(request, refused, messages.ERROR)
        if done:
            text = ngettext(
                "%(step)s: %(taken)d of %(all)d record.", "%(step)s: %(taken)d of %(all)d records.", len(keys)
            )
            message = text % {"step": step.done, "taken": done, "all": len(keys)}
            self.message_user(request, message, messages.SUCCESS)

    def _apply_workflow_step(self, request, step, record):
        """Show the reasons and return False if the operation is refused."""
        by = permissions.build_change_attribution(
            request.user, self.model, reason=request.POST.get("why", "")[:MAX_REASON_LENGTH]
        )
        try:
            with transaction.atomic():
                step.operation(record, by=by)
                self.log_change(request, record, str(step.done))
        except ValidationError as error:
            head = _("“%(record)s” was not changed:") % {"record": record}
            message = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in (head, *error.messages)))
            self.message_user(request, message, messages.ERROR)
            return False
        return True
