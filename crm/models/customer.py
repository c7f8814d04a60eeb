"""What companies and contacts share: how to reach them and where they are."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import validate_email
from django.db import connections, models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from crm import brazil
from crm.models.record import OwnedRecord, RecordQuerySet, folded
from crm.models.tracking import tracked

# Key by key: asked for several at once the database believes that they match much of the table, and reads it all.
BY_KEY = """
    SELECT asked.key, found.id FROM unnest(%s::text[]) asked(key)
    CROSS JOIN LATERAL (SELECT id FROM {table} WHERE keys @> ARRAY[asked.key] OFFSET 0) found LIMIT %s"""


ADDRESS = ("postal_code", "street", "number", "complement", "district", "city", "state", "country")


class CustomerQuerySet(RecordQuerySet):
    def found_by_keys(self, keys, most=None) -> list[tuple[str, int]]:
        """(key, number) for those of these rows that have one of many exact keys (crm_keys in the database)."""
        if not keys:
            return []
        with connections[self.db].cursor() as cursor:
            cursor.execute(BY_KEY.format(table=self.model._meta.db_table), [sorted(keys), most])
            found = cursor.fetchall()
        there = set(self.filter(pk__in={pk for __, pk in found}).values_list("pk", flat=True)) if found else ()
        return [(key, pk) for key, pk in found if pk in there]

    def trashed_by_reach_of(self, user):
        """Without those that became another: they come back by undoing that."""
        return super().trashed_by_reach_of(user).filter(merged_into__isnull=True)

    def became(self, pk):
        """The record that this one is part of by now, however many merges it took; None where it is itself."""
        found = self.model.objects.filter(absorbed=pk).first()
        while found is not None and found.merged_into_id:
            found = found.merged_into
        return found

    def merged_by_reach_of(self, user):
        """Those that became another which this person may change, and that they could delete."""
        kept = self.model.objects.visible_to(user, "change")
        return super().trashed_by_reach_of(user).filter(merged_into__in=kept)


class Reachable(models.Model):
    """E-mails and phones in order: the first of each is the primary one."""

    emails = ArrayField(models.EmailField(), verbose_name=_("e-mails"), default=list, blank=True)
    phones = ArrayField(models.CharField(max_length=20), verbose_name=_("phones"), default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def email(self):
        return self.emails[0] if self.emails else ""

    @property
    def phone(self):
        return self.phones[0] if self.phones else ""

    def clean(self):
        super().clean()
        self.emails = list(dict.fromkeys(email.strip().lower() for email in self.emails if email.strip()))
        for email in self.emails:
            validate_email(email)
        self.phones = list(dict.fromkeys(brazil.clean_phone(phone) for phone in self.phones if phone.strip()))


class Located(models.Model):
    """One postal address."""

    street = models.CharField(_("street"), max_length=160, blank=True)
    number = models.CharField(_("number"), max_length=20, blank=True)
    complement = models.CharField(_("complement"), max_length=80, blank=True)
    district = models.CharField(_("district"), max_length=80, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=40, blank=True)
    postal_code = models.CharField(_("CEP"), max_length=12, blank=True)
    country = models.CharField(_("country"), max_length=2, default="BR", blank=True)
    city_fold = folded("city")

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        self.postal_code = brazil.clean_postal_code(self.postal_code, self.country)


class Customer(Reachable, Located, OwnedRecord):
    """A company or a person of the one customer base."""

    name = models.CharField(_("name"), max_length=160)
    source = models.ForeignKey(
        "crm.Source", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    description = models.TextField(_("description"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )
    name_fold = folded("name")

    objects = CustomerQuerySet.as_manager()

    named_by = ("name",)
    # What a merge takes from one of the two as a whole: half an address each would be no address.
    taken_together = (("address", _("Address"), ADDRESS), ("owner", _("Owner and team"), ("owner", "team")))

    class Meta(OwnedRecord.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(deleted_at__isnull=False), name="%(class)s_merged_is_gone"
            )
        ]
        triggers = tracked(silent=("merged_into_id",))

    def __str__(self):
        return self.name


def merged_index(stem: str):
    return models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name=f"{stem}_merged")


def key_column(document: str, website: str | None = None):
    """The exact keys by which two entries of one customer meet."""
    last = F(website) if website else models.Value("")
    return models.GeneratedField(
        expression=Func(F("emails"), F("phones"), F(document), last, function="crm_keys"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )
