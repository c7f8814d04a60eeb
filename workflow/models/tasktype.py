from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from crm.models import Activity
from crm.models.lookup import Lookup, SettingQuerySet

TODO, CORRECTIVE = "todo", "corrective"
# key, name, icon, the kind of activity that doing it leaves on its record
BUILT_IN = [
    (TODO, gettext_noop("To do"), "checkbox", "note"),
    ("call", gettext_noop("Call"), "phone", "call"),
    ("email", gettext_noop("E-mail"), "mail", "email"),
    ("meeting", gettext_noop("Meeting"), "calendar-event", "meeting"),
    ("visit", gettext_noop("Visit"), "building", "meeting"),
    ("proposal", gettext_noop("Proposal"), "file-text", "note"),
    (CORRECTIVE, gettext_noop("Corrective action"), "alert-triangle", "note"),
]
KINDS = [(key, _(name)) for key, name, __, ___ in BUILT_IN]
ICONS = [
    ("checkbox", _("Tick")),
    ("phone", _("Telephone")),
    ("mail", _("Letter")),
    ("calendar-event", _("Calendar")),
    ("building", _("Building")),
    ("file-text", _("Document")),
    ("alert-triangle", _("Warning")),
    ("users", _("People")),
    ("package", _("Parcel")),
    ("target-arrow", _("Target")),
]


class TaskTypeQuerySet(SettingQuerySet):
    def of(self, key: str):
        """One of the types that Norte itself knows."""
        return self.get(key=key)

    def named(self, reference: str):
        """By the key of a built-in one or the number of any; None where there is none (any more)."""
        is_number = reference.isascii() and reference.isdigit() and len(reference) < 10
        return self.filter(**({"pk": reference} if is_number else {"key": reference})).first()


class TaskType(Lookup):
    """What kind of work a task is, and how long it should take; a built-in one has a key and stays."""

    key = models.SlugField(_("key"), max_length=20, null=True, unique=True, editable=False)
    icon = models.CharField(_("icon"), max_length=40, choices=ICONS, default="checkbox")
    leaves = models.CharField(
        _("leaves on its record"),
        max_length=10,
        choices=Activity.KINDS,
        default="note",
        help_text=_("What is noted as it is done becomes an activity of this kind. A call is always logged."),
    )
    ideal_minutes = models.PositiveIntegerField(
        pgettext_lazy("a type of task", "ideal time (minutes)"),
        null=True,
        blank=True,
        help_text=_("In minutes of business time, from its creation until it is done."),
    )

    objects = TaskTypeQuerySet.as_manager()

    class Meta(Lookup.Meta):
        verbose_name = pgettext_lazy("kind of task", "type of task")
        verbose_name_plural = _("types of task")

    @property
    def reference(self) -> str:
        """How settings and rules name it."""
        return self.key or str(self.pk)

    @property
    def is_call(self):
        return self.leaves == "call"

    @property
    def takes_time(self):
        """Whether one asks how long it took: something with another person."""
        return self.leaves in ("call", "meeting")
