"""The stock admin with the site of the editors."""

from django.contrib.admin.apps import AdminConfig


class EditorsConfig(AdminConfig):
    default = False
    default_site = "hkai_project.editors.EditorsSite"
