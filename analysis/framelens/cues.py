"""Cues: the verbs, nouns and *according to* by which a narrator hands the word to somebody, and what each one covers.

The list is data (`cues.csv`): a lemma, the frames in which it reports speech, its class and where the class comes from.
"""

import csv
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from framelens.noun_phrases import PEOPLE

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CUE_CLASSES = ("neutral", "endorsing", "distancing", "conflictive", "emphatic", "other")

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_LINKS = frozenset(["of", "for", "as", "on", "with", "about", "against", "at"])
_AGAINST = ("although", "though", "whereas")
_CONTRAST = ("while", "whereas")
_BASE = {"VBP": "VB"}
"""What the tagger may take a tense for: the plural present has the form of the infinitive."""
_QUESTIONS = frozenset(["if", "whether", "when", "why", "where", "how", "what", "who"])
_GOES_ON = ("if", "unless", "because")
_SUBJECTS = ("nsubj", "nsubjpass")
_DOCUMENTS = frozenset(
    [
        "report",
        "study",
        "survey",
        "poll",
        "figure",
        "datum",
        "data",
        "statistic",
        "statement",
        "document",
        "letter",
        "note",
        "memo",
        "paper",
        "review",
        "research",
        "analysis",
        "inquiry",
        "investigation",
        "audit",
        "filing",
        "ruling",
    ]
)
"""Nouns whose *show*, *find* or *suggest* reports what a document says."""
_SAYING_NOTHING = ("refuse", "decline", "fail", "avoid", "stop")
_NO_SOURCE = frozenset(["plan", "schedule", "tradition", "custom", "size", "age", "need", "rule", "law"])
_LIGHT_VERBS = frozenset(
    [
        "make",
        "issue",
        "repeat",
        "give",
        "voice",
        "offer",
        "express",
        "renew",
        "reiterate",
        "raise",
        "post",
        "publish",
        "release",
    ]
)
_NAMING = ("call", "name", "term", "dub", "label", "brand")
_FIXED = ("according", "words", "per")
_TOPIC = ("of", "about", "for", "on", "against", "over")
"""Prepositions whose noun keeps its clause: *warned of signs that it leaks*."""
_OF_NOUNS = ("claim", "allegation", "accusation", "denial")


class Entry(NamedTuple):
    """A line of the list: in which frames a lemma reports speech, and its class."""

    frames: frozenset[str]
    cue_class: str


@dataclass(eq=False)
class Cue:
    """A cue in a parse: its word, the head of its speaker, and the tokens that it reports."""

    token: "Token"
    lemma: str
    cue_class: str
    kind: str
    speaker: "Token | None"
    content: frozenset[int]
    negated: bool = False
    nested: bool = False


class Lexicon:
    """The cue list, with a study's own classes in place of the list's.

    Parameters
    ----------
    classes
        Lemmas by cue class, as a study's ``[cues]`` section gives them. A lemma that the list lacks is taken for a
        verb with a *that* clause.
    """

    def __init__(self, classes: Mapping[str, tuple[str, ...]] | None = None):
        self.verbs, self.nouns = (dict(entries) for entries in _read_list())
        for cue_class, lemmas in (classes or {}).items():
            for lemma in lemmas:
                if lemma in self.nouns:
                    self.nouns[lemma] = self.nouns[lemma]._replace(cue_class=cue_class)
                if lemma in self.verbs or lemma not in self.nouns:
                    frames = self.verbs[lemma].frames if lemma in self.verbs else frozenset({"that"})
                    self.verbs[lemma] = Entry(frames, cue_class)

    def places(self, doc: "Doc") -> list[int]:
        """The tokens of a parse that may be cues, by lemma."""
        from spacy.attrs import LEMMA, LOWER

        pairs = zip(*doc.to_array([LEMMA, LOWER]).T.tolist(), strict=True)
        return [place for place, pair in enumerate(pairs) if not self._ids.isdisjoint(pair)]

    @functools.cached_property
    def _ids(self) -> frozenset[int]:
        """The numbers that the parser has for the first words of the list."""
        from spacy.strings import hash_string

        words = {entry.split()[0] for entry in (*self.verbs, *self.nouns)}
        return frozenset(hash_string(word) for word in (*words, *_FIXED))


