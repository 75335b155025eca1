"""Orders of lists are read from an index alone, in each language; the list of sources and one publisher use one too."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ecosystem', '0022_search_by_weight'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='collaboration',
            name='collaboration_order',
        ),
        migrations.RemoveIndex(
            model_name='initiative',
            name='initiative_order',
        ),
        migrations.RemoveIndex(
            model_name='organisation',
            name='organisation_order',
        ),
        migrations.AddIndex(
            model_name='collaboration',
            index=models.Index(fields=['status', 'order_en', 'slug', 'id'], name='collaboration_order_en'),
        ),
        migrations.AddIndex(
            model_name='collaboration',
            index=models.Index(fields=['status', 'order_zh_hant', 'slug', 'id'], name='collaboration_order_zh_hant'),
        ),
        migrations.AddIndex(
            model_name='collaboration',
            index=models.Index(fields=['status', 'order_zh_hans', 'slug', 'id'], name='collaboration_order_zh_hans'),
        ),
        migrations.AddIndex(
            model_name='initiative',
            index=models.Index(fields=['status', 'order_en', 'slug', 'id'], name='initiative_order_en'),
        ),
        migrations.AddIndex(
            model_name='initiative',
            index=models.Index(fields=['status', 'order_zh_hant', 'slug', 'id'], name='initiative_order_zh_hant'),
        ),
        migrations.AddIndex(
            model_name='initiative',
            index=models.Index(fields=['status', 'order_zh_hans', 'slug', 'id'], name='initiative_order_zh_hans'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['status', 'order_en', 'slug', 'id'], name='organisation_order_en'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['status', 'order_zh_hant', 'slug', 'id'], name='organisation_order_zh_hant'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['status', 'order_zh_hans', 'slug', 'id'], name='organisation_order_zh_hans'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(django.db.models.functions.text.Lower('publisher'), django.db.models.functions.text.Lower('title'), name='source_order'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(fields=['publisher'], name='source_publisher'),
        ),
    ]
