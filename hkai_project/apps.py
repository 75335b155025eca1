"""The app config of the admin, with the site of this project."""

from django.contrib.admin.apps import AdminConfig


class EditorsConfig(AdminConfig):
    default = False
    default_site = "hkai_project.editors.EditorsSite"
