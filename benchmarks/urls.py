"""The site's addresses, and beside them a bare view that answers as many bytes as it is asked for."""

from django.http import HttpResponse
from django.urls import path

from hkai_project.urls import urlpatterns as site


def bare_view(request, size):
    return HttpResponse(b"." * size, content_type="text/html; charset=utf-8")


urlpatterns = [path("bare-view/<int:size>", bare_view), *site]
