"""What the steps of an import ask: the file, how it is written, which column is which field, what values mean."""

import tempfile

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from crm.models import ImportRun
from crm.transfer import mapping as mappings
from crm.transfer.formats import detect, preview
from crm.transfer.limits import MAX_BYTES
from crm.ui.forms import form_helper

SEPARATORS = [(",", _("Comma ( , )")), (";", _("Semicolon ( ; )")), ("\t", _("Tab")), ("|", _("Bar ( | )"))]
ENCODINGS = [
    ("utf-8", "UTF-8"),
    ("utf-8-sig", _("UTF-8 with a mark")),
    ("cp1252", _("Windows (cp1252)")),
    ("utf-16", "UTF-16"),
    ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"),
    ("utf-32", "UTF-32"),
    ("cp850", _("DOS (cp850)")),
    ("mac-roman", _("Mac Roman")),
]
DECIMALS = [(",", "1.234,56"), (".", "1,234.56")]
DATES = [("dmy", _("day first: 31/12/2026")), ("mdy", _("month first: 12/31/2026"))]


class UploadForm(forms.Form):
    """Any text, XLSX or vCard file; looked into where the upload put it, never held in memory."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.vcf,text/csv,text/vcard"}),
        help_text=format_lazy(
            _("CSV with any separator, Excel (XLSX) or vCard, up to {size} MB."), size=MAX_BYTES // 1024**2
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper()
        self.format, self.digest = {}, ""

    def clean_file(self):
        file = self.cleaned_data["file"]
        with on_disk(file) as path:
            self.format, self.digest = detect(path)
        return file


class on_disk:
    """The path of an upload; small ones, which Django keeps in memory, are put down for the moment."""

    def __init__(self, file):
        self.file, self.made = file, None

    def __enter__(self):
        if hasattr(self.file, "temporary_file_path"):
            return self.file.temporary_file_path()
        self.made = tempfile.NamedTemporaryFile()
        for piece in self.file.chunks():
            self.made.write(piece)
        self.made.flush()
        self.file.seek(0)
        return self.made.name

    def __exit__(self, *error):
        if self.made:
            self.made.close()


class FormatForm(forms.Form):
    """How the file is written, as detected; the preview beside it says whether that is right."""

    delimiter = forms.ChoiceField(label=_("Separator"), required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    has_header = forms.BooleanField(label=_("The first row holds the names of the columns"), required=False)

    def __init__(self, *args, run, **kwargs):
        self.run = run
        super().__init__(*args, initial=run.format, **kwargs)
        self.fields["delimiter"].choices = self._separators()
        self.fields["sheet"].choices = [(one, one) for one in run.format.get("sheets", [])]
        wanted = {"csv": ("delimiter", "encoding", "has_header"), "xlsx": ("sheet", "has_header"), "vcard": ()}
        for name in list(self.fields):
            if name not in wanted.get(run.format.get("kind"), ()):
                del self.fields[name]
        self.helper = form_helper()

    def _separators(self):
        """The usual ones, and whichever the file uses."""
        found = self.run.format.get("delimiter", ",")
        usual = list(SEPARATORS)
        return usual if found in dict(usual) else [*usual, (found, found)]

    def clean(self):
        self.format = self.run.format | {name: self.cleaned_data[name] for name in self.cleaned_data}
        try:
            preview(self.run.file.path, self.format)
        except (OSError, ValueError, KeyError):
            raise forms.ValidationError(_("This file is no longer here. Bring it again.")) from None
        return self.cleaned_data


class MappingForm(forms.Form):
    """A choice per column, then how to recognise, what to do, and what the file leaves open."""

    key = forms.ChoiceField(
        label=_("Recognise records that exist by"),
        help_text=_("Rows that lack it are compared by name with records that lack it too."),
    )
    mode = forms.ChoiceField(label=_("What to do"), choices=ImportRun.MODES, widget=forms.RadioSelect)
    clears = forms.BooleanField(
        label=_("Empty cells empty the field"),
        required=False,
        help_text=_("Otherwise an empty cell leaves the record as it is."),
    )
    decimal = forms.ChoiceField(
        label=_("How this file writes decimals"), choices=DECIMALS, widget=forms.RadioSelect, required=False
    )
    dates = forms.ChoiceField(
        label=_("How this file writes dates"), choices=DATES, widget=forms.RadioSelect, required=False
    )

    # The page lists all that is wrong on top, the columns included: not once more above these fields.
    is_summed_up = True

    def __init__(self, data=None, *, run, spec):
        self.run, self.spec = run, spec
        super().__init__(data, initial={**run.mapping, "key": run.key, "mode": run.mode, "clears": run.clears})
        self.known = spec.all_fields()
        options = [("", _("Do not import")), *((key, self._name(field)) for key, field in self.known.items())]
        for place in range(len(run.profile["columns"])):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                choices=options,
                required=False,
                initial=run.mapping["columns"].get(str(place), ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        self.fields["key"].choices = [(key.field, key.label) for key in spec.keys]
        if data is None:
            # What nothing in the file hangs on is not asked; what was sent is always heard.
            for name in (name for name, verdict in mappings.styles(run).items() if verdict == ""):
                del self.fields[name]
        shown = [name for name in ("key", "mode", "clears", "decimal", "dates") if name in self.fields]
        self.helper = form_helper(*shown)

    @staticmethod
    def _name(field):
        return f"{field.label} *" if field.is_required else str(field.label)

    def columns(self):
        """(header, samples, bound select) for each column of the file."""
        for place, column in enumerate(self.run.profile["columns"]):
            yield column, self[f"column_{place}"]

    def clean(self):
        data = self.cleaned_data
        places = range(len(self.run.profile["columns"]))
        columns = {str(place): data[f"column_{place}"] for place in places if data.get(f"column_{place}")}
        self._refuse_doubles(columns)
        mapping = {**self.run.mapping, "columns": columns}
        for name in ("decimal", "dates"):
            mapping.pop(name, None)
            if data.get(name):
                mapping[name] = data[name]
        self._check_key(mapping)
        self._check_required(mapping)
        self.mapping = mapping
        self.run.mapping = mapping
        for name in mappings.open_questions(self.run):
            self.add_error(name, _("The file can be read either way. Say how it is written."))
        return data

    def _refuse_doubles(self, columns):
        seen = {}
        for place, key in columns.items():
            if key in seen and not self.known[key].is_list:
                self.add_error(f"column_{place}", _("Another column fills this field already."))
            seen[key] = place

    def _check_key(self, mapping):
        if self.cleaned_data.get("key") not in mappings.proposed_keys(self.spec, mapping):
            self.add_error("key", _("No column fills this field. Choose another, or map a column to it."))

    def _check_required(self, mapping):
        filled = set(mapping["columns"].values())
        filled |= self.spec.derived(filled)
        missing = [field for field in self.spec.fields if field.is_required and field.key not in filled]
        if missing and self.cleaned_data.get("mode") != "update":
            names = ", ".join(str(field.label) for field in missing)
            self.add_error(None, _("A column must fill: %(names)s.") % {"names": names})
