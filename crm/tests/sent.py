"""What a browser would send of a page's form, by name."""

from html.parser import HTMLParser

VOID = {"submit", "button", "reset", "file", "image"}


class Inputs(HTMLParser):
    """Reads every field of a page but those of the form that signs out."""

    def __init__(self):
        super().__init__()
        self.found, self.select, self.option, self.area = {}, None, None, None
        self.is_left_out = False

    def put(self, name, value):
        if name and not self.is_left_out:
            self.found.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        one = dict(attrs)
        if tag == "form":
            self.is_left_out = one.get("method", "get").lower() != "post" or "logout" in one.get("action", "")
        if tag == "input" and one.get("type", "text") not in VOID and "disabled" not in one:
            is_box = one.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in one:
                self.put(one.get("name"), one.get("value", "on" if is_box else ""))
        if tag == "textarea":
            self.area, self.text = one.get("name"), ""
        if tag == "select":
            self.select, self.is_multiple, self.options = one.get("name"), "multiple" in one, []
        if tag == "option" and self.select:
            self.options.append((one.get("value", ""), "selected" in one))

    def handle_data(self, data):
        if self.area:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.put(self.area, self.text.removeprefix("\n"))
            self.area = None
        if tag == "select" and self.select:
            chosen = [value for value, is_chosen in self.options if is_chosen]
            for value in chosen if chosen or self.is_multiple else [value for value, __ in self.options[:1]]:
                self.put(self.select, value)
            self.select = None


def inputs(answer) -> dict[str, list[str]]:
    reader = Inputs()
    reader.feed(answer.content.decode())
    return reader.found


class OpenPage:
    """A page with a form, as one browser has it open."""

    def __init__(self, client, url):
        self.client, self.url = client, url
        self.data = inputs(client.get(url))

    def save(self, **values):
        answer = self.client.post(self.url, self.data | {"_save": "1"} | values)
        self.data = inputs(answer) if answer.status_code == 200 else self.data
        return answer
