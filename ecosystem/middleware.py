"""x"""
from django.middleware.locale import LocaleMiddleware as LanguageMiddleware
