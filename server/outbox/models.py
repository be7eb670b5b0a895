"""What must leave: a mail is a row, written with the act that it tells of."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Mail(models.Model):
    """One mail, until it has left and a while after.

    Its words may open an account or a license, so they are sealed, and gone once it left.
    """

    message_id = models.CharField(max_length=120, unique=True)  # the same at every try
    kind = models.CharField(max_length=80)  # the template that it was made from
    to = models.CharField(max_length=254)
    sealed = models.BinaryField(null=True)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # the next try; none: nothing is left to do
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, blank=True)  # what the last try met

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], name="mail_due", condition=models.Q(due_at__isnull=False)
            )
        ]
