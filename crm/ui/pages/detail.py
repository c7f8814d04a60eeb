"""The page of one record: facts, figures and panels beside what is next and what happened."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst

from crm.ui import cells
from crm.ui.pages.record import RecordPage
from crm.ui.pages.verb import Verb
from crm.ui.registry import registry
from crm.ui.table import resolve


@dataclass(frozen=True)
class Fact:
    """One line of a record's facts; `field` names the form field that edits it in place."""

    key: str
    label: str | Promise = ""
    accessor: str | Callable[[Any], Any] | None = None
    cell: Callable = cells.text
    icon: str = ""
    field: str = ""

    def value(self, record):
        source = self.accessor or self.key
        return source(record) if callable(source) else resolve(record, source)

    def html(self, record):
        return self.cell(self.value(record), record)

    def named(self, record) -> str:
        return self.label or capfirst(record._meta.get_field(self.key).verbose_name)


@dataclass
class DrawnFact:
    label: str
    html: str
    icon: str = ""
    edit_url: str | None = None
    key: str = ""


@dataclass
class FactGroup:
    label: str
    rows: list[DrawnFact]


@dataclass
class DrawnVerb:
    label: str
    url: str
    icon: str
    method: str
    is_destructive: bool
    key: str


@dataclass
class Heading:
    """What ui/_record_head.html says about the record."""

    title: str
    icon: str
    subtitle_bits: list[str]


class DetailPage(RecordPage):
    """Declare model, `lead` facts, `facts` groups and `verbs`; panels and timeline come by themselves."""

    template = "ui/detail.html"
    lead: list[Fact] = []
    facts: list[tuple] = []
    verbs: list[Verb] = []

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if cls.model is not None:
            registry.details[cls.model._meta.label_lower] = cls

    def get(self, request, pk):
        record = self.record()
        return render(request, self.template, self.context(record))

    def context(self, record) -> dict:
        label = self.model._meta.label_lower
        return {
            "page": Heading(str(record), self.icon, self.subtitle(record)),
            "record": record,
            "breadcrumbs": self.breadcrumbs(record),
            "lead_facts": [one for one in (self.fact(fact, record) for fact in self.lead) if one.html],
            "verbs": self.drawn_verbs(record),
            "seen_url": registry.seen_url(self.request, record),
            "next_step": self.next_step(record),
            "composer": self.composer(record),
            "timeline_url": reverse("crm:timeline", args=[label, record.pk]),
            "figures": [one for figures in registry.figures[label] for one in figures(self.request, record)],
            "facts": self.groups(record),
            "panels": [
                drawn
                for panel in registry.panels_of(self.model)
                if panel.may(self.request.user) and (drawn := panel.draw(self.request, record))
            ],
        }

    def subtitle(self, record) -> list[str]:
        return []

    def breadcrumbs(self, record) -> list[dict]:
        return [{"label": capfirst(self.model._meta.verbose_name_plural), "url": self.url("list")}]

    def fact(self, fact: Fact, record) -> DrawnFact:
        return DrawnFact(fact.named(record), fact.html(record), fact.icon, self.edit_url(fact, record), fact.key)

    def edit_url(self, fact, record) -> str | None:
        if not fact.field or not self.request.user.access.covers("change", record):
            return None
        return reverse("crm:fact", args=[record._meta.label_lower, record.pk, fact.field])

    def groups(self, record) -> list[FactGroup]:
        drawn = [FactGroup(label, [self.fact(fact, record) for fact in facts]) for label, facts in self.facts]
        for group in drawn:
            group.rows = [row for row in group.rows if row.html not in ("", None)]
        return [group for group in (*drawn, *self.custom_groups(record)) if group.rows]

    def custom_groups(self, record) -> list[FactGroup]:
        """Filled custom fields under the headings that administrators gave them."""
        found = {}
        for custom, fact in zip(registry.custom_fields_of(self.model), self.custom_facts(), strict=True):
            if fact.value(record) is not None:
                found.setdefault(custom.group, FactGroup(custom.group, [])).rows.append(self.fact(fact, record))
        return list(found.values())

    def drawn_verbs(self, record) -> dict:
        fitting = [verb for verb in self.verbs if self.fits(verb, record)]
        return {
            "primary": [self.drawn_verb(verb, record) for verb in fitting if verb.is_primary],
            "more": [self.drawn_verb(verb, record) for verb in fitting if not verb.is_primary],
        }

    def fits(self, verb, record) -> bool:
        return self.request.user.access.covers(verb.action, record) and (verb.fits is None or verb.fits(record))

    def drawn_verb(self, verb, record) -> DrawnVerb:
        return DrawnVerb(
            verb.label, self.url(verb.name, record.pk), verb.icon, verb.method, verb.is_destructive, verb.key
        )

    def next_step(self, record):
        """The nearest thing to do, from whichever app knows one."""
        return next((html for step in registry.next_steps if (html := step(self.request, record))), None)

    def composer(self, record) -> dict | None:
        tabs = [tab for source in registry.composer for tab in source(self.request, record)]
        tabs.sort(key=lambda tab: tab.position)
        if not tabs:
            return None
        # The first form is there at once, also for a browser without script.
        return {"tabs": tabs, "form_html": tabs[0].draw() if tabs[0].draw else ""}

    def fact_named(self, field) -> Fact | None:
        """The fact that a form field edits in place, custom fields under custom_<key>."""
        declared = [fact for __, facts in self.facts for fact in facts]
        known = {fact.field: fact for fact in (*self.lead, *declared, *self.custom_facts()) if fact.field}
        return known.get(field)

    def custom_facts(self) -> list[Fact]:
        columns = [one.column() for one in registry.custom_fields_of(self.model)]
        return [Fact(one.key, one.label, one.accessor, one.cell, field=one.key) for one in columns]
