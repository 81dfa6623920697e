"""Inputs that are odd as a whole: encodings, sizes, depths; what fuzzing found stays in corpus/."""
