from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """One's own; to look at, also those shared with one's teams and those of everybody."""
        own = Q(owner=user)
        if action != "view":
            return self.filter(own)
        return self.filter(own | Q(is_for_all=True) | Q(team__in=user.access.tree_team_ids))

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
