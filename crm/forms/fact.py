"""One field of a record's edit form, by itself."""

from crm.ui.forms import form_helper


def single(form, name):
    """`form` with all but this field left out, and the version one began from; None if it has no such field."""
    if name not in form.fields or name == "version":
        return None
    for other in set(form.fields) - {name, "version"}:
        del form.fields[other]
    form.custom_names = {one: key for one, key in form.custom_names.items() if one == name}
    form.helper = form_helper(name, "version")
    return form
