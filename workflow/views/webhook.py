"""Webhooks: the list, the page of one, and the secret, which is shown in one answer and never again."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.ui import cells
from crm.ui.pages import CreatePage, DetailPage, EditPage, Fact, ListPage, StandardView, Verb, VerbPage
from crm.ui.pages.list import More
from crm.views.record import Trash
from workflow.actions import webhook as webhooks
from workflow.actions import webhookdelivery as deliveries
from workflow.automation.event import named
from workflow.filters.webhook import WebhookFilter
from workflow.forms.webhook import WebhookForm
from workflow.models import Webhook
from workflow.tables.rule import switch
from workflow.tables.webhook import WebhookTable

ICON = "webhook"


class WebhookList(ListPage):
    model, filter, table, icon = Webhook, WebhookFilter, WebhookTable, ICON
    create_label = gettext_lazy("New webhook")
    empty_title = gettext_lazy("Nothing is told to other systems yet")
    empty_text = gettext_lazy("A webhook sends what happens here, signed, to an address of another system.")
    standard_views = [
        StandardView(pgettext_lazy("automations", "Switched on"), "state=on"),
        StandardView(pgettext_lazy("automations", "Failing"), "state=failing"),
    ]

    def more(self):
        return [More(_("Deliveries of webhooks"), "send", reverse("workflow:webhookdelivery-list")), *super().more()]


def events(value, webhook):
    return format_html_join("", "<div>{}</div>", ((named(one),) for one in value))


class WebhookDetail(DetailPage):
    model, icon = Webhook, ICON
    lead = [
        Fact("is_on", gettext_lazy("State"), cell=switch),
        Fact("url", icon="link"),
        Fact("owner", gettext_lazy("Tells what may be seen by"), icon="user"),
    ]
    facts = [
        (
            gettext_lazy("About the webhook"),
            [
                Fact("events", gettext_lazy("What is told"), cell=events),
                Fact("on_since", cell=cells.moment),
                Fact("off_reason"),
                Fact("failures", accessor=lambda one: one.failures or None),
                Fact("failing_since", cell=cells.moment),
                Fact("tags", cell=cells.tags),
                Fact("created_by"),
            ],
        )
    ]
    verbs = [
        Verb("switch-on", gettext_lazy("Switch on"), "player-play", is_primary=True, fits=lambda one: not one.is_on),
        Verb("ping", gettext_lazy("Send a test"), "send", is_primary=True, fits=lambda one: one.is_on),
        Verb("edit", gettext_lazy("Edit"), "pencil", key="e"),
        Verb("renew-secret", gettext_lazy("Make a new secret"), "key"),
        Verb("switch-off", gettext_lazy("Switch off"), "player-stop", fits=lambda one: one.is_on),
        Verb("trash", gettext_lazy("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        return super().records().select_related("owner", "created_by")


def show_secret(request, webhook, secret):
    """In the answer alone: it can be made anew, and not be asked for again."""
    context = {"webhook": webhook, "secret": secret}
    return render(request, "workflow/webhook/secret.html", context, status=201)


class WebhookCreate(CreatePage):
    model, form, icon = Webhook, WebhookForm, ICON
    title = gettext_lazy("New webhook")
    submit_label = gettext_lazy("Make the webhook")

    def save(self, form):
        webhook = form.instance
        for name, value in form.values().items():
            setattr(webhook, name, value)
        webhook, self.secret = webhooks.create(webhook, by=self.request.user)
        return webhook

    def answer(self, record):
        secret = getattr(self, "secret", None)
        # The form sent twice makes one webhook; its secret went with the first answer.
        return show_secret(self.request, record, secret) if secret else super().answer(record)


class WebhookEdit(EditPage):
    model, form, icon = Webhook, WebhookForm, ICON
    do = webhooks.edit


class WebhookSwitchOn(VerbPage):
    model, icon = Webhook, ICON
    do = webhooks.switch_on
    title = gettext_lazy("Switch on “%(record)s”?")
    lead = gettext_lazy("From now on it is told what you may see. What it missed meanwhile is not sent.")
    submit_label = gettext_lazy("Switch on")
    done = gettext_lazy("“%(record)s” is switched on.")


class WebhookSwitchOff(VerbPage):
    model, icon = Webhook, ICON
    do = webhooks.switch_off
    title = gettext_lazy("Switch off “%(record)s”?")
    lead = gettext_lazy("Nothing more is sent; what waits is dropped.")
    submit_label = gettext_lazy("Switch off")
    done = gettext_lazy("“%(record)s” is switched off.")


class WebhookPing(VerbPage):
    model, icon = Webhook, ICON
    do = deliveries.ping
    title = gettext_lazy("Send a test to “%(record)s”?")
    lead = gettext_lazy("It is signed like all others, and holds no record.")
    submit_label = gettext_lazy("Send a test")
    done = gettext_lazy("The test is on its way.")

    def after(self, record, result):
        return f"{reverse('workflow:webhookdelivery-list')}?webhook={record.pk}"


class WebhookRenewSecret(VerbPage):
    model, icon = Webhook, ICON
    do = webhooks.renew_secret
    is_destructive = True
    title = gettext_lazy("Make a new secret for “%(record)s”?")
    lead = gettext_lazy("The present one signs no more: the receiver has to know the new one first.")
    submit_label = gettext_lazy("Make a new secret")

    def answer(self, record, result):
        return show_secret(self.request, record, result)


class WebhookTrash(Trash):
    model = Webhook
    do = webhooks.trash
