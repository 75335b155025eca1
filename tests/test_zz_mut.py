from unittest import mock
from ecosystem.querysets.records import RelationQuerySet
from tests import test_canary
class Mutated(test_canary.CanaryTests):
    @classmethod
    def setUpClass(cls):
        with mock.patch.object(RelationQuerySet,"published",lambda self: self.all()):
            super().setUpClass()
