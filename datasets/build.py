"""Build the six datasets, byte for byte: `python datasets/build.py [FOLDER]`, here without a folder.

The images are the digits that scikit-learn ships; README.md in this folder says where they come from.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

# The first images of the library train, the last 600 test.
NB_TRAIN = 1197

Examples = Sequence[tuple[Sequence[float], Sequence[float]]]

OR: Examples = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [1])]
XOR: Examples = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]


def build(folder: Path) -> None:
    # Here, so that a machine without scikit-learn gets the reason in main.
    from sklearn.datasets import load_digits

    images, digits = load_digits(return_X_y=True)
    # Grey levels from 0 to 16 become 0 to 1: sixteenths, which six decimals hold exactly.
    examples = [(image / 16, int(digit)) for image, digit in zip(images, digits, strict=True)]
    write(folder / "or.ds", OR)
    write(folder / "xor.ds", XOR)
    for name, part in [("train", examples[:NB_TRAIN]), ("test", examples[NB_TRAIN:])]:
        binary = [(image, [digit]) for image, digit in part if digit in (0, 1)]
        write(folder / f"{name}Binary.ds", binary)
        one_hot = [(image, [int(digit == d) for d in range(10)]) for image, digit in part]
        write(folder / f"{name}Digits.ds", one_hot)


def write(path: Path, examples: Examples) -> None:
    inputs, outputs = examples[0]
    lines = [f"{len(examples)} {len(inputs)} {len(outputs)}"]
    for example in examples:
        lines += ["".join(f"{number:.6f} " for number in numbers) for numbers in example]
    path.write_bytes("".join(f"{line}\n" for line in lines).encode("ascii"))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    try:
        build(folder)
    except ImportError:
        sys.exit("build.py: expected scikit-learn: pip install -r requirements-dev.txt")
    except OSError as error:
        sys.exit(f"build.py: expected a folder to write to: {error}")


if __name__ == "__main__":
    main()
