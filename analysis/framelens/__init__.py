"""Compare how news outlets frame one event. Start with `read_study` and `observe`; `framelens --help` for batches."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__version__ = "0.1.0"
