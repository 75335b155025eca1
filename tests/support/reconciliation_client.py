"""Asks the service as its clients do, and sees that every answer has the form of the protocol."""

import json

from django.test import TestCase

from tests.support.reconciliation_protocol import faults

ENDPOINT = "/reconcile"


class AskingTestCase(TestCase):
    def send(self, endpoint=ENDPOINT, **parameters):
        """Send a form as clients do, each parameter as JSON."""
        return self.client.post(endpoint, {name: json.dumps(said) for name, said in parameters.items()})

    def read(self, response, schema):
        """Return what an answer holds, once it is seen to have the form of the protocol."""
        self.assertEqual((response.status_code, response["Content-Type"]), (200, "application/json"), response.content)
        answer = json.loads(response.content)
        self.assertEqual(faults(schema, answer), [])
        return answer

    def matches(self, queries, endpoint=ENDPOINT):
        """Return the candidates of each query."""
        answer = self.read(self.send(endpoint, queries=queries), "reconciliation-result-batch")
        return {key: said["result"] for key, said in answer.items()}

    def match(self, text="", endpoint=ENDPOINT, known=None, **parts):
        """Return the candidates of one query; `known` are values by property."""
        query = parts | ({"query": text} if text else {})
        if known:
            query["properties"] = [{"pid": pid, "v": value} for pid, value in known.items()]
        return self.matches({"q": query}, endpoint)["q"]

    def chosen(self, *arguments, **parts):
        """Return the identifier of the candidate that the service chose; None where it chose none."""
        chosen = [candidate["id"] for candidate in self.match(*arguments, **parts) if candidate["match"]]
        self.assertLessEqual(len(chosen), 1)
        return chosen[0] if chosen else None

    def extend(self, ids, *properties, endpoint=ENDPOINT):
        """Return the values of properties; each is its identifier, or that and the language."""
        wanted = [
            {"id": one} if isinstance(one, str) else {"id": one[0], "settings": {"language": one[1]}}
            for one in properties
        ]
        response = self.send(endpoint, extend={"ids": ids, "properties": wanted})
        return self.read(response, "data-extension-response")

    def get(self, path, schema, **parameters):
        return self.read(self.client.get(f"{ENDPOINT}{path}", parameters), schema)
