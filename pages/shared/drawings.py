"""The charts of the pages, each drawn once for the data, the mode and the filters that it depends on."""

from pages.shared import words
from sci_loader import Corpus, charts, parties, threads, view


@view.remembered
def source_line(corpus: Corpus) -> str:
    """What stands below every chart, so that a saved picture says where it comes from."""
    read = words.plural(view.total(corpus), "release")
    return f"{read} to {view.day(view.as_of(corpus))} · data {corpus.version[:8]}"


@view.remembered
def totals(corpus: Corpus, mode: charts.Mode) -> charts.Chart:
    """Totals to date."""
    programme = view.programme_of(corpus)
    return charts.cumulative(view.series(corpus), programme, mode, view.as_of(corpus), source_line(corpus))


@view.remembered
def new(corpus: Corpus, mode: charts.Mode) -> charts.Chart:
    """What each meeting added."""
    return charts.new_by_meeting(view.series(corpus), view.programme_of(corpus), mode, source_line(corpus))


@view.remembered
def pillars(corpus: Corpus, mode: charts.Mode, filters: view.Filters) -> charts.Chart:
    """Entries of the register by pillar."""
    frame, meetings = view.pillars_by_meeting(corpus, filters), view.meetings_held(corpus)
    return charts.pillars(frame, view.programme_of(corpus), meetings, mode, source_line(corpus))


@view.remembered
def network(corpus: Corpus, mode: charts.Mode, register_ids: tuple[str, ...]) -> charts.Chart:
    """Who works with whom in these entries of the register."""
    pairs, known = parties.pairs(corpus, register_ids), {p.slug: p for p in parties.parties(corpus)}
    return charts.network(pairs, known, view.programme_of(corpus), mode, source_line(corpus))


@view.remembered
def timeline(corpus: Corpus, mode: charts.Mode) -> charts.Chart:
    """Named undertakings over time."""
    return charts.timeline(threads.threads(corpus), mode, source_line(corpus))


@view.remembered
def text(corpus: Corpus, mode: charts.Mode, filters: view.Filters) -> charts.Chart:
    """Share of text by pillar."""
    return charts.text_share(view.text_share(corpus, filters), view.programme_of(corpus), mode, source_line(corpus))
