"""What the measured site does beside answering: counts queries, and empties the cache of pages if asked."""

from django.core.cache import cache
from django.db import connection

# A request with this header finds no page in the cache; what a process keeps for an edition stays.
COLD_HEADER = "X-Cold"
QUERIES_HEADER = "X-Queries"


def measure_request(get_response):
    def middleware(request):
        if COLD_HEADER in request.headers:
            empty_page_cache()
        count = 0

        def count_query(execute, sql, params, many, context):
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count_query):
            response = get_response(request)
        response[QUERIES_HEADER] = count
        return response

    return middleware


def empty_page_cache():
    cache.clear()
