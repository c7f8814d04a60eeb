"""The frame around every page: menu, what one may create, where to search.

What it holds is hashable: the templates of the frame are kept by it.
"""

from dataclasses import dataclass
from functools import partial

from django.apps import apps

from crm.ui.registry import registry
from crm.ui.routes import page_url


@dataclass(frozen=True)
class Item:
    label: str
    icon: str
    url: str
    count: int | None = None
    is_current: bool = False
    key: str = ""
    count_id: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    items: tuple[Item, ...]


# The bell counts so far.
MOST_COUNTED = 99


@dataclass(frozen=True)
class Bell:
    """The way to one's notices, and how many of them are unread."""

    url: str
    count: int

    @property
    def text(self) -> str:
        return str(self.count) if self.count <= MOST_COUNTED else f"{MOST_COUNTED}+"

    @classmethod
    def of(cls, unread) -> "Bell":
        return cls(page_url("crm:notice-list"), len(unread))


PARTS = (
    *("organization", "menu", "bottom_bar", "create_menu", "counts_url", "search_url"),
    *("profile_url", "preference_url", "news_url", "logout_url", "admin_url", "notifications"),
)


def frame(request) -> dict:
    """Templates call what they meet: a fragment, which has no frame, works out none."""
    return {name: partial(part, request, name) for name in PARTS}


def part(request, name):
    """One part of the frame, worked out once for a page, however many templates are drawn for it."""
    reader = getattr(getattr(request, "user", None), "pk", None)
    if getattr(request, "_frame", (None, None))[0] != reader or reader is None:
        request._frame = (reader, worked_out(request))
    return request._frame[1].get(name)


def worked_out(request) -> dict:
    context = {"organization": getattr(request, "organization", None)}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    items = [item for item in sorted(registry.menu, key=lambda one: one.position) if allowed(item, user)]
    return context | {
        "menu": groups(request, items),
        "bottom_bar": tuple(drawn(item, request) for item in items if item.is_in_bottom_bar)[:5],
        "create_menu": tuple(
            drawn(item, request)
            for item in sorted(registry.creatable, key=lambda one: one.position)
            if allowed(item, user, "create")
        ),
        "counts_url": registry.counts_url(request),
        "search_url": page_url("crm:search"),
        "profile_url": page_url("crm:profile"),
        "preference_url": page_url("crm:preference"),
        "news_url": page_url("crm:job-news") if request.session.get("awaits_news") else None,
        "logout_url": page_url("account_logout"),
        "admin_url": page_url("admin:index") if user.is_staff else None,
        "notifications": Bell.of(user.access.unread),
    }


def allowed(item, user, action="view") -> bool:
    if item.may is not None:
        return item.may(user)
    return not item.model or user.access.may(action, apps.get_model(item.model))


def leads_to(url: str, path: str) -> bool:
    """Whether a path lies under a place of the menu."""
    return path == url or (url != "/" and path.startswith(url))


def drawn(item, request) -> Item:
    url = page_url(item.url_name)
    is_current = leads_to(url, request.path) and not any(
        leads_to(page_url(one.url_name), request.path) and len(page_url(one.url_name)) > len(url)
        for one in registry.menu
    )
    address = f"{url}?{item.query}" if item.query else url
    return Item(str(item.label), item.icon, address, None, is_current, item.key)


def groups(request, items) -> tuple[Group, ...]:
    """Items by group; pinned views of the person follow the first, unnamed one."""
    found = {}
    for item in items:
        found.setdefault(item.group, []).append(drawn(item, request))
    order = sorted(found, key=lambda key: registry.groups.get(key, (0, ""))[0])
    drawn_groups = [Group(str(registry.groups.get(key, (0, ""))[1]), tuple(found[key])) for key in order]
    pinned = registry.pinned_for(request)
    if pinned:
        drawn_groups.insert(1, Group(str(registry.groups["pinned"][1]), tuple(pinned)))
    return tuple(drawn_groups)
