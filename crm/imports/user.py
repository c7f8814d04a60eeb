"""People and the teams they work in, from a list of names.

An account made here cannot sign in: it has no password until an administrator invites the person. It can
own records at once, so that history may be brought in before anybody starts. Where the list holds no
e-mail, the address is one of the reserved domain that no mail server delivers to.
"""

import re

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from crm.imports.customer import TEAM, lowered, make_named
from crm.imports.team import may_make_teams
from crm.models import Role, Team, User
from crm.models.user import ADMINISTRATOR
from crm.transfer.fields import Emails, Text
from crm.transfer.folding import plain
from crm.transfer.keys import Folded, Key
from crm.transfer.links import By, Link
from crm.transfer.spec import Importable

NOWHERE = "no-email.invalid"


def placeholder(name: str) -> str:
    """An address for a person whose e-mail nobody knows yet; a number is added while it is taken."""
    stem = re.sub(r"\s+", ".", plain(name)) or "person"
    taken = set(User.objects.filter(email__startswith=stem, email__endswith=NOWHERE).values_list("email", flat=True))
    for number in range(1, len(taken) + 2):
        address = f"{stem}{number if number > 1 else ''}@{NOWHERE}"
        if address not in taken:
            return address
    raise AssertionError("one of n + 1 numbers is free")


def new_person(name, *roles) -> User:
    person = User.objects.create(name=name, email=placeholder(name), password=make_password(None), wants_mail=False)
    person.roles.set(Role.objects.filter(key__in=roles))
    return person


def make_managers(names, by) -> dict:
    return {name: new_person(name, "manager") for name in names}


class OneEmail(Emails):
    """An account has one address."""

    is_list = False

    def read(self, cell, style):
        return super().read(cell, style)[0]

    def merged(self, old, new):
        return new


class UserImport(Importable):
    model = User
    fields = [
        Text(
            "name",
            _("Name"),
            "nome, nome completo, full name, usuário, user, vendedor, colaborador, funcionário, sales agent, agent, "
            "employee, seller, sales rep, pessoa",
            is_required=True,
            max_length=120,
        ),
        OneEmail("email", _("E-mail"), "email, e-mail, login, usuário de e-mail, endereço de e-mail"),
        Link(
            "team",
            _("Team"),
            "equipe, time, departamento, department, regional office, regional, região, region, filial, office",
            column=None,
            among=TEAM.among,
            make=make_named(Team),
            may_make=may_make_teams,
            makes_by_default=True,
            noun=TEAM.noun,
        ),
        Link(
            "manager",
            _("Manager"),
            "gerente, gestor, supervisor, chefe, líder, reports to, superior",
            column=None,
            among=lambda user: User.objects.visible_to(user),
            by=(By("email", lowered), By("name")),
            make=make_managers,
            may_make=lambda user: user.access.may("create", User),
            makes_by_default=True,
            noun=User._meta.verbose_name,
        ),
        Link(
            "role",
            _("Role"),
            "papel, perfil, função no sistema, role, profile",
            column=None,
            among=lambda user: Role.objects.all() if user.is_staff else Role.objects.exclude(key=ADMINISTRATOR),
            by=(By("name"), By("key", lambda text: text.strip().lower())),
        ),
        Text("job_title", _("Job title"), "cargo, título, title, position", max_length=80),
    ]
    keys = [Key("email", _("E-mail")), Folded("name", _("Name"))]
    name_key = Folded("name", _("Name"))

    def may(self, user):
        return super().may(user) and user.access.may("create", Team)

    def rows(self, user, action="view"):
        """Administrators' accounts are changed by administrators alone."""
        rows = User.objects.managed_by(user, action)
        return rows if user.is_staff or action == "view" else rows.filter(is_staff=False)

    def start(self, values, by):
        values["email"] = values.get("email") or placeholder(values["name"])
        return {"password": make_password(None), "wants_mail": not values["email"].endswith(NOWHERE)}

    def load(self, pks, keys, user):
        """Of a person in a manager's own team: that manager, and the team it is part of."""
        found = {}
        people = User.objects.filter(pk__in=pks).annotate(head=F("team__head"), above=F("team__parent"))
        roles = dict(User.roles.through.objects.filter(user__in=pks).values_list("user_id", "role_id"))
        for person in people:
            has_manager = person.head not in (None, person.pk)
            found[person.pk] = {
                "team": person.above if has_manager and person.above else person.team_id,
                "manager": person.head if has_manager else None,
                "role": roles.get(person.pk),
            }
        return found

    def put(self, pairs, by, importer=None):
        now = self.load([pk for pk, __ in pairs], (), by)
        sellers = Role.objects.filter(key="seller").values_list("pk", flat=True).first()
        for pk, values in pairs:
            team, manager = (values.get(key, now[pk][key]) for key in ("team", "manager"))
            if "team" in values or "manager" in values:
                User.objects.filter(pk=pk).update(team=self._team(team, manager, importer))
            if role := values.get("role", None if now[pk]["role"] else sellers):
                User.objects.get(pk=pk).roles.set([role])

    def _team(self, team, manager, importer):
        """The manager's own team within the named one; without a manager the named one itself."""
        if not manager or (importer is None and not team):
            return team
        found = Team.objects.filter(head=manager)
        found = found.filter(parent=team).first() or found.filter(pk=team).first() if team else found.first()
        if found is None:
            found = self._found_team(team, User.objects.get(pk=manager), importer)
        return found.pk

    def _found_team(self, team, manager, importer):
        above = Team.objects.filter(pk=team).first()
        name = f"{above} – {manager.name}" if above else manager.name
        made = Team.objects.create(name=name[:80], parent=above, head=manager)
        if importer:
            importer.made.append((0, made, str(TEAM.noun)))
            # Whom this run made has no team yet; a manager who has one keeps it and sees this one as head.
            User.objects.filter(pk=manager.pk, team=None, email__endswith=NOWHERE).update(team=made)
        return made
