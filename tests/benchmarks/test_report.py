"""The report of a benchmark: ratios to the yardsticks, and what has become slower."""

from benchmarks.report import compute_ratios, find_slower_cases


def build_run(median=20, *, yardstick=2, cpu=20, calibration=100, saving=50, **values):
    page = {"cold": {"median": median, "cpu": cpu}, "bare view": {"median": yardstick, "cpu": 2}}
    databases = {"real, sqlite": {"list": page, "saving a sentence": {"median": saving, "queries": 9}}}
    common = {"date": "2026-01-01", "commit": "abc", "busy": False}
    return common | {"calibration": calibration, "databases": databases} | values


def test_cold_page_is_compared_with_a_bare_view():
    assert compute_ratios(build_run()["databases"]["real, sqlite"]["list"]) == {"cold": 10}


def test_warm_page_is_compared_with_bare_wsgi():
    page = {"warm, many": {"median": 1, "cpu": 6}, "bare wsgi, many": {"median": 1, "cpu": 2}}
    assert compute_ratios(page, "cpu") == {"warm, many": 3}


def test_slower_case_is_named_with_the_run_that_was_faster():
    assert find_slower_cases(build_run(24), [build_run(20)]) == [
        "real, sqlite: list, cold, median: 20% slower than on 2026-01-01 (abc)"
    ]


def test_slower_machine_is_no_slower_case():
    assert find_slower_cases(build_run(40, yardstick=4, calibration=200, saving=100), [build_run()]) == []


def test_change_is_compared_by_its_time():
    assert len(find_slower_cases(build_run(saving=60), [build_run(saving=50)])) == 1


def test_only_the_last_run_with_a_case_counts():
    older, other = build_run(20), build_run(date="2026-01-02")
    other["databases"] = {"real, postgresql": {}}
    assert find_slower_cases(build_run(24), [build_run(2), older, other])[0].endswith("on 2026-01-01 (abc)")


def test_case_that_failed_is_compared_with_nothing():
    failed = build_run()
    failed["databases"]["real, sqlite"]["list"] = {"error": "answered 500"}
    assert find_slower_cases(build_run(99), [failed]) == []


def test_answers_of_a_busy_machine_are_not_compared_by_their_time():
    assert find_slower_cases(build_run(40, busy=True), [build_run()]) == []


def test_pages_of_a_busy_machine_are_compared_by_time_on_a_processor():
    assert len(find_slower_cases(build_run(cpu=30, busy=True), [build_run()])) == 1
