"""The parts of the model's ring by themselves: breaker, caches, prices, prompts."""

import threading

import pytest

from careervp_mcp.llm.breaker import CircuitBreaker
from careervp_mcp.llm.cache import ContentCache, Expiring
from careervp_mcp.llm.costs import PRICES, Price, cost_of, prices_in
from careervp_mcp.llm.prompts import prompt
from careervp_mcp.llm.provider import Reply
from careervp_mcp.llm.routing import ROUTES


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> CircuitBreaker:
    return CircuitBreaker("api", clock)


def opened(breaker: CircuitBreaker) -> None:
    for _ in range(5):
        breaker.record_failure()


def test_four_failures_leave_it_closed_and_the_fifth_opens_it(breaker: CircuitBreaker) -> None:
    for _ in range(4):
        breaker.record_failure()
    assert (breaker.state, breaker.can_proceed()) == ("CLOSED", True)
    breaker.record_failure()
    assert (breaker.state, breaker.can_proceed(), breaker.acquire()) == ("OPEN", False, False)


def test_a_success_while_closed_begins_the_count_anew(breaker: CircuitBreaker) -> None:
    for _ in range(4):
        breaker.record_failure()
    breaker.record_success()
    for _ in range(4):
        breaker.record_failure()
    assert breaker.state == "CLOSED"


@pytest.mark.parametrize(("seconds", "state"), [(59.9, "OPEN"), (60, "HALF_OPEN")])
def test_after_a_minute_it_tries_again(breaker: CircuitBreaker, clock: Clock, seconds: float, state: str) -> None:
    opened(breaker)
    clock.now += seconds
    assert breaker.state == state


def test_three_successes_close_it_and_clear_the_counts(breaker: CircuitBreaker, clock: Clock) -> None:
    opened(breaker)
    clock.now += 60
    for state in ("HALF_OPEN", "HALF_OPEN", "CLOSED"):
        assert breaker.acquire()
        breaker.record_success()
        assert breaker.state == state
    assert breaker.get_state() == {
        "name": "api", "state": "CLOSED", "failure_count": 0, "failure_threshold": 5, "recovery_timeout_seconds": 60,
        "half_open_success_threshold": 3, "opened_at": None,
    }  # fmt: skip


def test_a_failure_half_open_opens_at_once_for_another_minute(breaker: CircuitBreaker, clock: Clock) -> None:
    opened(breaker)
    clock.now += 60
    assert breaker.acquire()
    breaker.record_success()
    assert breaker.acquire()
    breaker.record_failure()
    assert breaker.state == "OPEN"
    clock.now += 59
    assert breaker.state == "OPEN"
    clock.now += 1
    for _ in range(2):
        breaker.record_success()
    assert breaker.get_state()["state"] == "HALF_OPEN"  # the earlier success does not count


def test_a_success_while_open_is_nothing(breaker: CircuitBreaker) -> None:
    opened(breaker)
    breaker.record_success()
    assert (breaker.state, breaker.get_state()["failure_count"]) == ("OPEN", 5)


def test_half_open_lets_one_probe_through_at_a_time(breaker: CircuitBreaker, clock: Clock) -> None:
    opened(breaker)
    clock.now += 60
    got: list[bool] = []
    threads = [threading.Thread(target=lambda: got.append(breaker.acquire())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got.count(True) == 1
    breaker.release()
    assert breaker.acquire()


def test_breakers_know_nothing_of_each_other(clock: Clock) -> None:
    one, other = CircuitBreaker("a", clock), CircuitBreaker("b", clock)
    opened(one)
    assert (one.state, other.state) == ("OPEN", "CLOSED")


def test_content_is_kept_for_its_time_and_an_edited_cv_never_meets_an_old_context(clock: Clock) -> None:
    cache = ContentCache(clock)
    cache.cache_cv_context("cv_1", "context", "text")
    cache.cache_job_requirements("job_1", "asks")
    cache.cache_company_research("Acme", "makes things")

    assert cache.get_cv_context("cv_1", "text") == "context"
    assert cache.get_cv_context("cv_1", "text, edited") is None
    for seconds, kept in ((3600, (True, False, True)), (24 * 3600, (False, False, True)), (30 * 86400, (False,) * 3)):
        clock.now = 100.0 + seconds
        assert (
            cache.get_cv_context("cv_1", "text") is not None,
            cache.get_job_requirements("job_1") is not None,
            cache.get_company_research("ACME") is not None,
        ) == kept


def test_a_full_cache_lets_the_oldest_go(clock: Clock) -> None:
    cache = Expiring[int](300, 2, clock)
    for number in range(3):
        cache.put(str(number), number)
    assert [cache.get(str(number)) for number in range(3)] == [None, 1, 2]


def test_a_call_is_billed_by_the_table() -> None:
    reply = Reply("", "end_turn", 1000, 800)
    assert cost_of("m", reply, {"m": Price(3, 15)}).cost_usd == 0.015
    assert cost_of("unknown", reply, {"m": Price(3, 15), "n": Price(1, 5)}).cost_usd == 0.015
    cached = cost_of("m", Reply("", "end_turn", 0, 0, cache_written=1000, cache_read=10_000), {"m": Price(4, 20)})
    assert (cached.cost_usd, cached.input_tokens) == (0.009, 11_000)


def test_a_table_of_prices_is_read_and_another_form_refused() -> None:
    assert prices_in("a=1/2, b = 3/4.5") == {"a": Price(1, 2), "b": Price(3, 4.5)}
    assert prices_in("") == PRICES
    with pytest.raises(ValueError, match="write model=in/out"):
        prices_in("a=cheap")


@pytest.mark.parametrize("name", [*ROUTES, "fvs_feedback"])
def test_every_prompt_can_be_read_and_refuses_a_missing_hole(name: str) -> None:
    told = prompt(name)
    assert told.version >= 1
    assert told.system
    with pytest.raises(KeyError, match=name):
        told.filled({})


def test_a_value_that_looks_like_a_hole_is_only_text() -> None:
    told = prompt("fvs_feedback").filled({"draft": "{{findings}}", "findings": "none"})
    assert "{{findings}}" in told
