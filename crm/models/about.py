"""Records that are about another record of any kind: activities, files, tasks."""

from collections import defaultdict

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from crm.models.kinds import subject_models


class SeenRows:
    """What a person sees of one kind, for a GenericPrefetch, which takes a queryset of every kind there might be.

    Worked out only where rows about that kind are met: most pages have one or two of the many. A link is all they
    show of it, so where a model tells what names it, no more is fetched.
    """

    db = DEFAULT_DB_ALIAS

    def __init__(self, model, user):
        self.model, self.user = model, user

    @property
    def query(self):
        """Where the prefetch looks for the model."""
        return self

    def filter(self, **chosen):
        rows = self.model.objects.visible_to(self.user).filter(**chosen)
        return rows.only(*self.model.named_by) if getattr(self.model, "named_by", ()) else rows


class AboutQuerySet(models.QuerySet):
    def about(self, record):
        return self.filter(record_type=ContentType.objects.get_for_model(record), record_id=record.pk)

    def with_subject(self):
        return self.prefetch_related("about")

    def with_visible_subject(self, user):
        """Fills `visible_about` in one query per kind of record: None where this person may not see it."""
        querysets = [SeenRows(model, user) for model in subject_models()]
        return self.prefetch_related(GenericPrefetch("about", querysets, to_attr="_visible_about"))


def fill_visible_subjects(rows: list, user):
    """As with_visible_subject(), of rows that are loaded: boards and days show so many that a prefetch tells."""
    asked = defaultdict(set)
    for row in rows:
        if row.record_id is not None:
            asked[row.record_type_id].add(row.record_id)
    found = {}
    for model in subject_models():
        kind = ContentType.objects.get_for_model(model).pk
        if kind in asked:
            found |= {(kind, one.pk): one for one in SeenRows(model, user).filter(pk__in=asked[kind])}
    for row in rows:
        row._visible_about = found.get((row.record_type_id, row.record_id))


class About(models.Model):
    """`about` is the record; whoever sees it sees what is about it."""

    # Its own index would be of no use: every one that serves begins with kind and record.
    record_type = models.ForeignKey(
        ContentType,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("kind of record"),
    )
    record_id = models.BigIntegerField(_("record"), null=True, blank=True)
    about = GenericForeignKey("record_type", "record_id")

    class Meta:
        abstract = True

    @property
    def visible_about(self):
        """The record, once with_visible_subject() or fill_visible_subjects() has looked for it."""
        return getattr(self, "_visible_about", None)


# Up to so many records, knowing them all is quicker than looking up each that is met.
FEW = 2000


class AreFew(Subquery):
    """Whether a subquery has few rows; asked once for a whole statement."""

    template = f"(SELECT count(*) <= {FEW} FROM (%(subquery)s) AS few)"  # noqa: S608
    output_field = models.BooleanField()


class LookedUp(Exists):
    """EXISTS, row by row: without the fence the database would first gather all of a large portfolio."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


def about_visible_records(access, action, models_to_check) -> Q:
    """Rows whose subject this person reaches, for every kind of record one may write about."""
    reach = Q(pk__in=())
    for model in models_to_check:
        visible = model._base_manager.filter(deleted_at__isnull=True).filter(model.access_condition(access, action))
        reach |= Q(record_type=ContentType.objects.get_for_model(model)) & Q(within(visible))
    return reach


def within(visible) -> Case:
    """Whether record_id is one of these rows, by the way that suits how many they are."""
    return Case(
        When(AreFew(visible.order_by().values("pk")[: FEW + 1]), then=Q(record_id__in=visible.values("pk"))),
        default=LookedUp(visible.filter(pk=OuterRef("record_id"))),
        output_field=models.BooleanField(),
    )
