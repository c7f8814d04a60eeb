from django.apps import AppConfig
from django.contrib.admin import apps as django_admin
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = "CRM"

    def ready(self):
        from crm import checks, kpis, receivers  # noqa: F401
        from crm.actions.once import made_before, once
        from crm.models.customfield import definitions_of
        from crm.models.kinds import register_subject
        from crm.transfer import exportjob, steps  # noqa: F401
        from crm.ui.registry import MenuItem, registry

        checks.refuse_unsafe_start()
        register_subject("crm.Company")
        register_subject("crm.Contact")

        registry.custom_fields_of = definitions_of
        registry.once, registry.made_before = once, made_before
        registry.represented = represented
        registry.import_url, registry.export_url = import_url, export_url
        self.register_notices()
        self.hang_on_the_frame(registry)
        registry.add_group("customers", _("Customers"), 20)
        registry.add_group("pinned", _("Pinned"), 5)
        registry.menu += [
            MenuItem(_("Companies"), "building", "crm:company-list", "customers", 20, "crm.company", "c", None, True),
            MenuItem(_("Contacts"), "users", "crm:contact-list", "customers", 21, "crm.contact", "p", None, True),
        ]
        registry.add_group("administration", _("Administration"), 90)
        registry.menu += [
            MenuItem(_("People"), "users-group", "crm:user-list", "administration", 90, "crm.user"),
            MenuItem(_("Teams"), "sitemap", "crm:team-list", "administration", 91, "crm.team"),
            MenuItem(_("Organization"), "settings", "crm:organization", "administration", 92, "crm.organization"),
        ]
        registry.menu.append(
            MenuItem(_("Imports"), "upload", "crm:importrun-list", "administration", 96, may=may_import_something)
        )
        registry.creatable += [
            MenuItem(_("Company"), "building", "crm:company-create", "", 20, "crm.company"),
            MenuItem(_("Contact"), "user", "crm:contact-create", "", 21, "crm.contact"),
        ]
        self.hang_on_records(registry)

    def register_notices(self):
        from crm.actions import mention
        from crm.actions.follow import follow
        from crm.actions.mention import mentionable
        from crm.notices import APP, WITHOUT_OFF, NoticeKind, register_notice

        register_notice(
            NoticeKind(
                "mentioned",
                _("Somebody names me with @"),
                _("{actor} named you in {record}"),
                icon="message",
                group=_("Conversations"),
                hint=mention.excerpt,
                verb=_("Read it"),
                position=50,
            )
        )
        mentionable("crm.Activity", "subject", "body")
        follow("mentions", mention.tell)
        register_notice(
            NoticeKind(
                "mail_uncertain",
                _("E-mails that may not have arrived"),
                _("An e-mail may or may not have arrived: look at the messages that are uncertain"),
                icon="alert-triangle",
                group=_("Administration"),
                channel=APP,
                channels=WITHOUT_OFF,
                url=uncertain_messages_url,
                may=lambda person: person.is_staff,
                position=900,
            )
        )

    def hang_on_the_frame(self, registry):
        """Saved views, columns, search, and what stands on the home page."""
        from crm.panels import home, savedview
        from crm.ui.registry import HomeBlock, MenuItem, SearchSource
        from crm.views.column import columns_url

        registry.views_of, registry.pinned_for = savedview.views_of, savedview.pinned_for
        registry.counts_url, registry.save_view_url = savedview.counts_url, savedview.save_view_url
        registry.columns_url = columns_url
        registry.home += [HomeBlock(10, home.first_steps), HomeBlock(60, home.pinned), HomeBlock(70, home.recent)]
        registry.search += [
            SearchSource(
                "crm.Company",
                "building",
                lambda company: company.city,
                10,
                lambda companies: companies.only("name", "city"),
            ),
            SearchSource(
                "crm.Contact",
                "user",
                lambda contact: " · ".join(filter(None, [contact.job_title, contact.email])),
                20,
                lambda contacts: contacts.only("name", "job_title", "emails"),
            ),
        ]
        registry.menu += [
            MenuItem(_("Home"), "home", "home", "", 1, key="h", may=lambda user: True, is_in_bottom_bar=True),
            MenuItem(_("Trash"), "trash", "crm:trash", "administration", 99, may=may_delete_something),
        ]

    def hang_on_records(self, registry):
        """What pages of companies and contacts show beside their facts."""
        from crm.models.kinds import for_each_subject
        from crm.panels import activity as figures
        from crm.panels.affiliation import Companies, People
        from crm.panels.attachment import Files
        from crm.panels.branch import Branches
        from crm.panels.merge import Merged
        from crm.timelines import activity, attachment, history, relative, sentence
        from crm.timelines.last import last_change
        from crm.ui.registry import MenuItem
        from crm.ui.timeline import TimelineSource
        from crm.views.activity import composer_tabs

        sentence.register()
        registry.last_change_of = last_change
        registry.seen_url = seen_url
        registry.timeline += [
            TimelineSource("activity", _("Activities"), activity.entries, 10),
            TimelineSource("change", _("Changes"), history.entries, 30),
            TimelineSource("file", _("Files"), attachment.entries, 40),
        ]
        registry.relatives["crm.company"].append(relative.people_of_companies)
        registry.composer.append(composer_tabs)
        registry.figures["crm.company"] += [figures.people, figures.last_contact]
        registry.figures["crm.contact"].append(figures.last_contact)
        registry.add_panel("crm.company", People())
        registry.add_panel("crm.company", Branches())
        registry.add_panel("crm.contact", Companies())
        for label in ("crm.company", "crm.contact"):
            registry.add_panel(label, Merged())
        for_each_subject(lambda label: registry.add_panel(label, Files()))
        registry.menu.append(
            MenuItem(_("Activities"), "activity", "crm:activity-list", "customers", 25, "crm.activity")
        )
        registry.searchable_lists.append(("crm.Activity", "activity"))


class AdministrationConfig(django_admin.AdminConfig):
    """Django's admin with our own door."""

    default = False
    default_site = "crm.ui.administration.NorteSite"


def may_delete_something(user) -> bool:
    from crm.views.trash import kinds_of

    return bool(kinds_of(user))


def represented(record, user) -> dict | None:
    """As the API tells it; asked when it is needed, since the API is built from all apps."""
    from crm.api.representation import represented as told

    return told(record, user)


def import_url(label) -> str | None:
    """Where files of this record are brought in; None for a record no app declares."""
    from django.urls import reverse

    from crm.transfer.spec import spec_of

    spec = spec_of(label)
    return reverse("crm:importrun-create", args=[label]) if spec and spec.label == label else None


def uncertain_messages_url(told) -> str:
    from django.urls import reverse

    return f"{reverse('admin:crm_message_changelist')}?state__exact=uncertain"


def seen_url(request, record) -> str | None:
    """Where the record's page tells that it was opened; None unless something unread is about it."""
    from django.contrib.contenttypes.models import ContentType

    from crm.ui.routes import page_url

    about = f"{ContentType.objects.get_for_model(record).pk}:{record.pk}"
    return f"{page_url('crm:notice-seen')}?about={about}" if about in request.user.access.unread else None


def export_url(label, query) -> str:
    from django.urls import reverse

    return reverse("crm:exportfile-create", args=[label]) + query


def may_import_something(user) -> bool:
    from crm.transfer.spec import all_specs

    return any(spec.may(user) for spec in all_specs())
