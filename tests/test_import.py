import json
import subprocess
import sys

PROBE = """
import logging, socket, sys, warnings

def refuse(*_, **__):
    raise OSError("no network in this test")

socket.socket = socket.create_connection = socket.getaddrinfo = refuse
def state():
    return list(warnings.filters), list(logging.root.handlers), logging.root.level

before = state()
import framelens
after = state()
import json
heavy = ["spacy", "matplotlib", "nltk", "sklearn", "scipy", "pandas", "papermill", "pydantic", "vaderSentiment"]
loaded = [name for name in heavy if name in sys.modules]
print(json.dumps({"same": before == after, "version": framelens.__version__, "names": dir(framelens),
                  "loaded": loaded,
                  "handled": [n for n, l in logging.root.manager.loggerDict.items() if getattr(l, "handlers", [])]}))
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)


def test_importing_framelens_is_quiet_loads_nothing_heavy_and_changes_nothing():
    result = run(PROBE)
    assert (result.returncode, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert found["loaded"] == []
    assert found["same"]
    assert found["handled"] == []
    assert {"read_study", "observe", "save_figure"} <= set(found["names"])


def test_using_a_measure_loads_no_figures_and_no_parser():
    result = run(
        "import sys, framelens as fl, pandas as pd\n"
        "tokens = pd.DataFrame({'article_id': ['a', 'b'], 'outlet': ['A', 'B'], 'term': ['x', 'y'], 'voice': 'own',"
        " 'zone': 'body'})\n"
        "fl.contrast_terms(fl.count_terms(tokens))\n"
        "print([name for name in ('matplotlib', 'spacy', 'papermill', 'IPython') if name in sys.modules])"
    )
    assert (result.stdout, result.stderr) == ("[]\n", "")


def test_reading_a_study_loads_no_figures_and_no_parser():
    result = run(
        "import sys, framelens as fl\nfl.read_study('port-callen')\n"
        "print([name for name in ('matplotlib', 'spacy', 'papermill', 'sklearn') if name in sys.modules])"
    )
    assert (result.stdout, result.stderr) == ("[]\n", "")


def test_drawing_leaves_matplotlib_s_settings_and_opens_no_window():
    result = run(
        "import matplotlib as mpl\nbefore = dict(mpl.rcParams)\nimport framelens as fl, pandas as pd\n"
        "fl.plot_voices(pd.DataFrame({'outlet': ['A'], 'voice': ['own'], 'estimate': [1.0], 'k': [1],"
        " 'low': [float('nan')], 'high': [float('nan')], 'interval': ['none']}))\n"
        "from matplotlib._pylab_helpers import Gcf\nprint(dict(mpl.rcParams) == before, len(Gcf.figs))"
    )
    assert (result.stdout, result.stderr) == ("True 0\n", "")
