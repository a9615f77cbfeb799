"""Check the project the way its continuous integration does: `nox` runs everything."""

import nox

nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["lint", "types", "contracts", "tests"]


def prepare(session: nox.Session) -> None:
    """Install the project with its test tools, at the tracked versions."""
    session.install("-c", "constraints.txt", "-e", ".[test]")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    prepare(session)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check types, strictly."""
    prepare(session)
    session.run("mypy")


@nox.session
def contracts(session: nox.Session) -> None:
    """Check that modules import only downwards."""
    prepare(session)
    session.run("lint-imports")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; `nox -s tests -- -m "not slow"` runs the quick ones."""
    prepare(session)
    session.run("python", "-m", "pytest", *session.posargs)
