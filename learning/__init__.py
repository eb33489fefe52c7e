"""What the three scripts share and what is not the lesson: options, data, choice of examples, curve."""
