import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models.lookup import SettingQuerySet

# What a stage may ask for, beside custom fields ("custom.<key>").
REQUIRABLE = ["company", "amount", "closes_on", "source", "description", "probability", "products", "contacts"]

# Reports and stage history are read by kind, so the kind of a stage in use must stay what it was.
SETTLED = """
    IF (NEW.kind <> OLD.kind OR NEW.pipeline_id <> OLD.pipeline_id) AND (
        EXISTS (SELECT FROM sales_opportunity WHERE stage_id = NEW.id)
        OR EXISTS (SELECT FROM sales_stagemove WHERE to_stage_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'a stage in use keeps its kind and its pipeline' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def check_requirable(names):
    unknown = [name for name in names if name not in REQUIRABLE and not name.startswith("custom.")]
    if unknown:
        raise ValidationError(_("An opportunity has no field named %(names)s."), params={"names": ", ".join(unknown)})


class Stage(models.Model):
    """A step of a pipeline; its kind says whether opportunities in it are open, won or lost."""

    KINDS = [("open", _("Open")), ("won", _("Won")), ("lost", _("Lost"))]
    CATEGORIES = [
        ("pipeline", _("Pipeline")),
        ("best_case", _("Best case")),
        ("commit", _("Commit")),
        ("closed", _("Closed")),
        ("omitted", _("Omitted")),
    ]

    pipeline = models.ForeignKey("sales.Pipeline", models.CASCADE, related_name="stages", verbose_name=_("pipeline"))
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=4, choices=KINDS, default="open")
    probability = models.PositiveSmallIntegerField(
        _("probability (%)"), default=50, validators=[MaxValueValidator(100)]
    )
    forecast_category = models.CharField(
        _("forecast category"), max_length=10, choices=CATEGORIES, default="pipeline"
    )
    days_until_stale = models.PositiveSmallIntegerField(
        _("stale after (days)"),
        null=True,
        blank=True,
        help_text=_("An opportunity that stays longer in this stage is marked. Empty: never."),
    )
    required_fields = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("required to enter"),
        default=list,
        blank=True,
        validators=[check_requirable],
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = SettingQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["pipeline", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pipeline", "name"], name="one_stage_per_name"),
            models.CheckConstraint(condition=Q(probability__lte=100), name="stage_probability_is_a_percentage"),
            models.CheckConstraint(
                condition=Q(kind="open") | Q(kind="won", probability=100) | Q(kind="lost", probability=0),
                name="stage_won_is_certain_and_lost_is_not",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(name="settled", when=pgtrigger.Before, operation=pgtrigger.Update, func=SETTLED)
        ]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        return self.kind == "open"

    @property
    def is_in_use(self):
        return bool(self.pk) and (self.opportunities.exists() or self.arrivals.exists())

    def clean(self):
        super().clean()
        if self.kind != "open":
            self.probability = 100 if self.kind == "won" else 0
            self.forecast_category = "closed" if self.kind == "won" else "omitted"
        was = type(self).objects.filter(pk=self.pk).first()
        if was and was.kind != self.kind and was.is_in_use:
            raise ValidationError(
                {"kind": _("Opportunities are or were in this stage, so its kind stays. Add another stage instead.")}
            )
