"""What the three scripts share: a curve, and the loop around it."""

import matplotlib.pyplot as plt


def learn(step, loss, threshold):
    plt.ion()
    axes = plt.figure().subplots()
    (line,) = axes.plot([], [], "-o")
    losses = []
    while not losses or losses[-1] > threshold:
        step()
        losses.append(loss())
        print(f"[{len(losses):4}] {losses[-1]:8.4f}", flush=True)
        line.set_data(range(len(losses)), losses)
        axes.relim()
        axes.autoscale()
        line.figure.canvas.draw_idle()
        line.figure.canvas.start_event_loop(0.001)
