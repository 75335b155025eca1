"""The benchmark report: ratios to reference cases, and cases that have become slower."""

from benchmarks.report import compute_ratios, find_slower_cases


def build_run(median=20, *, yardstick=2, cpu=20, calibration=100, saving=50, **values):
    page = {"cold": {"median": median, "cpu": cpu}, "bare view": {"median": yardstick, "cpu": 2}}
    databases = {"real, sqlite": {"list": page, "saving a sentence": {"median": saving, "queries": 9}}}
    common = {"date": "2026-01-01", "commit": "abc", "busy": False}
    return common | {"calibration": calibration, "databases": databases} | values


def test_benchmark_ratio_of_cold_page_is_relative_to_bare_view():
    assert compute_ratios(build_run()["databases"]["real, sqlite"]["list"]) == {"cold": 10}


def test_benchmark_ratio_of_warm_page_is_relative_to_bare_wsgi():
    page = {"warm, many": {"median": 1, "cpu": 6}, "bare wsgi, many": {"median": 1, "cpu": 2}}
    assert compute_ratios(page, "cpu") == {"warm, many": 3}


def test_benchmark_report_names_slower_case_and_the_faster_run():
    assert find_slower_cases(build_run(24), [build_run(20)]) == [
        "real, sqlite: list, cold, median: 20% slower than on 2026-01-01 (abc)"
    ]


def test_benchmark_report_ignores_a_slower_machine():
    assert find_slower_cases(build_run(40, yardstick=4, calibration=200, saving=100), [build_run()]) == []


def test_benchmark_report_compares_the_time_of_a_save():
    assert len(find_slower_cases(build_run(saving=60), [build_run(saving=50)])) == 1


def test_benchmark_report_compares_with_the_last_run_of_a_case():
    older, other = build_run(20), build_run(date="2026-01-02")
    other["databases"] = {"real, postgresql": {}}
    assert find_slower_cases(build_run(24), [build_run(2), older, other])[0].endswith("on 2026-01-01 (abc)")


def test_benchmark_report_ignores_failed_cases():
    failed = build_run()
    failed["databases"]["real, sqlite"]["list"] = {"error": "answered 500"}
    assert find_slower_cases(build_run(99), [failed]) == []


def test_benchmark_report_ignores_elapsed_times_of_a_busy_machine():
    assert find_slower_cases(build_run(40, busy=True), [build_run()]) == []


def test_benchmark_report_compares_cpu_times_of_a_busy_machine():
    assert len(find_slower_cases(build_run(cpu=30, busy=True), [build_run()])) == 1
