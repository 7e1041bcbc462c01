# The public names. They are loaded when first used: importing framelens costs next to nothing.
from .accuracy import scorer_errors, summarize_accuracy
from .agency import summarize_agency
from .annotations import Annotations, annotate
from .association import (
    conditional_odds_ratio,
    conservative_log_ratio,
    exact_rate_test,
    expected_counts,
    fisher_exact,
    pointwise_mutual_information,
    t_score,
    word_level_p,
)
from .captions.accuracy import caption_accuracy
from .captions.parts import Caption
from .captions.robustness import caption_specifications
from .captions.sentiment import caption_sentiment
from .captions.sources import caption_cues, caption_sources, caption_voices
from .captions.terms import caption_term_rates, caption_terms
from .captions.wording import caption_agency, caption_contrasts, caption_facts, caption_label_shares
from .cleaning import clean
from .concordance import find_collocations, keyword_in_context
from .contrasts import contrast_groups, strongest_contrasts
from .copies import find_copies, merge_copies
from .corpus import read_articles, read_corpus
from .counts import TermCounts, count_terms, merge_variants
from .coverage import cover_facts
from .cue_profiles import compare_cues, profile_cues
from .dispersion import deviation_of_proportions
from .doubt import find_doubts, summarize_doubt
from .errors import ArgumentError, FramelensError, InputError, LeakError, RunError, StudyError
from .evidence import evidence
from .explore import explore
from .figures import output_folder, provenance, save_each, save_figure, show_figures
from .keyness import (
    chi_squared,
    effect_of_log_likelihood,
    information_criterion,
    jensen_shannon,
    log_likelihood,
    log_odds,
    log_ratio,
    percent_difference,
)
from .labels import find_labels, label_shares
from .observations import Observations, observe
from .paper.kit import write_paper
from .plots.accuracy import plot_accuracy, plot_accuracy_grid
from .plots.agency import plot_agency, plot_agency_grid
from .plots.beside import join_voices
from .plots.contrasts import plot_contrasts
from .plots.coverage import plot_fact_matrix
from .plots.cues import leading_sources, plot_cue_classes, plot_cue_classes_grid
from .plots.labels import plot_label_shares, plot_label_shares_grid
from .plots.rates import plot_term_rates
from .plots.robustness import plot_specifications_grid
from .plots.rows import outlet_labels
from .plots.sentiment import plot_party_sentiment, plot_party_sentiment_grid
from .plots.sources import plot_sources
from .plots.terms import plot_terms, plot_terms_grid
from .plots.voices import plot_voices
from .preflight import check_figure
from .priors import Prior
from .robustness import choose_findings, summarize_specifications, vary_specifications
from .runs import notebook_dir, run_notebook
from .scores import score_mentions
from .scoring import score_file
from .sentiment import summarize_sentiment, telling_sentences
from .share import share_study
from .sourcing import count_sources, pool_sources, sentence_voices, summarize_sources, voice_shares
from .storage import annotate_to_files, read_annotations, write_annotations
from .streaming import count_text
from .study import Study, read_study
from .terms import contrast_terms, function_words, top_terms, weight_terms
from .views.parts import View
from .views.show import draw_view

__version__: str

__all__ = [
    "Annotations",
    "ArgumentError",
    "Caption",
    "FramelensError",
    "InputError",
    "LeakError",
    "Observations",
    "Prior",
    "RunError",
    "Study",
    "StudyError",
    "TermCounts",
    "View",
    "annotate",
    "annotate_to_files",
    "caption_accuracy",
    "caption_agency",
    "caption_contrasts",
    "caption_cues",
    "caption_facts",
    "caption_label_shares",
    "caption_sentiment",
    "caption_sources",
    "caption_specifications",
    "caption_term_rates",
    "caption_terms",
    "caption_voices",
    "check_figure",
    "chi_squared",
    "choose_findings",
    "clean",
    "compare_cues",
    "conditional_odds_ratio",
    "conservative_log_ratio",
    "contrast_groups",
    "contrast_terms",
    "count_sources",
    "count_terms",
    "count_text",
    "cover_facts",
    "deviation_of_proportions",
    "draw_view",
    "effect_of_log_likelihood",
    "evidence",
    "exact_rate_test",
    "expected_counts",
    "explore",
    "find_collocations",
    "find_copies",
    "find_doubts",
    "find_labels",
    "fisher_exact",
    "function_words",
    "information_criterion",
    "jensen_shannon",
    "join_voices",
    "keyword_in_context",
    "label_shares",
    "leading_sources",
    "log_likelihood",
    "log_odds",
    "log_ratio",
    "merge_copies",
    "merge_variants",
    "notebook_dir",
    "observe",
    "outlet_labels",
    "output_folder",
    "percent_difference",
    "plot_accuracy",
    "plot_accuracy_grid",
    "plot_agency",
    "plot_agency_grid",
    "plot_contrasts",
    "plot_cue_classes",
    "plot_cue_classes_grid",
    "plot_fact_matrix",
    "plot_label_shares",
    "plot_label_shares_grid",
    "plot_party_sentiment",
    "plot_party_sentiment_grid",
    "plot_sources",
    "plot_specifications_grid",
    "plot_term_rates",
    "plot_terms",
    "plot_terms_grid",
    "plot_voices",
    "pointwise_mutual_information",
    "pool_sources",
    "profile_cues",
    "provenance",
    "read_annotations",
    "read_articles",
    "read_corpus",
    "read_study",
    "run_notebook",
    "save_each",
    "save_figure",
    "score_file",
    "score_mentions",
    "scorer_errors",
    "sentence_voices",
    "share_study",
    "show_figures",
    "strongest_contrasts",
    "summarize_accuracy",
    "summarize_agency",
    "summarize_doubt",
    "summarize_sentiment",
    "summarize_sources",
    "summarize_specifications",
    "t_score",
    "telling_sentences",
    "top_terms",
    "vary_specifications",
    "voice_shares",
    "weight_terms",
    "word_level_p",
    "write_annotations",
    "write_paper",
]
