"""Reads a program's window by AT-SPI, as screen readers do: the system's Python, and GObject.

Each line of the standard input is an order, each line of the answer one value as JSON.
"""

import json
import sys
import threading

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

SHOWN = sys.argv[1]
heard = []


def application():
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(number)
        if child is not None and child.get_name() == SHOWN:
            return child
    return None


def nodes(node):
    """All that is on the screen, depth first."""
    state = node.get_state_set()
    if node.get_role() != Atspi.Role.APPLICATION and not state.contains(Atspi.StateType.SHOWING):
        return
    yield node
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        if child is not None:
            yield from nodes(child)


def told(node):
    state = node.get_state_set()
    labels = [
        relation.get_target(0).get_name()
        for relation in node.get_relation_set()
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
    ]
    return {
        "role": node.get_role_name(),
        "name": node.get_name(),
        "description": node.get_description(),
        "labels": labels,
        "focusable": state.contains(Atspi.StateType.FOCUSABLE),
        "focused": state.contains(Atspi.StateType.FOCUSED),
    }


def read():
    Atspi.Accessible.clear_cache(Atspi.get_desktop(0))
    found = application()
    return [told(node) for node in nodes(found)] if found else []


def press(name):
    for node in nodes(application()):
        if node.get_name() == name and node.get_role_name() == "push button":
            return node.get_action_iface().do_action(0)
    return False


def hear():
    said, heard[:] = list(heard), []
    return said


def on_announcement(event):
    heard.append(str(event.any_data))


listener = Atspi.EventListener.new(on_announcement)


def listen_anew():
    """Qt may have looked who listens before this had come."""
    listener.deregister("object:announcement")
    listener.register("object:announcement")
    return True


ORDERS = {"read": read, "press": press, "hear": hear, "listen": listen_anew}


def say(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def obey():
    for line in sys.stdin:
        name, _, rest = line.strip().partition(" ")
        done = threading.Event()
        answer = []

        def act(name=name, rest=rest, done=done, answer=answer):
            answer.append(ORDERS[name](*([rest] if rest else [])))
            done.set()
            return False

        GLib.idle_add(act)
        done.wait()
        say(answer[0])
    GLib.idle_add(Atspi.event_quit)


def main():
    Atspi.init()
    listener.register("object:announcement")
    say("ready")
    threading.Thread(target=obey, daemon=True).start()
    Atspi.event_main()


if __name__ == "__main__":
    main()
