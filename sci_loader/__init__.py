"""Releases about a cooperation programme, as tables in which every number keeps the sentence that states it.

>>> import sci_loader
>>> corpus = sci_loader.load()
>>> total = corpus.counts.query("measure == 'project'").iloc[-1]
>>> int(total["stated_high"]), total["grade"]
(43, 'confirmed')
"""

from sci_loader.corpus import Corpus, load

__all__ = ["Corpus", "load"]
