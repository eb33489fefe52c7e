"""Lets `python -m pytest --submission DIR` be written with a blank before DIR.

pytest looks for its own settings before it reads conftest.py, where the option is defined. Until then it
takes DIR for a folder of tests, whose settings and conftest.py would be used instead of this project's. So
this plugin, which is known earlier, starts pytest again with `--submission=DIR`.
"""

import subprocess
import sys

import pytest

OPTIONS = ("--submission", "--report", "--time-limit", "--ex")


def joined(arguments: list[str]) -> list[str]:
    """The arguments, with the value of each of OPTIONS behind an equals sign."""
    result: list[str] = []
    for argument in arguments:
        if result and result[-1] in OPTIONS:
            result[-1] += f"={argument}"
        else:
            result.append(argument)
    return result


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    arguments = list(early_config.invocation_params.args)
    if "--submission" in arguments and joined(arguments) != arguments:
        raise SystemExit(subprocess.call([sys.executable, "-m", "pytest", *joined(arguments)]))
