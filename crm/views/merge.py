"""Two records of one customer: which, what they differ in, one from both, and two again."""

from dataclasses import dataclass
from html import unescape

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.actions import merge as merges
from crm.actions.duplicate import likely
from crm.actions.mergepart import BOTH, KEPT, Part, both, parts
from crm.exceptions import Conflict
from crm.forms.merge import MergeForm
from crm.models import Affiliation, Record
from crm.models.relation import belongings
from crm.timelines import value as values
from crm.timelines.name import Names
from crm.ui.pages import BulkAction, RecordPage, Verb, VerbPage
from crm.ui.pages.form import FormTexts

MERGE = Verb("merge", gettext_lazy("Merge with another"), "arrow-merge")


def merge_bulk(url) -> BulkAction:
    return BulkAction("merge", gettext_lazy("Merge the two"), "arrow-merge", url)


@dataclass
class Row:
    """One part on the page: as text on either side, and what may be chosen."""

    part: Part
    kept: str
    absorbed: str
    both: str = ""
    chosen: str = ""


class MergePage(RecordPage):
    """Declare model. Without ?with= it asks for the other record, with it what to keep of both."""

    action = "change"
    icon = "arrow-merge"

    def get(self, request, pk):
        kept = self.record()
        other = self.other(kept, request.GET.get("with", ""))
        return self.compare(kept, other) if other else self.choose(kept)

    def post(self, request, pk):
        kept = self.record()
        asked = request.POST.get("with", "")
        if self.is_done(kept, asked):
            return self.answer(kept, asked)
        other = self.other(kept, asked)
        if other is None:
            return self.choose(kept, _("Choose another record than this one, which you may delete."), status=422)
        try:
            merges.merge(kept, by=request.user, absorbed=other, choices=self.choices(), versions=self.versions())
        except ValidationError as error:
            return self.compare(kept, other, error.messages, status=422)
        except Conflict:
            text = _("One of the two was changed while you compared them. Nothing was merged: look again.")
            return self.compare(self.record(), self.other(kept, asked), [text], status=409)
        return self.answer(kept, asked)

    def candidates(self, kept):
        """Those this person may change and delete."""
        deletable = self.model.objects.visible_to(self.request.user, "delete")
        return deletable.filter(pk__in=self.records().values("pk")).exclude(pk=kept.pk)

    def other(self, kept, asked):
        """The record asked for; None for none, 404 for one out of reach."""
        if not asked:
            return None
        found = self.candidates(kept).filter(pk=asked).first() if is_number(asked) else None
        if found is None and asked != str(kept.pk):
            raise Http404
        return found

    def is_done(self, kept, asked) -> bool:
        """A form sent twice finds the two merged already."""
        return is_number(asked) and kept.absorbed.filter(pk=asked).exists()

    def choices(self) -> dict:
        sent = self.request.POST
        return {name.removeprefix("choice-"): sent[name] for name in sent if name.startswith("choice-")}

    def versions(self) -> tuple:
        """Of the two as they were compared; what is no number is none of theirs."""
        sent = [self.request.POST.get(name, "") for name in ("version", "version_with")]
        return tuple(int(one) if is_number(one) else 0 for one in sent)

    def answer(self, kept, asked):
        gone = self.model.objects.get(pk=asked)
        messages.success(
            self.request,
            _("%(other)s is part of %(record)s now. This can be undone at any time.")
            % {"other": gone, "record": kept},
        )
        return HttpResponseRedirect(kept.get_absolute_url())

    def choose(self, kept, error="", status=200):
        candidates = self.candidates(kept)
        alike = likely(kept, by=self.request.user)
        mergeable = set(candidates.filter(pk__in=[one.record.pk for one in alike]).values_list("pk", flat=True))
        context = {
            "page": self.texts(_("Merge %(record)s with another") % {"record": kept}, kept),
            "record": kept,
            "alike": [one for one in alike if one.record.pk in mergeable],
            "form": MergeForm(user=self.request.user, candidates=candidates),
            "error": error,
        }
        return render(self.request, "crm/merge/choose.html", context, status=status)

    def compare(self, kept, other, errors=(), status=200):
        context = {
            "page": self.texts(_("Merge two records of one customer"), kept),
            "record": kept,
            "other": other,
            "rows": rows(kept, other, self.request.user, self.choices()),
            "effects": moving(kept, other, self.request.user),
            "errors": errors,
            "swap_url": f"{self.url('merge', other.pk)}?with={kept.pk}" if self.may_swap(kept) else None,
        }
        return render(self.request, "crm/merge/compare.html", context, status=status)

    def may_swap(self, kept) -> bool:
        return self.request.user.access.covers("delete", kept)

    def texts(self, title, kept) -> FormTexts:
        return FormTexts(title, _("Merge"), kept.get_absolute_url(), icon=self.icon)


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def rows(kept, absorbed, user, choices) -> list[Row]:
    names = Names(user)
    found = []
    for part in parts(kept, absorbed):
        row = Row(part, written(kept, part, names), written(absorbed, part, names))
        if BOTH in part.ways and part.fields:
            row.both = plain_text(values.value(part.fields[0], both(kept, absorbed, part.fields[0]), names))
        row.chosen = choices.get(part.name, part.ways[0])
        found.append(row)
    # What asks for a decision stands first, the name before all, then what is proposed, then what needs no question.
    return sorted(found, key=lambda row: (row.part.is_joined, row.part.ways[0] != KEPT, row.part.name != "name"))


