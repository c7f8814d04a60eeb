"""What apps hang on the frame and on each other's pages, filled in AppConfig.ready."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise


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


@dataclass(frozen=True)
class SearchSource:
    """Rows of one model for the search under the frame: model label, icon, and the line of help."""

    model: str
    icon: str
    hint: Callable
    position: int = 100


@dataclass
class Registry:
    menu: list[MenuItem] = field(default_factory=list)
    groups: dict[str, tuple] = field(default_factory=dict)
    creatable: list[MenuItem] = field(default_factory=list)
    panels: dict[str, list] = field(default_factory=lambda: defaultdict(list))
    figures: dict[str, list] = field(default_factory=lambda: defaultdict(list))
    relatives: dict[str, list] = field(default_factory=lambda: defaultdict(list))
    timeline: list = field(default_factory=list)
    search: list[SearchSource] = field(default_factory=list)
    next_steps: list = field(default_factory=list)
    composer: list = field(default_factory=list)
    home: list = field(default_factory=list)
    # Filled by crm: saved views of a list, pinned ones for the menu, custom fields of a model.
    views_of: Callable = lambda request, model, mode: []
    pinned_for: Callable = lambda request: []
    custom_fields_of: Callable = lambda model: []
    import_url: Callable = lambda label: None
    export_url: Callable = lambda label, query: None
    save_view_url: Callable = lambda label, mode, query: None

    def add_group(self, key, label, position):
        self.groups[key] = (position, label)

    def add_panel(self, model: str, panel):
        self.panels[model].append(panel)

    def panels_of(self, model) -> list:
        return sorted(self.panels[model._meta.label_lower], key=lambda panel: panel.position)


registry = Registry()
