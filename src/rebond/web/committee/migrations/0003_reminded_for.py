from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committee", "0002_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="reminded_for",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
