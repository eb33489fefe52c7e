"""What runs beside the student's code, in a process of its own; the rest of the grader stays outside."""
