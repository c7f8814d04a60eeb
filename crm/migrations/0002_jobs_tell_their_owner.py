from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0001_customer_base"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="told_at",
            field=models.DateTimeField(null=True, verbose_name="owner told"),
        ),
        # What ended before is no news.
        migrations.RunSQL(
            "UPDATE crm_job SET told_at = coalesce(finished_at, created_at) WHERE state IN ('done', 'failed')",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["owner"], condition=models.Q(told_at__isnull=True), name="job_to_be_told"),
        ),
    ]