@functools.cache
def _read_list() -> tuple[dict[str, Entry], dict[str, Entry]]:
    lists: dict[str, dict[str, Entry]] = {"verb": {}, "nominal": {}}
    text = resources.files("framelens").joinpath("cues.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        lists[row["kind"]][row["lemma"]] = Entry(frozenset(row["frames"].split()), row["cue_class"])
    return lists["verb"], lists["nominal"]


def find_cues(doc: "Doc", lexicon: Lexicon) -> list[Cue]:
    """All that may be a cue in a parse, in order. A verb without content is one if a quotation turns out to be its."""
    cues = [cue for place in lexicon.places(doc) for cue in _cue_at(doc[place], lexicon)]
    _part_coordinated(cues)
    by_token = {cue.token.i: cue for cue in cues}
    return [cue for cue in cues if not _hands_on(cue, by_token)]


def _part_coordinated(cues: list[Cue]) -> None:
    """Take out of a report the cues that the parser hung to it but that stand beside the report's own cue.

    *She said it was late and asked for more*; *she said it was late, adding that …*; *she says yes, while others say
    no*. All but the last share the first cue's subject.
    """
    by_token = {cue.token: cue for cue in cues if cue.kind == "verb"}
    for cue in by_token.values():
        clause = cue.token.head
        while clause.dep_ in ("conj", "xcomp"):
            clause = clause.head
        outer = by_token.get(clause.head)
        if clause.dep_ != "ccomp" or outer is None or cue.token == clause:
            continue
        kind = _stands_beside(cue.token, outer.token, clause)
        if kind is not None:
            outer.content -= _subtree(cue.token) | {part.i for part in clause.children if part.dep_ == "cc"}
            cue.speaker = outer.speaker if kind == "shared" else cue.speaker


def _stands_beside(verb: "Token", outer: "Token", clause: "Token") -> str | None:
    """``shared`` or ``own``: the subject of a cue that stands beside the outer cue; None if it is part of the report."""
    has_subject = any(child.dep_ in _SUBJECTS for child in verb.children)
    if verb.dep_ == "advcl" and any(c.lower_ in _CONTRAST and c.dep_ == "mark" for c in verb.children):
        return "own"
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.nbor(-1).text == "," and not has_subject:
        return "shared"
    subject = next((child for child in clause.children if child.dep_ in _SUBJECTS), None)
    is_thing = subject is not None and subject.pos_ == "NOUN" and subject.lemma_.lower() not in PEOPLE
    same_tense = verb.tag_ in (outer.tag_, _BASE.get(outer.tag_)) and (clause.tag_ != verb.tag_ or is_thing)
    return "shared" if verb.dep_ == "conj" and not has_subject and same_tense else None


def _cue_at(token: "Token", lexicon: Lexicon) -> Iterator[Cue]:
    if token.lower_ in _FIXED:
        yield from _according_to(token)
    elif token.pos_ in ("VERB", "AUX") and token.dep_ != "amod":
        lemma, entry = lookup(token, lexicon.verbs)
        if entry is not None:
            content = _verb_content(token, entry.frames)
            speaker = speaker_of(token)
            if _is_other_sense(token, lemma, speaker):
                return
            yield Cue(token, lemma, entry.cue_class, "verb", speaker, frozenset(content), _is_negated(token))
    elif token.pos_ == "NOUN" and token.lemma_.lower() in lexicon.nouns:
        yield from _nominal(token, lexicon.nouns[token.lemma_.lower()])


def _is_other_sense(verb: "Token", lemma: str, speaker: "Token | None") -> bool:
    """*That said, …*; *a place called Dale*; *can you tell whether*."""
    if speaker is not None and speaker.tag_ == "DT" and speaker.lower_ in ("this", "that") and verb.dep_ != "relcl":
        return True
    if lemma in _NAMING and speaker is None and _is_passive(verb):
        return True
    knows = any(child.lower_ in ("can", "could") for child in verb.children)
    return (
        lemma in ("tell", "say")
        and knows
        and not any(child.dep_ in ("dobj", "dative", "neg") for child in verb.children)
    )


def lookup(token: "Token", verbs: Mapping[str, Entry]) -> tuple[str, Entry | None]:
    """A verb's lemma, with its particle where the list has them together, and its line of the list."""
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.dep_ in ("prt", "prep", "advmod") and f"{lemma} {child.lower_}" in verbs:
            return f"{lemma} {child.lower_}", verbs[f"{lemma} {child.lower_}"]
    return lemma, verbs.get(lemma)


def _hands_on(cue: Cue, by_token: Mapping[int, Cue]) -> bool:
    """*Was quoted as saying* is one cue, the second verb, whichever of the two the report hangs on."""
    if cue.lemma not in ("quote", "cite"):
        return False
    for verb in (part for child in cue.token.children if child.lower_ == "as" for part in child.children):
        if verb.i in by_token:
            by_token[verb.i].content |= cue.content - _subtree(verb.head)
            return True
    return False


# What a cue covers ----------------------------------------------------------------------------------------------------


def _verb_content(verb: "Token", frames: frozenset[str]) -> set[int]:
    content: set[int] = set()
    for child in verb.children:
        if _is_reported(child, verb, frames):
            content |= _subtree(child) | _misread_subject(child, verb)
    if content and max(content) < verb.i:  # The report goes on after “it warned”: if the winter …
        for child in verb.rights:
            if child.dep_ == "advcl" and any(part.lower_ in _GOES_ON for part in child.children):
                content |= _subtree(child)
    content = content or _behind_phrase(verb, frames) or _behind_noun(verb, frames) or _prepositional(verb, frames)
    if not content and frames & {"that", "source"} and (_is_parenthetical(verb) or _is_inverted(verb)):
        content = _subtree(verb.head) - _subtree(verb)
    return _without_asides(verb, content)


def _without_asides(verb: "Token", content: set[int]) -> set[int]:
    """The report without the narrator's words in it: *…, although photos showed otherwise*; *the ferry, which leaks, …*.

    A semicolon ends what stood before a report that its cue follows.
    """
    doc = verb.doc
    for token in [doc[place] for place in sorted(content)]:
        if (token.dep_ == "advcl" and any(c.lower_ in _AGAINST and c.dep_ == "mark" for c in token.children)) or (
            token.dep_ == "relcl" and _is_aside(token)
        ):
            content = content - _subtree(token)
    parted = [place for place in content if place < verb.i and doc[place].text == ";"]
    return {place for place in content if place > max(parted)} if parted and max(content) < verb.i else content


def _is_aside(clause: "Token") -> bool:
    """*The ferry, which leaks, sank*: no need to say it, so the narrator's; not in the report's shifted tense (*had*)."""
    first = clause.left_edge
    wh = any(part.tag_ in ("WDT", "WP", "WP$") for part in clause.subtree)
    shifted = any(part.dep_ == "aux" and part.lower_ in ("had", "would") for part in clause.children)
    return wh and not shifted and first.i > first.sent.start and first.nbor(-1).text == ","


def _misread_subject(clause: "Token", verb: "Token") -> set[int]:
    """*Warned the ice was thin*: the parser takes the clause's subject for the verb's object."""
    if clause.dep_ != "ccomp" or any(child.dep_ in (*_SUBJECTS, "expl", "mark", "csubj") for child in clause.children):
        return set()
    between = [child for child in verb.rights if child.dep_ == "dobj" and child.right_edge.i + 1 == clause.left_edge.i]
    return {place for child in between for place in _subtree(child)} if _is_finite(clause) else set()


def _is_finite(clause: "Token") -> bool:
    return clause.tag_ in ("VBD", "VBZ", "VBP") or any(part.tag_ in _FINITE for part in clause.children)


def _is_reported(child: "Token", verb: "Token", frames: frozenset[str]) -> bool:
    if child.dep_ == "oprd":
        return "name" in frames and child.i > verb.i
    if child.dep_ == "advcl" and verb.lemma_.lower() == "ask":
        return child.i > verb.i and any(part.lower_ in _QUESTIONS for part in child.children)
    if child.dep_ not in ("ccomp", "xcomp") or (child.i < verb.i and _is_parted(child, verb)):
        return False
    if any(aux.lower_ == "to" and aux.dep_ == "aux" for aux in child.children):
        return "to" in frames or (child.dep_ == "ccomp" and "that" in frames)
    if child.dep_ == "xcomp":
        return (child.tag_ == "VBG" and "ing" in frames) or (child.tag_ != "VBG" and "name" in frames)
    if child.tag_ == "VBG" and not any(part.dep_ == "aux" for part in child.children):
        return "ing" in frames
    if "source" in frames:
        return _is_document(verb)
    if child.tag_ == "VBN" and not any(part.dep_ in ("aux", "auxpass", *_SUBJECTS) for part in child.children):
        return False  # A participle of a noun, no clause.
    return "that" in frames or (child.pos_ not in ("VERB", "AUX") and "name" in frames)


def _is_parted(clause: "Token", verb: "Token") -> bool:
    """A semicolon or colon parts a clause from the verb that follows it."""
    return any(child.text in (";", ":") and clause.i < child.i < verb.i for child in verb.children)


def _is_document(verb: "Token") -> bool:
    subject = subject_of(verb)
    return subject is not None and subject.lemma_.lower() in _DOCUMENTS


def _behind_phrase(verb: "Token", frames: frozenset[str]) -> set[int]:
    """*Told the court in a statement that …*, *said that during the talks he …*: the parser hangs the clause elsewhere."""
    if "that" not in frames:
        return set()
    for noun in (part for child in verb.rights if child.dep_ in ("prep", "agent") for part in child.subtree):
        if noun.dep_ == "pobj" and noun.head.lower_ not in _TOPIC:
            for child in noun.children:
                if child.dep_ in ("acl", "relcl", "ccomp") and any(part.dep_ == "mark" for part in child.children):
                    return _subtree(child)
    opener = next((child for child in verb.rights if child.lower_ == "that" and child.tag_ == "IN"), None)
    return {place for place in _subtree(verb) if place >= opener.i} if opener is not None else set()


def _behind_noun(verb: "Token", frames: frozenset[str]) -> set[int]:
    """*Voiced fear that …*: the clause of the verb's object."""
    if "noun" not in frames:
        return set()
    objects = [child for child in verb.rights if child.dep_ == "dobj"]
    return {place for noun in objects for child in noun.children if _is_that_clause(child) for place in _subtree(child)}


def _is_that_clause(clause: "Token") -> bool:
    return clause.dep_ in ("acl", "ccomp") and any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def _prepositional(verb: "Token", frames: frozenset[str]) -> set[int]:
    """*Accused X of Y*, *dismissed it as Y*: the phrase after the object, wherever the parser hung it."""
    holders = [verb, *(child for child in verb.children if child.dep_ in ("dobj", "nsubjpass", "prep"))]
    for holder in holders:
        for child in holder.children:
            if (
                child.dep_ in ("prep", "agent", "mark", "dative")
                and child.i > verb.i
                and child.lower_ in frames & _LINKS
            ):
                return _subtree(child)
    return set()


def _is_inverted(verb: "Token") -> bool:
    """*The dam was sound, insisted the engineer*, which the parser takes for a second verb with its object."""
    if verb.dep_ not in ("conj", "dep", "advcl") or verb.tag_ not in ("VBD", "VBZ") or verb.i < 2:
        return False
    joined = any(child.dep_ == "cc" for child in verb.head.children if child.i < verb.i)
    bare = not any(child.i < verb.i and child.dep_ != "punct" for child in verb.children)
    after = {child.dep_ for child in verb.rights}
    return verb.nbor(-1).text == "," and bare and not joined and "dobj" in after and "ccomp" not in after


def _is_parenthetical(verb: "Token") -> bool:
    if verb.dep_ == "parataxis":
        return True
    as_said = any(child.lower_ == "as" and child.dep_ in ("mark", "advmod") for child in verb.children)
    return verb.dep_ == "advcl" and as_said


def _subtree(token: "Token") -> set[int]:
    return {part.i for part in token.subtree}


def _according_to(token: "Token") -> Iterator[Cue]:
    """*According to X*, *in the words of X*, *per X*."""
    match token.lower_:
        case "according":
            lemma, link = "according", _child(token, "to")
        case "words":
            lemma, link = "words", _child(token, "of") if token.head.lower_ == "in" else None
        case _:
            lemma, link = "per", token if token.i > 0 and token.nbor(-1).text == "," else None
    source = None
    if link is not None:
        source = next((child for child in link.children if child.dep_ == "pobj"), None) or _name_after(link)
    if source is None or source.lemma_.lower() in _NO_SOURCE:
        return
    phrase = token.head if lemma == "words" else token
    clause = phrase.head
    while clause.pos_ not in ("VERB", "AUX") and clause.dep_ != "ROOT":
        clause = clause.head
    while clause.dep_ == "conj" and clause.head.pos_ in ("VERB", "AUX"):
        clause = clause.head
    content = _subtree(clause) - _subtree(phrase)
    yield Cue(token, lemma, "neutral", "according-to", source, frozenset(content))


def _name_after(token: "Token") -> "Token | None":
    following = token.nbor() if token.i + 1 < token.sent.end else None
    return following if following is not None and following.pos_ in ("NOUN", "PROPN", "PRON") else None


def _child(token: "Token", word: str) -> "Token | None":
    return next((child for child in token.children if child.lower_ == word), None)


def _nominal(noun: "Token", entry: Entry) -> Iterator[Cue]:
    """*Her claim that it sank*; *claims of theft* where their owner is named; *repeated his vow that …*."""
    speaker = _speaker_of_noun(noun)
    beside = noun.head.children if noun.dep_ == "dobj" else ()
    clauses = [child for child in (*noun.children, *beside) if child.i > noun.i and _is_content_of_noun(child)]
    phrases = [child for child in noun.rights if child.lower_ == "of" and noun.lemma_.lower() in _OF_NOUNS and speaker]
    for content in (*clauses, *phrases)[:1]:
        yield Cue(noun, noun.lemma_.lower(), entry.cue_class, "nominal", speaker, frozenset(_subtree(content)))


def _is_content_of_noun(clause: "Token") -> bool:
    if _is_that_clause(clause):
        return True
    return clause.dep_ in ("acl", "relcl") and any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)


