"""What an app declares about a record in its `imports/` drawer."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from crm.models.record import OwnedRecord
from crm.transfer.custom import custom_fields

_specs: dict[str, "Importable"] = {}


class Importable:
    """One kind of record. Subclasses name the model, its fields in the order people expect, and its keys.

    The first key whose field a file fills is proposed. `name_key` recognises rows that lack the chosen one.
    """

    model = None
    fields: list = []
    keys: list = []
    name_key = None

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if cls.model is not None:
            _specs[cls.model._meta.label_lower] = cls()

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def title(self):
        return self.model._meta.verbose_name_plural

    def all_fields(self) -> dict:
        return {field.key: field for field in (*self.fields, *custom_fields(self.model))}

    def may(self, user) -> bool:
        return user.access.may("import", self.model) and (
            user.access.may("create", self.model) or user.access.may("change", self.model)
        )

    def rows(self, user, action="view"):
        """The records a row may be recognised as; never more than the person may see."""
        return self.model.objects.visible_to(user, action)

    def complete(self, values: dict):
        """Look at a row as a whole: join, derive, or raise ValidationError({field key: message})."""

    def begin(self, values: dict, said: dict):
        """Fill what a new record needs and the row does not say; `said` are the names its links were found by."""

    def check(self, values: dict, state: dict | None):
        """ValidationError when the record as it is (None: new) may not become this."""

    def exact_keys(self, values: dict) -> list[str]:
        """What customers are recognised by beyond the run's key (crm.models.keys); empty for other records."""
        return []

    def written(self, pks: list):
        """Called after records were made or changed, in the same transaction."""

    def derived(self, keys) -> set[str]:
        """Keys of fields that follow from these: a record's team from its owner, what complete() fills."""
        return {"team"} if "owner" in keys and issubclass(self.model, OwnedRecord) else set()

    def start(self, values: dict, by) -> dict:
        """Attributes of a new row beside what the file says."""
        if not issubclass(self.model, OwnedRecord):
            return {}
        owner_id = values.get("owner_id") or by.pk
        return {"owner_id": owner_id, "team_id": values.get("team_id") or self.team_of(owner_id)}

    def team_of(self, owner_id):
        teams = self.__dict__.setdefault("_teams", {})
        if owner_id not in teams:
            from crm.models import User

            teams[owner_id] = User.objects.filter(pk=owner_id).values_list("team_id", flat=True).first()
        return teams[owner_id]

    def forget(self):
        """Called as a run begins: nothing an earlier one learned may be used."""
        self.__dict__.clear()

    def load(self, pks, keys, user) -> dict[int, dict]:
        """What fields without a column are now, for these records: {pk: {key: value}}."""
        return {}

    def put(self, pairs: list, by, importer=None):
        """Set fields without a column: [(pk, {key: value})]. Undo calls it with what load() gave before."""

    def now(self):
        return timezone.now()


def load_specs():
    """Import every app's `imports/` drawer once."""
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "imports") and not config.name.startswith("django."):
            package = import_module(f"{config.name}.imports")
            for module in iter_modules(package.__path__):
                import_module(f"{package.__name__}.{module.name}")


def spec_of(label: str) -> Importable | None:
    """The declaration for "crm.contact", or for "contact" alone; None where there is none."""
    if not _specs:
        load_specs()
    label = label.lower()
    if label in _specs:
        return _specs[label]
    found = [spec for name, spec in _specs.items() if name.split(".")[1] == label]
    return found[0] if len(found) == 1 else None


def all_specs() -> list[Importable]:
    if not _specs:
        load_specs()
    return sorted(_specs.values(), key=lambda spec: spec.label)
