"""The smallest Django that ./run can start: it stands in for Norte in the launcher's own tests."""

import os

import environ

SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")
INSTALLED_APPS = ["crm", "django.contrib.contenttypes"]
ROOT_URLCONF = "crm.urls"
DATABASES = {"default": environ.Env().db("DATABASE_URL")}
REDIS_URL = os.environ["REDIS_URL"]
USE_TZ = True
