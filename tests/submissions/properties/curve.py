import matplotlib.pyplot as plt


class Curve:
    def __init__(self, title):
        self.figure, self.axes = plt.subplots(figsize=(8, 5))
        self.axes.set_title(title)
        (self.line,) = self.axes.plot([], [], label="train")
        (self.other,) = self.axes.plot([], [], "--", label="test")
        self.axes.legend()
        self.figure.show()

    def add(self, iteration, train, test):
        for line, value in [(self.line, train), (self.other, test)]:
            line.set_data([*line.get_xdata(), iteration], [*line.get_ydata(), value])
        self.axes.relim()
        self.axes.autoscale_view()
        self.figure.canvas.draw_idle()
        self.figure.canvas.flush_events()
        print(f"[{iteration:>6}] train: {train:.4f}  test: {test:.4f}", flush=True)

    def wait(self):
        while plt.fignum_exists(self.figure.number):
            plt.pause(0.1)
