"""Zones: every line of an article gets one, with the name of the rule that gave it. Nothing is cut.

The rules are general: what a line shows by itself (`line_patterns`), then where it stands. Rules of the study
come first.
"""

from collections.abc import Sequence

from framelens.bylines import author_and_date
from framelens.line_patterns import (
    BULLET,
    HEADING,
    NAMES_ONLY,
    ONLY_TIME,
    match_line,
)
from framelens.markup import is_markup
from framelens.paragraphs import (
    LONG_WORDS,
    RUNNING_WORDS,
    WRAPPED_LINES,
    Line,
    goes_on,
    is_running,
    is_wrapped,
    neighbour,
    paragraphs_of,
    split_lines,
)
from framelens.patterns import Patterns
from framelens.study import CleaningRule

_OPENING = "\"'“‘«(["
SUBHEAD_WORDS = 9


def zone_lines(text: str, rules: Sequence[CleaningRule] = ()) -> list[Line]:
    """The lines of one article, each with a zone and a reason."""
    lines = split_lines(text)
    for line in lines:
        if not line.raw.strip():
            line.give("blank", "blank line")
    _apply_study_rules(lines, rules)
    _apply_line_rules(lines)
    wrapped = is_wrapped([line.raw for line in lines if not line.zone or line.zone == "blank"])
    _extend_captions(lines)
    _zone_front(lines, wrapped)
    _zone_second_headlines(lines)
    _zone_end(lines)
    _zone_subheads(lines, wrapped)
    for line in lines:
        line.give("body", "body text")
    return lines


def _apply_study_rules(lines: list[Line], rules: Sequence[CleaningRule]) -> None:
    compiled = [(rule, Patterns({rule.name: [rule.pattern]})) for rule in rules]
    for line in lines:
        for rule, patterns in compiled:
            if line.zone != "blank" and any(map(patterns.occur_in, {line.plain, line.raw})):
                line.give(rule.zone, rule.name)


def _apply_line_rules(lines: list[Line]) -> None:
    before = None
    for line in lines:
        if not line.zone and is_markup(line.raw):
            line.give("boilerplate", "markup")
        if not line.zone:
            rule = match_line(line.raw, line.plain)
            if rule and (rule.zone == "caption" or not goes_on(before, line)):
                line.give(rule.zone, rule.name)
        before = line


def _extend_captions(lines: list[Line]) -> None:
    """A caption may break inside its sentence, before its credit or after it; a title above a picture credit is one."""
    for line, following in zip(lines, lines[1:], strict=False):
        if following.zone == "caption" and goes_on(line, following):
            line.give("caption", "caption, wrapped")
        if line.zone == "caption" and not line.ends_sentence and not line.plain.endswith(")") and "©" not in line.plain:
            wraps = (
                following.reason in ("", "picture credit", "company", "breadcrumb")
                and following.plain
                and "<" not in following.raw
            )
            is_prose = following.ends_sentence and following.n_words >= RUNNING_WORDS
            if wraps and ":" not in following.plain and (not is_prose or goes_on(line, following)):
                following.zone, following.reason = "caption", "caption, wrapped"
    for line, following in zip(lines, lines[1:], strict=False):
        if following.reason == "picture credit" and 3 <= line.n_words <= 2 * LONG_WORDS and _begins_block(lines, line):
            line.give("caption", "line above a picture credit")
        if line.reason == "picture credit" and 3 <= following.n_words <= LONG_WORDS and not following.ends_sentence:
            following.give("caption", "line below a picture credit")


def _begins_block(lines: Sequence[Line], line: Line) -> bool:
    return line.number == 1 or lines[line.number - 2].zone not in ("", "body")


def _zone_front(lines: list[Line], wrapped: bool) -> None:
    """Kicker, headline, standfirst and loose names: what stands before the body."""
    front: list[list[Line]] = []
    for paragraph in paragraphs_of(lines, wrapped):
        if is_running(paragraph) and not _is_before_body(lines, paragraph):
            break
        front.append(paragraph)
    else:  # No prose at all: the first title is the headline, and the rest, short as it is, the body.
        front = front[:1] if len(front) > 1 else []
    titles = [paragraph for paragraph in front if not _is_loose_byline(lines, paragraph, front)]
    headline = _find_headline(titles)
    for position, paragraph in enumerate(titles):
        for line in paragraph:
            if position < headline:
                line.give("kicker", "label above the headline")
            elif position == headline:
                line.give("headline", "first title")
            else:
                line.give("standfirst", "summary before the body")
    for paragraph in front:
        for line in paragraph:
            line.give("byline", "names before the body")


def _is_before_body(lines: Sequence[Line], paragraph: Sequence[Line]) -> bool:
    """Whether prose is headline or standfirst all the same: a bullet, or a paragraph that the first byline follows."""
    if BULLET.match(paragraph[0].raw):
        return True
    if any(line.zone == "byline" for line in lines[: paragraph[0].number]):
        return False
    following = neighbour(lines, paragraph[-1], 1)
    return following is not None and following.zone == "byline"


