from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from crm.models.role import Scope

# What is shared with a team is for those below it too. One statement, so that a page asks no more for it.
TEAMS_ABOVE = """
    WITH RECURSIVE above AS (
        SELECT id, parent_id FROM crm_team WHERE id = ANY(%s)
        UNION SELECT team.id, team.parent_id FROM crm_team team JOIN above ON team.id = above.parent_id
    ) SELECT id FROM above"""


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """One's own; to look at, those shared with one; to change, those one might have shared."""
        own, teams = Q(owner=user), user.access.own_team_ids
        if action == "view":
            above = RawSQL(TEAMS_ABOVE, [sorted(teams)])  # noqa: S611 - constant text, the teams are a parameter
            shared = Q(is_for_all=True) | (Q(team__in=above) if teams else Q())
            return self.filter(own | shared)
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
        pins = SavedView.pinned_by.through.objects.filter(savedview=OuterRef("pk"), user=user)
        return self.annotate(is_pinned=Exists(pins))

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