# Who speaks -----------------------------------------------------------------------------------------------------------


def speaker_of(verb: "Token") -> "Token | None":
    """The head of a speech verb's speaker: its subject, the *by* phrase of a passive, else whoever controls it."""
    if _is_passive(verb):
        return _agent(verb)
    if _is_inverted(verb):
        return next(child for child in verb.rights if child.dep_ == "dobj")
    return subject_of(verb)


def subject_of(verb: "Token") -> "Token | None":
    """The head of a verb's subject, its own or shared: of a coordinated verb, a participle, an infinitive."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS and child.lower_ not in ("there",):
            if child.tag_ in ("WDT", "WP"):
                return verb.head if verb.dep_ == "relcl" else _noun_before(child)
            return child
    head = verb.head
    match verb.dep_:
        case "conj" | "advcl" | "xcomp" if head.pos_ in ("VERB", "AUX"):
            return subject_of(head)
        case "acl" | "amod":
            return head if head.pos_ in ("NOUN", "PROPN", "PRON") else None
        case "pcomp":
            return subject_of(head.head) if head.head.pos_ in ("VERB", "AUX") else None
        case "ccomp" if verb.tag_ in ("VB", "VBG"):
            return subject_of(head)
    return _noun_beside(verb) if verb.tag_ in ("VBD", "VBZ", "VBP") else None


def _noun_beside(verb: "Token") -> "Token | None":
    """The noun or name right before a finite verb that the parser left without a subject."""
    place = verb.i - 1
    while place > verb.sent.start and (verb.doc[place].text == "," or verb.doc[place].pos_ == "ADV"):
        place -= 1
    before = verb.doc[place]
    is_number = before.tag_ == "JJ" and before.lower_ == "old"  # the 81-year-old said
    return (
        before
        if before.sent == verb.sent and (before.pos_ in ("NOUN", "PROPN") or is_number) and before != verb
        else None
    )


def _noun_before(pronoun: "Token") -> "Token | None":
    before = pronoun.doc[pronoun.sent.start : pronoun.i]
    return next((token for token in reversed(before) if token.pos_ in ("NOUN", "PROPN")), None)


def _is_passive(verb: "Token") -> bool:
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if any(child.dep_ in ("aux", *_SUBJECTS) for child in verb.children):
        return False
    return (verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl", "advcl")) or (
        verb.tag_ == "VBD" and verb.dep_ == "advcl"
    )


def _agent(verb: "Token") -> "Token | None":
    for child in verb.children:
        if child.dep_ in ("agent", "prep") and child.lower_ == "by":
            return next((part for part in child.children if part.dep_ == "pobj"), None)
    return None


def _speaker_of_noun(noun: "Token") -> "Token | None":
    for child in noun.children:
        if child.dep_ == "poss" or (child.tag_ == "JJ" and child.text[:1].isupper() and noun.text[:1].islower()):
            return child  # Kyiv's demand that …, Ukrainian demands to …
    by = [child for child in noun.children if child.lower_ in ("by", "from") and child.dep_ in ("prep", "agent")]
    for source in (part for child in by for part in child.children if part.dep_ == "pobj"):
        return source
    is_said = noun.dep_ == "dobj" and noun.head.lemma_.lower() in _LIGHT_VERBS
    return speaker_of(noun.head) if is_said else None


def _is_negated(verb: "Token") -> bool:
    if any(child.dep_ in ("neg", "preconj") and child.lower_ != "both" for child in verb.children):
        return True
    if any(part.lower_ == "neither" for child in verb.children if child.dep_ in _SUBJECTS for part in child.lefts):
        return True
    if verb.dep_ == "xcomp":
        return verb.head.lemma_.lower() in _SAYING_NOTHING or _is_negated(verb.head)
    if verb.dep_ == "pcomp":
        return verb.head.lower_ == "without"
    return verb.dep_ == "conj" and any(child.lower_ == "nor" for child in verb.head.children)
