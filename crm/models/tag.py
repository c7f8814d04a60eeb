from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.lookup import SettingQuerySet

COLOURS = [
    ("blue", _("blue")),
    ("green", _("green")),
    ("yellow", _("yellow")),
    ("orange", _("orange")),
    ("red", _("red")),
    ("purple", _("purple")),
    ("teal", _("teal")),
    ("secondary", _("grey")),
]


class Tag(models.Model):
    """A word people put on records; records keep the names themselves, this row the colour."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    colour = models.CharField(_("colour"), max_length=12, choices=COLOURS, default="secondary")

    objects = SettingQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        self.name = self.name.strip()
        if "," in self.name:
            raise ValidationError({"name": _("A tag holds no comma.")})
        if Tag.objects.filter(name__iexact=self.name).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("There is such a tag already.")})
