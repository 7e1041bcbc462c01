"""The block of clauses: passives, their agents and patients, and the subjects and objects of active verbs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from framelens.clauses import find_predicates
from framelens.parsing import load_model
from framelens.sentences import split_sentences
from validity.gold import read_jsonl
from validity.outcomes import Kind, Measure, outcome_table, overlap, place

if TYPE_CHECKING:
    from spacy.tokens import Doc

Role = Literal["subject", "object", "agent"]
Heads = dict[Role, tuple[int, int] | None]
ROLES: tuple[Role, ...] = ("subject", "object", "agent")

FILES = {"gum": "GUM", "pud": "PUD", "passivepy_crowd": "PassivePy"}
"""The files of ``eval/voice`` with their data set; the last has no predicates."""
BATCH = 64

LABELS: dict[str, tuple[str, str, Kind]] = {
    "sentences": ("sentences with a full passive", "sentence", "prf"),
    "passives": ("full passives", "verb", "prf"),
    "agents": ("agent of a full passive", "verb", "share"),
    "no-agents": ("no agent where a full passive has none", "verb", "share"),
    "patients": ("patient of a full passive", "verb", "share"),
    "subjects": ("subject of an active verb", "verb", "f1"),
    "objects": ("object of an active verb", "verb", "f1"),
}
"""The measures: what the table calls them, their unit, what is printed."""


@dataclass(frozen=True)
class Clause:
    """One verb, of the gold or predicted, with the spans of its roles' head words.

    A ``shared`` subject is that of another verb; the gold has subjects only with the verb that they hang on.
    """

    text_id: str
    verb: int
    end: int
    voice: str
    full: bool
    heads: Heads
    shared: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """What a predicted clause shares with its partner in the gold: the offset of the verb."""
        return self.text_id, self.verb


def measure_voice(folder: Path) -> Iterator[Measure]:
    """The measures of ``eval/voice``."""
    rows = [
        row | {"data": data} for name, data in FILES.items() for row in read_jsonl(folder / "voice" / f"{name}.jsonl")
    ]
    texts = pd.DataFrame(
        {"text_id": row["id"], "data": row["data"], "document": document(row), "text": row["text"]} for row in rows
    )
    predicted = predict_clauses(texts)
    outcomes = score_voice(rows, predicted)
    for name, (label, unit, kind) in LABELS.items():
        yield Measure(f"voice.{name}", label, unit, kind, outcomes[name], texts)


def document(row: dict[str, Any]) -> str:
    """The document of a sentence, which its name begins with; the crowd's sentences are each on their own."""
    name = str(row["id"])
    return {"GUM": name.rsplit("-", 1)[0], "PUD": name[:-3]}.get(row["data"], name)


def predict_clauses(texts: pd.DataFrame) -> list[Clause]:
    """The clauses that `find_predicates` sees, parsed with the sentence ends of `annotate`."""
    nlp = load_model()
    docs = nlp.pipe((_unparsed(text) for text in texts["text"]), batch_size=BATCH)
    return [clause for text_id, doc in zip(texts["text_id"], docs, strict=True) for clause in _clauses(text_id, doc)]


def _unparsed(text: str) -> "Doc":
    doc = load_model().make_doc(text)
    starts = {start for start, _ in split_sentences(text)}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in starts
    return doc


def _clauses(text_id: str, doc: "Doc") -> Iterator[Clause]:
    for found in find_predicates(doc):
        heads: Heads = {
            "subject": _token_span(found.subject),
            "object": _token_span(found.object),
            "agent": _token_span(found.agent),
        }
        start, end = found.verb.idx, found.verb.idx + len(found.verb)
        full = found.full and found.voice == "passive"
        yield Clause(text_id, start, end, found.voice, full, heads, found.shared)


def _token_span(token: Any) -> tuple[int, int] | None:
    """A head word; of a name all its words, since the gold's head of it is the first and the parser's the last."""
    if token is None:
        return None
    start = token
    while token.pos_ == "PROPN" and start.i > 0 and start.nbor(-1).pos_ == "PROPN" and start.nbor(-1).head == token:
        start = start.nbor(-1)
    return start.idx, token.idx + len(token)


def gold_clauses(rows: Sequence[dict[str, Any]]) -> list[Clause]:
    """The predicates of the gold."""
    return [
        Clause(
            row["id"],
            predicate["verb"]["start"],
            predicate["verb"]["end"],
            predicate["voice"],
            predicate["full_passive"],
            {role: _head_span(predicate[role]) for role in ROLES},
        )
        for row in rows
        for predicate in row.get("predicates", ())
    ]


def _head_span(phrase: dict[str, Any] | None) -> tuple[int, int] | None:
    return (phrase["head"]["start"], phrase["head"]["end"]) if phrase else None


