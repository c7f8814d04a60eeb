from sales.models.lostreason import LostReason
from sales.models.opportunity import Opportunity
from sales.models.opportunitycontact import OpportunityContact
from sales.models.opportunityproduct import OpportunityProduct
from sales.models.pipeline import Pipeline
from sales.models.product import Product
from sales.models.stage import Stage
from sales.models.stagemove import StageMove

__all__ = [
    "LostReason",
    "Opportunity",
    "OpportunityContact",
    "OpportunityProduct",
    "Pipeline",
    "Product",
    "Stage",
    "StageMove",
]
