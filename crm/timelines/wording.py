"""The words of the history: a save as one sentence with its details."""

from django.apps import apps
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from crm.models import User
from crm.timelines import value as values
from crm.timelines.change import Definitions, change_of, summary
from crm.timelines.name import model_of
from crm.ui.registry import registry
from crm.ui.sentence import Event


class Writer:
    """Tells saves to one reader; all names a page mentions are fetched together."""

    def __init__(self, question, saves):
        self.question = question
        self.names = question.names
        self.definitions = Definitions()
        for row in (row for save in saves for row in save):
            self._want(row)

    def _want(self, row):
        model = model_of(row.record_type_id)
        if model is None:
            return
        self.names.want(User, row.actor_id)
        self.names.want(model, row.record_id)
        linked = values.column_fields(model).get(row.field)
        if linked is not None and linked.is_relation:
            self.names.want(linked.related_model, row.old)
            self.names.want(linked.related_model, row.new)
        for name, target in links(self._sentence(model, row)):
            self.names.want(target, row.details.get(name))

    def told(self, save) -> tuple[str, str, str] | None:
        """Icon, sentence and details as safe HTML; None where there is nothing to say."""
        model = model_of(save[0].record_type_id)
        if model is None:
            return None
        if save[0].cause.startswith("merge ") and not self.question.is_own(model, save[0].record_id):
            # The record that stayed tells of it once; each row that moved along would drown the rest.
            return None
        # The first verb of a save leads: what came with it follows as details.
        verbs = [row for row in sorted(save, key=oldest) if row.verb != "changed" and self._sentence(model, row)]
        said = [(self._sentence(model, row), html) for row in verbs if (html := self._said(model, row))]
        changes = self._changes(model, save, {column for sentence, __ in said for column in sentence.hides})
        if not said and not changes:
            return None
        tells_its_way = any(row.verb in ("merged", "unmerged") for row in save)
        if said:
            icon, html = said[0][0].icon, said[0][1]
            further = [*(text for __, text in said[1:]), *(change.line() for change in changes)]
            detail = format_html_join("\n", "{}", ((line,) for line in further))
        else:
            icon = "pencil"
            html, detail = summary(self.names.actor(save[0].actor_id), changes)
            html = self._placed(model, save[0], html)
        return icon, format_html("{}{}", html, "" if tells_its_way else way(save[0].cause)), detail

    def _sentence(self, model, row):
        return registry.sentence_of(model._meta.label_lower, row.verb)

    def _said(self, model, row) -> str | None:
        sentence = self._sentence(model, row)
        linked = {name: self.names.html(target, row.details.get(name)) for name, target in links(sentence)}
        record = self.names.html(model, row.record_id) or _("a record you cannot see")
        actor, question = self.names.actor(row.actor_id), self.question
        try:
            return sentence.html(Event(row, question.user, question.shown, actor, record, row.details | linked))
        except KeyError:
            # Written before its sentence knew one of its words.
            return None

    def _changes(self, model, save, hidden) -> list:
        """One change per field, from its first old value to its last new one."""
        if any(row.verb in ("created", "trashed", "restored") for row in save):
            return []
        hidden |= set(getattr(model, "kept_for_figures", ()))
        rows = {}
        for row in sorted((row for row in save if row.verb == "changed" and row.field not in hidden), key=oldest):
            row.old = rows[row.field].old if row.field in rows else row.old
            rows[row.field] = row
        record = self.names.record(model, save[0].record_id)
        currency = getattr(record, "currency", None)
        currency = currency if isinstance(currency, str) and currency else "BRL"
        found = (change_of(row, model, self.names, self.definitions, currency) for row in rows.values())
        return [change for change in found if change]

    def _placed(self, model, row, html):
        """What happened to a relative begins with its name."""
        if self.question.is_own(model, row.record_id):
            return html
        return format_html("{}: {}", self.names.html(model, row.record_id) or "", html)


def oldest(row):
    return row.pk


def links(sentence) -> list[tuple]:
    return [(name, apps.get_model(label)) for name, label in sentence.links.items()] if sentence else []


def plainly(row, names) -> str:
    """A row that a timeline passes over, said for those who look after the machine."""
    model = model_of(row.record_type_id)
    verb = registry.verbs().get(row.verb) or _("changed")
    what = field_name(model, row.field) if row.field else verb
    if row.verb == "changed":
        return format_html(_("{actor} changed {field}"), actor=names.actor(row.actor_id), field=what)
    return format_html("{}: {}", names.actor(row.actor_id), verb)


def field_name(model, column) -> str:
    known = {field.column: field for field in model._meta.concrete_fields} if model else {}
    return str(known[column].verbose_name) if column in known else column.removeprefix("custom.")


def way(cause: str) -> str:
    """How it came, where it was not by hand."""
    word = way_of(cause) if cause.split(" ")[0] in TOLD else ""
    return format_html(' <span class="n-muted">· {}</span>', word) if word else ""


TOLD = ("import", "api", "merge", "rule")


def way_of(cause: str) -> str:
    """How it came, in words."""
    words = {
        "import": _("by import"),
        "api": _("by API"),
        "merge": _("by merging"),
        "rule": _("by a rule"),
        "admin": _("in the administration"),
        "hand-over": _("with the work handed over"),
        "demo": _("with the demonstration"),
    }
    if cause.endswith(" undone"):
        return _("by undoing a merge") if cause.startswith("merge") else _("by undoing an import")
    return words.get(cause.split(" ")[0], "")
