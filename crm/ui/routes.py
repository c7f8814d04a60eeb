"""Addresses of one record's pages under one stem: companies/, companies/new/, companies/7/, companies/7/edit/ …"""

from functools import lru_cache

from django.urls import get_script_prefix, path, reverse

ANY = 9_000_000_000_000_001


def record_url(name: str, pk: int) -> str:
    """The address of one record's page. Lists ask for a hundred at once, and resolving each is slow."""
    return _pattern(name, get_script_prefix()).replace(str(ANY), str(pk))


def page_url(name: str) -> str:
    """The address of a page without a number; the frame asks for two dozen, and resolving each is slow."""
    return _address(name, get_script_prefix())


@lru_cache(maxsize=256)
def _address(name: str, prefix: str) -> str:
    return reverse(name)


@lru_cache(maxsize=256)
def _pattern(name: str, prefix: str) -> str:
    return reverse(name, args=[ANY])


def routes(prefix: str, stem: str, **pages):
    """`list`, `board`, `calendar`, `create` and `*_many` stand under the prefix, all others under one record."""
    found = []
    for name, page in pages.items():
        view = page.as_view() if hasattr(page, "as_view") else page
        word = name.replace("_", "-")
        if name == "list":
            address = f"{prefix}/"
        elif name == "create":
            address = f"{prefix}/new/"
        elif name == "detail":
            address = f"{prefix}/<int:pk>/"
        elif getattr(page, "is_collective", False):
            address = f"{prefix}/{word}/"
        else:
            address = f"{prefix}/<int:pk>/{word}/"
        found.append(path(address, view, name=f"{stem}-{word}"))
    return found
