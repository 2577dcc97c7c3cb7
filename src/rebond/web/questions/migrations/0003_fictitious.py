from django.db import migrations, models


def mark(apps, _editor):
    """Mark the questions that fictitious people took in; loading the published ones takes it back from real words."""
    questions = apps.get_model("questions", "Question")
    taken = questions.objects.filter(taken_by__organisation__is_fictitious=True)
    questions.objects.filter(pk__in=list(taken.values_list("pk", flat=True))).update(
        is_fictitious=True
    )


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0002_source_url"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="subject",
            name="is_read",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
