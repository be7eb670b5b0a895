from django.db import migrations, models

UNCHOSEN = "UPDATE accounts_account SET language = '' WHERE language = 'en'"  # it was the default


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="language",
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.RunSQL(UNCHOSEN, migrations.RunSQL.noop),
    ]
