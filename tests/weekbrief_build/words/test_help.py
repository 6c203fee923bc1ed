"""What `weekbrief` says of itself, to a volunteer whose computer speaks Dutch."""

from __future__ import annotations

import pytest
from running import weekbrief

from weekbrief_build.commands import weekbrief as commands
from weekbrief_build.words import words_of

DUTCH = {"LANGUAGE": "nl"}


@pytest.mark.parametrize("command", [*commands.commands, None])
def test_help_is_in_the_language_of_the_computer(command: str | None) -> None:
    """The command, its options and what click says around them: none of it is left in English."""
    ran = weekbrief(*filter(None, [command]), "--help", environment=DUTCH)
    said = " ".join(ran.out.split())
    assert ran.status == 0
    assert said.startswith("Gebruik: ")
    assert "Opties:" in said
    assert "--help Toont deze uitleg." in said
    about = commands.commands[command].help if command else commands.help
    assert about
    assert words_of("nl").translations.gettext(about) in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["stuur"], "Fout: Er is geen opdracht 'stuur'."),
        (["run", "--outbix", "x"], "Fout: Er is geen optie '--outbix'. Is '--outbox' bedoeld?"),
        (["run", "--on", "morgen"], "Fout: '--on' kan zo niet: “morgen” is geen moment; schrijf het als 2026-11-20T15:00"),
        (["check", "/bestaat/niet"], "Fout: '[SCHOOL]' kan zo niet: Map '/bestaat/niet' bestaat niet."),
    ],
)
def test_what_is_typed_wrongly_is_told_in_the_language_of_the_computer(arguments: list[str], told: str) -> None:
    """Whoever mistypes a command is told what is wrong in words they read, and the status is that of a command used wrongly."""
    ran = weekbrief(*arguments, environment=DUTCH)
    assert ran.status == 2
    assert told in ran.err
