import os
import time

from celery import Celery

app = Celery("crm", broker=os.environ["REDIS_URL"])


@app.task
def dawdle(seconds):
    time.sleep(seconds)
