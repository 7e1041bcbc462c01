"""By-phrases: who did it, told from when (*by noon*), how (*by post*) and by how much (*by two points*)."""

from framelens.syntax import Token

_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass"))
_INSERTS = (",", "(", ")", "–", "—", "-", ":")


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(text.split())


_TIMES = words("""
    afternoon age autumn beginning century christmas date dawn day deadline decade dusk easter end evening hour midday
    midnight minute moment month morning night nightfall noon now second spring stage start summer sunrise sunset then
    time today tomorrow tonight weekend winter year yesterday monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
""")
_MEASURES = words("factor half length majority margin mean means name percent percentage third vote way")
_UNITS = words("centimetre degree dollar euro foot inch kilometre meter metre mile point pound yard")
# By what means, where the noun stands bare: by car, but not by a car.
_MEANS = words("""
    accident air airmail bicycle bike boat bus car chance choice coach courier default definition design email e-mail
    extension fax ferry foot force hand helicopter land law lorry mail mistake nature phone plane post proxy radio rail
    road satellite sea ship telephone text train truck turn water
""")


def labels(token: Token) -> set[str]:
    """The labels of what hangs on a token."""
    return {child.dep_ for child in token.children}


def find_agent(verb: Token, host: Token | None = None) -> Token | None:
    """The head of the by-phrase that names the doer of a passive verb.

    Of coordinated participles the first has the by-phrase of the second (*was hit and burned by*).

    Parameters
    ----------
    verb
        The participle, or a noun of action (*the attack by*).
    host
        The *be* that the parser takes for the verb.

    Examples
    --------
    >>> from framelens.parsing import load_model
    >>> find_agent(load_model()("The mill was built by night by monks.")[3])
    monks
    """
    hosts = [verb] if host is None or host == verb else [verb, host]
    phrases = [by for one in hosts for by in one.children if by.dep_ in ("agent", "prep") and by.lower_ == "by"]
    heads: list[Token] = [head for by in phrases for head in by.children if head.dep_ == "pobj" and can_act(head)]
    if heads:
        return heads[0]
    for other in verb.children:
        joined = other.dep_ == "conj" and other.tag_ in ("VBN", "VBD") and not labels(other) & _SUBJECTS
        if joined and not any(word.text in _INSERTS for word in verb.doc[verb.i : other.i]):
            return find_agent(other)
    return None


def can_act(head: Token) -> bool:
    """Whether a noun after *by*, or a possessive, can be a doer: no time, no measure, no means."""
    noun = head.lemma_.lower()
    if noun in _TIMES or noun in _MEASURES:
        return False
    if head.tag_ == "CD":
        return bool(head.is_alpha)
    if noun in _MEANS:
        return any(child.i < head.i for child in head.children)
    return not (noun in _UNITS and "nummod" in labels(head))
