from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from pathlib import Path

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import tracked
from crm.models.user import check_time_zone

# What the request under way began with: a page of figures asks for its currency a hundred times.
HELD = ContextVar("organization", default=None)
# What a ladder of lateness can be set to: from an hour of work to about a month of it.
HOURS = [MinValueValidator(1), MaxValueValidator(200)]
CURRENCIES = [("BRL", "R$ BRL"), ("USD", "US$ USD"), ("EUR", "€ EUR"), ("GBP", "£ GBP")]


class Organization(models.Model):
    """The one company this installation serves; its row always exists."""

    name = models.CharField(_("name"), max_length=120, default="Norte")
    logo = models.FileField(_("logo"), upload_to="organization", blank=True)
    site_language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=settings.TIME_ZONE, validators=[check_time_zone]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="BRL")
    fiscal_year_start = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    late_again_hours = models.PositiveSmallIntegerField(
        _("late: told again after (business hours)"),
        default=4,
        validators=HOURS,
        help_text=_("So long after a deadline, whoever has the task or has to decide is told once more."),
    )
    late_head_hours = models.PositiveSmallIntegerField(
        _("late: the head is told after (business hours)"),
        default=8,
        validators=HOURS,
        help_text=_("So long after a deadline, the head of the department is told of a late task or approval."),
    )
    late_further_hours = models.PositiveSmallIntegerField(
        _("late: each further head after (business hours)"),
        default=8,
        validators=HOURS,
        help_text=_("As long again for each head further up, until the top or until it is done."),
    )

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organization")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="organization_is_one_row")]
        triggers = tracked(moment="now()")

    def __str__(self):
        return self.name

    @property
    def language(self):
        return self.site_language

    def get_absolute_url(self):
        return reverse("crm:organization")

    @property
    def logo_url(self):
        """The picture's address; it changes with the file, so that browsers may keep it."""
        return f"{reverse('crm:organization-logo')}?{Path(self.logo.name).stem}" if self.logo else None

    @classmethod
    def current(cls) -> "Organization":
        """Within `held()` as it was then, a copy; elsewhere asked anew."""
        held = HELD.get()
        return copy(held) if held else cls.objects.filter(pk=1).first() or cls(pk=1)

    @contextmanager
    def held(self):
        token = HELD.set(self)
        try:
            yield self
        finally:
            HELD.reset(token)
