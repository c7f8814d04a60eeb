"""Addresses of static files, worked out once: a page names eighty of them."""

from functools import cached_property

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class RememberedUrls:
    """Files do not change while a process runs; a new release starts new processes."""

    @cached_property
    def _known(self) -> dict[str, str]:
        return {}

    def url(self, name, force=False):
        if name not in self._known:
            self._known[name] = super().url(name)
        return self._known[name]


class PlainStorage(RememberedUrls, StaticFilesStorage):
    pass


class ManifestStorage(RememberedUrls, CompressedManifestStaticFilesStorage):
    pass
