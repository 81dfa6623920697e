from importlib import util
from pathlib import Path

import pytest

from citekit.mirror.spark.__main__ import main


def test_a_missing_package_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(
        "citekit.mirror.spark.needs.find_spec",
        lambda name: None if name == "pyspark" else util.find_spec(name),
    )
    assert main(["match", "refs.txt", "--tables", "t", "-o", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err
    assert "pyspark" in told
    assert "citekit-cli[spark]" in told
    assert told.count("\n") == 1


def test_a_command_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([])
    assert "command" in capsys.readouterr().err
