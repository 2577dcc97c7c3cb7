from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="reminded_for",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
