from django.db import connection
from django.http import HttpResponse
from django.urls import path


def healthz(request):
    connection.ensure_connection()
    return HttpResponse("ok")


urlpatterns = [path("healthz", healthz)]
