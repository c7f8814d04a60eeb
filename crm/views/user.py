"""People: who is here, who is invited, what each may do."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from crm.actions import invitation as invitations
from crm.actions import user as users
from crm.filters.user import UserFilter
from crm.forms.user import DeactivateForm, UserForm
from crm.models import User
from crm.tables.user import UserTable, status
from crm.ui.pages import CreatePage, ListPage, RecordPage, VerbPage
from crm.ui.timeline import Place
from crm.views.access import matrix
from crm.views.plain import PlainEdit
from crm.views.timeline import address, page_of

ICON = "users-group"


class PersonPage(RecordPage):
    """Accounts, closed ones too; colleagues as choices in forms are another matter (visible_to)."""

    model, icon = User, ICON

    def records(self):
        return User.objects.managed_by(self.request.user, self.action)


class UserList(PersonPage, ListPage):
    filter, table = UserFilter, UserTable
    title = _("People")
    create_label = _("Invite")
    empty_title = _("Nobody is here")
    empty_text = _("Invite the first person: they get a link by e-mail and choose their own password.")


class UserDetail(PersonPage):
    def get(self, request, pk):
        person = self.record()
        may_change = users.may_manage(request.user, person)
        context = {
            "person": person,
            "status": status(person),
            "matrix": matrix(person),
            "work": users.open_work(person),
            "invitation": person.invitations.open().first(),
            "may_change": may_change,
            "may_close": may_change and person != request.user,
            "timeline": history(person, request),
        }
        return render(request, "crm/user/detail.html", context)


def history(person, request):
    """What happened to the account, newest first."""
    place = Place.read(request.GET.get("after", ""))
    found = page_of(person, request.user, kind="change", place=place)
    found.next_url = address(request.path, after=found.next_url) if found.next_url else None
    return found


class UserCreate(PersonPage, CreatePage):
    """An invitation is how an account begins."""

    form, action = UserForm, "create"
    title = _("Invite a person")
    submit_label = _("Send the invitation")

    def save(self, form):
        values = form.values()
        others = values.pop("other_teams")
        values.pop("job_title")
        user = invitations.invite(by=self.request.user, **values)
        return users.edit(
            user, by=self.request.user, values={"other_teams": others, "job_title": form.cleaned_data["job_title"]}
        )

    def success(self, user):
        return gettext("%(person)s gets an e-mail with a link.") % {"person": user}


class UserEdit(PersonPage, PlainEdit):
    form, action = UserForm, "change"

    def save(self, user, form):
        values = form.values()
        roles = values.pop("roles", None)
        return users.edit(user, by=self.request.user, values=values, roles=roles)


class UserInvite(PersonPage, VerbPage):
    do, action = invitations.invite_again, "change"
    title = _("Send %(record)s a new invitation?")
    lead = _("The former link stops working.")
    submit_label = _("Send")
    done = _("%(record)s gets a new link by e-mail.")


class UserReactivate(PersonPage, VerbPage):
    do, action = users.reactivate, "change"
    title = _("Reactivate %(record)s?")
    lead = _("The account opens again with its password and roles. Former sessions and API tokens stay closed.")
    submit_label = _("Reactivate")
    done = _("%(record)s may sign in again.")


class UserDeactivate(PersonPage, VerbPage):
    do, form, action, is_destructive = users.deactivate, DeactivateForm, "change", True
    title = _("Deactivate %(record)s?")
    submit_label = _("Deactivate")
    done = _("%(record)s can no longer sign in.")

    def record(self):
        person = super().record()
        self.work = users.open_work(person)
        self.lead = consequence(self.work).replace("%", "%%")
        return person

    def form_options(self, person):
        return {"leaving": person, "has_work": bool(self.work)}

    def answer(self, person, moved):
        if moved:
            text = ngettext("%(count)s record changed its owner.", "%(count)s records changed their owner.", moved)
            messages.info(self.request, text % {"count": moved})
        return super().answer(person, moved)


def consequence(work) -> str:
    """What deactivating means, in numbers."""
    closing = gettext(
        "Sessions and API tokens end at once. The name stays in the history, and the account can be reactivated."
    )
    if not work:
        return closing
    owned = ", ".join(f"{model._meta.verbose_name_plural} ({count})" for model, count in work)
    return gettext("Still open and owned by this person: %(records)s.") % {"records": owned} + " " + closing
