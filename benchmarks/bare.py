"""The site's addresses, and beside them a bare view that answers as many bytes as it is told."""

from django.http import HttpResponse
from django.urls import path

from hkai_project.urls import urlpatterns as site

# How many bytes the bare view answers; set by whoever measures.
BARE = {"size": 0}


def bare(request):
    return HttpResponse(b"." * BARE["size"], content_type="text/html; charset=utf-8")


urlpatterns = [path("bare/", bare), *site]
