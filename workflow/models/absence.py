"""When somebody is away, and who stands in."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.models.record import OwnedRecord, RecordQuerySet, folded, record_indexes, search_of
from crm.ui.money import short_date
from crm.ui.routes import record_url


class AbsenceQuerySet(RecordQuerySet):
    def on(self, day=None):
        """Of people who are away that day, today unless told."""
        day = day or timezone.localdate()
        return self.alive().filter(starts_on__lte=day, ends_on__gte=day)

    def not_over(self, day=None):
        return self.alive().filter(ends_on__gte=day or timezone.localdate())

    def over(self, day=None):
        return self.alive().filter(ends_on__lt=day or timezone.localdate())


class Absence(OwnedRecord):
    """A person (the owner) does not work on these days, the last included."""

    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    substitute = models.ForeignKey(
        "crm.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("substitute"),
        help_text=_("Decides approvals meanwhile, and is told what cannot wait."),
    )
    reason = models.CharField(
        _("reason"), max_length=200, blank=True, help_text=_("Everybody who sees the absence can read it.")
    )

    name_fold = folded("reason")
    search = search_of("reason", "external_id")

    objects = AbsenceQuerySet.as_manager()

    class Meta(OwnedRecord.Meta):
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        indexes = [
            *record_indexes("absence"),
            models.Index(fields=["starts_on", "id"], name="absence_by_begin"),
            models.Index(fields=["ends_on", "id"], name="absence_by_end"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_begin")
        ]

    def __str__(self):
        return f"{self.owner}: {short_date(self.starts_on)} – {short_date(self.ends_on)}"

    def get_absolute_url(self):
        return record_url("workflow:absence-detail", self.pk)

    def clean(self):
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first.")})
        if self.substitute_id and self.substitute_id == self.owner_id:
            raise ValidationError({"substitute": _("Nobody stands in for themselves.")})
        if self.starts_on and self.ends_on and self.owner_id and self.others().exists():
            raise ValidationError({"starts_on": _("Another absence of this person shares days with this one.")})

    def others(self):
        same = Absence.objects.alive().filter(owner=self.owner_id).exclude(pk=self.pk)
        return same.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on)


def absence_of(person, day=None) -> Absence | None:
    return (
        Absence.objects.on(day).filter(owner=person).select_related("substitute").order_by("starts_on", "pk").first()
    )


def stand_in(person, day=None) -> User | None:
    """Who acts for an absent person, following substitutes who are away too; None where nobody does."""
    away = away_on(day)
    last = last_of(away, person.pk) if person.pk in away else None
    return next((one.substitute for one in away.values() if one.substitute_id == last), None) if last else None


def away_on(day=None) -> dict[int, Absence]:
    return {one.owner_id: one for one in Absence.objects.on(day).select_related("substitute").order_by("-starts_on")}


def stand_ins(away, pk) -> set[int]:
    """Who acts today for this person where they are away, as a set of one or none; `away` from away_on()."""
    return {last_of(away, pk)} - {None} if pk in away else set()


def last_of(away, pk) -> int | None:
    """Where a chain of substitutes ends; None in a circle, or where nobody was named."""
    seen = set()
    while pk in away:
        if pk in seen or away[pk].substitute_id is None or not away[pk].substitute.is_active:
            return None
        seen.add(pk)
        pk = away[pk].substitute_id
    return pk
