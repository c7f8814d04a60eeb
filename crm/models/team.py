from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.models.record import folded
from crm.models.tracking import tracked


class TeamQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """The tree is known to every colleague; whose role says so keeps it."""
        may = user.is_active and (action == "view" or user.access.may(action, self.model))
        return self.all() if may else self.none()

    def tree_ids(self, roots) -> set[int]:
        """Ids of these teams and of all below them; one query, teams are few."""
        children = defaultdict(list)
        for pk, parent in self.values_list("pk", "parent_id"):
            children[parent].append(pk)
        found, waiting = set(), list(roots)
        while waiting:
            pk = waiting.pop()
            if pk not in found:
                found.add(pk)
                waiting.extend(children[pk])
        return found


class Team(models.Model):
    """A department or sales team; teams form a tree with a head for each."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    head = models.ForeignKey(
        "crm.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("head")
    )

    name_fold = folded("name")

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name_fold"]
        triggers = tracked(moment="now()")

    def get_absolute_url(self):
        return reverse("crm:team-list")

    def __str__(self):
        return self.name

    def clean(self):
        if self.pk and self.parent_id in Team.objects.tree_ids([self.pk]):
            raise ValidationError({"parent": _("A team cannot be part of itself.")})
