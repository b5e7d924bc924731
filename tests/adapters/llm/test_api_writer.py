"""The API writer through the provider's own library, against a server on loopback that speaks its API."""

import dataclasses
import logging
from pathlib import Path

import pytest
from apiserver import ApiServer, Said, api, draft

from careervp_mcp.career.commissions import (
    BreakerOpen,
    BudgetExceeded,
    Commission,
    RateLimited,
    TimedOut,
    TokensExceeded,
    Unreadable,
    WriterFailed,
)
from careervp_mcp.career.errors import Unforeseen
from careervp_mcp.career.telling import Told
from careervp_mcp.llm.provider import AnthropicProvider, Request, RequestRefused, ServerFailed
from careervp_mcp.llm.routing import ROUTES
from careervp_mcp.llm.writer import ApiWriter

KEY = "sk-loopback-0000"
PRIVATE = "Ada Quill, ada@example.com, +1 555 010 0100"
SCHEMA = {
    "type": "object",
    "properties": {"hook": {"type": "array", "items": {"type": "string"}}},
    "required": ["hook"],
    "additionalProperties": False,
}
ASKED = Commission("cover_letter", "app_1", f'{{"evidence": "{PRIVATE}"}}', ("Invent nothing.",), SCHEMA)
LETTER = {"hook": ["I built it."]}


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(tmp_path))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def writer(server: ApiServer, clock: Clock) -> ApiWriter:
    return ApiWriter(AnthropicProvider(KEY, server.url), clock=clock, sleep=clock.sleep)


def test_a_draft_comes_back_with_what_it_cost(clock: Clock) -> None:
    with api(draft(LETTER)) as server:
        drawn = writer(server, clock).draft(ASKED)

    assert drawn.draft == LETTER
    assert dataclasses.asdict(drawn.cost) == {
        "calls": 1, "input_tokens": 1000, "output_tokens": 800, "cost_usd": 0.005, "model": "claude-haiku-5-5",
    }  # fmt: skip


def test_a_request_has_the_schema_the_limits_and_a_kept_system_text_and_no_temperature(clock: Clock) -> None:
    with api(draft(LETTER)) as server:
        writer(server, clock).draft(ASKED)
        (asked,), (headers,) = server.asked, server.headers

    assert asked.keys() == {"model", "max_tokens", "system", "messages", "output_config"}
    assert (asked["model"], asked["max_tokens"]) == ("claude-haiku-5-5", 4096)
    assert asked["output_config"]["format"]["type"] == "json_schema"
    assert asked["output_config"]["format"]["schema"]["required"] == ["hook"]
    assert asked["system"][0]["cache_control"] == {"type": "ephemeral"}
    assert "- Invent nothing." in asked["messages"][0]["content"]
    assert KEY in (headers.get("x-api-key"), headers.get("authorization", "").removeprefix("Bearer "))


@pytest.mark.parametrize(
    ("task", "model", "most"),
    [
        ("vpr_generation", "claude-sonnet-5-5", 8192),
        ("cv_tailoring", "claude-haiku-5-5", 4096),
        ("cover_letter", "claude-haiku-5-5", 4096),
        ("interview_prep", "claude-haiku-5-5", 4096),
    ],
)
def test_each_task_has_its_model_and_its_longest_answer(task: str, model: str, most: int, clock: Clock) -> None:
    with api(draft(LETTER)) as server:
        writer(server, clock).draft(dataclasses.replace(ASKED, task=task))  # type: ignore[arg-type]  # a table's text

    assert (server.asked[0]["model"], server.asked[0]["max_tokens"]) == (model, most)
    assert {name: route.seconds for name, route in ROUTES.items()} == {
        "vpr_generation": 120, "cv_tailoring": 300, "cover_letter": 60, "interview_prep": 60,
    }  # fmt: skip