def score_voice(rows: Sequence[dict[str, Any]], predicted: Sequence[Clause]) -> dict[str, pd.DataFrame]:
    """The outcomes of every measure of clauses."""
    gold = gold_clauses(rows)
    treebank = {row["id"] for row in rows if "predicates" in row}
    agents = {row["id"] for row in rows if row["data"] == "GUM"}  # PUD does not label them.
    ours = [clause for clause in predicted if clause.text_id in treebank]
    full = [clause for clause in gold if clause.full]
    return {
        "sentences": sentence_outcomes(rows, {clause.text_id for clause in predicted if clause.full}),
        "passives": passive_outcomes(ours, gold),
        "agents": role_outcomes(ours, [clause for clause in full if clause.heads["agent"]], "agent"),
        "no-agents": no_agent_outcomes(ours, [c for c in full if c.text_id in agents and c.heads["agent"] is None]),
        "patients": role_outcomes(ours, [clause for clause in full if clause.heads["subject"]], "subject"),
        "subjects": active_outcomes(ours, gold, "subject"),
        "objects": active_outcomes(ours, gold, "object"),
    }


def sentence_outcomes(rows: Sequence[dict[str, Any]], predicted: set[str]) -> pd.DataFrame:
    """Sentences that are passive for either side: right where they are for both."""
    found = []
    for row in rows:
        ours, theirs = row["id"] in predicted, row.get("has_passive", row.get("passive"))
        if ours or theirs:
            outcome = "right" if ours and theirs else "missed" if theirs else "false"
            found.append(place(row["id"], 0, len(row["text"])) | {"outcome": outcome})
    return outcome_table(found)


def passive_outcomes(predicted: Sequence[Clause], gold: Sequence[Clause]) -> pd.DataFrame:
    """Full passives of either side: right where the other has a full passive at the verb's offset."""
    ours, theirs = ({clause.key: clause for clause in side if clause.full} for side in (predicted, gold))
    return outcome_table(
        _place(clause) | {"outcome": "false" if key not in theirs else "right" if key in ours else "missed"}
        for key, clause in (ours | theirs).items()
    )


def role_outcomes(predicted: Sequence[Clause], gold: Sequence[Clause], role: Role) -> pd.DataFrame:
    """The full passives of the gold: right where the predicted one has the same head in the role."""
    ours = {clause.key: clause for clause in predicted if clause.full}
    rows = []
    for clause in gold:
        found = ours.get(clause.key)
        note = f"gold at {clause.heads[role]}, found at {found.heads[role] if found else 'no passive'}"
        outcome = "right" if _same_head(found, clause, role) else "missed"
        rows.append(_place(clause) | {"outcome": outcome, "note": note})
    return outcome_table(rows)


def no_agent_outcomes(predicted: Sequence[Clause], gold: Sequence[Clause]) -> pd.DataFrame:
    """Full passives of the gold without an agent: right where none was predicted for the verb."""
    ours = {clause.key for clause in predicted if clause.heads["agent"] is not None}
    return outcome_table(_place(clause) | {"outcome": "false" if clause.key in ours else "right"} for clause in gold)


def active_outcomes(predicted: Sequence[Clause], gold: Sequence[Clause], role: Role) -> pd.DataFrame:
    """Active verbs with the role on either side: right where both have the same head.

    A wrong head is a missed and a false one. A shared subject counts for neither side.
    """
    ours, theirs = (
        {clause.key: clause for clause in side if clause.voice == "active" and _has_own(clause, role)}
        for side in (predicted, gold)
    )
    rows = []
    for key in ours | theirs:
        clause, partner = theirs.get(key), ours.get(key)
        if clause and _same_head(partner, clause, role):
            rows.append(_place(clause) | {"outcome": "right"})
            continue
        sides = {"missed": clause, "false": partner}
        rows += [
            _role_place(side, role) | {"outcome": name, "note": f"verb at {key[1]}"}
            for name, side in sides.items()
            if side
        ]
    return outcome_table(rows)


def _has_own(clause: Clause, role: Role) -> bool:
    return clause.heads[role] is not None and not (role == "subject" and clause.shared)


def _same_head(predicted: Clause | None, gold: Clause, role: Role) -> bool:
    """Whether the heads overlap: the gold's may be a longer, hyphenated token, ours has all words of a name."""
    ours, theirs = predicted.heads[role] if predicted else None, gold.heads[role]
    return ours is not None and theirs is not None and overlap(ours, theirs)


def _place(clause: Clause) -> dict[str, Any]:
    return place(clause.text_id, clause.verb, clause.end)


def _role_place(clause: Clause, role: Role) -> dict[str, Any]:
    start, end = clause.heads[role] or (clause.verb, clause.end)
    return place(clause.text_id, start, end)
