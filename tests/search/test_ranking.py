"""Ranking of matching entries: the rules, independent of the numbers behind them."""

from itertools import count, permutations

import pytest

from ecosystem.core.tokens import build_indexed_text, extract_terms
from ecosystem.search.ranking import QueryTerm, QueryTermForm, SearchCandidate, rank_search_candidates

_numbers = count(1)
# The number of entries, and the number of entries that match a usual term.
SIZE, USUAL = 1000, 10


def entry(names=("Something",), aliases=(), summary=(), related=(), **values):
    number = next(_numbers)
    texts = {"names": names, "aliases": aliases, "summary": summary, "related": related}
    fields = {"pk": number, "target": number, "position": 0, "prominence": 0}
    return SearchCandidate(**fields | values, **{name: build_indexed_text(*text) for name, text in texts.items()})


def aim(text, entries=USUAL, **values):
    return QueryTerm((QueryTermForm(tuple(extract_terms(text)), **values),), entries)


def order(question, *candidates, aims=None):
    """Return the indexes of the given entries in the order of their rank."""
    aims = [aim(word) for word in question.split()] if aims is None else aims
    found = rank_search_candidates(candidates, aims, extract_terms(question), SIZE)
    return [candidates.index(candidate) for candidate in found]


class TestExactNameRanking:
    @pytest.mark.parametrize(
        ("question", "name"),
        [
            ("Fund", "Fund"),
            ("fund", "FUND"),
            ("Research Fund", "Research Fund"),
            ("The Research Fund", "The Research Fund"),
            ("數碼港", "數碼港"),
            ("数码港", "數碼港"),
            ("co-working", "Co-working"),
        ],
    )
    def test_exact_name_beats_any_number_of_other_matches(self, question, name):
        exact = entry([name])
        rich = entry([f"{name} and {name} again"], [f"A {name}"], [name, f"{name} {name}"], [name], prominence=10_000)
        aims = [aim(question.removeprefix("The "))]
        assert order(question, rich, exact, aims=aims) == [1, 0]

    def test_exact_acronym_ranks_like_a_name(self):
        exact = entry(["Hong Kong Monetary Authority", "香港金融管理局", "HKMA"])
        rich = entry(["HKMA sandbox of the HKMA"], ["A HKMA sandbox"], ["HKMA HKMA HKMA"], prominence=10_000)
        assert order("HKMA", rich, exact) == [1, 0]

    def test_exact_alias_ranks_after_an_exact_name(self):
        alias = entry(["Hong Kong Science Park"], ["Park"])
        rich = entry(["Park of the Parks"], ["A park"], ["Park park park"], prominence=10_000)
        assert order("park", rich, alias, entry(["Park"])) == [2, 1, 0]

    def test_one_of_several_names_may_match_exactly(self):
        assert order("fund", entry(["Fund of Funds"]), entry(["Capital", "Fund", "資本"])) == [1, 0]

    def test_two_names_together_are_not_an_exact_match(self):
        apart = entry(["Smart", "City"])
        assert order("smart city", apart, entry(["The smart city lamp"])) == [1, 0]


class TestFieldRanking:
    def test_names_rank_before_aliases_summaries_and_related_names(self):
        fields = ("related", "summary", "aliases", "names")
        held = [entry(**{"names": ["Another"]} | {name: ["A bank of rivers"]}) for name in fields]
        assert order("bank", *held) == [3, 2, 1, 0]

    def test_name_ranks_before_many_related_names(self):
        related = entry(related=[f"Bank number {n}" for n in range(100)])
        assert order("bank", related, entry(["The river bank"])) == [1, 0]


class TestMatchedTermRanking:
    def test_all_terms_rank_before_some_terms(self):
        part = entry(["Fraud and fraud"], ["Fraud"], ["Fraud fraud"], prominence=10_000)
        whole = entry(related=["fraud here", "a bank there"])
        assert order("fraud bank", part, whole) == [1, 0]

    def test_more_terms_rank_before_fewer(self):
        assert order("fraud bank robot", entry(summary=["A fraud"]), entry(summary=["A robot at a bank"])) == [1, 0]

    def test_rare_term_ranks_before_a_common_one(self):
        aims = [aim("bank", 500), aim("origami", 2)]
        assert order("bank origami", entry(["The bank"]), entry(["The origami"]), aims=aims) == [1, 0]

    def test_typed_term_ranks_before_a_synonym(self):
        aims = [QueryTerm((QueryTermForm(("ai",)), QueryTermForm(tuple(extract_terms("人工智能")), 0.7)), USUAL)]
        assert order("AI", entry(summary=["人工智能"]), entry(summary=["AI"]), aims=aims) == [1, 0]

    def test_prefix_match_counts_if_requested(self):
        aims = [aim("cyber", is_prefix=True)]
        assert order("cyber", entry(["Other"]), entry(["The Cyberport"]), aims=aims) == [1, 0]


class TestAdjacentTermRanking:
    def test_adjacent_terms_in_a_name_rank_first(self):
        assert order("data centre", entry(["Centre for open data"]), entry(["The data centre here"])) == [1, 0]

    def test_adjacent_terms_in_a_summary_rank_first(self):
        apart, together = entry(summary=["A centre of data"]), entry(summary=["A data centre"])
        assert order("data centre", apart, together) == [1, 0]

    def test_terms_in_one_name_rank_before_terms_in_two(self):
        assert order("data centre", entry(["A data", "A centre"]), entry(["A centre of data"])) == [1, 0]

    def test_beginning_of_a_name_ranks_before_its_end(self):
        assert order("bank", entry(["A Bank"]), entry(["Bank A"])) == [1, 0]


class TestEqualRanking:
    def test_prominence_decides(self):
        assert order("bank", entry(["A bank"]), entry(["A bank"], prominence=9)) == [1, 0]

    def test_order_of_kinds_decides_next(self):
        assert order("bank", entry(["Bank"], position=3), entry(["Bank"], position=1)) == [1, 0]

    def test_primary_key_decides_last(self):
        entries = [entry(["Bank"]), entry(["Bank"]), entry(["Bank"])]
        found = {
            tuple(c.pk for c in rank_search_candidates(given, [aim("bank")], ["bank"], SIZE))
            for given in permutations(entries)
        }
        assert found == {tuple(candidate.pk for candidate in entries)}


class TestEmptyRanking:
    def test_no_candidates_return_an_empty_list(self):
        assert rank_search_candidates([], [aim("bank")], ["bank"], SIZE) == []

    def test_empty_query_keeps_every_entry(self):
        assert sorted(order("", entry(), entry(), aims=[])) == [0, 1]
