"""What is counted to limit guessing, in the database: all processes share it."""

from django.db import models
from django.utils import timezone


class RateLimitHit(models.Model):
    """One attempt; `key` is a hash that leads back to no account and no network."""

    action = models.CharField(max_length=30)
    key = models.CharField(max_length=64)
    hit_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["action", "key", "hit_at"], name="ratelimithit_window")]

    def __str__(self):
        return f"{self.action} at {self.hit_at}"


class SingleUseToken(models.Model):
    """A code that was accepted once, and must not be accepted again while it would be valid."""

    key = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"used until {self.expires_at}"
