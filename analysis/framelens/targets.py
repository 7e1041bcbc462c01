"""How a target is shown to the sentiment model: its name, and every other name, behind a fixed placeholder.

What the model reads depends on the words round the target and on nothing inside it, so a score cannot depend on who
is written about. Training and use both prepare their texts here.
"""

import re
from collections.abc import Iterable, Sequence

from framelens.errors import ArgumentError

TARGET = "[TARGET]"
OTHER = "[OTHER]"

_WORD = re.compile(r"\[TARGET\]|\w+(?:[.'’]\w+)*")
_ELIDED = re.compile(r"[a-z]{1,2}['’](?=\w)")  # d'Ivoire
_TAIL = re.compile(r"-(?!(?:led|era|run|like|born|held|made|only|wide|type|free)\b)(?:[a-z]{2,4}|elect)\b")  # Jong-un
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.?!:\n][\"'”’)]*\s*$|^\s*$")
_OPENING = " \"'“‘("


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Sentences often begin with these, and names hardly ever do.
_STARTERS = _words(
    """
    a about above according across actually add after afterward again against ago ahead alas all almost along
    alongside already also although always am amid among an analysis and another any anybody anyone anything
    apparently are around as aside asked at away back based be because been before being below besides better
    between beyond big both but by can certainly clearly come contrary could critics current currently days dear
    despite did do does doing don't don’t down during each earlier early either else enough even eventually ever
    every everybody everyone everything except far few fewer finally first five following for former four from
    further furthermore generally get give given going had half hardly has have having he hence her here hers hey
    him himself his how however hundreds i if immediately in indeed inside instead into is it its itself just keep
    last late lately later least less let like likewise listen little long look made make many maybe me meanwhile
    merely million millions months more moreover most much must my nearly neither never nevertheless next no nobody
    none nonetheless nor not nothing notwithstanding now nowhere of off officials often oh on once one only
    opponents or other others otherwise our out outside over overall people per perhaps photo photos play please
    police possibly previously prior probably prosecutors quite rather really recently regardless related reporters
    responding right sadly same see seems several she should simply since six so some somebody somehow someone
    something sometimes somewhere soon specifically still such sure take ten than thank thanks that the their them
    then there thereafter therefore these they things this those though thousands three through throughout thus till
    to today together tomorrow tonight too top toward towards two typically ultimately under underneath
    unfortunately unless unlike until up upon using usually very video voters was we weeks well were what whatever
    when whenever where whereas wherever whether which whichever while who whoever whom whose why will with within
    without worse would years yes yesterday yet you young your
    """
)
_NOT_NAMES = _words(
    """
    April August December February Friday I January July June March May Monday November October Saturday September
    Sunday Thursday Tuesday Wednesday
    """
)
_ACRONYMS = _words("WHO IT")  # not the starters *who* and *it*
# A full stop after one of these ends no sentence.
_TITLES = _words(
    """
    Adm Capt Col Dr Gen Gov Hon Lt Maj Messrs Mr Mrs Ms Mx Prof Rep Reps Rev Sen Sens Sgt St
    """
)
_PARTICLES = _words(
    """
    al ben bin da de del della den der di dos du el ibn la le ten ter van von zu
    """
)
_LINKS = _PARTICLES | {"of", "the"}
# Of countries with *and* in their name.
_SECOND_HALVES = _words("Herzegovina Tobago Barbuda Nevis Príncipe Futuna Caicos")
# A long word that begins a sentence and ends so is a name only if it stands in the list below.
_SUFFIXES = ("ing", "ed", "ly")
_NAMES_ALL_THE_SAME = _words(
    """
    alfred beijing beverly browning chongqing connelly connolly donnelly fleming golding harding keating kennelly
    kimberly manning mildred mohamed mohammed muhammed nanjing reilly sterling waverly wilfred winifred
    """
)


