"""Admin forms that were submitted after the session had ended."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class SavedSubmission(models.Model):
    """The fields of a submitted form, saved for a short time for its user; never its files."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # The path with its query, and the fields as they were sent, URL-encoded.
    path = models.CharField(max_length=1000)
    body = models.TextField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-saved_at"]

    def __str__(self):
        return self.path