def written(record, part, names) -> str:
    """A part as readers of the timeline see it: nothing is named that this person may not see."""
    if part.custom:
        return plain_text(values.custom_value(part.custom, record.custom.get(part.custom.key)))
    pairs = [(one, getattr(record, one.attname)) for one in part.fields]
    # Of some that belong together, what every record begins with (the country) tells nothing.
    said = [(one, raw) for one, raw in pairs if len(pairs) == 1 or raw != one.get_default()]
    return ", ".join(told for one, raw in said if (told := plain_text(values.value(one, raw, names))))


def plain_text(html) -> str:
    """Without links: within a choice they would lead away from it."""
    return unescape(strip_tags(html))


def moving(kept, absorbed, user) -> list[str]:
    """What of the absorbed record this person sees and moves, in numbers."""
    found = []
    for one in belongings(type(kept)):
        if issubclass(one.model, (Record, Affiliation)):
            seen = one.model.objects.visible_to(user).filter(pk__in=one.rows(absorbed.pk).values("pk"))
            meta = one.model._meta
            if count := seen.count():
                name = meta.verbose_name if count == 1 else meta.verbose_name_plural
                found.append(f"{count} {name}")
    return found


class MergeMany(RecordPage):
    """From a list: the two that are chosen."""

    action = "change"
    is_collective = True
    http_method_names = ["post"]

    def post(self, request):
        chosen = [pk for pk in request.POST.getlist("pk") if is_number(pk)]
        found = list(self.records().filter(pk__in=chosen).order_by("pk")[:3])
        if len(found) != 2 or request.POST.get("all"):
            messages.error(request, _("Choose exactly two records to merge."))
            return HttpResponseRedirect(self.url("list"))
        kept, other = found
        return HttpResponseRedirect(f"{self.url('merge', kept.pk)}?with={other.pk}")


class Unmerge(VerbPage):
    """The address names the record that was merged away."""

    action = "delete"
    do = merges.undo
    icon = "arrow-back-up"
    title = gettext_lazy("Undo the merge of %(record)s?")
    lead = gettext_lazy(
        "Both records stand by themselves again, each with what was its own."
        " What somebody changed since stays as it is."
    )
    submit_label = gettext_lazy("Undo the merge")

    def records(self):
        return self.model.objects.merged_by_reach_of(self.request.user)

    def get(self, request, pk):
        return self.answer_again(pk) or super().get(request, pk)

    def post(self, request, pk):
        return self.answer_again(pk) or super().post(request, pk)

    def answer_again(self, pk):
        """A second press finds the two apart already."""
        there = self.model.objects.visible_to(self.request.user, "delete").filter(pk=pk).first()
        return there and HttpResponseRedirect(there.get_absolute_url())

    def answer(self, record, result):
        messages.success(self.request, _("%(record)s stands by itself again.") % {"record": record})
        if result.kept_labels:
            text = _("Changed since and left as it is: %(fields)s.")
            messages.warning(self.request, text % {"fields": ", ".join(capfirst(one) for one in result.kept_labels)})
        if result.lost:
            text = ngettext(
                "%(count)s record had moved on since and stayed where it is.",
                "%(count)s records had moved on since and stayed where they are.",
                result.lost,
            )
            messages.warning(self.request, text % {"count": result.lost})
        return HttpResponseRedirect(record.get_absolute_url())


class LeadsOn:
    """For detail pages: the address of a record that became another leads to that one."""

    def get(self, request, pk):
        try:
            return super().get(request, pk)
        except Http404:
            kept = self.model.objects.became(pk)
            if kept is None or not self.records().filter(pk=kept.pk).exists():
                raise
            return HttpResponseRedirect(kept.get_absolute_url())
