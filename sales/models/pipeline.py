from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models.lookup import SettingQuerySet


class PipelineQuerySet(SettingQuerySet):
    def active(self):
        return self.filter(is_active=True)

    def default(self):
        """The pipeline new opportunities go to, None in an installation without any."""
        return self.active().order_by("-is_default", "position", "pk").first()

    def last_position(self) -> int:
        return self.aggregate(last=models.Max("position"))["last"] or 0


class Pipeline(models.Model):
    """A way of selling: an ordered set of stages."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    is_default = models.BooleanField(
        _("default"), default=False, help_text=_("New opportunities go here unless one chooses another.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PipelineQuerySet.as_manager()

    class Meta:
        verbose_name = _("pipeline")
        verbose_name_plural = _("pipelines")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="one_default_pipeline",
                violation_error_message=_("Another pipeline is the default. Unmark it there first."),
            )
        ]

    def __str__(self):
        return self.name

    def first_stage(self, kind="open"):
        return self.stages.filter(kind=kind).order_by("position", "pk").first()
