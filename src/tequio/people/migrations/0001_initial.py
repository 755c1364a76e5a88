import django.db.models.deletion
import tequio.kit.clock
import tequio.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('is_active', models.BooleanField(default=True)),
                ('date_joined', models.DateTimeField(default=tequio.kit.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('name_es', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=80)),
                ('is_official', models.BooleanField(default=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Jurisdiction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tequio.kit.ids.public_id, editable=False, max_length=10, unique=True)),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('level', models.CharField(choices=[('country', 'Country'), ('state', 'State'), ('municipality', 'Municipality')], max_length=12)),
                ('time_zone', models.CharField(default='America/Mexico_City', max_length=64)),
                ('working_days', models.JSONField(default=list)),
                ('holidays', models.JSONField(default=list)),
                ('reviewers', models.JSONField(default=list)),
                ('reviewers_of_coordination', models.JSONField(default=list)),
                ('retention_days', models.PositiveIntegerField(default=1825)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.jurisdiction')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tequio.kit.ids.public_id, editable=False, max_length=10, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=60, verbose_name='short name')),
                ('sector', models.CharField(choices=[('government', 'Government'), ('autonomous', 'Autonomous body'), ('oversight', 'Oversight body for transparency'), ('civil-society', 'Civil society'), ('academia', 'Academia'), ('private', 'Private sector'), ('citizens', 'Citizens'), ('students', 'Students'), ('international', 'International'), ('media', 'Media')], max_length=16, verbose_name='sector')),
                ('branch', models.CharField(blank=True, choices=[('executive', 'Executive branch'), ('legislative', 'Legislative branch'), ('judicial', 'Judicial branch'), ('autonomous', 'Constitutionally autonomous body'), ('municipal', 'Municipal government')], max_length=16, verbose_name='branch of government')),
                ('is_obliged', models.BooleanField(default=False)),
                ('aliases', models.JSONField(blank=True, default=list)),
                ('jurisdiction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='institutions', to='people.jurisdiction')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tequio.kit.ids.public_id, editable=False, max_length=10, unique=True)),
                ('title', models.CharField(max_length=160, verbose_name='how the office is called')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='people.institution')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='people.role')),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tequio.kit.ids.public_id, editable=False, max_length=10, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('token_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.office')),
            ],
            options={
                'ordering': ['-invited_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tequio.kit.ids.public_id, editable=False, max_length=10, unique=True)),
                ('unit', models.CharField(blank=True, max_length=200, verbose_name='unit')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='post')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='people.institution')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='people.post')),
            ],
            options={
                'ordering': ['institution', 'unit', 'title'],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('name', 'Name'), ('email', 'E-mail'), ('phone', 'Telephone')], max_length=8)),
                ('value', models.CharField(max_length=254)),
                ('is_public', models.BooleanField(default=False)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='people.post')),
            ],
        ),
        migrations.CreateModel(
            name='Tenure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tequio.kit.ids.public_id, editable=False, max_length=10, unique=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('cut_on', models.DateField(blank=True, null=True)),
                ('cut_reason', models.TextField(blank=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenures', to='people.office')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tenures', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_on'],
            },
        ),
        migrations.AddConstraint(
            model_name='institution',
            constraint=models.UniqueConstraint(fields=('jurisdiction', 'name'), name='people_institution_named_once'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('institution', 'unit', 'title'), name='people_post_titled_once'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(fields=('post', 'kind', 'value'), name='people_contact_once'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.UniqueConstraint(fields=('institution', 'role', 'title'), name='people_office_once'),
        ),
        migrations.AddConstraint(
            model_name='tenure',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='people_tenure_forward'),
        ),
        migrations.AddConstraint(
            model_name='tenure',
            constraint=models.UniqueConstraint(condition=models.Q(('cut_on__isnull', True)), fields=('office', 'user', 'starts_on'), name='people_tenure_once'),
        ),
    ]
