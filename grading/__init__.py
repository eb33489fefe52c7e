"""The grader: `python -m grading DIR` grades a folder of day 5, exercise by exercise.

It knows the subject and not this library, whose own folder is one more submission to it. server.py starts the
processes in which check.py, and what it imports, runs beside the code of a submission.
"""
