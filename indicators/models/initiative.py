"""What strategies and tactics share: function, owner, scores, and the phase these lead to."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.record import Record, folded, search_of
from indicators.models.planned import PlannedRecord

LOWEST, HIGHEST = 1, 5


def score(label, help_text):
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)],
        help_text=help_text,
    )


class Initiative(PlannedRecord):
    FUNCTIONS = [
        ("marketing", _("Marketing")),
        ("sales", _("Sales")),
        ("services", _("Services")),
        ("management", _("Management")),
    ]

    statement = models.CharField(_("statement"), max_length=200)
    function = models.CharField(_("function"), max_length=10, choices=FUNCTIONS, default="sales")
    responsible = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person responsible")
    )
    benefit = score(_("benefit"), _("From 1, little, to 5, a lot: what it brings to the goal."))
    impact = score(_("impact"), _("From 1, little, to 5, a lot: how much people and systems must change for it."))
    phase = models.ForeignKey(
        "indicators.Phase", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("phase")
    )
    is_left_out = models.BooleanField(
        _("left out"), default=False, help_text=_("It costs more than it brings: the plan goes without it.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    name_fold = folded("statement")
    search = search_of("statement", "external_id")

    class Meta(Record.Meta):
        abstract = True

    def __str__(self):
        return self.statement

    @property
    def is_scored(self):
        return self.benefit is not None and self.impact is not None

    @property
    def is_placed(self):
        return self.is_left_out or self.phase_id is not None
