from django.db import models
from django.utils.translation import gettext_lazy as _

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

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self):
        return self.name
