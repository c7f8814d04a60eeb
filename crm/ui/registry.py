"""What apps hang on the frame and on each other's pages, filled in AppConfig.ready."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

# Beyond so many relatives of a kind, the timeline follows the newest only.
RELATIVES_CAP = 200


@dataclass(frozen=True)
class MenuItem:
    """A place in the menu; shown to who may `view` its model, or passes `may(user)`."""

    label: str | Promise
    icon: str
    url_name: str
    group: str = ""
    position: int = 100
    model: str = ""
    key: str = ""
    may: Callable | None = None
    is_in_bottom_bar: bool = False
    query: str = ""


@dataclass(frozen=True)
class SearchSource:
    """Rows of one model for the search under the frame: model label, icon, and the line of help.

    Home shows what changed last of the kinds that are `is_remembered`.
    The model has `name_fold` and a `search` column; `load(queryset)` fetches what `hint(record)` reads.
    """

    model: str
    icon: str
    hint: Callable
    position: int = 100
    load: Callable = lambda queryset: queryset
    is_remembered: bool = True


@dataclass(frozen=True)
class ComposerTab:
    """A way to write something down on a record's page.

    `form_url` answers htmx with ui/_composer_form.html, and by itself is a page; `draw()` gives the same
    form's HTML, used when the tab is the first one.
    """

    key: str
    label: str | Promise
    icon: str
    form_url: str
    draw: Callable | None = None
    position: int = 100


@dataclass(frozen=True)
class HomeBlock:
    """A block of the home page; `draw(request)` gives its HTML, "" when there is nothing to say.

    What is to be done stands in the wide column, below position 40; figures and ways back beside it, from 40 on.
    One that leads comes with the page: where it has something to say, the others follow once the page stands.
    """

    position: int
    draw: Callable
    is_leading: bool = False

    @property
    def is_aside(self) -> bool:
        return self.position >= 40


@dataclass
class Registry:
    """One list per place where apps meet. Labels are lower case: "crm.company".

    panels      label -> Panel instances (crm.ui.panel); add with add_panel().
    figures     label -> function(request, record) -> list of {label, value_html, hint, url, state}.
    relatives   label -> function(user, ids) -> list of (model, [(id, which of the ids it belongs to)]): whose
                entries also show on these records' timelines. Only what `user` may see, the newest 200 at
                most (RELATIVES_CAP).
    timeline    TimelineSource (crm.ui.timeline): further kinds of entries beside history and activities.
    sentences   (label or "", verb) -> Sentence (crm.ui.sentence); add with add_sentence(). Field changes need
                none; a verb without one says nothing, so every verb that people should read needs one.
    next_steps  function(request, record) -> safe HTML of what is to be done next, or None.
    composer    function(request, record) -> list of ComposerTab.
    searchable_lists   (label, icon) of lists too long to look through while one types; the search leads there.
    account     MenuItem of further pages of one's own account.
    details, edits   label -> DetailPage and EditPage, filled by declaring them; editing in place reads them.
    """

    menu: list[MenuItem] = field(default_factory=list)
    groups: dict[str, tuple] = field(default_factory=dict)
    creatable: list[MenuItem] = field(default_factory=list)
    panels: dict[str, list] = field(default_factory=lambda: defaultdict(list))
    figures: dict[str, list] = field(default_factory=lambda: defaultdict(list))
    relatives: dict[str, list] = field(default_factory=lambda: defaultdict(list))
    timeline: list = field(default_factory=list)
    sentences: dict[tuple, object] = field(default_factory=dict)
    search: list[SearchSource] = field(default_factory=list)
    searchable_lists: list[tuple] = field(default_factory=list)
    next_steps: list = field(default_factory=list)
    composer: list = field(default_factory=list)
    details: dict[str, type] = field(default_factory=dict)
    edits: dict[str, type] = field(default_factory=dict)
    home: list[HomeBlock] = field(default_factory=list)
    account: list[MenuItem] = field(default_factory=list)
    # Filled by crm: forms sent twice, who changed a record last ({by, at}), saved views of a list, pinned ones
    # for the menu, custom fields of a model, where a page tells that a record with unread notices was seen.
    last_change_of: Callable = lambda record: None
    once: Callable = lambda user, key, make: make()
    made_before: Callable = lambda user, key: None
    views_of: Callable = lambda request, model, mode: []
    pinned_for: Callable = lambda request: []
    custom_fields_of: Callable = lambda model: []
    represented: Callable = lambda record, user: None
    import_url: Callable = lambda label: None
    export_url: Callable = lambda label, query: None
    counts_url: Callable = lambda request: None
    columns_url: Callable = lambda label, mode, query: None
    save_view_url: Callable = lambda label, mode, query: None
    seen_url: Callable = lambda request, record: None

    def add_group(self, key, label, position):
        self.groups[key] = (position, label)

    def add_panel(self, model: str, panel):
        self.panels[model].append(panel)

    def add_sentence(self, verb: str, sentence, model: str = ""):
        """Say `verb` so; with `model` ("sales.opportunity") only of its records."""
        self.sentences[model, verb] = sentence

    def sentence_of(self, model: str, verb: str):
        return self.sentences.get((model, verb)) or self.sentences.get(("", verb))

    def verbs(self) -> dict:
        """Every verb with its name."""
        return {verb: one.name for (__, verb), one in self.sentences.items() if one.name}

    def panels_of(self, model) -> list:
        return sorted(self.panels[model._meta.label_lower], key=lambda panel: panel.position)


registry = Registry()