def _is_loose_byline(lines: Sequence[Line], paragraph: Sequence[Line], front: Sequence[Sequence[Line]]) -> bool:
    """Names, or a date without its year, below the headline: next to a byline, or right before the body."""
    line = paragraph[0]
    if paragraph is front[0] or len(paragraph) > 1:
        return False
    if ONLY_TIME.match(line.plain):
        return True
    if line.n_words > 12 or not NAMES_ONLY.match(line.plain):
        return False
    around = (neighbour(lines, line, -1), neighbour(lines, line, 1))
    is_last = paragraph is front[-1] and 2 <= line.n_words <= 3
    return is_last or any(near is not None and near.zone == "byline" for near in around)


def _find_headline(titles: Sequence[Sequence[Line]]) -> int:
    headings = [i for i, paragraph in enumerate(titles) if paragraph[0].raw.lstrip().startswith(("#", "<h"))]
    if headings:
        return headings[0]
    if len(titles) < 2:
        return 0
    first, second = (sum(line.n_words for line in paragraph) for paragraph in titles[:2])
    in_capitals = titles[0][0].plain.isupper() and not titles[1][0].plain.isupper() and first <= 6
    is_label = first <= (3 if len(titles) == 2 else 4) and first < second
    is_summary = bool(BULLET.match(titles[1][0].raw)) or is_running(titles[1])
    return 1 if (in_capitals or is_label) and not is_summary else 0


def _zone_end(lines: list[Line]) -> None:
    """What stands below the last prose: names, a note on the author, and lists of links once boilerplate has begun."""
    prose = [line.number for line in lines if not line.zone and (line.ends_sentence or line.n_words >= LONG_WORDS)]
    byline = [line for line in lines if line.zone == "byline"]
    names = [line.plain for line in byline if NAMES_ONLY.match(line.plain)]
    names += (author_and_date([line.raw for line in byline])[0] or "").split(", ")
    openings = tuple(name for name in dict.fromkeys(names) if name)
    boilerplate = False
    for line in lines[max(prose, default=len(lines)) :]:
        boilerplate = boilerplate or line.zone == "boilerplate"
        if line.plain.startswith(openings):
            line.give("byline", "note on the author")
        elif boilerplate:
            line.give("boilerplate", "list below the article")
        elif _is_signature(line):
            line.give("byline", "names below the body")


def _is_signature(line: Line) -> bool:
    is_initials = line.plain.strip("()[]–—- ").isupper() and line.n_words == 1 and len(line.plain) <= 6
    return is_initials or (2 <= line.n_words <= 3 and bool(NAMES_ONLY.match(line.plain)))


def _zone_second_headlines(lines: list[Line]) -> None:
    headline = [line for line in lines if line.zone == "headline"]
    title = _letters(" ".join(line.plain for line in headline))
    for line in lines:
        if (
            title
            and line.zone not in ("blank", "boilerplate")
            and _letters(line.plain) == title
            and line not in headline
        ):
            line.zone, line.reason = "boilerplate", "second headline"


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _zone_subheads(lines: list[Line], wrapped: bool) -> None:
    paragraphs = paragraphs_of(lines, wrapped)
    questions = sum(paragraph[0].plain.endswith("?") for paragraph in paragraphs if len(paragraph) == 1)
    for before, paragraph, after in zip(paragraphs, paragraphs[1:], paragraphs[2:], strict=False):
        line = paragraph[-1]
        if HEADING.match(line.raw):
            line.give("subhead", "heading in the body")
        elif (
            _stands_alone(before, paragraph, wrapped)
            and _is_title(line, questions)
            and is_running(after)
            and _opens_sentence(after[0].plain)
        ):
            line.give("subhead", "short line between paragraphs")


def _stands_alone(before: Sequence[Line], paragraph: Sequence[Line], wrapped: bool) -> bool:
    """A paragraph of one line, or the last line of a wrapped one whose other lines end with a full stop."""
    if len(paragraph) == 1:
        return before[-1].ends_sentence or before[-1].plain.endswith(":") or before[-1].zone == "subhead"
    return wrapped and paragraph[-2].ends_sentence


def _is_title(line: Line, questions: int) -> bool:
    is_question = line.plain.endswith("?") and questions < WRAPPED_LINES  # More of them: an interview.
    ends_open = not line.ends_sentence and not line.plain.endswith((":", ",", ";"))
    return (
        1 <= line.n_words <= SUBHEAD_WORDS
        and _opens_sentence(line.plain)
        and (ends_open or is_question)
        and not BULLET.match(line.raw)
    )


def _opens_sentence(text: str) -> bool:
    first = text.lstrip(_OPENING)[:1]
    return first.isupper() or first.isdigit()
