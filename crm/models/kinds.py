"""The kinds of record one may write about; each app adds its own when it is loaded."""

from django.apps import apps

_labels: list[str] = []


def register_subject(label: str):
    """Let activities, files, tasks and history be about this model, such as "sales.Opportunity"."""
    if label not in _labels:
        _labels.append(label)


def subject_models() -> list:
    return [apps.get_model(label) for label in _labels]
