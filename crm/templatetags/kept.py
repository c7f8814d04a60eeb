"""{% kept a b %}…{% endkept %}: drawn once by a process for each language and each value of `a` and `b`.

The frame of a page is most of its template work and hardly ever differs. What is kept is shown to whoever has the
same values, so everything inside must follow from them; a token of a form inside is refused.
"""

from django import template
from django.utils.translation import get_language

register = template.Library()

MOST = 256


class Kept(template.Node):
    def __init__(self, values, nodelist):
        self.values, self.nodelist = values, nodelist
        self.drawn = {}

    def render(self, context):
        key = (get_language(), *(value.resolve(context) for value in self.values))
        html = self.drawn.get(key)
        if html is None:
            html = self.draw(context)
            if len(self.drawn) >= MOST:
                self.drawn.clear()
            self.drawn[key] = html
        return html

    def draw(self, context):
        html = self.nodelist.render(context)
        if str(context.get("csrf_token", "")) and str(context["csrf_token"]) in html:
            raise template.TemplateSyntaxError("a form's token must not be kept")
        return html


@register.tag
def kept(parser, token):
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(["endkept"])
    parser.delete_first_token()
    return Kept(values, nodelist)
