import re
from collections import defaultdict

from asgiref.local import Local
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.signals import request_finished, request_started
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

from crm.ui.custom import CustomDefinition
from crm.ui.words import fold

# A range filter adds these to a field's name in an address.
RANGE_ENDS = ("_min", "_max", "_after", "_before")


class CustomFieldQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """The fields in use of kinds of record the person may see."""
        kinds = ContentType.objects.filter(pk__in=self.model.objects.values("record_type"))
        seen = [kind.pk for kind in kinds if kind.model_class() and user.access.may("view", kind.model_class())]
        return self.filter(is_active=True, record_type__in=seen) if action == "view" else self.none()

    def free_key(self, record_type, label: str) -> str:
        """A key for a new field, made of its label: "Nível do cliente" is nivel_do_cliente."""
        base = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:34].rstrip("_")
        base = base if base[:1].isalpha() else f"field_{base}".rstrip("_")
        taken = set(self.filter(record_type=record_type, key__startswith=base).values_list("key", flat=True))
        keys = (base, *(f"{base}_{number}" for number in range(2, len(taken) + 3)))
        return next(key for key in keys if key not in taken and not key.endswith(RANGE_ENDS))

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

    def clean(self):
        super().clean()
        self.choices = list(dict.fromkeys(one.strip() for one in self.choices or () if one.strip()))
        if self.kind == "choice" and not self.choices:
            raise ValidationError({"choices": _("Name at least one choice.")})
        if self.key.endswith(RANGE_ENDS):
            raise ValidationError({"key": _("A key cannot end in _min, _max, _after or _before.")})

    def has_values(self) -> bool:
        """Whether any record, also in the trash, holds something under this key."""
        model = self.record_type.model_class()
        return model is not None and model.objects.filter(custom__has_key=self.key).exists()

    def definition(self) -> CustomDefinition:
        return CustomDefinition(
            self.key, self.label, self.kind, self.choices, self.is_required, self.help_text, self.group
        )


_held = Local()


def definitions_of(model) -> list[CustomDefinition]:
    """The active custom fields of a kind of record; all kinds are loaded at once, once per request."""
    found = getattr(_held, "found", None)
    if found is None:
        found = _load()
        if getattr(_held, "is_in_request", False):
            _held.found = found
    return found.get(ContentType.objects.get_for_model(model).pk, [])


def _load() -> dict[int, list[CustomDefinition]]:
    found = defaultdict(list)
    for custom in CustomField.objects.filter(is_active=True):
        found[custom.record_type_id].append(custom.definition())
    return dict(found)


def _begin(**_):
    _held.is_in_request, _held.found = True, None


def _end(**_):
    _held.is_in_request, _held.found = False, None


def _forget(**_):
    _held.found = None


request_started.connect(_begin, dispatch_uid="crm.customfield.begin")
request_finished.connect(_end, dispatch_uid="crm.customfield.end")
post_save.connect(_forget, sender=CustomField, dispatch_uid="crm.customfield.saved")
post_delete.connect(_forget, sender=CustomField, dispatch_uid="crm.customfield.deleted")
