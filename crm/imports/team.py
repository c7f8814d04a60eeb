from django.utils.translation import gettext_lazy as _

from crm.imports.customer import OWNER, TEAM, make_named
from crm.models import Team
from crm.transfer.fields import Text
from crm.transfer.keys import Folded
from crm.transfer.links import By, Link
from crm.transfer.spec import Importable


def may_make_teams(user) -> bool:
    return user.access.may("create", Team)


class TeamImport(Importable):
    model = Team
    fields = [
        Text(
            "name",
            _("Name"),
            "nome, equipe, time, team, departamento, department, regional, region",
            is_required=True,
            max_length=80,
        ),
        Link(
            "parent",
            _("Part of"),
            "parte de, equipe superior, parent, parent team, diretoria",
            among=lambda user: Team.objects.all(),
            make=make_named(Team),
            may_make=may_make_teams,
            is_deferred=True,
            noun=TEAM.noun,
        ),
        Link(
            "head",
            _("Head"),
            "chefe, gestor, gerente, líder, head, manager, leader",
            among=OWNER.among,
            by=(By("email", lambda text: text.strip().lower() if "@" in text else None), By("name")),
            noun=OWNER.noun,
        ),
    ]
    keys = [Folded("name", _("Name"))]

    def rows(self, user, action="view"):
        return Team.objects.all() if user.access.may(action, Team) else Team.objects.none()