def hide(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Put a placeholder for the target, and another for every other name.

    The result is a function of the text outside the spans: two texts that differ only inside them are prepared alike,
    so whatever reads the result cannot know the target's name. A possessive *'s* stays outside, an article or a title
    before the target (*the*, *President*) goes with it. Where the target is named again and that place is not
    among the spans, it is one more name. Names are runs of words with a capital, particles between or before them
    included.

    Parameters
    ----------
    text
        A sentence or a short passage, as read.
    spans
        Start and end of each mention of the target, in code points, end exclusive.

    Returns
    -------
    str
        The text with `[TARGET]` for the target and `[OTHER]` for other names; its own square brackets are round ones.

    Raises
    ------
    ArgumentError
        If there is no span, or if a span is empty or leaves the text.

    References
    ----------
    Hamborg, F. & Donnay, K. (2021). NewsMTSC: A Dataset for (Multi-)Target-dependent Sentiment Classification in
    Political News Articles. *EACL 2021*, 1663-1675 (the task). Hiding names is our own addition.

    Examples
    --------
    >>> hide("In Riga, Minister Ozola praised Kalnins's plan.", [(18, 23)])
    "In [OTHER], [TARGET] praised [OTHER]'s plan."
    """
    marked = _mark(text, _checked(text, spans))
    words = [(match.start(), match.end()) for match in _WORD.finditer(marked)]
    runs = _runs(marked, words)
    pieces = []
    at = 0
    for start, end, is_target in _absorbed(marked, runs):
        pieces += [marked[at:start], TARGET if is_target else OTHER]
        at = end
    return "".join([*pieces, marked[at:]])


def _checked(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, without a possessive at their end."""
    if not spans:
        msg = "The target has no span; give at least one (start, end) of its name in the text."
        raise ArgumentError(msg)
    kept = []
    for start, end in sorted(spans):
        if not 0 <= start < end <= len(text):
            msg = (
                f"The span ({start}, {end}) does not lie in a text of {len(text)} characters; "
                "give 0 <= start < end <= its length, in code points."
            )
            raise ArgumentError(msg)
        bare = _POSSESSIVE.sub("", text[start:end])
        kept.append((start, start + len(bare) if bare else end))
    return kept


def _mark(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the target's placeholder; its own square brackets become round, so that none can be forged."""
    pieces = []
    at = 0
    for start, end in spans:
        if start >= at:
            pieces += [_without_brackets(text[at:start]), TARGET]
        at = max(at, end)
    return "".join([*pieces, _without_brackets(text[at:])])


def _without_brackets(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def _runs(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """Names and targets as (start, end, is target), in order of the text."""
    headline = _is_headline(text, words)
    runs: list[tuple[int, int, bool]] = []
    for index, (start, end) in enumerate(words):
        word = text[start:end]
        if word == TARGET:
            runs.append((start, end, True))
        elif not headline and _is_name(text, start, word):
            bare = start + len(_POSSESSIVE.sub("", word))
            bare += len(tail.group()) if (tail := _TAIL.match(text, bare)) else 0
            if runs and not runs[-1][2] and _joins(text[runs[-1][1] : start], text[runs[-1][0] : runs[-1][1]], word):
                runs[-1] = (runs[-1][0], bare, False)
            else:
                runs.append((_with_particles(text, words, index), bare, False))
    return runs


def _is_headline(text: str, words: list[tuple[int, int]]) -> bool:
    """Whether nearly every longer word has a capital, so that a capital says nothing."""
    longer = [text[start] for start, end in words if end - start > 3 and text[start] != "["]
    small = sum(not letter.isupper() for letter in longer)
    return len(longer) > 4 and small <= (0.2 * len(longer) if len(longer) > 9 else 0)


def _is_name(text: str, start: int, word: str) -> bool:
    word = _ELIDED.sub("", word)
    if not word[0].isupper():
        return False
    bare = re.split(r"['’]", word)[0]
    if bare in _NOT_NAMES:
        return False
    if bare.lower() in _STARTERS or word.lower() in _STARTERS:
        return bare in _ACRONYMS
    common = len(bare) > 5 and bare.lower().endswith(_SUFFIXES) and bare.lower() not in _NAMES_ALL_THE_SAME
    return not (common and _SENTENCE_END.search(text[:start].rstrip(_OPENING)[-4:]))


def _joins(gap: str, before: str, word: str) -> bool:
    """Whether what stands between two names makes them one: a space, a hyphen, an initial's stop, a particle."""
    if gap in {" ", "-"} or (gap == " and " and _POSSESSIVE.sub("", word) in _SECOND_HALVES):
        return True
    last = re.split(r"\W", before)[-1]
    if gap == ". ":
        return last in _TITLES or len(last) == 1
    linked = gap.replace("-", " ").split()
    return gap[:1] == " " and bool(linked) and set(linked) <= _LINKS and linked != ["the"]


def _with_particles(text: str, words: list[tuple[int, int]], index: int) -> int:
    """Where the name begins if the particles before it belong to it (*von der Leyen*, *al-Sisi*)."""
    start = words[index][0]
    for before, after in reversed(words[:index]):
        if text[before:after] not in _PARTICLES or text[after:start] not in {" ", "-"}:
            break
        start = before
    return start


def _absorbed(text: str, runs: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """The runs with what goes with them: names and titles right before a target, and an article before either."""
    kept: list[tuple[int, int, bool]] = []
    for start, end, is_target in runs:
        begin = start
        if is_target and kept and not kept[-1][2] and text[kept[-1][1] : start] in {" ", ". "}:
            begin = kept.pop()[0]
        article = re.search(r"\b[Tt]he $", text[max(0, begin - 5) : begin])
        kept.append((begin - 4 if article else begin, end, is_target))
    return kept
