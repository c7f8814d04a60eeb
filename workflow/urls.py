"""The table of contents of workflow."""

from crm.ui.routes import routes
from workflow.views import task

app_name = "workflow"
urlpatterns = [
    *routes(
        "tasks",
        "task",
        list=task.TaskList,
        create=task.TaskCreate,
        detail=task.TaskDetail,
        edit=task.TaskEdit,
        complete=task.TaskComplete,
        reopen=task.TaskReopen,
        postpone=task.TaskPostpone,
        trash=task.TaskTrash,
        complete_many=task.TaskCompleteMany,
        owner_many=task.TaskOwnerMany,
        trash_many=task.TaskTrashMany,
    ),
]
