from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from crm.models.role import Scope

# One's own, and those shared with one; what is shared with a team is for those below it too. Written out, because
# every page with a menu asks, and the ORM takes longer than the database.
SEEN = """
    WITH RECURSIVE above AS (
        SELECT id, parent_id FROM crm_team WHERE id = ANY(%s)
        UNION SELECT team.id, team.parent_id FROM crm_team team JOIN above ON team.id = above.parent_id
    ) SELECT id FROM crm_savedview WHERE owner_id = %s OR is_for_all OR team_id IN (SELECT id FROM above)"""
PINNED = """EXISTS (SELECT FROM crm_savedview_pinned_by pin
    WHERE pin.savedview_id = crm_savedview.id AND pin.user_id = %s)"""


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """One's own; to look at, those shared with one; to change, those one might have shared."""
        own, teams = Q(owner=user), user.access.own_team_ids
        if action == "view":
            # Constant text, both values are parameters.
            return self.filter(pk__in=RawSQL(SEEN, [sorted(teams), user.pk]))  # noqa: S611
        match user.access.scope("share", SavedView):
            case Scope.ALL:
                return self.filter(own | Q(is_for_all=True) | Q(team__isnull=False))
            case Scope.TREE:
                return self.filter(own | Q(team__in=user.access.tree_team_ids))
            case Scope.TEAM:
                return self.filter(own | Q(team__in=teams))
        return self.filter(own)

    def with_pins_of(self, user):
        """Each with `is_pinned` for this person."""
        pinned = RawSQL(PINNED, [user.pk], models.BooleanField())  # noqa: S611 - constant text
        return self.annotate(is_pinned=pinned)

    def of(self, model):
        return self.filter(record_type=ContentType.objects.get_for_model(model))


class SavedView(models.Model):
    """A list as somebody likes it: filter, columns and sort under a name."""

    owner = models.ForeignKey("crm.User", models.CASCADE, related_name="saved_views", verbose_name=_("owner"))
    record_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(_("filter"), blank=True, max_length=4000)
    mode = models.CharField(max_length=12, default="list")
    team = models.ForeignKey(
        "crm.Team", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("shared with the team")
    )
    is_for_all = models.BooleanField(_("shared with everybody"), default=False)
    pinned_by = models.ManyToManyField("crm.User", blank=True, related_name="pinned_views")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name
