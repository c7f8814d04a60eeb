"""The tree of teams: who heads each, how many people, what lies below."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from crm.actions import team as teams
from crm.forms.team import TeamForm
from crm.models import Team
from crm.ui.pages import CreatePage, RecordPage, VerbPage
from crm.views.plain import PlainEdit

ICON = "sitemap"


@dataclass
class Branch:
    team: Team
    people: int
    branches: list["Branch"] = field(default_factory=list)


def tree() -> list[Branch]:
    """Every team below its parent; one query."""
    children = defaultdict(list)
    active = Count("members", filter=Q(members__is_active=True))
    for team in Team.objects.select_related("head").annotate(people=active).order_by("name_fold"):
        children[team.parent_id].append(team)

    def branches(parent):
        return [Branch(team, team.people, branches(team.pk)) for team in children[parent]]

    return branches(None)


class TeamPage(RecordPage):
    model, icon = Team, ICON

    def records(self):
        return Team.objects.all()


class TeamList(TeamPage):
    def get(self, request):
        context = {
            "branches": tree(),
            "create_url": self.url_if_may("create", "create"),
            "may_change": request.user.access.may("change", Team),
        }
        return render(request, "crm/team/list.html", context)


class TeamCreate(TeamPage, CreatePage):
    form, do, action = TeamForm, teams.create, "create"
    title = _("New team")

    def save(self, form):
        return teams.create(form.instance, by=self.request.user)


class TeamEdit(TeamPage, PlainEdit):
    form, do, action = TeamForm, teams.edit, "change"


class TeamRemove(TeamPage, VerbPage):
    do, action, is_destructive = teams.remove, "change", True
    title = _("Remove the team %(record)s?")
    lead = _("This works only for a team without people, teams below and records.")
    submit_label = _("Remove")
    done = _("%(record)s was removed.")

    def refuse(self, record, form, error):
        return super().refuse(self.records().get(pk=self.kwargs["pk"]), form, ValidationError(error.messages))
