from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models.lookup import Lookup


class LostReason(Lookup):
    """Why an opportunity was lost; one row stands for "nobody said", for history brought from elsewhere."""

    is_unknown = models.BooleanField(
        _("stands for no answer"), default=False, help_text=_("Used when a loss comes without its reason.")
    )

    class Meta(Lookup.Meta):
        verbose_name = _("reason for losing")
        verbose_name_plural = _("reasons for losing")
        constraints = [
            models.UniqueConstraint(fields=["is_unknown"], condition=Q(is_unknown=True), name="one_unknown_reason")
        ]
