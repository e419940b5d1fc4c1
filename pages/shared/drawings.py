"""The charts of the pages, each drawn once for the data, the mode and the filters that it depends on."""

from pages.shared import words
from sci_loader import Corpus, charts, figures, memory, parties, threads, view, wording


@memory.remembered
def source_line(corpus: Corpus) -> str:
    """What stands below every chart, so that a saved picture says where it comes from."""
    read = words.plural(view.total(corpus), "release")
    return f"{read} to {wording.day(view.as_of(corpus))} · data {corpus.version[:8]}"


@memory.remembered
def totals(corpus: Corpus, mode: charts.Mode) -> charts.Chart:
    """Totals to date."""
    programme = corpus.programme
    return charts.cumulative(figures.series(corpus), programme, mode, view.as_of(corpus), source_line(corpus))


@memory.remembered
def new(corpus: Corpus, mode: charts.Mode) -> charts.Chart:
    """What each meeting added."""
    return charts.new_by_meeting(figures.series(corpus), corpus.programme, mode, source_line(corpus))


@memory.remembered
def pillars(corpus: Corpus, mode: charts.Mode, filters: view.Filters) -> charts.Chart:
    """Entries of the register by pillar."""
    frame, meetings = view.pillars_by_meeting(corpus, filters), view.meetings_held(corpus)
    return charts.pillars(frame, corpus.programme, meetings, mode, source_line(corpus))


@memory.remembered
def network(corpus: Corpus, mode: charts.Mode, register_ids: tuple[str, ...]) -> charts.Chart:
    """Who works with whom in these entries of the register."""
    pairs, known = parties.pairs(corpus, register_ids), {p.slug: p for p in parties.parties(corpus)}
    return charts.network(pairs, known, corpus.programme, mode, source_line(corpus))


@memory.remembered
def timeline(corpus: Corpus, mode: charts.Mode) -> charts.Chart:
    """Named undertakings over time."""
    return charts.timeline(threads.threads(corpus), mode, source_line(corpus))


@memory.remembered
def text(corpus: Corpus, mode: charts.Mode, filters: view.Filters) -> charts.Chart:
    """Share of text by pillar."""
    return charts.text_share(view.text_share(corpus, filters), corpus.programme, mode, source_line(corpus))
