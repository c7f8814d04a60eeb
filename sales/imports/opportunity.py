from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.imports.company import company_link
from crm.imports.customer import EXTERNAL_ID, PORTFOLIO
from crm.transfer.fields import Amount, Day, Integer, Moment, Text
from crm.transfer.keys import Folded, Key
from crm.transfer.links import By, Link
from crm.transfer.spec import Importable
from crm.transfer.values import noon
from sales.imports.product import CURRENCY
from sales.imports.stage import StageBy, same_stage_of
from sales.models import LostReason, Opportunity, OpportunityProduct, Pipeline, Product, Stage


def products(user):
    return Product.objects.visible_to(user)


class OpportunityImport(Importable):
    model = Opportunity
    fields = [
        Text(
            "name",
            _("Name"),
            "nome, oportunidade, negócio, título, opportunity, opportunity name, deal, deal name, title, assunto",
        ),
        company_link(
            "company",
            _("Company"),
            "empresa, cliente, conta, account, account name, company, customer, organization, organização",
            note_empty=_("No company is named."),
        ),
        Link(
            "stage",
            _("Stage"),
            "etapa, fase, estágio, status, situação, stage, deal stage, sales stage",
            among=lambda user: Stage.objects.filter(pipeline__is_active=True),
            by=(StageBy("name"),),
        ),
        Link(
            "pipeline",
            _("Pipeline"),
            "funil, pipeline de vendas, funnel",
            among=lambda user: Pipeline.objects.active(),
        ),
        Amount(
            "amount",
            _("Amount"),
            "valor, valor total, receita, montante, value, deal value, close value, total, price, preço",
        ),
        CURRENCY,
        Link(
            "product",
            _("Product"),
            "produto, item, product name, produto de interesse",
            column=None,
            among=products,
            by=(By("name"), By("code", lambda text: text.strip())),
        ),
        Integer("probability", _("Probability (%)"), "probabilidade, chance, probability, confidence", maximum=100),
        Moment(
            "opened_at",
            _("Opened"),
            "abertura, data de abertura, aberta em, criado em, data de criação, início, created, created date, "
            "opened, open date, engage date, start date, data de início",
        ),
        Day(
            "closes_on",
            _("Expected to close"),
            "fechamento, previsão de fechamento, data de fechamento, fecha em, previsão, close date, expected close, "
            "expected close date, closing date, data prevista",
        ),
        Moment(
            "closed_at",
            _("Closed"),
            "fechada em, encerrada em, fechado em, data do ganho, data da perda, closed, closed at, won at, "
            "won time, actual close date",
        ),
        Link(
            "lost_reason",
            _("Reason for losing"),
            "motivo da perda, motivo de perda, lost reason, loss reason, reason",
            among=lambda user: LostReason.objects.all(),
            make=lambda names, by: {name: LostReason.objects.get_or_create(name=name[:80])[0] for name in names},
            may_make=lambda user: user.access.may("import", Opportunity),
            makes_by_default=True,
            noun=LostReason._meta.verbose_name,
        ),
        *PORTFOLIO,
    ]
    fields = [
        Text("external_id", EXTERNAL_ID.label, EXTERNAL_ID.words + ", opportunity id, deal id", max_length=80)
        if one is EXTERNAL_ID
        else one
        for one in fields
    ]
    keys = [Key("external_id", EXTERNAL_ID.label), Folded("name", _("Name"))]
    name_key = Folded("name", _("Name"))

    def derived(self, keys):
        """A closed stage with its date gives the moment of closing; a row without a name gets one."""
        extra = {"closed_at"} if {"stage", "closes_on"} <= set(keys) else set()
        return super().derived(keys) | extra | {"name", "amount"} | ({"stage"} if "pipeline" in keys else set())

    def stages(self) -> dict:
        """All stages by number, read once a run: they are few."""
        if "_stages" not in self.__dict__:
            self._stages = {stage.pk: stage for stage in Stage.objects.select_related("pipeline")}
        return self._stages

    def complete(self, values):
        pipeline, stage = values.pop("pipeline", None), self.stages().get(values.get("stage"))
        if pipeline:
            stage = same_stage_of(pipeline, stage, self.stages().values())
            if stage is None:
                raise ValidationError({"stage": gettext("This pipeline has no such stage.")})
            values["stage"] = stage.pk
        if stage and stage.kind != "open":
            if values.get("closes_on") and not values.get("closed_at"):
                values["closed_at"] = noon(values["closes_on"])
        elif stage:
            values.pop("closed_at", None)
        if values.get("lost_reason") and stage and stage.kind != "lost":
            del values["lost_reason"]
        opened, closed = values.get("opened_at"), values.get("closed_at")
        if opened and closed and closed < opened:
            raise ValidationError({"closed_at": gettext("It was closed before it was opened.")})

    def begin(self, values, said):
        """A new opportunity begins in the first stage, is worth what its product costs, and needs a name."""
        if not values.get("stage"):
            pipeline = Pipeline.objects.default()
            stage = pipeline and pipeline.first_stage()
            if stage is None:
                raise ValidationError({"stage": gettext("There is no open stage to begin in.")})
            values["stage"] = stage.pk
        if values.get("amount") is None and values.get("product"):
            values["amount"] = self.prices().get(values["product"])
        if not values.get("name"):
            words = [said.get("product"), said.get("company"), values.get("external_id")]
            values["name"] = " – ".join(word for word in words if word)[:160] or gettext("Opportunity")

    def prices(self) -> dict:
        if "_prices" not in self.__dict__:
            self._prices = dict(Product.objects.values_list("pk", "price"))
        return self._prices

    def check(self, values, state):
        """What the stage requires must be there when a record enters it."""
        entered = values.get("stage")
        if not entered or (state and state.get("stage") == entered):
            return
        for name in self.stages()[entered].required_fields:
            key = {"products": "product"}.get(name, name)
            has = values.get(key) not in (None, "") or (state and state.get(key) not in (None, ""))
            if not has and key != "contacts":
                field = self.all_fields().get(key)
                raise ValidationError(
                    gettext("The stage asks for %(field)s.") % {"field": field.label if field else key}
                )

    def start(self, values, by):
        stage = self.stages()[values["stage_id"]]
        return super().start(values, by) | {"pipeline_id": stage.pipeline_id}

    def load(self, pks, keys, user):
        """The product of the first line."""
        lines = OpportunityProduct.objects.filter(opportunity__in=pks).order_by("-position", "-pk")
        first = dict(lines.values_list("opportunity_id", "product_id"))
        return {pk: {"product": first.get(pk)} for pk in pks}

    def put(self, pairs, by, importer=None):
        """One line with the product, at the amount of the opportunity, so that the sum of lines agrees with it."""
        pks = [pk for pk, __ in pairs]
        amounts = dict(Opportunity.objects.filter(pk__in=pks).values_list("pk", "amount"))
        have = {}
        for line in OpportunityProduct.objects.filter(opportunity__in=pks).order_by("-position", "-pk"):
            have[line.opportunity_id] = line
        fresh = []
        for pk, values in pairs:
            product, line = values.get("product"), have.get(pk)
            if line and product:
                OpportunityProduct.objects.filter(pk=line.pk).update(product=product)
            elif line:
                line.delete()
            elif product:
                price = self.prices().get(product) if amounts[pk] is None else amounts[pk]
                fresh.append(OpportunityProduct(opportunity_id=pk, product_id=product, unit_price=price or 0))
        OpportunityProduct.objects.bulk_create(fresh, batch_size=1000)

    def written(self, pks):
        """An amount the file changed is that of the only line too."""
        lines = OpportunityProduct.objects.filter(opportunity__in=pks, quantity=1, discount=0, position=0)
        for line in lines.select_related("opportunity"):
            amount = line.opportunity.amount
            if amount is not None and line.unit_price != amount and line.opportunity.lines.count() == 1:
                OpportunityProduct.objects.filter(pk=line.pk).update(unit_price=amount)
