"""The page's modules become one script, and what cannot be joined is refused by name."""

from __future__ import annotations

from importlib import resources

import pytest

from afterword.web.app import _SCRIPTS
from afterword.web.script import join_script


def test_modules_are_joined_each_once_and_before_whoever_needs_them() -> None:
    joined = join_script(
        {
            "page.js": 'import { a } from "./one.js";\nimport { b, c } from "./two.js";\na(b, c);\n',
            "one.js": "export function a() {}\n",
            "two.js": 'import { a } from "./one.js";\nexport const b = a();\nexport class c {}\n',
        },
        "page.js",
    )
    assert [joined.count(f"const in_{name} = ") for name in ("one", "two", "page")] == [1, 1, 1]
    assert joined.index("const in_one = ") < joined.index("const in_two = ") < joined.index("const in_page = ")
    assert "const { b, c } = in_two;" in joined
    assert "return { b, c };" in joined
    assert not any(line.startswith(("import", "export")) for line in joined.splitlines())


@pytest.mark.parametrize(
    ("modules", "told"),
    [
        pytest.param({"page.js": 'import { a } from "./one.js";\n'}, "one.js, which is not there", id="missing module"),
        pytest.param({"page.js": 'import { a } from "./one.js";\n', "one.js": "const a = 1;\n"}, "does not export", id="not exported"),
        pytest.param(
            {"page.js": 'import { a } from "./one.js";\n', "one.js": 'import { b } from "./page.js";\n'}, "needs itself", id="circle"
        ),
        pytest.param({"page.js": 'import * as all from "./one.js";\n', "one.js": ""}, "in a form", id="other import"),
        pytest.param({"page.js": "export default 3;\n"}, "in a form", id="other export"),
    ],
)
def test_what_cannot_be_joined_is_refused_by_name(modules: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        join_script(modules, "page.js")


def test_every_module_of_the_page_is_in_its_script() -> None:
    folder = resources.files("afterword.web").joinpath("static")
    modules = {name: folder.joinpath(name).read_text("utf-8") for name in _SCRIPTS}
    assert {one.name for one in folder.iterdir() if one.name.endswith(".js")} == set(_SCRIPTS)
    joined = join_script(modules, "page.js")
    assert [joined.count(f"const in_{name.removesuffix('.js')} = ") for name in _SCRIPTS] == [1] * len(_SCRIPTS)
