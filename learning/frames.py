"""The frames of a plot: a frame draws only what has changed. All is drawn when the limits or the size change."""

from collections.abc import Callable
from typing import Any

from learning.plot import PANEL, Plot


class Frames:
    """A plot on a canvas. Where the canvas cannot keep a background, each frame draws all."""

    def __init__(self, canvas: Any, plot: Plot) -> None:
        from matplotlib.transforms import Bbox, TransformedBbox

        self.canvas, self.plot = canvas, plot
        self.has_new_report = True  # since the last frame
        self.backgrounds: list[Any] = []  # of the parts; empty, where all is to be drawn
        # What moves, and where: the curve at each report, the panel and the news above it in each frame
        corner = (PANEL[0] - 0.01, PANEL[1] - 0.01) if plot.view else (0.59, 0.94)  # a line is half outside
        beside = TransformedBbox(Bbox([corner, (1, 1)]), plot.figure.transFigure)
        self.parts: list[tuple[Any, Callable[[], list[Any]]]] = [
            (plot.axes.bbox, lambda: plot.lines),
            (beside, plot.beside),
        ]
        self._set_animated(canvas.supports_blit)
        self.connection = canvas.mpl_connect("draw_event", self._drawn)

    def _set_animated(self, is_animated: bool) -> None:
        for artist in self.plot.moving():
            artist.set_animated(is_animated)

    def draw(self, is_whole: bool) -> bool:
        """Draw what is new, or all. Return whether all was drawn."""
        is_whole = is_whole or not self.backgrounds
        if is_whole:
            self.canvas.draw()
        else:
            for (place, artists), background in [*zip(self.parts, self.backgrounds)][not self.has_new_report :]:
                self.canvas.restore_region(background)
                for artist in artists():
                    self.plot.figure.draw_artist(artist)
                self.canvas.blit(place)
        self.has_new_report = False
        return is_whole

    def end(self) -> None:
        """Let everything be drawn as in any figure."""
        self.canvas.mpl_disconnect(self.connection)
        self._set_animated(False)

    def _drawn(self, event: Any) -> None:
        """All has been drawn but what moves: keep that for the next frames, and draw the rest."""
        if event.canvas.supports_blit:
            if not event.canvas.is_saving():
                self.backgrounds = [event.canvas.copy_from_bbox(place) for place, _ in self.parts]
            for artist in self.plot.moving():
                artist.draw(event.renderer)
