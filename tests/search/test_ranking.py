"""Which of the entries that match comes first: the rules, whatever the numbers behind them."""

from itertools import count, permutations

import pytest

from ecosystem.core.tokens import build_indexed_text, extract_terms
from ecosystem.search.ranking import QueryTerm, QueryTermForm, SearchCandidate, rank_search_candidates

_numbers = count(1)
# So many entries there are, and in so many stands whatever is asked for.
SIZE, USUAL = 1000, 10


def entry(names=("Something",), aliases=(), summary=(), related=(), **values):
    number = next(_numbers)
    texts = {"names": names, "aliases": aliases, "summary": summary, "related": related}
    fields = {"pk": number, "target": number, "position": 0, "prominence": 0}
    return SearchCandidate(**fields | values, **{name: build_indexed_text(*text) for name, text in texts.items()})


def aim(text, entries=USUAL, **values):
    return QueryTerm((QueryTermForm(tuple(extract_terms(text)), **values),), entries)


def order(question, *candidates, aims=None):
    """Return the places in which these entries were given, in the order in which they come."""
    aims = [aim(word) for word in question.split()] if aims is None else aims
    found = rank_search_candidates(candidates, aims, extract_terms(question), SIZE)
    return [candidates.index(candidate) for candidate in found]


class TestExact:
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
    def test_name_comes_first_however_much_others_hold(self, question, name):
        exact = entry([name])
        rich = entry([f"{name} and {name} again"], [f"A {name}"], [name, f"{name} {name}"], [name], prominence=10_000)
        aims = [aim(question.removeprefix("The "))]
        assert order(question, rich, exact, aims=aims) == [1, 0]

    def test_acronym_comes_first_like_a_name(self):
        exact = entry(["Hong Kong Monetary Authority", "香港金融管理局", "HKMA"])
        rich = entry(["HKMA sandbox of the HKMA"], ["A HKMA sandbox"], ["HKMA HKMA HKMA"], prominence=10_000)
        assert order("HKMA", rich, exact) == [1, 0]

    def test_alias_comes_next(self):
        alias = entry(["Hong Kong Science Park"], ["Park"])
        rich = entry(["Park of the Parks"], ["A park"], ["Park park park"], prominence=10_000)
        assert order("park", rich, alias, entry(["Park"])) == [2, 1, 0]

    def test_name_among_several_counts(self):
        assert order("fund", entry(["Fund of Funds"]), entry(["Capital", "Fund", "資本"])) == [1, 0]

    def test_name_is_not_made_of_the_end_of_one_and_the_beginning_of_the_next(self):
        apart = entry(["Smart", "City"])
        assert order("smart city", apart, entry(["The smart city lamp"])) == [1, 0]


class TestFields:
    def test_come_by_weight_names_before_aliases_before_summaries_before_relations(self):
        fields = ("related", "summary", "aliases", "names")
        held = [entry(**{"names": ["Another"]} | {name: ["A bank of rivers"]}) for name in fields]
        assert order("bank", *held) == [3, 2, 1, 0]

    def test_count_a_name_more_than_any_repetition_in_what_is_related(self):
        related = entry(related=[f"Bank number {n}" for n in range(100)])
        assert order("bank", related, entry(["The river bank"])) == [1, 0]


class TestHeld:
    def test_all_of_it_comes_before_a_part_of_it(self):
        part = entry(["Fraud and fraud"], ["Fraud"], ["Fraud fraud"], prominence=10_000)
        whole = entry(related=["fraud here", "a bank there"])
        assert order("fraud bank", part, whole) == [1, 0]

    def test_more_of_it_comes_before_less(self):
        assert order("fraud bank robot", entry(summary=["A fraud"]), entry(summary=["A robot at a bank"])) == [1, 0]

    def test_what_is_rare_counts_more_than_what_is_common(self):
        aims = [aim("bank", 500), aim("origami", 2)]
        assert order("bank origami", entry(["The bank"]), entry(["The origami"]), aims=aims) == [1, 0]

    def test_what_was_typed_counts_more_than_what_stands_for_it(self):
        aims = [QueryTerm((QueryTermForm(("ai",)), QueryTermForm(tuple(extract_terms("人工智能")), 0.7)), USUAL)]
        assert order("AI", entry(summary=["人工智能"]), entry(summary=["AI"]), aims=aims) == [1, 0]

    def test_the_beginning_of_a_word_counts_where_it_was_asked_for(self):
        aims = [aim("cyber", is_prefix=True)]
        assert order("cyber", entry(["Other"]), entry(["The Cyberport"]), aims=aims) == [1, 0]


class TestRow:
    def test_of_words_in_a_name_comes_before_the_words_apart(self):
        assert order("data centre", entry(["Centre for open data"]), entry(["The data centre here"])) == [1, 0]

    def test_of_words_in_a_summary_comes_before_the_words_apart(self):
        apart, together = entry(summary=["A centre of data"]), entry(summary=["A data centre"])
        assert order("data centre", apart, together) == [1, 0]

    def test_of_words_in_one_name_comes_before_the_words_in_two(self):
        assert order("data centre", entry(["A data", "A centre"]), entry(["A centre of data"])) == [1, 0]

    def test_begins_a_name_before_it_ends_one(self):
        assert order("bank", entry(["A Bank"]), entry(["Bank A"])) == [1, 0]


class TestTies:
    def test_are_parted_by_how_well_known_the_entries_are(self):
        assert order("bank", entry(["A bank"]), entry(["A bank"], prominence=9)) == [1, 0]

    def test_come_in_the_order_of_the_kinds(self):
        assert order("bank", entry(["Bank"], position=3), entry(["Bank"], position=1)) == [1, 0]

    def test_come_in_the_order_of_their_numbers_at_last(self):
        entries = [entry(["Bank"]), entry(["Bank"]), entry(["Bank"])]
        found = {
            tuple(c.pk for c in rank_search_candidates(given, [aim("bank")], ["bank"], SIZE))
            for given in permutations(entries)
        }
        assert found == {tuple(candidate.pk for candidate in entries)}


class TestNothing:
    def test_is_ranked_where_nothing_matches(self):
        assert rank_search_candidates([], [aim("bank")], ["bank"], SIZE) == []

    def test_keeps_every_entry_where_nothing_is_asked(self):
        assert sorted(order("", entry(), entry(), aims=[])) == [0, 1]
