"""Stages as files name them: by their own name, or by the words sellers of other systems use."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from crm.transfer.folding import plain
from crm.transfer.links import By

# The stages an installation starts with, and what they are called elsewhere.
ELSEWHERE = {
    "Prospecting": "prospecting, prospecção, prospect, novo, new, new lead, lead, sem contato, triagem, to contact",
    "Qualification": "qualification, qualificação, qualified, qualificado, engaging, engaged, contacted, discovery, "
    "em contato, contato feito, diagnóstico, appointment scheduled, needs analysis, apresentação, demo",
    "Proposal": "proposal, proposta, proposta enviada, quote, quoted, orçamento, value proposition, price quote, "
    "presentation scheduled, proposal made, proposta apresentada",
    "Negotiation": "negotiation, negociação, em negociação, negotiation review, contract sent, contrato enviado, "
    "decision maker bought in, negotiations started, fechamento",
}
CLOSED = {
    "won": "won, closed won, ganho, ganha, fechado ganho, fechada ganha, vendido, venda, venda realizada, sold, "
    "fechado e ganho, concluído ganho",
    "lost": "lost, closed lost, perdido, perdida, fechado perdido, fechada perdida, fechado e perdido, descartado, "
    "cancelado, cancelada",
}


@dataclass(frozen=True)
class StageBy(By):
    """A stage's own name first, in the default pipeline before others; then the usual words."""

    def find(self, queryset, names):
        stages = list(queryset.select_related("pipeline").order_by("-pipeline__is_default", "pipeline", "position"))
        known = {}
        for stage in stages:
            known.setdefault(plain(stage.name), stage.pk)
        for stage in stages:
            for word in words_of(stage):
                known.setdefault(word, stage.pk)
        return {name: known[plain(name)] for name in names if plain(name) in known}


def words_of(stage) -> list[str]:
    if stage.kind != "open":
        return [plain(word) for word in CLOSED[stage.kind].split(",")]
    for name, words in ELSEWHERE.items():
        if plain(stage.name) in {plain(name), *(_translated(name))}:
            return [plain(word) for word in words.split(",")]
    return []


def _translated(name):
    for language, __ in settings.LANGUAGES:
        with translation.override(language):
            yield plain(translation.gettext(name))


def same_stage_of(pipeline, stage, stages):
    """The stage of that name in another pipeline, else its first of the same kind."""
    of = [one for one in stages if one.pipeline_id == pipeline]
    of.sort(key=lambda one: one.position)
    if stage is None:
        return next((one for one in of if one.kind == "open"), None)
    same = next((one for one in of if plain(one.name) == plain(stage.name)), None)
    return same or next((one for one in of if one.kind == stage.kind and one.kind != "open"), None)