def test_what_was_found_goes_back_with_the_draft(clock: Clock) -> None:
    found = Told("skill_added_text", "CRITICAL", "Kubernetes", "the CV does not have it", (4, 14), path="/hook/0")
    again = dataclasses.replace(ASKED, draft={"hook": ["I run Kubernetes."]}, findings=(found,))
    with api(draft(LETTER)) as server:
        writer(server, clock).draft(again)

    said = server.asked[0]["messages"][0]["content"]
    assert '"hook": ["I run Kubernetes."]' in said
    assert '"rule": "skill_added_text"' in said


@pytest.mark.parametrize("text", ['```json\n{"hook": []}\n```', '```\n{"hook": []}\n```\n', '  {"hook": []}'])
def test_fences_around_json_are_taken_off(text: str, clock: Clock) -> None:
    with api(Said(text)) as server:
        assert writer(server, clock).draft(ASKED).draft == {"hook": []}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said('{"hook": ["I bu', stop_reason="max_tokens"), "was cut off"),
        (Said('{"hook": []}', stop_reason="refusal"), "was refused"),
        (Said('{"hook": []}', stop_reason="pause_turn"), "ended with pause_turn"),
        (Said("Here is your letter:"), "is no JSON"),
        (Said("[" * 100_000), "is no JSON"),
        (Said("[1]"), "is no JSON object"),
    ],
)
def test_an_answer_that_is_no_draft_is_told_and_paid_all_the_same(said: Said, words: str, clock: Clock) -> None:
    with api(said) as server, pytest.raises(Unreadable, match=words) as caught:
        writer(server, clock).draft(ASKED)

    assert (caught.value.cost.calls, caught.value.cost.cost_usd) == (1, 0.005)


def test_a_busy_provider_is_asked_again_after_longer_and_longer_waits(clock: Clock) -> None:
    with api(Said(status=429), Said(status=529), Said(status=500), draft(LETTER)) as server:
        assert writer(server, clock).draft(ASKED).draft == LETTER

    assert (len(server.asked), clock.slept) == (4, [1.0, 2.0, 4.0])


def test_a_longer_wait_that_the_provider_asks_for_is_kept_up_to_half_a_minute(clock: Clock) -> None:
    answers = [Said(status=429, headers={"retry-after": told}) for told in ("7", "3600", "soon")]
    with api(*answers, draft(LETTER)) as server:
        writer(server, clock).draft(ASKED)

    assert clock.slept == [7.0, 30.0, 4.0]


@pytest.mark.parametrize(("status", "failure"), [(429, RateLimited), (529, ServerFailed), (503, ServerFailed)])
def test_after_four_tries_the_provider_has_failed(status: int, failure: type[WriterFailed], clock: Clock) -> None:
    with api(Said(status=status)) as server, pytest.raises(failure) as caught:
        writer(server, clock).draft(ASKED)

    assert len(server.asked) == 4
    assert caught.value.retryable


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_a_request_that_is_refused_is_not_sent_again_and_says_nothing_of_health(status: int, clock: Clock) -> None:
    with api(Said(status=status)) as server:
        told = writer(server, clock)
        for _ in range(6):
            with pytest.raises(RequestRefused) as caught:
                told.draft(ASKED)

    assert (len(server.asked), told.breaker.state) == (6, "CLOSED")
    assert not caught.value.retryable
    assert "secret" not in caught.value.message


def test_no_answer_in_time_is_not_waited_for() -> None:
    request = Request("m", "s", "u", SCHEMA, 100, seconds=0.2)
    with api(Said(after=20)) as server, pytest.raises(TimedOut, match=r"within 0\.2 s"):
        AnthropicProvider(KEY, server.url).send(request)


def test_a_provider_that_is_not_there_has_failed() -> None:
    with api(Said()) as server:
        pass
    with pytest.raises(ServerFailed, match="could not be reached"):
        AnthropicProvider(KEY, server.url).send(Request("m", "s", "u", SCHEMA, 100, seconds=5))


