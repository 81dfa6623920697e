"""The files that run citekit elsewhere: GitHub's action and workflows, pre-commit, the recipes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from citekit.cli.app import app
from citekit.cli.check import Form
from tests.conftest import ROOT

BASH = shutil.which("bash")
ACTION = ROOT / "action.yml"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
AUDIT = ROOT / ".github" / "workflows" / "audit.yml"
RELEASE = ROOT / ".github" / "workflows" / "release.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
GUIDE = ROOT / "docs" / "ci.md"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
Json = Mapping[str, Any]


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(path: Path) -> list[Json]:
    told = load(path)
    if path == ACTION:
        return list(told["runs"]["steps"])
    return [step for job in told["jobs"].values() for step in job["steps"]]


def scripts() -> Iterator[tuple[Path, Json]]:
    for path in (ACTION, *WORKFLOWS):
        yield from ((path, step) for step in steps(path) if "run" in step)


def step(path: Path, name: str) -> Json:
    return next(one for one in steps(path) if one.get("name") == name)


def recipes(language: str) -> list[str]:
    text = GUIDE.read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


# --- what is written


@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS, HOOKS], ids=lambda path: path.name)
def test_a_file_is_yaml(path: Path) -> None:
    assert load(path)


def test_no_script_has_an_expression_in_its_text() -> None:
    for path, one in scripts():
        assert not EXPRESSION.search(one["run"]), (path.name, one["run"])


def test_every_script_of_the_action_names_its_shell() -> None:
    assert {one.get("shell") for path, one in scripts() if path == ACTION} == {"bash"}


def test_every_action_is_pinned_to_a_whole_commit() -> None:
    for path in (ACTION, *WORKFLOWS):
        used = [one["uses"] for one in steps(path) if "uses" in one]
        assert [name for name in used if not re.fullmatch(r"\./|[\w./-]+@[0-9a-f]{40}", name)] == []


def test_every_input_and_output_is_used_and_declared() -> None:
    told = load(ACTION)
    inside = EXPRESSION.findall(json.dumps(told["runs"]))
    used = {name.removeprefix("inputs.") for name in inside if name.startswith("inputs.")}
    assert used == set(told["inputs"])
    assert all(one["description"] and "default" in one for one in told["inputs"].values())
    guide = GUIDE.read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in guide for name in told["inputs"])


def test_a_workflow_has_no_permission_that_no_job_asks_for() -> None:
    for path in WORKFLOWS:
        told = load(path)
        assert told["permissions"] == {}, path.name
        assert all("permissions" in job for job in told["jobs"].values()), path.name


def test_no_checkout_leaves_its_credentials_behind() -> None:
    for path in WORKFLOWS:
        for one in steps(path):
            if one.get("uses", "").startswith("actions/checkout@"):
                assert one["with"]["persist-credentials"] is False, path.name


def test_who_publishes_runs_nothing_of_the_repository_and_may_do_nothing_else() -> None:
    jobs = load(RELEASE)["jobs"]
    publish = jobs["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["environment"] == "release"
    assert not [one for one in publish["steps"] if "checkout" in one.get("uses", "")]
    assert jobs["build"]["permissions"] == {"contents": "read"}


def test_whatever_a_workflow_installs_has_its_hashes() -> None:
    for path, one in scripts():
        for line in one["run"].splitlines():
            if "pip install" in line and path != ACTION:
                assert "--require-hashes" in line, (path.name, line)
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        pinned = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==", text, re.MULTILINE)
        hashed = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==[^\n]*\\\n {4}--hash", text, re.MULTILINE)
        assert len(pinned) == len(hashed) > 0, path.name
        assert "://" not in re.sub(r"#.*", "", text), path.name


def test_a_new_version_is_proposed_when_it_is_a_week_old() -> None:
    updates = load(ROOT / ".github" / "dependabot.yml")["updates"]
    assert {one["package-ecosystem"] for one in updates} == {"github-actions", "pip"}
    assert all(one["cooldown"]["default-days"] >= 7 for one in updates)


def test_every_option_exists() -> None:
    check = get_command(app).commands["check"]  # type: ignore[attr-defined]
    known = {option for one in check.params for option in one.opts}
    known |= {"--offline", "--file", "--reason", "--until"}
    run = step(ACTION, "Check")["run"]
    entry = " ".join(f"{one['entry']} {one.get('args', '')}" for one in load(HOOKS))
    guide = GUIDE.read_text(encoding="utf-8").replace("pip install --quiet", "")
    inputs = json.dumps(load(ACTION)["inputs"])
    for text in (run, entry, guide, inputs):
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= known


def test_every_format_exists() -> None:
    told = GUIDE.read_text(encoding="utf-8") + ACTION.read_text(encoding="utf-8")
    assert set(re.findall(r"--output[ =](\w+)=", told)) <= set(Form)


@pytest.mark.parametrize("recipe", recipes("yaml"))
def test_a_recipe_is_yaml(recipe: str) -> None:
    assert yaml.safe_load(recipe)


def test_the_hook_takes_reference_files_in_one_process() -> None:
    (hook,) = load(HOOKS)
    assert hook["require_serial"] is True
    for name in ("refs.bib", "a/b.ris", "c.nbib"):
        assert re.search(hook["files"], name)
    for name in ("refs.bib.txt", "bib", "notes.md"):
        assert not re.search(hook["files"], name)


# --- what is run


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str
    outputs: Mapping[str, str]
    summary: str


class Runner:
    """Runs scripts as GitHub's runner does, with programs that are put before all others."""

    def __init__(self, folder: Path) -> None:
        self.temp = folder / "runner temp"
        self.programs = folder / "programs"
        self.desk = folder / "desk"
        for one in (self.temp, self.programs, self.desk):
            one.mkdir()
        self.program("citekit", f'exec "{sys.executable}" -m citekit --offline "$@"')

    def program(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def run(self, one: Json, **given: str) -> Ran:
        """Run the script of a step; `given` are what its expressions stand for."""
        script, output, summary = (self.temp / name for name in ("step.sh", "output", "summary"))
        script.write_text(one["run"], encoding="utf-8")
        for file in (output, summary):
            file.write_text("", encoding="utf-8")
        done = subprocess.run(
            [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.desk, env=self._environment(one, given), capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        told = dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())
        return Ran(done.returncode, done.stdout, done.stderr, told, summary.read_text("utf-8"))

    def _environment(self, one: Json, given: Mapping[str, str]) -> dict[str, str]:
        known = {"runner.temp": str(self.temp), "steps.install.outputs.bin": str(self.programs)}
        inputs = {f"inputs.{k}": v["default"] for k, v in load(ACTION)["inputs"].items()}
        values = known | inputs | given
        named = {
            name: EXPRESSION.sub(lambda found: values.get(found[1], ""), str(value))
            for name, value in one.get("env", {}).items()
        }
        return {
            **os.environ,
            "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            **named,
        }


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    if BASH is None or os.name == "nt":
        pytest.skip("the scripts are of bash")
    return Runner(tmp_path)


ENTRY = "@article{{{key},\n  doi = {{10.1136/ard.2009.123463}},\n}}\n"


def check(runner: Runner, **inputs: str) -> Ran:
    return runner.run(
        step(ACTION, "Check"), **{f"inputs.{k.replace('_', '-')}": v for k, v in inputs.items()}
    )


def test_findings_are_annotated_summarised_and_handed_on(runner: Runner) -> None:
    (runner.desk / "refs.bib").write_text(ENTRY.format(key="liang"), encoding="utf-8")
    ran = check(runner, files="refs.bib")
    assert (ran.code, ran.outputs) == (0, {"exit-code": "1"})
    assert "CK105" in ran.out
    assert "## citekit check" in ran.summary
    assert "CK105" in ran.summary
    assert (runner.desk / "citekit.sarif").exists()
    code = {"steps.check.outputs.exit-code": "1"}
    assert runner.run(step(ACTION, "Hand on the exit code"), **code).code == 1


def test_what_fails_is_an_input(runner: Runner) -> None:
    (runner.desk / "refs.bib").write_text(ENTRY.format(key="liang"), encoding="utf-8")
    assert check(runner, files="refs.bib", fail_on="error").outputs == {"exit-code": "0"}
    assert check(runner, files="refs.bib", fail_on="erratum").outputs == {"exit-code": "1"}


def test_files_are_lines_and_patterns_and_never_options(runner: Runner) -> None:
    for name in ("a b.bib", "c.bib", "--strict.bib"):
        (runner.desk / name).write_text(ENTRY.format(key=name[0]), encoding="utf-8")
    ran = check(
        runner, files="a b.bib\n[c]*.bib\n--strict.bib\n", sarif="", output="json=told.json"
    )
    assert ran.outputs == {"exit-code": "1"}
    assert not (runner.desk / "citekit.sarif").exists()
    assert (runner.desk / "told.json").exists()
    assert all(name in ran.out + ran.err for name in ("a b.bib", "c.bib", "--strict.bib"))


@pytest.mark.parametrize("name", ["files", "fail_on", "args", "output", "sarif"])
def test_no_input_is_run(runner: Runner, name: str) -> None:
    hostile = "$(touch made)`touch made`\"; touch made; \"'; touch made; '\n;touch made"
    check(runner, **{"files": "refs.bib", name: hostile})
    assert not (runner.desk / "made").exists()


def test_a_file_that_is_not_there_does_not_pass(runner: Runner) -> None:
    assert check(runner, files="refs/*.bib").outputs == {"exit-code": "2"}


def test_more_options_are_lines(runner: Runner) -> None:
    unknown = "@article{one,\n  doi = {10.5555/not.in.a.sample},\n}\n"
    (runner.desk / "refs.bib").write_text(unknown, encoding="utf-8")
    assert check(runner, files="refs.bib").outputs == {"exit-code": "3"}
    ran = check(runner, files="refs.bib", args="--allow-unchecked=1\n--since=2020-01-01\n")
    assert ran.outputs == {"exit-code": "0"}


def test_the_library_is_checked_without_files(runner: Runner) -> None:
    shutil.copy(ROOT / "library.db", runner.desk)
    ran = check(runner)
    assert ran.outputs == {"exit-code": "1"}
    assert "CK105" in ran.out


# --- the weekly issue

ISSUE = "Open, renew or close the issue"
WEEKLY = ROOT / ".github" / "workflows" / "citations.yml"


@pytest.mark.parametrize(
    ("code", "open_issue", "does"),
    [
        ("1", "", "issue create --title"),
        ("1", "7", "issue edit 7 --body-file citations.md"),
        ("0", "7", "issue close 7"),
        ("0", "", None),
        ("3", "7", None),
        ("", "7", None),
    ],
)
def test_one_issue_tells_what_is_found(
    runner: Runner, code: str, open_issue: str, does: str | None
) -> None:
    runner.program("gh", f'echo "$*" >> asked; case "$2" in list) echo "{open_issue}" ;; esac')
    ran = runner.run(step(WEEKLY, ISSUE), **{"steps.check.outputs.exit-code": code})
    listed, *done = (runner.desk / "asked").read_text(encoding="utf-8").splitlines()
    assert listed.startswith("issue list --state open")
    assert (ran.code != 0) == (code not in {"0", "1"})
    assert len(done) == (does is not None)
    assert not does or done[0].startswith(does)


# --- the weekly audit


@pytest.mark.parametrize(
    ("report", "ended", "code"),
    [("{}", 0, 0), ('{"x": 1}', 1, 1), ("", 1, 3), ("", 0, 3), ("", 2, 3)],
)
def test_an_audit_that_nobody_answered_is_not_green(
    runner: Runner, report: str, ended: int, code: int
) -> None:
    writes = f"echo '{report}' > audit.json" if report else "true"
    runner.program("pip-audit", f"{writes}; exit {ended}")
    (runner.desk / "audit.json").write_text("of an earlier run", encoding="utf-8")
    ran = runner.run(step(AUDIT, "Ask for known vulnerabilities"))
    assert ran.code == code
    assert ("unchecked" in ran.out) == (code == 3)


# --- the recipe for cron


def test_the_recipe_for_cron_prints_only_what_is_not_clean(runner: Runner) -> None:
    (recipe,) = recipes("sh")
    (runner.desk / "review").mkdir()
    clean = recipe.replace("$HOME", str(runner.desk))
    runner.program("citekit", "echo nothing to report")
    assert runner.run({"run": clean}).out == ""
    runner.program("citekit", "echo one finding; exit 1")
    ran = runner.run({"run": clean})
    assert (ran.code, ran.out) == (1, "one finding\n")
