from crm.ui.routes import routes
from sales.views import closing, opportunity, product, stagemove, sums
from sales.views.board import OpportunityBoard
from sales.views.opportunityproduct import OpportunityContacts, OpportunityProducts

app_name = "sales"

urlpatterns = [
    *routes(
        "opportunities",
        "opportunity",
        list=opportunity.OpportunityList,
        board=OpportunityBoard,
        calendar=closing.OpportunityCalendar,
        sums=sums.OpportunitySums,
        create=opportunity.OpportunityCreate,
        stage_many=stagemove.OpportunityStageMany,
        owner_many=opportunity.OpportunityOwnerMany,
        trash_many=opportunity.OpportunityTrashMany,
        detail=opportunity.OpportunityDetail,
        edit=opportunity.OpportunityEdit,
        move=stagemove.OpportunityMove,
        win=stagemove.OpportunityWin,
        lose=stagemove.OpportunityLose,
        reopen=stagemove.OpportunityReopen,
        excuse=stagemove.OpportunityExcuse,
        unexcuse=stagemove.OpportunityUnexcuse,
        products=OpportunityProducts,
        contacts=OpportunityContacts,
        trash=opportunity.OpportunityTrash,
    ),
    *routes(
        "products",
        "product",
        list=product.ProductList,
        create=product.ProductCreate,
        trash_many=product.ProductTrashMany,
        detail=product.ProductDetail,
        edit=product.ProductEdit,
        trash=product.ProductTrash,
    ),
]