def test_after_five_failures_nothing_is_sent_for_a_minute_and_three_successes_close_again(clock: Clock) -> None:
    with api(*[Said(status=500)] * 20, draft(LETTER)) as server:
        told = writer(server, clock)
        for number in range(5):
            with pytest.raises(ServerFailed):
                told.draft(another(number))
        assert (told.breaker.state, len(server.asked)) == ("OPEN", 20)
        with pytest.raises(BreakerOpen) as caught:
            told.draft(ASKED)
        assert (len(server.asked), caught.value.retryable) == (20, True)

        clock.now += 60
        for number in range(3):
            assert told.breaker.state == "HALF_OPEN"
            told.draft(another(number))
        assert told.breaker.state == "CLOSED"


def another(number: int) -> Commission:
    return dataclasses.replace(ASKED, brief=f"{{}} {number}")


def test_the_same_request_is_answered_from_memory_for_five_minutes_and_costs_nothing(clock: Clock) -> None:
    with api(draft(LETTER)) as server:
        told = writer(server, clock)
        told.draft(ASKED)
        clock.now += 299
        again = told.draft(ASKED)
        assert (again.draft, again.cost.calls, again.cost.cost_usd, len(server.asked)) == (LETTER, 0, 0.0, 1)
        clock.now += 1
        told.draft(ASKED)
        assert len(server.asked) == 2


def test_a_known_answer_is_given_while_the_breaker_is_open(clock: Clock) -> None:
    with api(draft(LETTER), Said(status=500)) as server:
        told = writer(server, clock)
        told.draft(ASKED)
        for number in range(5):
            with pytest.raises(ServerFailed):
                told.draft(another(number))
        assert told.breaker.state == "OPEN"
        assert told.draft(ASKED).draft == LETTER


def test_an_answer_that_could_not_be_read_is_not_remembered(clock: Clock) -> None:
    with api(Said("no"), draft(LETTER)) as server:
        told = writer(server, clock)
        with pytest.raises(Unreadable):
            told.draft(ASKED)
        assert told.draft(ASKED).draft == LETTER


@pytest.mark.parametrize(("spent", "model"), [(0.119, "claude-sonnet-5-5"), (0.12, "claude-haiku-5-5")])
def test_near_the_cap_a_strategic_task_takes_the_template_model(spent: float, model: str, clock: Clock) -> None:
    with api(draft(LETTER)) as server:
        writer(server, clock).draft(dataclasses.replace(ASKED, task="vpr_generation", spent_usd=spent))

    assert server.asked[0]["model"] == model


def test_at_the_cap_nothing_is_sent(clock: Clock) -> None:
    with api(draft(LETTER)) as server, pytest.raises(BudgetExceeded, match=r"0\.150 of 0\.15 dollars"):
        writer(server, clock).draft(dataclasses.replace(ASKED, spent_usd=0.15))

    assert server.asked == []


def test_a_commission_that_is_too_long_is_not_sent(clock: Clock) -> None:
    with api(draft(LETTER)) as server, pytest.raises(TokensExceeded, match="at most 15,000 tokens"):
        writer(server, clock).draft(dataclasses.replace(ASKED, brief="word " * 15_000))

    assert server.asked == []


def test_a_cancelled_call_sends_nothing(clock: Clock) -> None:
    with api(draft(LETTER)) as server, pytest.raises(Unforeseen, match="cancelled"):
        writer(server, clock).draft(ASKED, lambda: True)

    assert server.asked == []


def test_no_log_holds_the_key_the_brief_or_the_person(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "careervp_mcp")
    with api(Said(status=401), Said("no"), Said(status=500)) as server:
        told = writer(server, clock)
        for _ in range(3):
            with pytest.raises(WriterFailed):
                told.draft(ASKED)

    assert "cover_letter" in caplog.text
    assert not any(private in caplog.text for private in (KEY, "Quill", "example.com", "555", "evidence", "secret"))
