"""The narrator's part in a sentence: it reports what somebody said, asserts something of its own, or both."""

from collections.abc import Iterator, Mapping, Set

from framelens.cue_list import Entry, lookup
from framelens.quoted import is_word
from framelens.speakers import subject_of
from framelens.syntax import Sentence, Token

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_ADDRESSED = ("dobj", "prep", "agent")
_CLAUSES = ("conj", "advcl", "relcl", "parataxis", "ccomp")
_ASIDE = (",", "—", "–", "-", "(")
_SPEAKING = frozenset(["speak", "talk", "address", "quote", "cite"])


def sentence_voice(
    sentence: Sentence,
    attributed: Set[int],
    cue_places: Set[int],
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
    attributed
        The tokens in anybody's attributed words.
    cue_places
        The tokens that are cues.
    verbs
        The cue list's verbs.
    """
    inside = range(sentence.start, sentence.end)
    others = {place for place in inside if place in attributed}
    if not others and not _has_act(sentence, verbs):
        return "own"
    cues = {place for place in inside if place in cue_places}
    words = {token.i for token in sentence if is_word(token)}
    speaks = not others.isdisjoint(words)
    asserts = False
    root = sentence.root
    for head in _clause_heads(root, others):
        if _reports(head, cues, verbs):
            speaks = True
        elif not _is_frame_of_report(head, cues):
            asserts = True
    if not speaks:
        return "own"
    tells = bool(cues & words) or words <= others
    verbless = root.pos_ not in ("VERB", "AUX") and root.i not in others  # No progress at “difficult” talks
    return "mixed" if asserts or (verbless and not tells) else "attributed"


def _has_act(sentence: Sentence, verbs: Mapping[str, Entry]) -> bool:
    lemmas = (token.lemma_.lower() for token in sentence if token.pos_ == "VERB")
    return any((lemma in verbs and "act" in verbs[lemma].frames) or lemma in ("rule",) for lemma in lemmas)


def _clause_heads(root: Token, others: Set[int]) -> Iterator[Token]:
    """The heads of the clauses that the narrator makes, outside the words of others."""
    for token in root.subtree:
        if token.i in others:
            continue
        if token is root:
            if token.pos_ in ("VERB", "AUX") and not _introduces(token, others):
                yield token
        elif token.dep_ == "relcl" and token.left_edge.i > 0 and token.left_edge.nbor(-1).text not in _ASIDE:
            continue  # A clause that says which one is meant asserts nothing.
        elif token.dep_ == "ccomp" and token.head.i not in others:
            continue  # Part of what the clause above it asserts.
        elif token.pos_ in ("VERB", "AUX") and token.dep_ in _CLAUSES and _is_finite(token):
            yield token


def _introduces(root: Token, others: Set[int]) -> bool:
    """*The verdict was short: “…”*: a main clause that ends in the colon before somebody's words."""
    colons = [token for token in root.sent if token.text == ":" and token.i > root.i]
    after = [token for token in root.doc[colons[0].i + 1 : root.sent.end] if token.is_alpha] if colons else []
    return bool(after) and after[0].i in others


def _is_finite(token: Token) -> bool:
    return token.tag_ in _FINITE or any(part.tag_ in _FINITE for part in token.children if part.dep_.startswith("aux"))


def _reports(head: Token, cues: Set[int], verbs: Mapping[str, Entry]) -> bool:
    if head.i in cues or _is_speech_act(head, verbs):
        return True
    carried = [child for child in head.children if child.dep_ == "xcomp" and not _is_finite(child)]
    carried += [
        verb for child in head.children if child.dep_ == "prep" for verb in child.children if verb.dep_ == "pcomp"
    ]
    return any(child.dep_ != "advcl" and _reports(child, cues, verbs) for child in carried)


def _is_speech_act(head: Token, verbs: Mapping[str, Entry]) -> bool:
    _, entry = lookup(head, verbs)
    if entry is None or "act" not in entry.frames or any(child.dep_ in ("neg", "auxpass") for child in head.children):
        return False
    return any(child.dep_ in _ADDRESSED for child in head.children)


def _is_frame_of_report(head: Token, cues: Set[int]) -> bool:
    """A clause that belongs to a report: a relative clause on its speaker, *when asked*, *speaking after …*."""
    if head.lemma_.lower() in _SPEAKING:
        return True
    speakers = (subject_of(head.doc[place]) for place in cues)
    if any(speaker is not None and speaker.is_ancestor(head) for speaker in speakers):
        return True
    return head.dep_ == "advcl" and head.lemma_.lower() in ("ask", "question", "press")
