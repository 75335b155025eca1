"""What all pages share: lists, filters, page context, pagination, redirects, errors, page cache, rate limit."""
