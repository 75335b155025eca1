"""The edition: one number that every change of public content raises."""

from django.db import models


class Edition(models.Model):
    """A table of one row."""

    number = models.PositiveBigIntegerField(default=0)
    # By which method the index of the search was made; 0 where there is none yet.
    search_method = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="ecosystem_edition_one_row", condition=models.Q(id=1))]

    def __str__(self):
        return str(self.number)
