"""Renders a layout with values; what a teacher wrote is a value and never a part of a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from gettext import NullTranslations

from jinja2 import (
    BaseLoader,
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import escape

from weekbrief_build.render.refused import LayoutRefused
from weekbrief_build.school.layouts import Layouts
from weekbrief_build.school.mistake import N_, Sentence, say
from weekbrief_build.words import Words

# What an expression in a layout can raise besides Jinja2's own errors: `{{ 1 + "a" }}`, `{{ 1 / 0 }}`, `{{ x | round("up") }}`.
_EXPRESSION_ERRORS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)


class Templates:
    """The layouts of a run, each compiled once."""

    def __init__(self, layouts: Layouts) -> None:
        self._texts = layouts.texts
        self._environment = _environment(layouts)

    def sentences(self) -> frozenset[str]:
        """What the layouts say, in English, as far as they can be read."""
        found: set[str] = set()
        for name, text in self._texts.items():
            if name.endswith(".j2"):
                with suppress(TemplateSyntaxError):  # told by whoever renders it
                    for _, _, said in self._environment.extract_translations(text):  # type: ignore[attr-defined]  # the extension adds it
                        found |= {said} if isinstance(said, str) else {one for one in said if isinstance(one, str)}
        return frozenset(found)

    def render(self, name: str, words: Words, values: Mapping[str, object]) -> str:
        """The layout of this name in these words. Raises LayoutRefused with the line that cannot be used."""
        try:
            return self._environment.get_template(name).render({"words": words, **values})
        except TemplateSyntaxError as error:
            raise LayoutRefused(error.filename or f"layouts/{name}", error.lineno, _unreadable(error.message)) from error
        except TemplateNotFound as error:
            file, line = _place(error, name)
            raise LayoutRefused(file, line, say(N_("There is no layout called “{name}”."), name=str(error.name or name))) from error
        except (TemplateError, *_EXPRESSION_ERRORS) as error:
            file, line = _place(error, name)
            raise LayoutRefused(file, line, _unreadable(str(error))) from error


def _unreadable(said: str | None) -> Sentence:
    return say(N_("This layout cannot be used: {error}"), error=said or "?")


def _place(error: BaseException, name: str) -> tuple[str, int | None]:
    """The innermost line of a layout through which an error came (Jinja2 writes layouts into the traceback)."""
    file, line, traceback = f"layouts/{name}", None, error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename.startswith("layouts/"):
            file, line = traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next
    return file, line


def _loader(layouts: Layouts) -> BaseLoader:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = layouts.texts.get(name)
        return None if text is None else (text, f"layouts/{name}", lambda: True)

    return FunctionLoader(load)


def _escapes(name: str | None) -> bool:
    # Jinja2's select_autoescape is off for names that end in .j2; what is not surely plain text is escaped.
    return name is None or not name.endswith(".txt.j2")


def _translations(context: Context) -> NullTranslations:
    words = context.get("words")
    return words.translations if isinstance(words, Words) else NullTranslations()


def _environment(layouts: Layouts) -> Environment:
    instead = {language: {one.sentence: one.said for one in said} for language, said in layouts.theme.words.items()}

    def in_words_of_school(context: Context, sentence: str) -> str:
        words = context.get("words")
        own = instead.get(words.language, {}).get(sentence) if isinstance(words, Words) else None
        if own is None:
            return sentence
        return str(escape(own)) if context.eval_ctx.autoescape else own  # Jinja2 takes what a catalogue says for HTML

    @pass_context
    def gettext(context: Context, message: str) -> str:
        return in_words_of_school(context, _translations(context).gettext(message))

    @pass_context
    def ngettext(context: Context, singular: str, plural: str, number: int) -> str:
        return in_words_of_school(context, _translations(context).ngettext(singular, plural, number))

    environment = SandboxedEnvironment(
        loader=_loader(layouts),
        extensions=["jinja2.ext.i18n"],
        autoescape=_escapes,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # One environment for all languages: a layout is compiled once, and finds its words in its context.
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    return environment
