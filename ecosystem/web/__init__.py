"""Shared by all pages: lists, filters, page context, pagination, redirects, errors, page cache, rate limit."""
