"""THE AGENT: carries what was kept to the municipality, and its news back.

A process of its own. It claims one submission after another from the outbox, lets a
connector carry it, and writes down what became of it. It never sends twice: what may have
arrived is looked up at its destination before it is sent again.

    __main__      composition: settings, store, connectors, one agent for each home
    agent         the loop; it names no connector
    road          the way to one destination, and how it fares
    patience      how long to wait
    connectors/   one file for each kind of destination, strangers to each other
    endpoint      the calls of a GeoReport endpoint, and what it offers
    georeport     the wire of Open311, read liberally
    http          the only module that makes requests
    connector     the port

May import: the standard library; of kiosk: outbox, submission, config, errors, clock,
bell, codes, and device, store, vault in `__main__` only; requests in `http` only; msgspec
and defusedxml to read answers.
May never: Qt, ui, i18n, resources, hub, kiosk's doors for faces. It has no words for
citizens, and its log holds ids, codes and states, never what somebody said.
"""
