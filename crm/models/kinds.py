"""The kinds of record one may write about; each app adds its own when it is loaded."""

from django.apps import apps

_labels: list[str] = []
_waiting: list = []


def register_subject(label: str):
    """Let activities, files, tasks and history be about this model, such as "sales.Opportunity"."""
    if label in _labels:
        return
    _labels.append(label)
    for function in _waiting:
        function(label.lower())


def for_each_subject(function):
    """Call `function("crm.company")` for every kind, also those that apps register later."""
    for label in _labels:
        function(label.lower())
    _waiting.append(function)


def subject_models() -> list:
    return [apps.get_model(label) for label in _labels]


def subject_model(label: str):
    """The model one may write about under this label ("crm.company"), None for any other."""
    return next((one for one in subject_models() if one._meta.label_lower == label), None)


def reference(record) -> str:
    """A record in addresses and forms: "crm.company:7"."""
    return f"{record._meta.label_lower}:{record.pk}"


def referred(text: str, user, action="view"):
    """The record a reference names, if `user` may see it; None otherwise."""
    label, __, pk = text.partition(":")
    model = subject_model(label)
    if model is None or not (pk.isascii() and pk.isdigit() and len(pk) <= 18):
        return None
    return model.objects.visible_to(user, action).filter(pk=pk).first()
