"""Reading a script never does what it says, and always comes to an end at once."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from netbuilder.importing import ConfigError, read_source

MODEL = "import keras\nmodel = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])\n"

HARMFUL = {
    "writes a file": "open(TARGET, 'w').write('x')\n",
    "writes by pathlib": "from pathlib import Path\nPath(TARGET).write_text('x')\n",
    "asks the system": "import os\nos.system('touch ' + TARGET)\n",
    "imports by name": "__import__('pathlib').Path(TARGET).touch()\n",
    "exec": "exec(f\"open({TARGET!r}, 'w')\")\n",
    "eval": "eval(\"open(TARGET, 'w')\")\n",
    "compile": "eval(compile(\"open(TARGET, 'w')\", 'x', 'exec'))\n",
    "by way of types": "().__class__.__base__.__subclasses__()[0](TARGET, 'w')\n",
    "by a format": "'{0.__class__.__init__.__globals__}'.format(open(TARGET, 'w'))\n",
    "in a class": "class A:\n  open(TARGET, 'w')\n  def __del__(self): open(TARGET, 'w')\nA()\n",
    "in a default": "def f(x=open(TARGET, 'w')): pass\nf()\n",
    "in a decorator": "@(lambda f: open(TARGET, 'w'))\ndef f(): pass\nf()\n",
    "in a lambda layer": "keras.layers.Lambda(lambda x: open(TARGET, 'w'))(keras.Input((3,)))\n",
    "as a callback": "sorted([1, 2], key=lambda n: open(TARGET, 'w'))\n",
}
ENDLESS = {
    "while True": "while True:\n    pass\n",
    "counts": "n = 0\nwhile n >= 0:\n    n += 1\n",
    "loops in loops": "for a in range(999):\n  for b in range(999):\n    for c in range(9): a\n",
    "comprehension": "[a * b for a in range(5000) for b in range(5000)]\n",
    "calls itself": "def f(x):\n    return f(x) + f(x)\nf(1)\n",
    "class of itself": "class B:\n    def __init__(self): self.x = B()\nB()\n",
    "generator": "def g():\n    while True: yield 1\nfor x in g(): pass\n",
    "large power": "x = 10 ** 10 ** 10\ny = 7 ** 7 ** 7 ** 7\n",
    "large shift": "x = 1 << 10 ** 10\n",
    "long text": "x = 'a' * 10 ** 12\ny = f'{1:>1000000000}'\nz = '%1000000000d' % 1\n",
    "long list": "x = [0] * 10 ** 10\ny = list(range(10 ** 12))\n",
    "doubling": "x, y = 'ab', [1]\nfor i in range(300):\n    x = x + x\n    y = y + y\n",
    "holds itself": "x = []\nx.append(x)\nx == x\nstr(x)\nprint(x)\n",
    "folded text": "x = []\nfor i in range(99): x = [x, x]\nf'{x}'\nx == [x[0], x[1]]\nstr(x)\n",
    "folded key": "x = ()\nfor i in range(99): x = (x, x)\nd = {x: 1}\nd[x] = 2\nx in d\n",
    "zipped": "x = [1] * 20000\nfor i in range(5000): x = list(zip(x, x, x))\n",
    "sorted often": "for i in range(5000): sorted(range(5000))\n",
    "layers without end": "m = keras.Sequential()\nwhile True: m.add(keras.layers.Dense(3))\n",
    "models in models": (
        "m = keras.Sequential([keras.layers.Dense(3)])\n"
        "for i in range(40):\n    e = keras.Input((3,))\n    m = keras.Model(e, m(m(e)))\n"
    ),
}
ENDING = {
    "exit": "exit()\n",
    "sys.exit": "import sys\nsys.exit(3)\n",
    "raise": "raise SystemExit\n",
    "abort": "import os\nos.abort()\nos._exit(1)\n",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_script_has_no_effect(name: str, tmp_path: Path) -> None:
    target = tmp_path / "written"
    script = f"import keras\nTARGET = {str(target)!r}\n{HARMFUL[name]}{MODEL}"
    modules = set(sys.modules)
    assert len(read_source(script).graph.nodes) == 2
    assert list(tmp_path.iterdir()) == []
    assert not {"tensorflow", "keras"} & (set(sys.modules) - modules)


@pytest.mark.parametrize("name", ENDLESS)
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_endless_script_is_read_or_refused_at_once(name: str, before: bool) -> None:
    first, second = (ENDLESS[name], MODEL) if before else (MODEL, ENDLESS[name])
    start = time.process_time()
    with suppress(ConfigError):
        assert len(read_source(f"import keras\n{first}{second}").graph.nodes) > 0
    assert time.process_time() - start < 2


@pytest.mark.parametrize("name", ENDING)
def test_script_that_ends_itself(name: str) -> None:
    imported = read_source(MODEL + ENDING[name] + "model.pop()\n")
    assert len(imported.graph.nodes) == 2
    with pytest.raises(ConfigError, match="ends here"):
        read_source(ENDING[name] + MODEL)
