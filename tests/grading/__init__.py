"""The grader: runs the checks of tests/exercises on a folder, each in a process of its own.

sandbox.py is the only part that runs in pytest's process. child.py and what it imports (student.py,
probes.py, scripts.py, recorder.py) run in the checked process, beside the code of the submission.
"""
