"""The programs that `start.py` compares: each in a process of its own, started the same way.

Each says on one line when its window was painted, by the steady clock that all processes share,
and what CPU time that took it.
"""

from __future__ import annotations

EMPTY = """
import sys
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Window(QMainWindow):
    painted = False
    def paintEvent(self, event):
        self.painted = True
        super().paintEvent(event)

app = QApplication(sys.argv[:1])
window = Window()
window.setCentralWidget(QLabel("Hello"))
window.resize(980, 740)
window.show()
while not window.painted:
    app.processEvents()
"""

SAY = """
import os, time
print(time.monotonic(), time.process_time(), flush=True)
"""

END = "os._exit(0)\n"

EMPTY_STARTS = EMPTY + SAY + END

EMPTY_LIVES = EMPTY + SAY + "app.exec()\n"

EMPTY_LIVES_WITH_QASYNC = (
    EMPTY
    + SAY
    + """
import asyncio, qasync
qasync.run(asyncio.Event().wait())
"""
)

DESKTOP_STARTS = (
    """
import app.__main__ as program, sys
from app import main

def say(app, desktop):
    assert desktop.window.painted, "no paint"
    assert sys.argv[1:] and desktop.start.event.lease is not None, "no good lease"
"""
    + "".join("    " + line + "\n" for line in (SAY + END).strip().splitlines())
    + """
main._run = say
program.main(sys.argv[1:])
"""
)

DESKTOP_LIVES = """
import app.__main__ as program, sys
sys.modules |= dict.fromkeys(["click", "rich", "pygments"])  # httpx's own command; not installed
from app import main
run = main._run

def say(app, desktop):
    import time
    print(time.monotonic(), time.process_time(), flush=True)
    return run(app, desktop)

main._run = say
program.main(sys.argv[1:])
"""

GESTURES = """
import app.__main__ as program, json, os, statistics, sys, time
from app import main
from app.views.acts import Screen

def took(app, gesture):
    began = time.perf_counter()
    gesture()
    app.processEvents()
    app.processEvents()
    return (time.perf_counter() - began) * 1000

def say(app, desktop):
    from app import running  # what follows the first paint in any case
    window = desktop.window
    running.follow_the_system(app, desktop.brand.tokens, window)  # and so does this
    told = {"license info, the first time": [took(app, lambda: window.go(Screen.LICENSE))]}
    gestures = {
        "back": lambda: window.go(Screen.FACE),
        "license info": lambda: window.go(Screen.LICENSE),
        "German": lambda: window.speak("de"),
        "Spanish": lambda: window.speak("es"),
        "English": lambda: window.speak("en"),
    }
    for _round in range(7):
        for name, gesture in gestures.items():
            told.setdefault(name, []).append(took(app, gesture))
    print(json.dumps({name: statistics.median(times) for name, times in told.items()}))
    sys.stdout.flush()
    os._exit(0)

main._run = say
program.main(sys.argv[1:])
"""
