import numpy as np

from training.names import NAMES, beside, label_changes

BOTH = "Norland praised Ravel."


def test_only_other_targets_of_the_same_text_stand_beside_a_target():
    targets = [(BOTH, (0, 7)), (BOTH, (16, 21)), (BOTH, (0, 15)), ("Norland lied.", (0, 7))]
    # The third overlaps the first, so these two are beside the second alone; the last has its text to itself.
    assert beside(targets) == [
        ((BOTH, (0, 7)), (16, 21)),
        ((BOTH, (16, 21)), (0, 7)),
        ((BOTH, (16, 21)), (0, 15)),
        ((BOTH, (0, 15)), (16, 21)),
    ]


def test_a_label_change_is_counted_at_its_name_and_pair():
    # The scorer hates China, but only where it comes first: that is, beside the second target, in one row of names.
    def label(targets):
        return np.array([text.startswith("China") for text, _ in targets])

    changes = label_changes(label, beside([(BOTH, (0, 7)), (BOTH, (16, 21))]))
    assert {kind: found.shape for kind, found in changes.items()} == {kind: (len(NAMES[kind]), 2) for kind in NAMES}
    assert np.argwhere(changes["countries"]).tolist() == [[NAMES["countries"].index("China"), 1]]
    assert not changes["politicians"].any()
    assert not changes["made-up"].any()
