"""Rate limits in the database, so that all processes share them."""

from django.db import models
from django.utils import timezone


class RateLimitHit(models.Model):
    """One attempt; `key` is a hash that does not identify an account or network."""

    action = models.CharField(max_length=30)
    key = models.CharField(max_length=64)
    hit_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["action", "key", "hit_at"], name="ratelimithit_window")]

    def __str__(self):
        return f"{self.action} at {self.hit_at}"


class SingleUseToken(models.Model):
    """A code that was accepted, and must not be accepted again while it is valid."""

    key = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"used until {self.expires_at}"
