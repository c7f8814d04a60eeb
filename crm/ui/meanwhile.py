"""What others saved while a form was open: the page sends along what each field began from, and it is compared."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from crm.ui.conflict import shown


@dataclass(frozen=True)
class Change:
    """One field that somebody else saved meanwhile, as people write its values."""

    name: str
    label: str
    was: str
    now: str


def guarded(form) -> list:
    """The fields in question: what one can change; a file is replaced only by who chooses one."""
    return [
        one for one in form if not (one.is_hidden or one.field.disabled or isinstance(one.field, forms.FileField))
    ]


def saved(bound) -> list[str]:
    """What is saved in this field, as a hidden input sends it."""
    value = bound.field.prepare_value(bound.initial)
    values = value if isinstance(value, (list, tuple)) else [value]
    return ["" if one is None else str(one) for one in values]


def begun(form) -> list[tuple[str, str]]:
    """Names and values of the hidden inputs that tell what the page began from; those once sent stay."""
    found = []
    for bound in guarded(form):
        name = bound.html_initial_name
        is_known = form.is_bound and any(one.html_initial_name in form.data for one in guarded(form))
        found += [(name, value) for value in (form.data.getlist(name) if is_known else saved(bound))]
    return found


def changes(form) -> list[Change]:
    """Fields whose saved value is no longer the one this form began from."""
    fields = guarded(form)
    # A program that sends no beginnings decides for itself.
    if not any(bound.html_initial_name in form.data for bound in fields):
        return []
    return [change for bound in fields if (change := change_of(form, bound))]


def change_of(form, bound) -> Change | None:
    was, now = form.data.getlist(bound.html_initial_name), saved(bound)
    if alike(was) == alike(now):
        return None
    return Change(bound.name, str(bound.label), text(bound.field, was), text(bound.field, now))


def alike(values) -> list[str]:
    """Without the order and the line ends that a browser may give them; nothing chosen is one empty text too."""
    return sorted(value.replace("\r\n", "\n").strip() for value in values if value)


def text(field, values) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Yes") if "True" in values else _("No")
    return shown(field, [value for value in values if value]) or "—"
