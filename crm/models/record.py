"""The base of every record people work with: access, trash, version, custom fields, tags."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.reach import reach_indexes
from crm.models.tracking import tracked


class RecordQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(deleted_at__isnull=True)

    def visible_to(self, user, action="view"):
        """The rows `action` of this person reaches. Every read that reaches a person starts here."""
        return self.alive().filter(self.model.access_condition(user.access, action))

    def trashed_by_reach_of(self, user):
        """What this person could delete and now lies in the trash."""
        return self.filter(deleted_at__isnull=False).filter(self.model.access_condition(user.access, "delete"))


class Record(models.Model):
    """Fields that every tracked record has."""

    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "crm.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("created by"),
    )
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField(_("moved to the trash"), null=True, editable=False)
    custom = models.JSONField(_("custom fields"), default=dict, blank=True)
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("tags"), default=list, blank=True)
    external_id = models.CharField(
        _("external id"),
        max_length=80,
        blank=True,
        db_index=True,
        help_text=_("The key of this record in another system, such as an ERP."),
    )

    objects = RecordQuerySet.as_manager()

    # The fields its name and address are made of; empty where that is not known.
    named_by: tuple[str, ...] = ()

    class Meta:
        abstract = True
        triggers = tracked()

    @classmethod
    def access_condition(cls, access, action) -> Q:
        return access.condition(action, cls)


class OwnedRecord(Record):
    """A record of somebody's portfolio: owner and team decide who reaches it."""

    owner = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    team = models.ForeignKey(
        "crm.Team", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )

    class Meta(Record.Meta):
        abstract = True

    @classmethod
    def access_condition(cls, access, action) -> Q:
        return access.reached(action, cls)


def folded(field: str, **options):
    """A stored column without case and accents, in byte order: it sorts and compares alike on every server."""
    return models.GeneratedField(
        expression=Func(F(field), function="crm_fold"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
        **options,
    )


def search_column(words: str, *others):
    """A stored column that holds all one may search a record by, for the trigram index."""
    return models.GeneratedField(
        expression=Func(F(words), *map(F, others), function="crm_search"),
        output_field=models.TextField(),
        db_persist=True,
    )


def search_of(*names):
    """A stored column of these columns' words, for the trigram index."""
    return models.GeneratedField(
        expression=Func(
            *map(F, names),
            template="crm_fold(%(expressions)s)",
            arg_joiner=" || ' ' || ",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )


def record_indexes(stem: str, *, is_owned=True):
    """What lists of any record need: by name, by age, by words, by tag, by custom choice."""
    found = reach_indexes(stem) if is_owned else _indexes_of_all(stem)
    return [
        *found,
        models.Index(fields=["name_fold", "id"], name=f"{stem}_by_name"),
        models.Index(fields=["created_at", "id"], name=f"{stem}_by_age"),
        models.Index(fields=["updated_at", "id"], name=f"{stem}_by_change"),
        models.Index(fields=["deleted_at", "id"], condition=Q(deleted_at__isnull=False), name=f"{stem}_trash"),
        GinIndex(fields=["custom"], name=f"{stem}_custom", opclasses=["jsonb_path_ops"]),
    ]


def _indexes_of_all(stem):
    return [
        GinIndex(fields=["search"], name=f"{stem}_search", opclasses=["gin_trgm_ops"]),
        GinIndex(fields=["tags"], name=f"{stem}_tags"),
    ]
