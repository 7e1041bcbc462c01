"""The narrator's part in a sentence: it reports what somebody said, asserts something of its own, or both."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from framelens.cue_list import Entry, lookup
from framelens.speakers import subject_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_ADDRESSED = ("dobj", "prep", "agent")
_CLAUSES = ("conj", "advcl", "relcl", "parataxis", "ccomp")
_ASIDE = (",", "—", "–", "-", "(")
_SPEAKING = frozenset(["speak", "talk", "address", "quote", "cite"])


def sentence_voice(
    sentence: "Span",
    is_own: Callable[["Token"], bool],
    cue_places: frozenset[int],
    verbs: Mapping[str, Entry],
) -> str:
    """``own``, ``attributed`` or ``mixed``.

    A sentence is attributed if each clause that the narrator makes reports speech: by a cue, or by a speech act whose
    object says what about (*proposed a timetable*). It is mixed if a clause of the narrator's own stands beside.
    A relative clause on the speaker, and a participle of speaking (*speaking after the match*), assert nothing.

    Parameters
    ----------
    sentence
        The parsed sentence.
    is_own
        Whether a token is in nobody's attributed words.
    cue_places
        The tokens that are cues.
    verbs
        The cue list's verbs.
    """
    if all(is_own(token) for token in sentence) and not _has_act(sentence, verbs):
        return "own"
    words = [token for token in sentence if any(char.isalnum() for char in token.text)]
    speaks = any(not is_own(token) for token in words)
    asserts = False
    for head in _clause_heads(sentence.root, is_own):
        if _reports(head, cue_places, verbs):
            speaks = True
        elif not _is_frame_of_report(head, cue_places):
            asserts = True
    if not speaks:
        return "own"
    tells = bool(cue_places & {token.i for token in words}) or all(not is_own(token) for token in words)
    verbless = sentence.root.pos_ not in ("VERB", "AUX") and is_own(sentence.root)  # No progress at “difficult” talks
    return "mixed" if asserts or (verbless and not tells) else "attributed"


def _has_act(sentence: "Span", verbs: Mapping[str, Entry]) -> bool:
    lemmas = (token.lemma_.lower() for token in sentence if token.pos_ == "VERB")
    return any((lemma in verbs and "act" in verbs[lemma].frames) or lemma in ("rule",) for lemma in lemmas)


def _clause_heads(root: "Token", is_own: Callable[["Token"], bool]) -> "Iterator[Token]":
    """The heads of the clauses that the narrator makes."""
    for token in root.subtree:
        if not is_own(token):
            continue
        if token is root:
            if token.pos_ in ("VERB", "AUX") and not _introduces(token, is_own):
                yield token
        elif token.dep_ == "relcl" and token.left_edge.i > 0 and token.left_edge.nbor(-1).text not in _ASIDE:
            continue  # A clause that says which one is meant asserts nothing.
        elif token.dep_ == "ccomp" and is_own(token.head):
            continue  # Part of what the clause above it asserts.
        elif token.pos_ in ("VERB", "AUX") and token.dep_ in _CLAUSES and _is_finite(token):
            yield token


def _introduces(root: "Token", is_own: Callable[["Token"], bool]) -> bool:
    """*The verdict was short: “…”*: a main clause that ends in the colon before somebody's words."""
    colons = [token for token in root.sent if token.text == ":" and token.i > root.i]
    after = [token for token in root.doc[colons[0].i + 1 : root.sent.end] if token.is_alpha] if colons else []
    return bool(after) and not is_own(after[0])


def _is_finite(token: "Token") -> bool:
    return token.tag_ in _FINITE or any(part.tag_ in _FINITE for part in token.children if part.dep_.startswith("aux"))


def _reports(head: "Token", cue_places: frozenset[int], verbs: Mapping[str, Entry]) -> bool:
    if head.i in cue_places or _is_speech_act(head, verbs):
        return True
    carried = [child for child in head.children if child.dep_ == "xcomp" and not _is_finite(child)]
    carried += [
        verb for child in head.children if child.dep_ == "prep" for verb in child.children if verb.dep_ == "pcomp"
    ]
    return any(child.dep_ != "advcl" and _reports(child, cue_places, verbs) for child in carried)


def _is_speech_act(head: "Token", verbs: Mapping[str, Entry]) -> bool:
    _, entry = lookup(head, verbs)
    if entry is None or "act" not in entry.frames or any(child.dep_ in ("neg", "auxpass") for child in head.children):
        return False
    return any(child.dep_ in _ADDRESSED for child in head.children)


def _is_frame_of_report(head: "Token", cue_places: frozenset[int]) -> bool:
    """A clause that belongs to a report: a relative clause on its speaker, *when asked*, *speaking after …*."""
    if head.lemma_.lower() in _SPEAKING:
        return True
    speakers = (subject_of(head.doc[place]) for place in cue_places if head.doc[place].sent == head.sent)
    if any(speaker is not None and speaker.is_ancestor(head) for speaker in speakers):
        return True
    return head.dep_ == "advcl" and head.lemma_.lower() in ("ask", "question", "press")
