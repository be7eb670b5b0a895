"""A desktop's half of D-Bus, as Plasma and GNOME play it: the trays' watcher, and the notices.

The system's Python, and GObject. Each line of the standard input is an order, each line of the
answer one value as JSON.
"""

import json
import sys
import threading

from gi.repository import Gio, GLib

WATCHER = """<node><interface name="org.kde.StatusNotifierWatcher">
<method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
<method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
<property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
<property name="ProtocolVersion" type="i" access="read"/>
<property name="RegisteredStatusNotifierItems" type="as" access="read"/>
</interface></node>"""
NOTICES = """<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
<arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>"""
ITEM, MENU = "org.kde.StatusNotifierItem", "com.canonical.dbusmenu"
NAMES = {"tray": "org.kde.StatusNotifierWatcher", "notices": "org.freedesktop.Notifications"}
PATHS = {"tray": "/StatusNotifierWatcher", "notices": "/org/freedesktop/Notifications"}

bus = Gio.bus_get_sync(Gio.BusType.SESSION)
items, said, owned = [], [], {}


def called(_bus, sender, _path, _interface, name, given, answer):
    if name == "RegisterStatusNotifierItem":
        items[:] = [sender]
        answer.return_value(None)
    elif name == "Notify":
        _program, before, _icon, summary, body, actions, hints, _wait = given.unpack()
        number = before or len(said) + 1
        said.append({"number": number, "title": summary, "words": body, "actions": actions,
                     "entry": hints.get("desktop-entry"), "sender": sender})  # fmt: skip
        answer.return_value(GLib.Variant("(u)", (number,)))
    elif name == "GetCapabilities":
        answer.return_value(GLib.Variant("(as)", (["actions", "body", "body-markup"],)))
    elif name == "GetServerInformation":
        answer.return_value(GLib.Variant("(ssss)", ("fake", "fake", "1", "1.2")))
    else:
        answer.return_value(None)


def got(_bus, _sender, _path, _interface, name):
    return {
        "IsStatusNotifierHostRegistered": GLib.Variant("b", True),
        "ProtocolVersion": GLib.Variant("i", 0),
        "RegisteredStatusNotifierItems": GLib.Variant("as", items),
    }[name]


def ask(path, interface, name, form=None, given=()):
    given = GLib.Variant(form, given) if form else None
    return bus.call_sync(items[0], path, interface, name, given, None, 0, 5000, None).unpack()


# --- orders ----------------------------------------------------------------------------------


def own(what):
    """From now on there is a tray, or there are notices."""
    owned[what] = Gio.bus_own_name_on_connection(bus, NAMES[what], 0, None, None)
    return True


def give_up(what):
    Gio.bus_unown_name(owned.pop(what))
    items.clear()
    return True


def item():
    """What a panel reads of the icon that registered last."""
    if not items:
        return None
    (properties,) = ask("/StatusNotifierItem", "org.freedesktop.DBus.Properties", "GetAll", "(s)",
                        (ITEM,))  # fmt: skip
    return {
        "tip": properties["ToolTip"][2],
        "sides": sorted(width for width, _height, _bytes in properties["IconPixmap"]),
        "status": properties["Status"],
    }


def menu():
    _revision, (_id, _own, children) = ask("/MenuBar", MENU, "GetLayout", "(iias)", (0, -1, []))
    return [
        {"id": number, "words": told.get("label", ""), "enabled": told.get("enabled", True)}
        for number, told, _children in children
    ]


def choose(words):
    (number,) = [line["id"] for line in menu() if line["words"] == words]
    ask("/MenuBar", MENU, "Event", "(isvu)", (number, "clicked", GLib.Variant("i", 0), 0))
    return True


def activate():
    ask("/StatusNotifierItem", ITEM, "Activate", "(ii)", (0, 0))
    return True


def notices():
    return said


def click():
    """On the last notice."""
    number = said[-1]["number"]
    for name, given in (("ActionInvoked", GLib.Variant("(us)", (number, "default"))),
                        ("NotificationClosed", GLib.Variant("(uu)", (number, 2)))):  # fmt: skip
        bus.emit_signal(None, PATHS["notices"], NAMES["notices"], name, given)
    return True


ORDERS = {f.__name__: f for f in (own, give_up, item, menu, choose, activate, notices, click)}


def say(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def obey(loop):
    for line in sys.stdin:
        name, _, rest = line.strip().partition(" ")
        done, answer = threading.Event(), []

        def act(name=name, rest=rest, done=done, answer=answer):
            answer.append(ORDERS[name](*([rest] if rest else [])))
            done.set()
            return False

        GLib.idle_add(act)
        done.wait()
        say(answer[0])
    loop.quit()


def main():
    for what, xml in (("tray", WATCHER), ("notices", NOTICES)):
        interface = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
        bus.register_object(PATHS[what], interface, called, got, None)
    loop = GLib.MainLoop()
    say("ready")
    threading.Thread(target=obey, args=(loop,), daemon=True).start()
    loop.run()


if __name__ == "__main__":
    main()
