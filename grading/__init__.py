"""The grader: `python -m grading DIR` grades a folder of day 5, exercise by exercise.

It knows the subject and not this library, whose own folder is one more submission to it. process.py starts the
processes in which the files of beside/ run beside the code of a submission.
"""
