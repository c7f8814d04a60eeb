"""What happens to accounts, teams and roles, in words; registered by crm."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.actions.access import guarded_models
from crm.models.role import Scope
from crm.permissions import action_label
from crm.ui.registry import registry
from crm.ui.sentence import Sentence

USER = "crm.user"
NAMED = 5


def register():
    for verb, icon, name, text in SAID:
        registry.add_sentence(verb, Sentence(text, icon, name=name), USER)
    for verb, icon, name, text in CLOSING:
        registry.add_sentence(verb, Sentence(text, icon, hides=("is_active",), name=name), USER)
    given = Sentence(handed_over, "user-plus", {"heir": USER}, name=gettext_lazy("work handed over"))
    registry.add_sentence("handed_over", given, USER)
    reach = Sentence(access_changed, "shield", name=gettext_lazy("access of a role changed"))
    registry.add_sentence("access_changed", reach, "crm.role")


def revoked(event):
    if "name" in event.words:
        return event.say(_("{actor} revoked the API token “{name}”"))
    count = event.words["count"]
    return event.say(ngettext("{actor} revoked {count} API token", "{actor} revoked {count} API tokens", count))


def sessions_ended(event):
    count = event.words["count"]
    own = ngettext("{record} ended a session in another browser", "{record} ended {count} other sessions", count)
    by_another = ngettext("{actor} ended a session of {record}", "{actor} ended {count} sessions of {record}", count)
    return event.say(own if event.entry.actor_id == event.entry.record_id else by_another)


def handed_over(event):
    count = event.words["count"]
    return event.say(
        ngettext(
            "{actor} gave {count} open record of {record} to {heir}",
            "{actor} gave {count} open records of {record} to {heir}",
            count,
        )
    )


def roles_changed(event):
    before, after = event.words["old"], event.words["new"]
    given = [name for name in after if name not in before]
    taken = [name for name in before if name not in after]
    if given and taken:
        text = _("{actor} changed the roles of {record}: gave {given}, took {taken}")
    else:
        text = _("{actor} gave {record}: {given}") if given else _("{actor} took from {record}: {taken}")
    return event.say(text, given=", ".join(given), taken=", ".join(taken))


def teams_changed(event):
    names = ", ".join(event.words["new"])
    if not names:
        return event.say(_("{actor} removed the other teams of {record}"))
    return event.say(_("{actor} set the other teams of {record} to {names}"), names=names)


def access_changed(event):
    """Each grant that changed, the first few by name."""
    changes = event.words["changes"]
    named = "; ".join(grant_words(change) for change in changes[:NAMED])
    said = event.say(_("{actor} changed what {record} reaches: {named}"), named=named)
    more = len(changes) - NAMED
    if more <= 0:
        return said
    return format_html("{} {}", said, ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more})


def grant_words(change) -> str:
    kinds = {model._meta.model_name: model for model in guarded_models()}
    kind = kinds.get(change["record"])
    scopes = dict(Scope.choices)
    return _("%(records)s, %(action)s: from %(old)s to %(new)s") % {
        "records": kind._meta.verbose_name_plural if kind else change["record"],
        "action": action_label(change["action"]).lower(),
        "old": scopes.get(change["old"], change["old"]),
        "new": scopes.get(change["new"], change["new"]),
    }


CLOSING = [
    ("deactivated", "user-off", gettext_lazy("deactivated"), gettext_lazy("{actor} deactivated {record}")),
    ("reactivated", "user-check", gettext_lazy("reactivated"), gettext_lazy("{actor} reactivated {record}")),
]
SAID = [
    ("invited", "mail", gettext_lazy("invited"), gettext_lazy("{actor} invited {record}")),
    ("joined", "login", gettext_lazy("came in"), gettext_lazy("{record} came in and chose a password")),
    (
        "made_administrator",
        "shield",
        gettext_lazy("made an administrator"),
        gettext_lazy("{actor} made {record} an administrator from the console"),
    ),
    (
        "token_issued",
        "key",
        gettext_lazy("API token made"),
        gettext_lazy("{actor} made the API token “{name}”"),
    ),
    ("token_revoked", "key", gettext_lazy("API token revoked"), revoked),
    ("roles_changed", "shield", gettext_lazy("roles changed"), roles_changed),
    ("other_teams_changed", "sitemap", gettext_lazy("other teams changed"), teams_changed),
    ("session_ended", "logout", gettext_lazy("session ended"), sessions_ended),
    (
        "password_changed",
        "lock",
        gettext_lazy("password changed"),
        gettext_lazy("{record} changed the password"),
    ),
    (
        "password_reset",
        "lock",
        gettext_lazy("password set by e-mail"),
        gettext_lazy("{record} set a new password by a link from an e-mail"),
    ),
    (
        "second_step_on",
        "shield",
        gettext_lazy("two-step sign-in on"),
        gettext_lazy("{record} turned two-step sign-in on"),
    ),
    (
        "second_step_off",
        "shield",
        gettext_lazy("two-step sign-in off"),
        gettext_lazy("{record} turned two-step sign-in off"),
    ),
    (
        "recovery_codes_made",
        "key",
        gettext_lazy("recovery codes made"),
        gettext_lazy("{record} made new recovery codes"),
    ),
]
