"""A client of the reconciliation service that validates every response by the protocol."""

import json

from django.test import TestCase

from tests.support.reconciliation_protocol import find_protocol_errors

ENDPOINT = "/reconcile"


class ReconciliationTestCase(TestCase):
    def send(self, endpoint=ENDPOINT, **parameters):
        """Post a form with each parameter as JSON."""
        return self.client.post(endpoint, {name: json.dumps(value) for name, value in parameters.items()})

    def parse_response(self, response, schema):
        """Validate a response and return its JSON."""
        self.assertEqual((response.status_code, response["Content-Type"]), (200, "application/json"), response.content)
        answer = json.loads(response.content)
        self.assertEqual(find_protocol_errors(schema, answer), [])
        return answer

    def match_batch(self, queries, endpoint=ENDPOINT):
        """Return the candidates of each query."""
        answer = self.parse_response(self.send(endpoint, queries=queries), "reconciliation-result-batch")
        return {key: value["result"] for key, value in answer.items()}

    def match(self, text="", endpoint=ENDPOINT, known=None, **parts):
        """Return the candidates of one query; `known` are values by property."""
        query = parts | ({"query": text} if text else {})
        if known:
            query["properties"] = [{"pid": pid, "v": value} for pid, value in known.items()]
        return self.match_batch({"q": query}, endpoint)["q"]

    def get_match_id(self, *arguments, **parts):
        """Return the identifier of the candidate that is a match; None if there is none."""
        matches = [candidate["id"] for candidate in self.match(*arguments, **parts) if candidate["match"]]
        self.assertLessEqual(len(matches), 1)
        return matches[0] if matches else None

    def extend(self, ids, *properties, endpoint=ENDPOINT):
        """Return the values of properties; a property is an identifier, or `(identifier, language)`."""
        wanted = [
            {"id": one} if isinstance(one, str) else {"id": one[0], "settings": {"language": one[1]}}
            for one in properties
        ]
        response = self.send(endpoint, extend={"ids": ids, "properties": wanted})
        return self.parse_response(response, "data-extension-response")

    def fetch(self, path, schema, **parameters):
        return self.parse_response(self.client.get(f"{ENDPOINT}{path}", parameters), schema)
