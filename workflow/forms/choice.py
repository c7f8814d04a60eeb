"""A searched choice among tasks."""

from django.urls import reverse_lazy

from crm.ui.fields import AutocompleteChoiceField, AutocompleteWidget
from workflow.models import Task


class TaskWidget(AutocompleteWidget):
    def __init__(self, attrs=None):
        super().__init__(Task, attrs)

    def build_attrs(self, base, extra=None):
        return {**base, **(extra or {}), "data-autocomplete-url": reverse_lazy("workflow:task-choices")}


class TaskChoiceField(AutocompleteChoiceField):
    def __init__(self, **options):
        super().__init__(Task.objects.all(), widget=TaskWidget(), **options)
