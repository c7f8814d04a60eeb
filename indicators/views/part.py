"""Pages of the small rows of a plan or an indicator: one more, another value, away with it."""

from django.utils.translation import gettext_lazy as _

from crm.ui.pages import VerbPage
from indicators.actions import part as parts


def add(whole, *, by, part):
    return parts.add(part, by=by)


class PartAdd(VerbPage):
    """On the page of the whole: declare its model, `form`, and `part(whole)`, a new row of it."""

    do = add
    submit_label = _("Save")

    def bound(self, record, *args):
        return self.form(*args, user=self.request.user, instance=self.part(record))

    def arguments(self, form):
        return {"part": form.instance}

    def part(self, whole):
        raise TypeError(f"{type(self).__name__} adds nothing")


class PartEdit(VerbPage):
    do = parts.change
    title = _("Edit %(record)s")
    submit_label = _("Save")
    done = _("%(record)s was saved.")

    def form_options(self, record):
        return {"instance": record}

    def arguments(self, form):
        return {"values": form.cleaned_data}


class PartRemove(VerbPage):
    do = parts.remove
    is_destructive = True
    title = _("Remove “%(record)s”?")
    lead = _("Its history stays, but it cannot be brought back.")
    submit_label = _("Remove")
    done = _("“%(record)s” was removed.")
