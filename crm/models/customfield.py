from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class CustomFieldQuerySet(models.QuerySet):
    def of(self, model):
        return self.filter(record_type=ContentType.objects.get_for_model(model), is_active=True)


class CustomField(models.Model):
    """A field an administrator adds to a kind of record; values live in the record's `custom`."""

    KINDS = [
        ("text", _("Text")),
        ("number", _("Number")),
        ("money", _("Money")),
        ("date", _("Date")),
        ("choice", _("Choice")),
        ("boolean", _("Yes or no")),
        ("link", _("Link")),
    ]

    record_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("kind of record"))
    key = models.CharField(
        _("key"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Lower-case letters, digits and _ only."))],
        help_text=_("The stable name in files and in the API. It cannot be changed later."),
    )
    label = models.CharField(_("label"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="text")
    choices = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("choices"),
        default=list,
        blank=True,
        help_text=_("Separated by commas; only for the kind Choice."),
    )
    is_required = models.BooleanField(_("required in forms"), default=False)
    help_text = models.CharField(_("help text"), max_length=200, blank=True)
    group = models.CharField(_("group"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["record_type", "key"], name="one_custom_field_per_key")]

    def __str__(self):
        return self.label
